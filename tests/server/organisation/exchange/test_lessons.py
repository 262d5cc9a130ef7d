from datetime import date
from typing import Any

import pytest

from scheduler.domain import Weeks
from server.organisation.exchange.planning import Rows
from tests.support.import_plans import found, planned, small_rows


@pytest.fixture
def rows() -> Rows:
    rows = small_rows()
    for row_id, name in (("c1", "三1"), ("c2", "三2")):
        row = {"id": row_id, "school_id": "s1", "name": name, "code": None, "grade": 3, "size": 0}
        rows.put("school_class", row)
    rows.put("room", {"id": "r", "school_id": "s1", "name": "音乐室", "purpose": "receiving"})
    for row_id, name in (("t", "秋"), ("u", "春")):
        days = {"first_day": date(2026, 9, 1), "last_day": date(2027, 1, 1)}
        rows.put("term", {"id": row_id, "city_id": "city", "name": name, **days})
    return rows


def hour(**values: Any) -> dict[str, Any]:
    said = {"school": "桑枣", "class": "三1", "term": "秋", "weekday": 1, "period": 1}
    return said | {"subject": "语文", "teacher_name": ""} | values


def test_a_teacher_with_an_account_is_found(rows: Rows) -> None:
    plan = planned("timetable", hour(teacher_name="李老师"), rows=rows)
    (change,) = plan.changes
    assert (change.after or {})["teacher_id"] == "li"


@pytest.mark.parametrize(
    ("other", "column"),
    [
        (hour(), "班级"),
        (hour(weeks=Weeks.ODD), "班级"),
        (hour(**{"class": "三2"}, teacher_name="李老师"), "教师"),
        (hour(**{"class": "三2"}, room="音乐室"), "教室"),
        (hour(**{"class": "三3"}), "班级"),
        (hour(term="夏"), "学期"),
        (hour(**{"class": "三2"}, room="没有"), "教室"),
        (hour(**{"class": "三2"}, school="涪城/中心"), "班级"),
    ],
)
def test_who_would_be_in_two_places_is_named(rows: Rows, other: Any, column: str) -> None:
    first = hour(teacher_name="李老师", room="音乐室")
    assert found(planned("timetable", first, other, rows=rows)) == [(3, column)]


def test_odd_and_even_weeks_do_not_meet(rows: Rows) -> None:
    plan = planned("timetable", hour(weeks=Weeks.ODD), hour(weeks=Weeks.EVEN), rows=rows)
    assert found(plan) == []


def test_a_class_gets_exactly_its_new_week_and_other_terms_stay(rows: Rows) -> None:
    planned("timetable", hour(), hour(period=2), hour(term="春"), rows=rows)
    before = {row["id"]: row for row in rows.of("school_lesson").values()}
    plan = planned("timetable", hour(subject="数学"), rows=rows)
    left = list(rows.of("school_lesson").values())
    assert sorted((row["term_id"], row["subject"]) for row in left) == [
        ("t", "数学"),
        ("u", "语文"),
    ]
    assert {row["id"] for row in left} <= set(before)
    counts = plan.counts["timetable"]
    assert (counts.changed, counts.removed, counts.same) == (1, 1, 0)
