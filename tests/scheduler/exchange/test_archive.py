import pytest

from scheduler.exchange.archive import MERGES_MAX, ArchiveRefused, Why, measured
from tests.support.tables import repacked, workbook

SHEET = "xl/worksheets/sheet1.xml"
HONEST = workbook({"课程": [["编号", "学科"], ["1", "音乐"]]})


def merges(count: int) -> bytes:
    cells = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, count + 1))
    return repacked(HONEST, SHEET, f"<mergeCells>{cells}</mergeCells>".encode())


def test_a_sound_workbook_has_its_merged_cells_by_part() -> None:
    found = measured(merges(2))
    assert found[SHEET] == [(1, 1, 2, 1), (1, 2, 2, 2)]
    assert measured(HONEST)[SHEET] == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0 old", Why.OLD_FORMAT),
        (b"no archive", Why.BROKEN),
        (repacked(HONEST, SHEET, b"<!DOCTYPE x><x/>"), Why.BROKEN),
        (repacked(HONEST, SHEET, b"<x>" + b" " * 50_000_000 + b"</x>"), Why.TOO_LARGE),
        (repacked(HONEST, "xl/sharedStrings.xml", b" " * 9_000_000), Why.TOO_LARGE),
        (merges(MERGES_MAX + 1), Why.MERGES),
    ],
    ids=["old", "no-zip", "entities", "bomb", "strings", "merges"],
)
def test_what_no_reader_should_open_is_refused_with_its_reason(content: bytes, why: Why) -> None:
    with pytest.raises(ArchiveRefused) as caught:
        measured(content)
    assert caught.value.why is why
