"""Queries about what alignment works on and what came of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ScalarSelect, Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload, selectinload, undefer

from server.models import (
    Acceptance,
    AcceptedReceiver,
    AlignmentRun,
    Alliance,
    BellSchedule,
    Course,
    CourseReceiver,
    Demand,
    Device,
    District,
    Offer,
    Person,
    Proposal,
    Room,
    RunState,
    School,
    SchoolClass,
    SchoolLesson,
    Term,
    TimetableEntry,
)

MOST_RUNS = 20
"""Runs that are listed; older ones are still there by their id."""

_Row = TypeVar("_Row", School, BellSchedule, Room, SchoolClass, Alliance, Demand)


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything of a city and a term that an instance is made of."""

    term: Term
    schools: Sequence[School]
    bells: Sequence[BellSchedule]
    rooms: Sequence[Room]
    classes: Sequence[SchoolClass]
    alliances: Sequence[Alliance]
    lessons: Sequence[SchoolLesson]
    offers: Sequence[Offer]
    demands: Sequence[Demand]
    entries: Sequence[TimetableEntry]
    """Weekly lessons of courses that did not come from an accepted proposal, with their receivers."""
    acceptances: Sequence[Acceptance]
    """The newest, whether they stand or not."""
    accepted_plans: Sequence[str]
    """What stands, JSON (`scheduler.formats`)."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a city and a term there are; `demanded` are lessons a week."""

    schools: int
    classes: int
    offers: int
    demands: int
    demanded: int


@dataclass(frozen=True, slots=True)
class ToldRun:
    """A run with the name of who asked for it and its proposals, oldest first; those with a defect too."""

    run: AlignmentRun
    asked_by: str
    proposals: Sequence[Proposal]


async def term_of(session: AsyncSession, city_id: str, day: date) -> Term | None:
    """Return the city's term in which a day lies, else the next one."""
    return (await session.scalars(select(Term).where(Term.id == _term_id(city_id, day)))).first()


async def tables(session: AsyncSession, city_id: str, day: date) -> Tables | None:
    """Read everything that an instance is made of, in seven queries; None: there is no term on that day or later.

    Tables that hang on one another are read together, so that the number of queries is that of the branches.
    """
    query = (
        select(Term, Alliance)
        .outerjoin(Alliance, Alliance.city_id == Term.city_id)
        .where(Term.id == _term_id(city_id, day))
        .options(joinedload(Alliance.members))
        .order_by(Alliance.id)
    )
    city = (await session.execute(query)).unique().all()
    if not city:
        return None
    term = city[0][0]
    places = (await session.execute(_places(city_id))).unique().all()
    classes = (await session.execute(_classes(city_id, term.id))).all()
    lessons = select(SchoolLesson).where(SchoolLesson.term_id == term.id).order_by(SchoolLesson.id)
    found = await acceptances(session, city_id, term.id)
    return Tables(
        term,
        _each(row[0] for row in places),
        _each(row[2] for row in places),
        _each(row[1] for row in places),
        _each(row[0] for row in classes),
        _each(row[1] for row in city),
        (await session.scalars(lessons)).all(),
        (await session.scalars(_offers(term.id))).unique().all(),
        _each(row[1] for row in classes),
        (await session.scalars(_other_entries(term.id))).unique().all(),
        [each for each, _ in found[:MOST_RUNS]],
        [plan for _, plan in found if plan is not None],
    )


async def counts(session: AsyncSession, city_id: str, term_id: str) -> Counts:
    """Return how much there is to align of a city and a term."""
    of_city = select(School.id).join(School.district).where(District.city_id == city_id)
    demands = select(func.count()).where(Demand.term_id == term_id)
    demanded = select(func.coalesce(func.sum(Demand.lessons_per_week), 0))
    query = select(
        select(func.count()).select_from(of_city.subquery()).scalar_subquery(),
        select(func.count()).where(SchoolClass.school_id.in_(of_city)).scalar_subquery(),
        select(func.count()).where(Offer.term_id == term_id).scalar_subquery(),
        demands.scalar_subquery(),
        demanded.where(Demand.term_id == term_id).scalar_subquery(),
    )
    return Counts(*(await session.execute(query)).one())


def _term_id(city_id: str, day: date) -> ScalarSelect[str]:
    query = select(Term.id).where(Term.city_id == city_id, Term.last_day >= day)
    return query.order_by(Term.first_day).limit(1).scalar_subquery()


def _places(city_id: str) -> Select[School, Room, BellSchedule]:
    """Schools with their rooms and bells: a few of each, so that their product is small."""
    return (
        select(School, Room, BellSchedule)
        .join(School.district)
        .outerjoin(Room, Room.school_id == School.id)
        .outerjoin(BellSchedule, BellSchedule.school_id == School.id)
        .where(District.city_id == city_id)
        .options(contains_eager(School.district), joinedload(BellSchedule.periods))
        .order_by(School.id, Room.id, BellSchedule.id)
    )


def _classes(city_id: str, term_id: str) -> Select[SchoolClass, Demand]:
    return (
        select(SchoolClass, Demand)
        .join(School, School.id == SchoolClass.school_id)
        .join(School.district)
        .outerjoin(Demand, (Demand.class_id == SchoolClass.id) & (Demand.term_id == term_id))
        .where(District.city_id == city_id)
    )


def _offers(term_id: str) -> Select[Offer]:
    return (
        select(Offer)
        .where(Offer.term_id == term_id)
        .options(joinedload(Offer.teacher), joinedload(Offer.lessons))
        .order_by(Offer.id)
    )


def _other_entries(term_id: str) -> Select[TimetableEntry]:
    return (
        select(TimetableEntry)
        .where(TimetableEntry.term_id == term_id)
        .where(TimetableEntry.course_id.not_in(select(AcceptedReceiver.course_id)))
        .options(joinedload(TimetableEntry.course).joinedload(Course.receivers))
        .order_by(TimetableEntry.id)
    )


def _each(rows: Iterable[_Row | None]) -> list[_Row]:
    """Return every row once, by id; a join repeats them, and has none where nothing hangs on a row."""
    found = {row.id: row for row in rows if row is not None}
    return [found[key] for key in sorted(found)]


async def bells(session: AsyncSession, city_id: str) -> Sequence[BellSchedule]:
    """Return the bells of all seasons of a city's schools, with their periods."""
    query = (
        select(BellSchedule)
        .join(School, School.id == BellSchedule.school_id)
        .join(School.district)
        .where(District.city_id == city_id)
        .options(joinedload(BellSchedule.periods))
    )
    return (await session.scalars(query.order_by(BellSchedule.id))).unique().all()


async def class_rooms(session: AsyncSession, city_id: str) -> dict[str, str]:
    """Return the room in which each class has its classroom device."""
    query = (
        select(Device.class_id, Device.room_id)
        .join(Room, Room.id == Device.room_id)
        .join(School, School.id == Room.school_id)
        .join(District, District.id == School.district_id)
        .where(District.city_id == city_id, Device.class_id.is_not(None))
        .order_by(Device.id)
    )
    return {row.class_id: row.room_id for row in await session.execute(query)}


async def teachers(session: AsyncSession, city_id: str) -> dict[tuple[str, str], str]:
    """Return the ids of a city's people by school and name; of two of one name the one with the smaller id."""
    query = (
        select(Person.id, Person.school_id, Person.name)
        .join(School, School.id == Person.school_id)
        .join(District, District.id == School.district_id)
        .where(District.city_id == city_id)
        .order_by(Person.id.desc())
    )
    return {(row.school_id, row.name): row.id for row in await session.execute(query)}


async def school(session: AsyncSession, city_id: str, school_id: str) -> School | None:
    """Return a school of a city, with its district."""
    query = (
        select(School)
        .join(School.district)
        .where(School.id == school_id, District.city_id == city_id)
        .options(joinedload(School.district))
    )
    return (await session.scalars(query)).first()


async def class_names(session: AsyncSession, ids: Sequence[str]) -> dict[str, str]:
    """Return the names of some classes."""
    query = select(SchoolClass.id, SchoolClass.name).where(SchoolClass.id.in_(ids))
    return {row.id: row.name for row in await session.execute(query)}


async def newest_runs(session: AsyncSession, city_id: str) -> list[ToldRun]:
    """Return the newest runs of a city with what is told of them, newest first."""
    query = select(AlignmentRun.id).where(AlignmentRun.city_id == city_id)
    query = query.order_by(AlignmentRun.created_at.desc(), AlignmentRun.id.desc())
    return await _told(session, query.limit(MOST_RUNS))


async def told_run(session: AsyncSession, run_id: str) -> ToldRun:
    """Return a run that is there with what is told of it."""
    return (await _told(session, [run_id]))[0]


async def _told(session: AsyncSession, ids: Sequence[str] | Select[str]) -> list[ToldRun]:
    query = (
        select(AlignmentRun, Person.name, Proposal)
        .join(Person, Person.id == AlignmentRun.person_id)
        .outerjoin(Proposal, Proposal.run_id == AlignmentRun.id)
        .where(AlignmentRun.id.in_(ids))
        .order_by(AlignmentRun.created_at.desc(), AlignmentRun.id.desc())
        .order_by(Proposal.created_at, Proposal.id)
    )
    rows = (await session.execute(query)).all()
    return [
        ToldRun(run, name, [row[2] for row in rows if row[0] is run and row[2] is not None])
        for run, name in dict.fromkeys((row[0], row[1]) for row in rows)
    ]


async def run(
    session: AsyncSession, run_id: str, *, with_instance: bool = False
) -> AlignmentRun | None:
    """Return a run."""
    query = select(AlignmentRun).where(AlignmentRun.id == run_id)
    if with_instance:
        query = query.options(undefer(AlignmentRun.instance))
    return (await session.scalars(query.execution_options(populate_existing=True))).first()


async def run_to_do(session: AsyncSession, quiet_since: datetime) -> AlignmentRun | None:
    """Return the run to work on next, locked; None while another one is worked on.

    A run without a sign of life since `quiet_since` lost its worker, and is begun anew.
    """
    query = (
        select(AlignmentRun)
        .where(AlignmentRun.state.in_((RunState.QUEUED, RunState.RUNNING)))
        .order_by(AlignmentRun.created_at, AlignmentRun.id)
        .with_for_update()
    )
    found = (await session.scalars(query)).all()
    for each in found:
        if each.state is RunState.RUNNING and each.beat_at and each.beat_at > quiet_since:
            return None
    return found[0] if found else None


async def proposal(session: AsyncSession, proposal_id: str) -> Proposal | None:
    """Return a proposal with its plan, its run and the run's instance."""
    query = (
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .options(undefer(Proposal.plan), joinedload(Proposal.run).undefer(AlignmentRun.instance))
    )
    return (await session.scalars(query.execution_options(populate_existing=True))).first()


async def acceptances(
    session: AsyncSession, city_id: str, term_id: str | None = None
) -> list[tuple[Acceptance, str | None]]:
    """Return the newest acceptances of a city, newest first, and any that stand in a term; the latter with their plans."""
    of_city = (
        select(Acceptance.id)
        .join(Acceptance.proposal)
        .join(Proposal.run)
        .where(AlignmentRun.city_id == city_id)
        .order_by(Acceptance.accepted_at.desc(), Acceptance.id.desc())
        .limit(MOST_RUNS)
    )
    stands = Acceptance.undone_at.is_(None) & (AlignmentRun.term_id == term_id)
    query = (
        select(Acceptance, case((stands, Acceptance.plan), else_=None))
        .join(Acceptance.proposal)
        .join(Proposal.run)
        .where(Acceptance.id.in_(of_city) | stands)
        .order_by(Acceptance.accepted_at.desc(), Acceptance.id.desc())
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


async def acceptance(session: AsyncSession, acceptance_id: str) -> Acceptance | None:
    """Return an acceptance with its courses, its proposal and its run; locked."""
    query = (
        select(Acceptance)
        .where(Acceptance.id == acceptance_id)
        .options(
            selectinload(Acceptance.receivers),
            joinedload(Acceptance.proposal).joinedload(Proposal.run),
        )
        .with_for_update(of=Acceptance)
    )
    return (await session.scalars(query)).first()


async def accepted_receivers(session: AsyncSession, term_id: str) -> Sequence[AcceptedReceiver]:
    """Return the classes that standing acceptances of a term have brought into courses."""
    query = (
        select(AcceptedReceiver)
        .join(Acceptance, Acceptance.id == AcceptedReceiver.acceptance_id)
        .join(Acceptance.proposal)
        .join(Proposal.run)
        .where(AlignmentRun.term_id == term_id, Acceptance.undone_at.is_(None))
        .order_by(AcceptedReceiver.course_id, AcceptedReceiver.room_id)
    )
    return (await session.scalars(query)).all()


async def standing(
    session: AsyncSession, term_id: str, *, with_receivers: bool = False
) -> Sequence[Acceptance]:
    """Return the acceptances of a term that stand, with their plans; with the classes they brought into courses."""
    query = _standing(term_id)
    if with_receivers:
        query = query.options(selectinload(Acceptance.receivers))
    return (await session.scalars(query)).all()


async def classes_in_courses(
    session: AsyncSession, courses: Collection[str]
) -> dict[tuple[str, str], str | None]:
    """Return which class sits in a room of a course, by course and room."""
    query = select(CourseReceiver).where(CourseReceiver.course_id.in_(courses))
    return {(row.course_id, row.room_id): row.class_id for row in await session.scalars(query)}


def _standing(term_id: str) -> Select[Acceptance]:
    return (
        select(Acceptance)
        .join(Acceptance.proposal)
        .join(Proposal.run)
        .where(AlignmentRun.term_id == term_id, Acceptance.undone_at.is_(None))
        .options(undefer(Acceptance.plan))
        .order_by(Acceptance.id)
    )
