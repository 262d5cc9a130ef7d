"""Commenting on recordings, and giving points."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import fmean

from server.auth.policy import Action, Caller, may
from server.auth.schemas import Named
from server.comments import repository
from server.comments.schemas import CommentList, CommentOut, CriterionOut, RubricOut
from server.database import Transaction
from server.errors import Conflict, FieldProblem, NotAllowed, NotFound, Unprocessable
from server.identifiers import new_id
from server.lessons import service as lessons
from server.models import Criterion, Kind, Lesson, ReviewComment, ReviewScore
from server.recordings import service as recordings
from server.words import Words

COMMENTS_MAX = 200
"""Comments of one person on one recording."""


class NoSuchComment(NotFound):
    """The recording has no such comment."""

    slug = "no-such-comment"
    detail = Words("没有这条评课。", "There is no such comment.")


class TooManyComments(Conflict):
    """Somebody has said enough."""

    slug = "too-many-comments"
    detail = Words("每人最多写 {limit} 条评课。", "There may be {limit} comments of one person.")


class NoRubric(Conflict):
    """Points are for famous teachers' lessons."""

    slug = "no-rubric"
    detail = Words("只有名师课堂可以打分。", "Only famous teachers' lessons are given points.")


async def listed(transaction: Transaction, lesson: Lesson, caller: Caller) -> CommentList:
    """Return the comments of a recording, and its rubric where it has one."""
    found = await repository.of_lesson(transaction.session, lesson.id)
    moderates = may(caller, Action.MODERATE, lessons.facts_of(lesson))
    rubric = None
    if lesson.kind is Kind.FAMOUS_TEACHER:
        rubric = _rubric(await repository.scores(transaction.session, lesson.id), caller)
    return CommentList(
        items=[_told(each, caller, moderates=moderates) for each in found], rubric=rubric
    )


async def add(
    transaction: Transaction, lesson: Lesson, caller: Caller, at_ms: int, text: str, now: datetime
) -> None:
    """Write a comment.

    Raises:
        NoSuchRecording: if nothing is recorded; Unprocessable: if the recording is shorter;
        TooManyComments: if the caller has written enough.
    """
    recording = await recordings.find(transaction, lesson.id)
    if at_ms > recording.duration * 1000:
        allowed = f"0 … {round(recording.duration * 1000)}"
        raise Unprocessable(errors=(FieldProblem("at_ms", str(at_ms), allowed),), names="at_ms")
    if await repository.count_of(transaction.session, lesson.id, caller.id) >= COMMENTS_MAX:
        raise TooManyComments(limit=COMMENTS_MAX)
    transaction.session.add(
        ReviewComment(
            id=new_id(now),
            lesson_id=lesson.id,
            person_id=caller.id,
            at_ms=at_ms,
            text=text.strip(),
            written_at=now,
        )
    )
    await transaction.session.flush()


async def change(
    transaction: Transaction,
    lesson: Lesson,
    caller: Caller,
    comment_id: str,
    text: str,
    now: datetime,
) -> None:
    """Say something else; only who wrote it may.

    Raises:
        NoSuchComment, NotAllowed.
    """
    found = await _find(transaction, lesson, comment_id)
    if found.person_id != caller.id:
        raise NotAllowed
    found.text, found.changed_at = text.strip(), now
    await transaction.session.flush()


async def remove(transaction: Transaction, lesson: Lesson, caller: Caller, comment_id: str) -> None:
    """Remove a comment: who wrote it may, and administrators over the hub's school.

    Raises:
        NoSuchComment, NotAllowed.
    """
    found = await _find(transaction, lesson, comment_id)
    moderates = may(caller, Action.MODERATE, lessons.facts_of(lesson))
    if found.person_id != caller.id and not moderates:
        raise NotAllowed
    await transaction.session.delete(found)
    await transaction.session.flush()


async def give_points(
    transaction: Transaction, lesson: Lesson, caller: Caller, points: Mapping[Criterion, int]
) -> None:
    """Give points, or other points than before.

    Raises:
        NoRubric: if it is no famous teacher's lesson; NoSuchRecording: if nothing is recorded.
    """
    if lesson.kind is not Kind.FAMOUS_TEACHER:
        raise NoRubric
    await recordings.find(transaction, lesson.id)
    for criterion, given in points.items():
        row = ReviewScore(
            lesson_id=lesson.id, person_id=caller.id, criterion=criterion, points=given
        )
        await transaction.session.merge(row)
    await transaction.session.flush()


async def _find(transaction: Transaction, lesson: Lesson, comment_id: str) -> ReviewComment:
    found = await repository.comment(transaction.session, lesson.id, comment_id)
    if found is None:
        raise NoSuchComment
    return found


def _told(comment: ReviewComment, caller: Caller, *, moderates: bool) -> CommentOut:
    mine = comment.person_id == caller.id
    return CommentOut(
        id=comment.id,
        at_ms=comment.at_ms,
        text=comment.text,
        author=Named(id=comment.person.id, name=comment.person.name),
        written_at=comment.written_at,
        changed_at=comment.changed_at,
        can_edit=mine,
        can_remove=mine or moderates,
    )


def _rubric(scores: Sequence[ReviewScore], caller: Caller) -> RubricOut:
    given = {
        criterion: [each for each in scores if each.criterion is criterion]
        for criterion in Criterion
    }
    return RubricOut(
        people=len({each.person_id for each in scores}),
        criteria=[
            CriterionOut(
                criterion=criterion,
                average=round(fmean(each.points for each in rows), 2) if rows else None,
                mine=next((each.points for each in rows if each.person_id == caller.id), None),
            )
            for criterion, rows in given.items()
        ],
    )
