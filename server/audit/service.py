"""Appending to the audit log, reading it, and seeing that nobody changed it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.audit import repository
from server.audit.schemas import AuditList, AuditOut, ChainState
from server.auth.policy import Reach
from server.auth.service import names_of
from server.chain import GENESIS, ChainedRow, Inspection, linked
from server.database import Transaction
from server.models import AuditAction, AuditEntry

PERSON = "person:"


async def note(  # noqa: PLR0913 - the fields of a row
    transaction: Transaction,
    now: datetime,
    actor: str,
    action: AuditAction,
    subject: str,
    *,
    school: str | None,
    text: str = "",
) -> None:
    """Append a row in the caller's transaction: what is done and that it was done are kept together."""
    await repository.lock(transaction.session)
    before = await repository.last(transaction.session)
    number = before.number + 1 if before else 1
    previous = before.hash if before else GENESIS
    entry = AuditEntry(
        number=number,
        at=now,
        actor=actor,
        action=action,
        subject=subject[:200],
        school_id=school,
        note=text[:500],
        previous=previous,
    )
    entry.hash = linked(previous, number, _content(entry))
    transaction.session.add(entry)
    await transaction.session.flush()


async def page(
    transaction: Transaction, reach: Reach, action: AuditAction | None, before: int, limit: int
) -> AuditList:
    """Return rows about the schools of a reach, newest first."""
    found = await repository.entries(transaction.session, reach, action, before, limit + 1)
    people = {row.actor.removeprefix(PERSON) for row in found if row.actor.startswith(PERSON)}
    names = await names_of(transaction, people)
    items = [
        AuditOut(
            number=row.number,
            at=row.at,
            actor=row.actor,
            actor_name=names.get(row.actor.removeprefix(PERSON), ""),
            action=row.action,
            subject=row.subject,
            school_id=row.school_id,
            note=row.note,
            hash=row.hash,
        )
        for row in found[:limit]
    ]
    return AuditList(items=items, next_cursor=items[-1].number if len(found) > limit else None)


async def inspect(transaction: Transaction) -> ChainState:
    """Walk the whole chain; about 100,000 rows a second."""
    inspection = Inspection()
    async for rows in repository.in_order(transaction.session):
        inspection.take(
            ChainedRow(row.number, _content(row), row.previous, row.hash) for row in rows
        )
    return ChainState(
        rows=inspection.rows,
        intact=inspection.broken_at is None,
        broken_at=inspection.broken_at,
        head=inspection.head,
    )


def _content(entry: AuditEntry) -> Mapping[str, Any]:
    return {
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action.value,
        "subject": entry.subject,
        "school": entry.school_id,
        "note": entry.note,
    }
