"""Redundant audio: one packet that carries older frames again (RFC 2198). No I/O, no state."""

from dataclasses import dataclass

from streaming.errors import PacketError

MAX_OFFSET = (1 << 14) - 1
"""RTP time units that a redundant block can lie back: 14 bits, 341 ms of Opus."""
MAX_BLOCK = (1 << 10) - 1
"""Bytes of a redundant block: 10 bits."""
MAX_BLOCKS = 8
"""Blocks in one packet that are read; Chromium sends two or three."""


@dataclass(frozen=True, slots=True)
class Block:
    """One encoded frame inside a packet."""

    payload_type: int
    timestamp_offset: int
    """RTP time units before the packet's own timestamp; 0 for the newest block."""
    payload: bytes


def parse(payload: bytes) -> list[Block]:
    """Read a RED payload: the blocks in the order of the packet, oldest first; the last one is the packet's own frame.

    Raises:
        PacketError: and nothing else, if it is cut or has more than `MAX_BLOCKS` blocks.
    """
    heads: list[tuple[int, int, int]] = []
    position = 0
    while True:
        if position >= len(payload) or len(heads) >= MAX_BLOCKS:
            raise PacketError(f"RED: {len(payload)} bytes, cut after {len(heads)} block headers")
        first = payload[position]
        if first < 0x80:  # F bit 0: the last header, one byte
            heads.append((first, 0, -1))
            position += 1
            break
        if position + 4 > len(payload):
            raise PacketError(f"RED: {len(payload)} bytes, cut in a block header")
        word = int.from_bytes(payload[position + 1 : position + 4], "big")
        heads.append((first & 0x7F, word >> 10, word & MAX_BLOCK))
        position += 4
    blocks = []
    for payload_type, offset, length in heads:
        end = position + length if length >= 0 else len(payload)
        if end > len(payload):
            raise PacketError(f"RED: {len(payload)} bytes, a block of {length} is cut")
        blocks.append(Block(payload_type, offset, payload[position:end]))
        position = end
    return blocks


def pack(payload_type: int, older: list[tuple[int, bytes]], newest: bytes) -> bytes:
    """Return a RED payload of one payload type.

    Args:
        payload_type: of every block, as the receiver knows it.
        older: offset in RTP time units and frame of each redundant block, oldest first; those that do not fit
            into the fields of a header are left out.
        newest: the packet's own frame.
    """
    fitting = [
        (offset, frame)
        for offset, frame in older
        if 0 < offset <= MAX_OFFSET and 0 < len(frame) <= MAX_BLOCK
    ]
    head = b"".join(
        (0x80 | payload_type).to_bytes(1, "big") + (offset << 10 | len(frame)).to_bytes(3, "big")
        for offset, frame in fitting
    )
    return b"".join((head, bytes((payload_type,)), *(frame for _, frame in fitting), newest))
