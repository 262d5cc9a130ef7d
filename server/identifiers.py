"""Ids of our rows: 20 characters that sort by time and fit `streaming.contract.Identifier`."""

import secrets
from datetime import datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o, u, so that an id can be read aloud on the telephone."""


def new_id(now: datetime) -> str:
    """Return a new id: 48 bits of milliseconds since 1970, then 52 random bits.

    Two ids of the same millisecond clash once in 2^52; the primary key would refuse the second.
    """
    value = int(now.timestamp() * 1000) << 52 | secrets.randbits(52)
    return "".join(ALPHABET[value >> shift & 31] for shift in range(95, -1, -5))


def new_token() -> str:
    """Return a secret of 256 random bits, safe in URLs and headers."""
    return secrets.token_urlsafe(32)
