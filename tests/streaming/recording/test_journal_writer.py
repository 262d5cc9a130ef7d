from dataclasses import replace
from pathlib import Path

from streaming.contract import Kind
from streaming.ports import RtpPacket
from streaming.recording.journal import GapRecord, JournalHeader, Record, RtpRecord, SealRecord
from streaming.recording.journal_reader import JournalReader
from streaming.recording.journal_writer import JournalWriter
from tests.support.file_limits import file_size_limit
from tests.support.rtp_media import OPUS

HEADER = JournalHeader("l", "s", "teacher", Kind.AUDIO, OPUS, 1_700_000_000.0, 100.0)


def packet(number: int, size: int = 100, payload_type: int = OPUS.payload_type) -> RtpPacket:
    return RtpPacket(
        ssrc=1,
        sequence=number,
        extended_sequence=number,
        timestamp_rtp=number * 960,
        payload_type=payload_type,
        marker=False,
        payload=bytes([number & 0xFF]) * size,
        key_frame=False,
        arrived=100.0 + number * 0.02,
    )


def read(folder: Path) -> list[Record]:
    (path,) = folder.glob("*.rtpj")
    reader = JournalReader(path)
    records: list[Record] = []
    while more := reader.read():
        records += more
    reader.close()
    return records


def test_keeps_arrival_times_reports_and_the_seal(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path / "lesson", HEADER)
    writer.packet(packet(1))
    writer.sender_report(0xAB << 32, 48_000, 100.5)
    writer.flush()
    writer.packet(packet(2))
    writer.seal(101.0, "ended")
    writer.seal(102.0, "again")
    writer.flush()
    assert writer.finished
    first, report, second, seal = read(tmp_path / "lesson")
    assert [round(r.arrived - 1_700_000_000, 3) for r in (first, report, second)] == [
        0.02,
        0.5,
        0.04,
    ]
    assert seal == SealRecord(1_700_000_001.0, "ended")


def test_nothing_is_written_before_a_flush_and_all_of_it_by_one(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path, HEADER)
    for number in range(50):
        writer.packet(packet(number))
    assert not list(tmp_path.iterdir())
    writer.flush()
    assert writer.waiting == 0
    assert len(read(tmp_path)) == 50
    writer.abandon()


def test_a_full_buffer_drops_counts_and_says_so(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path, HEADER, buffer_max=2000)
    for number in range(100):
        writer.packet(packet(number))
    kept = 100 - writer.packets_dropped
    assert 5 < kept < 20
    assert writer.waiting < 2000 + 200
    writer.flush()
    writer.packet(packet(100))
    writer.seal(103.0, "ended")
    writer.flush()
    records = read(tmp_path)
    assert [type(r) for r in records[kept:]] == [GapRecord, RtpRecord, SealRecord]
    assert records[kept] == GapRecord(records[kept + 1].arrived, 100 - kept, "disk")


def test_a_drop_at_the_very_end_is_said_too(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path, HEADER, buffer_max=1000)
    for number in range(20):
        writer.packet(packet(number))
    writer.seal(101.0, "ended")
    writer.flush()
    gap = read(tmp_path)[-2]
    assert isinstance(gap, GapRecord)
    assert gap.packets == writer.packets_dropped


def test_packets_of_another_codec_are_no_part_of_the_track(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path, HEADER)
    writer.packet(packet(1, payload_type=13))
    writer.packet(packet(2))
    writer.flush()
    assert writer.packets_foreign == 1
    assert len(read(tmp_path)) == 1
    writer.abandon()


def test_a_full_disk_loses_nothing_that_the_buffer_holds(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path, HEADER)
    for number in range(10):
        writer.packet(packet(number, 1000))
    writer.flush()
    with file_size_limit(12_000):
        for number in range(10, 20):
            writer.packet(packet(number, 1000))
        writer.flush()
        assert writer.problem
        assert not writer.finished
        # What is on the disk is whole: a reader never meets half a record.
        assert [r.sequence for r in read(tmp_path) if isinstance(r, RtpRecord)] == list(range(10))
        writer.packet(packet(20))
        writer.flush()
    writer.seal(101.0, "ended")
    writer.flush()
    assert writer.problem == ""
    assert writer.finished
    assert [r.sequence for r in read(tmp_path) if isinstance(r, RtpRecord)] == list(range(21))


def test_a_directory_that_cannot_be_made_is_a_problem_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "lesson").write_text("a file")
    writer = JournalWriter(tmp_path / "lesson", HEADER)
    writer.packet(packet(1))
    writer.flush()
    assert writer.problem
    (tmp_path / "lesson").unlink()
    writer.flush()
    assert len(read(tmp_path / "lesson")) == 1
    writer.abandon()


def test_a_clock_that_was_set_back_does_not_put_journals_out_of_order(tmp_path: Path) -> None:
    for started in (1_700_000_000.0, 1_700_000_000.0, 1_600_000_000.0):
        writer = JournalWriter(tmp_path, replace(HEADER, started_wall=started))
        writer.flush()
        writer.abandon()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"teacher.audio.170000000000{n}.rtpj" for n in range(3)]
