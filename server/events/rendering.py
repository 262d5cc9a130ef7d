"""From a notice to an event for one pair of eyes: who may know, and how they see it. No I/O."""

from collections.abc import Sequence
from datetime import datetime

from server.auth.policy import Action, Area, Caller, Keep, PersonCaller, may_keep, who_may
from server.events.hub import Notice
from server.events.schemas import (
    AlignmentChanged,
    EventOut,
    LessonChanged,
    LessonInteraction,
    LessonReceivers,
    MediaLost,
    NodeChanged,
    RecordingChanged,
)
from server.lessons import service as lessons
from server.lessons.lifecycle import Bells
from server.models import Lesson

_NEEDED = {
    "lesson.changed": Action.SEE,
    "lesson.receivers": Action.SEE_RECEIVERS,
    "lesson.interaction": Action.TALK,
    "media.lost": Action.SEE,
    "recording.changed": Action.REPLAY,
}
"""What one must be allowed to do with a lesson to be told."""


def render(
    notice: Notice, callers: Sequence[Caller], bells: Bells, now: datetime
) -> EventOut | None:
    """Return the event as the callers may see it, or None if they may not know of it."""
    if notice.type == "node.changed":
        known = any(isinstance(caller, PersonCaller) for caller in callers)
        return NodeChanged(id=notice.id, online=notice.online) if known else None
    if notice.run is not None:
        city, run = notice.run
        people = [caller for caller in callers if isinstance(caller, PersonCaller)]
        known = any(may_keep(person, Keep.TIMES, Area(city)) for person in people)
        return AlignmentChanged(id=notice.id, run=run) if known else None
    if notice.lesson is None:
        return None
    lesson, facts = notice.lesson, lessons.facts_of(notice.lesson)
    action = _NEEDED.get(notice.type)
    if action is None or not who_may(callers, action, facts):
        return None
    return _of_lesson(notice, lesson, callers, bells, now)


def _of_lesson(
    notice: Notice, lesson: Lesson, callers: Sequence[Caller], bells: Bells, now: datetime
) -> EventOut | None:
    if notice.type == "lesson.changed":
        shown = lessons.render(lesson, callers, bells, now, has_media=notice.has_media)
        return LessonChanged(id=notice.id, lesson=shown)
    if notice.type == "lesson.receivers":
        return LessonReceivers(
            id=notice.id,
            lesson_id=lesson.id,
            items=list(notice.receivers),
            resting=list(notice.resting),
        )
    if notice.type == "lesson.interaction":
        return LessonInteraction(id=notice.id, lesson_id=lesson.id)
    if notice.type == "media.lost":
        return MediaLost(id=notice.id, lesson_id=lesson.id)
    if notice.recording is None:
        return None
    state, duration = notice.recording
    return RecordingChanged(id=notice.id, lesson_id=lesson.id, state=state, duration=duration)
