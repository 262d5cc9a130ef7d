"""Putting the packets of one journal into the order of their sequence numbers. Pure; times are arrival times.

A missing packet is waited for as long as a retransmission can take; after that the hole is said, never
closed. Sequence numbers wrap around; a source that starts anew is recognised as RFC 3550 appendix A.1 does.
"""

from dataclasses import dataclass

from streaming.recording.journal import RtpRecord

WAIT = 1.25
"""Seconds that a hole stays open: NACK and RTX on a 1.2 s round trip come within about 1 s."""
CAPACITY = 4096
"""Packets held behind a hole: 1 s of 30 Mbit/s. More is a broken or hostile sender."""
DROPOUT_MAX = 3000
"""Numbers ahead or behind that still belong to the same run. Source: RFC 3550 appendix A.1, MAX_DROPOUT."""


@dataclass(slots=True)
class Ordered:
    """A packet with its unwrapped sequence number."""

    sequence: int
    record: RtpRecord


@dataclass(frozen=True, slots=True)
class Hole:
    """Packets that never came, between the packet before and the one after."""

    packets: int
    reason: str


class Reorder:
    """The window in which packets are put in order."""

    def __init__(self) -> None:
        self.expected = -1
        """The unwrapped sequence number that comes next; -1 before the first packet."""
        self.duplicates = 0
        """Packets that came twice, or after their hole was given up."""
        self._highest = -1
        self._held: dict[int, RtpRecord] = {}
        self._suspect: RtpRecord | None = None

    def resume(self, sequence: int) -> None:
        """Begin at an unwrapped sequence number that an earlier run told."""
        self.expected = sequence
        self._highest = sequence

    def lowest_position(self, otherwise: int) -> int:
        """Return the earliest file position among the packets held and `otherwise`."""
        for record in self._held.values():
            otherwise = min(otherwise, record.position)
        if self._suspect is not None:
            otherwise = min(otherwise, self._suspect.position)
        return otherwise

    def push(self, record: RtpRecord) -> list[Ordered | Hole]:
        """Take a packet in order of arrival; return what has come in order by it."""
        number = record.sequence
        if self.expected < 0:
            # One cycle up, so that packets before the first one have numbers too.
            self.expected = number + 65_536
            self._highest = self.expected
        step = ((number - self._highest + 32_768) & 0xFFFF) - 32_768
        if not -DROPOUT_MAX < step < DROPOUT_MAX:
            return self._consider_restart(record)
        self._suspect = None
        return self._place(self._highest + step, record)

    def expire(self, arrived: float) -> list[Ordered | Hole]:
        """Give up holes that have been waited for long enough at `arrived`."""
        out: list[Ordered | Hole] = []
        while self._held:
            oldest = next(iter(self._held.values()))
            if arrived - oldest.arrived < WAIT and len(self._held) < CAPACITY:
                break
            self._skip(out, "loss")
        return out

    def flush(self, reason: str = "loss") -> list[Ordered | Hole]:
        """Return everything that is held: nothing more will come."""
        out: list[Ordered | Hole] = []
        while self._held:
            self._skip(out, reason)
        return out

    def _place(self, sequence: int, record: RtpRecord) -> list[Ordered | Hole]:
        if sequence == self.expected and not self._held:
            self.expected = sequence + 1
            self._highest = sequence
            return [Ordered(sequence, record)]
        if sequence < self.expected or sequence in self._held:
            self.duplicates += 1
            return []
        self._highest = max(self._highest, sequence)
        self._held[sequence] = record
        out: list[Ordered | Hole] = []
        self._release(out)
        if self._held:
            out += self.expire(record.arrived)
        return out

    def _release(self, out: list[Ordered | Hole]) -> None:
        while (record := self._held.pop(self.expected, None)) is not None:
            out.append(Ordered(self.expected, record))
            self.expected += 1

    def _skip(self, out: list[Ordered | Hole], reason: str) -> None:
        first = min(self._held)
        out.append(Hole(first - self.expected, reason))
        self.expected = first
        self._release(out)

    def _consider_restart(self, record: RtpRecord) -> list[Ordered | Hole]:
        """Believe a far number only when the next packet follows it."""
        suspect, self._suspect = self._suspect, record
        if suspect is None or (suspect.sequence + 1) & 0xFFFF != record.sequence:
            return []
        out = self.flush()
        ahead = (suspect.sequence - self.expected) & 0xFFFF
        out.append(Hole(ahead, "loss"))
        self.expected = self._highest = self.expected + ahead
        self._suspect = None
        out += self._place(self.expected, suspect)
        return out + self._place(self.expected, record)
