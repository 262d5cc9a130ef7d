"""Real media as RTP: encoded by FFmpeg, packetized here, with the faults that a network makes.

Nothing of the product is used to make packets, so that the product is not tested against itself.
"""

import os
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np

from streaming.contract import Kind
from streaming.ports import Codec, RtpPacket, TrackDescription, TrackSink
from streaming.recording.journal import JournalHeader
from streaming.recording.journal_writer import JournalWriter

MTU = 1100
VIDEO_RATE = 90_000
AUDIO_RATE = 48_000

H264 = Codec("H264", 102, VIDEO_RATE, parameters={"packetization-mode": "1"})
VP8 = Codec("VP8", 96, VIDEO_RATE)
VP9 = Codec("VP9", 98, VIDEO_RATE, parameters={"profile-id": "0"})
AV1 = Codec("AV1", 45, VIDEO_RATE)
_ENCODERS = {"H264": "libx264", "VP8": "libvpx", "VP9": "libvpx-vp9", "AV1": "libsvtav1"}
OPUS = Codec("opus", 111, AUDIO_RATE, channels=2)


def description(role: str, codec: Codec) -> TrackDescription:
    kind = Kind.AUDIO if codec.channels else Kind.VIDEO
    return TrackDescription(role, kind, codec)


@dataclass(frozen=True)
class EncodedFrame:
    """One encoded frame; `time` in seconds from the start of the source."""

    data: bytes
    time: float
    key_frame: bool


@dataclass(frozen=True)
class Sent:
    """A packet, or a sender report, on its way: `time` is its capture, `arrived` when it comes to the node."""

    arrived: float
    time: float
    sequence: int = 0
    timestamp_rtp: int = 0
    marker: bool = False
    key_frame: bool = False
    payload: bytes = b""
    ntp: float | None = None
    """Seconds of the publisher's clock; makes it a sender report."""


def picture(number: int, width: int, height: int) -> np.ndarray:
    """A picture whose number can be read again after encoding: 16 black or white blocks on moving grey."""
    y, x = np.mgrid[0:height, 0:width]
    grey = ((x + y + number * 3) % 64 + 96).astype(np.uint8)
    block = width // 16
    for bit in range(16):
        grey[: height // 4, bit * block : (bit + 1) * block] = 235 if number >> bit & 1 else 16
    return np.repeat(grey[:, :, None], 3, axis=2)


def read_number(image: np.ndarray) -> int:
    height, width = image.shape[:2]
    block = width // 16
    number = 0
    for bit in range(16):
        part = image[
            height // 16 : height // 6, bit * block + block // 4 : (bit + 1) * block - block // 4
        ]
        number |= int(part.mean() > 128) << bit
    return number


@dataclass(frozen=True)
class Pictures:
    """What to film."""

    width: int = 320
    height: int = 240
    fps: int = 15
    key_seconds: float = 2.0
    bitrate: int = 200_000
    first: int = 0
    """Number on the first picture."""
    b_frames: int = 0


PICTURES = Pictures()


@lru_cache(maxsize=32)
def encode_video(codec: str, seconds: float, film: Pictures = PICTURES) -> tuple[EncodedFrame, ...]:
    """Encode numbered pictures as `H264` (Annex B), `VP8` or `VP9`, in decoding order."""
    context = av.CodecContext.create(_ENCODERS[codec], "w")
    context.width, context.height = film.width, film.height
    context.pix_fmt = "yuv420p"
    context.time_base = Fraction(1, film.fps)
    context.framerate = Fraction(film.fps, 1)
    context.bit_rate = film.bitrate
    context.gop_size = round(film.key_seconds * film.fps)
    if codec == "H264":
        keys = f"keyint={context.gop_size}:min-keyint={context.gop_size}:scenecut=0:open-gop=0"
        context.options = {
            "preset": "ultrafast",
            "tune": "zerolatency",
            "profile": "main" if film.b_frames else "baseline",
            "x264-params": f"{keys}:bframes={film.b_frames}:b-adapt=0",
        }
    elif codec == "AV1":
        # One picture for each that comes in, none shown later than it was sent.
        low_delay = f"pred-struct=1:rc=2:keyint={context.gop_size}:lp=1"
        context.options = {"preset": "8", "svtav1-params": low_delay}
    else:
        context.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    frames = []
    for number in range(round(seconds * film.fps)):
        pixels = picture(film.first + number, film.width, film.height)
        image = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")
        image.pts = number
        frames += context.encode(image)
    frames += context.encode(None)
    if codec == "AV1":
        # SVT-AV1 gives its caller real-time priority where it may, and whatever is started later has it, too: busy browsers
        # then keep both cores for themselves, and the system stands still.
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    return tuple(
        EncodedFrame(bytes(frame), float(frame.pts / film.fps), bool(frame.is_keyframe))
        for frame in frames
    )


@lru_cache(maxsize=32)
def encode_audio(seconds: float, frame_ms: int = 20) -> tuple[EncodedFrame, ...]:
    """Encode a tone as Opus packets."""
    context = av.CodecContext.create("libopus", "w")
    context.sample_rate = AUDIO_RATE
    context.layout = "stereo"
    context.format = "s16"
    context.bit_rate = 48_000
    context.options = {"application": "voip", "frame_duration": str(frame_ms)}
    context.open()
    samples = AUDIO_RATE * frame_ms // 1000
    frames = []
    for number in range(round(seconds * 1000 / frame_ms)):
        time = (np.arange(samples) + number * samples) / AUDIO_RATE
        tone = (np.sin(2 * np.pi * 440 * time) * 8000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(
            np.repeat(tone, 2)[None, :], format="s16", layout="stereo"
        )
        frame.sample_rate = AUDIO_RATE
        frame.pts = number * samples
        frames += map(bytes, context.encode(frame))
    return tuple(
        EncodedFrame(data, index * frame_ms / 1000, key_frame=True)
        for index, data in enumerate(frames)
    )


def nal_units(annex_b: bytes) -> list[bytes]:
    """Split an Annex B stream."""
    parts = annex_b.replace(b"\x00\x00\x00\x01", b"\x00\x00\x01").split(b"\x00\x00\x01")
    return [part for part in parts if part]


def payloads_h264(data: bytes, *, aggregate: bool = True) -> list[bytes]:
    """RFC 6184 mode 1: parameter sets in one STAP-A, long NAL units in FU-A, others alone."""
    nals = nal_units(data)
    sets = [nal for nal in nals if nal[0] & 0x1F in {7, 8}]
    others = [nal for nal in nals if nal[0] & 0x1F not in {7, 8}]
    payloads = []
    if sets and aggregate:
        body = b"".join(len(nal).to_bytes(2, "big") + nal for nal in sets)
        payloads.append(bytes((0x78,)) + body)
    else:
        payloads += sets
    for nal in others:
        if len(nal) <= MTU:
            payloads.append(nal)
            continue
        pieces = [nal[at : at + MTU - 2] for at in range(1, len(nal), MTU - 2)]
        for index, piece in enumerate(pieces):
            flags = (0x80 if index == 0 else 0) | (0x40 if index == len(pieces) - 1 else 0)
            payloads.append(bytes(((nal[0] & 0xE0) | 28, flags | (nal[0] & 0x1F))) + piece)
    return payloads


def payloads_vp8(data: bytes, picture_id: int) -> list[bytes]:
    """RFC 7741 with a 15-bit picture id."""
    extension = bytes((0x80,)) + (0x8000 | (picture_id & 0x7FFF)).to_bytes(2, "big")
    pieces = [data[at : at + MTU - 4] for at in range(0, len(data), MTU - 4)]
    return [
        bytes((0x90 if index == 0 else 0x80,)) + extension + piece
        for index, piece in enumerate(pieces)
    ]


def payloads_vp9(data: bytes, picture_id: int, *, key_frame: bool) -> list[bytes]:
    """RFC 9628 as Chromium sends one layer: a 15-bit picture id, no layer indices, a structure with key frames."""
    identity = (0x8000 | (picture_id & 0x7FFF)).to_bytes(2, "big")
    pieces = [data[at : at + MTU - 8] for at in range(0, len(data), MTU - 8)]
    payloads = []
    for index, piece in enumerate(pieces):
        flags = 0x80 | (0 if key_frame else 0x40)
        flags |= (0x08 if index == 0 else 0) | (0x04 if index == len(pieces) - 1 else 0)
        structure = b""
        if key_frame and index == 0:
            flags |= 0x02
            # One spatial layer (N_S = 0) with its size (Y) and a group of one picture (G).
            structure = (
                b"\x18" + (320).to_bytes(2, "big") + (240).to_bytes(2, "big") + b"\x01\x04\x01"
            )
        payloads.append(bytes((flags,)) + identity + structure + piece)
    return payloads


def obus(data: bytes) -> list[tuple[int, bytes]]:
    """Split a temporal unit with sizes into type and OBU, header and size included."""
    found, at = [], 0
    while at < len(data):
        start, size, shift = at, 0, 0
        at += 2 if data[at] & 4 else 1
        while True:
            byte, at = data[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        at += size
        found.append((data[start] >> 3 & 15, data[start:at]))
    return found


def payloads_av1(data: bytes, *, key_frame: bool, sized: bool = False) -> list[bytes]:
    """RTP payload format of AV1 as Chromium sends it: no temporal delimiter, OBUs without their sizes, as many in a packet as fit.

    `sized` leaves the sizes in and gives each element a length of its own (W = 0).
    """
    elements = []
    for kind, obu in obus(data):
        if kind == 2:
            continue
        head = 2 if obu[0] & 4 else 1
        size_bytes = next(n for n in range(1, 9) if obu[head + n - 1] < 0x80)
        bare = bytes((obu[0] & ~2,)) + obu[1:head] + obu[head + size_bytes :]
        elements.append(obu if sized else bare)
    packets: list[tuple[bool, bool, list[bytes]]] = []
    continued, room, parts = False, MTU - 1, []
    for element in elements:
        rest = element
        while rest:
            if room < 16 or (not sized and len(parts) == 3):
                packets.append((continued, rest is not element, parts))
                continued, room, parts = rest is not element, MTU - 1, []
            piece, rest = rest[: room - 3], rest[room - 3 :]
            parts.append(piece)
            room -= len(piece) + 3
            if rest:
                room = 0
    packets.append((continued, False, parts))
    out = []
    for number, (again, unfinished, pieces) in enumerate(packets):
        count = 0 if sized else len(pieces)
        head = again << 7 | unfinished << 6 | count << 4 | (key_frame and number == 0) << 3
        body = b"".join(
            (b"" if count and n == count else leb128(len(piece))) + piece
            for n, piece in enumerate(pieces, 1)
        )
        out.append(bytes((head,)) + body)
    return out


def leb128(value: int) -> bytes:
    """Write a number as AV1 does, seven bits a byte."""
    out = []
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


@dataclass(frozen=True)
class Source:
    """How a publisher sends a track."""

    codec: Codec
    frames: tuple[EncodedFrame, ...]
    start: float = 1_700_000_000.0
    """Wall time of the capture of the first frame."""
    first_sequence: int = 1000
    first_timestamp: int = 123_456
    delay: float = 0.05
    """Seconds from capture to the node."""
    ntp_offset: float = -3.25
    """The publisher's clock minus the wall."""
    skew: float = 0.0
    """How much faster the publisher's clocks run, for example 100e-6."""
    report_interval: float = 1.0
    first_report: float = 0.5
    aggregate: bool = True

    def packets(self) -> list[Sent]:
        """Packets and sender reports in order of arrival."""
        return sorted((*self._media(), *self._reports()), key=lambda sent: sent.arrived)

    def _timestamp(self, time: float) -> int:
        return (
            self.first_timestamp + round(time * (1 + self.skew) * self.codec.clock_rate)
        ) & 0xFFFF_FFFF

    def _media(self) -> Iterator[Sent]:
        sequence = self.first_sequence
        for number, frame in enumerate(self.frames):
            payloads = self._payloads(frame, number)
            for index, payload in enumerate(payloads):
                arrived = self.start + frame.time + self.delay + index * 0.0002
                yield Sent(
                    arrived,
                    frame.time,
                    sequence & 0xFFFF,
                    self._timestamp(frame.time),
                    index == len(payloads) - 1,
                    frame.key_frame and index == 0,
                    payload,
                )
                sequence += 1

    def _payloads(self, frame: EncodedFrame, number: int) -> list[bytes]:
        if self.codec.name == "H264":
            return payloads_h264(frame.data, aggregate=self.aggregate)
        if self.codec.name == "VP8":
            return payloads_vp8(frame.data, number)
        if self.codec.name == "AV1":
            return payloads_av1(frame.data, key_frame=frame.key_frame)
        if self.codec.name == "VP9":
            return payloads_vp9(frame.data, number, key_frame=frame.key_frame)
        return [frame.data]

    def _reports(self) -> Iterator[Sent]:
        time = self.first_report
        end = self.frames[-1].time
        while time <= end:
            ntp = self.start + self.ntp_offset + time * (1 + self.skew)
            yield Sent(
                self.start + time + self.delay,
                time,
                timestamp_rtp=self._timestamp(time),
                ntp=ntp,
            )
            time += self.report_interval


def lose(sent: Iterable[Sent], which: Callable[[Sent], bool]) -> list[Sent]:
    """Take away the packets that `which` names; sender reports stay."""
    return [one for one in sent if one.ntp is not None or not which(one)]


def lose_randomly(
    sent: Iterable[Sent], share: float, seed: int, *, repaired: float = 0.0
) -> list[Sent]:
    """Lose a share of the packets; `repaired` of those come 0.2 to 0.9 s later, as RTX would bring them."""
    dice = random.Random(seed)
    out = []
    for one in sent:
        if one.ntp is None and dice.random() < share:
            if dice.random() < repaired:
                out.append(replace(one, arrived=one.arrived + dice.uniform(0.2, 0.9)))
            continue
        out.append(one)
    return sorted(out, key=lambda one: one.arrived)


def jitter(sent: Iterable[Sent], seconds: float, seed: int) -> list[Sent]:
    """Delay each packet by up to `seconds`: they overtake each other."""
    dice = random.Random(seed)
    late = [replace(one, arrived=one.arrived + dice.uniform(0, seconds)) for one in sent]
    return sorted(late, key=lambda one: one.arrived)


def shift(sent: Iterable[Sent], seconds: float) -> list[Sent]:
    """Let everything arrive later."""
    return [replace(one, arrived=one.arrived + seconds) for one in sent]


def deliver(
    sink: TrackSink | JournalWriter, codec: Codec, sent: Sent, wall_minus_now: float
) -> None:
    """Give one packet or report to a `TrackSink`."""
    now = sent.arrived - wall_minus_now
    if sent.ntp is not None:
        ntp_time = int((sent.ntp + 2_208_988_800) * (1 << 32))
        sink.sender_report(ntp_time, sent.timestamp_rtp, now)
        return
    sink.packet(
        RtpPacket(
            ssrc=1,
            sequence=sent.sequence,
            extended_sequence=-1,
            timestamp_rtp=sent.timestamp_rtp,
            payload_type=codec.payload_type,
            marker=sent.marker,
            payload=sent.payload,
            key_frame=sent.key_frame,
            arrived=now,
        )
    )


def write_journal(
    folder: Path, codec: Codec, sent: Iterable[Sent], name: str = "teacher", *, seal: bool = True
) -> Path:
    """Write a journal of lesson `lesson-1` through the product's writer, without its thread.

    `name` is `role` or `role/session`.
    """
    packets = list(sent)
    wall = packets[0].arrived - 0.001
    kind = Kind.AUDIO if codec.channels else Kind.VIDEO
    role, _, session = name.partition("/")
    header = JournalHeader("lesson-1", session or "session-1", role, kind, codec, wall, 500.0)
    writer = JournalWriter(folder, header, buffer_max=1 << 40)
    for one in packets:
        deliver(writer, codec, one, wall - 500.0)
    if seal:
        writer.seal(packets[-1].arrived - wall + 500.0, "ended")
    before = set(folder.glob("*.rtpj"))
    writer.flush()
    writer.abandon()
    (path,) = set(folder.glob("*.rtpj")) - before
    return path
