"""Which receiver got media of which role from when to when, as packets prove it. No I/O; times are arguments.

A slot whose count of octets has grown since the last look carried media meanwhile; one that has not, did not. Looks
come every two seconds, so both ends of an interval are known to within one second.
"""

from dataclasses import dataclass

from streaming.contract import Delivery, DeliveryReport, Kind
from streaming.relay.downlink import Downlink
from streaming.relay.room import Member, Room

PERIOD = 2.0
"""Seconds between looks, as the node takes them."""


@dataclass(slots=True)
class _Slot:
    """What one slot of one session carried."""

    octets: int
    looked: float
    number: int = -1
    began: float = 0.0
    ended: float = 0.0
    is_open: bool = False


class Deliveries:
    """The open intervals of every receiver. Bounded by the sessions that there are."""

    def __init__(self) -> None:
        self._slots: dict[str, dict[tuple[str, Kind], _Slot]] = {}

    def report(self, room: Room, wall: float) -> list[DeliveryReport]:
        """Look at every receiver of a room; return the intervals that are open, and for good those that have just ended."""
        found = [
            each
            for member in room.members.values()
            if member.joined and isinstance(member.link, Downlink)
            for each in self._look(member, member.link, wall)
        ]
        going_on = tuple(each for each, is_open in found if is_open)
        over = tuple(each for each, is_open in found if not is_open)
        reports = [DeliveryReport(room.lesson, wall, going_on)] if going_on else []
        return reports + ([DeliveryReport(room.lesson, wall, over, final=True)] if over else [])

    def end(self, room: Room, member: Member, wall: float) -> DeliveryReport | None:
        """Look at a receiver for the last time; return its last intervals, if it had any."""
        if not isinstance(member.link, Downlink) or not member.joined:
            return None
        found = tuple(each for each, _ in self._look(member, member.link, wall))
        self._slots.pop(member.session, None)
        return DeliveryReport(room.lesson, wall, found, final=True) if found else None

    def _look(self, member: Member, link: Downlink, wall: float) -> list[tuple[Delivery, bool]]:
        """Return each interval that is open or was at the last look, and whether it is."""
        known = self._slots.setdefault(member.session, {})
        found = []
        for slot in link.slots:
            role, kind = slot.description.role, slot.description.kind
            state = known.get((role, kind))
            if state is None:
                # Nothing was sent before the look that the session came after.
                state = known[role, kind] = _Slot(0, wall - PERIOD)
            was_open = state.is_open
            _grow(state, slot.octets, wall)
            if state.is_open or was_open:
                interval = (state.number, state.began, state.ended)
                told = Delivery(member.session, member.identity, role, kind, *interval)
                found.append((told, state.is_open))
        return found


def _grow(state: _Slot, octets: int, wall: float) -> None:
    """Open, prolong or close an interval; its ends lie in the middle between two looks."""
    grown = octets > state.octets
    middle = (state.looked + wall) / 2
    if grown and not state.is_open:
        state.number += 1
        state.began = middle
    if grown:
        state.ended = wall
    elif state.is_open:
        # The last packet came somewhere in the time before the last look.
        state.ended = max(state.began, state.ended - (wall - state.looked) / 2)
    state.is_open = grown
    state.octets, state.looked = octets, wall
