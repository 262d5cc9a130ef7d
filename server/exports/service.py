"""Asking for a recording as a file, and the second person's answer."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from server.audit import service as audit
from server.auth.policy import ADMINISTRATORS, Action, Caller, PersonCaller, may, reach_of
from server.auth.schemas import Named
from server.auth.service import names_of
from server.database import Transaction
from server.errors import Conflict, NotAllowed, NotFound
from server.exports import repository
from server.exports.schemas import ExportOut
from server.identifiers import new_id
from server.lessons import service as lessons
from server.models import AuditAction, ExportRequest, ExportState, Lesson
from server.words import Words

GOOD_FOR = timedelta(days=7)
"""How long an approval holds: a copy that is wanted later is asked for again."""
CHILDREN = ("students", "class:")
"""Beginnings of the roles that show children."""
LISTED = 100


class NoSuchExport(NotFound):
    """There is no such wish, or it is not the caller's to decide."""

    slug = "no-such-export"
    detail = Words(
        "没有这个导出申请，或者不归您审批。", "There is no such export for you to decide."
    )


class DecidedAlready(Conflict):
    """Somebody has decided it."""

    slug = "export-decided"
    detail = Words("这个申请已经有人处理过了。", "Somebody has decided this already.")


class ExportNeedsApproval(NotAllowed):
    """The recording shows children, and no second person has agreed to its export."""

    slug = "export-needs-approval"
    title = Words("需要另一位管理员同意", "A second person must agree")
    detail = Words(
        "录像里有学生画面，下载前要先申请，并由另一位管理员同意。",
        "The recording shows children: ask for an export, and have another administrator approve it.",
    )


async def ask(
    transaction: Transaction, lesson: Lesson, reason: str, caller: PersonCaller, now: datetime
) -> ExportRequest:
    """Note a wish."""
    wish = ExportRequest(
        id=new_id(now),
        lesson_id=lesson.id,
        asked_by=caller.id,
        asked_at=now,
        reason=reason,
        state=ExportState.ASKED,
    )
    transaction.session.add(wish)
    await _note(transaction, now, caller, AuditAction.EXPORT_ASKED, lesson, reason)
    return await _load(transaction, wish.id)


async def find(transaction: Transaction, export_id: str, caller: PersonCaller) -> ExportRequest:
    """Return a wish that the caller may decide: an administrator over the hub's school, never who asked.

    Raises:
        NoSuchExport: if there is none; deliberately does not say which.
    """
    found = await repository.export(transaction.session, export_id)
    if found is None or not _may_decide(found, caller):
        raise NoSuchExport
    return found


async def decide(
    transaction: Transaction,
    export_id: str,
    state: ExportState,
    caller: PersonCaller,
    now: datetime,
) -> ExportRequest:
    """Approve or refuse.

    Raises:
        NoSuchExport: see `find`; DecidedAlready: if somebody was faster.
    """
    await repository.locked(transaction.session, export_id)
    wish = await find(transaction, export_id, caller)
    if wish.state is not ExportState.ASKED:
        raise DecidedAlready
    wish.state, wish.decided_by, wish.decided_at = state, caller.id, now
    approved = state is ExportState.APPROVED
    action = AuditAction.EXPORT_APPROVED if approved else AuditAction.EXPORT_REFUSED
    await _note(transaction, now, caller, action, wish.lesson, f"export:{wish.id}")
    return wish


async def permit(
    transaction: Transaction,
    lesson: Lesson,
    tracks: Collection[str],
    caller: Caller,
    now: datetime,
    *,
    logged: bool = True,
) -> None:
    """See that a recording (or some of its tracks) may leave the house, and write down that it does.

    Raises:
        ExportNeedsApproval: if it shows children and nobody else has agreed in the last week.
    """
    roles = await repository.roles(transaction.session, lesson.id, tracks)
    if any(role.startswith(CHILDREN) for role in roles):
        approved = isinstance(caller, PersonCaller) and await repository.approved(
            transaction.session, lesson.id, caller.id, now - GOOD_FOR
        )
        if not approved:
            raise ExportNeedsApproval
    if logged:
        await _note(transaction, now, caller, AuditAction.EXPORTED, lesson, " ".join(sorted(roles)))


async def listed(transaction: Transaction, caller: PersonCaller) -> list[ExportOut]:
    """Return the newest wishes that the caller made or may decide."""
    reach = reach_of(caller, ADMINISTRATORS)
    found = await repository.exports(transaction.session, caller.id, reach, LISTED)
    people = {each.asked_by for each in found} | {each.decided_by or "" for each in found}
    names = await names_of(transaction, people)
    return [_shown(each, caller, names) for each in found]


async def describe(
    transaction: Transaction, wish: ExportRequest, caller: PersonCaller
) -> ExportOut:
    """Return one wish as the caller sees it."""
    people = {wish.asked_by, wish.decided_by or ""}
    return _shown(wish, caller, await names_of(transaction, people))


def _shown(wish: ExportRequest, caller: PersonCaller, names: Mapping[str, str]) -> ExportOut:
    def named(person: str) -> Named:
        return Named(id=person, name=names.get(person, ""))

    approved = wish.state is ExportState.APPROVED
    return ExportOut(
        id=wish.id,
        lesson=Named(id=wish.lesson.id, name=wish.lesson.title),
        asked_by=named(wish.asked_by),
        asked_at=wish.asked_at,
        reason=wish.reason,
        state=wish.state,
        decided_by=named(wish.decided_by) if wish.decided_by else None,
        decided_at=wish.decided_at,
        good_until=wish.decided_at + GOOD_FOR if approved and wish.decided_at else None,
        decidable=wish.state is ExportState.ASKED and _may_decide(wish, caller),
    )


def _may_decide(wish: ExportRequest, caller: PersonCaller) -> bool:
    facts = lessons.facts_of(wish.lesson)
    return wish.asked_by != caller.id and may(caller, Action.APPROVE_EXPORT, facts)


async def _load(transaction: Transaction, export_id: str) -> ExportRequest:
    found = await repository.export(transaction.session, export_id)
    if found is None:
        raise NoSuchExport
    return found


async def _note(
    transaction: Transaction,
    now: datetime,
    caller: Caller,
    action: AuditAction,
    lesson: Lesson,
    text: str,
) -> None:
    await audit.note(
        transaction,
        now,
        caller.identity,
        action,
        f"lesson:{lesson.id}",
        school=lesson.hub_room.school_id,
        text=text,
    )
