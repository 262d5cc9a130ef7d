"""Which layer of each picture one receiver gets for the rate that its link carries. No I/O; times are arguments.

Sound is not chosen here: its rate is taken off the budget before, so that it is never starved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from streaming.contract import BOARD, STUDENTS, TEACHER

OFF = -1
"""The layer of a picture that is not sent."""
UP_MARGIN = 1.25
"""How much more than it costs must be free before a larger layer begins: pictures vary, and a switch costs a key frame."""
UP_HOLD = 1.0
"""Seconds after a change of a picture before it may go up."""
MAX_HOLD = 16.0
"""Bound of the hold, which doubles each time that a step up had to be taken back."""
MAX_OFF_HOLD = 4.0
"""The same for a picture that is off: a link that came back must show something within ten seconds."""
REGRET = 6.0
"""Seconds within which a step down says that the step up before it was a mistake."""
UNKNOWN_COST_BPS = 40_000
"""What a layer is taken to cost at least, and before it was measured."""
BEGIN_MARGIN = 1.1
"""The same for a picture that is off: a small one is better than none."""


def importance(role: str) -> int:
    """Return the place of a role's picture under pressure, 0 first: board, teacher, the whole class, single rooms."""
    order: tuple[str, ...] = (BOARD, TEACHER, STUDENTS)
    return order.index(role) if role in order else len(order)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture that a receiver could get."""

    importance: int
    """0 comes first under pressure."""
    costs: tuple[int, ...]
    """What each layer that flows costs, in bit/s, the smallest picture first; empty: nobody sends it."""
    layers: tuple[int, ...]
    """The names (`Track.layer`) of these."""
    highest: int = 99
    """The receiver asked for no layer above this one; `OFF`: for no picture at all."""


class _Held:
    """What is remembered of one picture."""

    __slots__ = ("begun", "hold", "layer", "off_hold", "raised", "up_after")

    def __init__(self) -> None:
        self.layer = OFF
        self.hold = UP_HOLD
        self.off_hold = UP_HOLD
        self.begun = float("-inf")
        self.raised = float("-inf")
        self.up_after = float("-inf")

    def change(self, layer: int, now: float) -> None:
        if self.layer == OFF:
            self.begun = now
        if layer == OFF:
            regretted = now - self.begun < REGRET
            self.off_hold = min(MAX_OFF_HOLD, self.off_hold * 2) if regretted else UP_HOLD
        if layer > self.layer:
            # A picture that only begins again was no bold step.
            self.raised = now if self.layer != OFF else float("-inf")
        elif now - self.raised < REGRET:
            self.hold = min(MAX_HOLD, self.hold * 2)
            self.raised = float("-inf")
        elif now - self.up_after > 2 * MAX_HOLD:
            self.hold = UP_HOLD
        self.up_after = now + (self.hold if layer != OFF else self.off_hold)
        self.layer = layer


class Chooser:
    """The choices for one receiver, with hysteresis: down at once, up with a margin and after a while."""

    __slots__ = ("_held", "next_bps")

    def __init__(self, count: int) -> None:
        """`count` pictures, always given in the same order."""
        self._held = tuple(_Held() for _ in range(count))
        self.next_bps = 0
        """The budget that would allow the next step up; 0: nothing more is wanted."""

    def choose(self, budget_bps: int, pictures: Sequence[Picture], now: float) -> tuple[int, ...]:
        """Return the layer of each picture, or `OFF`."""
        chosen = [OFF] * len(pictures)
        costs = [0] * len(pictures)
        order = sorted(range(len(pictures)), key=lambda index: pictures[index].importance)
        # Everybody's smallest picture comes before anybody's larger one; within a round, by importance.
        for options_taken in (1, None):
            for index in order:
                left = budget_bps - sum(costs) + costs[index]
                options = self._options(index, pictures[index], now)[:options_taken]
                for layer, cost in options:
                    if cost <= left and layer >= chosen[index]:
                        chosen[index], costs[index] = layer, cost
        for held, layer in zip(self._held, chosen, strict=True):
            if layer != held.layer:
                held.change(layer, now)
        self.next_bps = self._next(pictures, chosen)
        return tuple(chosen)

    def _options(self, index: int, picture: Picture, now: float) -> list[tuple[int, int]]:
        """Return layer and cost of what may be chosen now, a step up with its margin."""
        held = self._held[index]
        found = []
        for layer, cost in _affordable(picture):
            if layer <= held.layer:
                found.append((layer, cost))
            elif now >= held.up_after:
                found.append((layer, _with_margin(cost, begins=held.layer == OFF)))
        return found

    @staticmethod
    def _next(pictures: Sequence[Picture], chosen: Sequence[int]) -> int:
        """Return the budget that the cheapest step up of one picture would need beside the others."""
        costs = [dict(_affordable(picture)) for picture in pictures]
        spent = [cost.get(layer, 0) for cost, layer in zip(costs, chosen, strict=True)]
        steps = [
            sum(spent) - spent[index] + _with_margin(cost, begins=layer == OFF)
            for index, layer in enumerate(chosen)
            for name, cost in costs[index].items()
            if name > layer
        ]
        return min(steps, default=0)


def _affordable(picture: Picture) -> list[tuple[int, int]]:
    """Return layer and cost of what the receiver did not exclude."""
    return [
        (layer, max(cost, UNKNOWN_COST_BPS))
        for layer, cost in zip(picture.layers, picture.costs, strict=True)
        if layer <= picture.highest
    ]


def _with_margin(cost: int, *, begins: bool) -> int:
    return int(cost * (BEGIN_MARGIN if begins else UP_MARGIN))
