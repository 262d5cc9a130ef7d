"""One remote peer: its ICE, DTLS and SRTP, and the address that it is reached at.

Decrypts what comes and hands it to its handler in the same call; encrypts what leaves inside the
send batch. No socket, no task; times are arguments.
"""

import struct
from typing import Protocol

from OpenSSL import SSL

from streaming.contract import Ending, Session
from streaming.errors import HandshakeError
from streaming.metrics import Drop, Drops
from streaming.ports import Departures, PeerHandler, Present
from streaming.rtp.extensions import ONE_BYTE_PROFILE
from streaming.transport.budget import CHECKS, HANDSHAKES, Allowance, Budget
from streaming.transport.dtls import Dtls
from streaming.transport.ice import IceLite
from streaming.transport.negotiation import Event, State, step
from streaming.transport.srtp import Srtp
from streaming.transport.udp import MAX_DATAGRAM, SLOT_SHIFT, Batch, Destination, SendBatch

SILENCE_BEFORE_ASKING = 1.3
"""Seconds without an authentic packet before consent is asked for. Receivers report once a second, and each question costs as much
as forwarding a packet to eighty of them: two HMACs here and two for the answer."""
ASK_INTERVAL = 0.1
"""Seconds between consent checks. Near peers answer the first one; where a round trip takes 1.2 s and a tenth is lost in
bursts, several must be out before it is too late for an answer."""
SILENCE_LIMIT = 2.8
"""Seconds of silence, and two round trips, after which a peer is gone: 3 s for near ones, as promised; 5.2 s by satellite, where 2.8 s
leave no time for an answer after a burst of loss (simulated: half of the lessons of 45 minutes ended)."""
LONGEST_SILENCE = 6.0
"""Seconds, whatever round trip a peer pretends."""
LONGEST_POLL = 0.5
"""Seconds between two looks at a peer that count as its silence. More, and it was this machine that was away: what the peer sent meanwhile
still waits in our socket."""
MEASURE_INTERVAL = 15.0
"""Seconds between checks that only measure the round trip; a sender never falls silent, and is asked by nothing else."""
SETUP_LIMIT = 15.0
"""Seconds from the answer to agreed keys; a thin link repeats its ClientHello several times."""
MAX_SSRCS = 128
"""Sources of one peer in its whole life: three pictures in three layers with repeats, sound, reports, and some restarts of each."""
RTP_HEADER = struct.Struct("!BBHII")
NUMBERED_HEADER = struct.Struct("!BBHIIHHBHx")
"""The same with one header extension element, the transport-wide number; a byte of padding behind it."""
ONE_WORD = 1
"""Length of that extension in words. Source: RFC 8285 section 4.2."""


class _Never:
    """The time of a peer that numbers nothing."""

    now = 0.0


class PeerOwner(Protocol):
    """Who wants to know of a peer's life."""

    def peer_connected(self, peer: "Peer") -> None:
        """Keys are agreed."""

    def peer_ended(self, peer: "Peer", reason: Ending) -> None:
        """The peer is gone; called once, after which nothing of it is used."""


class Peer:
    """See the module. Implements `ports.Wire` for the relay."""

    def __init__(  # noqa: PLR0913 - the parts of a peer are what it is made of
        self,
        session: Session,
        ice: IceLite,
        dtls: Dtls,
        batch: SendBatch,
        owner: PeerOwner,
        drops: Drops,
        now: float,
        allowance: Allowance,
    ) -> None:
        self.session = session
        self.budget = Budget(allowance)
        """Of authentic media. What is forged takes nothing, or whoever forges our peer's address could silence it."""
        self._handshakes = Budget(Allowance(HANDSHAKES, 1))
        self.checks = Budget(Allowance(CHECKS, 1))
        self.ice = ice
        self.coming: IceLite | None = None
        """What takes over from `ice` as soon as the peer chooses a pair by it: an ICE restart that was agreed on."""
        self.state = State.CHECKING
        self.handler: PeerHandler | None = None
        self.destination: Destination | None = None
        self._dtls = dtls
        self.srtp: Srtp | None = None
        """Agreed keys, as long as the peer lives."""
        self._home = batch
        """The node's main port, where fans learn of changed keys and addresses."""
        self._batch: Batch = batch
        self._owner = owner
        self._drops = drops
        self._ssrcs: set[bytes] = set()
        """Sources that have sent something authentic: libsrtp keeps a context for each, and never forgets one."""
        self.departures: Departures | None = None
        """Where what leaves is numbered and noted, for a peer that agreed to transport-wide feedback."""
        self._present: Present = _Never()
        self._created = now
        self._heard = self._polled = now
        self._asked = float("-inf")
        self.round_trip = 0.0
        """Seconds, the longest of late; 0 until it was measured."""

    @property
    def connected(self) -> bool:
        """Keys are agreed and the address has passed a check."""
        return self.state is State.CONNECTED

    def number(self, departures: Departures, present: Present) -> None:
        """Number every RTP packet from now on, in a header extension, and note in `departures` when it left."""
        self.departures = departures
        self._present = present

    def receive_check(self, destination: Destination, now: float, *, nominated: bool) -> None:
        """An authentic connectivity check came from `destination`."""
        self._heard = now
        current = self.destination
        if (
            current is None
            or current.batch.closed
            or (nominated and current.raw != destination.raw)
        ):
            if current is not None:
                current.batch.keep(current)
            self.destination = destination
            self._batch = destination.batch
            self._home.paths += 1
        first = self.state is State.CHECKING
        self.state = step(self.state, Event.CHECKED)
        if first:
            self._handshake(None)

    def ice_named(self, ufrag: str) -> IceLite:
        """Return the ICE side that a check names."""
        coming = self.coming
        return coming if coming is not None and coming.local.ufrag == ufrag else self.ice

    def receive_consent(self, asked: float, now: float) -> None:
        """The peer has answered the consent check that left at `asked`."""
        self._heard = now
        self.round_trip = max(now - asked, 0.8 * self.round_trip)

    def receive_dtls(self, datagram: bytes, now: float) -> None:
        """Take one DTLS datagram from a checked address."""
        if self.state is State.ENDED:
            return
        # Once keys are agreed only a repeated Finished and the close alert still mean something.
        if self.srtp is not None and not self._handshakes.take(0, now):
            self._drops.count(Drop.OVER_RATE)
            return
        self._handshake(datagram)
        if self._dtls.closed:
            self.end(Ending.LEFT)

    def receive_media(self, data: memoryview, length: int, now: float) -> None:
        """Decrypt one SRTP or SRTCP packet in place and hand it on."""
        srtp, handler = self.srtp, self.handler
        if srtp is None or handler is None:
            self._drops.count(Drop.NO_KEYS)
            return
        is_control = length >= 8 and 192 <= data[1] <= 223  # RFC 5761 section 4: RTCP packet types
        ssrc = bytes(data[4:8] if is_control else data[8:12])
        known = ssrc in self._ssrcs
        if not known and len(self._ssrcs) >= MAX_SSRCS:
            self._drops.count(Drop.TOO_MANY_SSRCS)
            return
        size = srtp.unprotect_rtcp(data, length) if is_control else srtp.unprotect(data, length)
        if size < 0:
            self._drops.count(Drop.NOT_AUTHENTIC)
            return
        if not known:
            self._ssrcs.add(ssrc)
        self._heard = now
        if not self.budget.take(length, now):
            self._drops.count(Drop.OVER_RATE)
        elif is_control:
            handler.receive_rtcp(bytes(data[:size]), now)
        else:
            handler.receive_rtp(data, size, now)

    def send_rtp(
        self, marker_and_type: int, sequence: int, timestamp_rtp: int, ssrc: int, payload: bytes
    ) -> None:
        """Write, encrypt and queue one RTP packet; the header has 12 bytes, or 20 with a transport-wide number.

        The payload has at most `udp.MAX_DATAGRAM` bytes, because it came in such a datagram.
        """
        srtp, destination, batch = self.srtp, self.destination, self._batch
        if srtp is None or destination is None:
            return
        slot = batch.free
        start = slot << SLOT_SHIFT
        memory = batch.memory
        departures = self.departures
        if departures is None:
            RTP_HEADER.pack_into(
                memory, start, 0x80, marker_and_type, sequence, timestamp_rtp, ssrc
            )
            begin = start + 12
        else:
            begin = start + NUMBERED_HEADER.size
            number = departures.put(NUMBERED_HEADER.size + len(payload), self._present.now)
            NUMBERED_HEADER.pack_into(
                memory,
                start,
                0x90,
                marker_and_type,
                sequence,
                timestamp_rtp,
                ssrc,
                ONE_BYTE_PROFILE,
                ONE_WORD,
                departures.extension << 4 | 1,
                number,
            )
        end = begin + len(payload)
        memory[begin:end] = payload
        length = srtp.protect(batch.pointers[slot], end - start)
        if length > 0:
            batch.commit(length, destination)
        else:
            self._drops.count(Drop.PROTECT_FAILED)

    def send_rtcp(self, compound: bytes) -> None:
        """Encrypt and queue one RTCP datagram."""
        srtp, destination, batch = self.srtp, self.destination, self._batch
        if srtp is None or destination is None:
            return
        if len(compound) > MAX_DATAGRAM:
            self._drops.count(Drop.TOO_LONG)
            return
        slot = batch.free
        start = slot << SLOT_SHIFT
        batch.memory[start : start + len(compound)] = compound
        length = srtp.protect_rtcp(batch.pointers[slot], len(compound))
        if length > 0:
            batch.commit(length, destination)
        else:
            self._drops.count(Drop.PROTECT_FAILED)

    def poll(self, now: float) -> None:
        """Drive the timers: handshake repeats, consent, the end of a dead peer. Call every 50 ms."""
        away, self._polled = now - self._polled - LONGEST_POLL, now
        if away > 0:
            self._heard = min(now, self._heard + away)
        if self.state in (State.CHECKING, State.HANDSHAKING):
            if now - self._created > SETUP_LIMIT:
                self.end(Ending.HANDSHAKE_FAILED)
                return
            self._dtls.poll()
            self._send_dtls()
        elif self.state is State.CONNECTED:
            silence = now - self._heard
            if silence > min(SILENCE_LIMIT + 2 * self.round_trip, LONGEST_SILENCE):
                self.end(Ending.TIMED_OUT)
                return
            interval = ASK_INTERVAL if silence > SILENCE_BEFORE_ASKING else MEASURE_INTERVAL
            if now - self._asked >= interval and self.destination is not None:
                self._asked = now
                self._batch.send(self.ice.ask(now), self.destination)

    def end(self, reason: Ending) -> None:
        """End this peer: a close alert goes out where it can; idempotent."""
        if self.state is State.ENDED:
            return
        self.state = step(self.state, reason)
        self._dtls.close()
        self._send_dtls()
        self.srtp = None
        self._home.paths += 1
        if self.destination is not None:
            self.destination.batch.keep(self.destination)
        self._owner.peer_ended(self, reason)

    def _handshake(self, datagram: bytes | None) -> None:
        try:
            if datagram is None:
                self._dtls.start()
            else:
                self._dtls.receive(datagram)
        except (HandshakeError, SSL.Error):
            self._send_dtls()  # the alert tells the peer why
            self.end(Ending.HANDSHAKE_FAILED)
            return
        self._send_dtls()
        if self.srtp is None and self._dtls.keys is not None:
            self.srtp = Srtp(self._dtls.keys)
            self._home.paths += 1
            self.state = step(self.state, Event.KEYED)
            self._owner.peer_connected(self)

    def _send_dtls(self) -> None:
        if self.destination is not None:
            for datagram in self._dtls.take_outgoing():
                self._batch.send(datagram, self.destination)
