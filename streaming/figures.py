"""The node in figures: what the pages' quality lights are made of, and the page that Prometheus reads.

The page is on loopback and off unless a port is set: nodes dial the server and never the other way round, so an
operator's own collector on the machine reads it. Nothing here is on the way of a packet.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from streaming import __version__, clock
from streaming.contract import Direction, Lesson, PeerQuality, Session
from streaming.metrics import Drops, Exposition, Histogram
from streaming.recording.recorder import JournalRecorder
from streaming.relay.downlink import Downlink
from streaming.relay.room import Member, Room
from streaming.relay.uplink import Uplink
from streaming.transport.doors import Doors
from streaming.transport.peer import Peer

LOOP_CHECK = 0.1
"""Seconds between looks at the clock by which the loop's delay is measured; a tenth of a per mille of a core."""
DELAY_BOUNDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0)
REQUEST_LIMIT = 5.0
"""Seconds for a whole request."""
REQUEST_BYTES = 8_192
TYPE = "text/plain; version=0.0.4; charset=utf-8"

Quality = Mapping[Lesson, tuple[PeerQuality, ...]]


@dataclass(frozen=True, slots=True)
class NodeParts:
    """What the figures are read from."""

    name: str
    drops: Drops
    doors: Doors
    recorder: JournalRecorder
    rooms: Mapping[Lesson, Room]
    peers: Mapping[Session, Peer]


def direction(member: Member) -> Direction:
    """Return which way a member's media go."""
    return Direction.PUBLISH if isinstance(member.link, Uplink) else Direction.RECEIVE


def qualities(room: Room, peers: Mapping[Session, Peer], now: float) -> Iterator[PeerQuality]:
    """Yield what each session of a room carried since the last call: rates begin anew with each."""
    for member in room.members.values():
        if member.joined:
            traffic = member.link.traffic(now)
            peer = peers.get(member.session)
            # A publisher reports on nothing of ours: its consent checks say how far it is.
            measured = 0.0 if peer is None else peer.round_trip * 1000
            yield PeerQuality(
                member.session,
                member.identity,
                direction(member),
                round(traffic.audio_kbps, 1),
                round(traffic.video_kbps, 1),
                round(traffic.loss_percent, 1),
                round(traffic.round_trip_ms or measured, 1),
            )


class LoopDelay:
    """How late the event loop comes to what is due: everything that waits for it waits so long."""

    def __init__(self) -> None:
        self.seconds = Histogram(DELAY_BOUNDS)
        self._handle: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin; call in the running loop."""
        self._wait()

    def stop(self) -> None:
        """End; idempotent."""
        if self._handle is not None:
            self._handle.cancel()

    def _wait(self) -> None:
        due = clock.now() + LOOP_CHECK
        self._handle = asyncio.get_running_loop().call_later(LOOP_CHECK, self._look, due)

    def _look(self, due: float) -> None:
        self.seconds.observe(max(0.0, clock.now() - due))
        self._wait()


def describe(parts: NodeParts, quality: Quality, delay: Histogram, *, linked: bool) -> str:
    """Return the text that Prometheus reads."""
    page = Exposition()
    page.gauge("tongke_node_info", "This node", [({"node": parts.name, "version": __version__}, 1)])
    page.gauge("tongke_node_linked", "1 while the server is linked", [({}, int(linked))])
    _describe_traffic(page, parts)
    page.histogram(
        "tongke_event_loop_delay_seconds", "How late the event loop comes to what is due", delay
    )
    recorder = parts.recorder
    page.gauge(
        "tongke_journal_waiting_bytes", "Not on the disk yet", [({}, recorder.bytes_waiting)]
    )
    page.counter(
        "tongke_journal_dropped_packets_total",
        "Packets that a journal had no room for",
        [({}, recorder.packets_dropped)],
    )
    _describe_rooms(page, parts.rooms)
    _describe_peers(page, quality)
    _describe_links(page, parts.rooms)
    return page.text()


def _describe_traffic(page: Exposition, parts: NodeParts) -> None:
    doors = parts.doors
    sockets = [one for one in (doors.udp, doors.udp6) if one is not None]
    page.counter(
        "tongke_received_datagrams_total",
        "Taken from the UDP ports",
        [({}, sum(one.received for one in sockets))],
    )
    page.counter(
        "tongke_sent_datagrams_total",
        "Handed to the UDP ports",
        [({}, sum(one.batch.sent for one in sockets))],
    )
    page.gauge(
        "tongke_tcp_connections",
        "Media connections over TCP",
        [({}, 0 if doors.tcp is None else doors.tcp.connections)],
    )
    reasons = [({"reason": reason.value}, count) for reason, count in parts.drops.counts.items()]
    full = sum(one.batch.dropped_full for one in sockets)
    unreachable = sum(one.batch.dropped_unreachable for one in sockets)
    reasons += [({"reason": "send_buffer_full"}, full), ({"reason": "unreachable"}, unreachable)]
    page.counter("tongke_dropped_total", "What went no further, by reason", reasons)


def _describe_rooms(page: Exposition, rooms: Mapping[Lesson, Room]) -> None:
    page.gauge("tongke_rooms", "Open rooms", [({}, len(rooms))])
    members = [
        ({"lesson": room.lesson, "direction": way.value}, _joined(room, way))
        for room in rooms.values()
        for way in Direction
    ]
    page.gauge("tongke_room_members", "Connected sessions of a room", members)


def _joined(room: Room, way: Direction) -> int:
    return sum(member.joined and direction(member) is way for member in room.members.values())


def _describe_peers(page: Exposition, quality: Quality) -> None:
    figures: tuple[tuple[str, str, Callable[[PeerQuality], float]], ...] = (
        ("audio_kbps", "Sound, kbit/s over two seconds", lambda peer: peer.audio_kbps),
        ("video_kbps", "Pictures, kbit/s over two seconds", lambda peer: peer.video_kbps),
        ("loss_percent", "Loss as the receiving side reports it", lambda peer: peer.loss_percent),
        ("round_trip_ms", "Milliseconds there and back", lambda peer: peer.round_trip_ms),
    )
    for name, meaning, read in figures:
        page.gauge(f"tongke_peer_{name}", meaning, _by_peer(quality, read))


def _by_peer(
    quality: Quality, read: Callable[[PeerQuality], float]
) -> Iterable[tuple[Mapping[str, str], float]]:
    for lesson, peers in quality.items():
        for peer in peers:
            labels = {"lesson": lesson, "session": peer.session, "direction": peer.direction.value}
            yield labels, read(peer)


def _describe_links(page: Exposition, rooms: Mapping[Lesson, Room]) -> None:
    """Write what the links of receivers are believed to carry, and what they are used for."""
    estimates: list[tuple[Mapping[str, str], float]] = []
    layers: list[tuple[Mapping[str, str], float]] = []
    for room in rooms.values():
        for member in room.members.values():
            if member.joined and isinstance(member.link, Downlink):
                labels = {"lesson": room.lesson, "session": member.session}
                allocation = member.link.allocation
                estimates.append((labels, allocation.bitrate_bps))
                layers += [
                    ({**labels, "role": role}, layer) for role, layer in allocation.layers.items()
                ]
    page.gauge(
        "tongke_peer_estimate_bps", "What the link is believed to carry; 0: not known", estimates
    )
    page.gauge("tongke_peer_layer", "Layer of each picture, 0 the smallest; -1: none", layers)


class MetricsPage:
    """`GET /metrics` on loopback, and nothing else."""

    def __init__(self, port: int, text: Callable[[], str]) -> None:
        self._port = port
        self._text = text
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port that is listened on; 0 before `start`."""
        return self._server.sockets[0].getsockname()[1] if self._server else 0

    async def start(self) -> None:
        """Listen. Raises: OSError when the port is taken."""
        self._server = await asyncio.start_server(
            self._answer, "127.0.0.1", self._port, limit=REQUEST_BYTES
        )

    async def stop(self) -> None:
        """Stop listening; idempotent."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(
            TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError
        ):
            async with asyncio.timeout(REQUEST_LIMIT):
                head = await reader.readuntil(b"\r\n\r\n")
                found = head.startswith((b"GET /metrics ", b"GET /metrics?"))
                status, body = ("200 OK", self._text()) if found else ("404 Not Found", "")
                content = body.encode()
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: {TYPE}\r\nContent-Length: {len(content)}"
                    "\r\nConnection: close\r\n\r\n".encode()
                    + content
                )
                await writer.drain()
        writer.close()
