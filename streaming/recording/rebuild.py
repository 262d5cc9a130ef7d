"""Making an item of the spool again from its journal, when the disk gave back other bytes than were written.

Only what has the SHA-256 of the description counts as made again. Reads files, writes none.
"""

import hashlib
import logging
from pathlib import Path

from streaming.contract import ChapterFound, TrackInit
from streaming.errors import JournalError
from streaming.recording import muxer
from streaming.recording.assembly import Parameters
from streaming.recording.depacketize import Depacketizer, Unit
from streaming.recording.journal import GapRecord, RtpRecord
from streaming.recording.journal_reader import JournalReader
from streaming.recording.placement import Place, samples
from streaming.recording.segment import Cut, Segmenter
from streaming.recording.spool import Item, Origin, SegmentEntry, TrackSpool, parameters_of

logger = logging.getLogger(__name__)


def rebuild(spool: TrackSpool, item: Item, journals: Path) -> bytes | None:
    """Return the bytes of an item as they were first written; None if they cannot be made any more.

    `journals` is the folder of the lesson's journals.
    """
    try:
        content = _make(spool, item, journals)
    except (OSError, JournalError) as error:
        logger.warning("%s cannot be made again: %s", item.path, error)
        return None
    if content is None or hashlib.sha256(content).hexdigest() != item.message.sha256:
        return None
    return content


def _make(spool: TrackSpool, item: Item, journals: Path) -> bytes | None:
    if isinstance(item.message, TrackInit):
        return muxer.header(parameters_of(spool.inits[item.message.number]))
    if isinstance(item.message, ChapterFound):
        return None
    entry = spool.entry(item.message.number)
    if entry.origin is None:
        return None
    parameters = parameters_of(spool.inits[entry.message.init])
    cut = _cut(journals / entry.checkpoint.journal, entry, entry.origin, parameters)
    if cut is None:
        return None
    rate = muxer.timescale(parameters)
    start = round(entry.message.offset * rate)
    place = Place(start, entry.checkpoint.end_ticks, 0)
    return muxer.fragment(
        entry.message.number, start, samples(cut, place), audio=rate == muxer.AUDIO_TIMESCALE
    )


def _cut(path: Path, entry: SegmentEntry, origin: Origin, parameters: Parameters) -> Cut | None:
    """Read the frames of a segment again, and cut them as they were cut."""
    reader = JournalReader(path)
    try:
        header = reader.read_header()
        if header is None:
            return None
        reader.seek(origin.begins.position)
        depacketizer = Depacketizer(header.codec)
        depacketizer.resume(origin.begins, parameters)
        segmenter = Segmenter(header.codec.clock_rate, audio=header.codec.channels > 0)
        segmenter.resume(parameters, continues=True)
        first = True
        while units := _read(reader, depacketizer):
            for unit in units:
                if first:
                    # The cut before may have moved it by a tick.
                    unit.time_rtp, first = origin.start_rtp, False
                if cuts := segmenter.push(unit):
                    return cuts[0]
                if not entry.checkpoint.continues and unit.time_rtp == origin.last_rtp:
                    return segmenter.flush(None)
        return segmenter.flush(None)
    finally:
        reader.close()


def _read(reader: JournalReader, depacketizer: Depacketizer) -> list[Unit]:
    """Return the next frames; none at the end of the journal."""
    units: list[Unit] = []
    while not units and (records := reader.read(settled=True)):
        for record in records:
            if isinstance(record, RtpRecord | GapRecord):
                units += depacketizer.push(record)
    return units or depacketizer.flush()
