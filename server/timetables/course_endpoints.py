"""`/api/timetables/courses`: courses that people make by hand."""

from fastapi import APIRouter

from server.auth.schemas import Named
from server.dependencies import Language, Now, Reading, Settings, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.models import TimetableEntry
from server.organisation.guards import Reader
from server.organisation.problems import NoSuchThing
from server.timetables import courses
from server.timetables.guards import CourseKeeper, Keeper, RowId, SchoolId, TermId
from server.timetables.problems import LessonClashes, NoSuchEntry
from server.timetables.schemas import (
    CourseChange,
    CourseIn,
    CourseList,
    CourseOut,
    CourseSeat,
    WeeklyOut,
)

router = APIRouter(prefix="/api/timetables/courses", tags=["timetables"])


@router.get("", responses=problems(NotSignedIn, NoSuchThing, Unprocessable))
async def of_school(
    transaction: Reading, person: Reader, term_id: TermId, school_id: SchoolId
) -> CourseList:
    """Return the courses of a hub school in a term, with their weekly lessons."""
    found = await courses.of_school(transaction, person, term_id, school_id)
    return CourseList(items=[_told(entries) for entries in found])


@router.post(
    "",
    status_code=201,
    responses=problems(
        NotSignedIn, NotAllowed, NoSuchThing, NoSuchEntry, LessonClashes, Unprocessable
    ),
)
async def create(
    transaction: Writing,
    person: Keeper,
    given: CourseIn,
    settings: Settings,
    now: Now,
    language: Language,
) -> CourseOut:
    """Make a course with its weekly lessons, if nobody and nothing is taken then."""
    entries = await courses.create(
        transaction, person, given, now, settings.expand_days, language=language
    )
    told = _told(entries)
    if given.dry_run:
        await transaction.abandon()
    return told


@router.put(
    "/{row_id}",
    responses=problems(
        NotSignedIn, NotAllowed, NoSuchThing, NoSuchEntry, LessonClashes, Unprocessable
    ),
)
async def change(  # noqa: PLR0913 - the parts of one question
    transaction: Writing,
    person: CourseKeeper,
    row_id: RowId,
    given: CourseChange,
    settings: Settings,
    now: Now,
    language: Language,
) -> CourseOut:
    """Change a course with its weekly lessons of a term; its teacher may change title and edition."""
    entries = await courses.change(
        transaction, person, row_id, given, now, settings.expand_days, language=language
    )
    told = _told(entries)
    if given.dry_run:
        await transaction.abandon()
    return told


@router.delete(
    "/{row_id}", status_code=204, responses=problems(NotSignedIn, NotAllowed, NoSuchThing)
)
async def remove(
    transaction: Writing, person: Keeper, row_id: RowId, settings: Settings, now: Now
) -> None:
    """Delete a course; its lessons that have not begun are cancelled."""
    await courses.remove(transaction, person, row_id, now, settings.expand_days)


def _told(entries: list[TimetableEntry]) -> CourseOut:
    first = entries[0]
    course = first.course
    room = course.hub_room
    return CourseOut(
        id=course.id,
        term_id=first.term_id,
        kind=course.kind,
        title=course.title,
        subject=course.subject,
        grade=course.grade,
        hub_school=Named(id=room.school.id, name=room.school.name),
        hub_room=Named(id=room.id, name=room.name),
        hub_class=Named(id=course.hub_class.id, name=course.hub_class.name)
        if course.hub_class
        else None,
        teacher=Named(id=course.teacher.id, name=course.teacher.name),
        edition=course.edition,
        recorded=course.recorded,
        receivers=[
            CourseSeat(
                room=Named(id=each.room.id, name=each.room.name),
                school=Named(id=each.room.school.id, name=each.room.school.name),
                class_name=each.school_class.name if each.school_class else "",
                class_id=each.class_id,
            )
            for each in course.receivers
        ],
        entries=[WeeklyOut.model_validate(each) for each in entries],
    )
