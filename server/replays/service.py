"""Playlists of a recording, and where its objects are."""

import asyncio
import hashlib
import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from server.database import Database, Transaction
from server.errors import NotFound, Unavailable
from server.lessons import service as lessons
from server.models import Lesson, Recording, Track
from server.recordings import service as recordings
from server.recordings.outlines import gaps_of
from server.recordings.schemas import RecordingState, TrackSums
from server.replays.addresses import RENEWED, SIGNED_SECONDS, Addresses
from server.replays.playlist import (
    Missing,
    Piece,
    Rendition,
    media_playlist,
    multivariant_playlist,
)
from server.replays.schemas import ChapterOut
from server.words import Words
from streaming.contract import BOARD, TEACHER, Kind
from streaming.store.objects import ObjectStore

KEPT_PLAYLISTS = 256
"""Playlists kept in memory, 60 kB each for a double lesson."""
FRESH = 1.0
"""Seconds for which a kept playlist is given without asking the database whether its recording has changed. Players
reload one every few seconds, so one second of age is lost among them, and 200 viewers cost one question."""
_MAKERS = 16


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
class Wanted:
    """Which media playlist: of one track, or of everything of a role and kind, however many tracks it came in."""

    track: str = ""
    role: str = ""
    kind: Kind = Kind.VIDEO


@dataclass(frozen=True, slots=True)
class Playlist:
    """A media playlist, the same for all viewers."""

    body: bytes
    etag: str
    """Quoted, strong."""
    version: object
    checked: datetime
    """When the recording was last seen to be of this version."""

    @property
    def text(self) -> str:
        """The playlist as it is read."""
        return self.body.decode()


@dataclass(slots=True)
class Playlists:
    """Makes playlists, and keeps them while their recording does not change.

    A class of viewers reloads a growing playlist every few seconds, and the seek bar of each needs two.
    """

    store: ObjectStore
    addresses: Addresses
    made: int = 0
    _kept: OrderedDict[tuple[str, Wanted], Playlist] = field(default_factory=OrderedDict)
    _makers: tuple[asyncio.Lock, ...] = field(
        default_factory=lambda: tuple(asyncio.Lock() for _ in range(_MAKERS))
    )

    async def served(
        self, database: Database, lesson_id: str, wanted: Wanted, now: datetime
    ) -> Playlist:
        """Return a playlist at most `FRESH` old. Those who come while it is made wait for it.

        Raises:
            NoSuchLesson, NoSuchRecording, NoSuchTrack: if there is nothing to play.
        """
        key = (lesson_id, wanted)
        if (kept := self._fresh(key, now)) is not None:
            return kept
        async with self._makers[hash(key) % _MAKERS]:
            if (kept := self._fresh(key, now)) is not None:
                return kept
            async with database.reading() as transaction:
                lesson = await lessons.find(transaction, lesson_id)
                return await self.of(transaction, lesson, wanted, now)

    async def of(
        self, transaction: Transaction, lesson: Lesson, wanted: Wanted, now: datetime
    ) -> Playlist:
        """Return a playlist as the recording is now.

        Raises:
            NoSuchRecording, NoSuchTrack: if there is nothing to play.
        """
        recording = await recordings.find(transaction, lesson.id)
        state = recordings.state_of(recording, lesson)
        # Signed addresses are renewed long before they end.
        version = (recording.revision, state, now.timestamp() // RENEWED)
        key = (lesson.id, wanted)
        kept = self._kept.get(key)
        if kept is not None and kept.version == version:
            made = replace(kept, checked=now)
        else:
            body = (await self._text(transaction, recording, state, wanted, now)).encode()
            etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            made = Playlist(body, etag, version, now)
            self.made += 1
        self._kept[key] = made
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT_PLAYLISTS:
            self._kept.popitem(last=False)
        return made

    async def chapters(
        self, transaction: Transaction, lesson: Lesson, now: datetime
    ) -> list[ChapterOut]:
        """Return where the board shows another slide, and what the camera shows where there is none.

        Raises:
            NoSuchRecording: if nothing is recorded.
        """
        recording = await recordings.find(transaction, lesson.id)
        boards = {track.id for track in recording.tracks if track.role == BOARD}
        return [
            ChapterOut(
                at_ms=round(one.offset * 1000),
                thumbnail=await self.address(one.key, now),
                slide=one.track_id in boards,
            )
            for one in await recordings.chapters_of(transaction, lesson.id)
        ]

    def _fresh(self, key: tuple[str, Wanted], now: datetime) -> Playlist | None:
        kept = self._kept.get(key)
        if kept is None or not 0 <= (now - kept.checked).total_seconds() < FRESH:
            return None
        return kept

    async def _text(
        self,
        transaction: Transaction,
        recording: Recording,
        state: RecordingState,
        wanted: Wanted,
        now: datetime,
    ) -> str:
        tracks = [wanted.track]
        if not wanted.track:
            found = _of_role(recording.tracks, wanted.role, wanted.kind)
            tracks = [track.id for track in found]
        pieces = await self._pieces(transaction, recording.lesson_id, tracks, now)
        if not pieces or recording.epoch is None:
            raise NoSuchTrack
        gaps = await gaps_of(transaction, recording.lesson_id)
        missing = [
            Missing(gap.offset, gap.duration, gap.reason)
            for track in tracks
            for gap in gaps.get(track, ())
        ]
        complete = state is RecordingState.COMPLETE
        return media_playlist(pieces, recording.epoch, missing, complete=complete)

    async def _pieces(
        self, transaction: Transaction, lesson_id: str, tracks: Sequence[str], now: datetime
    ) -> list[Piece]:
        headers, segments = await recordings.media_of(transaction, lesson_id, tracks)
        inits = {
            (header.track_id, header.number): await self.address(header.key, now)
            for header in headers
        }
        return [
            Piece(
                uri=await self.address(segment.key, now),
                init_uri=inits[segment.track, segment.init],
                offset=segment.offset,
                duration=segment.duration,
            )
            for segment in segments
            # Without its header, which will be reported soon, a segment cannot be decoded.
            if (segment.track, segment.init) in inits
        ]

    async def address(self, key: str, now: datetime) -> str:
        """Return an address of an object, good for `SIGNED_SECONDS` at least."""
        return await self.store.presign(key, SIGNED_SECONDS) or self.addresses.sign(key, now)


async def role_master(transaction: Transaction, lesson: Lesson, role: str) -> str:
    """Return the playlist that joins a role's picture and sound.

    Raises:
        NoSuchRecording, NoSuchTrack: if there is nothing to play.
    """
    return await _master(transaction, lesson, [role])


async def master(transaction: Transaction, lesson: Lesson) -> str:
    """Return the playlist that joins everything: the teacher's picture leads, the others can be chosen.

    Raises:
        NoSuchRecording, NoSuchTrack: if there is nothing to play.
    """
    recording = await recordings.find(transaction, lesson.id)
    roles = dict.fromkeys(track.role for track in recording.tracks)
    return await _master(transaction, lesson, sorted(roles, key=lambda role: role != TEACHER))


async def _master(transaction: Transaction, lesson: Lesson, roles: Sequence[str]) -> str:
    recording = await recordings.find(transaction, lesson.id)
    sums = await recordings.sums_of(transaction, lesson.id)
    there = [track for track in recording.tracks if track.id in sums]
    renditions = {
        kind: [
            rendition
            for role in roles
            for rendition in _rendition(_of_role(there, role, kind), sums)
        ]
        for kind in Kind
    }
    if not any(renditions.values()):
        raise NoSuchTrack
    independent = all(sums[track.id].independent for track in there if track.role in roles)
    return multivariant_playlist(
        renditions[Kind.VIDEO], renditions[Kind.AUDIO], independent=independent
    )


def _of_role(tracks: Sequence[Track], role: str, kind: Kind) -> list[Track]:
    return [track for track in tracks if track.role == role and track.kind == kind]


def _rendition(tracks: Sequence[Track], sums: Mapping[str, TrackSums]) -> list[Rendition]:
    if not tracks:
        return []
    newest = tracks[-1]
    return [
        Rendition(
            uri=f"/api/recordings/{newest.lesson_id}/roles/{newest.role}/{newest.kind}.m3u8",
            codec=newest.codec,
            bandwidth_bps=math.ceil(max(sums[track.id].peak_bps for track in tracks)),
            width=newest.width,
            height=newest.height,
            name=newest.role,
        )
    ]
