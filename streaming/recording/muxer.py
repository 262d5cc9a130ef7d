"""CMAF headers and fragments, written byte by byte; samples go in as they came. Pure.

Why an own writer and not FFmpeg's mov muxer through PyAV: a segment's `tfdt` must be the very offset that the
time line gave it, also after a restart and after gaps, and every duration is known before the first byte is
written. FFmpeg derives durations from the following packet, shifts the start for edit lists, and holds state
across fragments, which a killed process would lose. The boxes that MSE needs are few.

Source: ISO/IEC 14496-12 (boxes), 14496-15 (avc1), 23000-19 (CMAF), "Encapsulation of Opus in ISO Base
Media File Format", "VP Codec ISO Media File Format Binding", "AV1 Codec ISO Media File Format Binding".
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from streaming.recording.assembly import (
    AacParameters,
    OpusParameters,
    Parameters,
    Vp8Parameters,
)
from streaming.recording.av1 import Av1Parameters
from streaming.recording.h264 import H264Parameters
from streaming.recording.vp9 import Vp9Parameters

VIDEO_TIMESCALE = 90_000
AUDIO_TIMESCALE = 48_000
"""Ticks per second: those of the RTP clocks, so that a frame's duration is never rounded."""

TRACK_ID = 1

_SYNC_SAMPLE = 0x0200_0000
"""sample_depends_on = 2: needs no other sample."""
_OTHER_SAMPLE = 0x0101_0000
"""sample_depends_on = 1, sample_is_non_sync_sample."""
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000)
_SOUND = (OpusParameters, AacParameters)
_PREROLL = {OpusParameters: 4, AacParameters: 1}
"""Frames before a point that make a decoder converge there. Opus: 80 ms in frames of 20 (Opus in ISOBMFF, 4.3.6.2);
AAC: the frame that overlaps (ISO/IEC 14496-12, 10.1)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One frame with its time in the track."""

    data: bytes
    duration: int
    """Ticks."""
    key_frame: bool
    shift: int = 0
    """Ticks from decoding to showing: 0 unless frames were sent in another order than they are shown."""


def timescale(parameters: Parameters) -> int:
    """Return the ticks per second of a track."""
    return AUDIO_TIMESCALE if isinstance(parameters, _SOUND) else VIDEO_TIMESCALE


def picture_size(parameters: Parameters) -> tuple[int, int]:
    """Return width and height in pixels; zeros for sound."""
    if isinstance(parameters, _SOUND):
        return 0, 0
    return parameters.width, parameters.height


def header(parameters: Parameters) -> bytes:
    """Return the CMAF header (init segment) for samples that `parameters` decode."""
    ticks = timescale(parameters)
    brands = b"iso6cmfccmf2" if isinstance(parameters, H264Parameters) else b"iso6cmfc"
    movie = _full(b"mvhd", 0, 0, struct.pack(">IIII", 0, 0, ticks, 0), _MOVIE_TAIL)
    extends = _box(b"mvex", _full(b"trex", 0, 0, struct.pack(">5I", TRACK_ID, 1, 0, 0, 0)))
    return _box(b"ftyp", b"iso6", bytes(4), brands) + _box(
        b"moov", movie, _track(parameters, ticks), extends
    )


def preroll(parameters: Parameters) -> int:
    """Return how many frames before a point must be decoded to hear it right; 0 for pictures."""
    return _PREROLL.get(type(parameters), 0)


def fragment(number: int, start: int, samples: Sequence[Sample], *, preroll: int = 0) -> bytes:
    """Return one CMAF segment of one fragment.

    Args:
        number: of the fragment within the track, 0, 1, …
        start: decode time of the first sample in ticks (`tfdt`).
        samples: at least one, in decoding order.
        preroll: of the track; adds the group that says so.
    """
    groups = _preroll(len(samples), preroll) if preroll else b""
    rows, row_flags, version = _rows(samples)
    run_size = 12 + 8 + len(rows)
    head_size = 8 + 16 + 8 + 16 + 20 + len(groups) + run_size
    flags = 0x000001 | row_flags
    run = _full(b"trun", version, flags, struct.pack(">Ii", len(samples), head_size + 8), rows)
    track = _box(
        b"traf",
        # 0x020000: offsets count from this moof, so a segment can be read alone.
        _full(b"tfhd", 0, 0x020000, struct.pack(">I", TRACK_ID)),
        _full(b"tfdt", 1, 0, struct.pack(">Q", start)),
        groups,
        run,
    )
    moof = _box(b"moof", _full(b"mfhd", 0, 0, struct.pack(">I", number + 1)), track)
    media = b"".join([sample.data for sample in samples])
    return _box(b"styp", b"msdh", bytes(4), b"msdhmsixcmfs") + moof + _box(b"mdat", media)


def _rows(samples: Sequence[Sample]) -> tuple[bytes, int, int]:
    """Return the table of a `trun`, its flags and its version: duration, size, flags and, if any, shift."""
    if any(sample.shift for sample in samples):
        pack = struct.Struct(">IIIi").pack
        rows = [pack(s.duration, len(s.data), _flags(s), s.shift) for s in samples]
        return b"".join(rows), 0x000F00, 1
    pack = struct.Struct(">III").pack
    return b"".join([pack(s.duration, len(s.data), _flags(s)) for s in samples]), 0x000700, 0


def _flags(sample: Sample) -> int:
    return _SYNC_SAMPLE if sample.key_frame else _OTHER_SAMPLE


def _preroll(count: int, frames: int) -> bytes:
    distance = struct.pack(">h", -frames)
    description = _full(b"sgpd", 1, 0, b"roll", struct.pack(">II", 2, 1), distance)
    # 0x10001: the first description of this fragment itself.
    return description + _full(b"sbgp", 0, 0, b"roll", struct.pack(">III", 1, count, 0x10001))


def _track(parameters: Parameters, ticks: int) -> bytes:
    audio = isinstance(parameters, _SOUND)
    width, height = picture_size(parameters)
    # Flags 3: enabled, in movie.
    track = _full(
        b"tkhd",
        0,
        3,
        struct.pack(">IIIII8xhhhH", 0, 0, TRACK_ID, 0, 0, 0, 0, 0x0100 if audio else 0, 0),
        _MATRIX,
        struct.pack(">II", width << 16, height << 16),
    )
    handler = b"soun" if audio else b"vide"
    media_header = _full(b"smhd", 0, 0, bytes(4)) if audio else _full(b"vmhd", 0, 1, bytes(8))
    # Flag 1: the data are in this file.
    data = _box(b"dinf", _full(b"dref", 0, 0, struct.pack(">I", 1), _full(b"url ", 0, 1)))
    table = _box(
        b"stbl",
        _full(b"stsd", 0, 0, struct.pack(">I", 1), _sample_entry(parameters)),
        _full(b"stts", 0, 0, bytes(4)),
        _full(b"stsc", 0, 0, bytes(4)),
        _full(b"stsz", 0, 0, bytes(8)),
        _full(b"stco", 0, 0, bytes(4)),
    )
    media = _box(
        b"mdia",
        # 0x55C4 is `und` in packed ISO 639-2.
        _full(b"mdhd", 0, 0, struct.pack(">IIIIHH", 0, 0, ticks, 0, 0x55C4, 0)),
        _full(b"hdlr", 0, 0, bytes(4), handler, bytes(12), b"Tongke\0"),
        _box(b"minf", media_header, data, table),
    )
    return _box(b"trak", track, media)


def _sample_entry(parameters: Parameters) -> bytes:
    match parameters:
        case OpusParameters():
            # Pre-skip 0: RTP carries the running stream, whose encoder delay nobody tells.
            specific = struct.pack(">BBHIhB", 0, parameters.channels, 0, AUDIO_TIMESCALE, 0, 0)
            return _box(b"Opus", _audible(parameters.channels), _box(b"dOps", specific))
        case AacParameters():
            return _box(b"mp4a", _audible(2), _full(b"esds", 0, 0, _stream(parameters)))
        case Vp8Parameters():
            configuration = _full(b"vpcC", 1, 0, parameters.configuration())
            return _box(b"vp08", _visual(parameters), configuration)
        case Vp9Parameters():
            configuration = _full(b"vpcC", 1, 0, parameters.configuration())
            return _box(b"vp09", _visual(parameters), configuration)
        case Av1Parameters():
            return _box(b"av01", _visual(parameters), _box(b"av1C", parameters.configuration()))
        case H264Parameters():
            return _box(b"avc1", _visual(parameters), _box(b"avcC", parameters.configuration()))


def _audible(channels: int) -> bytes:
    return struct.pack(">6xH8xHHHHI", 1, channels, 16, 0, 0, AUDIO_TIMESCALE << 16)


def _stream(parameters: AacParameters) -> bytes:
    """Return an ES_Descriptor without an id, as ISO/IEC 14496-14, 3.1.2 wants it in a file."""
    specific = _descriptor(5, parameters.configuration())
    # 0x40: MPEG-4 audio; 0x15: an audio stream, downwards. Sizes and rates are not said.
    decoder = _descriptor(4, bytes((0x40, 0x15)) + bytes(11) + specific)
    return _descriptor(3, bytes(3) + decoder + _descriptor(6, b"\x02"))


def _descriptor(tag: int, content: bytes) -> bytes:
    return bytes((tag, len(content))) + content


def _visual(parameters: H264Parameters | Vp9Parameters | Vp8Parameters | Av1Parameters) -> bytes:
    resolution = struct.pack(">II", 0x0048_0000, 0x0048_0000)
    return (
        struct.pack(">6xH16xHH", 1, parameters.width, parameters.height)
        + resolution
        + struct.pack(">4xH32xHh", 1, 0x18, -1)
    )


_MOVIE_TAIL = struct.pack(">IH10x", 0x10000, 0x100) + _MATRIX + bytes(24) + struct.pack(">I", 2)
"""Rate 1.0, volume 1.0, and the next free track id."""


def _box(name: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", 8 + len(content)) + name + content


def _full(name: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(name, struct.pack(">I", version << 24 | flags), *parts)
