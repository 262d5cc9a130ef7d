from datetime import timedelta

import pytest

from server.auth.policy import Caller
from server.exports import service
from server.exports.service import ExportNeedsApproval
from server.lessons import service as lessons
from server.models import AuditEntry, Recording, Track
from streaming.contract import Kind
from tests.server.exports.test_endpoints import asked
from tests.support.app import LESSON, Hall


async def recorded(hall: Hall, *roles: str) -> None:
    async with hall.writing() as transaction:
        transaction.session.add(Recording(lesson_id=LESSON))
        await transaction.session.flush()
        for role in roles:
            row = Track(lesson_id=LESSON, id=f"t-{role}", role=role, kind=Kind.VIDEO, codec="vp8")
            transaction.session.add(row)


async def permitted(hall: Hall, username: str, *tracks: str) -> None:
    client = await hall.person(username)
    token, now = client.cookies["tongke_session"], hall.clock.now()
    caller: Caller = await hall.app.state.auth.person_behind(token, now)
    async with hall.writing() as transaction:
        lesson = await lessons.find(transaction, LESSON)
        await service.permit(transaction, lesson, tracks, caller, now)


async def test_what_shows_adults_only_needs_nobody_else_and_is_logged(each_hall: Hall) -> None:
    await recorded(each_hall, "teacher", "board", "students")
    await permitted(each_hall, "lin", "t-teacher", "t-board")
    async with each_hall.database.reading() as transaction:
        row = await transaction.session.get_one(AuditEntry, 1)
        assert (row.action, row.note) == ("exported", "board teacher")


@pytest.mark.parametrize("role", ["students", "class:a"])
async def test_children_leave_the_house_only_by_the_agreement_of_two(
    each_hall: Hall, role: str
) -> None:
    await recorded(each_hall, "teacher", role)
    with pytest.raises(ExportNeedsApproval):
        await permitted(each_hall, "lin")
    wish = await asked(each_hall)
    with pytest.raises(ExportNeedsApproval):
        await permitted(each_hall, "lin", f"t-{role}")
    await (await each_hall.person("tang")).post(f"/api/exports/{wish['id']}/approval")
    await permitted(each_hall, "lin")
    with pytest.raises(ExportNeedsApproval):
        # An approval is for one person.
        await permitted(each_hall, "luo")
    each_hall.clock.advance(seconds=service.GOOD_FOR / timedelta(seconds=1))
    with pytest.raises(ExportNeedsApproval):
        await permitted(each_hall, "lin")
