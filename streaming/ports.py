"""The doors between the rooms of the media plane: protocols and the values that pass through them. No I/O.

The relay knows a socket and a key only as a `Wire`, and a recorder only as a `Recorder`.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from streaming.contract import Kind


@dataclass(frozen=True, slots=True)
class Codec:
    """One negotiated codec of one media section."""

    name: str
    """`H264`, `VP9`, `VP8`, `AV1` or `opus`, spelled as here."""
    payload_type: int
    clock_rate: int
    channels: int = 0
    """Audio only; 2 for Opus whatever is inside."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """The `a=fmtp` parameters, lower-case names."""
    feedback: tuple[str, ...] = ()
    """The agreed `a=rtcp-fb` values, for example `nack`, `nack pli`, `transport-cc`."""


@dataclass(frozen=True, slots=True)
class TrackDescription:
    """What a published track is, for whoever receives it."""

    role: str
    kind: Kind
    codec: Codec


@dataclass(slots=True)
class RtpPacket:
    """One RTP packet, parsed once. `payload` is owned by the packet and never changes."""

    ssrc: int
    sequence: int
    """16 bits, as received."""
    extended_sequence: int
    """Unwrapped by the track's statistics."""
    timestamp_rtp: int
    payload_type: int
    marker: bool
    payload: bytes
    """Without header, extensions and padding; empty for a probe that carries padding only."""
    key_frame: bool
    """True for the packet that starts a key frame (for H.264: the one with SPS or IDR start)."""
    arrived: float
    """`now` of the datagram batch."""


class Wire(Protocol):
    """What the relay sees of one peer's transport: packets in the clear go in, ciphertext leaves."""

    @property
    def connected(self) -> bool:
        """Keys are agreed and the address has passed an ICE check."""

    def send_rtp(
        self, marker_and_type: int, sequence: int, timestamp_rtp: int, ssrc: int, payload: bytes
    ) -> None:
        """Write one packet into the send batch and encrypt it there; the payload is copied once."""

    def send_rtcp(self, compound: bytes) -> None:
        """Encrypt and queue one RTCP datagram (≤ 1,200 bytes)."""


class Present(Protocol):
    """Knows the time of the batch that is being walked."""

    now: float


class Departures:
    """What left for one receiver lately: time and size by transport-wide number.

    Written on the packet path, also by C, so it is two arrays and a counter that stay where they are: set `times[next & MASK]` and
    `sizes[next & MASK]`, put the low 16 bits of `next` on the wire, count it on.
    """

    CAPACITY = 4096
    """Packets remembered; at 500 packets/s eight seconds, several round trips of the longest path."""
    MASK = CAPACITY - 1

    __slots__ = ("counter", "extension", "sizes", "times")

    def __init__(self, extension: int = 1) -> None:
        """`extension` is the agreed number of the header extension, 1 … 14."""
        self.extension = extension
        self.times = array("d", bytes(8 * self.CAPACITY))
        """`now` of the batch in which the packet left."""
        self.sizes = array("I", bytes(4 * self.CAPACITY))
        """Bytes of RTP, header included."""
        self.counter = array("Q", [0x10000])
        """Its only element is `next`."""

    @property
    def next(self) -> int:
        """Extended number of the next packet."""
        return self.counter[0]

    def put(self, size: int, now: float) -> int:
        """Note a packet; returns its 16-bit number."""
        number = self.counter[0]
        self.times[number & self.MASK] = now
        self.sizes[number & self.MASK] = size
        self.counter[0] = number + 1
        return number & 0xFFFF


class Row(NamedTuple):
    """How one receiver numbers a track as long as its numbering stands still."""

    wire: Wire
    payload_type: int
    sequence_shift: int
    """Added to the packet's sequence, modulo 2^16."""
    timestamp_shift: int
    """Added to the packet's timestamp, modulo 2^32."""
    ssrc: int


class Fan(Protocol):
    """Sends the packets of one track to all its rows."""

    def prepare(self, rows: Sequence[Row]) -> None:
        """Take these rows from the next packet on."""

    def send(self, packet: RtpPacket) -> None:
        """Send one packet to every row."""


class PeerHandler(Protocol):
    """Who takes what a peer sends, in the clear. Called synchronously from the datagram's arrival."""

    def receive_rtp(self, data: memoryview, length: int, now: float) -> None:
        """Take one RTP packet; `data` is only valid during the call."""

    def receive_rtcp(self, data: bytes, now: float) -> None:
        """Take one RTCP compound."""


class TrackSink(Protocol):
    """A recorder of one track. Called on the packet path: must not block, must bound what it holds."""

    def packet(self, packet: RtpPacket) -> None:
        """Take one packet, in order of arrival (not of sequence)."""

    def sender_report(self, ntp_time: int, timestamp_rtp: int, now: float) -> None:
        """Take the publisher's mapping of RTP time to NTP time."""

    def close(self) -> None:
        """The track has ended; idempotent."""


class Recorder(Protocol):
    """A member of the room that keeps what is published."""

    def open(self, lesson: str, session: str, track: TrackDescription) -> TrackSink:
        """Begin a journal for one published track."""

    def close_lesson(self, lesson: str) -> None:
        """No more tracks of this lesson will come; idempotent."""

    async def close(self) -> None:
        """Seal whatever is still open and wait for the disk; idempotent."""
