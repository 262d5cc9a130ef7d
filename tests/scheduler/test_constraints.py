from scheduler.constraints import Columns, Use, _largest_sets, rows
from scheduler.domain import Weeks
from scheduler.rules import Rule
from scheduler.variables import Space
from tests.support.small_weeks import (
    MONDAY,
    TUESDAY,
    demand,
    hub,
    instance,
    offered,
    rooms,
    school_class,
    series,
    village,
)
from tests.support.tiny_cities import small_city


def use(column: int, start: int, end: int) -> Use:
    return Use(column, MONDAY, start, end, Weeks.EVERY)


def test_only_largest_sets_of_what_goes_on_at_once_are_kept() -> None:
    uses = [use(0, 0, 10), use(1, 5, 15), use(2, 10, 20), use(3, 14, 16)]
    assert [set(each) for each in _largest_sets(uses)] == [{0, 1}, {1, 2, 3}]


def test_what_touches_does_not_meet() -> None:
    assert [set(each) for each in _largest_sets([use(0, 0, 10), use(1, 10, 20)])] == [{0}, {1}]


def test_every_largest_set_of_a_generated_city_is_needed() -> None:
    columns = Columns(Space(small_city()))
    rooms = [set(row.coefficients) for row in rows(columns) if row.rule is Rule.RECEIVING_ROOM]
    assert rooms
    assert not any(a < b for a in rooms for b in rooms)


def test_a_choice_of_series_has_columns_only_where_there_is_one() -> None:
    one = Columns(Space(instance(demands=[demand(lessons_per_week=2)])))
    assert one.z == {}
    offers = [series("s1", [offered("l1")]), series("s2", [offered("l2", TUESDAY)])]
    two = Columns(Space(instance(series=offers, demands=[demand(lessons_per_week=2)])))
    assert sorted(two.z) == [(0, 0), (0, 1)]
    single = Columns(Space(instance(series=offers)))
    assert single.z == {}


def test_columns_follow_one_another_without_a_gap() -> None:
    columns = Columns(Space(small_city()))
    numbered = [*columns.y.values(), *columns.z.values(), *columns.f.values()]
    assert numbered == list(range(len(columns.space.candidates), columns.count))


def lines_of(rule: Rule, **changes: object) -> list[tuple[set[int], int]]:
    """Amounts and upper limits of a line's rows, where three classes of the village attend one lesson."""
    week = instance(
        schools=[hub(), village(**changes)],
        classes=[school_class(f"c{number}") for number in range(3)],
        demands=[demand(f"d{number}", f"c{number}") for number in range(3)],
    )
    found = [row for row in rows(Columns(Space(week))) if row.rule is rule]
    return [(set(row.coefficients.values()), row.upper) for row in found]


def test_a_line_of_equal_uses_counts_them() -> None:
    assert lines_of(Rule.DOWNLINK, downlink_kbps=4_000) == [({1}, 1)]
    assert lines_of(Rule.UPLINK, uplink_kbps=1_499) == [({1}, 2)]


def test_a_line_that_carries_all_rooms_at_once_needs_no_row() -> None:
    for count, rows_needed in ((2, 0), (3, 1)):
        changes = {"receiving_rooms": rooms("r", count), "downlink_kbps": 5_000}
        assert len(lines_of(Rule.DOWNLINK, **changes)) == rows_needed
        changes = {"receiving_rooms": rooms("r", count), "uplink_kbps": 1_000}
        assert len(lines_of(Rule.UPLINK, **changes)) == rows_needed
