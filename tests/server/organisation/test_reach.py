import ast
from pathlib import Path
from types import ModuleType

import pytest

from server import models
from server.auth.policy import Reach
from server.organisation import reach, repository
from server.organisation.exchange import repository as exchange
from tests.support.app import Hall


@pytest.mark.parametrize("queries", [repository, exchange])
def test_no_query_begins_elsewhere(queries: ModuleType) -> None:
    source = Path(str(queries.__file__)).read_text()
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    assert names.isdisjoint({"select", "text"})
    assert "within" in names


def test_a_table_without_a_known_scope_has_no_query() -> None:
    with pytest.raises(TypeError, match="no scope is known for Person"):
        reach.within(models.Person, Reach.of_city("mianyang"))


async def test_an_empty_reach_finds_nothing_anywhere(each_hall: Hall) -> None:
    tables = (models.City, models.District, models.School, models.Room, models.SchoolClass)
    async with each_hall.database.reading() as transaction:
        for model in (*tables, models.Term, models.CalendarEntry, models.SchoolLesson):
            query = reach.within(model, Reach())
            assert (await transaction.session.scalars(query)).all() == []


async def test_a_school_reaches_itself_and_what_it_lies_in(each_hall: Hall) -> None:
    village = Reach(schools=frozenset({"village-b"}))
    async with each_hall.database.reading() as transaction:
        for model, expected in (
            (models.City, {"mianyang"}),
            (models.District, {"pingwu"}),
            (models.School, {"village-b"}),
            (models.Room, {"b"}),
            (models.SchoolClass, set()),
        ):
            rows = await transaction.session.scalars(reach.within(model, village))
            assert {row.id for row in rows} == expected
