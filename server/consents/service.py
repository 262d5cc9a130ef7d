"""Giving and withdrawing consents. Which roles are journaled follows from them (`server.live.rooms`)."""

from collections.abc import Sequence
from datetime import datetime

from server.audit import service as audit
from server.auth.policy import OVERSEERS, PersonCaller
from server.auth.schemas import Named
from server.auth.service import names_of, place_of
from server.consents import repository
from server.consents.schemas import ConsentOut
from server.database import Transaction
from server.errors import NotFound
from server.identifiers import new_id
from server.interaction import service as interaction
from server.models import AuditAction, Consent, ConsentTrack, School
from server.retention import service as retention
from server.words import Words


class NoSuchClass(NotFound):
    """There is no such class, or not in the caller's scope."""

    slug = "no-such-class"
    detail = Words("没有这个班，或者不归您管理。", "There is no such class in your care.")


async def school_of(transaction: Transaction, class_id: str, caller: PersonCaller) -> School:
    """Return the school of a class that the caller looks after.

    Raises:
        NoSuchClass: if there is none.
    """
    school = await repository.school_of_class(transaction.session, class_id)
    if school is None or not caller.holds(OVERSEERS, place_of(school)):
        raise NoSuchClass
    return school


async def give(
    transaction: Transaction,
    class_id: str,
    track: ConsentTrack,
    paper: str,
    caller: PersonCaller,
    now: datetime,
) -> None:
    """Note a consent; nothing if it holds already.

    Raises:
        NoSuchClass: if the class is not in the caller's care.
    """
    school = await school_of(transaction, class_id, caller)
    if await repository.in_force(transaction.session, class_id, track) is not None:
        return
    transaction.session.add(
        Consent(
            id=new_id(now),
            class_id=class_id,
            track=track,
            given_at=now,
            given_by=caller.id,
            paper=paper,
        )
    )
    await _note(transaction, now, caller, AuditAction.CONSENT_GIVEN, class_id, track, school)
    await retention.spare_class(transaction, class_id, track, caller, now)
    await _tell_pages(transaction, class_id)


async def withdraw(
    transaction: Transaction,
    class_id: str,
    track: ConsentTrack,
    caller: PersonCaller,
    now: datetime,
) -> Sequence[str]:
    """End a consent, and erase what exists; return the lessons on air whose nodes must be told.

    Raises:
        NoSuchClass: if the class is not in the caller's care.
    """
    school = await school_of(transaction, class_id, caller)
    await repository.withdraw(transaction.session, class_id, track, caller.id, now)
    await _note(transaction, now, caller, AuditAction.CONSENT_WITHDRAWN, class_id, track, school)
    await retention.erase_class(transaction, class_id, track, caller, now)
    return await _tell_pages(transaction, class_id)


async def of_class(
    transaction: Transaction, class_id: str, caller: PersonCaller
) -> list[ConsentOut]:
    """Return every consent of a class, newest first.

    Raises:
        NoSuchClass: if the class is not in the caller's care.
    """
    await school_of(transaction, class_id, caller)
    found = await repository.of_class(transaction.session, class_id)
    names = await names_of(transaction, {each.given_by for each in found})
    return [
        ConsentOut(
            track=each.track,
            given_at=each.given_at,
            given_by=Named(id=each.given_by, name=names.get(each.given_by, "")),
            paper=each.paper,
            withdrawn_at=each.withdrawn_at,
        )
        for each in found
    ]


async def on_air_with(transaction: Transaction, class_id: str) -> Sequence[str]:
    """Return the lessons on air in which a class sits."""
    return await repository.on_air_with(transaction.session, class_id)


async def _tell_pages(transaction: Transaction, class_id: str) -> Sequence[str]:
    """Have the pages of the lessons on air ask what may be sent of the class now; return those lessons."""
    found = await repository.on_air_with(transaction.session, class_id)
    for lesson in found:
        transaction.announce(interaction.EVENT, lesson)
    return found


async def _note(  # noqa: PLR0913 - the fields of a row
    transaction: Transaction,
    now: datetime,
    caller: PersonCaller,
    action: AuditAction,
    class_id: str,
    track: ConsentTrack,
    school: School,
) -> None:
    subject = f"class:{class_id}"
    await audit.note(
        transaction, now, caller.identity, action, subject, school=school.id, text=track.value
    )
