"""When the node looks at its timers: along with the packets while they flow, by an alarm of its own when they do not.

Waking an idle process costs more than what it then finds due: 100 wakes a second cost 1.3 % of a core, as much as
forwarding 1,000 packets (measured on a virtual machine, `python -m tests.bench.relay`).
"""

import asyncio
from collections.abc import Callable

from streaming import clock

TICK = 0.01
"""Seconds between looks while somebody hurries; the first NACK of a missing packet waits 12 ms."""
EASY_TICK = 0.025
"""Seconds between looks while packets flow and nobody hurries: what is due then is due every 50 ms or more seldom."""
IDLE_TICK = 0.05
"""Seconds between looks otherwise: handshakes are repeated, dead peers noticed, reports sent in time by these."""


class Every:
    """Says when an interval has passed; late is late, what was missed is never made up for."""

    __slots__ = ("_due", "_interval")

    def __init__(self, interval: float) -> None:
        """`interval` in seconds."""
        self._interval = interval
        self._due = 0.0

    def passed(self, now: float) -> bool:
        """Return True when it is time, which begins the next interval."""
        if now < self._due:
            return False
        self._due = now + self._interval
        return True


class Timers:
    """Calls `look(now)` often enough; `look` returns True while somebody waits for the next tick."""

    def __init__(self, look: Callable[[float], bool]) -> None:
        self._look = look
        self._looked = float("-inf")
        self._hurried = False
        self._alarm: asyncio.TimerHandle | None = None
        self._running = False

    def start(self) -> None:
        """Look from now on, in the running event loop."""
        self._running = True
        self._ring()

    def stop(self) -> None:
        """Look no more; idempotent."""
        self._running = False
        if self._alarm is not None:
            self._alarm.cancel()

    def packets_came(self, now: float) -> None:
        """A batch of packets has been walked: look if it is time, as long as everything is warm."""
        if now - self._looked >= (TICK if self._hurried else EASY_TICK) and self._running:
            self._looked = now
            if self._look(now):
                self.hurry()

    def hurry(self) -> None:
        """Something cannot wait for an idle tick: a packet is missing, a key frame is wanted."""
        if not self._hurried and self._running:
            self._hurried = True
            self._set(TICK)

    def _ring(self) -> None:
        now = clock.now()
        waited = now - self._looked
        if self._hurried or waited >= IDLE_TICK - TICK:
            self._hurried = False
            self._looked, waited = now, 0.0
            if self._look(now):
                self.hurry()
        if not self._hurried:
            self._set(IDLE_TICK - waited)

    def _set(self, seconds: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(seconds, self._ring)
