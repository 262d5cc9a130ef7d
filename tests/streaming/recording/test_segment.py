from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from streaming.recording.assembly import OpusParameters, Vp8Parameters, opus_duration
from streaming.recording.depacketize import ResumePoint, Unit
from streaming.recording.segment import BRIDGE_MAX, LENGTH_MAX, Cut, Segmenter

PICTURES = Vp8Parameters(320, 240)
RATE = 90_000
TOC = b"\xfc"


def picture(
    time: float, *, key: bool = False, lost: str = "", parameters: object = PICTURES
) -> Unit:
    ticks = round(time * RATE)
    point = ResumePoint(ticks, ticks, ticks, time, lost, waiting=False)
    return Unit(b"frame", key, parameters if key else None, ticks, time, lost, False, point)  # type: ignore[arg-type]


def sound(time: float, lost: str = "") -> Unit:
    ticks = round(time * 48_000)
    point = ResumePoint(ticks, ticks, ticks, time, lost, waiting=False)
    return Unit(TOC + b"frame", True, OpusParameters(), ticks, time, lost, False, point)


def film(seconds: float, *, fps: int = 15, key_each: float = 2.0, start: float = 0.0) -> list[Unit]:
    step = round(key_each * fps)
    return [picture(start + n / fps, key=n % step == 0) for n in range(round(seconds * fps))]


def tone(seconds: float, start: float = 0.0) -> list[Unit]:
    return [sound(start + n * 0.02) for n in range(round(seconds * 50))]


def cut(units: list[Unit], *, audio: bool = False) -> list[Cut]:
    segmenter = Segmenter(48_000 if audio else RATE, audio=audio)
    cuts = [one for unit in units for one in segmenter.push(unit)]
    last = segmenter.flush(None)
    return [*cuts, last] if last else cuts


def lengths(cuts: list[Cut], rate: int = RATE) -> list[float]:
    return [round((one.end_rtp - one.start_rtp) / rate, 3) for one in cuts]


def test_pictures_are_cut_at_key_frames_about_every_two_seconds() -> None:
    cuts = cut(film(8.0))
    assert lengths(cuts) == [2.0, 2.0, 2.0, 2.0]
    assert all(one.units[0].key_frame for one in cuts)
    assert [one.continues for one in cuts] == [True, True, True, False]
    assert [one.anew for one in cuts] == [True, False, False, False]


def test_key_frames_that_come_too_often_are_passed_over() -> None:
    assert lengths(cut(film(6.4, key_each=0.8))) == [1.6, 1.6, 1.6, 1.6]


def test_without_key_frames_a_segment_ends_before_eight_seconds_and_the_next_continues_it() -> None:
    cuts = cut(film(25.0, key_each=100.0))
    assert all(6.9 < length <= LENGTH_MAX for length in lengths(cuts[:-1]))
    assert [one.continues for one in cuts] == [True, True, True, False]
    assert [one.units[0].key_frame for one in cuts] == [True, False, False, False]
    assert sum(len(one.units) for one in cuts) == 25 * 15


def test_new_parameters_begin_a_new_segment_at_once() -> None:
    large = Vp8Parameters(640, 480)
    units = [
        *film(1.0),
        *[replace(u, parameters=large if u.key_frame else None) for u in film(1.0, start=1.0)],
    ]
    cuts = cut(units)
    assert [one.parameters for one in cuts] == [PICTURES, large]
    assert cuts[0].continues


def test_pictures_before_the_first_key_frame_have_no_segment() -> None:
    assert cut(film(1.0)[1:]) == []


def test_a_short_loss_of_pictures_is_bridged_by_holding_the_last_one_and_listed() -> None:
    units = film(6.0)
    units = [*units[:35], replace(units[60], lost="loss"), *units[61:]]
    cuts = cut(units)
    assert lengths(cuts) == [2.0, 2.0, 2.0]
    ((loss,),) = [one.losses for one in cuts if one.losses]
    assert (loss.start_rtp / RATE, loss.end_rtp / RATE) == (pytest.approx(35 / 15), 4.0)
    assert loss.reason == "loss"


def test_a_loss_right_behind_a_key_frame_is_listed_in_its_whole_length() -> None:
    units = film(8.0)
    # Of two stretches nothing but the key frame came.
    units = [*units[:31], *[replace(units[n], lost="loss") for n in (60, 90)], *units[91:]]
    losses = [loss for one in cut(units) for loss in one.losses]
    spans = [(loss.start_rtp / RATE, loss.end_rtp / RATE) for loss in losses]
    assert spans == [
        (pytest.approx(31 / 15, abs=1e-4), 4.0),
        (pytest.approx(61 / 15, abs=1e-4), 6.0),
    ]


def test_a_long_loss_ends_the_segment() -> None:
    units = [*film(2.0), replace(picture(2.1 + BRIDGE_MAX, key=True), lost="loss")]
    cuts = cut(units)
    assert lengths(cuts)[0] == 2.0
    assert not cuts[0].continues
    assert (cuts[1].anew, cuts[1].lost) == (True, "loss")


def test_a_still_picture_is_held_without_any_loss() -> None:
    cuts = cut([*film(1.0), picture(7.5, key=True)])
    assert lengths(cuts)[0] == 7.5
    assert cuts[0].continues
    assert cuts[0].losses == []


def test_a_still_picture_is_held_no_longer_than_a_segment_may_be() -> None:
    cuts = cut([*film(1.0), picture(60.0, key=True)])
    assert lengths(cuts)[0] == LENGTH_MAX
    assert not cuts[0].continues
    assert cuts[1].anew


def test_sound_is_cut_each_two_seconds() -> None:
    cuts = cut(tone(5.0), audio=True)
    assert lengths(cuts, 48_000) == [2.0, 2.0, 1.0]


@pytest.mark.parametrize("missing", [1, 5, 10, 100])
def test_lost_sound_is_filled_with_the_mark_of_a_lost_frame(missing: int) -> None:
    units = tone(6.0)
    units = [*units[:40], replace(units[40 + missing], lost="loss"), *units[41 + missing :]]
    cuts = cut(units, audio=True)
    samples = [unit for one in cuts for unit in one.units]
    assert {b.time_rtp - a.time_rtp for a, b in pairwise(samples)} == {960}
    assert [len(unit.data) for unit in samples].count(1) == missing
    assert all(opus_duration(unit.data) == 960 for unit in samples)
    listed = [loss for one in cuts for loss in one.losses]
    assert len(listed) == (1 if missing > 10 else 0)


def test_silence_that_was_not_sent_is_filled_but_is_no_loss() -> None:
    units = tone(1.0) + tone(1.0, start=1.4)
    cuts = cut(units, audio=True)
    assert not any(one.losses for one in cuts)
    assert sum(len(one.units) for one in cuts) == 120


def test_a_long_silence_ends_the_segment() -> None:
    cuts = cut(tone(1.0) + tone(1.0, start=10.0), audio=True)
    assert lengths(cuts, 48_000) == [1.0, 1.0]
    assert cuts[1].anew


def test_a_new_rtp_clock_ends_the_segment() -> None:
    units = tone(1.0)
    units += [
        replace(unit, time_rtp=unit.time_rtp + 7_000_000, restarted=n == 0)
        for n, unit in enumerate(tone(1.0))
    ]
    cuts = cut(units, audio=True)
    assert lengths(cuts, 48_000) == [1.0, 1.0]
    assert not cuts[0].continues
    assert cuts[1].anew


def test_sound_that_goes_back_in_time_begins_anew() -> None:
    cuts = cut(tone(1.0) + tone(1.0, start=0.5), audio=True)
    assert len(cuts) == 2
    assert cuts[1].anew


def test_two_pictures_of_one_time_are_shown_one_after_the_other() -> None:
    units = film(1.0)
    units.insert(5, picture(4 / 15))
    (one,) = cut(units)
    times = [unit.time_rtp for unit in one.units]
    assert times == sorted(set(times))


def test_each_cut_says_where_to_read_on() -> None:
    cuts = cut(film(6.0))
    assert [one.resume.time_rtp / RATE if one.resume else None for one in cuts] == [2.0, 4.0, None]


def test_what_was_begun_can_be_ended_at_any_time() -> None:
    segmenter = Segmenter(RATE, audio=False)
    assert segmenter.flush(None) is None
    for unit in film(1.0):
        segmenter.push(unit)
    assert segmenter.holds_frames
    point = ResumePoint(1, 2, 3, 4.0, "", waiting=False)
    first = segmenter.flush(point)
    assert first is not None
    assert (first.resume, first.continues) == (point, False)
    assert lengths([first]) == [1.0]
    # The rest needs no key frame: it continues the same pictures.
    segmenter.push(picture(1.0))
    second = segmenter.flush(None)
    assert second is not None
    assert second.anew


def test_goes_on_behind_a_cut_of_an_earlier_run() -> None:
    segmenter = Segmenter(RATE, audio=False)
    segmenter.resume(PICTURES, continues=True)
    segmenter.push(picture(2.0))
    one = segmenter.flush(None)
    assert one is not None
    assert not one.anew
    assert one.parameters == PICTURES


@given(
    st.lists(st.tuples(st.floats(0.001, 5.0), st.booleans(), st.booleans()), max_size=60),
    st.booleans(),
)
def test_whatever_comes_no_frame_is_lost_and_no_segment_is_too_long(
    steps: list[tuple[float, bool, bool]], audio: bool
) -> None:
    rate = 48_000 if audio else RATE
    units, time = [], 0.0
    for step, key, lost in steps:
        time += step
        reason = "loss" if lost else ""
        units.append(
            sound(time, reason) if audio else picture(time, key=key or not units, lost=reason)
        )
    cuts = cut(units, audio=audio)
    real = [unit for one in cuts for unit in one.units if unit.data != TOC]
    assert real == units
    for one in cuts:
        assert 0 < one.end_rtp - one.start_rtp <= (LENGTH_MAX + 1.1) * rate
        assert one.end_rtp > one.units[-1].time_rtp
    for before, after in pairwise(cuts):
        assert before.end_rtp <= after.start_rtp or after.anew
        assert after.anew != before.continues
        if before.continues:
            assert before.end_rtp == after.start_rtp
