"""Reading the archive."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from server.auth.policy import (
    OVERSEERS,
    Action,
    Caller,
    PersonCaller,
    Reach,
    reach_of,
    sight_of,
    who_may,
)
from server.auth.schemas import Named
from server.database import Transaction
from server.errors import NotFound
from server.lessons import service as lessons
from server.lessons.lifecycle import ON_AIR, Bells
from server.models import Chapter, Lesson, Publication, Recording, Track, TrackHeader
from server.recordings import repository
from server.recordings.outlines import Outlines
from server.recordings.schemas import (
    Catalogued,
    Gap,
    LibraryChoices,
    LibraryUnit,
    PlayableSegment,
    RecordingList,
    RecordingOut,
    RecordingState,
    RecordingSummary,
    Removed,
    RolePlaylist,
    TrackOut,
    TrackSummary,
    TrackSums,
    Wanted,
)
from server.words import Words

logger = logging.getLogger(__name__)

BATCHES_MAX = 2
"""Database pages read for one page of answers. One is enough while the query's sight and the policy agree."""

CHOICES_MAX = 5000
"""Different combinations that are looked at for what to filter by: a city's school year has fewer."""


POSTER_BYTES = 1_500
"""Bytes of a small picture with something on it: an empty board takes 1,160, one line of text 1,680."""

Sign = Callable[[str, datetime], Awaitable[str]]
"""Makes an address of an object that is good for some hours."""


class NoSuchRecording(NotFound):
    """Nothing is recorded of this lesson."""

    slug = "no-such-recording"
    detail = Words("这节课没有录像。", "Nothing is recorded of this lesson.")


async def archive_page(  # noqa: PLR0913 - the parts of one question
    transaction: Transaction,
    callers: Sequence[Caller],
    bells: Bells,
    now: datetime,
    *,
    wanted: Wanted,
    limit: int,
    cursor: str | None,
    sign: Sign,
) -> RecordingList:
    """Return recordings that the callers may replay, newest lesson first."""
    # Nothing is recorded before its room opens.
    begun = (now + bells.opens_before + timedelta(minutes=1), "")
    before = lessons.parse_cursor(cursor) if cursor else begun
    chosen: list[Recording] = []
    for _ in range(BATCHES_MAX):
        batch = await repository.page(transaction.session, sight_of(callers), wanted, before, limit)
        for recording in batch:
            before = (recording.lesson.starts_at, recording.lesson_id)
            if len(chosen) < limit and _may_replay(recording.lesson, callers):
                chosen.append(recording)
            if len(chosen) == limit:
                break
        if len(batch) < limit or len(chosen) == limit:
            break
    more = len(chosen) == limit
    pictures = await _posters(transaction, chosen, now, sign)
    items = _summaries(chosen, callers, bells, now, pictures)
    last = chosen[-1].lesson if more else None
    return RecordingList(items=items, next_cursor=lessons.cursor_of(last) if last else None)


def to_review(wanted: Wanted, callers: Sequence[Caller]) -> Wanted:
    """Narrow a question to what waits for a review that the callers may give."""
    return replace(
        wanted,
        publication=Publication.REVIEW,
        hubs=_overseen(callers),
        not_by=tuple(sorted(sight_of(callers).teachers)),
    )


async def choices(transaction: Transaction, callers: Sequence[Caller]) -> LibraryChoices:
    """Return what the recordings that the callers may watch can be filtered by, each in order of its name."""
    sight = sight_of(callers)
    rows = await repository.choices(transaction.session, sight, CHOICES_MAX)
    taught = await repository.taught(transaction.session, sight, CHOICES_MAX)
    schools = {row.school: row.school_name for row in rows}
    teachers = {row.teacher: row.teacher_name for row in rows}
    units = {
        (row.subject, row.grade, row.edition, row.unit_number, row.unit_title)
        for row in taught
        if row.unit_number is not None
    }
    return LibraryChoices(
        schools=_named(schools),
        teachers=_named(teachers),
        editions=sorted({row.edition for row in taught} - {""}),
        units=[
            LibraryUnit(subject=subject, grade=grade, edition=edition, number=number, title=title)
            for subject, grade, edition, number, title in sorted(units)
        ],
        waiting=await repository.waiting(
            transaction.session, _overseen(callers), sorted(sight.teachers)
        ),
    )


def _named(names: Mapping[str, str]) -> list[Named]:
    return [Named(id=key, name=name) for key, name in sorted(names.items(), key=lambda one: one[1])]


def _overseen(callers: Sequence[Caller]) -> Reach:
    """Return where the callers may give reviews."""
    reaches = [reach_of(each, OVERSEERS) for each in callers if isinstance(each, PersonCaller)]
    return Reach(
        frozenset().union(*(each.cities for each in reaches)),
        frozenset().union(*(each.districts for each in reaches)),
        frozenset().union(*(each.schools for each in reaches)),
    )


async def describe(
    transaction: Transaction,
    lesson: Lesson,
    callers: Sequence[Caller],
    bells: Bells,
    now: datetime,
    outlines: Outlines,
) -> RecordingOut:
    """Return the recording of a lesson with its tracks.

    Raises:
        NoSuchRecording: if nothing is recorded.
    """
    recording = await find(transaction, lesson.id)
    outline = await outlines.of(transaction, recording)
    sums, gaps = outline.sums, outline.gaps
    there = [track for track in recording.tracks if track.id in sums]
    roles = list(dict.fromkeys(track.role for track in there))
    return RecordingOut(
        lesson=lessons.render(lesson, callers, bells, now, has_media=bool(there)),
        state=state_of(recording, lesson),
        duration=recording.duration,
        size=recording.size,
        gaps=recording.gaps,
        epoch=recording.epoch,
        tracks=[_track_out(track, sums[track.id], gaps.get(track.id, ())) for track in there],
        roles=[
            RolePlaylist(
                role=role, playlist=f"/api/recordings/{lesson.id}/roles/{role}/master.m3u8"
            )
            for role in roles
        ],
        rotten=len(recording.rotten or ()),
        catalogued=_catalogued(lesson, callers),
    )


async def find(transaction: Transaction, lesson_id: str) -> Recording:
    """Return a recording with its tracks.

    Raises:
        NoSuchRecording: if nothing is recorded.
    """
    recording = await repository.recording(transaction.session, lesson_id)
    if recording is None or recording.duration <= 0:
        raise NoSuchRecording
    return recording


async def media_of(
    transaction: Transaction, lesson_id: str, tracks: Sequence[str]
) -> tuple[Sequence[TrackHeader], list[PlayableSegment]]:
    """Return the headers of a recording, and the segments of some of its tracks in order."""
    headers = await repository.headers(transaction.session, lesson_id)
    return headers, await repository.playable(transaction.session, lesson_id, tracks)


async def sums_of(transaction: Transaction, lesson_id: str) -> dict[str, TrackSums]:
    """Return what the segments of each track add up to."""
    return await repository.track_sums(transaction.session, lesson_id)


async def chapters_of(transaction: Transaction, lesson_id: str) -> Sequence[Chapter]:
    """Return the chapters of a recording, in order."""
    return await repository.chapters(transaction.session, lesson_id)


async def remove(transaction: Transaction, lesson_id: str, roles: Sequence[str] | None) -> Removed:
    """Remove the rows of a recording (or of some of its roles), so that nobody can replay it; say what they named.

    The objects are the caller's to delete. Nothing recorded: nothing is removed.
    """
    session = transaction.session
    recording = await repository.recording_for_update(session, lesson_id)
    if recording is None:
        return Removed([], [])
    archivers = list(recording.archivers or ())
    every = await repository.tracks(session, lesson_id)
    tracks = [track.id for track in every if track.role in (roles or ())]
    whole = roles is None or len(tracks) == len(every)
    objects = await repository.stored_objects(session, lesson_id, None if whole else tracks)
    if whole:
        await repository.remove_recording(session, lesson_id)
        session.expunge(recording)
    else:
        await repository.remove_tracks(session, lesson_id, tracks)
        await _count_again(transaction, recording)
    transaction.announce("recording.changed", lesson_id)
    return Removed(objects, archivers)


async def _count_again(transaction: Transaction, recording: Recording) -> None:
    """Bring the sums of a recording to what is left of it: it is as whole as before."""
    left = await repository.segments_of(transaction.session, recording.lesson_id)
    if recording.sealed_segments is not None:
        recording.sealed_segments -= recording.segments - len(left)
    recording.segments = len(left)
    recording.size = sum(one.size for one in left)
    recording.gaps = sum(repository.gap_count(one) for one in left)
    recording.revision += 1
    there = await repository.stored_objects(transaction.session, recording.lesson_id)
    kept = {one.key for one in there}
    recording.rotten = [key for key in recording.rotten or () if key in kept] or None


async def growth(transaction: Transaction, lesson: Lesson) -> tuple[RecordingState, float] | None:
    """Return state and duration of a lesson's recording, or None."""
    recording = await repository.recording(transaction.session, lesson.id)
    return None if recording is None else (state_of(recording, lesson), recording.duration)


def state_of(recording: Recording, lesson: Lesson) -> RecordingState:
    """Return how far a recording is."""
    if lesson.state in ON_AIR:
        return RecordingState.RECORDING
    return RecordingState.COMPLETE if recording.sealed_at else RecordingState.PROCESSING


async def _posters(
    transaction: Transaction, recordings: Sequence[Recording], now: datetime, sign: Sign
) -> dict[str, str]:
    """Return the address of a picture of each recording's board. Never the camera's: children may be in it."""
    named = [recording.lesson_id for recording in recordings]
    keys = await repository.posters(transaction.session, named, POSTER_BYTES) if named else {}
    return {lesson_id: await sign(key, now) for lesson_id, key in keys.items()}


def _summaries(
    recordings: Sequence[Recording],
    callers: Sequence[Caller],
    bells: Bells,
    now: datetime,
    pictures: Mapping[str, str],
) -> list[RecordingSummary]:
    return [
        RecordingSummary(
            lesson=lessons.render(recording.lesson, callers, bells, now, has_media=True),
            state=state_of(recording, recording.lesson),
            duration=recording.duration,
            size=recording.size,
            tracks=[
                TrackSummary(role=track.role, kind=track.kind, codec=track.codec)
                for track in recording.tracks
            ],
            gaps=recording.gaps,
            poster=pictures.get(recording.lesson_id),
            catalogued=_catalogued(recording.lesson, callers),
        )
        for recording in recordings
    ]


def _catalogued(lesson: Lesson, callers: Sequence[Caller]) -> Catalogued:
    facts = lessons.facts_of(lesson)
    waits = lesson.publication is Publication.REVIEW
    return Catalogued(
        publication=lesson.publication,
        byline=lesson.byline,
        edition=lesson.edition,
        volume=lesson.volume,
        unit_number=lesson.unit_number,
        unit_title=lesson.unit_title,
        can_catalogue=who_may(callers, Action.CATALOGUE, facts) is not None,
        can_review=waits and who_may(callers, Action.REVIEW, facts) is not None,
    )


def _may_replay(lesson: Lesson, callers: Sequence[Caller]) -> bool:
    return who_may(callers, Action.REPLAY, lessons.facts_of(lesson)) is not None


def _track_out(track: Track, sums: TrackSums, gaps: Sequence[Gap]) -> TrackOut:
    return TrackOut(
        id=track.id,
        role=track.role,
        kind=track.kind,
        codec=track.codec,
        width=track.width,
        height=track.height,
        playlist=f"/api/recordings/{track.lesson_id}/tracks/{track.id}/playlist.m3u8",
        offset=sums.begins,
        duration=round(sums.ends - sums.begins, 6),
        gaps=sorted(gaps, key=lambda gap: gap.offset),
    )
