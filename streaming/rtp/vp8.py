"""The VP8 payload descriptor: picture numbers and temporal layers, read and rewritten. No I/O, no state.

Source: RFC 7741 section 4.2.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vp8Descriptor:
    """What the descriptor of one packet says. Positions are offsets in the payload, -1: not there."""

    starts_frame: bool
    picture_position: int
    picture: int
    """7 or 15 bits."""
    wide: bool
    """The picture number has 15 bits."""
    base_position: int
    base: int
    """TL0PICIDX, 8 bits: counts the frames of the lowest temporal layer."""
    temporal_layer: int
    """0 … 3; 0 also where the codec does not tell."""
    layer_sync: bool
    """A frame of a higher temporal layer that needs frames of the lowest one only: one may go up here."""


def describe(payload: bytes) -> Vp8Descriptor | None:
    """Read the descriptor; None for a payload that has no whole one."""
    # Zeros behind the end let every field be read; a descriptor that reached into them is no whole one.
    head = payload[:6] + bytes(6)
    flags = head[1] if head[0] & 0x80 else 0
    position = 2 if head[0] & 0x80 else 1
    picture_position = base_position = -1
    picture = base = temporal_layer = 0
    wide = sync = False
    if flags & 0x80:
        picture_position, picture = position, head[position] & 0x7F
        wide = head[position] & 0x80 != 0
        if wide:
            picture = picture << 8 | head[position + 1]
        position += 2 if wide else 1
    if flags & 0x40:
        base_position, base = position, head[position]
        position += 1
    if flags & 0x20:
        temporal_layer, sync = head[position] >> 6, head[position] & 0x20 != 0
    if flags & 0x30:
        position += 1
    if position >= len(payload):
        return None
    starts = head[0] & 0x17 == 0x10
    return Vp8Descriptor(
        starts, picture_position, picture, wide, base_position, base, temporal_layer, sync
    )


def renumber(payload: bytes, descriptor: Vp8Descriptor, picture: int, base: int) -> bytes:
    """Return the payload with other numbers, cut to the width that they have there; a copy, unless nothing changes."""
    head = bytearray(payload[:6])
    at = descriptor.picture_position
    if at >= 0 and descriptor.wide:
        head[at] = 0x80 | picture >> 8 & 0x7F
        head[at + 1] = picture & 0xFF
    elif at >= 0:
        head[at] = picture & 0x7F
    if descriptor.base_position >= 0:
        head[descriptor.base_position] = base & 0xFF
    return payload if head == payload[:6] else bytes(head) + payload[6:]
