"""One packet for many receivers: written, encrypted and queued in one loop, without a call of ours for each copy.

Does what `Peer.send_rtp` does for each row, byte for byte, for peers that are reached by the same send batch; the
others are asked one by one.
"""

import struct
from collections.abc import Sequence
from typing import Any, cast

from streaming.metrics import Drop, Drops
from streaming.ports import Row, RtpPacket
from streaming.transport.peer import RTP_HEADER, Peer
from streaming.transport.srtp import Srtp, new_length, protect_in_place
from streaming.transport.udp import MAX_DATAGRAM, SEND_SLOTS, SLOT_SHIFT, Destination, SendBatch

_WRITERS: list[Any] = [None] * (MAX_DATAGRAM + 1)
"""By octets of payload: writes header and payload in one call. Made when first needed, at most 1,801."""


class FanOut:
    """See the module. Implements `ports.Fan` for rows whose wires are peers."""

    def __init__(self, batch: SendBatch, drops: Drops) -> None:
        self._batch = batch
        self._drops = drops
        self._length = new_length()
        self._rows: Sequence[Row] = ()
        self._paths = -1
        self._ready: list[tuple[int, int, int, int, Any, Destination]] = []
        """What a copy needs, without a walk through peer and keys: their objects are seldom in the processor's cache."""
        self._held: list[Srtp] = []
        """The keys that `_ready` points into."""
        self._elsewhere: list[Row] = []
        """Rows of peers that another batch reaches: over TCP or IPv6."""

    def prepare(self, rows: Sequence[Row]) -> None:
        """See `ports.Fan`."""
        self._rows = rows
        self._paths = -1

    def send(self, packet: RtpPacket) -> None:
        """Queue a copy of the packet for every peer that has keys; its payload came in one datagram."""
        batch, length, protect = self._batch, self._length, protect_in_place
        if self._paths != batch.paths:
            self._look_up()
        memory, pointers, lengths = batch.memory, batch.pointers, batch.lengths
        payload, sequence, timestamp = packet.payload, packet.sequence, packet.timestamp_rtp
        size = RTP_HEADER.size + len(payload)
        write = _WRITERS[len(payload)] or _writer(len(payload))
        marker = 0x80 if packet.marker else 0
        slot = batch.free
        for payload_type, sequence_shift, timestamp_shift, ssrc, keys, destination in self._ready:
            write(
                memory,
                slot << SLOT_SHIFT,
                0x80,
                payload_type | marker,
                sequence + sequence_shift & 0xFFFF,
                timestamp + timestamp_shift & 0xFFFF_FFFF,
                ssrc,
                payload,
            )
            length[0] = size
            if protect(keys, pointers[slot], length):
                self._drops.count(Drop.PROTECT_FAILED)
                continue
            batch.address(slot, destination)
            lengths[2 * slot + 1] = length[0]
            slot += 1
            if slot == SEND_SLOTS:
                batch.free = slot
                batch.flush()
                slot = 0
        batch.free = slot
        for row in self._elsewhere:
            row.wire.send_rtp(
                row.payload_type | marker,
                sequence + row.sequence_shift & 0xFFFF,
                timestamp + row.timestamp_shift & 0xFFFF_FFFF,
                row.ssrc,
                payload,
            )

    def _look_up(self) -> None:
        """Find keys and address of each row's peer."""
        self._paths = self._batch.paths
        self._ready, self._held, self._elsewhere = [], [], []
        for row in self._rows:
            peer = cast("Peer", row.wire)
            keys, destination = peer.srtp, peer.destination
            if keys is None or destination is None:
                continue
            if destination.batch is self._batch:
                self._ready.append((*row[1:], keys.outbound, destination))
                self._held.append(keys)
            else:
                self._elsewhere.append(row)


def _writer(octets: int) -> Any:
    write = struct.Struct(f"{RTP_HEADER.format}{octets}s").pack_into
    _WRITERS[octets] = write
    return write
