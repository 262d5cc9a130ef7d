"""What the tests with real processes and browsers share."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.support.browser import chromium_missing
from tests.support.hub import STARTED
from tests.support.timecode import write_beeps, write_camera

CAMERA_FRAMES = 1000
"""40 s of codes, longer than any lesson here, so that a code names one moment."""


_MEASURED = pytest.StashKey[list[str]]()


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> list[str]:
    """Return the list of sentences that the end of the run prints under "measured"."""
    return request.config.stash.setdefault(_MEASURED, [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what the tests measured, also when all of them passed."""
    if lines := config.stash.get(_MEASURED, []):
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.line(line)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the end of the newest hub's log with a failure."""
    report = yield
    if report.failed and STARTED and STARTED[-1].process.log.exists():
        report.sections.append((f"the hub's log ({item.name})", STARTED[-1].tail()))
    return report


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    """Return the driver of the browsers of one test."""
    if reason := chromium_missing():
        pytest.fail(reason)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def camera_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """Return the Y4M and the WAV file of the fake camera and microphone; removed at the end (346 MB)."""
    directory = tmp_path_factory.mktemp("camera")
    camera, sound = directory / "timecode.y4m", directory / "beeps.wav"
    write_camera(camera, CAMERA_FRAMES)
    write_beeps(sound, 10)
    yield camera, sound
    camera.unlink()
    sound.unlink()
