from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from server.auth.policy import Action
from server.lessons.lifecycle import (
    ON_AIR,
    STATE_WORDS,
    TRANSITIONS,
    Bells,
    Span,
    Step,
    WrongState,
    after,
    allows,
    due,
)
from server.models import State
from tests.support.app import MONDAY_NINE

BELLS = Bells(timedelta(minutes=10), timedelta(minutes=5))
SPAN = Span(MONDAY_NINE, MONDAY_NINE + timedelta(minutes=40))


def test_a_lesson_goes_from_the_plan_to_the_archive_and_away() -> None:
    state = State.PLANNED
    for step in (Step.OPEN, Step.START, Step.END, Step.ARCHIVE, Step.EXPIRE):
        state = after(state, step)
    assert state is State.EXPIRED


def test_what_is_live_cannot_be_cancelled() -> None:
    with pytest.raises(WrongState) as caught:
        after(State.LIVE, Step.CANCEL)
    assert caught.value.fields == {"state": "live", "state_zh": "上课中"}


@given(st.sampled_from(State), st.sampled_from(Step))
def test_the_only_way_back_is_from_cancelled_to_planned(state: State, step: Step) -> None:
    order = list(State)
    if (state, step) == (State.CANCELLED, Step.RESTORE):
        assert after(state, step) is State.PLANNED
        return
    try:
        then = after(state, step)
    except WrongState:
        assert (state, step) not in TRANSITIONS
        return
    assert order.index(then) > order.index(state)


@pytest.mark.parametrize(
    ("minutes", "state", "step"),
    [
        (-10.1, State.PLANNED, None),
        (-10, State.PLANNED, Step.OPEN),
        (0, State.OPEN, None),
        (0, State.LIVE, None),
        (44.9, State.LIVE, None),
        (45, State.LIVE, Step.END),
        (45, State.OPEN, Step.END),
        (45, State.PLANNED, Step.END),
        (45, State.ENDED, None),
        (45, State.ARCHIVED, None),
        (0, State.CANCELLED, None),
        (45, State.CANCELLED, None),
    ],
)
def test_the_clock_opens_before_the_bell_and_ends_after_it(
    minutes: float, state: State, step: Step | None
) -> None:
    assert due(state, SPAN, BELLS, MONDAY_NINE + timedelta(minutes=minutes)) is step


@given(st.sampled_from(State), st.floats(-60, 120))
def test_whatever_the_clock_does_the_table_knows(state: State, minutes: float) -> None:
    step = due(state, SPAN, BELLS, MONDAY_NINE + timedelta(minutes=minutes))
    assert step is None or (state, step) in TRANSITIONS


@pytest.mark.parametrize("state", State)
def test_media_flow_only_while_the_room_is_open(state: State) -> None:
    for action in (Action.PUBLISH, Action.RECEIVE, Action.END):
        assert allows(state, SPAN, BELLS, action, MONDAY_NINE) is (state in ON_AIR)


def test_starting_is_offered_from_ten_minutes_before_the_bell() -> None:
    just_before = MONDAY_NINE - timedelta(minutes=10, seconds=1)
    assert not allows(State.PLANNED, SPAN, BELLS, Action.START, just_before)
    assert allows(State.PLANNED, SPAN, BELLS, Action.START, MONDAY_NINE - timedelta(minutes=10))
    assert not allows(State.LIVE, SPAN, BELLS, Action.START, MONDAY_NINE)


def test_what_was_cancelled_or_has_expired_is_not_replayed() -> None:
    replayable = {
        state for state in State if allows(state, SPAN, BELLS, Action.REPLAY, MONDAY_NINE)
    }
    assert replayable == {State.LIVE, State.ENDED, State.ARCHIVED}


def test_every_state_has_a_word_on_the_screen() -> None:
    assert set(STATE_WORDS) == set(State)
