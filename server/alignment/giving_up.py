"""Accepted lessons that make room for those of a later proposal, one class at a time; all others stay untouched."""

from collections.abc import Collection
from datetime import datetime

from scheduler.formats import read_plan, write_plan
from scheduler.instance import together
from scheduler.plan import Placement, Plan
from server.alignment import repository
from server.alignment.proposals import instance_of
from server.database import Transaction
from server.models import Acceptance, Proposal
from server.timetables import service as timetables


async def give_up(
    transaction: Transaction,
    proposal: Proposal,
    plan: Plan,
    demands: Collection[str],
    now: datetime,
) -> int:
    """Take back what was accepted for the proposal's demands and is not in its plan; return how many lessons.

    Args:
        transaction: Dated lessons follow when its timetable is expanded.
        proposal: Its run's instance says which class each demand is of.
        plan: The proposal's.
        demands: Ids of those that are looked at; empty: all of the instance.
        now: The moment; an acceptance of which nothing is left ends.
    """
    asked = instance_of(proposal.run.instance).demand
    stays = set(plan.placements)
    standing = await repository.standing(
        transaction.session, proposal.run.term_id, with_receivers=True
    )
    courses = {each.course_id for row in standing for each in row.receivers}
    sits = await repository.classes_in_courses(transaction.session, courses)
    count = 0
    for acceptance in standing:
        held = read_plan(acceptance.plan).placements
        gone = [
            each
            for each in held
            if each not in stays
            and each.demand in asked
            and (not demands or each.demand in demands)
        ]
        taken = {
            place
            for each in gone
            for place in _seats(acceptance, each, asked[each.demand].class_id, sits)
        }
        if gone:
            await _shrink(
                transaction, acceptance, [each for each in held if each not in gone], taken
            )
            acceptance.undone_at = acceptance.undone_at if acceptance.lessons else now
        count += len(gone)
    await transaction.session.flush()
    return count


def _seats(
    acceptance: Acceptance, gone: Placement, class_id: str, sits: dict[tuple[str, str], str | None]
) -> list[tuple[str, str]]:
    """Return course and room in which a class attends a lesson."""
    return [
        (each.course_id, each.room_id)
        for each in acceptance.receivers
        if each.lesson_id == gone.lesson
        and together(each.weeks, gone.weeks)
        and sits.get((each.course_id, each.room_id)) == class_id
    ]


async def _shrink(
    transaction: Transaction,
    acceptance: Acceptance,
    left: list[Placement],
    taken: set[tuple[str, str]],
) -> None:
    acceptance.plan = write_plan(Plan.of(left))
    acceptance.lessons = len(left)
    for each in list(acceptance.receivers):
        if (each.course_id, each.room_id) in taken:
            acceptance.receivers.remove(each)
    await transaction.session.flush()
    await timetables.remove(transaction, sorted(taken))
