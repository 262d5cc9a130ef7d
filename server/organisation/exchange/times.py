"""The sheets of times and of what is taught: terms, bells, calendar, subjects, textbooks. Pure; no I/O."""

from collections.abc import Sequence
from typing import Any

from scheduler.domain import Level, Term
from scheduler.errors import InputError
from server.auth.policy import Area, Keep
from server.models import CalendarEntry, DayKind
from server.organisation.days import check_bells, check_layer
from server.organisation.exchange.changes import Values
from server.organisation.exchange.planning import Plan, sheet
from server.organisation.exchange.records import Record
from server.words import Words

OWNER_COLUMN = {Level.CITY: "city_id", Level.DISTRICT: "district_id", Level.SCHOOL: "school_id"}


def plan_terms(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet terms says."""
    here = sheet("terms")
    for record in records:
        values = record.values
        try:
            Term(values["first_day"], values["last_day"])
        except InputError:
            allowed = Words("第一天之后、一年以内", "after the first day, within a year")
            plan.wrong(here, record, "last_day", allowed)
            continue
        if plan.once(here, record, "name", values["name"]) and plan.allowed(
            here, record, "name", Keep.TIMES, Area(plan.city)
        ):
            known = plan.rows.named("term", plan.city, values["name"])
            row = {"id": known["id"] if known else plan.new_id(), "city_id": plan.city}
            plan.put(here, "term", row | values)


def plan_bells(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet bells says: all periods of each season that it names."""
    here = sheet("bells")
    seasons: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        school = plan.school(here, record)
        if school is not None and plan.allowed(
            here, record, "school", Keep.TIMES, plan.area(school)
        ):
            seasons.setdefault((school["id"], record.values["name"]), []).append(record)
    for (school_id, name), periods in seasons.items():
        if not _fits(plan, periods):
            continue
        known = plan.rows.named("bell_schedule", school_id, name)
        schedule = known["id"] if known else plan.new_id()
        month, day = periods[0].values["from"]
        row = {"id": schedule, "school_id": school_id, "name": name}
        plan.put(here, "bell_schedule", row | {"from_month": month, "from_day": day})
        wanted = [
            {
                "schedule_id": schedule,
                **{key: each.values[key] for key in ("number", "start_minute", "end_minute")},
            }
            for each in periods
        ]
        plan.replace_children(here, "bell_period", schedule, wanted)


def plan_calendar(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet calendar says; an entry is known by its owner, kind and first day."""
    here = sheet("calendar")
    for record in records:
        area = _owner(plan, record)
        if area is None or not plan.allowed(here, record, "level", Keep.TIMES, area):
            continue
        values = record.values
        level: Level = values["level"]
        owner = {Level.CITY: area.city, Level.DISTRICT: area.district, Level.SCHOOL: area.school}[
            level
        ]
        kind, first = values["kind"], values["first_day"]
        if not plan.once(here, record, "first_day", (owner, kind, first)):
            continue
        said = plan.rows.under("calendar_entry", owner or "").values()
        known = next((e for e in said if e["kind"] is kind and e["first_day"] == first), None)
        row: Values = {
            "id": known["id"] if known else plan.new_id(),
            **dict.fromkeys(OWNER_COLUMN.values()),
            OWNER_COLUMN[level]: owner,
            "kind": kind,
            "first_day": first,
            "last_day": values["last_day"] or first,
            "reason": values["reason"],
            "runs_weekday": values["runs_weekday"],
            "runs_week": values["runs_week"],
        }
        if _fits_layer(plan, record, level, row):
            plan.put(here, "calendar_entry", row)


def plan_subjects(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet subjects says."""
    here = sheet("subjects")
    for record in records:
        name = record.values["name"]
        if plan.once(here, record, "name", name) and plan.allowed(
            here, record, "name", Keep.TIMES, Area(plan.city)
        ):
            known = plan.rows.named("subject", plan.city, name)
            subject = known["id"] if known else plan.new_id()
            plan.put(here, "subject", {"id": subject, "city_id": plan.city, "name": name})


def plan_textbooks(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet textbooks says: all units of each volume that it names units of."""
    here = sheet("textbooks")
    units: dict[str, list[Values]] = {}
    for record in records:
        values = record.values
        subject = plan.rows.named("subject", plan.city, values["subject"])
        if subject is None:
            allowed = Words(
                "“学科”表里或系统里已有的学科",
                "a subject that stands in sheet subjects or is known",
            )
            plan.wrong(here, record, "subject", allowed)
            continue
        if not plan.allowed(here, record, "subject", Keep.TIMES, Area(plan.city)):
            continue
        book = {key: values[key] for key in ("grade", "edition", "volume")}
        held = plan.rows.under("textbook", subject["id"]).values()
        known = next((e for e in held if all(e[key] == book[key] for key in book)), None)
        row = {"id": known["id"] if known else plan.new_id(), "city_id": plan.city}
        if known is None or row["id"] not in units:
            plan.put(here, "textbook", row | {"subject_id": subject["id"]} | book)
        if values["number"] is not None and plan.once(
            here, record, "number", (row["id"], values["number"])
        ):
            units.setdefault(row["id"], []).append(
                {
                    "textbook_id": row["id"],
                    "number": values["number"],
                    "title": values["title"] or f"第{values['number']}单元",
                }
            )
    for textbook, wanted in units.items():
        plan.replace_children(here, "unit", textbook, wanted)


def _fits(plan: Plan, periods: list[Record]) -> bool:
    here = sheet("bells")
    periods.sort(key=lambda each: each.values["number"])
    first = periods[0].values["from"]
    for each in periods:
        if each.values["from"] != first:
            allowed = Words("同一作息各行写同一天", "the same day in all rows of a season")
            plan.wrong(here, each, "from", allowed)
            return False
    for count in range(1, len(periods) + 1):
        spans = [_span(each.values) for each in periods[:count]]
        try:
            check_bells(first[0], first[1], spans)
        except InputError as error:
            key = error.field.removeprefix("periods.")
            plan.wrong(here, periods[count - 1], key, _BELL_WORDS[key])
            return False
    return True


_BELL_WORDS = {
    "number": Words("从 1 开始、不跳号、不重复的节次", "periods 1, 2, … without a gap"),
    "start_minute": Words("不早于上一节下课的时间", "not before the end of the period before"),
    "end_minute": Words("晚于本节上课的时间", "after the start of the period"),
    "from_day": Words("存在的日期", "a day of the year"),
}


def _span(values: dict[str, Any]) -> tuple[int, int, int]:
    return values["number"], values["start_minute"], values["end_minute"]


def _owner(plan: Plan, record: Record) -> Area | None:
    here, level = sheet("calendar"), record.values["level"]
    if level is Level.CITY:
        return Area(plan.city)
    if not record.values["owner"]:
        allowed = Words("学区或学校的名称", "the name of a district or school")
        plan.wrong(here, record, "owner", allowed)
        return None
    if level is Level.SCHOOL:
        school = plan.school(here, record, "owner")
        return plan.area(school) if school else None
    district = plan.district(record.values["owner"])
    if district is None:
        plan.wrong(here, record, "owner", Words("已有的学区", "a district that is known"))
        return None
    return Area(plan.city, district["id"])


def _fits_layer(plan: Plan, record: Record, level: Level, row: Values) -> bool:
    here = sheet("calendar")
    if row["last_day"] < row["first_day"]:
        allowed = Words("不早于第一天", "not before the first day")
        plan.wrong(here, record, "last_day", allowed)
        return False
    makes_up = row["kind"] is DayKind.MAKE_UP
    if makes_up is (row["runs_weekday"] is None):
        allowed = Words("调休要写，其他类型不写", "something for a make-up day only")
        plan.wrong(here, record, "runs_weekday", allowed)
        return False
    if makes_up and row["last_day"] != row["first_day"]:
        plan.wrong(here, record, "last_day", Words("调休一行只写一天", "one day a row"))
        return False
    owner = row[OWNER_COLUMN[level]]
    others = [e for e in plan.rows.under("calendar_entry", owner).values() if e["id"] != row["id"]]
    try:
        check_layer(level, [CalendarEntry(**each) for each in (*others, row)])
    except InputError:
        allowed = Words(
            "不是本级放假日、也没有写过调休的日期", "a day that is neither off nor made up already"
        )
        plan.wrong(here, record, "first_day", allowed)
        return False
    return True
