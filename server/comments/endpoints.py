"""`/api/recordings/{lesson}/comments`: what teachers say about a lesson, second by second."""

from typing import Annotated

from fastapi import APIRouter, Path

from server.comments import service
from server.comments.schemas import CommentChange, CommentIn, CommentList, RubricIn
from server.comments.service import NoRubric, NoSuchComment, TooManyComments
from server.dependencies import Now, Reading, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.lessons.guards import Commenting
from server.lessons.service import NoSuchLesson
from server.recordings.service import NoSuchRecording
from streaming.contract import IDENTIFIER

router = APIRouter(prefix="/api/recordings/{lesson_id}", tags=["comments"])

CommentId = Annotated[str, Path(pattern=IDENTIFIER)]
_READ = (NotSignedIn, NotAllowed, NoSuchLesson)


@router.get("/comments", responses=problems(*_READ))
async def comments(transaction: Reading, admitted: Commenting) -> CommentList:
    """Return the comments of a recording by time."""
    return await service.listed(transaction, admitted.lesson, admitted.caller)


@router.post(
    "/comments",
    status_code=201,
    responses=problems(*_READ, NoSuchRecording, TooManyComments, Unprocessable),
)
async def add(
    given: CommentIn, transaction: Writing, admitted: Commenting, now: Now
) -> CommentList:
    """Say something about one second of a recording."""
    lesson, caller = admitted.lesson, admitted.caller
    await service.add(transaction, lesson, caller, given.at_ms, given.text, now)
    return await service.listed(transaction, lesson, caller)


@router.patch("/comments/{comment_id}", responses=problems(*_READ, NoSuchComment, Unprocessable))
async def change(
    given: CommentChange,
    transaction: Writing,
    admitted: Commenting,
    comment_id: CommentId,
    now: Now,
) -> CommentList:
    """Change what one said."""
    lesson, caller = admitted.lesson, admitted.caller
    await service.change(transaction, lesson, caller, comment_id, given.text, now)
    return await service.listed(transaction, lesson, caller)


@router.delete("/comments/{comment_id}", responses=problems(*_READ, NoSuchComment))
async def remove(transaction: Writing, admitted: Commenting, comment_id: CommentId) -> CommentList:
    """Remove a comment."""
    await service.remove(transaction, admitted.lesson, admitted.caller, comment_id)
    return await service.listed(transaction, admitted.lesson, admitted.caller)


@router.put("/rubric", responses=problems(*_READ, NoSuchRecording, NoRubric, Unprocessable))
async def give_points(given: RubricIn, transaction: Writing, admitted: Commenting) -> CommentList:
    """Give a famous teacher's lesson points."""
    await service.give_points(transaction, admitted.lesson, admitted.caller, given.points)
    return await service.listed(transaction, admitted.lesson, admitted.caller)
