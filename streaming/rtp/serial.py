"""Serial arithmetic: numbers that wrap, and the unwrapped ones that never do. No I/O, no state.

A `sequence` has 16 bits and a `timestamp_rtp` 32; an extended one is a plain integer that counts on
past the wrap. This is the only place that compares or unwraps them.
"""

_HALF_16 = 0x8000
_HALF_32 = 0x8000_0000


def extend(sequence: int, reference: int) -> int:
    """Return the extended sequence nearest to an extended reference.

    Args:
        sequence: 16 bits, as received.
        reference: an extended sequence, usually the highest seen so far.

    The result differs from the reference by -32,768 … 32,767. It is negative when a packet from before
    the first one came late; start at 65,536 or above where that must not happen.

    Source: RFC 3550 appendix A.1; RFC 1982 section 3.2.
    """
    return reference + ((sequence - reference + _HALF_16) & 0xFFFF) - _HALF_16


def extend32(timestamp: int, reference: int) -> int:
    """Return the extended RTP timestamp nearest to an extended reference; as `extend`, with 32 bits."""
    return reference + ((timestamp - reference + _HALF_32) & 0xFFFF_FFFF) - _HALF_32


def newer(a: int, b: int) -> bool:
    """Return whether the 16-bit sequence `a` comes after `b`.

    Of two that are exactly 32,768 apart neither is newer: RFC 1982 section 3.2 leaves that pair
    undefined, and "not newer" keeps a stranger's packet from moving the window.
    """
    return 0 < ((a - b) & 0xFFFF) < _HALF_16
