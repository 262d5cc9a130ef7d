"""How the set-up speaks: one line for each thing that it does, one sentence for each trouble.

Chinese first, English beside it, because whoever installs the product may read only one of them.
"""

import sys
import time
from pathlib import Path

HEARTBEAT = 15.0
"""Seconds between signs of life where the output is a file; a terminal's line moves all the time."""
NOISE = ("warning", "npm warn", "[notice]")
"""How lines begin that a person who waits need not read."""


class Trouble(Exception):
    """The set-up cannot go on; holds the one sentence that tells a person what to do."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} / {english}")


def say(chinese: str, english: str) -> None:
    """Print one line about what is being done now."""
    sys.stdout.write(f"• {chinese} / {english}\n")
    sys.stdout.flush()


class Pulse:
    """Shows that a long step is alive: seconds gone and the last line of its log."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._began = time.monotonic()
        self._spoken = self._began
        self._terminal = sys.stdout.isatty()

    def beat(self) -> None:
        """Speak if it is time to; call this a few times a second."""
        seconds = time.monotonic() - self._began
        if self._terminal:
            sys.stdout.write(f"\r\x1b[K  {seconds:4.0f} s  {last_line(self._log)[:60]}")
        elif time.monotonic() - self._spoken >= HEARTBEAT:
            self._spoken = time.monotonic()
            sys.stdout.write(f"  {seconds:4.0f} s  {last_line(self._log)[:100]}\n")
        sys.stdout.flush()

    def end(self) -> None:
        """Wipe the moving line."""
        if self._terminal:
            sys.stdout.write("\r\x1b[K")
            sys.stdout.flush()


def last_line(log: Path) -> str:
    """Return the last line of a log that tells of progress; empty while there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 2048))
            lines = file.read().decode("utf-8", "replace").replace("\r", "\n").split("\n")
    except OSError:
        return ""
    told = (line.strip() for line in reversed(lines))
    return next((line for line in told if line and not line.lower().startswith(NOISE)), "")
