import pytest

from scheduler.domain import Weeks
from server.alignment.sheets import DEMANDS, OFFERS, SHEETS
from server.models import Kind


def test_every_column_has_a_name_of_its_own_in_both_languages() -> None:
    for sheet in SHEETS:
        for language in ("zh", "en"):
            names = [column.heading.said(language) for column in sheet.columns]
            assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("column", "said", "value"),
    [
        ("kind", "名校网络课堂", Kind.FAMOUS_SCHOOL),
        ("weeks", "单周", Weeks.ODD),
        ("studio", "是", 1),
        ("weekday", "周五", 5),
        ("start_minute", "8:20", 500),
        ("grade", "三年级", 3),
    ],
)
def test_cells_are_read_as_schools_write_them(column: str, said: str, value: object) -> None:
    assert OFFERS.column(column).read(said) == value


def test_what_may_be_empty_has_a_value_of_its_own() -> None:
    assert (DEMANDS.column("priority").default, DEMANDS.column("edition").default) == (1, "")
    assert DEMANDS.column("lessons_per_week").required
