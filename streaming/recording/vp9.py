"""What the recorder must read in a VP9 stream: the payload descriptor and the header of key frames. Pure.

Source: RFC 9628 section 4.2 (descriptor), VP9 Bitstream & Decoding Process Specification sections 6.2 and
Annex A (levels), VP Codec ISO Media File Format Binding (vpcC and the codec string).
"""

from dataclasses import dataclass

_LEVELS = (
    (36_864, 10),
    (73_728, 11),
    (122_880, 20),
    (245_760, 21),
    (552_960, 30),
    (983_040, 31),
    (2_228_224, 40),
    (8_912_896, 50),
    (35_651_584, 60),
)
"""Largest picture in pixels of each level that also takes 30 such pictures a second (the first: 22)."""
_LEVEL_MAX = 62

_COLOURS = ((2, 2, 2), (5, 6, 5), (1, 1, 1), (6, 6, 6), (7, 7, 7), (9, 14, 9), (2, 2, 2))
"""color_space of the frame header -> primaries, transfer and matrix of ISO/IEC 23091-2; 2: not said."""
_RGB = 7
"""A color_space that profile 0 does not have."""
_SYNC_CODE = b"\x49\x83\x42"


@dataclass(frozen=True, slots=True)
class Vp9Parameters:
    """What a VP9 key frame of profile 0 says of the pictures that follow."""

    width: int
    height: int
    colours: int = 0
    """color_space and color_range as they stand in the frame header: four bits."""

    @property
    def level(self) -> int:
        """Ten times the level that pictures of this size need."""
        pixels = self.width * self.height
        return next((level for most, level in _LEVELS if pixels <= most), _LEVEL_MAX)

    @property
    def codec(self) -> str:
        """RFC 6381 string: profile 0, level, 8 bits."""
        return f"vp09.00.{self.level:02}.08"

    def configuration(self) -> bytes:
        """Return the content of a `vpcC` behind version and flags: 8 bits, 4:2:0, no initialization data."""
        full_range = self.colours & 1
        sampling = 8 << 4 | 1 << 1 | full_range
        return bytes((0, self.level, sampling, *_COLOURS[self.colours >> 1], 0, 0))


@dataclass(frozen=True, slots=True)
class Descriptor:
    """The part of a payload before the VP9 data."""

    length: int
    begins: bool
    """The first packet of a frame of one layer."""
    ends: bool
    """The last one."""
    layer: int
    """Spatial layer; 0: the lowest, which decodes without the others."""


def read_descriptor(payload: bytes) -> Descriptor | None:
    """Return the payload descriptor; None if it is damaged or nothing follows it."""
    flags, at, layer = payload[0], 1, 0
    flexible, predicted = flags & 0x10, flags & 0x40
    try:
        if flags & 0x80:
            at += 2 if payload[at] & 0x80 else 1
        if flags & 0x20:
            layer = payload[at] >> 1 & 7
            at += 1 if flexible else 2
        if flexible and predicted:
            at += _references_length(payload, at)
        if flags & 0x02:
            at += _structure_length(payload, at)
    except IndexError:
        return None
    if at >= len(payload):
        return None
    return Descriptor(at, flags & 0x08 != 0, flags & 0x04 != 0, layer)


def read_key_frame(data: bytes) -> Vp9Parameters | None:
    """Return what a frame says if it is a key frame; None for any other frame.

    Raises:
        ValueError: if it is not a frame of VP9's profile 0.
    """
    if data[0] >> 6 != 2 or data[0] & 0x30:
        raise ValueError(f"a frame that begins with {data[0]:#04x} is not VP9 of profile 0")
    # show_existing_frame, or frame_type: not a key frame.
    if data[0] & 0x0C:
        return None
    if len(data) < 10 or data[1:4] != _SYNC_CODE:
        raise ValueError("a key frame without its sync code")
    bits = int.from_bytes(data[4:10], "big")
    colours = bits >> 44
    if colours >> 1 == _RGB:
        raise ValueError("a key frame of profile 0 that claims to be RGB")
    return Vp9Parameters((bits >> 28 & 0xFFFF) + 1, (bits >> 12 & 0xFFFF) + 1, colours)


def _references_length(payload: bytes, start: int) -> int:
    """Return the bytes of the references that begin at `start`: at most three, each says if another one follows."""
    for length in (1, 2, 3):
        if not payload[start + length - 1] & 1:
            return length
    raise IndexError


def _structure_length(payload: bytes, start: int) -> int:
    """Return the bytes of the scalability structure that begins at `start`."""
    head, at = payload[start], start + 1
    if head & 0x10:
        at += 4 * ((head >> 5) + 1)
    if head & 0x08:
        pictures, at = payload[at], at + 1
        for _ in range(pictures):
            at += 1 + (payload[at] >> 2 & 3)
    return at - start
