"""Asking for an erasure, agreeing to it, taking it back; holding a recording. What is due is done by `erasing`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from server.audit import service as audit
from server.auth.policy import ADMINISTRATORS, PersonCaller, reach_of
from server.auth.schemas import Named
from server.auth.service import names_of, place_of
from server.database import Transaction
from server.errors import Conflict, NotFound
from server.exports.service import CHILDREN
from server.identifiers import new_id
from server.lessons.lifecycle import ON_AIR
from server.models import (
    AuditAction,
    ConsentTrack,
    Erasure,
    ErasureCause,
    ErasureState,
    Hold,
    Lesson,
)
from server.recordings import service as recordings
from server.retention import repository
from server.retention.schemas import (
    GONE,
    DamagedOut,
    ErasureOut,
    HoldOut,
    Period,
    RetentionOut,
    Terms,
)
from server.words import Words

CONSENT_GRACE = timedelta(hours=12)
"""Between a withdrawn consent and the erasure: a slip can be mended, and the promise of 24 h is kept."""
LISTED = 200


class NoSuchErasure(NotFound):
    """There is no such erasure, or not in the caller's scope."""

    slug = "no-such-erasure"
    detail = Words(
        "没有这个删除申请，或者不归您处理。", "There is no such erasure for you to decide."
    )


class ErasureOpen(Conflict):
    """The recording is being erased already."""

    slug = "erasure-open"
    detail = Words("这节课的录像已经在删除流程里了。", "This recording is being erased already.")


class RecordingHeld(Conflict):
    """Somebody needs the recording."""

    slug = "recording-held"
    detail = Words(
        "这段录像有保留要求（{reason}），要先解除保留才能删除。",
        "This recording is held ({reason}); release it first.",
    )


class RecordingRuns(Conflict):
    """The lesson is on air."""

    slug = "recording-runs"
    detail = Words("这节课还在上，下课后才能删除录像。", "The lesson is still on air.")


class ErasureTooLate(Conflict):
    """The erasure is past this step, or the step is not for this kind of erasure."""

    slug = "erasure-too-late"
    detail = Words(
        "这个删除申请已经是别的状态了，不能这样操作。",
        "This erasure is past that step.",
    )


class NoSuchMachine(NotFound):
    """The erasure waits for no archiver of this name."""

    slug = "no-such-machine"
    detail = Words("这个删除没有在等这台机器。", "The erasure does not wait for this machine.")


class MachineThere(Conflict):
    """The archiver is linked: it can empty its disks itself."""

    slug = "machine-there"
    detail = Words(
        "机器 {archiver} 现在连着，会自己清理，不能登记为回不来。",
        "Machine {archiver} is linked and empties its disks itself.",
    )


async def ask(
    transaction: Transaction,
    lesson: Lesson,
    reason: str,
    caller: PersonCaller,
    grace: timedelta,
    now: datetime,
) -> Erasure:
    """Ask that a whole recording be erased; where it shows children another administrator must agree.

    Raises:
        NoSuchRecording, RecordingRuns, RecordingHeld, ErasureOpen: if it cannot be.
    """
    if lesson.state in ON_AIR:
        raise RecordingRuns
    await recordings.find(transaction, lesson.id)
    hold = await repository.standing_hold(transaction.session, lesson.id)
    if hold is not None:
        raise RecordingHeld(reason=hold.reason)
    if any(one.roles is None for one in await _open(transaction, lesson.id)):
        raise ErasureOpen
    roles = await repository.roles_of(transaction.session, lesson.id)
    children = any(role.startswith(CHILDREN) for role in roles)
    made = Erasure(
        id=new_id(now),
        lesson_id=lesson.id,
        roles=None,
        cause=ErasureCause.PERSON,
        state=ErasureState.ASKED if children else ErasureState.WAITING,
        reason=reason,
        asked_by=caller.id,
        asked_at=now,
        due_at=None if children else now + grace,
    )
    transaction.session.add(made)
    await _note(transaction, now, caller, AuditAction.ERASURE_ASKED, lesson, reason)
    return await _load(transaction, made.id)


async def find(transaction: Transaction, erasure_id: str, caller: PersonCaller) -> Erasure:
    """Return an erasure of a school that the caller administers.

    Raises:
        NoSuchErasure: if there is none; deliberately does not say which.
    """
    found = await repository.erasure(transaction.session, erasure_id)
    if found is None or not _administers(found.lesson, caller):
        raise NoSuchErasure
    return found


async def decide(
    transaction: Transaction,
    erasure_id: str,
    *,
    agreed: bool,
    caller: PersonCaller,
    grace: timedelta,
    now: datetime,
) -> Erasure:
    """Agree or refuse: never who asked.

    Raises:
        NoSuchErasure: see `find`; ErasureTooLate: if it is decided.
    """
    await repository.locked(transaction.session, erasure_id)
    found = await find(transaction, erasure_id, caller)
    if found.asked_by == caller.id:
        raise NoSuchErasure
    if found.state is not ErasureState.ASKED:
        raise ErasureTooLate
    found.decided_by, found.decided_at = caller.id, now
    found.state = ErasureState.WAITING if agreed else ErasureState.REFUSED
    found.due_at = now + grace if agreed else None
    action = AuditAction.ERASURE_APPROVED if agreed else AuditAction.ERASURE_REFUSED
    await _note(transaction, now, caller, action, found.lesson, f"erasure:{found.id}")
    return found


async def take_back(
    transaction: Transaction, erasure_id: str, reason: str, caller: PersonCaller, now: datetime
) -> Erasure:
    """Take an erasure back before it begins. One that the period's end caused becomes a hold, or it would come again.

    Raises:
        NoSuchErasure: see `find`.
        ErasureTooLate: if it has begun, or parents withdrew their consent: then only a new consent ends it.
    """
    await repository.locked(transaction.session, erasure_id)
    found = await find(transaction, erasure_id, caller)
    begun = found.state not in (ErasureState.ASKED, ErasureState.WAITING)
    if begun or found.cause is ErasureCause.CONSENT:
        raise ErasureTooLate
    found.state, found.decided_by, found.decided_at = ErasureState.TAKEN_BACK, caller.id, now
    await _note(transaction, now, caller, AuditAction.ERASURE_TAKEN_BACK, found.lesson, reason)
    if found.cause is ErasureCause.PERIOD:
        await hold(transaction, found.lesson, reason, caller, now)
    return found


async def give_up(  # noqa: PLR0913 - who, what, why, when
    transaction: Transaction,
    erasure_id: str,
    archiver: str,
    reason: str,
    caller: PersonCaller,
    online: Collection[str],
    now: datetime,
) -> Erasure:
    """Wait no longer for a machine that will not come back, in any erasure that the caller administers.

    Raises:
        NoSuchErasure: see `find`; NoSuchMachine: if this one does not wait for it; MachineThere: if it is linked.
    """
    found = await find(transaction, erasure_id, caller)
    if archiver not in _silent(found):
        raise NoSuchMachine
    if archiver in online:
        raise MachineThere(archiver=archiver)
    for one in await repository.in_state(transaction.session, ErasureState.ERASING):
        if archiver not in _silent(one) or not _administers(one.lesson, caller):
            continue
        await repository.locked(transaction.session, one.id)
        await transaction.session.refresh(one, ["archivers"])
        if archiver not in _silent(one):
            continue
        gone = {GONE: reason, "at": now.isoformat()}
        one.archivers = (one.archivers or {}) | {archiver: gone}
        note = f"erasure:{one.id} machine:{archiver} {reason}"
        await _note(transaction, now, caller, AuditAction.MACHINE_GONE, one.lesson, note)
    return found


async def hold(
    transaction: Transaction, lesson: Lesson, reason: str, caller: PersonCaller, now: datetime
) -> None:
    """Hold a recording: nothing of it is erased. Nothing if it is held already.

    Raises:
        NoSuchRecording: if nothing is recorded.
        ErasureTooLate: if an erasure has begun.
    """
    await recordings.find(transaction, lesson.id)
    if any(one.state is ErasureState.ERASING for one in await _open(transaction, lesson.id)):
        raise ErasureTooLate
    if await repository.standing_hold(transaction.session, lesson.id) is not None:
        return
    made = Hold(id=new_id(now), lesson_id=lesson.id, reason=reason, held_by=caller.id, held_at=now)
    transaction.session.add(made)
    await _note(transaction, now, caller, AuditAction.HELD, lesson, reason)


async def release(
    transaction: Transaction, lesson: Lesson, caller: PersonCaller, now: datetime
) -> None:
    """End a hold; nothing if there is none. What was due meanwhile is erased after a last grace."""
    found = await repository.standing_hold(transaction.session, lesson.id)
    if found is None:
        return
    found.released_by, found.released_at = caller.id, now
    await _note(transaction, now, caller, AuditAction.RELEASED, lesson, found.reason)


async def erase_class(
    transaction: Transaction,
    class_id: str,
    track: ConsentTrack,
    caller: PersonCaller,
    now: datetime,
) -> None:
    """Erase a class from every recording in half a day: its parents withdrew their consent."""
    for lesson, role, school in await repository.shown_of_class(
        transaction.session, class_id, track
    ):
        earlier = await _open(transaction, lesson)
        if any(one.roles == [role] for one in earlier):
            continue
        transaction.session.add(
            Erasure(
                id=new_id(now),
                lesson_id=lesson,
                roles=[role],
                cause=ErasureCause.CONSENT,
                state=ErasureState.WAITING,
                reason=f"consent:{class_id}:{track.value}",
                asked_by=caller.id,
                asked_at=now,
                due_at=now + CONSENT_GRACE,
            )
        )
        await audit.note(
            transaction,
            now,
            caller.identity,
            AuditAction.ERASURE_ASKED,
            f"lesson:{lesson}",
            school=school,
            text=role,
        )


async def spare_class(
    transaction: Transaction,
    class_id: str,
    track: ConsentTrack,
    caller: PersonCaller,
    now: datetime,
) -> None:
    """Take back what `erase_class` began and nobody has done yet: there is a consent again."""
    shown = await repository.shown_of_class(transaction.session, class_id, track)
    roles = {(lesson, role): school for lesson, role, school in shown}
    found = await repository.waiting_for_consent(
        transaction.session, {lesson for lesson, _ in roles}
    )
    for one in found:
        school = roles.get((one.lesson_id, (one.roles or [""])[0]))
        if school is None:
            continue
        one.state, one.decided_by, one.decided_at = ErasureState.TAKEN_BACK, caller.id, now
        await audit.note(
            transaction,
            now,
            caller.identity,
            AuditAction.ERASURE_TAKEN_BACK,
            f"lesson:{one.lesson_id}",
            school=school,
            text=one.reason,
        )


async def overview(transaction: Transaction, terms: Terms, caller: PersonCaller) -> RetentionOut:
    """Return the rules, what is held and what is damaged, of the schools that the caller administers."""
    reach = reach_of(caller, ADMINISTRATORS)
    held = await repository.holds(transaction.session, reach, LISTED)
    damaged = await repository.damaged(transaction.session, reach, LISTED)
    names = await names_of(transaction, {row[0].held_by for row in held})
    return RetentionOut(
        periods=[Period(kind=kind, days=days) for kind, days in terms.days.items()],
        grace_days=terms.grace / timedelta(days=1),
        held=[
            HoldOut(
                lesson=Named(id=one.lesson_id, name=title),
                starts_at=starts_at,
                reason=one.reason,
                held_by=Named(id=one.held_by, name=names.get(one.held_by, "")),
                held_at=one.held_at,
            )
            for one, title, starts_at in held
        ],
        damaged=[
            DamagedOut(
                lesson=Named(id=one.lesson_id, name=title),
                starts_at=starts_at,
                objects=len(one.rotten or ()),
                found_at=one.scrubbed_at,
            )
            for one, title, starts_at in damaged
        ],
    )


async def listed(transaction: Transaction, caller: PersonCaller) -> list[ErasureOut]:
    """Return erasures of the schools that the caller administers: those that are open first."""
    reach = reach_of(caller, ADMINISTRATORS)
    found = await repository.erasures(transaction.session, reach, LISTED)
    return await _shown(transaction, found, caller)


async def describe(transaction: Transaction, one: Erasure, caller: PersonCaller) -> ErasureOut:
    """Return one erasure as the caller sees it."""
    (shown,) = await _shown(transaction, [one], caller)
    return shown


async def _shown(
    transaction: Transaction, found: Sequence[Erasure], caller: PersonCaller
) -> list[ErasureOut]:
    people = {one.asked_by or "" for one in found} | {one.decided_by or "" for one in found}
    names = await names_of(transaction, people)
    lessons = {one.lesson_id for one in found}
    held = await repository.held_among(transaction.session, lessons)
    return [_out(one, caller, names, held) for one in found]


def _out(
    one: Erasure, caller: PersonCaller, names: Mapping[str, str], held: Collection[str]
) -> ErasureOut:
    def named(person: str | None) -> Named | None:
        return Named(id=person, name=names.get(person, "")) if person else None

    lesson = one.lesson
    undecided = one.state is ErasureState.ASKED
    before = undecided or one.state is ErasureState.WAITING
    return ErasureOut(
        id=one.id,
        lesson=Named(id=lesson.id, name=lesson.title),
        starts_at=lesson.starts_at,
        school=Named(id=lesson.hub_room.school.id, name=lesson.hub_room.school.name),
        roles=one.roles or [],
        cause=one.cause,
        state=one.state,
        reason=one.reason,
        asked_by=named(one.asked_by),
        asked_at=one.asked_at,
        decided_by=named(one.decided_by),
        decided_at=one.decided_at,
        due_at=one.due_at,
        held=one.lesson_id in held,
        waits_for=_silent(one),
        problem=one.problem or "",
        done_at=one.done_at,
        objects=one.objects,
        size=one.size,
        decidable=undecided and one.asked_by != caller.id,
        can_take_back=before and one.cause is not ErasureCause.CONSENT,
    )


def _silent(one: Erasure) -> list[str]:
    if one.state is not ErasureState.ERASING:
        return []
    return sorted(name for name, said in (one.archivers or {}).items() if said is None)


def _administers(lesson: Lesson, caller: PersonCaller) -> bool:
    return caller.holds(ADMINISTRATORS, place_of(lesson.hub_room.school))


async def _open(transaction: Transaction, lesson_id: str) -> Sequence[Erasure]:
    return await repository.open_erasures(transaction.session, lesson_id)


async def _load(transaction: Transaction, erasure_id: str) -> Erasure:
    await transaction.session.flush()
    found = await repository.erasure(transaction.session, erasure_id)
    if found is None:
        raise NoSuchErasure
    return found


async def _note(
    transaction: Transaction,
    now: datetime,
    caller: PersonCaller,
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
        school=lesson.hub_room.school.id,
        text=text,
    )
