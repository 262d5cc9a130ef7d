"""Tells STUN, DTLS and SRTP apart by the first byte (RFC 7983) and finds the peer by the address. No I/O.

Everything that a stranger can send ends in this file: empty datagrams, and whatever is not STUN and comes from an
address that has passed no connectivity check, never reach DTLS, SRTP or a parser behind them.
"""

from collections.abc import Callable

from streaming.errors import PacketError
from streaming.metrics import Drop, Drops
from streaming.transport import ice
from streaming.transport.budget import REFUSALS, Allowance, Budget
from streaming.transport.paths import parse_address
from streaming.transport.peer import Peer
from streaming.transport.udp import MAX_DATAGRAM, Destination

MAX_ADDRESSES = 8
"""Checked addresses of one peer: candidates of a laptop with several networks, v4 and v6."""


class Demux:
    """The table of peers of one media port."""

    def __init__(
        self,
        destination: Callable[[bytes], Destination],
        drops: Drops,
        on_broken: Callable[[Peer, Exception], None],
        mint: ice.Mint,
    ) -> None:
        """`mint` made the credentials of every peer. `destination` makes a path one to send to; it is asked for paths that have passed a check only.

        `on_broken` is told of a peer whose datagram made our own code fail; it ends that peer.
        """
        self._destination = destination
        self._mint = mint
        self._refusals = Budget(Allowance(REFUSALS, 1))
        self._drops = drops
        self._on_broken = on_broken
        self._by_ufrag: dict[str, Peer] = {}
        self._by_address: dict[bytes, Peer] = {}
        self._addresses: dict[Peer, list[bytes]] = {}
        self.now = 0.0
        """Set by the owner of the socket before each batch, so that all its datagrams share one time."""

    def add(self, peer: Peer) -> None:
        """Let a peer's checks in."""
        self._by_ufrag[peer.ice.local.ufrag] = peer
        self._addresses[peer] = []

    def remove(self, peer: Peer) -> None:
        """Forget a peer and its addresses; idempotent."""
        for side in (peer.ice, peer.coming):
            if side is not None:
                self._by_ufrag.pop(side.local.ufrag, None)
        for address in self._addresses.pop(peer, []):
            if self._by_address.get(address) is peer:
                del self._by_address[address]

    def restart(self, peer: Peer, remote: ice.Credentials) -> ice.Credentials:
        """Agree on new credentials; the present ones count until the peer chooses a pair by the new ones (RFC 8445 section 9).

        Returns ours. Whoever asks twice with the same credentials gets the same.
        """
        for known in (peer.coming, peer.ice):
            if known is not None and known.remote == remote:
                return known.local
        if peer.coming is not None:
            self._by_ufrag.pop(peer.coming.local.ufrag, None)
        peer.coming = ice.IceLite(self._mint.credentials(), remote)
        self._by_ufrag[peer.coming.local.ufrag] = peer
        return peer.coming.local

    def forget(self, address: bytes) -> None:
        """A path is no more: its stream was closed. Its peer lives on and may come by another one. Idempotent."""
        peer = self._by_address.pop(address, None)
        if peer is not None:
            self._addresses[peer].remove(address)

    def receive(self, data: memoryview, length: int, address: bytes) -> None:
        """Route one datagram; `data` is only valid during the call."""
        if length == 0:
            self._drops.count(Drop.EMPTY)
            return
        if length > MAX_DATAGRAM:
            self._drops.count(Drop.TOO_LONG)
            return
        first = data[0]
        if first < 4:
            self._receive_stun(bytes(data[:length]), address)
            return
        peer = self._by_address.get(address)
        if peer is None:
            self._drops.count(Drop.STRANGER)
            return
        try:
            if 127 < first < 192:
                peer.receive_media(data, length, self.now)
            elif 19 < first < 64:
                peer.receive_dtls(bytes(data[:length]), self.now)
            else:
                self._drops.count(Drop.UNKNOWN_PROTOCOL)
        except Exception as error:  # noqa: BLE001 - the top of a connection: only this peer ends
            self._drops.count(Drop.BROKEN)
            self._on_broken(peer, error)

    def _receive_stun(self, datagram: bytes, address: bytes) -> None:
        # What is no request can only be an answer to us, and that comes from an address that we know.
        name = ice.named_user(datagram)
        peer = self._by_address.get(address) if name is None else self._by_ufrag.get(name)
        if peer is None and name is None:
            self._drops.count(Drop.BAD_STUN)
            return
        checks = self._refusals if peer is None else peer.checks
        if not checks.take(0, self.now):
            self._drops.count(Drop.TOO_MANY_CHECKS)
            return
        try:
            check = ice.parse(datagram)
        except PacketError:
            self._drops.count(Drop.BAD_STUN)
            return
        if not check.request:
            asked = None if peer is None else peer.ice.confirmed(check)
            if peer is None or asked is None:
                self._drops.count(Drop.BAD_INTEGRITY)
            else:
                peer.receive_consent(asked, self.now)
            return
        if peer is None:
            self._refuse(check, address)
            return
        side = peer.ice_named(check.local_ufrag)
        answer = side.answer(check, parse_address(address))
        if answer is None:
            self._drops.count(Drop.BAD_INTEGRITY)
            return
        destination = self._remember(peer, address)
        destination.batch.send(answer, destination)
        nominated = side.nominates(check)
        if nominated and side is peer.coming:
            self._by_ufrag.pop(peer.ice.local.ufrag, None)
            peer.ice, peer.coming = side, None
        peer.receive_check(destination, self.now, nominated=nominated)

    def _refuse(self, check: ice.Check, address: bytes) -> None:
        """Tell a peer whose session is gone; a stranger, who cannot know a password of ours, is told nothing."""
        self._drops.count(Drop.UNKNOWN_USER)
        refusal = self._mint.refuse(check)
        if refusal is not None:
            destination = self._destination(address)
            destination.batch.send(refusal, destination)

    def _remember(self, peer: Peer, address: bytes) -> Destination:
        """The newest peer with an authentic check owns an address: NAT ports are used again."""
        if self._by_address.get(address) is not peer:
            self._forget_one(peer)
            self._addresses[peer].append(address)
            self._by_address[address] = peer
        current = peer.destination
        if current is not None and current.raw == address:
            return current
        return self._destination(address)

    def _forget_one(self, peer: Peer) -> None:
        """Make room for one more address: the oldest goes that is not in use."""
        known = self._addresses[peer]
        in_use = peer.destination.raw if peer.destination is not None else b""
        while len(known) >= MAX_ADDRESSES:
            oldest = known.pop(1 if known[0] == in_use else 0)
            if self._by_address.get(oldest) is peer:
                del self._by_address[oldest]
