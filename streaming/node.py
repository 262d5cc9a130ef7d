"""Composition root of the relay process: makes the parts, joins them, owns the socket's reader and the timers.

One event loop, one port number. Packets never wait for anything here: the reader callback walks a datagram from the socket to
`sendmmsg` in one synchronous chain; the link to the server and the journal's disk are other tasks and threads.
"""

import asyncio
import datetime
import gc
import logging
import secrets
from collections.abc import Callable, Iterator

from streaming import __version__, clock
from streaming.contract import (
    CloseRoom,
    Direction,
    Ending,
    Identity,
    JoinAccepted,
    JoinRefused,
    JoinRoom,
    LeaveRoom,
    Lesson,
    Message,
    NodeHello,
    OpenRoom,
    PeerQuality,
    QualityReport,
    Refusal,
    RestartIce,
    Session,
    SessionConnected,
    SessionEnded,
    StorageState,
    TrackStarted,
)
from streaming.errors import CapacityError, OfferError
from streaming.figures import LoopDelay, MetricsPage, NodeParts, describe, direction, qualities
from streaming.link import Link
from streaming.metrics import Drops
from streaming.negotiated import departures_for, published_media, slot_descriptions
from streaming.recording.recorder import JournalRecorder
from streaming.relay.allocation import Appetite
from streaming.relay.delivery import Deliveries
from streaming.relay.downlink import Downlink
from streaming.relay.room import Member, Room
from streaming.relay.slot import Slot
from streaming.relay.track import Track
from streaming.relay.uplink import Uplink
from streaming.settings import MediaSettings
from streaming.signaling.fragment import parse_fragment, write_fragment
from streaming.signaling.sdp import (
    LocalParameters,
    Negotiated,
    NoCommonCodec,
    Offer,
    answer,
    parse_offer,
)
from streaming.timers import Every, Timers
from streaming.transport import ice
from streaming.transport.budget import PUBLISHER, RECEIVER
from streaming.transport.copies import copies
from streaming.transport.demux import Demux
from streaming.transport.doors import Doors
from streaming.transport.dtls import Dtls, make_certificate, make_context
from streaming.transport.fan import FanOut
from streaming.transport.peer import Peer
from streaming.transport.udp import RECEIVE_SLOTS, Destination, Receive
from streaming.trust import Trust

PEER_INTERVAL = 0.05
"""Seconds between looks at the peers: handshakes, consent."""
RECEIVER_INTERVAL = 0.1
"""Seconds between looks at the reports that receivers are to get."""
QUALITY_INTERVAL = 2.0
"""Seconds between reports of quality to the server."""
GARBAGE_THRESHOLD = 50_000
"""New objects before the collector looks at the youngest ones (Python's default: 700); a look costs milliseconds."""
BATCHES_PER_WAKE = 16
"""Receive batches (64 datagrams each) taken before the loop's other callbacks get a turn."""

_log = logging.getLogger(__name__)


class Node:
    """See the module."""

    def __init__(self, settings: MediaSettings) -> None:
        """Bind the media port. Raises: NodeError when it is taken."""
        self._settings = settings
        self._drops = Drops()
        self._mint = ice.Mint(settings.node_token)
        self._demux = Demux(self._destination, self._drops, self._peer_broke, self._mint)
        self._doors = Doors(
            settings.media_bind, settings.media_port, self._drops, self._demux.forget
        )
        wall = datetime.datetime.fromtimestamp(clock.wall(), datetime.UTC)
        self._certificate = make_certificate(wall)
        self._context = make_context(self._certificate)
        self._addresses = settings.media_addresses or ice.host_addresses(
            ipv6=self._doors.udp6 is not None
        )
        self._recorder = JournalRecorder(settings.journal_dir, reserve=settings.recording_reserve)
        self._rooms: dict[Lesson, Room] = {}
        self._peers: dict[Session, Peer] = {}
        self._room_of: dict[Session, Room] = {}
        self._answers: dict[Session, str] = {}
        self._timers = Timers(self._look_at_timers)
        self._peers_due = Every(PEER_INTERVAL)
        self._receivers_due = Every(RECEIVER_INTERVAL)
        self._quality_due = Every(QUALITY_INTERVAL)
        self._quality: dict[Lesson, tuple[PeerQuality, ...]] = {}
        self._deliveries = Deliveries()
        self._delay = LoopDelay()
        self._page = MetricsPage(settings.metrics_port, self._figures)
        self._link = Link(
            settings.server_url.replace("http", "ws", 1) + "/api/nodes/link",
            settings.node_token,
            self._hello,
            self._receive_message,
            trust=Trust(settings.server_ca, settings.server_name),
        )

    @property
    def media_port(self) -> int:
        """The port that was bound."""
        return self._doors.port

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; then every session ends and journals are sealed."""
        # Packets are kept for seconds and never form cycles: collecting them often costs time and frees nothing.
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE_THRESHOLD)
        loop = asyncio.get_running_loop()
        self._doors.poll(clock.now())
        for descriptor, receive in self._doors.readers():
            loop.add_reader(descriptor, self._read, receive)
        link = asyncio.create_task(self._link.run())
        self._timers.start()
        self._delay.start()
        await self._show_figures()
        _log.info(
            "media node %s listens on port %d (%s), announces %s",
            self._settings.node_name,
            self._doors.port,
            "udp and tcp" if self._doors.tcp_port else "udp",
            ", ".join(self._addresses),
        )
        try:
            await stop.wait()
        finally:
            for session in list(self._peers):
                self._end_session(session, Ending.NODE_STOPPED)
            self._doors.flush()
            for descriptor, _ in self._doors.readers():
                loop.remove_reader(descriptor)
            self._timers.stop()
            self._delay.stop()
            await self._page.stop()
            await self._link.close()
            await asyncio.wait({link}, timeout=3)
            await self._recorder.close()
            self._doors.close()

    async def _show_figures(self) -> None:
        if not self._settings.metrics_port:
            return
        try:
            await self._page.start()
        except OSError as error:
            _log.warning(
                "metrics port %d/tcp cannot be used (%s): no figures are shown",
                self._settings.metrics_port,
                error.strerror,
            )

    # --- the packet path -------------------------------------------------------------------------

    def _read(self, receive: Callable[[Receive], int]) -> None:
        """Walk every waiting datagram of one door through the house, then send what they caused."""
        doors, demux = self._doors, self._demux
        for _ in range(BATCHES_PER_WAKE):
            demux.now = clock.now()
            count = receive(demux.receive)
            doors.flush()
            if count < RECEIVE_SLOTS:
                break
        self._timers.packets_came(demux.now)

    def _destination(self, path: bytes) -> Destination:
        return self._doors.destination(path)

    def _look_at_timers(self, now: float) -> bool:
        """Do what is due; returns whether some room waits for the next tick."""
        hurried = False
        self._demux.now = now
        receivers_due = self._receivers_due.passed(now)
        for room in list(self._rooms.values()):
            try:
                hurried |= room.poll_publishers(now)
                if receivers_due and room.poll_receivers(now):
                    self._report_room(room, now)
            except Exception:  # noqa: BLE001 - one room's mistake must not stop all timers
                _log.exception("timers of lesson %s failed", room.lesson)
        if self._peers_due.passed(now):
            self._doors.poll(now)
            for peer in list(self._peers.values()):
                try:
                    peer.poll(now)
                except Exception as error:  # noqa: BLE001 - as above, and this peer ends
                    self._peer_broke(peer, error)
        if self._quality_due.passed(now):
            self._report_quality(now)
        self._doors.flush()
        return hurried

    # --- what the server asks --------------------------------------------------------------------

    def _hello(self) -> Message:
        return NodeHello(
            node=self._settings.node_name,
            version=__version__,
            rooms=tuple(self._rooms),
            sessions=tuple(self._peers),
        )

    async def _receive_message(self, message: Message) -> None:
        match message:
            case OpenRoom(lesson=lesson, recorded_roles=roles):
                self._open_room(Lesson(lesson), frozenset(roles))
            case CloseRoom(lesson=lesson):
                self._close_room(Lesson(lesson))
            case JoinRoom():
                self._post(self._join(message))
            case RestartIce():
                self._post(self._restart(message))
            case LeaveRoom(session=session, reason=reason):
                self._end_session(Session(session), reason)
            case _:
                _log.warning("the server sent a message that is not for a node: %s", message.type)
        self._doors.flush()

    def _open_room(self, lesson: Lesson, roles: frozenset[str]) -> None:
        room = self._rooms.get(lesson)
        if room is None:
            if len(self._rooms) >= self._settings.max_rooms:
                _log.error("no room for lesson %s: %d rooms are open", lesson, len(self._rooms))
                return
            room = Room(
                lesson,
                self._recorder,
                self._track_started,
                self._settings.key_frame_interval,
                self._timers.hurry,
            )
            self._rooms[lesson] = room
            _log.info("room of lesson %s opened", lesson)
        room.set_recorded_roles(roles, clock.now())

    def _close_room(self, lesson: Lesson) -> None:
        room = self._rooms.get(lesson)
        if room is None:
            # After a restart the room is gone but its journals are not: the lesson is over all the same.
            self._recorder.close_lesson(lesson)
            return
        for session in list(room.members):
            self._end_session(session, Ending.ROOM_CLOSED)
        room.close()
        del self._rooms[lesson]
        _log.info("room of lesson %s closed", lesson)

    def _join(self, request: JoinRoom) -> Message:
        known = self._answers.get(Session(request.session))
        if known is not None:
            # The link resends what was not acknowledged; the browser may use the first answer already.
            return JoinAccepted(request.request, request.session, known)
        room = self._rooms.get(Lesson(request.lesson))
        if room is None:
            detail = f"lesson {request.lesson}: its room is not open on this node"
            return JoinRefused(request.request, Refusal.NO_SUCH_ROOM, detail)
        if len(self._peers) >= self._settings.max_peers:
            detail = f"max_peers: {self._settings.max_peers} peers are connected already"
            return JoinRefused(request.request, Refusal.FULL, detail)
        credentials = self._mint.credentials()
        try:
            offer = parse_offer(request.offer)
            negotiated = answer(
                offer,
                request.direction,
                request.roles,
                self._local_parameters(credentials),
                _random_ssrcs(),
                _published_video(room),
                alternatives=True,
            )
        except NoCommonCodec as error:
            return JoinRefused(request.request, Refusal.NO_COMMON_CODEC, str(error))
        except OfferError as error:
            return JoinRefused(request.request, Refusal.BAD_OFFER, str(error))
        self._admit(room, request, credentials, offer, negotiated)
        self._answers[Session(request.session)] = negotiated.answer
        return JoinAccepted(request.request, request.session, negotiated.answer)

    def _restart(self, request: RestartIce) -> Message:
        peer = self._peers.get(Session(request.session))
        if peer is None:
            detail = f"session {request.session}: it has ended"
            return JoinRefused(request.request, Refusal.NO_SUCH_SESSION, detail)
        try:
            fragment = parse_fragment(request.fragment)
        except OfferError as error:
            return JoinRefused(request.request, Refusal.BAD_OFFER, str(error))
        theirs = ice.Credentials(fragment.ice_ufrag, fragment.ice_pwd)
        ours = self._local_parameters(self._demux.restart(peer, theirs))
        return JoinAccepted(request.request, request.session, write_fragment(ours, fragment.mid))

    def _local_parameters(self, credentials: ice.Credentials) -> LocalParameters:
        return LocalParameters(
            ice_ufrag=credentials.ufrag,
            ice_pwd=credentials.password,
            fingerprints=(("sha-256", self._certificate.fingerprint),),
            candidates=tuple((address, self._doors.port) for address in self._addresses),
            cname=self._settings.node_name,
            tcp_port=self._doors.tcp_port,
        )

    def _admit(
        self,
        room: Room,
        request: JoinRoom,
        credentials: ice.Credentials,
        offer: Offer,
        negotiated: Negotiated,
    ) -> None:
        now = clock.now()
        for other in list(room.members.values()):
            same_way = isinstance(other.link, Uplink) == (request.direction is Direction.PUBLISH)
            if other.identity == request.identity and same_way:
                self._end_session(other.session, Ending.REPLACED)
        session = Session(request.session)
        remote = ice.Credentials(offer.ice_ufrag, offer.ice_pwd)
        peer = Peer(
            session,
            ice.IceLite(credentials, remote),
            Dtls(self._context, negotiated.dtls_role, offer.fingerprints),
            self._doors.udp.batch,
            self,
            self._drops,
            now,
            PUBLISHER if request.direction is Direction.PUBLISH else RECEIVER,
        )
        link: Uplink | Downlink
        if request.direction is Direction.PUBLISH:
            link = self._uplink(room, peer, negotiated, now)
        else:
            link = self._downlink(peer, negotiated, now)
            link.allocation.appetite = Appetite.named(offer.appetite)
        peer.handler = link
        room.add(Member(session, Identity(request.identity), link))
        self._peers[session] = peer
        self._room_of[session] = room
        self._demux.add(peer)

    def _uplink(self, room: Room, peer: Peer, negotiated: Negotiated, now: float) -> Uplink:
        media = published_media(negotiated)
        ssrc = next(_random_ssrcs())
        return Uplink(media, peer, room.start_track, self._drops, ssrc, now, self._make_fan)

    def _downlink(self, peer: Peer, negotiated: Negotiated, now: float) -> Downlink:
        slots = tuple(
            Slot(description, peer, (secrets.randbits(15), secrets.randbits(32)), self._drops)
            for description in slot_descriptions(negotiated)
        )
        departures = departures_for(negotiated)
        if departures is not None:
            peer.number(departures, self._demux)
        return Downlink(slots, peer, self._settings.node_name, self._drops, now, departures)

    def _make_fan(self) -> FanOut:
        batch = self._doors.udp.batch
        return FanOut(batch, copies(batch), self._drops)

    # --- what peers and tracks tell --------------------------------------------------------------

    def peer_connected(self, peer: Peer) -> None:
        """Keys are agreed: the room lets media flow."""
        room = self._room_of.get(peer.session)
        if room is None:
            return
        room.connect(peer.session, self._demux.now)
        member = room.members[peer.session]
        self._post(
            SessionConnected(
                peer.session, room.lesson, member.identity, direction(member), clock.wall()
            )
        )
        _log.info("session %s connected, lesson %s, %s", peer.session, room.lesson, member.identity)

    def peer_ended(self, peer: Peer, reason: Ending) -> None:
        """The peer is gone: room and tables forget it."""
        session = peer.session
        # Peer and link know each other; the collector, which looks seldom here, must not be what frees them.
        peer.handler = None
        self._demux.remove(peer)
        self._peers.pop(session, None)
        self._answers.pop(session, None)
        room = self._room_of.pop(session, None)
        member = room.remove(session) if room is not None else None
        if room is None or member is None:
            return
        wall, identity = clock.wall(), member.identity
        self._post(self._deliveries.end(room, member, wall))
        self._post(SessionEnded(session, room.lesson, identity, direction(member), reason, wall))
        _log.info("session %s ended, lesson %s: %s", session, room.lesson, reason)

    def _peer_broke(self, peer: Peer, error: Exception) -> None:
        _log.error("session %s made the node fail and is ended", peer.session, exc_info=error)
        peer.end(Ending.TIMED_OUT)

    def _end_session(self, session: Session, reason: Ending) -> None:
        peer = self._peers.get(session)
        if peer is not None:
            peer.end(reason)

    def _track_started(self, room: Room, member: Member, track: Track) -> None:
        description = track.description
        self._post(
            TrackStarted(
                room.lesson,
                member.session,
                description.role,
                description.kind,
                description.codec.name,
                clock.wall(),
            )
        )

    def _report_quality(self, now: float) -> None:
        recorder = self._recorder
        storage = StorageState(
            source=self._settings.node_name,
            problem=recorder.problem,
            refusing=recorder.refusing,
            free=recorder.bytes_free,
            waiting=recorder.bytes_waiting,
            lost=recorder.packets_dropped,
            at=clock.wall(),
        )
        self._link.post(storage, acknowledged=False)
        self._quality = {}
        for room in self._rooms.values():
            for told in self._deliveries.report(room, clock.wall()):
                # What is over is told once and for good; what goes on is told whole again.
                if told.final:
                    self._post(told)
                else:
                    self._link.post(told, acknowledged=False)
            self._report_room(room, now)

    def _report_room(self, room: Room, now: float) -> None:
        peers = tuple(qualities(room, self._peers, now))
        if peers:
            self._quality[room.lesson] = peers
            report = QualityReport(room.lesson, clock.wall(), peers, room.resting())
            self._link.post(report, acknowledged=False)

    def _figures(self) -> str:
        parts = NodeParts(
            self._settings.node_name,
            self._drops,
            self._doors,
            self._recorder,
            self._rooms,
            self._peers,
        )
        return describe(parts, self._quality, self._delay.seconds, linked=self._link.connected)

    def _post(self, message: Message | None) -> None:
        if message is None:
            return
        try:
            self._link.post(message)
        except CapacityError:
            # The server has been away for very long; media goes on, the ledger is told by the journals.
            _log.exception("an event was dropped: %s", message.type)


def _published_video(room: Room) -> dict[str, str]:
    """Role → codec name of the pictures that are being published."""
    return {role: name for (role, kind), name in room.codec_names().items() if kind == "video"}


def _random_ssrcs() -> Iterator[int]:
    """Yield SSRCs that are never 0 (Chromium takes 0 as none)."""
    while True:
        yield secrets.randbits(32) or 1
