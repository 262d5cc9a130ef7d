"""Builders for relay tests: packets, a wire that keeps what is sent, a recorder in memory."""

import struct
from dataclasses import dataclass, field

from streaming.contract import Kind
from streaming.ports import Codec, RtpPacket, TrackDescription

H264 = Codec("H264", 102, 90_000, feedback=("nack", "nack pli", "transport-cc"))
VP8 = Codec("VP8", 96, 90_000, feedback=("nack", "nack pli"))
OPUS = Codec("opus", 111, 48_000, channels=2)
TEACHER_VIDEO = TrackDescription("teacher", Kind.VIDEO, H264)
TEACHER_AUDIO = TrackDescription("teacher", Kind.AUDIO, OPUS)
BOARD_VIDEO = TrackDescription("board", Kind.VIDEO, H264)

IDR = b"\x65" + b"k" * 20
SLICE = b"\x41" + b"p" * 20


@dataclass(frozen=True)
class SentPacket:
    marker: bool
    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes


@dataclass
class MemoryWire:
    """Implements `ports.Wire`."""

    connected: bool = True
    rtp: list[SentPacket] = field(default_factory=list)
    rtcp: list[bytes] = field(default_factory=list)

    def send_rtp(self, marker_and_type, sequence, timestamp_rtp, ssrc, payload):
        assert 0 <= sequence < 1 << 16
        assert 0 <= timestamp_rtp < 1 << 32
        self.rtp.append(
            SentPacket(
                marker_and_type >= 128,
                marker_and_type & 127,
                sequence,
                timestamp_rtp,
                ssrc,
                payload,
            )
        )

    def send_rtcp(self, compound):
        self.rtcp.append(compound)


@dataclass
class MemorySink:
    """Implements `ports.TrackSink`."""

    packets: list[RtpPacket] = field(default_factory=list)
    reports: list[tuple[int, int, float]] = field(default_factory=list)
    closed: bool = False

    def packet(self, packet):
        self.packets.append(packet)

    def sender_report(self, ntp_time, timestamp_rtp, now):
        self.reports.append((ntp_time, timestamp_rtp, now))

    def close(self):
        self.closed = True


@dataclass
class MemoryRecorder:
    """Implements `ports.Recorder`."""

    opened: list[tuple[str, str, TrackDescription, MemorySink]] = field(default_factory=list)
    closed_lessons: list[str] = field(default_factory=list)

    def open(self, lesson, session, track):
        sink = MemorySink()
        self.opened.append((lesson, session, track, sink))
        return sink

    def close_lesson(self, lesson):
        self.closed_lessons.append(lesson)

    async def close(self):
        return None


def packet(sequence, *, timestamp=0, payload=SLICE, key=False, now=0.0, marker=False):
    """A packet as an uplink hands it to a track."""
    return RtpPacket(7, sequence, -1, timestamp, 102, marker, payload, key, now)


def rtp_bytes(sequence, *, timestamp=0, payload=SLICE, payload_type=102, ssrc=7, extension=b""):
    """A packet as it lies in a datagram; `extension` is a one-byte-form block without its header."""
    first = 0x90 if extension else 0x80
    data = struct.pack("!BBHII", first, payload_type, sequence, timestamp, ssrc)
    if extension:
        padded = extension + bytes(-len(extension) % 4)
        data += struct.pack("!HH", 0xBEDE, len(padded) // 4) + padded
    return memoryview(bytearray(data + payload))
