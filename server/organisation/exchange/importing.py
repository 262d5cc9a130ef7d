"""Imports: reading a file, the dry run, writing all of it or nothing, taking the last one back; exports."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.auth.policy import Area, Keep, PersonCaller, may_keep, reach_of
from server.database import Transaction
from server.errors import Conflict
from server.identifiers import new_id
from server.models import ImportRun
from server.organisation import repository
from server.organisation.exchange import (
    exporting,
    lessons,
    places,
    repository as present,
    times,
)
from server.organisation.exchange.changes import from_journal, inverted, merged, to_journal
from server.organisation.exchange.files import ROWS_MAX, Table
from server.organisation.exchange.findings import Findings, RowsRefused, UnreadableFile
from server.organisation.exchange.holidays import is_calendar, read_holidays
from server.organisation.exchange.oneroster import is_oneroster, read_oneroster
from server.organisation.exchange.planning import PARENT, Counts, Plan, Rows
from server.organisation.exchange.records import Contents, Record, read_tables
from server.organisation.exchange.separated import read_csv
from server.organisation.exchange.sheets import SHEET, SHEETS
from server.organisation.exchange.workbook import read_xlsx
from server.organisation.problems import NoSuchThing
from server.words import Words

logger = logging.getLogger(__name__)

PLANNERS: dict[str, Callable[[Plan, Sequence[Record]], None]] = {
    "districts": places.plan_districts,
    "schools": places.plan_schools,
    "rooms": places.plan_rooms,
    "classes": places.plan_classes,
    "alliances": places.plan_alliances,
    "terms": times.plan_terms,
    "bells": times.plan_bells,
    "calendar": times.plan_calendar,
    "subjects": times.plan_subjects,
    "textbooks": times.plan_textbooks,
    "timetable": lessons.plan_timetable,
}
_ZIP = b"PK"


class NotTheLast(Conflict):
    """Only the last import of a city can be taken back."""

    slug = "not-the-last-import"
    detail = Words(
        "只能撤销最近一次导入，而且只能撤销一次。",
        "Only the last import can be taken back, and only once.",
    )


class ChangedSince(Conflict):
    """What an import wrote was changed since."""

    slug = "changed-since-import"
    detail = Words(
        "导入之后有 {count} 处内容被改过，不能整体撤销。",
        "{count} rows that the import wrote were changed since; it cannot be taken back.",
    )


class TooManyRows(Conflict):
    """What is asked for does not fit into one file."""

    slug = "too-many-rows"
    detail = Words(
        "内容太多，一张表最多 {most} 行。请一所学校一所学校地导出。",
        "Too much for one file of at most {most} rows a sheet: export one school at a time.",
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do. `run_id` None: nothing was written."""

    run_id: str | None
    counts: dict[str, Counts]
    findings: Findings
    ignored: list[str]


async def run_import(  # noqa: PLR0913 - who imports what, where, how
    transaction: Transaction,
    person: PersonCaller,
    city: str,
    file_name: str,
    content: bytes,
    now: datetime,
    *,
    language: str,
    dry_run: bool,
) -> Outcome:
    """Read a file and write all of it, or nothing.

    Raises:
        NoSuchThing: if the city is not within reach.
        UnreadableFile: if the file as a whole cannot be read.
        RowsRefused: if rows do not fit, unless it is a dry run.
    """
    if await repository.area_of_city(transaction.session, reach_of(person), city) is None:
        raise NoSuchThing
    findings = Findings()
    # In a thread: a large file takes seconds, and other people's requests go on.
    contents = await asyncio.to_thread(_read, content, file_name, findings)
    if not dry_run:
        await present.lock_city(transaction.session, city)
    rows = await _rows_for(transaction, city, contents)
    plan = await asyncio.to_thread(_plan, rows, person, contents, now, findings)
    if dry_run or findings.total:
        if not dry_run:
            raise _refused(findings, language)
        return Outcome(None, plan.counts, findings, contents.ignored)
    changes = merged(plan.changes)
    await present.write(transaction.session, changes)
    counts = {key: _brief(each) for key, each in plan.counts.items()}
    run = ImportRun(
        id=new_id(now),
        city_id=city,
        person_id=person.id,
        at=now,
        file_name=file_name[:120],
        counts=counts,
        journal=to_journal(changes),
    )
    await repository.add(transaction.session, run)
    logger.info("imported run=%s city=%s by=%s rows=%d", run.id, city, person.id, len(changes))
    return Outcome(run.id, plan.counts, findings, contents.ignored)


async def undo(
    transaction: Transaction, person: PersonCaller, run_id: str, now: datetime
) -> ImportRun:
    """Take the last import of a city back.

    Raises:
        NoSuchThing: if there is none of this id within reach, or the person may not change all that it wrote.
        NotTheLast: if another one came later, or it was taken back already.
        ChangedSince: if what it wrote was changed since.
        StillUsed: if something refers to a row that it made.
    """
    session = transaction.session
    run = await present.run_with_journal(session, reach_of(person), run_id)
    if run is None or not (run.person_id == person.id or _keeps_city(person, run.city_id)):
        raise NoSuchThing
    await present.lock_city(session, run.city_id)
    if await present.last_run(session, run.city_id) != run.id:
        raise NotTheLast
    changes = from_journal(run.journal)
    there = await present.present_values(session, changes)
    changed = sum(there.get((each.table, each.key)) != each.after for each in changes)
    if changed:
        raise ChangedSince(count=changed)
    await present.write(session, inverted(changes))
    run.undone_at = now
    logger.info("import undone run=%s city=%s by=%s", run.id, run.city_id, person.id)
    return run


async def runs(
    transaction: Transaction, person: PersonCaller, city: str, before: datetime | None, limit: int
) -> Sequence[ImportRun]:
    """Return the imports of a city, newest first."""
    return await present.runs(transaction.session, reach_of(person), city, before, limit)


async def export(
    transaction: Transaction,
    person: PersonCaller,
    city: str,
    *,
    sheet: str | None,
    school: str | None,
    language: str,
) -> bytes:
    """Return what somebody may see of a city or of one school: a workbook, or one sheet as CSV.

    A workbook of a whole city leaves the timetables out: they would not fit.

    Raises:
        NoSuchThing: if the city or the school is not within reach.
        TooManyRows: if a sheet would not fit into what can be imported again.
    """
    session, reach = transaction.session, reach_of(person)
    if await repository.area_of_city(session, reach, city) is None:
        raise NoSuchThing
    districts, schools = await present.ids_in_reach(session, reach)
    if school is not None:
        if school not in schools:
            raise NoSuchThing
        schools = {school}
    wanted = tuple(sorted(schools)) if school or sheet == "timetable" else ()
    rows = await present.rows_of_city(session, city, timetables=wanted)
    _cut(rows, districts, schools)
    if max(len(held) for held in map(rows.of, PARENT)) >= ROWS_MAX:
        raise TooManyRows(most=ROWS_MAX)
    if sheet is None:
        return await asyncio.to_thread(exporting.to_xlsx, rows, language)
    return await asyncio.to_thread(exporting.to_csv, rows, SHEET[sheet], language)


def _read(content: bytes, file_name: str, findings: Findings) -> Contents:
    ignored: list[str] = []
    tables: list[Table]
    if is_calendar(content):
        holidays, ignored = read_holidays(content, file_name)
        tables = [holidays]
    elif is_oneroster(content):
        tables, ignored = read_oneroster(content, file_name)
    elif content.startswith(_ZIP) or file_name.lower().endswith((".xlsx", ".xls", ".xlsm")):
        tables = read_xlsx(content, file_name)
    elif content:
        tables = [read_csv(content, file_name.removesuffix(".csv"))]
    else:
        raise UnreadableFile(Words(f"“{file_name}”是空的。", f"{file_name} is empty."))
    contents = read_tables(tables, findings)
    contents.ignored += ignored
    return contents


async def _rows_for(transaction: Transaction, city: str, contents: Contents) -> Rows:
    records = contents.records.get("timetable", [])
    rows = await present.rows_of_city(transaction.session, city, timetables=())
    names = {str(record.values["school"]).rsplit("/", 1)[-1] for record in records}
    schools = [row["id"] for row in rows.of("school").values() if row["name"] in names]
    if schools:
        await present.add_timetables(transaction.session, rows, schools)
    return rows


def _plan(
    rows: Rows, person: PersonCaller, contents: Contents, now: datetime, findings: Findings
) -> Plan:
    def may(keep: Keep, area: Area) -> bool:
        return may_keep(person, keep, area)

    plan = Plan(rows, may, now, findings)
    for sheet in SHEETS:
        records = contents.records.get(sheet.key)
        if records is not None:
            plan.counts.setdefault(sheet.key, Counts()).rows = len(records)
            PLANNERS[sheet.key](plan, records)
    return plan


def _refused(findings: Findings, language: str) -> RowsRefused:
    first = findings.items[0]
    return RowsRefused(
        errors=tuple(each.field_problem(language) for each in findings.items[:200]),
        total=findings.total,
        first=first.said("zh"),
        first_en=first.said("en"),
    )


def _cut(rows: Rows, districts: set[str], schools: set[str]) -> None:
    for key, row in list(rows.of("district").items()):
        if row["id"] not in districts:
            rows.pop("district", key)
    for table, column in (
        ("school", "id"),
        ("room", "school_id"),
        ("school_class", "school_id"),
        ("bell_schedule", "school_id"),
    ):
        for key, row in list(rows.of(table).items()):
            if row[column] not in schools:
                rows.pop(table, key)
    for key, row in list(rows.of("calendar_entry").items()):
        hidden = row["district_id"] is not None and row["district_id"] not in districts
        if hidden or (row["school_id"] is not None and row["school_id"] not in schools):
            rows.pop("calendar_entry", key)


def _keeps_city(person: PersonCaller, city: str) -> bool:
    area = Area(city)
    return may_keep(person, Keep.PLACES, area) and may_keep(person, Keep.TIMES, area)


def _brief(counts: Counts) -> dict[str, int]:
    return {
        "rows": counts.rows,
        "created": counts.created,
        "changed": counts.changed,
        "same": counts.same,
        "removed": counts.removed,
    }
