"""What arrived of one track: unwrapped sequence numbers, loss, jitter, rate. No I/O; times are arguments.

Source: RFC 3550 sections 6.4.1 and appendices A.1, A.3, A.8.
"""

from dataclasses import dataclass

from streaming.rtp import serial

_SEEN_WINDOW = 4096
"""Packets behind the newest for which a duplicate is known as one."""
_MAX_DROPOUT = 3000
"""Packets ahead of the newest that can be loss. Source: RFC 3550 appendix A.1."""


@dataclass(frozen=True, slots=True)
class Reception:
    """One receiver report's figures."""

    fraction_lost: int
    """Of the last interval, in 1/256."""
    cumulative_lost: int
    highest_sequence: int
    """32 bits: cycles and sequence."""
    jitter: int
    """In RTP time units."""


class ReceiveStatistics:
    """Counters of one SSRC. `highest` is the newest extended sequence, -1 before the first packet."""

    __slots__ = (
        "_bad",
        "_base",
        "_clock_rate",
        "_expected_before",
        "_first",
        "_jitter",
        "_received_before",
        "_seen",
        "_transit",
        "highest",
        "octets",
        "received",
        "restarts",
    )

    def __init__(self, clock_rate: int) -> None:
        self._clock_rate = clock_rate
        self.highest = -1
        self.received = 0
        self.octets = 0
        self.restarts = 0
        self._base = 0
        self._first = 0
        self._bad = -1
        self._jitter = 0.0
        self._transit: float | None = None
        self._expected_before = 0
        self._received_before = 0
        self._seen = bytearray(_SEEN_WINDOW)

    def receive(self, sequence: int, timestamp_rtp: int, octets: int, now: float) -> int:
        """Count one packet; returns its extended sequence, or -1 for one that is not to be used.

        Not to be used are duplicates, and packets far from the newest: only when two of them follow each other has the
        publisher really restarted its numbers (RFC 3550 appendix A.1). The numbering then goes on far above the old one.
        """
        seen = self._seen
        if self.highest < 0:
            # One cycle of head room, so that late packets from before the first never become negative.
            extended = self._base = self._first = self.highest = sequence + 0x10000
        else:
            extended = serial.extend(sequence, self.highest)
            distance = extended - self.highest
            if not -_SEEN_WINDOW < distance < _MAX_DROPOUT:
                if sequence != self._bad:
                    self._bad = (sequence + 1) & 0xFFFF
                    return -1
                extended = self._restart(sequence)
            elif distance > 0:
                for skipped in range(self.highest + 1, extended):
                    seen[skipped % _SEEN_WINDOW] = 0
                self.highest = extended
            elif seen[extended % _SEEN_WINDOW]:
                return -1
        self._seen[extended % _SEEN_WINDOW] = 1
        self.received += 1
        self.octets += octets
        self._measure_jitter(timestamp_rtp, now)
        return extended

    def lacks(self, sequence: int) -> bool:
        """Return whether a 16-bit sequence just before or behind the newest has not come yet."""
        if self.highest < 0:
            return False
        extended = serial.extend(sequence, self.highest)
        if extended > self.highest:
            return True
        near = self.highest - extended < _SEEN_WINDOW and extended >= self._first
        return near and not self._seen[extended % _SEEN_WINDOW]

    def report(self) -> Reception:
        """Return the figures since the last call of this method."""
        expected = self.highest - self._base + 1 if self.highest >= 0 else 0
        expected_now = expected - self._expected_before
        received_now = self.received - self._received_before
        self._expected_before, self._received_before = expected, self.received
        lost_now = max(0, expected_now - received_now)
        return Reception(
            fraction_lost=min(255, (lost_now << 8) // expected_now) if expected_now > 0 else 0,
            cumulative_lost=max(0, min(expected - self.received, 0x7F_FFFF)),
            highest_sequence=(self.highest - 0x10000) & 0xFFFF_FFFF if self.highest >= 0 else 0,
            jitter=int(self._jitter),
        )

    def _restart(self, sequence: int) -> int:
        """Begin anew two cycles above, so that no number of before can be taken for one of now."""
        self._bad = -1
        self._seen = bytearray(_SEEN_WINDOW)
        self.restarts += 1
        extended = ((self.highest >> 16) + 2 << 16) + sequence
        # What was expected and received until now stays in the sums; the jump is not counted as loss.
        self._base += extended - self.highest - 1
        self.highest = self._first = extended
        self._transit = None
        return extended

    def _measure_jitter(self, timestamp_rtp: int, now: float) -> None:
        transit = now * self._clock_rate - timestamp_rtp
        if self._transit is not None:
            difference = abs(transit - self._transit)
            # A timestamp that wrapped or jumped says nothing of the network.
            if difference < self._clock_rate * 5:
                self._jitter += (difference - self._jitter) / 16
        self._transit = transit


class RateMeter:
    """Octets per interval as kbit/s."""

    __slots__ = ("_octets", "_since")

    def __init__(self, now: float) -> None:
        self._octets = 0
        self._since = now

    def rate_kbps(self, octets: int, now: float) -> float:
        """Return the rate since the last call, given the running total of octets."""
        elapsed = now - self._since
        rate = (octets - self._octets) * 8 / 1000 / elapsed if elapsed > 0 else 0.0
        self._octets, self._since = octets, now
        return rate
