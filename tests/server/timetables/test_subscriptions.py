from dataclasses import replace
from datetime import UTC, datetime

from server.timetables.feeds import FeedLesson
from server.timetables.subscriptions import KEPT, FeedCache

STAMP = datetime(2026, 9, 1, tzinfo=UTC)
LESSON = FeedLesson("l", "英语", "林", "主播室", STAMP, STAMP, cancelled=False, sequence=0)


def test_a_feed_is_rendered_again_only_when_a_lesson_changed() -> None:
    cache = FeedCache()
    first = cache.rendered("x", [LESSON], STAMP, "zh")
    assert cache.rendered("x", [replace(LESSON)], STAMP, "zh") is first
    changed = cache.rendered("x", [replace(LESSON, sequence=1)], STAMP, "zh")
    assert changed.etag != first.etag
    for number in range(KEPT):
        cache.rendered("x", [replace(LESSON, sequence=number + 2)], STAMP, "zh")
    assert cache.rendered("x", [LESSON], STAMP, "zh") is not first
    assert cache.rendered("x", [LESSON], STAMP, "zh").etag == first.etag
