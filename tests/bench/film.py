"""What the benchmarks of recording and replay show: a film of about 1 Mbit/s, as long as one wants."""

from collections.abc import Sequence
from dataclasses import replace

from tests.support.rtp_media import EncodedFrame, Pictures

PERIOD = 10.0
"""Seconds of film that are repeated."""
FILM = Pictures(width=640, height=360, fps=30, bitrate=1_900_000)
"""The encoder stays below its target on these pictures: this gives about 1 Mbit/s."""


def repeat(frames: Sequence[EncodedFrame], seconds: float) -> tuple[EncodedFrame, ...]:
    """Return frames over and over."""
    return tuple(
        replace(frame, time=frame.time + turn * PERIOD)
        for turn in range(round(seconds / PERIOD))
        for frame in frames
    )
