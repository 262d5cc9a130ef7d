import pytest
from hypothesis import given, strategies as st

from streaming.contract import Kind
from streaming.errors import JournalError
from streaming.ports import Codec
from streaming.recording import journal
from streaming.recording.journal import (
    GapRecord,
    JournalHeader,
    ReportRecord,
    RtpRecord,
    SealRecord,
)

CODEC = Codec("H264", 102, 90_000, 0, {"packetization-mode": "1"}, ("nack", "nack pli"))
HEADER = JournalHeader("课-1", "s", "teacher", Kind.VIDEO, CODEC, 1_700_000_000.5, 12.25)


def body(record: bytes) -> bytes:
    return record[journal.FRAME.size :]


def test_a_header_survives_the_round_trip() -> None:
    data = journal.encode_header(HEADER)
    assert data.startswith(journal.MAGIC)
    assert journal.decode_header(body(data[len(journal.MAGIC) :])) == HEADER


@given(
    arrived_us=st.integers(-(1 << 40), 1 << 50),
    sequence=st.integers(0, 0xFFFF),
    timestamp=st.integers(0, 0xFFFF_FFFF),
    marker=st.booleans(),
    key_frame=st.booleans(),
    payload=st.binary(max_size=1500),
)
def test_a_packet_survives_the_round_trip(
    arrived_us, sequence, timestamp, marker, key_frame, payload
) -> None:
    head = journal.encode_rtp(arrived_us, sequence, timestamp, marker, key_frame, payload)
    data = head + payload
    length = journal.frame_length(data, 0)
    assert length == len(data)
    assert journal.frame_is_whole(data, 0, length)
    records: list[journal.Record] = []
    assert journal.decode_packets(data * 2 + b"rest", 0, 7, 0.0, records) == 2 * len(data)
    record, again = records
    assert isinstance(record, RtpRecord)
    assert isinstance(again, RtpRecord)
    assert again.position == 7 + len(data)
    assert record.arrived == pytest.approx(arrived_us / 1e6)
    assert (record.sequence, record.timestamp_rtp) == (sequence, timestamp)
    assert (record.marker, record.key_frame, record.payload) == (marker, key_frame, payload)
    assert record.position == 7


def test_other_records_survive_the_round_trip() -> None:
    report = journal.encode_report(1_500_000, 0x1234_5678_9ABC_DEF0, 0xFFFF_FFFF)
    assert journal.decode_other(journal.REPORT, body(report), 10.0) == ReportRecord(
        11.5, 0x1234_5678_9ABC_DEF0, 0xFFFF_FFFF
    )
    gap = journal.encode_gap(0, 17, "disk")
    assert journal.decode_other(journal.GAP, body(gap), 0.0) == GapRecord(0.0, 17, "disk")
    seal = journal.encode_seal(2_000_000, "ended")
    assert journal.decode_other(journal.SEAL, body(seal), 0.0) == SealRecord(2.0, "ended")


def test_a_record_of_a_later_version_is_ignored() -> None:
    assert journal.decode_other(99, b"anything", 0.0) is None


@given(st.sampled_from([journal.REPORT, journal.GAP, journal.SEAL]), st.binary(max_size=40))
def test_a_body_that_does_not_fit_raises_only_the_documented_error(kind: int, data: bytes) -> None:
    try:
        record = journal.decode_other(kind, data, 0.0)
    except JournalError:
        return
    assert record is not None


@given(st.binary(max_size=200) | st.just(b"{}") | st.just(b'{"codec": [], "lesson": 1}'))
def test_a_header_that_is_none_raises_only_the_documented_error(data: bytes) -> None:
    with pytest.raises(JournalError):
        journal.decode_header(data)


@given(st.integers(0, 8 * 60 - 1))
def test_every_flipped_bit_is_found(bit: int) -> None:
    payload = bytes(range(40))
    whole = journal.encode_rtp(1000, 5, 6, True, False, payload) + payload
    damaged = bytearray(whole)
    bit %= len(whole) * 8
    damaged[bit // 8] ^= 1 << bit % 8
    data = bytes(damaged)
    length = journal.frame_length(data, 0)
    assert length != len(data) or not journal.frame_is_whole(data, 0, length)
