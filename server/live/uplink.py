"""How long a teacher's computer takes to send some bytes: they are counted and thrown away.

The page reckons its line from the time that passes at its side; what is counted here tells it that all
arrived. Knows how often somebody may ask; in memory, bounded. Times are arguments.
"""

from collections import OrderedDict, deque
from collections.abc import AsyncIterable
from dataclasses import dataclass, field

from server.auth.guards import Holding
from server.auth.policy import PersonCaller
from server.errors import FieldProblem, TooLarge, TooManyRequests, Unprocessable
from server.models import Role

BYTES_MAX = 1_000_000
"""Bytes of one try: one second of 8 Mbit/s, which is more than a lesson needs."""
TRIES = 12
WINDOW = 60.0
"""A check takes three tries; whoever moves a cable checks again, and nobody fills the city's line."""
TABLE_SIZE = 10_000
"""People remembered; beyond it the one who asked longest ago is forgotten."""


class Teaching(Holding):
    """Lets teachers pass: of all people they are the ones who send."""

    def __init__(self) -> None:
        super().__init__(frozenset({Role.HUB_TEACHER, Role.TEACHER}), "a teacher")
        self.owner_check = "a teacher, about the line of the computer they sit at"


@dataclass(slots=True)
class Tries:
    """Who asked how often of late."""

    _moments: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self._moments)

    def admit(self, person: PersonCaller, now: float) -> None:
        """Count one try.

        Raises:
            TooManyRequests: after `TRIES` of them within `WINDOW` seconds; it is not counted.
        """
        moments = self._moments.setdefault(person.id, deque(maxlen=TRIES))
        self._moments.move_to_end(person.id)
        if len(moments) == TRIES and (wait := moments[0] + WINDOW - now) > 0:
            whole = int(wait) + 1
            raise TooManyRequests(headers={"Retry-After": str(whole)}, seconds=whole)
        moments.append(now)
        while len(self._moments) > TABLE_SIZE:
            self._moments.popitem(last=False)


async def counted(chunks: AsyncIterable[bytes]) -> int:
    """Return how many bytes came; each piece is dropped as it is counted.

    Raises:
        TooLarge: as soon as more than `BYTES_MAX` came; Unprocessable: if none did.
    """
    came = 0
    async for chunk in chunks:
        came += len(chunk)
        if came > BYTES_MAX:
            raise TooLarge(limit=BYTES_MAX)
    if not came:
        problem = FieldProblem("body", "0 bytes", f"1 to {BYTES_MAX} bytes")
        raise Unprocessable(names="body", errors=(problem,))
    return came
