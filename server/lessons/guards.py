"""Owner checks of what belongs to a lesson."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path
from starlette.requests import HTTPConnection

from server.auth.guards import SignedIn
from server.auth.policy import Action, Caller, who_may
from server.dependencies import database
from server.errors import NotAllowed
from server.lessons import service
from server.lessons.lifecycle import Bells
from server.models import Lesson
from streaming.contract import IDENTIFIER

LessonId = Annotated[str, Path(pattern=IDENTIFIER)]


@dataclass(frozen=True, slots=True)
class Admitted:
    """A lesson, everybody behind the request, and the one in whose name it is done."""

    lesson: Lesson
    callers: tuple[Caller, ...]
    caller: Caller


class OnLesson:
    """Lets callers pass that may do one thing with the lesson of the path."""

    def __init__(self, action: Action) -> None:
        self.action = action
        self.owner_check = f"whoever may do this with the lesson: {action.value}"

    async def __call__(
        self,
        connection: HTTPConnection,
        lesson_id: LessonId,
        callers: Annotated[tuple[Caller, ...], Depends(SignedIn())],
    ) -> Admitted:
        """Return the lesson and the caller.

        Raises:
            NotSignedIn: if nobody is known.
            NoSuchLesson: if there is no such lesson.
            NotAllowed: if none of the callers may.
        """
        async with database(connection).reading() as transaction:
            lesson = await service.find(transaction, lesson_id)
        caller = who_may(callers, self.action, service.facts_of(lesson))
        if caller is None:
            raise NotAllowed
        return Admitted(lesson, callers, caller)


def bells(connection: HTTPConnection) -> Bells:
    """Return how far around the bell this server opens rooms."""
    found: Bells = connection.app.state.bells
    return found


BellsNow = Annotated[Bells, Depends(bells)]
Seeing = Annotated[Admitted, Depends(OnLesson(Action.SEE))]
Starting = Annotated[Admitted, Depends(OnLesson(Action.START))]
Ending = Annotated[Admitted, Depends(OnLesson(Action.END))]
Replaying = Annotated[Admitted, Depends(OnLesson(Action.REPLAY))]
Commenting = Annotated[Admitted, Depends(OnLesson(Action.COMMENT))]
Captioning = Annotated[Admitted, Depends(OnLesson(Action.CAPTION))]
Cataloguing = Annotated[Admitted, Depends(OnLesson(Action.CATALOGUE))]
Reviewing = Annotated[Admitted, Depends(OnLesson(Action.REVIEW))]
Rescheduling = Annotated[Admitted, Depends(OnLesson(Action.RESCHEDULE))]
TakingPart = Annotated[Admitted, Depends(OnLesson(Action.TAKE_PART))]
Conducting = Annotated[Admitted, Depends(OnLesson(Action.CONDUCT))]
Talking = Annotated[Admitted, Depends(OnLesson(Action.TALK))]
SeeingReceivers = Annotated[Admitted, Depends(OnLesson(Action.SEE_RECEIVERS))]
