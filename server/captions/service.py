"""Bringing, listing and removing captions."""

from datetime import datetime

from server.auth.policy import Action, Caller, may
from server.captions import repository, webvtt
from server.captions.schemas import CaptionList, CaptionOut
from server.database import Transaction
from server.errors import Conflict, NotFound
from server.identifiers import new_id
from server.lessons import service as lessons
from server.models import Caption, Lesson
from server.recordings import service as recordings
from server.words import Words

CAPTIONS_MAX = 8
"""Files of one recording: more languages than a city speaks."""


class NoSuchCaption(NotFound):
    """The recording has no such captions."""

    slug = "no-such-caption"
    detail = Words("没有这份字幕。", "There are no such captions.")


class TooManyCaptions(Conflict):
    """The recording has as many files as it may."""

    slug = "too-many-captions"
    detail = Words(
        "最多放 {limit} 份字幕，请先删掉一份。", "There may be {limit} files of captions."
    )


async def listed(transaction: Transaction, lesson: Lesson, caller: Caller) -> CaptionList:
    """Return the captions of a recording."""
    found = await repository.of_lesson(transaction.session, lesson.id)
    return CaptionList(
        items=[
            CaptionOut(
                id=each.id,
                label=each.label,
                cues=each.cues,
                address=f"/api/recordings/{lesson.id}/captions/{each.id}",
                added_at=each.added_at,
            )
            for each in found
        ],
        can_add=may(caller, Action.CAPTION, lessons.facts_of(lesson)),
    )


async def add(
    transaction: Transaction, lesson: Lesson, label: str, data: bytes, by: Caller, now: datetime
) -> None:
    """Keep a file of captions.

    Raises:
        NotWebVtt: if it is none; NoSuchRecording: if nothing is recorded; TooManyCaptions: if there are enough.
    """
    await keep(transaction, lesson.id, label, data, by.id, now)


async def keep(
    transaction: Transaction, lesson_id: str, label: str, data: bytes, by: str, now: datetime
) -> None:
    """As `add`; `by` is a person or a program.

    Raises:
        NotWebVtt: if it is none; NoSuchRecording: if nothing is recorded; TooManyCaptions: if there are enough.
    """
    text, cues = webvtt.read(data)
    await recordings.find(transaction, lesson_id)
    if await repository.count(transaction.session, lesson_id) >= CAPTIONS_MAX:
        raise TooManyCaptions(limit=CAPTIONS_MAX)
    transaction.session.add(
        Caption(
            id=new_id(now),
            lesson_id=lesson_id,
            label=label,
            text=text,
            cues=cues,
            added_by=by,
            added_at=now,
        )
    )
    await transaction.session.flush()


async def text_of(transaction: Transaction, lesson: Lesson, caption_id: str) -> str:
    """Return captions as WebVTT.

    Raises:
        NoSuchCaption: if there are none of this id.
    """
    text = await repository.text_of(transaction.session, lesson.id, caption_id)
    if text is None:
        raise NoSuchCaption
    return text


async def remove(transaction: Transaction, lesson: Lesson, caption_id: str) -> None:
    """Remove captions.

    Raises:
        NoSuchCaption: if there are none of this id.
    """
    if not await repository.remove(transaction.session, lesson.id, caption_id):
        raise NoSuchCaption
