"""Making an item of the spool again from its journal, when the disk gave back other bytes than were written.

Only what has the SHA-256 of the description counts as made again. Reads files, writes none.
"""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from streaming.contract import ChapterFound, TrackInit
from streaming.errors import JournalError
from streaming.recording import muxer
from streaming.recording.assembly import AacParameters, Parameters
from streaming.recording.depacketize import Depacketizer, Unit
from streaming.recording.journal import GapRecord, RtpRecord
from streaming.recording.journal_reader import JournalReader
from streaming.recording.placement import Place, samples
from streaming.recording.segment import Cut, Segmenter
from streaming.recording.spool import (
    Item,
    Origin,
    SegmentEntry,
    TrackSpool,
    parameters_of,
    received,
)

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
    cut = _cut(journals / entry.checkpoint.journal, entry, entry.origin, received(parameters))
    if cut is None:
        return None
    start = round(entry.message.offset * muxer.timescale(parameters))
    place = Place(start, entry.checkpoint.end_ticks, 0)
    frames = samples(cut, place)
    if isinstance(parameters, AacParameters):
        from streaming.recording import aac  # noqa: PLC0415 - numpy and an encoder, for whoever wants AAC

        _, frames = aac.encode(cut, replace(place, start=aac.cut_start(cut, start)))
    return muxer.fragment(entry.message.number, start, frames, preroll=muxer.preroll(parameters))


def _cut(path: Path, entry: SegmentEntry, origin: Origin, parameters: Parameters) -> Cut | None:
    """Read the frames of a segment again, and cut them as they were cut."""
    reader = JournalReader(path)
    try:
        header = reader.read_header()
        if header is None:
            return None
        begins = origin.lead or origin.begins
        reader.seek(begins.position)
        depacketizer = Depacketizer(header.codec)
        depacketizer.resume(begins, parameters)
        segmenter = Segmenter(header.codec.clock_rate, audio=header.codec.channels > 0)
        segmenter.resume(parameters, continues=True)
        lead: list[Unit] = []
        for unit in _units(reader, depacketizer):
            if not segmenter.holds_frames:
                if origin.lead and unit.time_rtp < origin.start_rtp:
                    lead.append(unit)
                    continue
                # The cut before may have moved it by a tick.
                unit.time_rtp = origin.start_rtp
            if cuts := segmenter.push(unit):
                return _as_it_was(cuts[0], lead, origin)
            if not entry.checkpoint.continues and unit.time_rtp == origin.last_rtp:
                break
        return _as_it_was(segmenter.flush(None), lead, origin)
    finally:
        reader.close()


def _as_it_was(cut: Cut | None, lead: list[Unit], origin: Origin) -> Cut | None:
    """Return a cut with what stood before it."""
    if cut is not None:
        cut.anew, cut.lead = origin.lead is None, lead
    return cut


def _units(reader: JournalReader, depacketizer: Depacketizer) -> Iterator[Unit]:
    """Yield the frames up to the end of the journal."""
    while records := reader.read(settled=True):
        for record in records:
            if isinstance(record, RtpRecord | GapRecord):
                yield from depacketizer.push(record)
    yield from depacketizer.flush()
