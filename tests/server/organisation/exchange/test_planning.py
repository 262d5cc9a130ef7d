from server.organisation.exchange.planning import Rows
from tests.support.import_plans import found, planned, small_rows


def test_rows_are_found_by_parent_name_and_code() -> None:
    rows = small_rows()
    assert set(rows.under("school", "d1")) == {("s1",), ("s2",)}
    assert (rows.named("school", "d2", "中心") or {})["id"] == "s3"
    assert (rows.coded("school", "code-s1") or {})["id"] == "s1"
    moved = rows.of("school")["s3",] | {"district_id": "d1", "code": None}
    rows.put("school", moved)
    assert rows.under("school", "d2") == {}
    assert rows.coded("school", "code-s3") is None
    assert rows.pop("school", ("s3",)) == moved
    assert set(rows.of("school")) == {("s1",), ("s2",)}
    assert Rows("city", {}).under("room", "s1") == {}


def test_a_name_of_two_schools_needs_its_district() -> None:
    room = {"name": "新", "purpose": "receiving"}
    plan = planned("rooms", {"school": "中心", **room}, {"school": "涪城/中心", **room})
    assert found(plan) == [(2, "学校")]
    assert "学区/学校" in plan.findings.items[0].allowed.zh
    assert [change.after["school_id"] for change in plan.changes if change.after] == ["s3"]


def test_a_row_that_says_what_is_known_changes_nothing() -> None:
    known = {"district": "安州", "name": "桑枣", "code": "code-s1", "downlink_kbps": 10}
    plan = planned("schools", known)
    assert plan.changes == []
    assert plan.counts["schools"].same == 1
