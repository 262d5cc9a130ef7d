"""kill -9 in the middle of a lesson: of the archiver, then of the node. The lesson goes on, and the recording says what is missing."""

import os
import signal
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.support.browser import camera_arguments, chromium, watched_context
from tests.support.browser_lesson import (
    codes,
    end_lesson,
    open_classroom,
    open_studio,
    start_lesson,
    wait_for_codes,
)
from tests.support.hub import Hub, hub
from tests.support.hub_city import LESSON, ROOMS, TEACHER
from tests.support.timecode import Sent, Sighting
from tests.support.timecode_recording import recorded_codes

pytestmark = [pytest.mark.e2e]

STAGE_SECONDS = 6
"""Of undisturbed lesson before, between and after the two kills."""
BACK_WITHIN = 30.0
"""Seconds from the kill of the node to a new picture in the classroom. The promise is 3 s on a machine of its own;
here two browsers, the hub and whoever else runs tests share two cores, so the figure is printed and only this is demanded."""
MAY_BE_LOST_MS = 1_000
"""Of what was sent before the kill: the journal is flushed each second."""
COMPLETE_WITHIN = 60.0


def kill(hub: Hub, name: str) -> None:
    """Kill a child of the hub as the kernel would, and wait until another one runs."""
    pid = hub.child(name)
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while hub.child(name) == pid:
        assert time.monotonic() < deadline, f"{name} was not started again\n{hub.tail()}"
        time.sleep(0.05)


def wait_for_newer(page: Page, at: float, timeout: float) -> float:
    """Return when the classroom showed a code that it read after `at` (Date.now); fail after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        fresh = [
            sighting.at
            for sighting in codes(page, "teacher")
            if sighting.code is not None and sighting.at > at
        ]
        if fresh:
            return fresh[0]
        page.wait_for_timeout(100)
    raise AssertionError(f"no new picture in the classroom within {timeout} s")


def wait_until_complete(hub: Hub) -> dict[str, object]:
    """Return the recording when it is complete."""
    client = hub.client(TEACHER)
    deadline = time.monotonic() + COMPLETE_WITHIN
    said = ""
    while time.monotonic() < deadline:
        response = client.get(f"/api/recordings/{LESSON}")
        said = response.text
        if response.status_code == 200 and response.json()["state"] == "complete":
            recording: dict[str, object] = response.json()
            return recording
        time.sleep(0.25)
    raise AssertionError(f"not complete after {COMPLETE_WITHIN} s: {said}\n{hub.tail()}")


def test_a_recording_survives_kill_9_of_archiver_and_node(
    playwright: Playwright,
    camera_files: tuple[Path, Path],
    tmp_path: Path,
    measured: list[str],
) -> None:
    with (
        hub(tmp_path) as running,
        chromium(playwright, camera_arguments(*camera_files)) as teachers,
        chromium(playwright) as classrooms,
        watched_context(teachers, running.url) as (context, watch),
        watched_context(classrooms, running.url, width=640, height=360) as (room, room_watch),
    ):
        for one in (watch, room_watch):
            # While the node starts again there is no door; the new one knows nothing of the old connections.
            one.expected += ["503", "404"]
        classroom = open_classroom(room, running, ROOMS[0])
        studio = open_studio(context, running, TEACHER, LESSON)
        start_lesson(studio)
        wait_for_codes(classroom, "teacher")

        studio.wait_for_timeout(1000 * STAGE_SECONDS)
        kill(running, "archiver")
        studio.wait_for_timeout(1000 * STAGE_SECONDS)
        before_kill = codes(classroom, "teacher")
        killed = float(studio.evaluate("Date.now()"))
        kill(running, "node")
        # Frames that were still in the decoder may be shown for a moment.
        back = wait_for_newer(classroom, killed + 500, BACK_WITHIN)
        measured.append(
            f"after kill -9 of the node: picture back in {(back - killed) / 1000:.1f} s"
        )
        studio.wait_for_timeout(1000 * STAGE_SECONDS)
        after_kill = [sighting for sighting in codes(classroom, "teacher") if sighting.at >= back]
        sent = Sent(codes(studio, "camera"))
        end_lesson(studio)

        recording = wait_until_complete(running)
        client = running.client(TEACHER)
        assert isinstance(recording["tracks"], list)
        recorded = {
            code
            for track in recording["tracks"]
            if (track["role"], track["kind"]) == ("teacher", "video")
            for code in recorded_codes(client, track["playlist"])
        }
        assert_kept(sent, before_kill, recorded, killed - MAY_BE_LOST_MS)
        assert_kept(sent, after_kill, recorded, float("inf"))
        assert recording["gaps"], f"the outage is not listed: {recording}"
        role = client.get(f"/api/recordings/{LESSON}/roles/teacher/video.m3u8").text
        assert "#EXT-X-GAP" in role
        assert "#EXT-X-DISCONTINUITY" in role


def assert_kept(sent: Sent, seen: list[Sighting], recorded: set[int], until: float) -> None:
    """Demand that every code which the classroom saw, and that was sent before `until`, was recorded."""
    missing = [
        sighting.code
        for sighting in seen
        if (time := sent.time_of(sighting)) is not None
        and time <= until
        and sighting.code not in recorded
    ]
    assert not missing, f"{len(missing)} of {len(seen)} codes that the classroom saw: {missing}"
