from enum import StrEnum

import sqlalchemy as sa

from server.models import Base
from server.models.base import words


def test_no_relationship_asks_the_database_behind_ones_back() -> None:
    lazy = {
        f"{mapper.class_.__name__}.{relationship.key}": relationship.lazy
        for mapper in Base.registry.mappers
        for relationship in mapper.relationships
    }
    assert lazy
    assert set(lazy.values()) == {"raise"}


def test_every_constraint_has_a_name_that_a_migration_can_drop() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, (table.name, constraint)


def test_an_enum_is_stored_as_its_word() -> None:
    class Colour(StrEnum):
        RED = "bright red"

    column = words(Colour)
    assert (column.enums, column.native_enum, column.length) == (["bright red"], False, 32)
    assert isinstance(column, sa.Enum)
