from datetime import date

from server.organisation.exchange.files import Row, Table
from server.organisation.exchange.findings import Findings
from server.organisation.exchange.records import read_tables


def table(name: str, *rows: tuple[object, ...]) -> Table:
    return Table(name, tuple(Row(n, cells) for n, cells in enumerate(rows, 1)))  # type: ignore[arg-type]


def test_headings_are_found_below_a_title_in_any_order_and_either_language() -> None:
    findings = Findings()
    given = table(
        "Sheet1",
        ("安州区班级一览表",),
        ("年级（必填）", "人数", " 班 级* ", "school", "备注"),
        ("三年级", 41, "三1班", "桑枣小学", "x"),
    )
    contents = read_tables([given], findings)
    (record,) = contents.records["classes"]
    assert record.row == 3
    assert record.values == {
        "school": "桑枣小学",
        "name": "三1班",
        "grade": 3,
        "size": 41,
        "code": None,
    }
    assert (findings.items, contents.ignored) == ([], ["Sheet1: 备注"])


def test_the_name_of_a_sheet_decides_before_its_headings() -> None:
    findings = Findings()
    contents = read_tables([table("学科", ("学科",), ("英语",))], findings)
    assert list(contents.records) == ["subjects"]
    contents = read_tables([table("班级", ("学校", "名字"), ("a", "b"))], findings)
    assert contents.records == {}
    assert [(each.row, each.column.zh) for each in findings.items] == [(1, "班级"), (1, "年级")]


def test_a_guide_and_a_foreign_sheet_are_left_alone() -> None:
    findings = Findings()
    days = table("校历", ("范围", "类型", "第一天"), ("全市", "放假", "2026-10-01"))
    contents = read_tables([table("填写说明", ("表", "栏")), table("别的", ("x",)), days], findings)
    assert contents.ignored == ["别的"]
    (record,) = contents.records["calendar"]
    assert record.values["first_day"] == date(2026, 10, 1)
    assert findings.total == 0


def test_a_file_without_any_sheet_of_ours_says_which_there_are() -> None:
    findings = Findings()
    assert read_tables([table("x", ("a",), ("b",))], findings).records == {}
    assert "学区、学校、教室" in findings.items[0].said("zh")


def test_a_row_that_holds_only_foreign_cells_is_no_row() -> None:
    findings = Findings()
    contents = read_tables([table("学科", ("学科", "备注"), (None, "x"), ("英语",))], findings)
    assert [record.row for record in contents.records["subjects"]] == [3]
    assert findings.total == 0
