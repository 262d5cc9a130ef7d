"""Retransmission in a stream of its own (RFC 4588). No I/O, no state."""

from streaming.errors import PacketError

HEADER_SIZE = 2
"""Bytes of the original sequence number before the repeated payload. Source: RFC 4588 section 4."""


def original(payload: bytes) -> tuple[int, bytes]:
    """Return the 16-bit sequence and the payload of the packet that is repeated.

    Raises:
        PacketError: if there is no whole sequence number; a probe of padding only has none.
    """
    if len(payload) < HEADER_SIZE:
        raise PacketError(f"RTX: {len(payload)} bytes; at least {HEADER_SIZE} are needed")
    return payload[0] << 8 | payload[1], payload[HEADER_SIZE:]


def repeating(sequence: int, payload: bytes) -> bytes:
    """Return the payload that repeats a packet whose outgoing 16-bit sequence was `sequence`."""
    return sequence.to_bytes(2, "big") + payload
