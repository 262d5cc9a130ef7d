"""The demo teacher's sound: a soft melody, and a beep at each full second. No I/O. Times are arguments.

The beep begins where the lamp in the camera's picture lights up, so that picture and sound can be compared.
"""

import numpy
from numpy.typing import NDArray

RATE = 48_000
"""Samples a second; what Opus works with."""
FRAME = RATE // 50
"""Samples of one frame: 20 ms."""
BEEP = 0.08
"""Seconds of beep; short enough to hear as a tick, long enough for a detector with a 20 ms window."""
BEEP_TONE = 1_760.0
"""Hz; three octaves above the melody's lowest note and no part of it, so a detector finds it by tone."""
BEEP_LEVEL, MELODY_LEVEL = 0.28, 0.12
"""Of full scale; together they never clip."""
BEAT = 0.5
"""Seconds; a whole number of them makes the loop end on a full second."""
DEGREES = {1: 261.63, 2: 293.66, 3: 329.63, 5: 392.00, 6: 440.00, 8: 523.25}
"""Hz of the five notes of the Chinese scale, and the octave."""
MELODY: tuple[tuple[int, float], ...] = (
    *((3, 1), (3, 0.5), (5, 0.5), (6, 0.5), (8, 0.5), (8, 0.5), (6, 0.5)),
    *((5, 1), (5, 0.5), (6, 0.5), (5, 2)),
    *((3, 1), (3, 0.5), (5, 0.5), (6, 0.5), (8, 0.5), (8, 0.5), (6, 0.5)),
    *((5, 1), (5, 0.5), (6, 0.5), (5, 2)),
    *((5, 1), (5, 1), (5, 1), (3, 0.5), (5, 0.5), (6, 1), (6, 1), (5, 2)),
    *((3, 1), (2, 0.5), (3, 0.5), (5, 1), (3, 0.5), (2, 0.5), (1, 1), (1, 0.5), (2, 0.5), (1, 2)),
)
"""The folk song Jasmine Flower (茉莉花): degree and beats."""


class Sound:
    """One loop, computed once; frames are slices of it."""

    def __init__(self) -> None:
        melody = numpy.concatenate([_note(DEGREES[degree], beats) for degree, beats in MELODY])
        seconds = -(-len(melody) // RATE)
        loop = numpy.zeros(seconds * RATE)
        loop[: len(melody)] = melody
        for second in range(seconds):
            loop[second * RATE :][: int(BEEP * RATE)] += _beep()
        self._loop = (loop * 32_767).astype(numpy.int16)

    def frame(self, wall: float) -> NDArray[numpy.int16]:
        """Return the 960 samples, mono, that begin at a moment (UTC seconds since 1970)."""
        # Rounded to the sample: a beep must not wander by a rounding error.
        first = round(wall * RATE) % len(self._loop)
        places = numpy.arange(first, first + FRAME) % len(self._loop)
        return self._loop[places]


def _note(pitch: float, beats: float) -> NDArray[numpy.float64]:
    """A plucked string: three partials that die away."""
    time = numpy.arange(round(beats * BEAT * RATE)) / RATE
    partials = sum(numpy.sin(2 * numpy.pi * pitch * order * time) / order**2 for order in (1, 2, 3))
    # 10 ms to swell and to fade: an edge in the samples would be a click.
    swell = numpy.minimum(1, numpy.minimum(time, time[::-1]) / 0.01)
    return numpy.asarray(MELODY_LEVEL * partials * numpy.exp(-2.2 * time) * swell)


def _beep() -> NDArray[numpy.float64]:
    time = numpy.arange(int(BEEP * RATE)) / RATE
    edge = numpy.minimum(1, numpy.minimum(time, time[::-1]) / 0.002)
    return numpy.asarray(BEEP_LEVEL * numpy.sin(2 * numpy.pi * BEEP_TONE * time) * edge)
