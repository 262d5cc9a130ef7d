"""What follows from the acts of a lesson."""

from datetime import UTC, datetime, timedelta

from server.interaction.course import Course, course_of, figures_text
from server.models import Act, Interaction

NINE = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)


class Log:
    """Rows that get their numbers and times as they come."""

    def __init__(self) -> None:
        self.rows: list[Interaction] = []

    def add(self, act: Act, room: str | None = None, **columns: object) -> int:
        number = len(self.rows) + 1
        row = Interaction(number=number, at=self.at(number), act=act, room_id=room, text="")
        for name, value in columns.items():
            setattr(row, name, value)
        self.rows.append(row)
        return number

    @staticmethod
    def at(number: int) -> datetime:
        return NINE + timedelta(seconds=number)

    @property
    def course(self) -> Course:
        return course_of(self.rows)


def test_hands_queue_in_the_order_in_which_they_went_up() -> None:
    log = Log()
    for room in ("b", "a", "c", "b"):
        log.add(Act.HAND_UP, room)
    assert list(log.course.hands) == ["b", "a", "c"]
    assert log.course.hands["b"] == log.at(1)
    log.add(Act.HAND_DOWN, "b")
    log.add(Act.HAND_UP, "b")
    assert list(log.course.hands) == ["a", "c", "b"]


def test_a_class_that_is_called_leaves_the_queue_and_has_the_word_until_it_is_thanked() -> None:
    log = Log()
    log.add(Act.HAND_UP, "a")
    log.add(Act.HAND_UP, "b")
    log.add(Act.CALLED, "a")
    assert (log.course.called, list(log.course.hands)) == ("a", ["b"])
    log.add(Act.HAND_UP, "a")
    assert list(log.course.hands) == ["b"], "it has the word already"
    log.add(Act.DISMISSED, "b")
    assert (log.course.called, list(log.course.hands)) == ("a", [])
    log.add(Act.DISMISSED, "a")
    assert log.course.called is None
    log.add(Act.CALLED, "a")
    log.add(Act.CALLED, "c")
    assert log.course.called == "c", "one has the word at a time"


def test_help_and_head_counts_are_those_said_last() -> None:
    log = Log()
    log.add(Act.HELP_ASKED, "a")
    log.add(Act.HELP_ASKED, "a")
    log.add(Act.HEAD_COUNT, "a", figures="31")
    log.add(Act.HEAD_COUNT, "a", figures="32")
    assert (log.course.help, log.course.counts) == ({"a": log.at(1)}, {"a": 32})
    log.add(Act.HELP_DONE, "a")
    log.add(Act.HELP_DONE, "b")
    assert log.course.help == {}


def test_a_poll_sums_the_votes_that_each_class_gave_last() -> None:
    log = Log()
    poll = log.add(Act.POLL_OPENED, text="三角形内角和？", figures="3")
    log.add(Act.ANSWERED, "a", poll=poll, figures="10,2,0")
    log.add(Act.ANSWERED, "b", poll=poll, figures="1,1,1")
    log.add(Act.ANSWERED, "a", poll=poll, figures="9,3,0")
    (found,) = log.course.polls
    assert (found.question, found.total, found.closed_at) == ("三角形内角和？", [10, 4, 1], None)


def test_answers_to_a_poll_that_is_closed_count_nothing() -> None:
    log = Log()
    first = log.add(Act.POLL_OPENED, figures="2")
    log.add(Act.POLL_CLOSED, poll=first)
    log.add(Act.ANSWERED, "a", poll=first, figures="1,1")
    assert (log.course.polls[0].total, log.course.open_poll) == ([0, 0], None)
    second = log.add(Act.POLL_OPENED, figures="2")
    log.add(Act.ANSWERED, "a", poll=first, figures="1,1")
    third = log.add(Act.POLL_OPENED, figures="4")
    found = {poll.number: poll.closed_at for poll in log.course.polls}
    assert found == {first: log.at(2), second: log.at(6), third: None}


def test_messages_keep_their_order_and_side() -> None:
    log = Log()
    log.add(Act.MESSAGE, "a", text="听不清")
    log.add(Act.MESSAGE, person_id="lin", text="好，我调一下")
    assert [(said.room, said.person, said.text) for said in log.course.messages] == [
        ("a", None, "听不清"),
        (None, "lin", "好，我调一下"),
    ]


def test_figures_are_kept_as_numbers_with_commas() -> None:
    assert figures_text([12, 0, 3]) == "12,0,3"
