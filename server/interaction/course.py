"""What holds in a lesson now, as it follows from everything that was done in it. Pure.

Rows are read in their order. An act after which everything stands as before (a hand that is up already) is
not written at all, so that a classroom that repeats itself on a bad link leaves one row.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from server.models import Act, Interaction


@dataclass(slots=True)
class Poll:
    """A question with lettered choices; each class answers with its children's votes."""

    number: int
    question: str
    choices: int
    opened_at: datetime
    closed_at: datetime | None = None
    votes: dict[str, list[int]] = field(default_factory=dict)
    """By room; a class may correct itself while the poll is open."""

    @property
    def total(self) -> list[int]:
        """The votes of all classes, per choice."""
        return [sum(each[choice] for each in self.votes.values()) for choice in range(self.choices)]


@dataclass(frozen=True, slots=True)
class Said:
    """A message; `room` none: the hub's side wrote it."""

    number: int
    at: datetime
    room: str | None
    person: str | None
    text: str


@dataclass(slots=True)
class Course:
    """Where a lesson stands."""

    hands: dict[str, datetime] = field(default_factory=dict)
    """Rooms with their hand up, longest first, and since when."""
    called: str | None = None
    """The room that has the word."""
    help: dict[str, datetime] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    messages: list[Said] = field(default_factory=list)
    polls: list[Poll] = field(default_factory=list)

    @property
    def open_poll(self) -> Poll | None:
        """The poll that takes answers."""
        last = self.polls[-1] if self.polls else None
        return last if last is not None and last.closed_at is None else None


def figures_text(numbers: Iterable[int]) -> str:
    """Return numbers as a row keeps them."""
    return ",".join(str(number) for number in numbers)


def course_of(rows: Iterable[Interaction]) -> Course:
    """Return where a lesson stands after its rows, given in order."""
    course = Course()
    for row in rows:
        _follow(course, row)
    return course


def _follow(course: Course, row: Interaction) -> None:
    room = row.room_id or ""
    match row.act:
        case Act.MESSAGE:
            said = Said(row.number, row.at, row.room_id, row.person_id, row.text)
            course.messages.append(said)
        case Act.POLL_OPENED | Act.POLL_CLOSED:
            _close(course, row.at)
            if row.act is Act.POLL_OPENED:
                course.polls.append(Poll(row.number, row.text, int(row.figures), row.at))
        case Act.ANSWERED:
            poll = course.open_poll
            if poll is not None and poll.number == row.poll:
                poll.votes[room] = [int(each) for each in row.figures.split(",")]
        case Act.HEAD_COUNT:
            course.counts[room] = int(row.figures)
        case Act.HELP_ASKED:
            course.help.setdefault(room, row.at)
        case Act.HELP_DONE:
            course.help.pop(room, None)
        case _:
            _follow_hand(course, row.act, room, row.at)


def _follow_hand(course: Course, act: Act, room: str, at: datetime) -> None:
    """Raising one's hand while one has the word means nothing; whatever else happens takes it down.

    A class that has the word and takes its hand down gives the word back.
    """
    if act is Act.HAND_UP:
        if course.called != room:
            course.hands.setdefault(room, at)
        return
    course.hands.pop(room, None)
    if act is Act.CALLED:
        course.called = room
    elif act in {Act.DISMISSED, Act.HAND_DOWN} and course.called == room:
        course.called = None


def _close(course: Course, at: datetime) -> None:
    poll = course.open_poll
    if poll is not None:
        poll.closed_at = at
