from hypothesis import given, strategies as st

from streaming.recording.assembly import Vp8Parameters
from streaming.recording.depacketize import ResumePoint, Unit
from streaming.recording.placement import SLEW_MAX, Place, place, samples
from streaming.recording.segment import Cut

RATE = 90_000
POINT = ResumePoint(0, 0, 0, 0.0, "", waiting=False)


def cut(*times: float, length: float = 2.0, anew: bool = False, continues: bool = True) -> Cut:
    units = [
        Unit(b"x", not n, None, round(time * RATE), time, "", False, POINT)
        for n, time in enumerate(times or (0.0, 0.5, 1.0, 1.5))
    ]
    end = units[0].time_rtp + round(length * RATE)
    return Cut(Vp8Parameters(1, 1), units, anew, "", end_rtp=end, continues=continues)


def later(seconds: float, skew: float = 0.0):
    return lambda time_rtp: time_rtp / RATE * (1 + skew) + seconds


def test_the_first_cut_lies_where_its_clock_says() -> None:
    assert place(cut(anew=True), None, RATE, later(1.0)) == Place(90_000, 270_000, 0)


def test_nothing_lies_before_the_epoch() -> None:
    where = place(cut(anew=True, continues=False), None, RATE, later(-0.5))
    assert where == Place(0, 180_000, 0)


def test_a_cut_that_continues_starts_where_the_one_before_ended() -> None:
    where = place(cut(), 100_000, RATE, later(3.0))
    assert where is not None
    assert (where.start, where.gap) == (100_000, 0)


@given(st.floats(-10, 10))
def test_a_difference_is_worked_off_slowly(off: float) -> None:
    where = place(cut(), 900_000, RATE, later(10.0 + off))
    assert where is not None
    correction = (where.end - where.start - 180_000) / RATE
    assert abs(correction) <= 2.0 * SLEW_MAX
    assert correction * off >= 0
    if abs(off) < 0.004:
        assert abs(correction - off) < 0.0002


def test_a_skew_of_100_ppm_never_grows_into_a_difference() -> None:
    end = None
    for number in range(3600):
        times = [number * 2.0 + step / 2 for step in range(4)]
        where = place(cut(*times, anew=end is None), end, RATE, later(0.0, 100e-6))
        assert where is not None
        end = where.end
    assert end is not None
    assert abs(end / RATE - 7200 * (1 + 100e-6)) < 0.001


def test_a_new_cut_after_a_gap_lies_where_its_clock_says_and_the_gap_is_told() -> None:
    assert place(cut(anew=True, continues=False), 90_000, RATE, later(4.0)) == Place(
        360_000, 540_000, 270_000
    )


def test_a_new_cut_right_behind_the_last_one_continues_it() -> None:
    for noise in (-0.015, 0.015):
        where = place(cut(anew=True, continues=False), 360_000, RATE, later(4.0 + noise))
        assert where == Place(360_000, 540_000, 0)


def test_a_cut_in_the_time_of_the_one_before_is_left_out() -> None:
    assert place(cut(anew=True), 360_000, RATE, later(3.5)) is None
    assert place(cut(anew=True), 360_000, RATE, later(3.95)) is not None


def test_a_cut_that_nothing_follows_keeps_its_natural_length() -> None:
    where = place(cut(continues=False), 0, RATE, later(9.0))
    assert where == Place(0, 180_000, 0)


def test_samples_fill_the_place_to_the_tick() -> None:
    one = cut()
    where = Place(1000, 1000 + 180_000 + 300, 0)
    out = samples(one, where)
    assert [sample.duration for sample in out] == [45_000, 45_000, 45_000, 45_300]
    assert [sample.key_frame for sample in out] == [True, False, False, False]
    assert {sample.shift for sample in out} == {0}


@given(st.permutations([0.0, 0.1, 0.2, 0.3, 0.4, 0.5]))
def test_pictures_sent_in_another_order_are_shown_in_theirs(order: list[float]) -> None:
    one = cut(*order, length=0.6)
    one.end_rtp = 54_000
    out = samples(one, Place(0, 54_000, 0))
    decode, shown = 0, []
    for sample in out:
        shown.append(decode + sample.shift)
        decode += sample.duration
        assert sample.duration > 0
    assert shown == [round(time * RATE) for time in order]
    assert decode == 54_000
