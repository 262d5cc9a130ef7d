"""What one source may cost: datagrams and bytes a second, checks a second. Pure; times are arguments.

Windows of one second, not leaky buckets: two comparisons and two additions a datagram.
"""

from dataclasses import dataclass

WINDOW = 1.0
"""Seconds. A key frame comes in one burst, so a shorter window would refuse what is well below the rate."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a peer may send in a second."""

    datagrams: int
    octets: int


PUBLISHER = Allowance(datagrams=4_000, octets=4_000_000)
"""32 Mbit/s: three times what a hardware encoder in 4K sends, and what one peer costs stays below a tenth of a core."""
RECEIVER = Allowance(datagrams=1_000, octets=250_000)
"""Transport feedback comes 20 times a second, reports and requests for repeats below a hundred times on the worst link."""
CHECKS = 200
"""Connectivity checks a second for one peer. A browser with eight addresses on both sides begins with one each 5 ms; each costs
us two HMACs."""
HANDSHAKES = 50
"""DTLS datagrams a second after the keys are agreed: a lost Finished is repeated about once a second."""
REFUSALS = 200
"""Checks a second of peers that we know no more, all together: who is told that its media are gone comes back and asks no more."""


class Budget:
    """One source's account."""

    __slots__ = ("_allowance", "_began", "_datagrams", "_octets")

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._began = float("-inf")
        self._datagrams = 0
        self._octets = 0

    def take(self, octets: int, now: float) -> bool:
        """Whether one more datagram of this many octets is within the budget; what is refused does not count."""
        if now - self._began >= WINDOW:
            self._began = now
            self._datagrams = self._octets = 0
        allowance = self._allowance
        if self._datagrams >= allowance.datagrams or self._octets + octets > allowance.octets:
            return False
        self._datagrams += 1
        self._octets += octets
        return True
