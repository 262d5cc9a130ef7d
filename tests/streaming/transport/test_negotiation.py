import pytest

from streaming.contract import Ending
from streaming.errors import NodeError
from streaming.transport.negotiation import TABLE, Event, ImpossibleStep, State, step

FORWARD = (
    (State.CHECKING, Event.CHECKED, State.HANDSHAKING),
    (State.HANDSHAKING, Event.KEYED, State.CONNECTED),
)
ALIVE = (State.CHECKING, State.HANDSHAKING, State.CONNECTED)


def test_a_session_goes_from_check_to_keys():
    for before, event, after in FORWARD:
        assert step(before, event) is after


def test_no_state_can_be_skipped_and_none_comes_back():
    possible = {(before, event) for before, event, _ in FORWARD}
    possible |= {(State.HANDSHAKING, Event.CHECKED), (State.CONNECTED, Event.CHECKED)}
    for state in State:
        for event in Event:
            if (state, event) not in possible:
                with pytest.raises(ImpossibleStep):
                    step(state, event)


@pytest.mark.parametrize("state", [State.HANDSHAKING, State.CONNECTED])
def test_further_checks_change_nothing(state):
    assert step(state, Event.CHECKED) is state


@pytest.mark.parametrize("state", ALIVE)
@pytest.mark.parametrize("ending", [it for it in Ending if it is not Ending.HANDSHAKE_FAILED])
def test_every_living_session_can_end_for_every_reason(state, ending):
    assert step(state, ending) is State.ENDED


@pytest.mark.parametrize("ending", Ending)
def test_a_session_ends_only_once(ending):
    with pytest.raises(ImpossibleStep):
        step(State.ENDED, ending)


def test_a_handshake_fails_only_between_the_answer_and_the_keys():
    failing = [it for it in State if (it, Ending.HANDSHAKE_FAILED) in TABLE]
    assert failing == [State.CHECKING, State.HANDSHAKING]


def test_an_impossible_step_is_our_mistake_and_says_which():
    with pytest.raises(NodeError, match="keyed cannot happen when checking") as caught:
        step(State.CHECKING, Event.KEYED)
    assert isinstance(caught.value, ImpossibleStep)
    assert (caught.value.state, caught.value.event) == (State.CHECKING, Event.KEYED)
