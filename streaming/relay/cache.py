"""The packets of one track that can still be sent again. No I/O.

Bounded by count, by bytes and by age: a retransmission that arrives after the receiver's jitter buffer has moved on is
of no use to anybody.
"""

from streaming.ports import RtpPacket

CAPACITY = 2048
"""Packets; a 3 Mbit/s picture is about 350 a second, so more than five seconds fit."""
MAX_BYTES = 4 << 20
"""Bytes of payload held for one track."""
MAX_AGE = 4.0
"""Seconds; longer than any retransmission helps at a round trip of 1.2 s."""


class PacketCache:
    """A ring by extended sequence number."""

    __slots__ = ("_ring", "octets")

    def __init__(self) -> None:
        self._ring: list[RtpPacket | None] = [None] * CAPACITY
        self.octets = 0

    def put(self, packet: RtpPacket) -> None:
        """Remember a packet; the one that stood a whole ring before it is forgotten."""
        index = packet.extended_sequence % CAPACITY
        old = self._ring[index]
        if old is not None:
            self.octets -= len(old.payload)
        self._ring[index] = packet
        self.octets += len(packet.payload)
        if self.octets > MAX_BYTES:
            self._forget_oldest(packet.extended_sequence)

    def get(self, extended_sequence: int, now: float) -> RtpPacket | None:
        """Return a packet that is still of use, or None."""
        packet = self._ring[extended_sequence % CAPACITY]
        if packet is None or packet.extended_sequence != extended_sequence:
            return None
        return packet if now - packet.arrived <= MAX_AGE else None

    def _forget_oldest(self, newest: int) -> None:
        """Walk from the oldest possible number on until the bytes fit; rare, and bounded by the ring."""
        for sequence in range(newest - CAPACITY + 1, newest):
            if self.octets <= MAX_BYTES:
                return
            index = sequence % CAPACITY
            old = self._ring[index]
            if old is not None and old.extended_sequence < newest:
                self.octets -= len(old.payload)
                self._ring[index] = None
