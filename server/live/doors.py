"""The doors of a lesson for media: permits, and offers that are passed to the node that holds the room."""

import hashlib
import hmac
import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from server.audit.looks import Looks
from server.auth.policy import Action, Caller, DeviceCaller, PersonCaller, who_may
from server.clock import Clock
from server.database import Database, Transaction
from server.errors import Conflict, NotAllowed, NotFound, NotSignedIn, Problem
from server.identifiers import new_id, new_token
from server.integrations.media_nodes import MediaNodes, NodeAway
from server.lessons import service as lessons
from server.lessons.lifecycle import ON_AIR, STATE_WORDS
from server.live import repository
from server.live.rooms import NoMediaNode, Rooms
from server.live.schemas import MediaTokenOut
from server.live.stage import admit, roles_of
from server.models import Lesson, MediaSession, MediaToken, State
from server.words import Words
from streaming.contract import (
    BOARD,
    STUDENTS,
    TEACHER,
    Direction,
    Ending,
    JoinAccepted,
    JoinRefused,
    JoinRoom,
    LeaveRoom,
    Refusal,
    TrackRole,
)

logger = logging.getLogger(__name__)

DOORS = {Direction.PUBLISH: "whip", Direction.RECEIVE: "whep"}
ACTIONS = {Direction.PUBLISH: Action.PUBLISH, Direction.RECEIVE: Action.RECEIVE}
ON_STAGE = {Direction.PUBLISH: Action.APPEAR, Direction.RECEIVE: Action.CONDUCT}


class BadOffer(Problem):
    """The SDP offer cannot be answered."""

    status = 400
    slug = "bad-offer"
    title = Words("连接请求读不懂", "Bad offer")
    detail = Words("浏览器发来的连接请求不能用：{reason}", "The SDP offer cannot be used: {reason}")


class BadMediaToken(NotSignedIn):
    """No media token, or one that is unknown, used or expired."""

    slug = "bad-media-token"
    title = Words("进入许可无效", "Media token refused")
    detail = Words(
        "进入课堂的许可无效、已用过或已过期，请刷新页面。",
        "The media token is missing, unknown, used or expired; ask for a new one.",
    )


class WrongDoor(NotAllowed):
    """The media token is good, but for another lesson or direction."""

    slug = "wrong-door"
    detail = Words(
        "这个许可不是用于这节课、这个方向或这台设备的，请刷新页面。",
        "The media token is for another lesson, another direction or somebody else.",
    )


class NoCommonCodec(Problem):
    """Browser and node have no codec in common."""

    status = 406
    slug = "no-common-codec"
    title = Words("没有共同的编码格式", "No common codec")
    detail = Words(
        "这个浏览器不支持课堂使用的音视频格式：{reason}",
        "This browser has no codec in common with the lesson: {reason}",
    )


class LessonNotOpen(Conflict):
    """The lesson has no room now."""

    slug = "lesson-not-open"
    title = Words("课堂没有开放", "The lesson is not open")
    detail = Words(
        "这节课现在是“{state_zh}”状态，课堂没有开放。",
        "The lesson is {state}; its room is not open.",
    )


class TakenOver(Conflict):
    """The page that wants to go on was replaced by another one of the same person or room."""

    slug = "taken-over"
    title = Words("已在另一台设备上继续", "Taken over by another device")
    detail = Words(
        "您已经在另一台电脑或另一个页面上继续这节课，这里已经停下。",
        "This lesson goes on at another computer or page of yours; this one has stopped.",
    )


class NoSuchMediaSession(NotFound):
    """There is no such media session in this lesson."""

    slug = "no-such-media-session"
    detail = Words("没有这个连接。", "There is no such media session.")


def ice_tag(description: str) -> str:
    """Return the entity tag of the ICE session that an answer or a fragment describes."""
    found = re.search(r"^a=ice-ufrag:([A-Za-z0-9+/]{4,256})\s*$", description, re.MULTILINE)
    return f'"{found[1]}"' if found else '""'


@dataclass(frozen=True, slots=True)
class Joined:
    """An accepted offer."""

    session: str
    answer: str
    location: str

    @property
    def tag(self) -> str:
        """The entity tag of the ICE session (RFC 9725, section 4.3.1): our name in it."""
        return ice_tag(self.answer)


@dataclass(slots=True)
class Doors:
    """Lets peers in and out."""

    database: Database
    nodes: MediaNodes
    rooms: Rooms
    clock: Clock
    token_lifetime: timedelta
    join_timeout: float
    """Seconds to wait for the node's answer."""
    looks: Looks = field(default_factory=Looks)
    """Who was noted lately as looking into a running lesson."""

    async def issue(  # noqa: PLR0913 - a permit's wishes, each by its name
        self,
        transaction: Transaction,
        lesson: Lesson,
        callers: Sequence[Caller],
        direction: Direction,
        *,
        resumes: str | None = None,
        takes_over: bool = False,
        on_stage: bool = False,
    ) -> MediaTokenOut:
        """Make a permit for one door; `resumes` names the session that the page had before.

        `on_stage`: a classroom wants to send, or its teacher to receive the class that has the word; each in its
        own name also where both use the same browser.

        Of several devices of a room the one that was put in front last plays; `takes_over` puts one in front.

        Raises:
            NotAllowed: if none of the callers may use it.
            LessonNotOpen: if the lesson has no room now.
            NotOnStage: if a classroom wants to send that has not the word.
            TakenOver: if a newer page of the same identity has replaced that session, or another device of
                the room plays: two that both come back by themselves would replace each other for ever.
        """
        action = (ON_STAGE if on_stage else ACTIONS)[direction]
        caller = who_may(callers, action, lessons.facts_of(lesson))
        if caller is None:
            raise NotAllowed
        _require_on_air(lesson)
        if direction is Direction.PUBLISH:
            await admit(transaction, lesson, caller.identity)
        now = self.clock.now()
        if takes_over and isinstance(caller, DeviceCaller):
            await repository.put_in_front(transaction.session, caller.id, now)
        if isinstance(caller, DeviceCaller):
            await self._refuse_behind(transaction, lesson, caller)
        if resumes is not None:
            await self._refuse_replaced(transaction, resumes, caller)
        if direction is Direction.RECEIVE and isinstance(caller, PersonCaller):
            await self._note_visitor(transaction, lesson, caller)
        token = new_token()
        expires_at = now + self.token_lifetime
        transaction.session.add(
            MediaToken(
                token_hash=_hash(token),
                lesson_id=lesson.id,
                direction=direction,
                identity=caller.identity,
                device_id=caller.id if isinstance(caller, DeviceCaller) else None,
                expires_at=expires_at,
            )
        )
        endpoint = f"/{DOORS[direction]}/{lesson.id}"
        return MediaTokenOut(token=token, expires_at=expires_at, endpoint=endpoint, ice_servers=[])

    async def join(
        self,
        lesson_id: str,
        direction: Direction,
        token: str,
        offer: str,
        callers: Sequence[Caller] = (),
    ) -> Joined:
        """Spend a permit and pass an offer to the node that holds the lesson's room.

        `callers` are those whose cookie came with the request: a permit to receive, or one of a classroom, is good
        for the one that it was made for, so that whoever gets hold of it alone neither sees a child nor speaks
        for a class. Teachers' publishing tools carry no cookie.

        Raises:
            NoSuchLesson, BadMediaToken, WrongDoor, LessonNotOpen, NotOnStage, NoPictureConsent: before the permit is spent.
            NoMediaNode: if no node answers; BadOffer, NoCommonCodec: if it refuses.
        """
        lesson, media = await self._admit(lesson_id, direction, token, offer, callers)
        outcome = await self._ask(media, offer)
        if isinstance(outcome, JoinRefused):
            await self._forget(media)
            raise self._refusal(lesson.id, outcome)
        await self._refuse_revoked(media)
        logger.info(
            "joined lesson=%s session=%s identity=%s direction=%s node=%s",
            lesson.id,
            media.id,
            media.identity,
            direction,
            media.node,
        )
        location = f"/{DOORS[direction]}/{lesson.id}/{media.id}"
        return Joined(media.id, outcome.answer, location)

    async def leave(
        self,
        lesson_id: str,
        direction: Direction,
        session_id: str,
        token: str,
        callers: Sequence[Caller],
    ) -> None:
        """End a media session of whoever opened it; no error if it has ended already.

        Raises: what `owned` does.
        """
        media = await self.owned(lesson_id, direction, session_id, token, callers)
        try:
            await self.nodes.command(media.node, LeaveRoom(media.id))
        except NodeAway:
            logger.info("node away, session ends by its time-out session=%s", media.id)

    async def owned(
        self,
        lesson_id: str,
        direction: Direction,
        session_id: str,
        token: str,
        callers: Sequence[Caller],
    ) -> MediaSession:
        """Return a media session to whoever opened it.

        Raises:
            NoSuchMediaSession: if there is none of this lesson and direction.
            BadMediaToken: if neither token nor cookie was shown.
            NotAllowed: if they are somebody else's.
        """
        async with self.database.reading() as transaction:
            media = await repository.media_session(transaction.session, session_id)
        if media is None or (media.lesson_id, media.direction) != (lesson_id, direction):
            raise NoSuchMediaSession
        if not token and not callers:
            raise BadMediaToken
        by_token = hmac.compare_digest(_hash(token), media.token_hash)
        if not by_token and media.identity not in {caller.identity for caller in callers}:
            raise NotAllowed
        return media

    async def revoke(self, identity: str, device_id: str | None = None) -> None:
        """End every media session of an identity (or of one device of a room); called when its right to be there is gone and committed.

        The rows end here, so that an offer that is being answered right now is not let in (`join` looks
        again), and a node that is away ends the session when it comes back.
        """
        now = self.clock.now()
        async with self.database.writing() as transaction:
            found = await repository.open_sessions_of(transaction.session, identity, device_id)
            for media in found:
                await repository.end_session(transaction.session, media, Ending.REVOKED, now)
        for media in found:
            try:
                await self.nodes.command(media.node, LeaveRoom(media.id, Ending.REVOKED))
            except NodeAway:
                logger.info("node away, told when it is back session=%s", media.id)
        logger.info("media revoked identity=%s sessions=%d", identity, len(found))

    async def _note_visitor(
        self, transaction: Transaction, lesson: Lesson, caller: PersonCaller
    ) -> None:
        """Write down that somebody looks into a lesson in which they have no part: it may show children."""
        now, identity = self.clock.now(), caller.identity
        if caller.id == lesson.teacher_id or not self.looks.is_new(identity, lesson.id, now):
            return
        await self.looks.note(transaction, identity, lesson, now, "live")

    async def _admit(
        self,
        lesson_id: str,
        direction: Direction,
        token: str,
        offer: str,
        callers: Sequence[Caller],
    ) -> tuple[Lesson, MediaSession]:
        if not token:
            raise BadMediaToken
        now, token_hash = self.clock.now(), _hash(token)
        # Whatever is raised inside rolls the spending back: a permit is spent only on its way to a node.
        async with self.database.writing() as transaction:
            lesson = await lessons.find(transaction, lesson_id)
            permit = await repository.spend_token(transaction.session, token_hash, now)
            if permit is None:
                raise BadMediaToken
            if (permit.lesson_id, permit.direction) != (lesson_id, direction):
                raise WrongDoor
            bound = direction is Direction.RECEIVE or permit.device_id is not None
            if bound and not _is_of(permit, callers):
                raise WrongDoor if callers else BadMediaToken
            _require_on_air(lesson)
            if direction is Direction.PUBLISH:
                await admit(transaction, lesson, permit.identity, offer)
            media = MediaSession(
                id=new_id(now),
                lesson_id=lesson.id,
                direction=direction,
                identity=permit.identity,
                device_id=permit.device_id,
                token_hash=token_hash,
                node=await self.rooms.place(transaction, lesson),
                created_at=now,
            )
            transaction.session.add(media)
        return lesson, media

    async def _ask(self, media: MediaSession, offer: str) -> JoinAccepted | JoinRefused:
        """Have the node answer an offer; forget the session where it does not."""
        request = JoinRoom(
            request=media.id,
            session=media.id,
            lesson=media.lesson_id,
            identity=media.identity,
            direction=media.direction,
            offer=offer,
            roles=self._roles(media),
        )
        try:
            if not await self.rooms.ensure_open(media.lesson_id, media.node):
                await self._forget(media)
                raise LessonNotOpen(state="ended", state_zh=STATE_WORDS[State.ENDED].zh)
            return await self.nodes.join(media.node, request, self.join_timeout)
        except NodeAway as error:
            await self._forget(media)
            # Its answer may only be late: then nobody would use the session.
            with suppress(NodeAway):
                await self.nodes.command(media.node, LeaveRoom(media.id))
            raise NoMediaNode from error

    @staticmethod
    def _roles(media: MediaSession) -> tuple[TrackRole, ...]:
        every = (TEACHER, BOARD, STUDENTS)
        return roles_of(media.identity, every) if media.direction is Direction.PUBLISH else every

    async def _refuse_replaced(
        self, transaction: Transaction, resumes: str, caller: Caller
    ) -> None:
        before = await repository.media_session(transaction.session, resumes)
        if before is None or before.identity != caller.identity:
            return
        if isinstance(caller, DeviceCaller):
            # Nobody sits at a classroom's device to choose: once the other page is gone it goes on by itself.
            newer = await repository.newer_session(transaction.session, before, caller.id)
            replaced = newer is not None
        else:
            # The row of the newer one is older than the end of this one: nothing is missed in between.
            newer = await repository.newer_session(transaction.session, before)
            replaced = before.ending is Ending.REPLACED or newer is not None
        if replaced:
            raise TakenOver

    async def _refuse_behind(
        self, transaction: Transaction, lesson: Lesson, caller: DeviceCaller
    ) -> None:
        """See that no device plays the lesson that goes before this one in its room."""
        playing = await repository.devices_playing(transaction.session, lesson.id, caller.identity)
        known = await repository.devices_by_precedence(transaction.session, {*playing, caller.id})
        if known and known[0] != caller.id:
            raise TakenOver

    async def _refuse_revoked(self, media: MediaSession) -> None:
        """See that the right to be there was not taken while the node answered."""
        async with self.database.reading() as transaction:
            found = await repository.media_session(transaction.session, media.id)
        if found is not None and found.ending is Ending.REVOKED:
            with suppress(NodeAway):
                await self.nodes.command(media.node, LeaveRoom(media.id, Ending.REVOKED))
            raise BadMediaToken

    async def _forget(self, media: MediaSession) -> None:
        async with self.database.writing() as transaction:
            found = await repository.media_session(transaction.session, media.id)
            if found is not None:
                await transaction.session.delete(found)

    def _refusal(self, lesson_id: str, refused: JoinRefused) -> Problem:
        logger.info(
            "offer refused lesson=%s reason=%s detail=%s",
            lesson_id,
            refused.reason,
            refused.detail[:200],
        )
        match refused.reason:
            case Refusal.BAD_OFFER:
                return BadOffer(reason=refused.detail[:500])
            case Refusal.NO_COMMON_CODEC:
                return NoCommonCodec(reason=refused.detail[:500])
            case Refusal.NO_SUCH_ROOM | Refusal.NO_SUCH_SESSION:
                self.rooms.forget(lesson_id)
                return NoMediaNode()
            case Refusal.FULL:
                return NoMediaNode(retry_after=10)


def _is_of(permit: MediaToken, callers: Sequence[Caller]) -> bool:
    """Return whether a permit was made for one of the callers: the very device, where it is a device's."""
    return any(
        caller.identity == permit.identity
        and (not isinstance(caller, DeviceCaller) or caller.id == permit.device_id)
        for caller in callers
    )


def _require_on_air(lesson: Lesson) -> None:
    if lesson.state not in ON_AIR:
        raise LessonNotOpen(state=lesson.state.value, state_zh=STATE_WORDS[lesson.state].zh)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
