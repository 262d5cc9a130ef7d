from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from streaming.contract import Kind
from streaming.recording.spool import Item, LessonSpool
from streaming.recording.timeline import Timeline
from streaming.recording.track import WAITING_MAX, TrackArchive
from tests.support.rtp_media import (
    H264,
    OPUS,
    Pictures,
    Source,
    encode_audio,
    encode_video,
    write_journal,
)

NOW = 2_000_000_000.0
EPOCH = 1_700_000_000.0
SOUND = Source(OPUS, encode_audio(8.0))


def make(root: Path, kind: Kind = Kind.AUDIO) -> TrackArchive:
    return TrackArchive(LessonSpool(root / "spool", "lesson-1").track("teacher", kind), Timeline())


def work(track: TrackArchive, folder: Path) -> list[Item]:
    items: list[Item] = []
    track.add_journals(folder.glob("*.rtpj"))
    while (arrival := track.next_arrival(NOW)) is not None:
        track.advance(arrival + 1.0)
        if track.ready(arrival):
            track.commit(arrival, EPOCH, items)
    track.commit(NOW, EPOCH, items)
    return items


def test_a_publisher_who_comes_back_continues_the_track(tmp_path: Path) -> None:
    write_journal(tmp_path, OPUS, SOUND.packets(), "teacher/s1")
    later = replace(
        SOUND,
        start=SOUND.start + 20,
        first_sequence=9,
        first_timestamp=4_000_000_000,
        ntp_offset=77.0,
    )
    write_journal(tmp_path, OPUS, later.packets(), "teacher/s2")
    items = work(make(tmp_path), tmp_path)
    messages = [item.message for item in items[1:]]
    assert [m.number for m in messages] == list(range(8))
    assert [m.gap_reason for m in messages if m.gap_before] == ["left"]
    assert abs(messages[4].gap_before - 12.0) < 0.001
    assert {m.init for m in messages} == {0}


def test_a_second_publisher_of_the_same_role_is_left_out_while_the_first_is_there(
    tmp_path: Path,
) -> None:
    write_journal(tmp_path, OPUS, SOUND.packets(), "teacher/s1")
    other = replace(SOUND, start=SOUND.start + 5)
    write_journal(tmp_path, OPUS, other.packets(), "teacher/s2")
    track = make(tmp_path)
    messages = [item.message for item in work(track, tmp_path)[1:]]
    offsets = [(round(m.offset, 2), round(m.offset + m.duration, 2)) for m in messages]
    assert all(after[0] >= before[1] for before, after in pairwise(offsets))
    assert track.cuts_dropped == 2
    assert offsets[-1][1] > 13.0


def test_a_damaged_journal_is_set_aside_and_the_next_one_is_read(tmp_path: Path) -> None:
    bad = write_journal(tmp_path, OPUS, SOUND.packets(), "teacher/s1")
    bad.write_bytes(b"X" + bad.read_bytes()[1:])
    write_journal(tmp_path, OPUS, replace(SOUND, start=SOUND.start + 20).packets(), "teacher/s2")
    track = make(tmp_path)
    assert len(work(track, tmp_path)) == 5
    assert track.finished
    assert bad.with_name(bad.name + ".damaged").exists()


def test_reads_no_further_than_the_disk_takes(tmp_path: Path) -> None:
    write_journal(tmp_path, H264, Source(H264, encode_video("H264", 8.0)).packets())
    track = make(tmp_path, Kind.VIDEO)
    track.add_journals(tmp_path.glob("*.rtpj"))
    for _ in range(WAITING_MAX):
        track._waiting.append(None)  # type: ignore[arg-type]
    assert track.next_arrival(NOW) is None
    track._waiting.clear()
    assert track.next_arrival(NOW) is not None


def test_journals_that_are_done_are_not_read_again(tmp_path: Path) -> None:
    write_journal(tmp_path, OPUS, SOUND.packets())
    work(make(tmp_path), tmp_path)
    again = make(tmp_path)
    again.add_journals(tmp_path.glob("*.rtpj"))
    assert again.finished
    assert again.next_arrival(NOW) is None


def test_a_new_size_of_pictures_begins_a_new_header_and_an_old_one_is_used_again(
    tmp_path: Path,
) -> None:
    small, large = (
        encode_video("H264", 2.0),
        encode_video("H264", 2.0, Pictures(width=640, height=480)),
    )
    for number, frames in enumerate((small, large, small)):
        source = Source(H264, frames, start=SOUND.start + 2.0 * number)
        write_journal(tmp_path, H264, source.packets(), f"teacher/s{number}")
    items = work(make(tmp_path, Kind.VIDEO), tmp_path)
    kinds = [
        (item.message.type, getattr(item.message, "init", item.message.number)) for item in items
    ]
    assert kinds == [
        ("track_init", 0),
        ("segment_stored", 0),
        ("track_init", 1),
        ("segment_stored", 1),
        ("segment_stored", 0),
    ]
    assert (items[2].message.width, items[2].message.height) == (640, 480)
