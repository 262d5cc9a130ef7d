"""Pictures that say when they were made: a camera file, a board page, and what may be concluded from the codes read.

A code is a number of 14 bits in a strip of 16 black and white cells along the upper ninth of the picture:
14 bits (lowest first), their parity, and the inverse of the parity, so that an all-black and an all-white strip
are both unreadable. `timecode_reader.js` reads it in a page, `timecode_board.html` paints it on a tab.
All times here are milliseconds of `Date.now()`, which compare across the pages of one machine.
"""

import wave
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

import numpy as np

NUMBER_BITS = 14
CELLS = NUMBER_BITS + 2
CODES = 1 << NUMBER_BITS
FRAMES_PER_SECOND = 25
"""Of the camera file."""
BLACK, WHITE, GREY = 16, 235, 128
"""Luma of video range (BT.601), and the chroma of a picture without colour."""
LONGEST_FILL_MS = 10_000
"""A page whose thread is starved by two browsers on two cores has been seen to read nothing for 3 s."""
SLOWEST_PACE_MS = 100
"""Milliseconds a code; camera and board count every 40 and 33. Slower than that, the sender itself stood still."""
SAMPLE_RATE = 48_000

_HERE = Path(__file__).parent
READER_SCRIPT = (_HERE / "timecode_reader.js").read_text(encoding="utf-8")
"""For `add_init_script`: defines `window.timecodes`."""
BOARD_PAGE = (_HERE / "timecode_board.html").read_text(encoding="utf-8")
BOARD_TITLE = "Tongke test board"
"""Title of the board's tab, for `--auto-select-tab-capture-source-by-title=`."""


def strip_of(number: int) -> list[bool]:
    """Return the cells of a code, white for True.

    Raises:
        ValueError: if `number` has more than 14 bits.
    """
    if not 0 <= number < CODES:
        raise ValueError(f"code {number} is not in 0 to {CODES - 1}")
    bits = [bool(number >> bit & 1) for bit in range(NUMBER_BITS)]
    parity = sum(bits) % 2 == 1
    return [*bits, parity, not parity]


def number_of(cells: Sequence[bool]) -> int | None:
    """Return the code of 16 cells, or None where they are not one."""
    bits, parity, inverse = cells[:NUMBER_BITS], cells[NUMBER_BITS], cells[NUMBER_BITS + 1]
    if parity == inverse or (sum(bits) % 2 == 1) != parity:
        return None
    return sum(1 << bit for bit, is_white in enumerate(bits) if is_white)


def write_camera(path: Path, frames: int, width: int = 640, height: int = 360) -> None:
    """Write a Y4M file (I420, 25 frames/s) whose frame `n` carries the code `n`.

    Chromium plays it in a circle, so `frames` should outlast what a test observes. A frame of 640x360 takes 346 kB.
    Below the strip lies a ramp with a bar that moves, so that the encoder has something to do.

    Raises:
        ValueError: if the strip's cells would not have whole pixels.
    """
    if width % CELLS or height % 18:
        raise ValueError(f"{width}x{height}: width must divide by {CELLS}, height by 18")
    ramp = np.tile(np.linspace(40, 200, width).astype(np.uint8), (height, 1))
    chroma = bytes([GREY]) * (2 * (width // 2) * (height // 2))
    strip_height, bar = height // 9, width // 20
    with path.open("wb") as file:
        file.write(
            f"YUV4MPEG2 W{width} H{height} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode()
        )
        for number in range(frames):
            luma = ramp.copy()
            left = number * 4 % (width - bar)
            luma[height // 2 : height // 2 + bar, left : left + bar] = WHITE
            shades = [WHITE if is_white else BLACK for is_white in strip_of(number)]
            luma[:strip_height] = np.repeat(np.array(shades, np.uint8), width // CELLS)
            file.write(b"FRAME\n" + luma.tobytes() + chroma)


def write_beeps(path: Path, seconds: int) -> None:
    """Write a WAV file (mono, 48 kHz) with 100 ms of 1 kHz at the start of each second."""
    second = np.zeros(SAMPLE_RATE)
    beep = SAMPLE_RATE // 10
    second[:beep] = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(beep) / SAMPLE_RATE)
    samples = np.tile((second * 32767).astype("<i2"), seconds)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.tobytes())


class BoardServer:
    """Serves the board page on a free port of 127.0.0.1, for as long as the context lasts."""

    def __init__(self) -> None:
        page = BOARD_PAGE.replace("{title}", BOARD_TITLE).encode()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the name is http.server's
                self.send_response(200 if self.path == "/" else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                if self.path == "/":
                    self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: a test's output is the test's."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, name="board", daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One frame that was painted, captured or shown. `code` is None where the strip could not be read."""

    code: int | None
    at: float
    media_time: float = 0.0
    """Seconds of the media element's own time line; 0 where there is none."""


def sightings(rows: Iterable[Sequence[float | None]]) -> list[Sighting]:
    """Read what `timecodes.of(name)` returned in a page."""
    return [
        Sighting(None if code is None else int(code), float(at or 0), float(media_time or 0))
        for code, at, media_time in rows
    ]


class Sent:
    """When each code left its sender: the memory against which sightings elsewhere are judged.

    Codes are counted up at an even pace, so one that the reader at the sender missed (a busy page skips frames)
    was sent between its neighbours; up to `LONGEST_FILL_MS` are filled in that way.
    """

    def __init__(self, sent: Iterable[Sighting]) -> None:
        self._times: dict[int, list[float]] = {}
        before: tuple[int, float] | None = None
        for sighting in sorted(sent, key=lambda sighting: sighting.at):
            if sighting.code is None:
                continue
            if before is not None:
                self._fill(*before, sighting.code, sighting.at)
            self._add(sighting.code, sighting.at)
            before = sighting.code, sighting.at

    def _fill(self, code: int, at: float, next_code: int, next_at: float) -> None:
        steps = next_code - code
        if steps > 1 and next_at - at <= min(LONGEST_FILL_MS, SLOWEST_PACE_MS * steps):
            for step in range(1, steps):
                self._add(code + step, at + (next_at - at) * step / steps)

    def _add(self, code: int, at: float) -> None:
        times = self._times.setdefault(code, [])
        # Two frames of one code in a row are one sending; the same code after a circle is another.
        if not times or at - times[-1] > 2_000:
            times.append(at)

    def __len__(self) -> int:
        return sum(len(times) for times in self._times.values())

    def all_times(self) -> list[float]:
        """Return the times of all sendings, in order."""
        return sorted(time for times in self._times.values() for time in times)

    def time_of(self, sighting: Sighting, not_after: float | None = None) -> float | None:
        """Return when the code of a sighting was sent, or None if it never was.

        Of several sendings of one code, the last one before `not_after` counts (default: before the sighting
        itself, with 20 ms for two clocks read in two processes); where there is none, the sighting is no proof of anything.
        """
        times = self._times.get(sighting.code, []) if sighting.code is not None else []
        limit = (sighting.at if not_after is None else not_after) + 20
        index = bisect_right(times, limit)
        return times[index - 1] if index else None


@dataclass(frozen=True, slots=True)
class Fidelity:
    """How well what was shown follows what was sent."""

    shown: int
    """Frames shown from the first readable one on."""
    in_order: int
    """Of these: readable, really sent, and not older than what was shown before."""
    delays_ms: tuple[float, ...]
    """Sent to shown, sorted."""
    longest_freeze_ms: float
    """Longest time between two frames that brought something new."""

    @property
    def share(self) -> float:
        """Part of the shown frames that are right, 0 to 1; 0 where nothing was shown."""
        return self.in_order / self.shown if self.shown else 0.0

    def delay_at(self, quantile: float) -> float:
        """Return a delay in ms, `quantile` 0 to 1; infinite where nothing was shown."""
        if not self.delays_ms:
            return float("inf")
        return self.delays_ms[min(int(quantile * len(self.delays_ms)), len(self.delays_ms) - 1)]

    def __str__(self) -> str:
        return (
            f"{self.shown} frames shown, {100 * self.share:.1f} % right and in order, delay p50 "
            f"{self.delay_at(0.5):.0f} ms, p95 {self.delay_at(0.95):.0f} ms, "
            f"longest freeze {self.longest_freeze_ms:.0f} ms"
        )


def judge(sent: Sent, seen: Sequence[Sighting], not_after: float | None = None) -> Fidelity:
    """Compare what was shown with what was sent; see `Sent.time_of` for `not_after`."""
    first = next((i for i, sighting in enumerate(seen) if sighting.code is not None), len(seen))
    shown = seen[first:]
    in_order, newest, newest_shown, freeze = 0, float("-inf"), None, 0.0
    delays = []
    for sighting in shown:
        time = sent.time_of(sighting, not_after)
        if time is None or time < newest:
            continue
        in_order += 1
        delays.append(sighting.at - time)
        if time > newest:
            if newest_shown is not None:
                freeze = max(freeze, sighting.at - newest_shown)
            newest, newest_shown = time, sighting.at
    return Fidelity(len(shown), in_order, tuple(sorted(delays)), freeze)
