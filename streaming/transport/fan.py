"""One packet for many receivers: all copies in one call, for peers that are reached by the same send batch.

Does what `Peer.send_rtp` does for each row, byte for byte; peers that another batch reaches are asked one by one.
"""

from collections.abc import Sequence
from typing import cast

from streaming.metrics import Drop, Drops
from streaming.ports import Row, RtpPacket
from streaming.transport.copies import Copies, Receiver
from streaming.transport.peer import Peer
from streaming.transport.udp import SEND_SLOTS, SendBatch


class FanOut:
    """See the module. Implements `ports.Fan` for rows whose wires are peers."""

    def __init__(self, batch: SendBatch, copies: Copies, drops: Drops) -> None:
        """`copies` writes into `batch`."""
        self._batch = batch
        self._copies = copies
        self._drops = drops
        self._rows: Sequence[Row] = ()
        self._paths = -1
        self._count = 0
        """Receivers that get copies."""
        self._elsewhere: list[Row] = []
        """Rows of peers that another batch reaches: over TCP or IPv6."""

    def prepare(self, rows: Sequence[Row]) -> None:
        """See `ports.Fan`."""
        self._rows = rows
        self._paths = -1

    def send(self, packet: RtpPacket) -> None:
        """Queue a copy of the packet for every peer that has keys; its payload came in one datagram."""
        batch = self._batch
        if self._paths != batch.paths:
            self._look_up()
        first = 0
        while first < self._count:
            count = min(self._count - first, SEND_SLOTS - batch.free)
            failed = self._copies.write(first, count, packet)
            if failed:
                self._drops.count(Drop.PROTECT_FAILED, failed)
            if batch.free == SEND_SLOTS:
                batch.flush()
            first += count
        for row in self._elsewhere:
            row.wire.send_rtp(
                row.payload_type | (0x80 if packet.marker else 0),
                packet.sequence + row.sequence_shift & 0xFFFF,
                packet.timestamp_rtp + row.timestamp_shift & 0xFFFF_FFFF,
                row.ssrc,
                packet.payload,
            )

    def _look_up(self) -> None:
        """Find keys and address of each row's peer."""
        self._paths = self._batch.paths
        receivers = []
        self._elsewhere = []
        for row in self._rows:
            peer = cast("Peer", row.wire)
            keys, destination = peer.srtp, peer.destination
            if keys is None or destination is None:
                continue
            if destination.batch is self._batch:
                receivers.append(Receiver(row, keys, destination, peer.departures))
            else:
                self._elsewhere.append(row)
        self._copies.prepare(receivers)
        self._count = len(receivers)
