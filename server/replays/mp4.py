"""One MP4 from CMAF headers and segments of several tracks: boxes are copied, numbers are changed. Pure.

The file is a fragmented MP4 whose layout is known before a byte of media is read, so that it has a length, can
be sent in ranges and needs no copy on a disk. Knows the boxes that `streaming.recording.muxer` writes.

Source: ISO/IEC 14496-12 (boxes), ISO/IEC 14496-15 section 5.3.3 (avcC).
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOVIE_TIMESCALE = 1000
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000)


class NotCmaf(ValueError):
    """An object is not a CMAF header or segment of ours."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a CMAF header says."""

    track: bytes
    """The `trak` box."""
    timescale: int
    parameter_sets: bytes
    """SPS and PPS with 4-byte lengths, as samples hold them; empty for other codecs than H.264."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One stretch of an index: bytes and ticks from one segment of its track to the next."""

    size: int
    duration: int
    key_frame: bool


@dataclass(frozen=True, slots=True)
class Index:
    """Where the segments of one track lie."""

    starts: int
    """Ticks from the epoch to the first sample."""
    skipped: int
    """Bytes of other tracks' segments before its first one."""
    references: Sequence[Reference]


def read_header(data: bytes) -> Header:
    """Read a CMAF header.

    Raises:
        NotCmaf: if it is not one.
    """
    try:
        movie = _child(data, 0, len(data), b"moov")
        track = _child(data, *movie.content, b"trak")
        media = _child(data, *track.content, b"mdia")
        media_header = _child(data, *media.content, b"mdhd")
        (timescale,) = struct.unpack_from(">I", data, media_header.start + 20)
        sets = data.find(b"avcC", track.start, track.end)
        return Header(
            track=data[track.start : track.end],
            timescale=timescale,
            parameter_sets=_parameter_sets(data, sets + 4) if sets > 0 else b"",
        )
    except (struct.error, IndexError) as error:
        raise NotCmaf(f"a header that ends early: {error}") from error


def beginning(headers: Sequence[Header], indexes: Sequence[Index]) -> bytes:
    """Return everything before the first segment: brands, movie, an index for each track.

    `headers` and `indexes` are in the same order; they become tracks 1, 2, …
    """
    movie = struct.pack(">IIII", 0, 0, MOVIE_TIMESCALE, 0)
    tail = struct.pack(">IH10x", 0x10000, 0x100) + _MATRIX + bytes(24)
    tail += struct.pack(">I", len(headers) + 1)
    numbers = range(1, len(headers) + 1)
    tracks = b"".join(
        _numbered(header.track, number) for header, number in zip(headers, numbers, strict=True)
    )
    defaults = b"".join(
        _full(b"trex", 0, 0, struct.pack(">5I", number, 1, 0, 0, 0)) for number in numbers
    )
    extends = _box(b"mvex", defaults)
    return (
        _box(b"ftyp", b"iso6", bytes(4), b"iso6mp41dash")
        + _box(b"moov", _full(b"mvhd", 0, 0, movie, tail), tracks, extends)
        + _indexes(headers, indexes)
    )


def segment(data: bytes, number: int, track: int, parameter_sets: bytes = b"") -> bytes:
    """Return a segment as fragment `number` (1, 2, …) of track `track`.

    With `parameter_sets` these stand before the first sample, which must be a key frame; the segment grows by
    exactly their length.

    Raises:
        NotCmaf: if it is not a segment of ours.
    """
    try:
        fragment = _child(data, 0, len(data), b"moof")
        sequence = _child(data, *fragment.content, b"mfhd")
        run = _child(data, *fragment.content, b"traf")
        track_header = _child(data, *run.content, b"tfhd")
        out = bytearray(data)
        struct.pack_into(">I", out, sequence.start + 12, number)
        struct.pack_into(">I", out, track_header.start + 12, track)
        if parameter_sets:
            table = _child(data, *run.content, b"trun")
            media = _child(data, 0, len(data), b"mdat")
            _grow(out, table.start, media.start, len(parameter_sets))
            out[media.start + 8 : media.start + 8] = parameter_sets
    except (struct.error, IndexError) as error:
        raise NotCmaf(f"a segment that ends early: {error}") from error
    return bytes(out)


def _grow(out: bytearray, run: int, media: int, more: int) -> None:
    """Make the first sample of a `trun`, and its `mdat`, longer."""
    flags = int.from_bytes(out[run + 9 : run + 12], "big")
    if not flags & 0x000200:
        raise NotCmaf("a segment whose samples have no sizes")
    at = run + 16 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0) + (4 if flags & 0x100 else 0)
    struct.pack_into(">I", out, at, struct.unpack_from(">I", out, at)[0] + more)
    struct.pack_into(">I", out, media, struct.unpack_from(">I", out, media)[0] + more)


def _indexes(headers: Sequence[Header], indexes: Sequence[Index]) -> bytes:
    """Return one `sidx` per track: readers that know only the first track's length guess the others'."""
    out = b""
    for number in range(len(headers), 0, -1):
        index, timescale = indexes[number - 1], headers[number - 1].timescale
        rows = b"".join(
            struct.pack(
                ">III", one.size & 0x7FFF_FFFF, one.duration, 0x9000_0000 if one.key_frame else 0
            )
            for one in index.references
        )
        # Version 1: 64-bit times. Offsets count from the end of this box: those behind it lie between.
        head = struct.pack(">IIQQ", number, timescale, index.starts, len(out) + index.skipped)
        out = _full(b"sidx", 1, 0, head, struct.pack(">HH", 0, len(index.references)), rows) + out
    return out


def _parameter_sets(data: bytes, at: int) -> bytes:
    """Return the parameter sets of an avcC in the form of samples."""
    sets = []
    count, at = data[at + 5] & 0x1F, at + 6
    for left in (True, False):
        for _ in range(count):
            size = int.from_bytes(data[at : at + 2], "big")
            sets.append(size.to_bytes(4, "big") + data[at + 2 : at + 2 + size])
            at += 2 + size
        if left:
            count, at = data[at], at + 1
    return b"".join(sets)


def _numbered(track: bytes, number: int) -> bytes:
    header = _child(track, 8, len(track), b"tkhd")
    out = bytearray(track)
    struct.pack_into(">I", out, header.start + 20, number)
    return bytes(out)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int

    @property
    def content(self) -> tuple[int, int]:
        return self.start + 8, self.end


def _child(data: bytes, start: int, end: int, name: bytes) -> _Found:
    """Return the first box of this name between two positions."""
    for found, kind in _boxes(data, start, end):
        if kind == name:
            return found
    raise NotCmaf(f"no {name.decode()} box")


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[_Found, bytes]]:
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        if not 8 <= size <= end - start:
            raise NotCmaf(f"a box of {size} bytes where {end - start} are left")
        yield _Found(start, start + size), kind
        start += size


def _box(name: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", 8 + len(content)) + name + content


def _full(name: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(name, struct.pack(">I", version << 24 | flags), *parts)
