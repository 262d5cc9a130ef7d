"""The rows of a city as they are, and writing changes of them: the queries of imports and exports.

As in the organisation's repository each query begins with `reach.within`. Changes are written by table, many
rows a statement.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from server import models
from server.auth.policy import Reach
from server.organisation.exchange.changes import TABLE, TABLES, Change, Values, key_of
from server.organisation.exchange.planning import Rows
from server.organisation.problems import StillUsed
from server.organisation.reach import within

BATCH = 500
"""Rows a statement: SQLite takes some 30,000 values at once."""
_CHILDREN: dict[type[models.Base], tuple[type[models.Base], str]] = {
    models.AllianceMember: (models.Alliance, "alliance_id"),
    models.BellPeriod: (models.BellSchedule, "schedule_id"),
    models.Unit: (models.Textbook, "textbook_id"),
}


async def rows_of_city(session: AsyncSession, city: str, *, timetables: Sequence[str]) -> Rows:
    """Return the rows of a city, with the timetables of some schools."""
    reach = Reach.of_city(city)
    rows = Rows(city, await _people(session, reach))
    for model in TABLES:
        if model is not models.SchoolLesson:
            for row in (await session.execute(_query(model, reach))).mappings():
                rows.put(model.__tablename__, dict(row))
    if timetables:
        await add_timetables(session, rows, timetables)
    return rows


async def add_timetables(session: AsyncSession, rows: Rows, schools: Sequence[str]) -> None:
    """Add the timetables of some schools of the same city."""
    query = _query(models.SchoolLesson, Reach.of_city(rows.city))
    some = query.where(models.SchoolLesson.school_id.in_(schools))
    for row in (await session.execute(some)).mappings():
        rows.put("school_lesson", dict(row))


async def lock_city(session: AsyncSession, city: str) -> None:
    """Have imports of one city wait for each other until the end of the transaction."""
    query = within(models.City, Reach.of_city(city)).where(models.City.id == city)
    await session.execute(query.with_for_update())


async def write(session: AsyncSession, changes: Sequence[Change]) -> None:
    """Write changes: what goes first, children before parents; then what comes and what changes, parents first.

    Raises:
        StillUsed: if something refers to a row that is to go, or takes its name.
    """
    order = {model.__tablename__: number for number, model in enumerate(TABLES)}
    going = sorted((c for c in changes if c.after is None), key=lambda c: -order[c.table])
    rest = [c for c in changes if c.after is not None]
    try:
        for table, some in groupby(going, key=lambda c: c.table):
            await _delete(session, table, [each.before or {} for each in some])
        for name in order:
            here = [c for c in rest if c.table == name]
            await _insert(session, name, [c.after or {} for c in here if c.before is None])
            await _update(session, name, [c.after or {} for c in here if c.before is not None])
    except IntegrityError as error:
        raise StillUsed from error


async def present_values(session: AsyncSession, changes: Iterable[Change]) -> dict[Any, Values]:
    """Return the rows that changes speak of as they are, by table and key."""
    found: dict[Any, Values] = {}
    for table, some in groupby(sorted(changes, key=lambda c: c.table), key=lambda c: c.table):
        first, *_ = TABLE[table].primary_key
        ids = sorted({str(each.key[0]) for each in some})
        model = next(each for each in TABLES if each.__tablename__ == table)
        for chunk in _pieces(ids):
            query = TABLE[table].select().where(first.in_(chunk))
            for row in map(dict, (await session.execute(query)).mappings()):
                found[model.__tablename__, key_of(table, row)] = row
    return found


async def ids_in_reach(session: AsyncSession, reach: Reach) -> tuple[set[str], set[str]]:
    """Return the ids of the districts and of the schools that somebody may see."""
    districts = within(models.District, reach).with_only_columns(models.District.id)
    schools = within(models.School, reach).with_only_columns(models.School.id)
    return set(await session.scalars(districts)), set(await session.scalars(schools))


async def runs(
    session: AsyncSession, reach: Reach, city: str, before: datetime | None, limit: int
) -> Sequence[models.ImportRun]:
    """Return the imports of a city, newest first."""
    run = models.ImportRun
    query = within(run, reach).where(run.city_id == city)
    if before is not None:
        query = query.where(run.at < before)
    return (await session.scalars(query.order_by(run.at.desc()).limit(limit))).all()


async def run_with_journal(
    session: AsyncSession, reach: Reach, run_id: str
) -> models.ImportRun | None:
    """Return one import with its journal, locked."""
    run = models.ImportRun
    query = within(run, reach).where(run.id == run_id).options(undefer(run.journal))
    return await session.scalar(query.with_for_update())


async def last_run(session: AsyncSession, city: str) -> str | None:
    """Return the id of a city's last import that was not taken back."""
    run = models.ImportRun
    query = within(run, Reach.of_city(city)).where(run.city_id == city, run.undone_at.is_(None))
    found = await session.scalar(query.order_by(run.at.desc(), run.id.desc()).limit(1))
    return found.id if found else None


def _pieces(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _query(model: type[models.Base], reach: Reach) -> Any:
    """Return a query of a table's columns, cut to a reach; children through their parents."""
    table = TABLE[model.__tablename__]
    if model in _CHILDREN:
        parent, column = _CHILDREN[model]
        ids = within(parent, reach).with_only_columns(TABLE[parent.__tablename__].c.id)
        return table.select().where(table.c[column].in_(ids))
    return within(model, reach).with_only_columns(*table.columns)


async def _people(session: AsyncSession, reach: Reach) -> dict[tuple[str, str], str | None]:
    person = models.Person
    schools = within(models.School, reach)
    query = schools.join(person, person.school_id == models.School.id)
    columns = query.with_only_columns(person.id, person.school_id, person.name)
    found: dict[tuple[str, str], str | None] = {}
    for row_id, school, name in await session.execute(columns):
        found[school, name] = None if (school, name) in found else row_id
    return found


async def _delete(session: AsyncSession, table: str, rows: Sequence[Values]) -> None:
    for some in _pieces(rows):
        await session.execute(
            delete(TABLE[table]).where(_key(table)), [_bound(table, row) for row in some]
        )


async def _insert(session: AsyncSession, table: str, rows: Sequence[Values]) -> None:
    for some in _pieces(rows):
        await session.execute(insert(TABLE[table]), list(some))


async def _update(session: AsyncSession, table: str, rows: Sequence[Values]) -> None:
    for some in _pieces(rows):
        await session.execute(
            update(TABLE[table]).where(_key(table)),
            [_bound(table, row) | _others(table, row) for row in some],
        )


def _key(table: str) -> Any:
    return and_(*(c == bindparam(f"key_{c.name}") for c in TABLE[table].primary_key))


def _bound(table: str, row: Values) -> Values:
    return {f"key_{column.name}": row[column.name] for column in TABLE[table].primary_key}


def _others(table: str, row: Values) -> Values:
    keys = {column.name for column in TABLE[table].primary_key}
    return {name: value for name, value in row.items() if name not in keys}
