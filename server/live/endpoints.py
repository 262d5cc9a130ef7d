"""Media tokens, the WHIP (RFC 9725) and WHEP doors, the receivers of a lesson, and the link of nodes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response, WebSocket
from starlette.websockets import WebSocketDisconnect

from server.auth.guards import Anyone, MediaBearer, NodeToken, known_callers
from server.auth.policy import Caller, PersonCaller
from server.dependencies import Reading, Writing
from server.error_handlers import problems
from server.errors import (
    NotAllowed,
    NotSignedIn,
    TooLarge,
    TooManyRequests,
    Unprocessable,
    WrongType,
)
from server.integrations.links import ChannelClosed
from server.integrations.media_nodes import Desk, MediaNodes
from server.lessons.guards import LessonId, Seeing, SeeingReceivers
from server.lessons.service import NoSuchLesson
from server.live.doors import (
    BadMediaToken,
    BadOffer,
    Doors,
    LessonNotOpen,
    NoCommonCodec,
    NoSuchMediaSession,
    TakenOver,
    WrongDoor,
    ice_tag,
)
from server.live.presence import Attendees
from server.live.restarts import NoPrecondition, NoTrickle, require_restart, restart
from server.live.rooms import NoMediaNode
from server.live.schemas import MediaTokenOut, ReceiverList, TokenRequest, UplinkCheckOut
from server.live.stage import NoPictureConsent, NotOnStage
from server.live.uplink import Teaching, Tries, counted
from server.models import MediaSession
from streaming.contract import IDENTIFIER, Direction

router = APIRouter(tags=["live"])

OFFER_MAX = 65_536
"""Bytes of an SDP offer; Chromium's with simulcast has about 12 kB."""
SDP = "application/sdp"
FRAGMENT_MAX = 16_384
"""Bytes of what an ICE restart says; Chromium's with all its candidates has 3 kB."""
FRAGMENT = "application/trickle-ice-sdpfrag"

Bearer = Annotated[str, Depends(MediaBearer())]
SessionId = Annotated[str, Path(pattern=IDENTIFIER)]


def doors(request: Request) -> Doors:
    """Return the doors of this server."""
    found: Doors = request.app.state.doors
    return found


@router.post(
    "/api/lessons/{lesson_id}/media-tokens",
    status_code=201,
    responses=problems(
        NotSignedIn, NotAllowed, NoSuchLesson, LessonNotOpen, NotOnStage, TakenOver, Unprocessable
    ),
)
async def media_token(
    given: TokenRequest, request: Request, transaction: Writing, admitted: Seeing
) -> MediaTokenOut:
    """Return a permit for one door of a lesson: to be used once, within a minute."""
    return await doors(request).issue(
        transaction,
        admitted.lesson,
        admitted.callers,
        given.direction,
        resumes=given.resumes,
        takes_over=given.takes_over,
        on_stage=given.on_stage,
    )


@router.get(
    "/api/lessons/{lesson_id}/receivers",
    responses=problems(NotSignedIn, NotAllowed, NoSuchLesson),
)
async def receivers(
    request: Request, transaction: Reading, admitted: SeeingReceivers
) -> ReceiverList:
    """Return every receiving room of a lesson, and how its media do."""
    attendees: Attendees = request.app.state.attendees
    return ReceiverList(items=await attendees.receivers(transaction, admitted.lesson))


@router.post(
    "/api/uplink-checks",
    responses=problems(NotSignedIn, NotAllowed, TooLarge, TooManyRequests, Unprocessable),
)
async def check_uplink(
    request: Request, teacher: Annotated[PersonCaller, Depends(Teaching())]
) -> UplinkCheckOut:
    """Count the bytes of the body and throw them away, so that a page can time its own line; nothing is kept."""
    tries: Tries = request.app.state.uplink_tries
    clock = request.app.state.clock
    began = clock.monotonic()
    tries.admit(teacher, began)
    came = await counted(request.stream())
    return UplinkCheckOut(bytes=came, seconds=clock.monotonic() - began)


_JOIN = {
    "status_code": 201,
    "response_class": Response,
    "responses": problems(
        BadOffer,
        BadMediaToken,
        WrongDoor,
        NoSuchLesson,
        NoCommonCodec,
        LessonNotOpen,
        NotOnStage,
        NoPictureConsent,
        TooLarge,
        WrongType,
        NoMediaNode,
    ),
}


@router.post("/whip/{lesson_id}", **_JOIN)  # type: ignore[arg-type]
async def publish(
    request: Request,
    lesson_id: LessonId,
    token: Bearer,
    callers: Annotated[tuple[Caller, ...], Depends(known_callers)],
) -> Response:
    """Publish into a lesson by WHIP; a classroom's cookie comes along, a teacher's tool needs none."""
    return await _join(request, lesson_id, Direction.PUBLISH, token, callers)


@router.post("/whep/{lesson_id}", **_JOIN)  # type: ignore[arg-type]
async def receive(
    request: Request,
    lesson_id: LessonId,
    token: Bearer,
    callers: Annotated[tuple[Caller, ...], Depends(known_callers)],
) -> Response:
    """Receive a lesson by WHEP: the cookie of whom the permit was made for comes along."""
    return await _join(request, lesson_id, Direction.RECEIVE, token, callers)


_LEAVE = problems(BadMediaToken, NotAllowed, NoSuchMediaSession)


@router.delete("/whip/{lesson_id}/{session_id}", responses=_LEAVE)
async def stop_publishing(
    request: Request,
    lesson_id: LessonId,
    session_id: SessionId,
    token: Bearer,
    callers: Annotated[tuple[Caller, ...], Depends(known_callers)],
) -> Response:
    """End a WHIP session."""
    await doors(request).leave(lesson_id, Direction.PUBLISH, session_id, token, callers)
    return Response(status_code=200)


@router.delete("/whep/{lesson_id}/{session_id}", responses=_LEAVE)
async def stop_receiving(
    request: Request,
    lesson_id: LessonId,
    session_id: SessionId,
    token: Bearer,
    callers: Annotated[tuple[Caller, ...], Depends(known_callers)],
) -> Response:
    """End a WHEP session."""
    await doors(request).leave(lesson_id, Direction.RECEIVE, session_id, token, callers)
    return Response(status_code=200)


_ACCEPTS = [Depends(Anyone("says only which content type the door takes"))]


@router.options("/whip/{lesson_id}", status_code=204, dependencies=_ACCEPTS)
@router.options("/whep/{lesson_id}", status_code=204, dependencies=_ACCEPTS)
async def options(lesson_id: LessonId) -> Response:
    """Say what the door takes. Source: RFC 9725, section 4.2."""
    return Response(status_code=204, headers={"Accept-Post": SDP, "Allow": "OPTIONS, POST"})


_RESTART = problems(
    BadMediaToken,
    NotAllowed,
    NoSuchMediaSession,
    NoPrecondition,
    NoTrickle,
    BadOffer,
    TooLarge,
    WrongType,
    NoMediaNode,
)


@router.patch("/whip/{lesson_id}/{session_id}", response_class=Response, responses=_RESTART)
async def restart_publishing(
    request: Request,
    lesson_id: LessonId,
    session_id: SessionId,
    token: Bearer,
    callers: Annotated[tuple[Caller, ...], Depends(known_callers)],
) -> Response:
    """Restart the ICE of a WHIP session (RFC 9725, section 4.3.3)."""
    media = await doors(request).owned(lesson_id, Direction.PUBLISH, session_id, token, callers)
    return await _restart(request, media)


@router.patch("/whep/{lesson_id}/{session_id}", response_class=Response, responses=_RESTART)
async def restart_receiving(
    request: Request,
    lesson_id: LessonId,
    session_id: SessionId,
    token: Bearer,
    callers: Annotated[tuple[Caller, ...], Depends(known_callers)],
) -> Response:
    """Restart the ICE of a WHEP session."""
    media = await doors(request).owned(lesson_id, Direction.RECEIVE, session_id, token, callers)
    return await _restart(request, media)


@router.websocket("/api/nodes/link", dependencies=[Depends(NodeToken())])
async def link(socket: WebSocket) -> None:
    """Carry the contract between this server and one media node or archiver."""
    nodes: MediaNodes = socket.app.state.nodes
    desk: Desk = socket.app.state.desk
    await socket.accept()
    channel = _SocketChannel(socket)
    await nodes.serve(channel, desk)
    await channel.close(1000, "done")


async def _join(
    request: Request,
    lesson_id: str,
    direction: Direction,
    token: str,
    callers: tuple[Caller, ...] = (),
) -> Response:
    offer = await _offer(request)
    joined = await doors(request).join(lesson_id, direction, token, offer, callers)
    headers = {"Location": joined.location, "ETag": joined.tag, "Cache-Control": "no-store"}
    return Response(joined.answer, 201, headers, media_type=SDP)


async def _restart(request: Request, media: MediaSession) -> Response:
    require_restart(request.headers.get("if-match", ""))
    fragment = await _body(request, FRAGMENT, FRAGMENT_MAX)
    here = doors(request)
    answer = await restart(here.nodes, here.clock, media, fragment, here.join_timeout)
    headers = {"ETag": ice_tag(answer), "Cache-Control": "no-store"}
    return Response(answer, 200, headers, media_type=FRAGMENT)


async def _offer(request: Request) -> str:
    offer = await _body(request, SDP, OFFER_MAX)
    # Source: RFC 8866, section 5: every description begins with its version.
    if not offer.startswith("v=0"):
        raise BadOffer(reason="v=0 is missing at the start")
    return offer


async def _body(request: Request, allowed: str, limit: int) -> str:
    came = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if came != allowed:
        raise WrongType(came=came[:80] or "—", allowed=allowed)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLarge(limit=limit)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadOffer(reason="not UTF-8") from error


class _SocketChannel:
    """A WebSocket as a channel of texts."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._open = True

    async def receive(self) -> str:
        try:
            return await self._socket.receive_text()
        except (WebSocketDisconnect, RuntimeError, KeyError) as error:
            self._open = False
            raise ChannelClosed from error

    async def send(self, text: str) -> None:
        if not self._open:
            raise ChannelClosed
        try:
            await self._socket.send_text(text)
        except (WebSocketDisconnect, RuntimeError) as error:
            self._open = False
            raise ChannelClosed from error

    async def close(self, code: int, reason: str) -> None:
        if self._open:
            self._open = False
            try:
                await self._socket.close(code, reason)
            except (WebSocketDisconnect, RuntimeError):
                return
