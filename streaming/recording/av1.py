"""What the recorder must read in an AV1 stream: the elements of an RTP payload, OBUs, and the sequence header. Pure.

Source: RTP Payload Format For AV1 (AOM, v1.0.0) section 4; AV1 Bitstream & Decoding Process Specification sections 4.10.5
(leb128), 5.3 (OBU), 5.5 (sequence header), 5.9.2 (frame header); AV1 Codec ISO Media File Format Binding (av1C, samples, codec string).
"""

from dataclasses import dataclass

SEQUENCE_HEADER = 1
TEMPORAL_DELIMITER = 2
FRAME_HEADER = 3
FRAME = 6
REDUNDANT_FRAME_HEADER = 7
TILE_LIST = 8
PADDING = 15
DROPPED = frozenset({TEMPORAL_DELIMITER, TILE_LIST, PADDING})
"""OBUs that a sample of a file must not, or need not, hold."""

_SRGB = (1, 13, 0)
"""Primaries, transfer and matrix that mean RGB, which profile 0 does not have."""


@dataclass(frozen=True, slots=True)
class Av1Parameters:
    """What the sequence header of profile 0 says of the pictures that follow."""

    sequence: bytes
    """The whole OBU, with its size."""
    width: int
    height: int
    level: int
    """seq_level_idx of the first operating point."""
    high_tier: bool
    ten_bits: bool
    mono: bool
    chroma_position: int

    @property
    def codec(self) -> str:
        """RFC 6381 string: profile 0, level, tier, bits."""
        depth = 10 if self.ten_bits else 8
        return f"av01.0.{self.level:02}{'H' if self.high_tier else 'M'}.{depth:02}"

    def configuration(self) -> bytes:
        """Return the content of an `av1C`: profile 0, 4:2:0 or grey, no presentation delay said."""
        colours = self.high_tier << 7 | self.ten_bits << 6 | self.mono << 4 | 0b1100
        return bytes((0x81, self.level, colours | self.chroma_position, 0)) + self.sequence


@dataclass(frozen=True, slots=True)
class Elements:
    """The OBU elements of one RTP payload."""

    continued: bool
    """The first one goes on with the last one of the packet before (Z)."""
    unfinished: bool
    """The last one goes on in the next packet (Y)."""
    parts: tuple[bytes, ...]


def read_elements(payload: bytes) -> Elements:
    """Return the elements of a payload.

    Raises:
        ValueError: if it is damaged.
    """
    head, at = payload[0], 1
    count = head >> 4 & 3
    parts: list[bytes] = []
    while at < len(payload):
        if count and len(parts) == count - 1:
            size = len(payload) - at
        else:
            size, at = _leb128(payload, at)
        if at + size > len(payload):
            raise ValueError(f"an element of {size} bytes in {len(payload) - at}")
        parts.append(payload[at : at + size])
        at += size
    if not parts or (count and len(parts) != count):
        raise ValueError(f"{len(parts)} elements came where {count} are announced")
    return Elements(head & 0x80 != 0, head & 0x40 != 0, tuple(parts))


def kind_of(obu: bytes) -> int:
    """Return the type of an OBU."""
    return obu[0] >> 3 & 15


def spatial_layer(obu: bytes) -> int:
    """Return the spatial layer that an OBU belongs to; 0 without layers."""
    return obu[1] >> 3 & 3 if obu[0] & 4 and len(obu) > 1 else 0


def with_size(obu: bytes) -> bytes:
    """Return an OBU that says its own size, as it must inside a sample.

    Raises:
        ValueError: if it is damaged.
    """
    if not obu or obu[0] & 0x80:
        raise ValueError("an OBU without a header")
    return _header(obu) + _as_leb128(len(body := payload_of(obu))) + body


def payload_of(obu: bytes) -> bytes:
    """Return what stands behind the header of an OBU.

    Raises:
        ValueError: if it is damaged.
    """
    at = len(_header(obu))
    if not obu[0] & 2:
        return obu[at:]
    size, at = _leb128(obu, at)
    if at + size > len(obu):
        raise ValueError(f"an OBU of {size} bytes in {len(obu) - at}")
    return obu[at : at + size]


def shows_key_frame(obu: bytes) -> bool:
    """Say if a frame (header) OBU begins a key frame that is shown: show_existing_frame 0, frame_type 0, show_frame 1."""
    body = payload_of(obu)
    return bool(body) and body[0] >> 4 == 1


def read_sequence(obu: bytes) -> Av1Parameters:
    """Return what a sequence header says.

    Raises:
        ValueError: if it is damaged, or not of profile 0, or of a still picture.
    """
    bits = _Bits(payload_of(obu))
    profile, _, reduced = bits.take(3), bits.take(1), bits.take(1)
    if profile or reduced:
        raise ValueError(f"a sequence of profile {profile}, reduced {reduced}; 0 and 0 are allowed")
    level, tier = _operating_points(bits)
    wide, high = bits.take(4) + 1, bits.take(4) + 1
    width, height = bits.take(wide) + 1, bits.take(high) + 1
    _tools(bits)
    ten_bits, mono = bits.take(1), bits.take(1)
    colours = (bits.take(8), bits.take(8), bits.take(8)) if bits.take(1) else (2, 2, 2)
    if colours == _SRGB:
        raise ValueError("a sequence of profile 0 that claims to be RGB")
    bits.take(1)
    position = 0 if mono else bits.take(2)
    whole = with_size(obu)
    return Av1Parameters(
        whole, width, height, level, bool(tier), bool(ten_bits), bool(mono), position
    )


def _operating_points(bits: "_Bits") -> tuple[int, int]:
    """Read over timing and operating points; return level and tier of the first one."""
    delay_bits = 0
    if bits.take(1):  # timing_info
        bits.take(64)
        if bits.take(1):
            bits.skip_uvlc()
        if bits.take(1):  # decoder_model_info
            delay_bits = bits.take(5) + 1
            bits.take(42)
    delays = bits.take(1)
    points = []
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        level = bits.take(5)
        points.append((level, bits.take(1) if level > 7 else 0))
        if delay_bits and bits.take(1):
            bits.take(2 * delay_bits + 1)
        if delays and bits.take(1):
            bits.take(4)
    return points[0]


def _tools(bits: "_Bits") -> None:
    """Read over frame ids and coding tools."""
    if bits.take(1):  # frame_id_numbers_present_flag
        bits.take(7)
    bits.take(3 + 4)
    order_hint = bits.take(1)
    if order_hint:
        bits.take(2)
    screen = 2 if bits.take(1) else bits.take(1)
    if screen and not bits.take(1):
        bits.take(1)
    if order_hint:
        bits.take(3)
    bits.take(3)


class _Bits:
    """Reads bits from the most significant one on."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    def take(self, count: int) -> int:
        """Return the next bits as a number. Raises: ValueError at the end."""
        if count > self._left:
            raise ValueError("a sequence header that ends too early")
        self._left -= count
        return self._value >> self._left & (1 << count) - 1

    def skip_uvlc(self) -> None:
        zeros = 0
        while not self.take(1):
            zeros += 1
        if zeros < 32:
            self.take(zeros)


def _header(obu: bytes) -> bytes:
    """Return the header with the mark that a size follows."""
    length = 2 if obu and obu[0] & 4 else 1
    if len(obu) < length:
        raise ValueError("an OBU that ends in its header")
    return bytes((obu[0] | 2,)) + obu[1:length]


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    """Return a number and where the next thing begins."""
    value = 0
    for index, byte in enumerate(data[at : at + 8]):
        value |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            return value, at + index + 1
    raise ValueError("a length without an end")


def _as_leb128(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))
