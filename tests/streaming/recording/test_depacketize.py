from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings, strategies as st

from streaming.ports import Codec
from streaming.recording.depacketize import Depacketizer, Unit
from streaming.recording.journal import GapRecord, RtpRecord
from tests.support.rtp_media import (
    AV1,
    H264,
    OPUS,
    VP8,
    VP9,
    Pictures,
    Sent,
    Source,
    encode_audio,
    encode_video,
    jitter,
    lose,
    lose_randomly,
)

FILM = Pictures(key_seconds=0.4, bitrate=600_000)
VIDEO = Source(
    H264, encode_video("H264", 2.0, FILM), first_sequence=65_500, first_timestamp=2**32 - 50_000
)
SOUND = Source(OPUS, encode_audio(1.0), first_sequence=65_530, first_timestamp=2**32 - 9_600)


def records(sent: list[Sent]) -> list[RtpRecord]:
    media = [one for one in sent if one.ntp is None]
    return [
        RtpRecord(
            one.arrived,
            one.sequence,
            one.timestamp_rtp,
            one.marker,
            one.key_frame,
            one.payload,
            n * 100,
        )
        for n, one in enumerate(media)
    ]


def run(codec: Codec, feed: list[RtpRecord | GapRecord]) -> list[Unit]:
    depacketizer = Depacketizer(codec)
    units = [unit for record in feed for unit in depacketizer.push(record)]
    return units + depacketizer.flush()


def test_every_frame_comes_with_its_time_across_both_wraps() -> None:
    units = run(H264, records(VIDEO.packets()))
    assert len(units) == 30
    steps = [b.time_rtp - a.time_rtp for a, b in pairwise(units)]
    assert set(steps) == {6000}
    assert not any(unit.lost or unit.restarted for unit in units)
    sound = run(OPUS, records(SOUND.packets()))
    assert len(sound) == 50
    assert {b.time_rtp - a.time_rtp for a, b in pairwise(sound)} == {960}


@given(st.integers(0, 10_000))
@settings(max_examples=30)
def test_packets_that_overtake_each_other_change_nothing(seed: int) -> None:
    in_order = run(H264, records(VIDEO.packets()))
    mixed = run(H264, records(jitter(VIDEO.packets(), 0.03, seed)))
    first = mixed[0].time_rtp - in_order[0].time_rtp
    # What overtakes the very first packet is before the beginning.
    assert [(u.data, u.key_frame) for u in mixed] == [(u.data, u.key_frame) for u in in_order][
        -len(mixed) :
    ]
    assert first == 0 or mixed[0].key_frame


@given(st.integers(0, 10_000))
@settings(max_examples=30)
def test_repaired_packets_that_come_late_change_nothing(seed: int) -> None:
    sent = VIDEO.packets()
    head = [one for one in sent if one.time < 0.01]
    tail = [one for one in sent if one.time >= 0.01]
    repaired = head + lose_randomly(tail, 0.1, seed, repaired=1.0)
    assert [u.data for u in run(H264, records(repaired))] == [
        u.data for u in run(H264, records(sent))
    ]


@given(st.integers(0, 10_000), st.sampled_from([0.01, 0.1, 0.5]))
@settings(max_examples=40)
def test_whatever_is_lost_only_whole_frames_come_and_never_after_a_lost_one(
    seed: int, share: float
) -> None:
    whole = {u.time_rtp & 0xFFFF_FFFF: u for u in run(H264, records(VIDEO.packets()))}
    order = list(whole)
    units = run(H264, records(lose_randomly(VIDEO.packets(), share, seed)))
    previous = None
    for unit in units:
        time = unit.time_rtp & 0xFFFF_FFFF
        assert unit.data == whole[time].data
        if previous is not None and order.index(time) != order.index(previous) + 1:
            assert unit.key_frame
            assert unit.lost == "loss"
        previous = time


def test_a_key_frame_right_behind_a_loss_is_kept() -> None:
    # The frame before the second key frame is lost as a whole.
    units = run(H264, records(lose(VIDEO.packets(), lambda one: 0.32 < one.time < 0.35)))
    assert len(units) == 29
    assert [(unit.key_frame, unit.lost) for unit in units[4:7]] == [
        (False, ""),
        (True, "loss"),
        (False, ""),
    ]


def test_lost_sound_is_marked_at_the_next_packet_and_costs_no_other() -> None:
    units = run(OPUS, records(lose(SOUND.packets(), lambda one: 0.295 < one.time < 0.375)))
    assert len(units) == 46
    assert [number for number, unit in enumerate(units) if unit.lost] == [15]


def test_the_recorders_own_gap_gives_the_loss_its_reason() -> None:
    feed: list[RtpRecord | GapRecord] = list(
        records(lose(SOUND.packets(), lambda one: 0.29 < one.time < 0.37))
    )
    feed.insert(15, GapRecord(0.0, 4, "disk"))
    units = run(OPUS, feed)
    assert [unit.lost for unit in units if unit.lost] == ["disk"]


def test_padding_fills_its_sequence_number_and_nothing_else() -> None:
    feed = records(SOUND.packets())
    feed[20] = replace(feed[20], payload=b"")
    units = run(OPUS, feed)
    assert len(units) == 49
    assert not any(unit.lost for unit in units)


def test_a_new_rtp_clock_is_recognised() -> None:
    first = SOUND.packets()
    second = replace(
        SOUND, start=SOUND.start + 1.0, first_timestamp=1 << 31, first_sequence=65_580
    ).packets()
    units = run(OPUS, records(first) + records(second))
    assert len(units) == 100
    assert [number for number, unit in enumerate(units) if unit.restarted] == [50]


def test_a_long_pause_is_not_a_new_clock() -> None:
    sent = [
        one
        if one.time < 0.5
        else replace(
            one,
            arrived=one.arrived + 60,
            timestamp_rtp=(one.timestamp_rtp + 60 * 48_000) & 0xFFFF_FFFF,
        )
        for one in SOUND.packets()
    ]
    units = run(OPUS, records(sent))
    assert not any(unit.restarted for unit in units)
    assert len(units) == 50


def test_a_frame_without_marker_ends_with_the_next_timestamp() -> None:
    feed = [replace(record, marker=False) for record in records(VIDEO.packets())]
    # Nobody can say that the last one is whole.
    assert len(run(H264, feed)) == 29


def test_a_picture_that_ends_with_the_journal_may_be_torn_and_is_left_out() -> None:
    assert len(run(H264, records(VIDEO.packets())[:-1])) == 29


def test_a_damaged_packet_is_a_loss() -> None:
    feed = records(SOUND.packets())
    feed[20] = replace(feed[20], payload=b"\x03")
    units = run(OPUS, feed)
    assert [unit.lost for unit in units if unit.lost] == ["damaged"]


@given(st.sampled_from(["H264", "VP9", "VP8", "AV1", "opus"]), st.integers(0, 10_000), st.data())
@settings(max_examples=60)
def test_reading_again_from_any_frame_yields_the_same_frames(
    name: str, seed: int, data: st.DataObject
) -> None:
    codec = {"H264": H264, "VP9": VP9, "VP8": VP8, "AV1": AV1, "opus": OPUS}[name]
    frames = encode_audio(1.0) if codec is OPUS else encode_video(name, 2.0, FILM)
    source = Source(codec, frames, first_sequence=65_500, first_timestamp=2**32 - 50_000)
    sent = lose_randomly(jitter(source.packets(), 0.03, seed), 0.04, seed, repaired=0.7)
    feed = records(sent)
    units = run(codec, list(feed))
    assume(units)
    number = data.draw(st.integers(0, len(units) - 1))
    parameters = next(u.parameters for u in reversed(units[: number + 1]) if u.parameters)
    again = Depacketizer(codec)
    again.resume(units[number].resume, parameters)
    rest = [u for r in feed if r.position >= units[number].resume.position for u in again.push(r)]
    rest += again.flush()
    assert [(u.data, u.time_rtp, u.lost) for u in rest] == [
        (u.data, u.time_rtp, u.lost) for u in units[number:]
    ]


@given(st.sampled_from(["H264", "opus"]), st.integers(0, 10_000), st.data())
@settings(max_examples=60)
def test_stopping_anywhere_and_going_on_yields_every_frame_once(
    name: str, seed: int, data: st.DataObject
) -> None:
    codec = H264 if name == "H264" else OPUS
    source = VIDEO if codec is H264 else SOUND
    feed = records(lose_randomly(jitter(source.packets(), 0.03, seed), 0.04, seed, repaired=0.7))
    units = run(codec, list(feed))
    stop = data.draw(st.integers(1, len(feed)))
    first = Depacketizer(codec)
    before = [unit for record in feed[:stop] for unit in first.push(record)]
    end = feed[stop].position if stop < len(feed) else len(feed) * 100
    point = first.resume_point(end)
    parameters = next((u.parameters for u in reversed(before) if u.parameters), None)
    second = Depacketizer(codec)
    second.resume(point, parameters)
    after = [
        unit for record in feed if record.position >= point.position for unit in second.push(record)
    ]
    after += second.flush()
    assert [(u.data, u.time_rtp) for u in before + after] == [(u.data, u.time_rtp) for u in units]


def test_counts_frames_and_packets_that_are_left_out() -> None:
    depacketizer = Depacketizer(H264)
    feed = records(VIDEO.packets())
    for record in [*feed[3:], feed[-1]]:
        depacketizer.push(record)
    assert depacketizer.frames_dropped == pytest.approx(6, abs=1)
    assert depacketizer.duplicates == 1
