"""Doing something in a lesson, and telling where it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.auth.policy import Caller, DeviceCaller, PersonCaller
from server.auth.service import names_of
from server.database import Transaction
from server.errors import Conflict, FieldProblem, NotFound, Unprocessable
from server.interaction import repository
from server.interaction.course import Course, course_of, figures_text
from server.interaction.schemas import (
    InteractionOut,
    MessageOut,
    PollOut,
    StandingOut,
    VotesOut,
)
from server.lessons import service as lessons
from server.lessons.lifecycle import ON_AIR
from server.models import Act, Interaction, Lesson
from server.words import Words

EVENT = "lesson.interaction"
MOST_ACTS = 5_000
"""Rows of one lesson; forty classes that raise their hands once a minute make half of it."""
MESSAGES_TOLD = 100
ERASED_AT_ONCE = 500
"""Rows by one statement: SQLite takes 999 values in one of its older builds."""


class LessonNotOnAir(Conflict):
    """Nothing can be done in a lesson that is not being held."""

    slug = "lesson-not-on-air"
    title = Words("现在不在上课", "The lesson is not on air")
    detail = Words("这节课现在没有在上，不能互动。", "The lesson is not on air now.")


class TooMuchDone(Conflict):
    """The log of a lesson is full."""

    slug = "too-much-done"
    detail = Words("这节课的互动太多了，不能再添加。", "This lesson takes no more interaction.")


class NoSuchPoll(NotFound):
    """There is no such poll, or it is closed."""

    slug = "no-such-poll"
    detail = Words("没有这次投票，或者已经结束。", "There is no such poll, or it is closed.")


class NoSuchReceiver(NotFound):
    """The room does not receive the lesson."""

    slug = "no-such-receiver"
    detail = Words("这个教室不在这节课里。", "This room does not receive the lesson.")


@dataclass(frozen=True, slots=True)
class OnStage:
    """The class that has the word."""

    room: str
    picture: bool
    """Whether its picture may be sent."""


async def do(  # noqa: PLR0913 - the fields of a row
    transaction: Transaction,
    lesson_id: str,
    caller: Caller,
    act: Act,
    now: datetime,
    *,
    room: str | None = None,
    text: str = "",
    figures: str = "",
) -> None:
    """Write down an act, if it changes anything. `room` is the class to whom a person does it.

    Raises:
        LessonNotOnAir, NoSuchReceiver, TooMuchDone: see there.
    """
    lesson, rows = await _on_air(transaction, lesson_id)
    room = caller.room if isinstance(caller, DeviceCaller) else room
    if room is not None and all(each.room_id != room for each in lesson.receivers):
        raise NoSuchReceiver
    row = Interaction(
        lesson_id=lesson_id, at=now, act=act, room_id=room, text=text, figures=figures
    )
    _write(transaction, rows, row, caller)


async def answer(
    transaction: Transaction,
    lesson_id: str,
    caller: Caller,
    poll_number: int,
    votes: list[int],
    now: datetime,
) -> None:
    """Write down the votes of a class.

    Raises:
        LessonNotOnAir, NoSuchPoll, NoSuchReceiver: see there; Unprocessable: if the poll has another number of choices.
    """
    _, rows = await _on_air(transaction, lesson_id)
    poll = course_of(rows).open_poll
    if poll is None or poll.number != poll_number:
        raise NoSuchPoll
    if len(votes) != poll.choices:
        problem = FieldProblem("votes", f"{len(votes)}", f"{poll.choices} 个数 / numbers")
        raise Unprocessable(errors=(problem,), names="votes")
    if not isinstance(caller, DeviceCaller):
        raise NoSuchReceiver
    row = Interaction(
        lesson_id=lesson_id,
        at=now,
        act=Act.ANSWERED,
        room_id=caller.room,
        figures=figures_text(votes),
        poll=poll_number,
    )
    _write(transaction, rows, row, caller)


async def close_poll(
    transaction: Transaction, lesson_id: str, caller: Caller, poll_number: int, now: datetime
) -> None:
    """Take no more answers; nothing if it is closed already.

    Raises:
        LessonNotOnAir, NoSuchPoll: see there.
    """
    _, rows = await _on_air(transaction, lesson_id)
    polls = {poll.number: poll for poll in course_of(rows).polls}
    if poll_number not in polls:
        raise NoSuchPoll
    if polls[poll_number].closed_at is None:
        row = Interaction(lesson_id=lesson_id, at=now, act=Act.POLL_CLOSED, poll=poll_number)
        _write(transaction, rows, row, caller)


async def erase(transaction: Transaction, lesson_id: str, rooms: Collection[str] | None) -> int:
    """Delete what was done in a lesson, or only what some classes did; return how many rows went.

    The one place where rows of a lesson go: with its recording, for they hold what children wrote.
    """
    found = await repository.numbers(transaction.session, lesson_id, rooms)
    for start in range(0, len(found), ERASED_AT_ONCE):
        await repository.remove(transaction.session, found[start : start + ERASED_AT_ONCE])
    if found:
        transaction.announce(EVENT, lesson_id)
    return len(found)


async def on_stage(transaction: Transaction, lesson: Lesson) -> OnStage | None:
    """Return the class that has the word, if one has."""
    course = course_of(await repository.of_lesson(transaction.session, lesson.id))
    if course.called is None:
        return None
    return OnStage(course.called, course.called in await _with_picture(transaction, lesson))


async def tell(transaction: Transaction, lesson_id: str) -> InteractionOut:
    """Return where a lesson stands, or stood at its end.

    Raises:
        NoSuchLesson: if there is none.
    """
    lesson = await lessons.find(transaction, lesson_id)
    course = course_of(await repository.of_lesson(transaction.session, lesson_id))
    people = {said.person for said in course.messages if said.person}
    names = await names_of(transaction, people)
    classes = _classes(lesson, course, await _with_picture(transaction, lesson))
    of_room = {each.room_id: f"{each.school_name} {each.class_name}" for each in classes}
    return InteractionOut(
        classes=classes,
        messages=[
            MessageOut(
                number=said.number,
                at=said.at,
                room_id=said.room,
                author=of_room.get(said.room, "")
                if said.room
                else names.get(said.person or "", ""),
                text=said.text,
            )
            for said in course.messages[-MESSAGES_TOLD:]
        ],
        polls=[
            PollOut(
                number=poll.number,
                question=poll.question,
                choices=poll.choices,
                opened_at=poll.opened_at,
                closed_at=poll.closed_at,
                total=poll.total,
                classes=[VotesOut(room_id=room, votes=votes) for room, votes in poll.votes.items()],
            )
            for poll in course.polls
        ],
    )


async def _with_picture(transaction: Transaction, lesson: Lesson) -> set[str]:
    """Return the receiving rooms whose classes' picture may be sent."""
    seated = {each.room_id: each.class_id for each in lesson.receivers if each.class_id}
    allowed = await repository.with_picture(transaction.session, set(seated.values()))
    return {room for room, school_class in seated.items() if school_class in allowed}


def _classes(lesson: Lesson, course: Course, with_picture: set[str]) -> list[StandingOut]:
    places = {room: place for place, room in enumerate(course.hands, start=1)}
    return [
        StandingOut(
            room_id=each.room.id,
            class_name=each.class_name,
            school_name=each.school.name,
            hand_up_since=course.hands.get(each.room.id),
            hand_place=places.get(each.room.id),
            speaks=course.called == each.room.id,
            picture_allowed=each.room.id in with_picture,
            help_since=course.help.get(each.room.id),
            head_count=course.counts.get(each.room.id),
        )
        for each in lessons.receiving_rooms(lesson)
    ]


async def _on_air(transaction: Transaction, lesson_id: str) -> tuple[Lesson, Sequence[Interaction]]:
    """Return a lesson on air and what was done in it; nobody else writes until the transaction ends."""
    lesson = await lessons.find_to_change(transaction, lesson_id)
    if lesson.state not in ON_AIR:
        raise LessonNotOnAir
    rows = await repository.of_lesson(transaction.session, lesson_id)
    if len(rows) >= MOST_ACTS:
        raise TooMuchDone
    return lesson, rows


def _write(
    transaction: Transaction, rows: Sequence[Interaction], row: Interaction, caller: Caller
) -> None:
    """Add a row and announce it, unless everything stands after it as before."""
    if course_of([*rows, row]) == course_of(rows):
        return
    row.person_id = caller.id if isinstance(caller, PersonCaller) else None
    transaction.session.add(row)
    transaction.announce(EVENT, row.lesson_id)
