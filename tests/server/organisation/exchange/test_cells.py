from datetime import date, datetime, time

import pytest

from server.organisation.exchange import cells
from server.organisation.exchange.cells import WrongCell


@pytest.mark.parametrize(
    ("read", "raw", "value"),
    [
        (cells.text(5), " 三1班 ", "三1班"),
        (cells.text(9), 510703001.0, "510703001"),
        (cells.text(5), "'=1", "=1"),
        (cells.text(5), "'quot", "'quot"),
        (cells.whole(0, 100), "42", 42),
        (cells.whole(0, 100), 42.0, 42),
        (cells.word({"是": 1, "Yes": 1}), "YES", 1),
        (cells.day, datetime(2026, 10, 1, 0, 0), date(2026, 10, 1)),  # noqa: DTZ001 - as a workbook gives it
        (cells.day, "2026年10月1日", date(2026, 10, 1)),
        (cells.day, "2026/10/1", date(2026, 10, 1)),
        (cells.day, "2026-10-01 00:00:00", date(2026, 10, 1)),
        (cells.month_day, "5月1日", (5, 1)),
        (cells.month_day, "02-29", (2, 29)),
        (cells.month_day, date(2026, 10, 8), (10, 8)),
        (cells.minute, time(8, 30), 510),
        (cells.minute, "8：30", 510),
        (cells.minute, "24:00", 1440),
        (cells.weekday, "周一", 1),
        (cells.weekday, "星期天", 7),
        (cells.weekday, 3, 3),
        (cells.grade, "三年级", 3),
        (cells.grade, "3年级", 3),
        (cells.grade, "初二", 8),
        (cells.grade, 12, 12),
    ],
)
def test_a_cell_is_read_as_people_write_it(read: object, raw: object, value: object) -> None:
    assert read(raw) == value  # type: ignore[operator]


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (cells.text(5), "六个字的名字"),
        (cells.text(5), "a\nb"),
        (cells.whole(0, 100), "101"),
        (cells.whole(0, 100), "-1"),
        (cells.whole(0, 100), "1.5"),
        (cells.whole(0, 100), True),
        (cells.whole(0, 100), "４２"),
        (cells.word({"是": 1}), "否"),
        (cells.day, "2026-02-30"),
        (cells.day, "1899-12-31"),
        (cells.day, 45000),
        (cells.month_day, "2月30日"),
        (cells.minute, "8:60"),
        (cells.minute, "24:01"),
        (cells.weekday, "周八"),
        (cells.weekday, "一二"),
        (cells.grade, "零年级"),
    ],
)
def test_what_a_column_does_not_take_is_refused(read: object, raw: object) -> None:
    with pytest.raises(WrongCell):
        read(raw)  # type: ignore[operator]


@pytest.mark.parametrize("start", cells.FORMULA_STARTS)
def test_text_that_begins_like_a_formula_is_made_harmless_and_comes_back(start: str) -> None:
    said = f"{start}cmd"
    assert cells.harmless(said) == f"'{said}"
    assert cells.plain(cells.harmless(said)) == said.strip()


def test_a_writer_gives_back_the_first_word() -> None:
    write = cells.names_of({"主播室": 1, "broadcast": 1, "接收教室": 2})
    assert (write(1), write(2), cells.clock(510)) == ("主播室", "接收教室", "08:30")
