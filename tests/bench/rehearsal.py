"""The rehearsal of a morning: 101 classrooms boot at random from 15 minutes before the bell to 20 after, and nobody clicks.

    python -m tests.bench.rehearsal [--lessons 27] [--classrooms 101] [--browsers 2] [--scale 10] [--seed 1]

One hub with its node, archiver and worker; time runs `scale` times as fast as far as it decides who boots when, while what is promised
stays in real seconds: a classroom that booted before the bell plays 5 s after it, a later one 10 s after its boot (promise E1).
Light classrooms walk through the doors of a real one: key, lessons of the day, permit, WHEP, DTLS; they play when sound and camera
have come. The browsers among them open the device's link in Chromium, in a lesson that the demo teacher gives; they play when both
pictures move. Prints a table and, as its last line, JSON. Ends with 1 below 99.5 %.
"""

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue

import httpx
from playwright.sync_api import Error, sync_playwright

from tests.bench.city import BOARD, SOUND, City, Rate, Receiver, Stream, run, tend
from tests.support.browser import chromium, watched_context
from tests.support.browser_lesson import wait_for_picture
from tests.support.hub import Hub, hub
from tests.support.light_descriptions import Section
from tests.support.light_peer import LightPeer
from tests.support.processes import python, running
from tests.support.rehearsal_city import RehearsalCity, plant_rehearsal

BEFORE, AFTER = 15 * 60, 20 * 60
"""Seconds of the morning around the bell in which classrooms boot."""
AT_BELL, AFTER_BOOT = 5.0, 10.0
"""Real seconds that a classroom has."""
SETTLING = 12.0
"""Real seconds after the last boot."""
ASK_AGAIN = 2.0
WANTED = 0.995
CAMERA = Rate("H264", "speaker", 5, 2, 1_000, 90_000)
"""Thin: what is rehearsed is coming in."""
TURN = 0.5


@dataclass
class Classroom:
    """One that boots; times are monotonic seconds, 0.0: not yet."""

    room: str
    boots_at: float
    in_browser: bool = False
    joined_at: float = 0.0
    plays_at: float = 0.0
    failure: str = ""

    def is_in_time(self, bell: float) -> bool:
        """Return whether it kept the promise."""
        due = bell + AT_BELL if self.boots_at <= bell else self.boots_at + AFTER_BOOT
        return 0.0 < self.plays_at <= due


@dataclass
class Morning:
    """Everything that a run holds."""

    running: Hub
    city: RehearsalCity
    bell: float
    classrooms: list[Classroom]
    everybody: City = field(default_factory=lambda: City(0, [], [], []))
    arrived: "SimpleQueue[tuple[Classroom, Receiver]]" = field(default_factory=SimpleQueue)
    teaching: "SimpleQueue[tuple[LightPeer, list[Stream]]]" = field(default_factory=SimpleQueue)
    troubles: list[str] = field(default_factory=list)
    """Of teachers who could not come in."""
    receiving: list[tuple[Classroom, Receiver]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def publish(self, lesson: int) -> None:
        """Let a light teacher into a lesson."""
        rates = [SOUND, CAMERA, BOARD]
        sections = [
            Section(rate.codec, 1_000 + 10 * lesson + place, rate.content)
            for place, rate in enumerate(rates)
        ]
        try:
            peer = LightPeer(sections, sends=True)
            client = self.running.client(self.city.teacher(lesson), self.city.password)
            _join(client, self.city.lesson(lesson), "publish", peer, self._given_up)
        except Exception as error:  # noqa: BLE001 - as with a classroom
            self.troubles.append(f"lesson {lesson}: {type(error).__name__}: {error}")
            return
        streams = [
            Stream(peer, section.ssrc, rate) for section, rate in zip(sections, rates, strict=True)
        ]
        self.teaching.put((peer, streams))

    def boot(self, classroom: Classroom) -> None:
        """Do what a classroom's page does from its start until it is connected."""
        try:
            client = self.running.client()
            key = {"key": self.city.keys[classroom.room]}
            client.post("/api/device-session", json=key).raise_for_status()
            lesson = client.get("/api/lessons").raise_for_status().json()["items"][0]["id"]
            rates = [SOUND, CAMERA, BOARD]
            sections = [Section(rate.codec, content=rate.content) for rate in rates]
            peer = LightPeer(sections, sends=False)
            _join(client, lesson, "receive", peer, self._given_up)
            classroom.joined_at = time.monotonic()
            self.arrived.put((classroom, Receiver(peer, rates, timed=False)))
        except Exception as error:  # noqa: BLE001 - whatever stopped a classroom is told in the result
            classroom.failure = f"{type(error).__name__}: {error}"

    def look(self) -> None:
        """Take those that came in, and note who plays."""
        while not self.teaching.empty():
            peer, streams = self.teaching.get()
            self.everybody.publishers.append(peer)
            self.everybody.streams += streams
        while not self.arrived.empty():
            classroom, receiver = self.arrived.get()
            self.receiving.append((classroom, receiver))
            self.everybody.receivers.append(receiver)
        for classroom, receiver in self.receiving:
            if not classroom.plays_at and len(receiver.tallies) >= len((SOUND, CAMERA)):
                classroom.plays_at = time.monotonic()

    def _given_up(self) -> bool:
        return self.over.is_set()


def _join(
    client: httpx.Client,
    lesson: str,
    direction: str,
    peer: LightPeer,
    given_up: Callable[[], bool],
) -> None:
    path = f"/api/lessons/{lesson}/media-tokens"
    while (given := client.post(path, json={"direction": direction})).status_code == 409:
        assert not given_up(), "the lesson never opened"
        time.sleep(ASK_AGAIN)
    permit = given.raise_for_status().json()
    headers = {"Authorization": f"Bearer {permit['token']}", "Content-Type": "application/sdp"}
    answer = client.post(permit["endpoint"], content=peer.offer(), headers=headers)
    assert answer.status_code == 201, answer.text
    peer.accept(answer.text)
    peer.connect(30)


def _browse(morning: Morning, classroom: Classroom) -> None:
    """Open a device's link in a Chromium of its own when its time has come, and wait until both pictures move."""
    try:
        with (
            sync_playwright() as driver,
            chromium(driver) as browser,
            watched_context(browser, morning.running.url) as (context, _),
        ):
            _sleep_until(classroom.boots_at)
            page = context.new_page()
            page.goto(f"{morning.running.url}/classroom#key={morning.city.keys[classroom.room]}")
            for picture in ("video-teacher", "video-board"):
                wait_for_picture(page, picture, timeout=120_000)
            classroom.joined_at = classroom.plays_at = time.monotonic()
            morning.over.wait(600)
    except (Error, AssertionError) as error:
        classroom.failure = f"{type(error).__name__}: {str(error)[:200]}"


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def rehearse(morning: Morning, lessons: Sequence[int], end: float) -> None:
    """Hold the morning until `end`: teachers come and publish without a pause while classrooms come."""
    waiting = sorted(
        (each for each in morning.classrooms if not each.in_browser), key=lambda one: one.boots_at
    )
    browsers = [each for each in morning.classrooms if each.in_browser]
    started = False
    with ThreadPoolExecutor(8) as desks, ThreadPoolExecutor(max(1, len(browsers))) as screens:
        for classroom in browsers:
            screens.submit(_browse, morning, classroom)
        # Beside the loop below: who is in must be kept alive while the others sign in.
        for lesson in lessons:
            desks.submit(morning.publish, lesson)
        while (now := time.monotonic()) < end:
            while waiting and waiting[0].boots_at <= now:
                desks.submit(morning.boot, waiting.pop(0))
            if now >= morning.bell and not started:
                started = True
                desks.submit(morning.city.ring, morning.running)
            _publish_for(morning, min(TURN, end - now))
            morning.look()
        morning.over.set()


def _publish_for(morning: Morning, seconds: float) -> None:
    if morning.everybody.receivers and morning.everybody.streams:
        run(morning.everybody, seconds)
        return
    # `run` turns through streams and receivers; until there are both there is nobody to turn to.
    begin = time.monotonic()
    while time.monotonic() - begin < seconds:
        morning.look()
        tend(morning.everybody, time.monotonic())
        for receiver in morning.everybody.receivers:
            receiver.drain()
        time.sleep(0.1)


def figures(morning: Morning) -> dict[str, float]:
    """Return what is promised, and how long it took."""
    bell, rooms = morning.bell, morning.classrooms
    kept = sum(each.is_in_time(bell) for each in rooms)
    late = sorted(each.plays_at - each.boots_at for each in rooms if each.plays_at)
    return {
        "classrooms": len(rooms),
        "booted_after_the_bell": sum(each.boots_at > bell for each in rooms),
        "playing_in_time": kept,
        "playing_at_the_end": sum(each.plays_at > 0 for each in rooms),
        "share_percent": round(100 * kept / len(rooms), 1),
        "boot_to_play_p50_s": round(late[len(late) // 2], 2) if late else 0.0,
        "boot_to_play_max_s": round(late[-1], 2) if late else 0.0,
    }


def main() -> int:
    """Hold the rehearsal and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rehearsal")
    parser.add_argument("--lessons", type=int, default=27)
    parser.add_argument("--classrooms", type=int, default=101)
    parser.add_argument("--browsers", type=int, default=2)
    parser.add_argument("--scale", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--prepare", type=float, default=60.0, help="seconds for hub and teachers")
    asked = parser.parse_args()
    draw = random.Random(asked.seed)
    lead = asked.prepare + BEFORE / asked.scale
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongke-rehearsal-")))
        city = RehearsalCity.drawn(asked.lessons, asked.classrooms)
        # The hub needs some seconds to be ready: the bell is set from now, and checked against it.
        begun, bell_wall = time.monotonic(), datetime.now(UTC) + timedelta(seconds=lead)  # noqa: TID251
        plant_rehearsal(place / "data", city, bell_wall)
        running_hub = stack.enter_context(hub(place))
        bell = begun + lead
        classrooms = [
            Classroom(
                city.room(number),
                bell + draw.uniform(-BEFORE, AFTER) / asked.scale,
                # Rooms 0, lessons, 2 x lessons … are the first lesson's.
                in_browser=number % asked.lessons == 0 and number // asked.lessons < asked.browsers,
            )
            for number in range(asked.classrooms)
        ]
        morning = Morning(running_hub, city, bell, classrooms)
        if asked.browsers:
            script = "import asyncio,sys; from server.demo.teacher import main; asyncio.run(main(*sys.argv[1:]))"
            command = python("-c", script, running_hub.url, city.teacher(0), city.password)
            stack.enter_context(running(command, place / "teacher.log", {}))
        lessons = range(1 if asked.browsers else 0, asked.lessons)
        sys.stderr.write(
            f"rehearsal: the hub is ready, {bell - time.monotonic():.0f} s to the bell\n"
        )
        rehearse(morning, lessons, bell + AFTER / asked.scale + SETTLING)
        for peer in morning.everybody.publishers:
            peer.close()
        for _, receiver in morning.receiving:
            receiver.close()
            receiver.peer.close()
    for trouble in morning.troubles:
        sys.stdout.write(f"no teacher: {trouble}\n")
    for each in classrooms:
        if not each.is_in_time(bell):
            took = f"{each.plays_at - each.boots_at:.1f} s" if each.plays_at else "never"
            sys.stdout.write(
                f"late: {each.room}  boot {each.boots_at - bell:+.1f} s  played after {took}  {each.failure}\n"
            )
    result = figures(morning)
    for name, value in result.items():
        sys.stdout.write(f"{name:24} {value}\n")
    sys.stdout.write(json.dumps(result) + "\n")
    return 0 if result["share_percent"] >= 100 * WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
