"""What the recorder must read in an H.264 stream: parameter sets, picture size, where an IDR begins. Pure.

Source: ITU-T H.264 sections 7.3.1 (NAL unit), 7.3.2.1.1 (sequence parameter set), 7.3.3 (slice header).
"""

from dataclasses import dataclass, field

IDR, SEI, SPS, PPS, DELIMITER, FILLER = 5, 6, 7, 8, 9, 12

_HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
"""Profiles whose SPS says the chroma format. Source: section 7.3.2.1.1."""
_EXTENDED_CONFIGURATION = frozenset({100, 110, 122, 244})
"""Profiles whose avcC repeats it. Source: ISO/IEC 14496-15 section 5.3.3.1.2."""


@dataclass(frozen=True, slots=True)
class H264Parameters:
    """The parameter sets that decode a stretch of pictures, and what they say."""

    sps: bytes
    pps: tuple[bytes, ...]
    width: int = field(compare=False, default=0)
    height: int = field(compare=False, default=0)

    @property
    def codec(self) -> str:
        """RFC 6381 string: profile, constraints and level as they stand in the SPS."""
        return f"avc1.{self.sps[1:4].hex()}"

    def configuration(self) -> bytes:
        """Return the AVCDecoderConfigurationRecord with 4-byte NAL lengths."""
        sets = bytes((0xE0 | 1,)) + len(self.sps).to_bytes(2, "big") + self.sps
        sets += bytes((len(self.pps),))
        for pps in self.pps:
            sets += len(pps).to_bytes(2, "big") + pps
        record = b"\x01" + self.sps[1:4] + b"\xff" + sets
        if self.sps[1] in _EXTENDED_CONFIGURATION:
            chroma, luma_depth, chroma_depth = _read_sps(self.sps).chroma
            record += bytes((0xFC | chroma, 0xF8 | luma_depth, 0xF8 | chroma_depth, 0))
        return record


def make_parameters(sps: bytes, pps: tuple[bytes, ...]) -> H264Parameters:
    """Return the parameters with the picture size in pixels.

    Raises:
        ValueError: if the SPS cannot be read.
    """
    size = _read_sps(sps)
    return H264Parameters(sps, pps, size.width, size.height)


def begins_picture(nal: bytes) -> bool:
    """Say if a slice NAL unit is the first of its picture: first_mb_in_slice, an Exp-Golomb 0, is one set bit."""
    return len(nal) > 1 and nal[1] & 0x80 != 0


def picture_parameter_set_id(nal: bytes) -> int:
    """Return the id of a PPS; -1 if it cannot be read."""
    try:
        return _Bits(nal[1:9]).unsigned()
    except ValueError:
        return -1


@dataclass(frozen=True, slots=True)
class _SpsSize:
    width: int
    height: int
    chroma: tuple[int, int, int]
    """chroma_format_idc and the two bit depths minus 8."""


class _Bits:
    """A reader of RBSP bits; raises ValueError behind the end."""

    def __init__(self, nal: bytes) -> None:
        # Emulation prevention: 00 00 03 stands for 00 00. Source: section 7.4.1.
        data = nal.replace(b"\x00\x00\x03", b"\x00\x00")
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def take(self, count: int) -> int:
        if count > self._left:
            raise ValueError("the SPS ends early")
        self._left -= count
        return (self._value >> self._left) & ((1 << count) - 1)

    def unsigned(self) -> int:
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 31:
                raise ValueError("the SPS holds an endless number")
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        value = self.unsigned()
        return (value + 1) // 2 if value % 2 else -(value // 2)


def _read_sps(sps: bytes) -> _SpsSize:
    bits = _Bits(sps[1:])
    profile = bits.take(8)
    bits.take(16)
    bits.unsigned()
    chroma_format, depths, separate = 1, (0, 0), 0
    if profile in _HIGH_PROFILES:
        chroma_format = bits.unsigned()
        if chroma_format == 3:
            separate = bits.take(1)
        depths = (bits.unsigned(), bits.unsigned())
        bits.take(1)
        if bits.take(1):
            _skip_scaling(bits, 8 if chroma_format != 3 else 12)
    bits.unsigned()
    _skip_order_count(bits)
    bits.unsigned()
    bits.take(1)
    width = (bits.unsigned() + 1) * 16
    map_height = (bits.unsigned() + 1) * 16
    frame_only = bits.take(1)
    if not frame_only:
        bits.take(1)
    bits.take(1)
    height = map_height * (2 - frame_only)
    if bits.take(1):
        left, right, top, bottom = (bits.unsigned() for _ in range(4))
        unit_x = 2 if chroma_format in {1, 2} and not separate else 1
        unit_y = (2 if chroma_format == 1 and not separate else 1) * (2 - frame_only)
        width -= (left + right) * unit_x
        height -= (top + bottom) * unit_y
    if not (0 < width <= 16_384 and 0 < height <= 16_384):
        raise ValueError(f"the SPS says {width} x {height}")
    return _SpsSize(width, height, (min(chroma_format, 3), min(depths[0], 7), min(depths[1], 7)))


def _skip_scaling(bits: _Bits, count: int) -> None:
    for index in range(count):
        if not bits.take(1):
            continue
        last = following = 8
        for _ in range(16 if index < 6 else 64):
            if following:
                following = (last + bits.signed()) % 256
            last = following or last


def _skip_order_count(bits: _Bits) -> None:
    kind = bits.unsigned()
    if kind == 0:
        bits.unsigned()
    elif kind == 1:
        bits.take(1)
        bits.signed()
        bits.signed()
        cycle = bits.unsigned()
        if cycle > 255:
            raise ValueError("the SPS holds a cycle that is too long")
        for _ in range(cycle):
            bits.signed()
