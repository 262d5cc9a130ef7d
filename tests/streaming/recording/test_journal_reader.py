import random
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from streaming.errors import JournalError
from streaming.recording.journal import GapRecord, Record, RtpRecord, SealRecord
from streaming.recording.journal_reader import CHUNK, JournalReader, recover
from tests.support.rtp_media import OPUS, Source, encode_audio, write_journal


def read_all(path: Path, *, settled: bool = False) -> tuple[list[Record], JournalReader]:
    reader = JournalReader(path)
    records: list[Record] = []
    while more := reader.read(settled=settled):
        records += more
    reader.close()
    return records, reader


def sequences(records: list[Record]) -> list[int]:
    return [record.sequence for record in records if isinstance(record, RtpRecord)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sealed journal of ten packets and a sender report."""
    folder = tmp_path_factory.mktemp("journal")
    return write_journal(
        folder, OPUS, Source(OPUS, encode_audio(0.2), first_report=0.1).packets()
    ).read_bytes()


@pytest.fixture(scope="module")
def torn_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("torn") / "journal"


def test_reads_what_was_written(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "journal"
    path.write_bytes(whole)
    records, reader = read_all(path)
    assert sequences(records) == list(range(1000, 1010))
    assert isinstance(records[-1], SealRecord)
    assert reader.sealed
    assert reader.position == len(whole)
    assert reader.header is not None
    assert reader.header.role == "teacher"


@given(st.data())
def test_a_torn_tail_loses_only_the_torn_record(
    torn_file: Path, whole: bytes, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(whole)))
    torn_file.write_bytes(whole[:cut])
    records, reader = read_all(torn_file)
    positions = [r.position for r in read_whole(torn_file, whole) if isinstance(r, RtpRecord)]
    torn_file.write_bytes(whole[:cut])
    expected = [
        p
        for p, end in zip(positions, [*positions[1:], None], strict=True)
        if end is not None and end <= cut
    ]
    assert [r.position for r in records if isinstance(r, RtpRecord)][: len(expected)] == expected
    assert reader.damaged_bytes == 0
    assert reader.sealed == (cut == len(whole))


def read_whole(path: Path, whole: bytes) -> list[Record]:
    path.write_bytes(whole)
    return read_all(path)[0]


@given(st.data())
def test_recovering_a_torn_journal_seals_what_is_whole(
    torn_file: Path, whole: bytes, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(whole) - 1))
    torn_file.write_bytes(whole[:cut])
    before = sequences(read_all(torn_file)[0])
    assert recover(torn_file)
    if not torn_file.exists():
        assert before == []
        torn_file.with_name(torn_file.name + ".damaged").unlink(missing_ok=True)
        return
    records, reader = read_all(torn_file)
    assert sequences(records) == before
    assert reader.sealed
    assert reader.position == torn_file.stat().st_size
    assert not recover(torn_file)


def test_follows_a_file_that_grows_byte_by_byte(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b"")
    reader = JournalReader(path)
    records: list[Record] = []
    with path.open("ab", buffering=0) as file:
        for at in range(0, len(whole), 7):
            file.write(whole[at : at + 7])
            records += reader.read()
    records += reader.read()
    reader.close()
    assert sequences(records) == list(range(1000, 1010))
    assert reader.sealed


@given(st.data())
def test_a_flipped_bit_costs_at_most_the_records_it_touches(
    torn_file: Path, whole: bytes, data: st.DataObject
) -> None:
    header_end = read_whole(torn_file, whole)[0].position
    bit = data.draw(st.integers(header_end * 8, len(whole) * 8 - 1))
    damaged = bytearray(whole)
    damaged[bit // 8] ^= 1 << bit % 8
    torn_file.write_bytes(damaged)
    records, reader = read_all(torn_file, settled=True)
    assert len(sequences(records)) >= 9
    assert set(sequences(records)) <= set(range(1000, 1010))
    gaps = [record for record in records if isinstance(record, GapRecord)]
    # Damage to the last record, the seal, is a torn tail.
    assert [gap.reason for gap in gaps] == ["damaged"] or not reader.sealed


def test_skips_a_megabyte_of_rubbish(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "journal"
    path.write_bytes(whole)
    position = next(
        r.position for r in read_all(path)[0] if isinstance(r, RtpRecord) and r.sequence == 1005
    )
    rubbish = random.Random(3).randbytes(2 * CHUNK)
    path.write_bytes(whole[:position] + rubbish + whole[position:])
    records, reader = read_all(path)
    assert sequences(records) == list(range(1000, 1010))
    assert reader.damaged_bytes == len(rubbish)


def test_goes_on_at_a_position_that_was_told_earlier(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "journal"
    path.write_bytes(whole)
    position = next(
        r.position for r in read_all(path)[0] if isinstance(r, RtpRecord) and r.sequence == 1007
    )
    reader = JournalReader(path)
    reader.read_header()
    reader.seek(position)
    assert sequences(reader.read()) == [1007, 1008, 1009]
    reader.close()


@pytest.mark.parametrize(
    "content", [b"RIFF....", b"TKRTPJ1\n" + bytes(20), b"TKRTPJ2\n" + bytes(60)]
)
def test_refuses_what_is_not_a_journal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "journal"
    path.write_bytes(content)
    reader = JournalReader(path)
    with pytest.raises(JournalError, match="journal"):
        reader.read()
    reader.close()
    with pytest.raises(JournalError):
        recover(path)
    assert path.read_bytes() == content


def test_refuses_a_damaged_header(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "journal"
    path.write_bytes(whole[:30] + b"X" + whole[31:])
    reader = JournalReader(path)
    with pytest.raises(JournalError, match="damaged header"):
        reader.read()
    reader.close()
