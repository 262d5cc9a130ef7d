"""The only place where clocks are read, and where the three clocks are converted.

`now` is monotonic seconds (float), `wall` is UTC seconds since 1970 (float),
`ntp_time` is the 64-bit NTP format of RFC 3550 section 4 (seconds since 1900 in the high half).
"""

import time

NTP_EPOCH_OFFSET = 2_208_988_800
"""Seconds from 1900-01-01 to 1970-01-01. Source: RFC 868."""


def now() -> float:
    """Return monotonic seconds; only differences mean anything."""
    return time.monotonic()


def wall() -> float:
    """Return UTC seconds since 1970; may jump when the machine's clock is set."""
    return time.time()  # noqa: TID251 - the one place that may


def ntp_from_wall(wall_seconds: float) -> int:
    """Convert UTC seconds since 1970 to a 64-bit NTP time (2^-32 s units)."""
    return int((wall_seconds + NTP_EPOCH_OFFSET) * (1 << 32)) & 0xFFFF_FFFF_FFFF_FFFF


def wall_from_ntp(ntp_time: int) -> float:
    """Convert a 64-bit NTP time to UTC seconds since 1970 (era 0, good until 2036)."""
    return ntp_time / (1 << 32) - NTP_EPOCH_OFFSET
