"""The life of one session, from the answer to its end. Pure: a table, no clock, no I/O.

    CHECKING ──checked──► HANDSHAKING ──keyed──► CONNECTED
       └──────── any ending ──┴────────────────────┴──► ENDED

The rule: a session goes forward only, one state at a time. An ICE check proves the address before a
DTLS byte is read, and keys are agreed before media flows; so no state can be skipped. Further checks
(consent, a changed address) change nothing. It ends exactly once: the first ending is the one that is
reported, and after it nothing is possible. A handshake can fail only between the answer and the keys;
one that never begins, because no check came, has failed too.
"""

from enum import StrEnum

from streaming.contract import Ending
from streaming.errors import NodeError


class State(StrEnum):
    """Where a session stands."""

    CHECKING = "checking"
    """The answer is out; no ICE check has passed."""
    HANDSHAKING = "handshaking"
    """An address is proven; DTLS runs."""
    CONNECTED = "connected"
    """Keys are agreed; media may flow."""
    ENDED = "ended"


class Event(StrEnum):
    """What can happen to a session, besides its `Ending`."""

    CHECKED = "checked"
    """An ICE check with right credentials came."""
    KEYED = "keyed"
    """The DTLS handshake is complete and the fingerprint is right."""


class ImpossibleStep(NodeError):
    """An event came that cannot happen in that state: a mistake of ours, not of the peer."""

    def __init__(self, state: State, event: Event | Ending) -> None:
        super().__init__(f"session: {event} cannot happen when {state}")
        self.state = state
        self.event = event


_ALWAYS = frozenset(Ending) - {Ending.HANDSHAKE_FAILED}

TABLE: dict[tuple[State, Event | Ending], State] = {
    (State.CHECKING, Event.CHECKED): State.HANDSHAKING,
    (State.HANDSHAKING, Event.CHECKED): State.HANDSHAKING,
    (State.HANDSHAKING, Event.KEYED): State.CONNECTED,
    (State.CHECKING, Ending.HANDSHAKE_FAILED): State.ENDED,
    (State.HANDSHAKING, Ending.HANDSHAKE_FAILED): State.ENDED,
    (State.CONNECTED, Event.CHECKED): State.CONNECTED,
    **{
        (state, ending): State.ENDED
        for state in (State.CHECKING, State.HANDSHAKING, State.CONNECTED)
        for ending in _ALWAYS
    },
}


def step(state: State, event: Event | Ending) -> State:
    """Return the state after an event.

    Raises:
        ImpossibleStep: if the table has no such step.
    """
    try:
        return TABLE[state, event]
    except KeyError:
        raise ImpossibleStep(state, event) from None
