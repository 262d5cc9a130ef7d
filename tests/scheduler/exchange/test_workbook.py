import io

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

from scheduler.errors import InputError
from scheduler.exchange.timetable import Activity, SchoolTimetable
from scheduler.exchange.workbook import ACTIVITIES, WEEK, read_workbook, write_workbook
from tests.support.tables import repacked

PART = "xl/worksheets/sheet1.xml"
TEXT = st.text("=+-@音乐 A1'\"<&", min_size=1, max_size=8).map(str.strip).filter(bool)
DAYS, HOURS = ("周一", "周二"), ("第一节", "第二节", "第三节")


@st.composite
def timetables(draw: st.DrawFn) -> SchoolTimetable:
    activities = tuple(
        Activity(
            str(number),
            draw(TEXT),
            tuple(draw(st.lists(TEXT, max_size=2))),
            tuple(draw(st.lists(TEXT, max_size=2))),
            1,
            *(draw(st.sampled_from([(None, None), (0, 2), (1, 0)]))),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    return SchoolTimetable(draw(TEXT), DAYS, HOURS, activities, draw(st.booleans()))


@settings(max_examples=25)
@given(timetables())
def test_what_is_written_is_read_again(week: SchoolTimetable) -> None:
    assert read_workbook(write_workbook(week)) == week


def changed(cell: str, value: object, sheet: str = ACTIVITIES) -> bytes:
    week = SchoolTimetable("校", DAYS, HOURS, (Activity("1", "音乐", (), ("三1",), 1, 0, 0),))
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(week)))
    book[sheet][cell] = value
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"no workbook", "file"),
        (b"PK\x05\x06" + bytes(18), "file"),
        (repacked(changed("B2", "音乐"), PART, b"<x>" + b" " * 50_000_000 + b"</x>"), "file"),
        (repacked(changed("B2", "音乐"), PART, b"<worksheet"), "file"),
        (changed("E2", "two"), f"{ACTIVITIES} 2.节数"),
        (changed("F2", "周三"), f"{ACTIVITIES} 2.星期"),
        (changed("G2", "第九节"), f"{ACTIVITIES} 2.节次"),
        (changed("E2", 4), f"{ACTIVITIES} 2.hour"),
        (changed("A1", "Id"), f"{ACTIVITIES} 1"),
        (changed("A3", "days", WEEK), WEEK),
    ],
    ids=[
        "no-zip",
        "empty-zip",
        "bomb",
        "cut",
        "hours",
        "day",
        "hour",
        "too-long",
        "heading",
        "week",
    ],
)
def test_a_workbook_that_does_not_fit_is_refused_with_its_row(data: bytes, field: str) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(data)
    assert caught.value.field == field
