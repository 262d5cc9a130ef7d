"""The registry of media nodes and archivers: who is linked, who was a moment ago, and what they are told.

A node dials us, says `NodeHello`, is brought to the state of our rows (`Desk.reconcile`), and only then
counts as online. A node whose link broke keeps its lessons for the time of a lease.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from server.clock import Clock
from server.integrations.links import Channel, ChannelClosed, Link, LinkBroken
from streaming.contract import (
    ArchiverHello,
    ContractError,
    JoinAccepted,
    JoinRefused,
    JoinRoom,
    Message,
    NodeHello,
    QualityReport,
    RestartIce,
)

logger = logging.getLogger(__name__)


BRING_SECONDS = 10.0
"""How long a node that has just arrived may take to read its commands: others wait for it."""


class NodeAway(Exception):
    """The node is not linked now, or did not answer in time."""


class Desk(Protocol):
    """What the features do with what nodes and archivers say."""

    async def reconcile(
        self, hello: NodeHello, bring: Callable[[Sequence[Message]], Awaitable[None]]
    ) -> None:
        """Take note of what a node holds; hand `bring` the commands that bring it to our state.

        `bring` sends them and lets the node count as online, once, before this returns.
        """

    async def handle(self, peer: str, message: Message) -> None:
        """Make a message durable. Idempotent: it may come again."""

    def quality(self, report: QualityReport) -> None:
        """Take note of how a room is doing; must not block."""


@dataclass(slots=True)
class MediaNodes:
    """Nodes and archivers by name."""

    clock: Clock
    lease: float
    """Seconds for which a node whose link broke keeps its lessons."""
    on_change: Callable[[], None] = lambda: None
    """Called when a node came or went."""
    _nodes: dict[str, Link] = field(default_factory=dict)
    _archivers: dict[str, Link] = field(default_factory=dict)
    _left: dict[str, float] = field(default_factory=dict)
    """When nodes that are away went, monotonic. Bounded by the names that ever showed our token."""

    @property
    def nodes_online(self) -> tuple[str, ...]:
        """Names of the nodes that are linked, in order of their arrival."""
        return tuple(self._nodes)

    @property
    def archivers_online(self) -> tuple[str, ...]:
        """Names of the archivers that are linked."""
        return tuple(self._archivers)

    def holds_lease(self, node: str) -> bool:
        """Return whether a node is linked or went so lately that it keeps its lessons."""
        if node in self._nodes:
            return True
        left = self._left.get(node)
        return left is not None and self.clock.monotonic() - left < self.lease

    async def serve(self, channel: Channel, desk: Desk) -> None:
        """Serve one connection until it ends. Cancellation closes nothing: the caller owns the channel."""
        link = Link(channel, "newcomer")
        try:
            envelope = await link.receive()
            match envelope.message:
                case NodeHello() as hello:
                    link.name = hello.node
                    await self._serve_node(link, hello, envelope.number, desk)
                case ArchiverHello() as hello:
                    link.name = hello.archiver
                    await self._serve_archiver(link, envelope.number, desk)
                case other:
                    await link.close(1002, f"{other.type} came, a hello is allowed first")
        except (ChannelClosed, TimeoutError):
            return
        except ContractError as error:
            logger.warning("link breaks the contract peer=%s error=%s", link.name, error)
            await link.close(1007, str(error)[:100])

    async def command(self, node: str, message: Message) -> None:
        """Send a command to a node.

        Raises:
            NodeAway: if it is not linked; it will be reconciled when it comes back.
        """
        await _command(self._nodes.get(node), node, message)

    async def command_archiver(self, archiver: str, message: Message) -> None:
        """Send a command to an archiver.

        Raises:
            NodeAway: if it is not linked.
        """
        await _command(self._archivers.get(archiver), archiver, message)

    async def join(
        self,
        node: str,
        request: JoinRoom | RestartIce,
        timeout: float,  # noqa: ASYNC109 - the bound of one HTTP request
    ) -> JoinAccepted | JoinRefused:
        """Pass an offer to a node and return its answer.

        Raises:
            NodeAway: if it is not linked, or did not answer in `timeout` seconds.
        """
        link = self._nodes.get(node)
        if link is None:
            raise NodeAway(node)
        try:
            return await link.ask(request, timeout)
        except (TimeoutError, LinkBroken) as error:
            raise NodeAway(node) from error

    async def close(self) -> None:
        """Close every link; idempotent."""
        for link in (*self._nodes.values(), *self._archivers.values()):
            await link.close(1001, "the server stops")

    async def _serve_node(self, link: Link, hello: NodeHello, number: int, desk: Desk) -> None:
        await self._replace(self._nodes.get(hello.node))

        async def bring(commands: Sequence[Message]) -> None:
            async with asyncio.timeout(BRING_SECONDS):
                for command in commands:
                    await link.command(command)
            self._nodes[hello.node] = link
            self._left.pop(hello.node, None)

        await desk.reconcile(hello, bring)
        logger.info("node online node=%s rooms=%d", hello.node, len(hello.rooms))
        self.on_change()
        try:
            await link.acknowledge(number)
            await link.run(lambda message: desk.handle(hello.node, message), desk.quality)
        finally:
            if self._nodes.get(hello.node) is link:
                del self._nodes[hello.node]
                self._left[hello.node] = self.clock.monotonic()
                logger.info("node away node=%s", hello.node)
                self.on_change()

    async def _serve_archiver(self, link: Link, number: int, desk: Desk) -> None:
        await self._replace(self._archivers.get(link.name))
        self._archivers[link.name] = link
        logger.info("archiver online archiver=%s", link.name)
        try:
            await link.acknowledge(number)
            await link.run(lambda message: desk.handle(link.name, message), desk.quality)
        finally:
            if self._archivers.get(link.name) is link:
                del self._archivers[link.name]
                logger.info("archiver away archiver=%s", link.name)

    async def _replace(self, older: Link | None) -> None:
        # The same name again: its machine restarted before we noticed that the old link is dead.
        if older is not None:
            await older.close(1000, "replaced by a newer link of the same name")


async def _command(link: Link | None, name: str, message: Message) -> None:
    if link is None:
        raise NodeAway(name)
    try:
        await link.command(message)
    except ChannelClosed as error:
        raise NodeAway(name) from error
