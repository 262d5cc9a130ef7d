"""The doors between the rooms of the media plane: protocols and the values that pass through them. No I/O.

The relay knows a socket, a key and a recorder only by these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from streaming.contract import Kind


@dataclass(frozen=True, slots=True)
class Codec:
    """One negotiated codec of one media section."""

    name: str
    """`H264`, `VP8` or `opus`, spelled as here."""
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
    """Unwrapped by the uplink; -1 until then."""
    timestamp_rtp: int
    payload_type: int
    marker: bool
    payload: bytes
    """Without header, extensions and padding."""
    key_frame: bool
    """True for the packet that starts a key frame (for H.264: the one with SPS or IDR start)."""
    arrived: float
    """`now` of the datagram batch."""


class SendBatch(Protocol):
    """Where forwarded packets are written: a reused arena and one `sendmmsg` at the end."""

    arena: Any
    """Writable buffer of all slots (cffi)."""

    def reserve(self) -> int:
        """Return the offset of a free slot of 2,048 bytes; sends what is waiting when none is free."""

    def commit(self, length: int, destination: Any) -> None:
        """Queue the slot reserved last, `length` bytes, for `destination` (a prepared socket address)."""


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
