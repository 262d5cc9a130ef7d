"""When and how one receiver's sound is sent more than once (RFC 2198). No I/O.

A frame that comes again in the next packet needs no request and no round trip: at 15 % of loss two of three hundred
frames stay lost instead of forty-five. It costs its own rate again, so it is sent only to whom it helps.
"""

from streaming.ports import RtpPacket
from streaming.relay.track import Track
from streaming.rtp import red

DEPTH_LOSSES, END_LOSS = (0.02, 0.08, 0.18, 0.22), 0.005
"""Shares of loss from which one, two, … older frames are sent, and below which none is. At 30 % of loss two leave one frame in
forty missing, four one in four hundred."""
MOST = len(DEPTH_LOSSES)
MUCH = DEPTH_LOSSES[1]
"""Share of loss from which copies come before a picture that might be begun."""
CALM_REPORTS = 8
"""Reports without loss in a row before it ends; they come every second or so."""


class Redundancy:
    """How many older frames one receiver's packets carry."""

    __slots__ = ("_calm", "depth")

    def __init__(self) -> None:
        self.depth = 0
        self._calm = 0

    def reported(self, loss: float, most: int = MOST) -> bool:
        """Take the loss (0 … 1) of one report, and how much the link has room for; returns whether `depth` has changed.

        Where much is lost, one frame at a time is given up for want of room: where sound alone is sent, what is believed of the link swings with
        its loss, and a second without copies costs more than a second of a queue.
        """
        before = self.depth
        self._calm = self._calm + 1 if loss < END_LOSS else 0
        wanted = sum(loss >= least for least in DEPTH_LOSSES)
        if wanted:
            # One frame more than the last second asks for is kept: it had fifty packets, which say little.
            self.depth = max(wanted, min(self.depth, wanted + 1))
        elif self._calm >= CALM_REPORTS:
            self.depth = 0
        self.depth = min(self.depth, max(most, before - 1) if loss >= MUCH else most)
        return self.depth != before

    def payload(self, track: Track, packet: RtpPacket, payload_type: int) -> bytes:
        """Return the RED payload of a packet; `payload_type` is the receiver's of the sound inside."""
        older: list[tuple[int, bytes]] = []
        for back in range(self.depth, 0, -1):
            earlier = track.cache.get(packet.extended_sequence - back, packet.arrived)
            if earlier is not None:
                offset = packet.timestamp_rtp - earlier.timestamp_rtp & 0xFFFF_FFFF
                older.append((offset, earlier.payload))
        return red.pack(payload_type, older, packet.payload)
