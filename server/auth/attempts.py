"""How often somebody failed to sign in. In memory, bounded; times are arguments. No I/O."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field

WINDOW = 300.0
"""Seconds that a failure counts."""
TABLE_SIZE = 10_000
"""Keys remembered; beyond it the one unused longest is forgotten."""


@dataclass(slots=True)
class FailedAttempts:
    """Recent failures by key (a user name at an address, or an address)."""

    _failures: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    forgotten: int = 0
    """Keys dropped because the table was full."""

    def __len__(self) -> int:
        return len(self._failures)

    def wait(self, key: str, allowed: int, now: float) -> float:
        """Return the seconds until the next try is allowed; 0 if it is allowed now."""
        failures = self._recent(key, now)
        if len(failures) < allowed:
            return 0.0
        return failures[-allowed] + WINDOW - now

    def failed(self, key: str, now: float) -> None:
        """Count one failure."""
        failures = self._failures.setdefault(key, deque(maxlen=100))
        failures.append(now)
        self._failures.move_to_end(key)
        while len(self._failures) > TABLE_SIZE:
            self._failures.popitem(last=False)
            self.forgotten += 1

    def succeeded(self, key: str) -> None:
        """Forget the failures of a key."""
        self._failures.pop(key, None)

    def _recent(self, key: str, now: float) -> deque[float]:
        failures = self._failures.get(key, deque())
        while failures and failures[0] <= now - WINDOW:
            failures.popleft()
        if not failures:
            self._failures.pop(key, None)
        return failures
