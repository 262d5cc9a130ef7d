"""From records to changes: names become ids, rows are compared with what is there, everybody's rights are asked. Pure; no I/O."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.auth.policy import Area, Keep
from server.identifiers import new_id
from server.organisation.exchange.changes import Change, Key, Values, key_of
from server.organisation.exchange.findings import Findings
from server.organisation.exchange.records import Record
from server.organisation.exchange.sheets import SHEET, Sheet
from server.words import Words

NOT_YOURS = Words("您有权管理的学校或学区", "a place that you may change")
TWICE = Words("每项只写一次（文件里前面已有）", "each thing once (it stands above already)")


PARENT = {
    "district": ("city_id",),
    "school": ("district_id",),
    "room": ("school_id",),
    "school_class": ("school_id",),
    "alliance": ("city_id",),
    "alliance_member": ("alliance_id",),
    "term": ("city_id",),
    "bell_schedule": ("school_id",),
    "bell_period": ("schedule_id",),
    "calendar_entry": ("city_id", "district_id", "school_id"),
    "subject": ("city_id",),
    "textbook": ("subject_id",),
    "unit": ("textbook_id",),
    "school_lesson": ("class_id",),
}
"""By which column a row belongs to another; of several, the one that is set."""


class Rows:
    """The rows of one city by table and key, as they would be after the changes so far."""

    def __init__(self, city: str, people: dict[tuple[str, str], str | None]) -> None:
        self.city = city
        self.people = people
        """Id by school and name; None where several have the name."""
        self._rows: dict[str, dict[Key, Values]] = {table: {} for table in PARENT}
        self._children: dict[tuple[str, str], dict[Key, Values]] = {}
        self._codes: dict[tuple[str, str], Values] = {}

    def of(self, table: str) -> dict[Key, Values]:
        """Return the rows of a table by key."""
        return self._rows[table]

    def under(self, table: str, parent: str) -> dict[Key, Values]:
        """Return the rows of a table that belong to a parent, by key."""
        return self._children.get((table, parent), {})

    def named(self, table: str, parent: str, name: str) -> Values | None:
        """Return the row of a name that belongs to a parent."""
        rows = self.under(table, parent).values()
        return next((row for row in rows if row["name"] == name), None)

    def coded(self, table: str, code: str | None) -> Values | None:
        """Return the row that another system calls by a code."""
        return self._codes.get((table, code)) if code else None

    def put(self, table: str, values: Values) -> None:
        """Hold a row, instead of the one of the same key."""
        key = key_of(table, values)
        if key in self._rows[table]:
            self.pop(table, key)
        self._rows[table][key] = values
        self._children.setdefault((table, _parent(table, values)), {})[key] = values
        if code := values.get("code"):
            self._codes[table, code] = values

    def pop(self, table: str, key: Key) -> Values:
        """Take a row out."""
        values = self._rows[table].pop(key)
        del self._children[table, _parent(table, values)][key]
        if code := values.get("code"):
            self._codes.pop((table, code), None)
        return values


def _parent(table: str, values: Values) -> str:
    return next(str(values[name]) for name in PARENT[table] if values.get(name) is not None)


@dataclass(slots=True)
class Counts:
    """How many things of a sheet are new, changed, as they were, or gone."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0


class Plan:
    """What an import would do. Sheet readers put rows and drop them; every change is noted."""

    def __init__(
        self,
        rows: Rows,
        may: Callable[[Keep, Area], bool],
        now: datetime,
        findings: Findings,
    ) -> None:
        self.rows = rows
        self.findings = findings
        self.changes: list[Change] = []
        self.counts: dict[str, Counts] = {}
        self._may = may
        self._now = now
        self._seen: set[tuple[str, Any]] = set()
        self._schools: dict[str, list[Values]] = {}
        self._districts: dict[str, Values] = {}
        self._index()

    @property
    def city(self) -> str:
        """The city that the import is for."""
        return self.rows.city

    def new_id(self) -> str:
        """Return a fresh id."""
        return new_id(self._now)

    def put(self, sheet: Sheet, table: str, values: Values) -> None:
        """Have a row hold some values; columns that are not named stay as they are."""
        before = self.rows.of(table).get(key_of(table, values))
        after = {**(before or {}), **values}
        counts = self.counts.setdefault(sheet.key, Counts())
        if before == after:
            counts.same += 1
            return
        counts.created += before is None
        counts.changed += before is not None
        self.changes.append(Change(table, before, after))
        self.rows.put(table, after)
        if table in ("school", "district"):
            self._index()

    def drop(self, sheet: Sheet, table: str, key: Key) -> None:
        """Have a row go."""
        before = self.rows.pop(table, key)
        self.counts.setdefault(sheet.key, Counts()).removed += 1
        self.changes.append(Change(table, before, None))

    def replace_children(
        self, sheet: Sheet, table: str, parent: str, wanted: Iterable[Values]
    ) -> None:
        """Have exactly the wanted rows under a parent."""
        rows = {key_of(table, values): values for values in wanted}
        for key in list(self.rows.under(table, parent)):
            if key not in rows:
                self.drop(sheet, table, key)
        for values in rows.values():
            self.put(sheet, table, values)

    def once(self, sheet: Sheet, record: Record, column: str, key: Any) -> bool:
        """Return whether a thing comes for the first time; note it otherwise."""
        if (sheet.key, key) in self._seen:
            self.wrong(sheet, record, column, TWICE)
            return False
        self._seen.add((sheet.key, key))
        return True

    def allowed(self, sheet: Sheet, record: Record, column: str, keep: Keep, area: Area) -> bool:
        """Return whether the person may change an area; note it otherwise."""
        if self._may(keep, area):
            return True
        self.wrong(sheet, record, column, NOT_YOURS)
        return False

    def wrong(self, sheet: Sheet, record: Record, column: str, allowed: Words) -> None:
        """Note what is wrong with a cell of a record."""
        found = sheet.column(column)
        came = record.values.get(column)
        shown = None if came in (None, "") else found.write(came)
        self.findings.add(sheet.name, record.row, found.heading, shown, allowed)

    def district(self, name: str) -> Values | None:
        """Return the district of a name."""
        return self._districts.get(name)

    def school(self, sheet: Sheet, record: Record, column: str = "school") -> Values | None:
        """Return the school that a cell names, as “学校” or, where two have the name, “学区/学校”; or note it."""
        said = str(record.values[column])
        found = self._schools.get(said, [])
        if len(found) == 1:
            return found[0]
        if found:
            allowed = Words(
                "“学区/学校”的写法，因为有几所同名学校",
                "district/school, since several have this name",
            )
        else:
            allowed = Words(
                "“学校”表里或系统里已有的学校", "a school that stands in sheet schools or is known"
            )
        self.wrong(sheet, record, column, allowed)
        return None

    def area(self, school: Values) -> Area:
        """Return where a school lies."""
        return Area(self.city, school["district_id"], school["id"])

    def _index(self) -> None:
        self._districts = {row["name"]: row for row in self.rows.of("district").values()}
        names = {row["id"]: row["name"] for row in self.rows.of("district").values()}
        self._schools = {}
        for row in self.rows.of("school").values():
            self._schools.setdefault(row["name"], []).append(row)
            full = f"{names.get(row['district_id'], '')}/{row['name']}"
            self._schools.setdefault(full, []).append(row)


def sheet(key: str) -> Sheet:
    """Return a sheet by its key."""
    return SHEET[key]
