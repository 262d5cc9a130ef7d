"""Which packets of a published track are missing, and when to ask for each. No I/O; times are arguments."""

from dataclasses import dataclass

REORDER_WAIT = 0.012
"""Seconds before the first request: on Wi-Fi neighbours often overtake each other by a few milliseconds."""
FIRST_RETRY = 0.1
"""Seconds from the first request to the second; later ones wait half as long again each."""
GIVE_UP = 1.5
"""Seconds after which a missing packet is of no use to live receivers any more."""
MAX_MISSING = 512
"""Packets asked for at one time; more than that is a pause or a broken link, not loss."""
MAX_ASKED = 200
"""Sequences of one NACK: scattered ones need four bytes each, and the packet has to pass every link."""
MAX_GAP = 256
"""A larger jump is not filled: a key frame is quicker."""


@dataclass(slots=True)
class _Missing:
    since: float
    due: float
    wait: float


class Losses:
    """The missing packets of one track, each with a timer of its own."""

    __slots__ = ("_missing", "given_up", "recovered")

    def __init__(self) -> None:
        self._missing: dict[int, _Missing] = {}
        self.recovered = 0
        self.given_up = 0

    @property
    def pending(self) -> bool:
        """Something is missing and not given up."""
        return bool(self._missing)

    def gap(self, first: int, last: int, now: float) -> bool:
        """Extended sequences `first` to `last` (both missing) were skipped; False when it is too many to ask for."""
        if last - first + 1 > MAX_GAP or len(self._missing) + last - first + 1 > MAX_MISSING:
            self.given_up += len(self._missing) + last - first + 1
            self._missing.clear()
            return False
        for sequence in range(first, last + 1):
            self._missing[sequence] = _Missing(now, now + REORDER_WAIT, FIRST_RETRY)
        return True

    def received(self, sequence: int) -> None:
        """A packet older than the newest one came."""
        if self._missing.pop(sequence, None) is not None:
            self.recovered += 1

    def due(self, now: float) -> list[int]:
        """Return at most `MAX_ASKED` extended sequences to ask for now; those that are too old are given up."""
        if not self._missing:
            return []
        asked: list[int] = []
        late: list[int] = []
        for sequence, missing in self._missing.items():
            if now - missing.since > GIVE_UP:
                late.append(sequence)
            elif now >= missing.due and len(asked) < MAX_ASKED:
                asked.append(sequence)
                missing.due = now + missing.wait
                missing.wait *= 1.5
        for sequence in late:
            del self._missing[sequence]
        self.given_up += len(late)
        return asked
