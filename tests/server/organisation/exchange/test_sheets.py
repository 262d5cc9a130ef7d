import pytest

from server.models.base import Base
from server.organisation.exchange.changes import TABLE
from server.organisation.exchange.sheets import SHEETS, Sheet


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda each: each.key)
def test_headings_and_keys_are_there_once(sheet: Sheet) -> None:
    for names in (
        [each.key for each in sheet.columns],
        [each.heading.zh for each in sheet.columns],
        [each.heading.en for each in sheet.columns],
    ):
        assert len(set(names)) == len(names)
    assert sheet.column(sheet.columns[0].key) is sheet.columns[0]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda each: each.key)
def test_every_word_that_is_offered_is_taken_and_given_back(sheet: Sheet) -> None:
    for column in sheet.columns:
        for word in column.choices:
            assert column.write(column.read(word)) == word
        assert len('"' + ",".join(column.choices) + '"') <= 255, "longer lists are no list to Excel"


def test_every_table_that_is_written_is_one_of_the_models() -> None:
    assert set(TABLE) <= set(Base.metadata.tables)
