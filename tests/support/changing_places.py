"""A week in which two classes could change places: the beginning of whatever moves and swaps lessons."""

from tests.support.small_weeks import (
    TUESDAY,
    at,
    demand,
    hub,
    instance,
    offered,
    plan,
    rooms,
    school_class,
    series,
    village,
)

WEEK = instance(
    schools=[hub(), village(receiving_rooms=rooms("r", 1))],
    classes=[school_class("c0"), school_class("c1")],
    demands=[demand("d0", "c0"), demand("d1", "c1")],
    series=[series(lessons=[offered("l1"), offered("l2", TUESDAY)])],
)
"""One teacher's lessons on Monday and Tuesday, two classes, one receiving room."""
OLD = plan(at("l1", "d0"), at("l2", "d1", TUESDAY))
"""The first class has Monday's lesson, the second Tuesday's."""
