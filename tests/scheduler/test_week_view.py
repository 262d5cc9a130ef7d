from scheduler.domain import Weeks
from scheduler.instance import ClassId
from scheduler.week_view import Grid, as_html, as_text, class_grid, hub_grid
from tests.support.small_weeks import (
    HUB,
    MONDAY,
    SUBJECT,
    TUESDAY,
    at,
    instance,
    move,
    offered,
    own,
    plan,
    series,
)

ROWS = [
    own("o", "c", MONDAY, 0, "体育", "v", movable=True),
    own("m", "c", TUESDAY, 1, SUBJECT),
]
WEEK = instance(own=ROWS)
PLAN = plan(at(moves=[move("o", TUESDAY, 1)]))


def test_a_classs_week_shows_broadcasts_and_where_lessons_have_gone() -> None:
    grid = class_grid(WEEK, PLAN, ClassId("c"))
    assert grid.rows[1][:2] == ("1 08:00–08:40", "★音乐 08:00–08:40 主播学校")
    assert grid.rows[2][2] == "体育"


def test_odd_weeks_are_said() -> None:
    week = instance(series=[series(lessons=[offered("l1", weeks=Weeks.ODD)])])
    grid = class_grid(week, plan(at(weeks=Weeks.ODD)), ClassId("c"))
    assert grid.rows[1][1].endswith("（单周）")


def test_a_hubs_week_shows_who_receives() -> None:
    assert hub_grid(WEEK, PLAN, HUB).rows[1] == ("08:00–08:40", "音乐 → c", "", "", "", "")


def test_columns_stand_below_each_other_with_chinese_words() -> None:
    lines = as_text(Grid("t", (("", "周一"), ("a", "x"), ("体育课", "y")))).splitlines()
    assert lines == ["t", "       | 周一", "a      | x", "体育课 | y"]


def test_the_page_escapes_what_people_have_typed() -> None:
    page = as_html(WEEK, PLAN, [Grid("<b>", (("<i>",),))])
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert "<i>" not in page
