"""Rows of tables as plain values, and what is to change of them: written to a journal, and turned round to undo. Pure; no I/O."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Enum, Table

from server import models

TABLES: tuple[type[models.Base], ...] = (
    models.District,
    models.School,
    models.Room,
    models.SchoolClass,
    models.Alliance,
    models.AllianceMember,
    models.Term,
    models.BellSchedule,
    models.BellPeriod,
    models.CalendarEntry,
    models.Subject,
    models.Textbook,
    models.Unit,
    models.SchoolLesson,
)
"""The tables that an import writes; what a table refers to stands before it."""

TABLE: dict[str, Table] = {each.__tablename__: each.__table__ for each in TABLES}  # type: ignore[misc]

Key = tuple[Any, ...]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one row; `before` None: it is new, `after` None: it goes."""

    table: str
    before: Values | None
    after: Values | None

    @property
    def key(self) -> Key:
        """The row's primary key."""
        return key_of(self.table, self.after or self.before or {})


def key_of(table: str, values: Mapping[str, Any]) -> Key:
    """Return the primary key in a row's values."""
    return tuple(values[column.name] for column in TABLE[table].primary_key)


def merged(changes: Iterable[Change]) -> list[Change]:
    """Return one change a row, from what it was first to what it is last; none where nothing came of it."""
    by_row: dict[tuple[str, Key], Change] = {}
    for change in changes:
        where = (change.table, change.key)
        first = by_row.get(where, change)
        by_row[where] = Change(change.table, first.before, change.after)
    return [each for each in by_row.values() if each.before != each.after]


def inverted(changes: Sequence[Change]) -> list[Change]:
    """Return the changes that take these back."""
    return [Change(each.table, each.after, each.before) for each in changes]


def to_journal(changes: Iterable[Change]) -> list[list[Any]]:
    """Return changes as JSON."""
    return [[each.table, _plain(each.before), _plain(each.after)] for each in changes]


def from_journal(journal: Iterable[Sequence[Any]]) -> list[Change]:
    """Return the changes of a journal."""
    return [
        Change(table, _rich(table, before), _rich(table, after)) for table, before, after in journal
    ]


def _plain(values: Values | None) -> Values | None:
    if values is None:
        return None
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _rich(table: str, values: Values | None) -> Values | None:
    if values is None:
        return None
    columns = TABLE[table].columns
    return {name: _typed(columns[name].type, value) for name, value in values.items()}


def _typed(kind: object, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    return value
