"""Demands, offers and schools' own timetables (FET) from files: a dry run names every row that does not fit.

All of a file is written, or nothing. An offer's row is one weekly lesson; a file says the whole of each offer that it
names, and lessons that stay keep their ids, so that what was accepted stays too.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from server import models
from server.alignment import fet_files, repository
from server.alignment.problems import NoTerm
from server.alignment.sheets import DEMANDS, OFFERS, SHEETS
from server.auth.policy import PersonCaller
from server.clock import school_day
from server.database import Transaction
from server.identifiers import new_id
from server.models import Demand, Offer, OfferLesson
from server.organisation.exchange import importing
from server.organisation.exchange.findings import Findings, RowsRefused, UnreadableFile
from server.organisation.exchange.records import Record, read_tables
from server.organisation.exchange.separated import read_csv
from server.organisation.exchange.sheets import Sheet
from server.organisation.exchange.workbook import read_xlsx
from server.organisation.problems import NoSuchThing
from server.words import Words

_ZIP = b"PK"
_OfferKey = tuple[str, str, int, str, bool, str]


@dataclass(slots=True)
class Counts:
    """Rows of a sheet that were read, and things that are new or changed."""

    rows: int = 0
    created: int = 0
    changed: int = 0


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do."""

    counts: dict[str, Counts] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    ignored: list[str] = field(default_factory=list)


async def import_rows(  # noqa: PLR0913 - who imports what, when, how
    transaction: Transaction,
    city_id: str,
    name: str,
    content: bytes,
    now: datetime,
    *,
    language: str,
    dry_run: bool,
) -> Outcome:
    """Read demands and offers of an XLSX or CSV file into the term under way, or the next one.

    Raises:
        NoTerm: if the city has none.
        UnreadableFile: if the file as a whole cannot be read.
        RowsRefused: naming rows that do not fit, unless it is a dry run.
    """
    tables = await repository.tables(transaction.session, city_id, school_day(now))
    if tables is None:
        raise NoTerm
    outcome = Outcome()
    records = await asyncio.to_thread(_read, name, content, outcome)
    desk = _Desk(tables, outcome, now)
    desk.teachers = await repository.teachers(transaction.session, city_id)
    desk.read_demands(records.get("demands", ()))
    desk.read_offers(records.get("offers", ()))
    if outcome.findings.total and not dry_run:
        raise _refused(outcome.findings, language)
    if not dry_run:
        await desk.write(transaction)
    return outcome


async def import_timetable(  # noqa: PLR0913 - who imports what, when, how
    transaction: Transaction,
    person: PersonCaller,
    school_id: str | None,
    name: str,
    content: bytes,
    now: datetime,
    *,
    language: str,
    dry_run: bool,
) -> importing.Outcome:
    """Read schools' own timetables: rows of XLSX or CSV that name their school, or one school's `.fet` file.

    A FET file knows no school: `school_id` says it, and the file is for its classes of the same names.

    Raises:
        NoTerm, NoSuchThing: if the city has no term, or no such school.
        UnreadableFile: if it is no whole file; says where. A FET file needs a school.
        RowsRefused: naming rows that do not fit, unless it is a dry run.
    """
    city = person.place.city
    term = await repository.term_of(transaction.session, city, school_day(now))
    if term is None:
        raise NoTerm
    if fet_files.is_fet(name, content):
        found = await _school(transaction, city, school_id)
        name = f"{found.name}.fet"
        school = f"{found.district.name}/{found.name}"
        content = await asyncio.to_thread(fet_files.sheet_of, content, school, term.name)
    return await importing.run_import(
        transaction, person, city, name, content, now, language=language, dry_run=dry_run
    )


async def _school(transaction: Transaction, city: str, school_id: str | None) -> models.School:
    if school_id is None:
        raise UnreadableFile(
            Words(
                "FET 文件里没有学校，请先选择学校。",
                "A FET file names no school: choose one first.",
            )
        )
    found = await repository.school(transaction.session, city, school_id)
    if found is None:
        raise NoSuchThing
    return found


def _read(name: str, content: bytes, outcome: Outcome) -> dict[str, list[Record]]:
    if not content:
        raise UnreadableFile(Words(f"“{name}”是空的。", f"{name} is empty."))
    if content.startswith(_ZIP) or name.lower().endswith((".xlsx", ".xls", ".xlsm")):
        tables = read_xlsx(content, name)
    else:
        tables = [read_csv(content, name.removesuffix(".csv"))]
    contents = read_tables(tables, outcome.findings, SHEETS)
    outcome.ignored += contents.ignored
    return contents.records


class _Desk:
    """Finds what rows name, and what is to be written."""

    def __init__(self, tables: repository.Tables, outcome: Outcome, now: datetime) -> None:
        self._tables = tables
        self._outcome = outcome
        self._now = now
        self.teachers: dict[tuple[str, str], str] = {}
        """Ids by school and name."""
        self._schools: dict[str, list[str]] = {}
        for school in tables.schools:
            for name in (school.name, f"{school.district.name}/{school.name}"):
                self._schools.setdefault(name, []).append(school.id)
        self._classes = {(row.school_id, row.name): row for row in tables.classes}
        self._demands = {(row.class_id, row.subject, row.grade): row for row in tables.demands}
        self._offers = {_key(row): row for row in tables.offers}
        self._new: list[models.Base] = []
        self._changes: list[tuple[Demand, dict[str, object]]] = []
        self._lessons: list[tuple[Offer, list[OfferLesson]]] = []

    def read_demands(self, records: Sequence[Record]) -> None:
        """Note what rows of demands say; one class asks for a subject once."""
        counts = self._outcome.counts.setdefault("demands", Counts())
        counts.rows = len(records)
        seen: dict[tuple[str, str, int], int] = {}
        for record in records:
            values = record.values
            school = self._school(DEMANDS, record)
            if school is None:
                continue
            there = self._classes.get((school, values["class"]))
            if there is None:
                self._wrong(DEMANDS, record, "class", "这所学校已有的班级", "a class of the school")
                continue
            key = (there.id, values["subject"], there.grade)
            if key in seen:
                said = (f"只写一次（第 {seen[key]} 行已有）", f"once (row {seen[key]} has it)")
                self._wrong(DEMANDS, record, "subject", *said)
                continue
            seen[key] = record.row
            self._note_demand(counts, key, record)

    def _note_demand(self, counts: Counts, key: tuple[str, str, int], record: Record) -> None:
        columns = ("lessons_per_week", "edition", "priority", "kind", "weeks")
        given = {name: record.values[name] for name in columns}
        known = self._demands.get(key)
        if known is None:
            counts.created += 1
            class_id, subject, grade = key
            made = Demand(
                id=new_id(self._now),
                term_id=self._tables.term.id,
                class_id=class_id,
                subject=subject,
                grade=grade,
                **given,
            )
            self._new.append(made)
        elif any(getattr(known, name) != value for name, value in given.items()):
            counts.changed += 1
            self._changes.append((known, given))

    def read_offers(self, records: Sequence[Record]) -> None:
        """Note what rows of offers say, one weekly lesson each."""
        counts = self._outcome.counts.setdefault("offers", Counts())
        counts.rows = len(records)
        said: dict[_OfferKey, list[Record]] = {}
        for record in records:
            values = record.values
            school = self._school(OFFERS, record)
            if school is None:
                continue
            teacher = self.teachers.get((school, values["teacher"]))
            if teacher is None:
                allowed = ("这所学校有账号的教师", "a teacher with an account at the school")
                self._wrong(OFFERS, record, "teacher", *allowed)
            elif values["end_minute"] <= values["start_minute"]:
                self._wrong(OFFERS, record, "end_minute", "比上课晚的时间", "later than it starts")
            else:
                key = (
                    teacher,
                    values["subject"],
                    values["grade"],
                    values["edition"],
                    bool(values["studio"]),
                    values["kind"].value,
                )
                said.setdefault(key, []).append(record)
        for key, rows in said.items():
            self._note_offer(counts, key, rows)

    def _note_offer(self, counts: Counts, key: _OfferKey, rows: Sequence[Record]) -> None:
        teacher, subject, grade, edition, studio, kind = key
        offer = self._offers.get(key)
        lessons = [
            OfferLesson(
                id=new_id(self._now),
                **{
                    name: row.values[name]
                    for name in ("weekday", "start_minute", "end_minute", "weeks")
                },
            )
            for row in rows
        ]
        if offer is None:
            counts.created += 1
            offer = Offer(
                id=new_id(self._now),
                term_id=self._tables.term.id,
                teacher_id=teacher,
                subject=subject,
                grade=grade,
                edition=edition,
                studio=studio,
                kind=models.Kind(kind),
                lessons=lessons,
            )
            self._new.append(offer)
        elif {_time(each) for each in offer.lessons} != {_time(each) for each in lessons}:
            counts.changed += 1
            self._lessons.append((offer, lessons))

    async def write(self, transaction: Transaction) -> None:
        """Store what was noted."""
        transaction.session.add_all(self._new)
        for demand, given in self._changes:
            for name, value in given.items():
                setattr(demand, name, value)
        for offer, lessons in self._lessons:
            kept = {_time(each): each for each in offer.lessons}
            offer.lessons = [kept.get(_time(each), each) for each in lessons]
        await transaction.session.flush()

    def _school(self, sheet: Sheet, record: Record) -> str | None:
        found = self._schools.get(record.values["school"], [])
        if len(found) == 1:
            return found[0]
        allowed = ("已有的学校", "a school that is known")
        if found:
            allowed = ("学区/学校（有几所同名）", "district/school, as several have this name")
        self._wrong(sheet, record, "school", *allowed)
        return None

    def _wrong(self, sheet: Sheet, record: Record, column: str, zh: str, en: str) -> None:
        heading = sheet.column(column).heading
        came = record.values[column]
        self._outcome.findings.add(sheet.name, record.row, heading, came, Words(zh, en))


def _key(offer: Offer) -> _OfferKey:
    return (
        offer.teacher_id,
        offer.subject,
        offer.grade,
        offer.edition,
        offer.studio,
        offer.kind.value,
    )


def _time(lesson: OfferLesson) -> tuple[int, int, int, str]:
    return lesson.weekday, lesson.start_minute, lesson.end_minute, lesson.weeks


def _refused(findings: Findings, language: str) -> RowsRefused:
    first = findings.items[0]
    return RowsRefused(
        errors=tuple(each.field_problem(language) for each in findings.items[:200]),
        total=findings.total,
        first=first.said("zh"),
        first_en=first.said("en"),
    )
