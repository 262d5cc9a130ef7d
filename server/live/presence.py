"""Who is behind the doors of a lesson: sessions and attendance from what nodes say, quality in memory."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from server.clock import from_wall
from server.database import Database, Transaction
from server.lessons import service as lessons
from server.live import repository
from server.live.schemas import Presence, ReceiverOut, RestingLayerOut
from server.models import Attendance, Lesson, MediaSession
from streaming.contract import (
    TEACHER,
    Direction,
    PeerQuality,
    QualityReport,
    SessionConnected,
    SessionEnded,
    TrackStarted,
)

logger = logging.getLogger(__name__)

ROOM = "room:"
QUALITY_LESSONS = 1000
"""Lessons whose quality is kept; more than a node has rooms, so only what nobody asks about is dropped."""


@dataclass(slots=True)
class Attendees:
    """Presence in lessons. Quality is kept in memory: only the newest report means anything."""

    database: Database
    on_change: Callable[[str], None] = lambda _lesson: None
    """Called with a lesson whose receivers changed."""
    _quality: dict[str, dict[str, PeerQuality]] = field(default_factory=dict)
    """By lesson and session; replaced by each report, dropped with the lesson's end."""

    _resting: dict[str, list[RestingLayerOut]] = field(default_factory=dict)
    """By lesson, as its newest report says; a lesson without any is not in it."""

    async def connected(self, node: str, message: SessionConnected) -> None:
        """Write down that a peer's media may flow. Idempotent."""
        at = from_wall(message.at)
        async with self.database.writing() as transaction:
            media = await self._session(transaction, node, message)
            if media is None:
                return
            media.connected_at = media.connected_at or at
            if message.direction is Direction.RECEIVE:
                await self._attend(transaction, media, message)
        logger.info(
            "session connected lesson=%s session=%s identity=%s",
            message.lesson,
            message.session,
            message.identity,
        )
        self.on_change(message.lesson)

    async def ended(self, node: str, message: SessionEnded) -> None:
        """Write down that a peer has gone. Idempotent; corrects a time that was only guessed."""
        async with self.database.writing() as transaction:
            media = await self._session(transaction, node, message)
            if media is None:
                return
            await repository.end_session(
                transaction.session, media, message.reason, from_wall(message.at)
            )
        logger.info(
            "session ended lesson=%s session=%s reason=%s",
            message.lesson,
            message.session,
            message.reason,
        )
        self.on_change(message.lesson)

    async def track_started(self, message: TrackStarted) -> None:
        """Start an open lesson when its teacher begins to send."""
        logger.info(
            "track started lesson=%s role=%s kind=%s codec=%s",
            message.lesson,
            message.role,
            message.kind,
            message.codec,
        )
        if message.role == TEACHER:
            async with self.database.writing() as transaction:
                await lessons.begin_to_send(transaction, message.lesson, from_wall(message.at))

    def quality(self, report: QualityReport) -> None:
        """Keep how each session of a lesson is doing."""
        # Taken out first, so that the dictionary's order is that of the last report.
        self._quality.pop(report.lesson, None)
        self._quality[report.lesson] = {peer.session: peer for peer in report.peers}
        self._resting.pop(report.lesson, None)
        if report.resting:
            self._resting[report.lesson] = [
                RestingLayerOut(role=layer.role, rid=layer.rid) for layer in report.resting
            ]
        while len(self._quality) > QUALITY_LESSONS:
            self.forget(next(iter(self._quality)))
        self.on_change(report.lesson)

    def resting(self, lesson_id: str) -> list[RestingLayerOut]:
        """Return the layers of a lesson's pictures that nobody uses now."""
        return self._resting.get(lesson_id, [])

    def forget(self, lesson_id: str) -> None:
        """Drop the quality of a lesson that is over."""
        self._quality.pop(lesson_id, None)
        self._resting.pop(lesson_id, None)

    async def receivers(self, transaction: Transaction, lesson: Lesson) -> list[ReceiverOut]:
        """Return every receiving room of a lesson and whether it is there."""
        sessions = await repository.open_sessions(transaction.session, lesson.id)
        newest = {
            media.identity: media
            for media in sessions
            if media.direction is Direction.RECEIVE and media.identity.startswith(ROOM)
        }
        quality = self._quality.get(lesson.id, {})
        items = []
        for each in lessons.receiving_rooms(lesson):
            media = newest.get(f"{ROOM}{each.room.id}")
            carried = quality.get(media.id) if media else None
            items.append(
                ReceiverOut(
                    room=each.room,
                    school=each.school,
                    class_name=each.class_name,
                    state=_state(media),
                    since=(media.connected_at or media.created_at) if media else None,
                    audio_kbps=carried.audio_kbps if carried else 0.0,
                    video_kbps=carried.video_kbps if carried else 0.0,
                    loss_percent=carried.loss_percent if carried else 0.0,
                    round_trip_ms=carried.round_trip_ms if carried else 0.0,
                )
            )
        return items

    async def _session(
        self, transaction: Transaction, node: str, message: SessionConnected | SessionEnded
    ) -> MediaSession | None:
        """Return the row of a session, making it where we lost it: the node saw what happened."""
        session = transaction.session
        media = await repository.media_session(session, message.session)
        if media is not None:
            return media
        if not await repository.lesson_exists(session, message.lesson):
            logger.warning(
                "session of an unknown lesson, dropped lesson=%s session=%s",
                message.lesson,
                message.session,
            )
            return None
        media = MediaSession(
            id=message.session,
            lesson_id=message.lesson,
            direction=message.direction,
            identity=message.identity,
            token_hash="",
            node=node,
            created_at=from_wall(message.at),
        )
        session.add(media)
        return media

    async def _attend(
        self, transaction: Transaction, media: MediaSession, message: SessionConnected
    ) -> None:
        if not message.identity.startswith(ROOM):
            return
        room, session = message.identity.removeprefix(ROOM), transaction.session
        if await repository.attendance(session, media.id) is not None:
            return
        if await repository.room_exists(session, room):
            began_at = media.connected_at or media.created_at
            session.add(
                Attendance(
                    session_id=media.id,
                    lesson_id=media.lesson_id,
                    room_id=room,
                    began_at=began_at,
                    ended_at=media.ended_at,
                )
            )


def _state(media: MediaSession | None) -> Presence:
    if media is None:
        return Presence.ABSENT
    return Presence.CONNECTED if media.connected_at else Presence.CONNECTING
