"""Playlists of a recording, and where its objects are."""

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from server.database import Transaction
from server.errors import NotFound, Unavailable
from server.models import Lesson, Recording, Track
from server.recordings import service as recordings
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
from streaming.contract import TEACHER, Kind
from streaming.store.objects import ObjectStore

KEPT_PLAYLISTS = 256
"""Playlists kept in memory, 60 kB each for a double lesson."""


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


@dataclass(slots=True)
class Playlists:
    """Makes playlists, and keeps them while their recording does not change.

    A class of viewers reloads a growing playlist every few seconds, and the seek bar of each needs two.
    """

    store: ObjectStore
    addresses: Addresses
    made: int = 0
    _kept: OrderedDict[tuple[str, ...], tuple[object, str]] = field(default_factory=OrderedDict)

    async def of_track(
        self, transaction: Transaction, lesson: Lesson, track_id: str, now: datetime
    ) -> str:
        """Return the media playlist of one track.

        Raises:
            NoSuchRecording, NoSuchTrack: if there is nothing to play.
        """
        recording = await recordings.find(transaction, lesson.id)
        return await self._playlist(transaction, lesson, recording, [track_id], now)

    async def of_role(
        self, transaction: Transaction, lesson: Lesson, role: str, kind: Kind, now: datetime
    ) -> str:
        """Return one media playlist of everything of a role and kind, however many tracks it came in.

        Raises:
            NoSuchRecording, NoSuchTrack: if there is nothing to play.
        """
        recording = await recordings.find(transaction, lesson.id)
        tracks = [track.id for track in _of_role(recording.tracks, role, kind)]
        return await self._playlist(transaction, lesson, recording, tracks, now)

    async def chapters(
        self, transaction: Transaction, lesson: Lesson, now: datetime
    ) -> list[ChapterOut]:
        """Return where the board shows another slide.

        Raises:
            NoSuchRecording: if nothing is recorded.
        """
        await recordings.find(transaction, lesson.id)
        return [
            ChapterOut(
                at_ms=round(one.offset * 1000),
                thumbnail=await self._address(one.key, now),
            )
            for one in await recordings.chapters_of(transaction, lesson.id)
        ]

    async def _playlist(
        self,
        transaction: Transaction,
        lesson: Lesson,
        recording: Recording,
        tracks: Sequence[str],
        now: datetime,
    ) -> str:
        state = recordings.state_of(recording, lesson)
        # Signed addresses are renewed long before they end.
        version = (recording.revision, state, now.timestamp() // RENEWED)
        key = (lesson.id, *tracks)
        kept = self._kept.get(key)
        if kept is not None and kept[0] == version:
            self._kept.move_to_end(key)
            return kept[1]
        pieces = await self._pieces(transaction, lesson.id, tracks, now)
        if not pieces or recording.epoch is None:
            raise NoSuchTrack
        complete = state is RecordingState.COMPLETE
        gaps = await recordings.gaps_of(transaction, lesson.id)
        missing = [
            Missing(gap.offset, gap.duration, gap.reason)
            for track in tracks
            for gap in gaps.get(track, ())
        ]
        text = media_playlist(pieces, recording.epoch, missing, complete=complete)
        self.made += 1
        self._kept[key] = (version, text)
        while len(self._kept) > KEPT_PLAYLISTS:
            self._kept.popitem(last=False)
        return text

    async def _pieces(
        self, transaction: Transaction, lesson_id: str, tracks: Sequence[str], now: datetime
    ) -> list[Piece]:
        headers, segments = await recordings.media_of(transaction, lesson_id, tracks)
        inits = {
            (header.track_id, header.number): await self._address(header.key, now)
            for header in headers
        }
        return [
            Piece(
                uri=await self._address(segment.key, now),
                init_uri=inits[segment.track, segment.init],
                offset=segment.offset,
                duration=segment.duration,
            )
            for segment in segments
            # Without its header, which will be reported soon, a segment cannot be decoded.
            if (segment.track, segment.init) in inits
        ]

    async def _address(self, key: str, now: datetime) -> str:
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
