"""Saying what was taught, and taking a recording from draft to the district."""

import logging
from collections.abc import Sequence
from datetime import datetime

from server.audit import service as audit
from server.auth.policy import Caller, who_may
from server.auth.schemas import Named
from server.auth.service import place_of
from server.database import Transaction
from server.lessons import service as lessons
from server.library.publication import NEEDED, NOTED, Step, after, steps_from
from server.library.schemas import DetailsIn, DetailsOut, TextbookChoice, UnitChoice
from server.models import AuditAction, Lesson, Textbook
from server.organisation import service as organisation
from server.organisation.problems import wrong_field
from server.recordings import service as recordings

logger = logging.getLogger(__name__)

REASON_MIN = 2
"""Characters of a reason to send something back: 模糊 is one."""


async def describe(
    transaction: Transaction, lesson: Lesson, callers: Sequence[Caller]
) -> DetailsOut:
    """Return what the library says of a recording, and what the callers may do with it.

    Raises:
        NoSuchRecording: if nothing is recorded.
    """
    await recordings.find(transaction, lesson.id)
    books = await _textbooks(transaction, lesson)
    facts = lessons.facts_of(lesson)
    here = (
        each for each in books if (each.edition, each.volume) == (lesson.edition, lesson.volume)
    )
    book = next(here, None)
    return DetailsOut(
        title=lesson.title,
        byline=lesson.byline,
        teacher=Named(id=lesson.teacher.id, name=lesson.teacher.name),
        edition=lesson.edition,
        volume=lesson.volume,
        textbook_id=book.id if book else None,
        unit_number=lesson.unit_number,
        unit_title=lesson.unit_title,
        publication=lesson.publication,
        sent_back=lesson.sent_back,
        steps=[
            step
            for step in steps_from(lesson.publication)
            if who_may(callers, NEEDED[step], facts) is not None
        ],
        textbooks=[_choice(each) for each in books],
    )


async def change(
    transaction: Transaction, lesson_id: str, given: DetailsIn, by: Caller, now: datetime
) -> Lesson:
    """Change what the library says of a recording; written into the audit log if it says something else then.

    Raises:
        NoSuchLesson, NoSuchRecording: if there is none.
        Unprocessable: if the textbook is none of the lesson's subject and grade, or the unit none of it.
    """
    lesson = await lessons.find_to_change(transaction, lesson_id)
    await recordings.find(transaction, lesson_id)
    before = _said(lesson)
    if "title" in given.model_fields_set:
        lesson.title = given.title
    if "byline" in given.model_fields_set:
        lesson.byline = given.byline.strip()
    if given.model_fields_set & {"textbook_id", "unit_number"}:
        _teach_from(lesson, await _textbooks(transaction, lesson), given)
    after_it = _said(lesson)
    if after_it != before:
        await _note(transaction, lesson, AuditAction.CATALOGUED, by, now, f"{before} → {after_it}")
        transaction.announce("recording.changed", lesson_id)
        transaction.announce("lesson.changed", lesson_id)
    return lesson


async def move(
    transaction: Transaction, lesson_id: str, step: Step, reason: str, by: Caller, now: datetime
) -> Lesson:
    """Take a step of a recording's publication, written into the audit log in the same transaction.

    Raises:
        NoSuchLesson, NoSuchRecording: if there is none.
        Unprocessable: if it is sent back without a reason.
        WrongPublication: if there is no such step from where it stands.
    """
    reason = reason.strip()
    if step is Step.SEND_BACK and len(reason) < REASON_MIN:
        raise wrong_field("reason", reason, f"at least {REASON_MIN} characters: what to mend")
    lesson = await lessons.find_to_change(transaction, lesson_id)
    await recordings.find(transaction, lesson_id)
    lesson.publication = after(lesson.publication, step)
    lesson.sent_back = reason if step is Step.SEND_BACK else ""
    await _note(transaction, lesson, NOTED[step], by, now, reason)
    transaction.announce("recording.changed", lesson_id)
    logger.info("publication lesson=%s step=%s by=%s", lesson_id, step, by.id)
    return lesson


def _teach_from(lesson: Lesson, books: Sequence[Textbook], given: DetailsIn) -> None:
    """Say textbook and unit; a new textbook without a unit has none, and no textbook takes both away."""
    fields = given.model_fields_set
    if "textbook_id" in fields:
        book = next((each for each in books if each.id == given.textbook_id), None)
        if given.textbook_id is not None and book is None:
            allowed = f"a textbook of {lesson.subject}, grade {lesson.grade}, or null"
            raise wrong_field("textbook_id", given.textbook_id, allowed)
        if book is None or (book.edition, book.volume) != (lesson.edition, lesson.volume):
            lesson.unit_number, lesson.unit_title = None, ""
        lesson.edition, lesson.volume = (book.edition, book.volume) if book else ("", None)
    if "unit_number" in fields:
        units = [
            unit
            for each in books
            if (each.edition, each.volume) == (lesson.edition, lesson.volume)
            for unit in each.units
        ]
        chosen = next((each for each in units if each.number == given.unit_number), None)
        if given.unit_number is not None and chosen is None:
            known = ", ".join(str(each.number) for each in units) or "none: choose a textbook first"
            raise wrong_field("unit_number", given.unit_number, known)
        lesson.unit_number = chosen.number if chosen else None
        lesson.unit_title = chosen.title if chosen else ""


async def _textbooks(transaction: Transaction, lesson: Lesson) -> Sequence[Textbook]:
    city = place_of(lesson.hub_room.school).city
    return await organisation.textbooks(transaction, city, lesson.subject, lesson.grade)


def _choice(book: Textbook) -> TextbookChoice:
    units = [UnitChoice(number=each.number, title=each.title) for each in book.units]
    return TextbookChoice(id=book.id, edition=book.edition, volume=book.volume, units=units)


def _said(lesson: Lesson) -> str:
    """Return what the library says of a lesson, for people who read the log."""
    book = f"{lesson.edition}{lesson.volume or ''}"
    unit = f"{lesson.unit_number} {lesson.unit_title}" if lesson.unit_number else ""
    return " / ".join(part for part in (lesson.title, lesson.byline, book, unit) if part)


async def _note(
    transaction: Transaction,
    lesson: Lesson,
    action: AuditAction,
    by: Caller,
    now: datetime,
    text: str,
) -> None:
    school = lesson.hub_room.school_id
    subject = f"lesson:{lesson.id}"
    await audit.note(transaction, now, by.identity, action, subject, school=school, text=text)
