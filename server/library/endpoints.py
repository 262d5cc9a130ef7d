"""`/api/recordings/{lesson}/details`, `…/publication` and `…/review`: what the library says, and to whom."""

from fastapi import APIRouter

from server.auth.guards import Callers
from server.dependencies import Now, Reading, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.lessons.guards import Cataloguing, Reviewing
from server.lessons.service import NoSuchLesson
from server.library import service
from server.library.publication import WrongPublication
from server.library.schemas import AskIn, DetailsIn, DetailsOut, ReviewIn
from server.recordings import service as recordings
from server.recordings.schemas import LibraryChoices
from server.recordings.service import NoSuchRecording

router = APIRouter(prefix="/api/recordings/{lesson_id}", tags=["library"])

choices = APIRouter(prefix="/api/library", tags=["library"])

_READ = (NotSignedIn, NotAllowed, NoSuchLesson, NoSuchRecording)


@router.get("/details", responses=problems(*_READ))
async def details(transaction: Reading, admitted: Cataloguing) -> DetailsOut:
    """Return what the library says of a recording, the textbooks to choose from, and the next steps."""
    return await service.describe(transaction, admitted.lesson, admitted.callers)


@router.patch("/details", responses=problems(*_READ, Unprocessable))
async def change(
    given: DetailsIn, transaction: Writing, admitted: Cataloguing, now: Now
) -> DetailsOut:
    """Change title, shown teacher, textbook or unit of a recording."""
    lesson = await service.change(transaction, admitted.lesson.id, given, admitted.caller, now)
    return await service.describe(transaction, lesson, admitted.callers)


@router.post("/publication", responses=problems(*_READ, WrongPublication, Unprocessable))
async def ask(given: AskIn, transaction: Writing, admitted: Cataloguing, now: Now) -> DetailsOut:
    """Ask for the school's review, take that back, or withdraw what is published."""
    lesson = await service.move(
        transaction, admitted.lesson.id, given.step, given.reason, admitted.caller, now
    )
    return await service.describe(transaction, lesson, admitted.callers)


@router.post("/review", responses=problems(*_READ, WrongPublication, Unprocessable))
async def review(
    given: ReviewIn, transaction: Writing, admitted: Reviewing, now: Now
) -> DetailsOut:
    """Publish a recording to the district, or send it back with a reason."""
    lesson = await service.move(
        transaction, admitted.lesson.id, given.step, given.reason, admitted.caller, now
    )
    return await service.describe(transaction, lesson, admitted.callers)


@choices.get("/choices", responses=problems(NotSignedIn))
async def library_choices(transaction: Reading, callers: Callers) -> LibraryChoices:
    """Return the schools, teachers, editions and units of what the callers may watch: what to filter by."""
    return await recordings.choices(transaction, callers)
