"""The sound: a beep at each full second, a melody between, no clicks."""

import numpy
import pytest

from server.demo import sound
from server.demo.sound import BEEP, BEEP_TONE, FRAME, RATE, Sound

WALL = 1_700_000_000.0


@pytest.fixture(scope="module")
def made() -> Sound:
    return Sound()


def listen(made: Sound, wall: float, seconds: float) -> numpy.ndarray:
    frames = round(seconds * RATE / FRAME)
    return numpy.concatenate([made.frame(wall + n * FRAME / RATE) for n in range(frames)])


def level_of_beep(samples: numpy.ndarray) -> float:
    """Return the amplitude, of full scale, of the beep's tone."""
    time = numpy.arange(len(samples)) / RATE
    return float(abs((samples / 32_768 * numpy.exp(-2j * numpy.pi * BEEP_TONE * time)).mean()) * 2)


def test_a_frame_is_twenty_milliseconds_of_mono(made: Sound) -> None:
    frame = made.frame(WALL)
    assert frame.shape == (960,)
    assert frame.dtype == numpy.int16


def test_each_second_begins_with_a_beep_and_has_no_other(made: Sound) -> None:
    for second in range(20):
        heard = listen(made, WALL + second, 1.0)
        window = int(BEEP * RATE)
        levels = [level_of_beep(heard[n : n + window]) for n in range(0, RATE - window, window)]
        assert levels[0] > 0.2
        assert max(levels[1:]) < 0.03


def test_a_moment_between_frames_begins_at_its_own_sample(made: Sound) -> None:
    assert (made.frame(WALL + 0.01)[:480] == made.frame(WALL)[480:]).all()


def test_the_melody_never_stops_and_nothing_clips(made: Sound) -> None:
    heard = listen(made, WALL, 20.0).reshape(-1, RATE // 4)
    assert (numpy.abs(heard).max(axis=1) > 300).all()
    assert numpy.abs(heard).max() < 20_000


def test_there_is_no_click_between_notes_or_where_the_loop_begins_again(made: Sound) -> None:
    heard = listen(made, WALL, 20.0).astype(int)
    # The beep's steepest slope: amplitude times the angle of one sample.
    steepest = 32_768 * (sound.BEEP_LEVEL + 0.17) * 2 * numpy.pi * BEEP_TONE / RATE
    assert numpy.abs(numpy.diff(heard)).max() < steepest


def test_the_loop_is_whole_seconds(made: Sound) -> None:
    beats = sum(length for _, length in sound.MELODY)
    assert (beats * sound.BEAT) % 1 == 0
    assert (made.frame(WALL) == made.frame(WALL + beats * sound.BEAT)).all()
