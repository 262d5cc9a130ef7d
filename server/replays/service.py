"""Playlists of a recording, and where its objects are."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.database import Transaction
from server.errors import NotFound, Unavailable
from server.models import Lesson, Segment, Track, TrackHeader
from server.recordings import service as recordings
from server.recordings.schemas import RecordingState
from server.replays.playlist import (
    Piece,
    Rendition,
    media_playlist,
    multivariant_playlist,
    peak_bandwidth,
)
from server.words import Words
from streaming.contract import Kind
from streaming.store.objects import ObjectStore

SIGNED_SECONDS = 6 * 3600.0
"""Seconds that a signed address works: a double lesson with a long pause in it; not a day, it cannot be revoked."""


class NoSuchTrack(NotFound):
    """The recording has no such track or role, or nothing of it is stored yet."""

    slug = "no-such-track"


class NoSuchObject(NotFound):
    """The recording has no such object."""

    slug = "no-such-object"


class StoreAway(Unavailable):
    """The object store does not answer."""

    slug = "store-away"
    detail = Words(
        "录像存储暂时连不上，请稍后再试。",
        "The store of recordings is away; try again in a moment.",
    )


@dataclass(frozen=True, slots=True)
class StoredObject:
    """Where an object is, and what it is."""

    key: str
    size: int
    sha256: str
    content_type: str


def object_name(track: str, init: int) -> str:
    """Return the name under which a track's header is fetched."""
    return f"init-{init}-{track}"


async def track_playlist(
    transaction: Transaction, store: ObjectStore, lesson: Lesson, track_id: str
) -> str:
    """Return the media playlist of one track.

    Raises:
        NoSuchRecording, NoSuchTrack: if there is nothing to play.
    """
    headers, segments = await recordings.media_of(transaction, lesson.id)
    mine = [segment for segment in segments if segment.track_id == track_id]
    return await _playlist(transaction, store, lesson, headers, mine)


async def role_playlist(
    transaction: Transaction, store: ObjectStore, lesson: Lesson, role: str, kind: Kind
) -> str:
    """Return one media playlist of everything of a role and kind, however many tracks it came in.

    Raises:
        NoSuchRecording, NoSuchTrack: if there is nothing to play.
    """
    recording = await recordings.find(transaction, lesson.id)
    tracks = {track.id for track in _of_role(recording.tracks, role, kind)}
    headers, segments = await recordings.media_of(transaction, lesson.id)
    mine = [segment for segment in segments if segment.track_id in tracks]
    return await _playlist(transaction, store, lesson, headers, mine)


async def role_master(transaction: Transaction, lesson: Lesson, role: str) -> str:
    """Return the playlist that joins a role's picture and sound.

    Raises:
        NoSuchRecording, NoSuchTrack: if there is nothing to play.
    """
    recording = await recordings.find(transaction, lesson.id)
    _, segments = await recordings.media_of(transaction, lesson.id)
    renditions = {
        kind: _rendition(_of_role(recording.tracks, role, kind), segments, lesson.id)
        for kind in Kind
    }
    if not any(renditions.values()):
        raise NoSuchTrack
    return multivariant_playlist(renditions[Kind.VIDEO], renditions[Kind.AUDIO])


async def stored_object(transaction: Transaction, lesson: Lesson, name: str) -> StoredObject:
    """Return where an object of a recording is.

    Raises:
        NoSuchObject: if the recording has none of this name.
    """
    prefix, _, rest = name.partition("-")
    number, _, track = rest.partition("-")
    if prefix == "init" and number.isascii() and number.isdigit() and len(number) < 10:
        header = await recordings.header_of(transaction, lesson.id, track, int(number))
        if header is not None:
            return StoredObject(header.key, header.size, header.sha256, "video/mp4")
    segment = await recordings.segment_of(transaction, lesson.id, name)
    if segment is None:
        raise NoSuchObject
    return StoredObject(segment.key, segment.size, segment.sha256, "video/iso.segment")


async def _playlist(
    transaction: Transaction,
    store: ObjectStore,
    lesson: Lesson,
    headers: Sequence[TrackHeader],
    segments: Sequence[Segment],
) -> str:
    recording = await recordings.find(transaction, lesson.id)
    by_number = {(header.track_id, header.number): header for header in headers}
    pieces = []
    for segment in segments:
        header = by_number.get((segment.track_id, segment.init))
        if header is None:
            # Its header will be reported soon; without it nothing can be decoded.
            continue
        init_name = object_name(header.track_id, header.number)
        pieces.append(
            Piece(
                uri=await _address(store, lesson.id, segment.id, segment.key),
                init_uri=await _address(store, lesson.id, init_name, header.key),
                offset=segment.offset,
                duration=segment.duration,
            )
        )
    if not pieces or recording.epoch is None:
        raise NoSuchTrack
    complete = recordings.state_of(recording, lesson) is RecordingState.COMPLETE
    return media_playlist(pieces, recording.epoch, complete=complete)


async def _address(store: ObjectStore, lesson_id: str, name: str, key: str) -> str:
    signed = await store.presign(key, SIGNED_SECONDS)
    return signed or f"/api/recordings/{lesson_id}/objects/{name}"


def _of_role(tracks: Sequence[Track], role: str, kind: Kind) -> list[Track]:
    return [track for track in tracks if track.role == role and track.kind == kind]


def _rendition(
    tracks: Sequence[Track], segments: Sequence[Segment], lesson_id: str
) -> list[Rendition]:
    ids = {track.id for track in tracks}
    mine = [segment for segment in segments if segment.track_id in ids]
    if not mine:
        return []
    newest = tracks[-1]
    return [
        Rendition(
            uri=f"/api/recordings/{lesson_id}/roles/{newest.role}/{newest.kind}.m3u8",
            codec=newest.codec,
            bandwidth_bps=peak_bandwidth((each.size, each.duration) for each in mine),
            width=newest.width,
            height=newest.height,
        )
    ]
