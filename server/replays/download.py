"""A recording as one MP4: laid out from rows, assembled while it is sent, never stored.

Its length and every byte of it follow from what is recorded, so a browser shows the progress and can go on where a
download broke off. The bytes walk through the server, also with S3: they are changed on the way.
"""

import hashlib
import logging
from bisect import bisect_right
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from server.database import Transaction
from server.errors import Conflict
from server.models import Lesson, Recording, Track, TrackHeader
from server.recordings import service as recordings
from server.recordings.schemas import PlayableSegment, RecordingState
from server.replays import mp4
from server.replays.mp4 import Header, Index, Reference
from server.replays.ranges import Span
from server.replays.service import NoSuchTrack
from server.words import Words
from streaming.contract import Kind
from streaming.store.objects import ObjectStore

logger = logging.getLogger(__name__)

_ROLES = {"teacher": "老师", "board": "课件", "students": "学生"}


class StillRecorded(Conflict):
    """The lesson is not over yet."""

    slug = "still-recorded"
    detail = Words("这节课还在录，下课后才能下载。", "The lesson is still being recorded.")


@dataclass(frozen=True, slots=True)
class Part:
    """One segment of the file."""

    key: str
    size: int
    """Bytes in the file, parameter sets included."""
    track: int
    parameter_sets: bytes


@dataclass(frozen=True, slots=True)
class Film:
    """The layout of a download."""

    name: str
    """File name for people."""
    etag: str
    beginning: bytes
    parts: Sequence[Part]
    offsets: Sequence[int]
    """Where each part begins, and the size of the whole."""

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return self.offsets[-1]


async def lay_out(
    transaction: Transaction, store: ObjectStore, lesson: Lesson, wanted: Sequence[str]
) -> Film:
    """Lay out a download of some tracks; of all if `wanted` is empty.

    Raises:
        NoSuchRecording, NoSuchTrack: if there is nothing to download.
        StillRecorded: if the recording grows.
        StoreError: if the store does not give the headers.
    """
    recording = await recordings.find(transaction, lesson.id)
    if recordings.state_of(recording, lesson) is RecordingState.RECORDING:
        raise StillRecorded
    tracks = _chosen(recording, wanted)
    rows, segments = await recordings.media_of(transaction, lesson.id, [one.id for one in tracks])
    there = {segment.track for segment in segments}
    tracks = [track for track in tracks if track.id in there]
    if not tracks:
        raise NoSuchTrack
    headers = await _headers(store, [row for row in rows if row.track_id in there])
    film = _film(tracks, headers, segments)
    name = f"{lesson.title}{_suffix(tracks, recording.tracks)}.mp4"
    etag = hashlib.sha256(film.beginning + repr([part.key for part in film.parts]).encode())
    logger.info("download laid out lesson=%s tracks=%d bytes=%d", lesson.id, len(tracks), film.size)
    return Film(name, etag.hexdigest(), film.beginning, film.parts, film.offsets)


def whole(film: Film) -> Span:
    """Return the span of everything."""
    return Span(0, film.size)


async def read(store: ObjectStore, film: Film, span: Span) -> AsyncIterator[bytes]:
    """Yield the bytes of a span of the file.

    Raises:
        StoreError: if an object is missing or the store goes away in the middle.
        NotCmaf: if an object is not what was recorded.
    """
    first = len(film.beginning)
    if span.start < first:
        yield film.beginning[span.start : span.end]
    number = max(0, bisect_right(film.offsets, span.start) - 1)
    while number < len(film.parts) and film.offsets[number] < span.end:
        part, at = film.parts[number], film.offsets[number]
        number += 1
        data = b"".join([chunk async for chunk in store.read(part.key)])
        made = mp4.segment(data, number, part.track, part.parameter_sets)
        if len(made) != part.size:
            raise mp4.NotCmaf(f"{part.key} has {len(data)} bytes, not those that were recorded")
        yield made[max(0, span.start - at) : span.end - at]


def _chosen(recording: Recording, wanted: Sequence[str]) -> list[Track]:
    """Return the tracks in the order of the file: pictures first, of them the teacher's."""
    known = {track.id: track for track in recording.tracks}
    if any(name not in known for name in wanted):
        raise NoSuchTrack
    chosen = [track for track in known.values() if not wanted or track.id in wanted]
    order = list(_ROLES)
    return sorted(
        chosen,
        key=lambda one: (
            one.kind is not Kind.VIDEO,
            order.index(one.role) if one.role in order else len(order),
            one.id,
        ),
    )


async def _headers(
    store: ObjectStore, rows: Sequence[TrackHeader]
) -> dict[tuple[str, int], Header]:
    return {
        (row.track_id, row.number): mp4.read_header(
            b"".join([chunk async for chunk in store.read(row.key)])
        )
        for row in rows
    }


def _film(
    tracks: Sequence[Track],
    headers: Mapping[tuple[str, int], Header],
    segments: Sequence[PlayableSegment],
) -> Film:
    numbers = {track.id: number for number, track in enumerate(tracks, start=1)}
    # Without its header, which will be reported soon, a segment cannot be decoded.
    usable = [one for one in segments if (one.track, one.init) in headers]
    ordered = sorted(usable, key=lambda one: (one.offset, numbers[one.track]))
    several = {track for track, number in headers if number}
    parts = []
    for one in ordered:
        header = headers[one.track, one.init]
        # The file has one sample description a track: what another one said goes before the key frames.
        again = one.track in several and one.starts_with_key_frame
        sets = header.parameter_sets if again else b""
        parts.append(Part(one.key, one.size + len(sets), numbers[one.track], sets))
    if not parts:
        raise NoSuchTrack
    first = [headers[track.id, min(n for t, n in headers if t == track.id)] for track in tracks]
    indexes = [
        _index(ordered, parts, number, header.timescale)
        for number, header in enumerate(first, start=1)
    ]
    beginning = mp4.beginning(first, indexes)
    offsets = [*accumulate((part.size for part in parts), initial=len(beginning))]
    return Film("", "", beginning, parts, offsets)


def _index(
    ordered: Sequence[PlayableSegment], parts: Sequence[Part], track: int, rate: int
) -> Index:
    """Return the index of a track: from one of its segments to the next, whatever lies between them."""
    own = [number for number, part in enumerate(parts) if part.track == track]
    found = []
    for begin, end in pairwise([*own, len(parts)]):
        here = ordered[begin]
        ends = ordered[end].offset if end < len(parts) else here.offset + here.duration
        found.append(
            Reference(
                size=sum(part.size for part in parts[begin:end]),
                duration=round(ends * rate) - round(here.offset * rate),
                key_frame=here.starts_with_key_frame,
            )
        )
    skipped = sum(part.size for part in parts[: own[0]])
    return Index(round(ordered[own[0]].offset * rate), skipped, found)


def _suffix(tracks: Sequence[Track], all_tracks: Sequence[Track]) -> str:
    """Return what the file's name says of a choice of tracks; nothing of all."""
    if len(tracks) == len(all_tracks):
        return ""
    pictures = [_ROLES.get(one.role, one.role) for one in tracks if one.kind is Kind.VIDEO]
    return "-" + ("、".join(dict.fromkeys(pictures)) or "声音")
