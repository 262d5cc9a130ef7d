from dataclasses import replace
from pathlib import Path

import pytest

from streaming.errors import JournalError
from streaming.ports import Codec
from streaming.recording.cursor import JournalCursor, open_cursor
from streaming.recording.timeline import Timeline
from tests.support.rtp_media import H264, OPUS, Source, encode_audio, encode_video, write_journal

NOW = 2_000_000_000.0
VIDEO = Source(H264, encode_video("H264", 8.0))


def cursor_of(path: Path) -> JournalCursor:
    cursor = open_cursor(path, Timeline())
    assert cursor is not None
    return cursor


def test_cuts_a_journal_as_it_grows_and_finishes_with_its_seal(tmp_path: Path) -> None:
    path = write_journal(tmp_path, H264, VIDEO.packets())
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    cursor = cursor_of(path)
    assert cursor.next_arrival(NOW) is not None
    cuts = cursor.advance(NOW)
    assert not cursor.finished
    assert cursor.next_arrival(NOW) is None
    path.write_bytes(whole)
    while cursor.next_arrival(NOW) is not None:
        cuts += cursor.advance(NOW)
    assert cursor.finished
    assert [one.cut.continues for one in cuts] == [True, True, True, False]
    assert cuts[-1].cut.resume is None
    assert sum(len(one.cut.units) for one in cuts) == 120
    cursor.close()
    cursor.close()


def test_takes_no_more_than_was_asked_for(tmp_path: Path) -> None:
    cursor = cursor_of(write_journal(tmp_path, H264, VIDEO.packets()))
    first = cursor.next_arrival(NOW)
    assert first is not None
    assert cursor.advance(first + 1.0) == []
    second = cursor.next_arrival(NOW)
    assert second is not None
    assert first + 1.0 < second < first + 1.2
    cursor.close()


def test_is_not_there_before_its_header_is(tmp_path: Path) -> None:
    path = write_journal(tmp_path, OPUS, Source(OPUS, encode_audio(0.1)).packets())
    whole = path.read_bytes()
    path.write_bytes(whole[:50])
    assert open_cursor(path, Timeline()) is None
    path.write_bytes(whole)
    cursor_of(path).close()


@pytest.mark.parametrize(
    ("codec", "names"),
    [(Codec("H265", 49, 90_000), "H265"), (replace(H264, clock_rate=1000), "1000")],
)
def test_refuses_what_cannot_be_recorded(tmp_path: Path, codec: Codec, names: str) -> None:
    path = write_journal(tmp_path, codec, VIDEO.packets())
    with pytest.raises(JournalError, match=names):
        open_cursor(path, Timeline())


def test_reports_before_the_first_frame_are_not_lost(tmp_path: Path) -> None:
    sent = replace(VIDEO, first_report=0.0, report_interval=100.0).packets()
    sent.sort(key=lambda one: (one.ntp is None, one.arrived))
    path = write_journal(tmp_path, H264, sent)
    timeline = Timeline()
    cursor = open_cursor(path, timeline)
    assert cursor is not None
    cursor.next_arrival(NOW)
    cursor.advance(NOW)
    assert cursor.clock.has_reports
    cursor.close()


def test_ends_what_was_begun_when_nothing_comes_and_goes_on_without_a_loss(tmp_path: Path) -> None:
    path = write_journal(tmp_path, H264, VIDEO.packets())
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    cursor = cursor_of(path)
    cursor.next_arrival(NOW)
    before = cursor.advance(NOW)
    rest = cursor.rest()
    assert len(rest) == 1
    assert rest[0].cut.resume is not None
    assert cursor.rest() == []
    path.write_bytes(whole)
    after = []
    while cursor.next_arrival(NOW) is not None:
        after += cursor.advance(NOW)
    units = [unit for one in (*before, *rest, *after) for unit in one.cut.units]
    assert len(units) == 120
    assert not any(unit.lost for unit in units)
    cursor.close()
