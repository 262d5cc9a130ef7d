from itertools import pairwise
from random import Random

from scheduler.generation.curriculum import (
    DELIVERED,
    EDITIONS,
    draw_bells,
    draw_edition,
    draw_start,
    taught_in,
)


def test_bells_are_those_of_a_school_day() -> None:
    for seed in range(50):
        random = Random(seed)
        bells = draw_bells(random, draw_start(random))
        assert len(bells) in (6, 7)
        assert bells[0].start_minute >= 8 * 60
        assert bells[-1].end_minute <= 18 * 60
        assert all(a.end_minute < b.start_minute for a, b in pairwise(bells))


def test_english_begins_in_grade_three() -> None:
    assert [taught_in("英语", grade) for grade in (2, 3)] == [False, True]
    assert taught_in("音乐", 1)


def test_every_delivered_subject_has_editions() -> None:
    assert {draw_edition(Random(1), subject) in EDITIONS[subject] for subject in DELIVERED} == {
        True
    }
