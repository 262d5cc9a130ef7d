from tests.faults.soak import Reading, slope_kb_per_hour


def test_the_slope_is_that_of_the_second_half():
    settling = [Reading(minute * 60, 1_000 - minute, 20, 3) for minute in range(30)]
    growing = [Reading(minute * 60, 500 + minute * 2, 20, 3) for minute in range(30, 60)]
    assert round(slope_kb_per_hour(settling + growing)) == 120


def test_one_reading_has_no_slope():
    assert slope_kb_per_hour([Reading(0, 1, 1, 1)]) == 0
