from dataclasses import replace
from datetime import UTC, date, datetime

from server.devices.plans import PlannedLesson, plan_of, version_of

LESSON = PlannedLesson(
    "l",
    "dedicated",
    "美术",
    "美术",
    3,
    "林老师",
    "临江小学",
    "2026-09-07T01:05:00Z",
    "2026-09-07T01:45:00Z",
)
DAY = date(2026, 9, 7)


def test_a_version_changes_with_lessons_day_and_room_and_with_nothing_else() -> None:
    version = version_of("a", DAY, [LESSON])
    assert version == version_of("a", DAY, [LESSON])
    others = {
        version_of("b", DAY, [LESSON]),
        version_of("a", date(2026, 9, 8), [LESSON]),
        version_of("a", DAY, []),
        version_of("a", DAY, [replace(LESSON, starts_at="2026-09-07T01:10:00Z")]),
    }
    assert len(others | {version}) == 5


def test_a_plan_is_good_for_two_weeks() -> None:
    plan = plan_of("device", "a", "v", [LESSON], datetime(2026, 9, 7, 1, tzinfo=UTC))
    assert (plan["issued_at"], plan["valid_until"]) == (
        "2026-09-07T01:00:00Z",
        "2026-09-21T01:00:00Z",
    )
    assert plan["lessons"][0]["title"] == "美术"
