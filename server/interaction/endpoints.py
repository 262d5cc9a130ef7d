"""`/api/lessons/{lesson}/interaction`: what the classes and the teacher say to each other without a microphone."""

from typing import Annotated

from fastapi import APIRouter, Path

from server.dependencies import Now, Reading, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.interaction import service
from server.interaction.course import figures_text
from server.interaction.schemas import (
    AnswerIn,
    CallIn,
    HandIn,
    HeadCountIn,
    HelpIn,
    InteractionOut,
    MessageIn,
    PollIn,
)
from server.interaction.service import LessonNotOnAir, NoSuchPoll, NoSuchReceiver, TooMuchDone
from server.lessons.guards import Conducting, TakingPart, Talking
from server.lessons.service import NoSuchLesson
from server.models import Act
from streaming.contract import IDENTIFIER

router = APIRouter(prefix="/api/lessons/{lesson_id}/interaction", tags=["interaction"])

PollNumber = Annotated[int, Path(ge=1, le=2**53)]
RoomId = Annotated[str, Path(pattern=IDENTIFIER)]
_READ = problems(NotSignedIn, NotAllowed, NoSuchLesson)
_DONE = problems(
    *(NotSignedIn, NotAllowed, NoSuchLesson, LessonNotOnAir, TooMuchDone),
    *(NoSuchReceiver, Unprocessable),
)
_POLLED = problems(
    *(NotSignedIn, NotAllowed, NoSuchLesson, LessonNotOnAir, TooMuchDone),
    *(NoSuchPoll, NoSuchReceiver, Unprocessable),
)


@router.get("", responses=_READ)
async def interaction(transaction: Reading, admitted: Talking) -> InteractionOut:
    """Return hands, calls for help, head counts, messages and polls; after the lesson as they were at its end."""
    return await service.tell(transaction, admitted.lesson.id)


@router.put("/hand", responses=_DONE)
async def hand(
    given: HandIn, transaction: Writing, admitted: TakingPart, now: Now
) -> InteractionOut:
    """Raise the hand of a class, or take it down."""
    act = Act.HAND_UP if given.up else Act.HAND_DOWN
    await service.do(transaction, admitted.lesson.id, admitted.caller, act, now)
    return await service.tell(transaction, admitted.lesson.id)


@router.put("/help", responses=_DONE)
async def ask_help(
    given: HelpIn, transaction: Writing, admitted: TakingPart, now: Now
) -> InteractionOut:
    """Call for help with the equipment, or say that it came."""
    act = Act.HELP_ASKED if given.asked else Act.HELP_DONE
    await service.do(transaction, admitted.lesson.id, admitted.caller, act, now)
    return await service.tell(transaction, admitted.lesson.id)


@router.put("/head-count", responses=_DONE)
async def head_count(
    given: HeadCountIn, transaction: Writing, admitted: TakingPart, now: Now
) -> InteractionOut:
    """Say how many children sit in the classroom."""
    figures = figures_text([given.count])
    await service.do(
        transaction, admitted.lesson.id, admitted.caller, Act.HEAD_COUNT, now, figures=figures
    )
    return await service.tell(transaction, admitted.lesson.id)


@router.put("/classes/{room_id}/word", responses=_DONE)
async def word(
    room_id: RoomId, given: CallIn, transaction: Writing, admitted: Conducting, now: Now
) -> InteractionOut:
    """Give a class the word, or thank it; its hand goes down either way."""
    act = Act.CALLED if given.speaks else Act.DISMISSED
    await service.do(transaction, admitted.lesson.id, admitted.caller, act, now, room=room_id)
    return await service.tell(transaction, admitted.lesson.id)


@router.post("/messages", status_code=201, responses=_DONE)
async def message(
    given: MessageIn, transaction: Writing, admitted: Talking, now: Now
) -> InteractionOut:
    """Send a line to the other side; the children do not see it read aloud, the adults do."""
    await service.do(
        transaction, admitted.lesson.id, admitted.caller, Act.MESSAGE, now, text=given.text
    )
    return await service.tell(transaction, admitted.lesson.id)


@router.post("/polls", status_code=201, responses=_DONE)
async def open_poll(
    given: PollIn, transaction: Writing, admitted: Conducting, now: Now
) -> InteractionOut:
    """Ask all classes; a poll that was open is closed."""
    figures = figures_text([given.choices])
    await service.do(
        transaction,
        admitted.lesson.id,
        admitted.caller,
        Act.POLL_OPENED,
        now,
        text=given.question,
        figures=figures,
    )
    return await service.tell(transaction, admitted.lesson.id)


@router.post("/polls/{number}/close", responses=_POLLED)
async def close_poll(
    number: PollNumber, transaction: Writing, admitted: Conducting, now: Now
) -> InteractionOut:
    """Take no more answers."""
    await service.close_poll(transaction, admitted.lesson.id, admitted.caller, number, now)
    return await service.tell(transaction, admitted.lesson.id)


@router.put("/polls/{number}/answer", responses=_POLLED)
async def answer(
    number: PollNumber, given: AnswerIn, transaction: Writing, admitted: TakingPart, now: Now
) -> InteractionOut:
    """Give the votes of a class, or correct them."""
    await service.answer(transaction, admitted.lesson.id, admitted.caller, number, given.votes, now)
    return await service.tell(transaction, admitted.lesson.id)
