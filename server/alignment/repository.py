"""Queries about what alignment works on and what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload, undefer

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
    """Those that stand, with their plans."""


async def term_of(session: AsyncSession, city_id: str, day: date) -> Term | None:
    """Return the city's term in which a day lies, else the next one."""
    query = select(Term).where(Term.city_id == city_id, Term.last_day >= day)
    return (await session.scalars(query.order_by(Term.first_day).limit(1))).first()


async def tables(session: AsyncSession, term: Term) -> Tables:
    """Read everything that an instance is made of, in a number of queries that no city changes."""
    in_city = select(School.id).join(District).where(District.city_id == term.city_id)
    acceptances = (await session.scalars(_standing(term.id))).all()
    accepted = select(AcceptedReceiver.course_id)
    return Tables(
        term,
        (
            await session.scalars(
                select(School)
                .join(School.district)
                .where(District.city_id == term.city_id)
                .options(joinedload(School.district))
                .order_by(School.id)
            )
        ).all(),
        (
            await session.scalars(
                select(BellSchedule)
                .where(BellSchedule.school_id.in_(in_city))
                .options(selectinload(BellSchedule.periods))
                .order_by(BellSchedule.id)
            )
        ).all(),
        (
            await session.scalars(select(Room).where(Room.school_id.in_(in_city)).order_by(Room.id))
        ).all(),
        (
            await session.scalars(
                select(SchoolClass)
                .where(SchoolClass.school_id.in_(in_city))
                .order_by(SchoolClass.id)
            )
        ).all(),
        (
            await session.scalars(
                select(Alliance)
                .where(Alliance.city_id == term.city_id)
                .options(selectinload(Alliance.members))
                .order_by(Alliance.id)
            )
        ).all(),
        (
            await session.scalars(
                select(SchoolLesson)
                .where(SchoolLesson.term_id == term.id)
                .order_by(SchoolLesson.id)
            )
        ).all(),
        (
            await session.scalars(
                select(Offer)
                .where(Offer.term_id == term.id)
                .options(joinedload(Offer.teacher), selectinload(Offer.lessons))
                .order_by(Offer.id)
            )
        ).all(),
        (
            await session.scalars(
                select(Demand).where(Demand.term_id == term.id).order_by(Demand.id)
            )
        ).all(),
        (
            await session.scalars(
                select(TimetableEntry)
                .where(TimetableEntry.term_id == term.id)
                .where(TimetableEntry.course_id.not_in(accepted))
                .options(joinedload(TimetableEntry.course).selectinload(Course.receivers))
                .order_by(TimetableEntry.id)
            )
        ).all(),
        acceptances,
    )


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


async def people_names(session: AsyncSession, ids: Sequence[str]) -> dict[str, str]:
    """Return the names of some people."""
    query = select(Person.id, Person.name).where(Person.id.in_(ids))
    return {row.id: row.name for row in await session.execute(query)}


async def runs(session: AsyncSession, city_id: str) -> Sequence[AlignmentRun]:
    """Return the newest runs of a city, newest first."""
    query = select(AlignmentRun).where(AlignmentRun.city_id == city_id)
    query = query.order_by(AlignmentRun.created_at.desc(), AlignmentRun.id.desc())
    return (await session.scalars(query.limit(MOST_RUNS))).all()


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


async def proposals(session: AsyncSession, run_ids: Sequence[str]) -> Sequence[Proposal]:
    """Return the proposals of some runs, oldest first; those with a defect too."""
    query = select(Proposal).where(Proposal.run_id.in_(run_ids))
    return (await session.scalars(query.order_by(Proposal.created_at, Proposal.id))).all()


async def proposal(session: AsyncSession, proposal_id: str) -> Proposal | None:
    """Return a proposal with its plan, its run and the run's instance."""
    query = (
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .options(undefer(Proposal.plan), joinedload(Proposal.run).undefer(AlignmentRun.instance))
    )
    return (await session.scalars(query.execution_options(populate_existing=True))).first()


async def acceptances(session: AsyncSession, city_id: str) -> Sequence[Acceptance]:
    """Return the acceptances of a city, newest first, with their proposals."""
    query = (
        select(Acceptance)
        .join(Acceptance.proposal)
        .join(Proposal.run)
        .where(AlignmentRun.city_id == city_id)
        .options(joinedload(Acceptance.proposal))
        .order_by(Acceptance.accepted_at.desc(), Acceptance.id.desc())
    )
    return (await session.scalars(query.limit(MOST_RUNS))).all()


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
