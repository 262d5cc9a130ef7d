from server.models import Right
from tests.support.import_plans import found, planned, small_rows


def school(**values: object) -> dict[str, object]:
    return {"district": "安州", "name": "桑枣", **values}


def test_a_code_finds_a_school_that_was_renamed_and_moved() -> None:
    plan = planned("schools", school(district="涪城", name="桑枣实验小学", code="code-s1"))
    (change,) = plan.changes
    assert change.after == (change.before or {}) | {"district_id": "d2", "name": "桑枣实验小学"}


def test_what_is_not_given_stays() -> None:
    plan = planned("schools", school(uplink_kbps=99))
    (change,) = plan.changes
    after = change.after or {}
    assert (after["downlink_kbps"], after["uplink_kbps"], after["code"]) == (10, 99, "code-s1")


def test_a_school_needs_a_known_district_and_the_right_to_change_it() -> None:
    assert found(planned("schools", school(district="没有"))) == [(2, "学区")]
    assert found(planned("schools", school(), outside="d1")) == [(2, "学校")]
    # Moving a school takes the right over where it was, too.
    moving = school(district="涪城", code="code-s1")
    assert found(planned("schools", moving, outside="d1")) == [(2, "学校")]


def test_a_district_is_known_by_name_or_code() -> None:
    plan = planned("districts", {"name": "安州", "code": "AZ"}, {"name": "新区", "code": None})
    assert [change.before is None for change in plan.changes] == [False, True]


def test_a_class_keeps_its_size_and_a_code_belongs_to_one_school() -> None:
    rows = small_rows()
    held = {"id": "c1", "school_id": "s1", "name": "三1", "code": "c", "grade": 3, "size": 40}
    rows.put("school_class", held)
    plan = planned(
        "classes",
        {"school": "桑枣", "name": "四1", "grade": 4, "code": "c"},
        {"school": "涪城/中心", "name": "x", "grade": 4, "code": "c"},
        rows=rows,
    )
    assert [change.after for change in plan.changes] == [held | {"name": "四1", "grade": 4}]
    assert found(plan) == [(3, "代码")]


def test_an_alliance_has_exactly_the_members_that_are_named() -> None:
    rows = small_rows()
    rows.put("alliance", {"id": "a", "city_id": "city", "name": "英语"})
    member = {"alliance_id": "a", "school_id": "s3", "right": Right.LIVE}
    rows.put("alliance_member", member)
    plan = planned(
        "alliances",
        {"name": "英语", "school": "桑枣", "right": Right.ON_DEMAND},
        {"name": "英语", "school": "桑枣"},
        rows=rows,
    )
    assert found(plan) == [(3, "学校")]
    gone, came = plan.changes
    assert (gone.before, gone.after) == (member, None)
    assert came.after == {"alliance_id": "a", "school_id": "s1", "right": Right.ON_DEMAND}
