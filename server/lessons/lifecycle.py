"""The life of a lesson as a table, and what the clock does to it. Pure: no I/O. Times are arguments.

The rule: a lesson is planned until its room opens, ten minutes before the bell; then its teacher starts
it, or simply begins to send. It ends when the teacher says so, or by itself a grace after the bell,
also if nobody ever came (then it never started). It is archived when its recording is whole in the store,
and expires when its recording is erased, as its period is over or somebody asked for it (then perhaps before it was whole). Until it is live it can be cancelled; a cancelled
lesson whose bell is still to come can be planned again (a holiday was withdrawn). There is no other way back.

    planned ──open──► open ──start──► live ──end──► ended ──archive──► archived ──expire──► expired
       │  ╲            │  ╲                          ▲
       │   ──start─────│───╲───► live                │
       ├──────end──────┴────╲────────────────────────┘
       └─────cancel──────────► cancelled ──restore──► planned
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from server.auth.policy import Action
from server.errors import Conflict
from server.models import State
from server.words import Words


class Step(StrEnum):
    """What can happen to a lesson."""

    OPEN = "open"
    START = "start"
    END = "end"
    ARCHIVE = "archive"
    EXPIRE = "expire"
    CANCEL = "cancel"
    RESTORE = "restore"


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.PLANNED, Step.OPEN): State.OPEN,
    (State.PLANNED, Step.START): State.LIVE,
    (State.PLANNED, Step.END): State.ENDED,
    (State.PLANNED, Step.CANCEL): State.CANCELLED,
    (State.OPEN, Step.START): State.LIVE,
    (State.OPEN, Step.END): State.ENDED,
    (State.OPEN, Step.CANCEL): State.CANCELLED,
    (State.LIVE, Step.END): State.ENDED,
    (State.ENDED, Step.ARCHIVE): State.ARCHIVED,
    (State.ENDED, Step.EXPIRE): State.EXPIRED,
    (State.ARCHIVED, Step.EXPIRE): State.EXPIRED,
    (State.CANCELLED, Step.RESTORE): State.PLANNED,
}

ON_AIR = frozenset({State.OPEN, State.LIVE})
"""States in which a lesson has a room at a media node."""
REPLAYABLE = frozenset({State.LIVE, State.ENDED, State.ARCHIVED})
"""States in which what was recorded may be replayed."""

STATE_WORDS: dict[State, Words] = {
    State.PLANNED: Words("未开放", "planned"),
    State.OPEN: Words("候课", "open"),
    State.LIVE: Words("上课中", "live"),
    State.ENDED: Words("已下课", "ended"),
    State.ARCHIVED: Words("已归档", "archived"),
    State.EXPIRED: Words("已过期", "expired"),
    State.CANCELLED: Words("已取消", "cancelled"),
}


class WrongState(Conflict):
    """The lesson's state does not know this step."""

    slug = "lesson-wrong-state"
    detail = Words(
        "这节课现在是“{state_zh}”状态，不能这样操作。",
        "The lesson is {state}; this is not possible now.",
    )


class TooEarly(Conflict):
    """The lesson's room is not open yet."""

    slug = "lesson-too-early"
    detail = Words(
        "还没到时间，{opens_at} 起可以上课。", "Too early: the lesson opens at {opens_at}."
    )


@dataclass(frozen=True, slots=True)
class Bells:
    """How far around the bell a lesson's room is open."""

    opens_before: timedelta
    ends_after: timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """When a lesson is planned to be held."""

    starts_at: datetime
    ends_at: datetime


def after(state: State, step: Step) -> State:
    """Return the state that a step leads to.

    Raises:
        WrongState: if the state does not know the step.
    """
    try:
        return TRANSITIONS[state, step]
    except KeyError:
        raise WrongState(state=state.value, state_zh=STATE_WORDS[state].zh) from None


def due(state: State, span: Span, bells: Bells, now: datetime) -> Step | None:
    """Return what the clock does to a lesson now, if anything."""
    if now >= span.ends_at + bells.ends_after:
        return Step.END if (state, Step.END) in TRANSITIONS else None
    if state is State.PLANNED and now >= span.starts_at - bells.opens_before:
        return Step.OPEN
    return None


def allows(state: State, span: Span, bells: Bells, action: Action, now: datetime) -> bool:
    """Return whether the lesson's state lets somebody do this who may."""
    match action:
        case Action.START:
            in_time = now >= span.starts_at - bells.opens_before
            return in_time and (state, Step.START) in TRANSITIONS
        case Action.END:
            return state in ON_AIR
        case Action.PUBLISH | Action.RECEIVE | Action.TAKE_PART | Action.CONDUCT | Action.APPEAR:
            return state in ON_AIR
        case Action.REPLAY | Action.COMMENT:
            return state in REPLAYABLE
        case (
            Action.SEE
            | Action.SEE_RECEIVERS
            | Action.MODERATE
            | Action.CAPTION
            | Action.CATALOGUE
            | Action.REVIEW
            | Action.EXPORT
            | Action.APPROVE_EXPORT
            | Action.ERASE
            | Action.RESCHEDULE
            | Action.TALK
        ):
            return True
