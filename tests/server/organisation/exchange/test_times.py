from datetime import date
from typing import Any

import pytest

from scheduler.domain import Level
from server.models import DayKind
from tests.support.import_plans import found, planned, small_rows

DAY = date(2026, 10, 10)


def period(number: int, start: int, end: int, **values: Any) -> dict[str, Any]:
    said = {"school": "桑枣", "name": "夏季", "from": (5, 1)}
    return said | {"number": number, "start_minute": start, "end_minute": end} | values


@pytest.mark.parametrize(
    ("periods", "wrong"),
    [
        ([period(1, 500, 540), period(2, 550, 590)], []),
        ([period(2, 550, 590), period(1, 500, 540)], []),
        ([period(1, 500, 540), period(3, 550, 590)], [(3, "节次")]),
        ([period(1, 500, 540), period(1, 550, 590)], [(3, "节次")]),
        ([period(1, 500, 540), period(2, 530, 590)], [(3, "上课")]),
        ([period(1, 540, 540)], [(2, "下课")]),
        ([period(1, 500, 540), period(2, 550, 590, **{"from": (6, 1)})], [(3, "从哪天起")]),
    ],
)
def test_a_season_is_taken_whole_or_not_at_all(
    periods: list[dict[str, Any]], wrong: list[tuple[int, str]]
) -> None:
    plan = planned("bells", *periods)
    assert found(plan) == wrong
    assert len(plan.changes) == (0 if wrong else 1 + len(periods))


def test_a_season_loses_periods_that_are_not_named() -> None:
    rows = planned("bells", period(1, 500, 540), period(2, 550, 590)).rows
    plan = planned("bells", period(1, 500, 540), rows=rows)
    (gone,) = plan.changes
    assert (gone.before or {})["number"] == 2


def test_a_term_lasts_a_year_at_most() -> None:
    term = {"name": "秋", "first_day": date(2026, 8, 31), "last_day": date(2026, 8, 1)}
    assert found(planned("terms", term)) == [(2, "最后一天")]
    assert found(planned("terms", term | {"last_day": date(2027, 1, 20)})) == []


def said(**values: Any) -> dict[str, Any]:
    return {
        "level": Level.SCHOOL,
        "owner": "桑枣",
        "kind": DayKind.HOLIDAY,
        "first_day": DAY,
        **values,
    }


@pytest.mark.parametrize(
    ("entry", "column"),
    [
        (said(owner=None), "学区或学校"),
        (said(owner="没有"), "学区或学校"),
        (said(level=Level.DISTRICT), "学区或学校"),
        (said(last_day=date(2026, 10, 1)), "最后一天"),
        (said(runs_weekday=1), "上星期几的课"),
        (said(kind=DayKind.MAKE_UP), "上星期几的课"),
        (said(kind=DayKind.MAKE_UP, runs_weekday=1, last_day=date(2026, 10, 11)), "最后一天"),
    ],
)
def test_a_day_that_does_not_fit_is_named(entry: dict[str, Any], column: str) -> None:
    assert found(planned("calendar", entry)) == [(2, column)]


def test_a_day_is_off_or_made_up_not_both() -> None:
    plan = planned("calendar", said(), said(kind=DayKind.MAKE_UP, runs_weekday=1))
    assert found(plan) == [(3, "第一天")]
    other_level = said(level=Level.CITY, owner=None, kind=DayKind.MAKE_UP, runs_weekday=1)
    assert found(planned("calendar", said(), other_level)) == []


def test_an_entry_is_known_by_owner_kind_and_day() -> None:
    rows = planned("calendar", said(reason="运动会")).rows
    plan = planned("calendar", said(reason="秋游"), rows=rows)
    (change,) = plan.changes
    assert (change.before or {})["reason"] == "运动会"
    assert found(planned("calendar", said(), said())) == [(3, "第一天")]


def test_units_are_replaced_where_they_are_given_and_stay_where_not() -> None:
    rows = planned("subjects", {"name": "英语"}, rows=small_rows()).rows
    book = {"subject": "英语", "grade": 3, "edition": "人教版", "volume": 1}
    one = book | {"number": 1, "title": "Hello"}
    rows = planned("textbooks", one, book | {"number": 2}, rows=rows).rows
    assert [row["title"] for row in rows.of("unit").values()] == ["Hello", "第2单元"]
    assert planned("textbooks", book, rows=rows).changes == []
    plan = planned("textbooks", one, one, rows=rows)
    assert found(plan) == [(3, "单元")]
    assert len(rows.of("unit")) == 1
    assert found(planned("textbooks", book | {"subject": "没有"})) == [(2, "学科")]
