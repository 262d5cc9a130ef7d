"""Who gets a track: receivers whose numbering stands still, all in one call, and the others one by one. No I/O.

A receiver that gets every packet in order needs no thought for each of them: what differs between two such receivers
is five constants, a row. Only receivers that begin, change or are given late packets are asked by themselves.
"""

from collections.abc import Sequence
from typing import Protocol

from streaming.ports import Fan, Row, RtpPacket


class Forward(Protocol):
    """A receiver's slot, as a track knows it."""

    def forward(self, packet: RtpPacket) -> None:
        """Pass one packet on."""

    def restart(self) -> None:
        """The track has begun new numbers."""

    def detach(self) -> None:
        """The track is over."""


class OneByOne:
    """The plain `Fan`, for wires that have nothing in common. `transport.fan` does the same for peers at once."""

    def __init__(self) -> None:
        self._rows: Sequence[Row] = ()

    def prepare(self, rows: Sequence[Row]) -> None:
        """See `ports.Fan`."""
        self._rows = rows

    def send(self, packet: RtpPacket) -> None:
        """See `ports.Fan`."""
        marker = 0x80 if packet.marker else 0
        for row in self._rows:
            row.wire.send_rtp(
                row.payload_type | marker,
                (packet.sequence + row.sequence_shift) & 0xFFFF,
                (packet.timestamp_rtp + row.timestamp_shift) & 0xFFFF_FFFF,
                row.ssrc,
                packet.payload,
            )


class Receivers:
    """The slots of one track. A slot is asked for each packet until it settles, and again once it has stirred."""

    __slots__ = ("_asked", "_fan", "_settled", "newest", "octets", "packets", "slots")

    def __init__(self, fan: Fan) -> None:
        self.slots: tuple[Forward, ...] = ()
        self.newest: RtpPacket | None = None
        """The last packet that came in order: the last one that every settled slot got."""
        self.packets = 0
        """Packets that came in order so far."""
        self.octets = 0
        """Payload octets of them."""
        self._fan = fan
        self._settled: dict[Forward, Row] = {}
        self._asked: tuple[Forward, ...] = ()

    def join(self, slot: Forward) -> None:
        """Let a slot in; it is asked for each packet at first."""
        self.slots = (*self.slots, slot)
        self._sort()

    def leave(self, slot: Forward) -> None:
        """Let a slot go; idempotent."""
        self.slots = tuple(other for other in self.slots if other is not slot)
        self._settled.pop(slot, None)
        self._sort()

    def settle(self, slot: Forward, row: Row) -> None:
        """From the next packet on the slot gets all that come in order, by its row."""
        self._settled[slot] = row
        self._sort()

    def stir(self, slot: Forward) -> None:
        """Ask the slot for each packet again; idempotent."""
        self._settled.pop(slot, None)
        self._sort()

    def forward(self, packet: RtpPacket) -> None:
        """Pass on a packet that came in order."""
        self.newest = packet
        self.packets += 1
        self.octets += len(packet.payload)
        if self._settled:
            self._fan.send(packet)
        for slot in self._asked:
            slot.forward(packet)

    def forward_late(self, packet: RtpPacket) -> None:
        """Pass on a packet that came after newer ones: each slot knows if it began before it."""
        for slot in self.slots:
            slot.forward(packet)

    def restart(self) -> None:
        """The track has begun new numbers."""
        for slot in self.slots:
            slot.restart()

    def end(self) -> None:
        """The track is over."""
        for slot in self.slots:
            slot.detach()

    def _sort(self) -> None:
        self._fan.prepare(tuple(self._settled.values()))
        self._asked = tuple(slot for slot in self.slots if slot not in self._settled)
