"""One real lesson in real browsers: broadcast, received in two classrooms, recorded, replayed."""

import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.support.browser import camera_arguments, chromium, screenshot, watched_context
from tests.support.browser_lesson import (
    codes,
    end_lesson,
    open_classroom,
    open_studio,
    play_to_the_end,
    read_pictures,
    share_board,
    sign_in,
    sign_out,
    speak_english,
    start_lesson,
    wait_for_codes,
)
from tests.support.hub import Hub, hub
from tests.support.hub_city import LESSON, ROOMS, TEACHER
from tests.support.object_store import seaweedfs
from tests.support.timecode import BoardServer, Sent, Sighting, judge
from tests.support.timecode_recording import recorded_codes

pytestmark = [pytest.mark.e2e]

LESSON_SECONDS = 22
"""From the moment that both classrooms see both pictures."""
ENOUGH = 0.95
"""Part of the shown frames that must be right and in order."""
ARCHIVED_WITHIN = 60
"""Seconds from the end of the lesson to a replay that is complete."""
START_MS = 2_500
"""Of a lesson's start that a recording may lack: it begins with the first key frame."""
END_MS = 5_000
"""Of camera after the press of the button, at most: a busy page answers late."""
SKIPPED_MS = 2_000
"""The longest stretch that a replay page may skip on a busy machine. The recording itself is read apart, frame by frame."""
IN_STEP_MS = 100
"""Camera and board in the replay, by the sender's clock."""


@pytest.fixture(params=["directory", "seaweedfs"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """Return the store's address, and the origins that a page may ask besides the hub."""
    if request.param == "directory":
        yield "", []
        return
    with seaweedfs(tmp_path / "weed") as server:
        yield server.address("lessons"), [f"http://{server.endpoint}"]


@dataclass
class Held:
    """What a lesson that was held has left behind."""

    sent: dict[str, Sent]
    """By picture: `teacher` is the camera, `board` the shared tab."""
    began: float
    """Date.now() of the line that stands, milliseconds."""
    ended: float
    """Date.now() of the press of the button."""
    ended_monotonic: float
    """The same moment in monotonic seconds."""
    seen: dict[tuple[str, str], list[Sighting]]
    """By room and picture."""


def hold_lesson(hub: Hub, teachers: Browser, classrooms: Browser, language: str) -> Held:
    """Hold a lesson from the teacher's signing in to signing out; pages speak `zh-CN` or `en`."""
    with ExitStack() as stack:
        board = stack.enter_context(BoardServer())
        context, watch = stack.enter_context(
            watched_context(teachers, hub.url, also_allowed=[board.url.rstrip("/")])
        )
        if language == "en":
            speak_english(context)
        studio = open_studio(context, hub, TEACHER, LESSON)
        share_board(context, studio, board)
        pages: dict[str, Page] = {}
        for room in ROOMS:
            room_context, _ = stack.enter_context(
                watched_context(classrooms, hub.url, width=640, height=360)
            )
            if language == "en":
                speak_english(room_context)
            pages[room] = open_classroom(room_context, hub, room)
        start_lesson(studio)
        began = now_ms(studio)
        for page in pages.values():
            for picture in ("teacher", "board"):
                wait_for_codes(page, picture)
        until = time.monotonic() + LESSON_SECONDS
        screenshot(studio, "lesson-studio")
        screenshot(pages[ROOMS[0]], "lesson-classroom")
        for room in ROOMS:
            expect(studio.get_by_test_id(f"receiver-{room}")).to_have_attribute(
                "data-state", "connected"
            )
        studio.wait_for_timeout(1000 * (until - time.monotonic()))
        # What a page read is fetched before the end: it may forget its pictures then.
        seen = {
            (room, picture): codes(page, picture)
            for room, page in pages.items()
            for picture in ("teacher", "board")
        }
        ended, ended_monotonic = now_ms(studio), time.monotonic()
        end_lesson(studio)
        for page in (studio, *pages.values()):
            expect(page.locator("html")).to_have_attribute("lang", language)
        # The camera went on until the button had its effect.
        sent = {"teacher": Sent(codes(studio, "camera")), "board": Sent(codes(studio, "screen"))}
        # What a page asks in the very moment of leaving is refused.
        watch.expected.append("401")
        sign_out(studio)
        return Held(sent, began, ended, ended_monotonic, seen)


def now_ms(page: Page) -> float:
    return float(page.evaluate("Date.now()"))


def wait_until_complete(hub: Hub, ended: float) -> float:
    """Return the seconds from `ended` (monotonic) to a complete recording; fail after `ARCHIVED_WITHIN`."""
    client = hub.client(TEACHER)
    said = ""
    while (passed := time.monotonic() - ended) < ARCHIVED_WITHIN:
        response = client.get(f"/api/recordings/{LESSON}")
        said = response.text
        if response.status_code == 200 and response.json()["state"] == "complete":
            gaps = [gap for track in response.json()["tracks"] for gap in track["gaps"]]
            # A track that begins after the others lists that; nothing else is missing.
            assert all(gap["offset"] == 0 for gap in gaps), said
            return passed
        time.sleep(0.25)
    raise AssertionError(f"not complete {ARCHIVED_WITHIN} s after the end: {said}\n{hub.tail()}")


def replay(hub: Hub, browser: Browser, origins: list[str]) -> dict[str, list[Sighting]]:
    """Play the whole recording once and return what was seen of both pictures."""
    with watched_context(browser, hub.url, also_allowed=origins) as (context, _):
        read_pictures(context)
        page = context.new_page()
        sign_in(page, hub, TEACHER)
        play_to_the_end(page, hub, LESSON, 2 * LESSON_SECONDS + 40)
        return {picture: codes(page, picture) for picture in ("teacher", "board")}


def sender_times(sent: Sent, seen: list[Sighting], not_after: float) -> list[tuple[float, float]]:
    """Return (shown at, sent at) of each frame that carries a code of this lesson."""
    return [
        (sighting.at, time)
        for sighting in seen
        if (time := sent.time_of(sighting, not_after)) is not None
    ]


def assert_recorded(hub: Hub, held: Held, measured: list[str]) -> None:
    """Demand that every code which a classroom saw lies in the store, in order, and that nothing else does."""
    client = hub.client(TEACHER)
    recording = client.get(f"/api/recordings/{LESSON}").json()
    for picture, sent in held.sent.items():
        (track,) = (
            one for one in recording["tracks"] if (one["role"], one["kind"]) == (picture, "video")
        )
        recorded = recorded_codes(client, track["playlist"])
        times = [sent.time_of(Sighting(code, held.ended + END_MS)) for code in recorded]
        known = [time for time in times if time is not None]
        measured.append(
            f"recorded {picture}: {len(recorded)} frames with a code, "
            f"the first {(known[0] - held.began) / 1000:+.1f} s after the line stood"
        )
        assert known == sorted(known), f"{picture}: frames out of order"
        assert known[0] <= held.began + START_MS
        # What classrooms saw, from the recording's first frame on. Each layer's encoder leaves out frames of its own
        # accord, so a frame of another layer may be missing, but never a stretch.
        seen = {
            time
            for (_, shown), rows in held.seen.items()
            if shown == picture
            for sighting in rows
            if (time := sent.time_of(sighting)) is not None and time >= known[0]
        }
        for time in sorted(seen - set(known)):
            near = known[max(bisect_left(known, time) - 1, 0) :][:2]
            distance = min(abs(time - other) for other in near)
            assert distance <= SKIPPED_MS / 2, (
                f"{picture}: what a classroom saw {(time - known[0]) / 1000:.1f} s after the recording's start "
                f"is not in it, and nothing within {distance:.0f} ms"
            )


def assert_covers(picture: str, pairs: list[tuple[float, float]], held: Held) -> None:
    """Demand that a replay shows the lesson from first to last: what classrooms saw, and not much later or less."""
    times = sorted({sent for _, sent in pairs})
    assert times, f"the replay's {picture} shows no code"
    assert times[0] <= held.began + START_MS, f"{picture}: the start is missing"
    seen = sorted(
        time
        for (_, shown), rows in held.seen.items()
        if shown == picture
        for sighting in rows
        if (time := held.sent[picture].time_of(sighting)) is not None and time >= times[0]
    )
    for time in seen:
        index = bisect_left(times, time)
        near = times[max(index - 1, 0) : index + 1]
        distance = min(abs(time - other) for other in near)
        assert distance <= SKIPPED_MS / 2, (
            f"{picture}: {(time - times[0]) / 1000:.1f} s after its start the replay skips "
            f"{2 * distance / 1000:.1f} s that a classroom saw"
        )


def differences(camera: list[tuple[float, float]], board: list[tuple[float, float]]) -> list[float]:
    """Return how far apart camera and board were, in ms of the sender's clock, second by second (medians)."""
    by_second: dict[int, list[float]] = {}
    index = 0
    for shown, sent in board:
        while index + 1 < len(camera) and camera[index + 1][0] <= shown:
            index += 1
        camera_shown, camera_sent = camera[index]
        if 0 <= shown - camera_shown <= 200:
            apart = (shown - sent) - (camera_shown - camera_sent)
            by_second.setdefault(int(shown // 1000), []).append(apart)
    return [median(found) for _, found in sorted(by_second.items()) if len(found) >= 5]


def test_a_lesson_is_broadcast_received_recorded_and_replayed(
    playwright: Playwright,
    camera_files: tuple[Path, Path],
    store: tuple[str, list[str]],
    tmp_path: Path,
    measured: list[str],
) -> None:
    address, origins = store
    with (
        hub(tmp_path, store=address) as running,
        chromium(playwright, camera_arguments(*camera_files)) as teachers,
        chromium(playwright) as classrooms,
    ):
        # Two lessons are held, one in each store: one in Chinese, one in English.
        held = hold_lesson(running, teachers, classrooms, "en" if address else "zh-CN")
        for (room, picture), seen in held.seen.items():
            verdict = judge(held.sent[picture], seen)
            measured.append(f"{room} {picture}: {verdict}")
            assert verdict.shown >= 5 * LESSON_SECONDS, f"{room} {picture}: {verdict}"
            assert verdict.share >= ENOUGH, f"{room} {picture}: {verdict}"

        passed = wait_until_complete(running, held.ended_monotonic)
        measured.append(f"recording complete {passed:.1f} s after the end")
        assert_recorded(running, held, measured)
        seen_again = replay(running, classrooms, origins)

    shown = {
        picture: sender_times(held.sent[picture], seen, held.ended + END_MS)
        for picture, seen in seen_again.items()
    }
    for picture, pairs in shown.items():
        assert_covers(picture, pairs, held)
        verdict = judge(held.sent[picture], seen_again[picture], held.ended + END_MS)
        measured.append(f"replay {picture}: {verdict.shown} frames, {verdict.share:.1%} in order")
        assert verdict.share >= ENOUGH, f"replay {picture}: {verdict}"
    apart = differences(shown["teacher"], shown["board"])
    measured.append(
        f"replay: camera and board apart by {median(apart):.0f} ms (median), "
        f"{max(map(abs, apart)):.0f} ms at most, over {len(apart)} s"
    )
    assert len(apart) >= LESSON_SECONDS / 2
    # In its first second the player brings the pictures to the sound's clock.
    assert max(map(abs, apart[1:])) <= IN_STEP_MS, apart
