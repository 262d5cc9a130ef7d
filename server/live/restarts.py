"""ICE restarts by PATCH: a peer whose network has changed agrees on new credentials, and its session goes on."""

from server.clock import Clock
from server.errors import Problem
from server.identifiers import new_id
from server.integrations.media_nodes import MediaNodes, NodeAway
from server.live.doors import BadOffer, NoSuchMediaSession
from server.live.rooms import NoMediaNode
from server.models import MediaSession
from server.words import Words
from streaming.contract import JoinRefused, Refusal, RestartIce


class NoPrecondition(Problem):
    """RFC 9725, section 4.3.1.1: a PATCH says by If-Match what it is about."""

    status = 428
    slug = "no-precondition"
    title = Words("缺少条件", "Precondition required")
    detail = Words(
        '这个请求缺少 If-Match：要重新建立连接，请写 If-Match: "*"。',
        "If-Match is missing; an ICE restart says *.",
    )


class NoTrickle(Problem):
    """Single candidates are not taken: the node's are all in its answer, and peers are found by their checks."""

    status = 422
    slug = "no-trickle"
    title = Words("不接收单个地址", "No trickle ICE")
    detail = Words(
        "这里不接收单个网络地址（If-Match 是 {came}），只接收重新建立连接的请求（If-Match: *）。",
        "Single candidates are not taken (If-Match: {came}); only ICE restarts are (If-Match: *).",
    )


def require_restart(condition: str) -> None:
    """See that a PATCH with this If-Match asks for a restart.

    Raises:
        NoPrecondition: if there is none; NoTrickle: if it names an ICE session, as trickled candidates do.
    """
    if not condition:
        raise NoPrecondition
    if condition.strip().strip('"') != "*":
        raise NoTrickle(came=condition[:80])


async def restart(
    nodes: MediaNodes,
    clock: Clock,
    media: MediaSession,
    fragment: str,
    timeout: float,  # noqa: ASYNC109 - the bound of one HTTP request
) -> str:
    """Pass a peer's new credentials to its node and return the node's, as a fragment.

    Raises:
        BadOffer: if they cannot be read; NoSuchMediaSession: if it has ended; NoMediaNode: if no node answers.
    """
    request = RestartIce(new_id(clock.now()), media.id, fragment)
    try:
        outcome = await nodes.join(media.node, request, timeout)
    except NodeAway as error:
        raise NoMediaNode from error
    if not isinstance(outcome, JoinRefused):
        return outcome.answer
    if outcome.reason is Refusal.BAD_OFFER:
        raise BadOffer(reason=outcome.detail[:500])
    raise NoSuchMediaSession
