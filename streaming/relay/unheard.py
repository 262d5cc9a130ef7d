"""Whether a receiver has fallen silent about what was sent to it, sooner than its feedback could say why. No I/O; times are arguments.

A line that breaks down fills its queue within a tenth of a second, before the first feedback about it can be here. What can be noticed
sooner is that nothing comes: feedback has a rhythm, and what was sent longest ago and not spoken of is never older than the
round trip and one beat of it. How old it gets on a line is learnt, so that a busy browser or a way back that loses is no alarm.
"""

from streaming.ports import Departures

MARGIN = 0.01
"""Seconds beyond the usual: one tick of the node."""
LEARNING = 10
"""Feedbacks before anything is an alarm: half a second to two seconds."""
MEMORY = 8.0
"""Seconds after which the usual is learnt anew; what came before counts for as long again."""
CLEAR = 0.1
"""Seconds of queue below which a line carries what is sent."""
USEFUL = 0.4
"""Seconds of patience beyond which an alarm comes when every queue is full already: long ways, and receivers that often stall."""
NEVER = float("inf")


class _Longest:
    """The longest of what was seen within `MEMORY` to twice that."""

    __slots__ = ("_before", "_lately", "_renewed")

    def __init__(self) -> None:
        self._before = self._lately = 0.0
        self._renewed = 0.0

    @property
    def seconds(self) -> float:
        return max(self._before, self._lately)

    def take(self, seconds: float, now: float) -> None:
        if now - self._renewed > MEMORY:
            self._before, self._lately, self._renewed = self._lately, 0.0, now
        self._lately = max(self._lately, seconds)


class Unheard:
    """The watch over one receiver. Ask `look` in each tick, and tell it what is `heard`."""

    __slots__ = (
        "_departures",
        "_due",
        "_fresh",
        "_learnt",
        "_newest",
        "_queued",
        "_silence",
        "_steady",
        "_suspect",
        "alarmed",
    )

    def __init__(self, departures: Departures) -> None:
        self.alarmed = False
        """The receiver is silent, or speaks of old packets only, as it never did lately."""
        self._departures = departures
        self._due = NEVER
        """When silence becomes an alarm, unless something is heard before."""
        self._newest = -1
        """The newest number that was spoken of."""
        self._silence, self._fresh = _Longest(), _Longest()
        """How old the oldest unspoken packet usually is when feedback comes, and just after that."""
        self._suspect = (0.0, 0.0)
        """The longest of both during the present alarm."""
        self._queued = False
        """A queue was found during the present alarm."""
        self._steady = False
        """The feedback before was a usual one."""
        self._learnt = 0

    def heard(self, newest: int, now: float, queueing: float, *, usual: bool) -> None:
        """Take the newest number of a feedback and the queue that it found, in seconds.

        `usual` is False while something is known that delays packets: that is no rhythm to learn, and no alarm.
        """
        silence = self._age(now)
        self._newest = max(self._newest, newest)
        age = self._age(now)
        stale = age > self._fresh.seconds + MARGIN
        watching = usual and self._learnt >= LEARNING and self._patience < USEFUL
        if stale and watching:
            self.alarmed = True
        if self.alarmed:
            self._suspect = max(self._suspect[0], silence), max(self._suspect[1], age)
            self._queued |= queueing > CLEAR
            if not stale and queueing < CLEAR:
                self._end(now)
        elif usual and self._steady:
            self._learn(silence, age, now)
        # What comes after an unusual feedback still ends the silence that this one left.
        self._steady = usual
        self._due = now - age + self._patience if watching else NEVER

    def look(self, now: float) -> bool:
        """Return whether an alarm has begun: nothing was heard for too long."""
        if now < self._due or self.alarmed:
            return False
        self._due = now - self._age(now) + self._patience
        self.alarmed = now > self._due
        return self.alarmed

    @property
    def awake(self) -> bool:
        """Silence can become an alarm."""
        return self._due < NEVER

    def give_up(self) -> None:
        """End an alarm that has lasted too long; the next one begins with what is heard."""
        self.alarmed, self._queued, self._suspect = False, False, (0.0, 0.0)
        self._due = NEVER

    @property
    def _patience(self) -> float:
        return self._silence.seconds + MARGIN

    def _age(self, now: float) -> float:
        """Return how long ago the first packet left that nothing was heard of; 0: there is none."""
        log, first = self._departures, self._newest + 1
        if self._newest < 0 or first >= log.next or log.next - first > log.CAPACITY:
            return 0.0
        return now - log.times[first & log.MASK]

    def _end(self, now: float) -> None:
        """The alarm is over: if there was no queue, what caused it is usual from now on."""
        if not self._queued:
            self._learn(*self._suspect, now)
        self.give_up()

    def _learn(self, silence: float, age: float, now: float) -> None:
        self._learnt += 1
        self._silence.take(silence, now)
        self._fresh.take(age, now)
