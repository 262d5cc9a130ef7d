"""The sheet of school timetables: whole weeks of classes, and who would be in two places at once. Pure; no I/O."""

from collections.abc import Iterable, Sequence

from scheduler.domain import Weeks
from scheduler.instance import together
from server.auth.policy import Keep
from server.organisation.exchange.changes import Values
from server.organisation.exchange.planning import Plan, sheet
from server.organisation.exchange.records import Record
from server.words import Words

Slot = tuple[str, str, int, int]
"""Who or what is taken, where, on which weekday, in which period."""


def plan_timetable(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet timetable says: the whole week of each class and term that it names."""
    here = sheet("timetable")
    weeks: dict[tuple[str, str], list[Values]] = {}
    taken: dict[Slot, list[tuple[Record, Weeks]]] = {}
    for record in records:
        row = _row(plan, record)
        if row is None or _clashes(plan, record, row, taken):
            continue
        weeks.setdefault((row["class_id"], row["term_id"]), []).append(row)
    for (class_id, term_id), wanted in weeks.items():
        _keep_ids(plan, class_id, term_id, wanted)
        other_terms = [
            row
            for row in plan.rows.under("school_lesson", class_id).values()
            if row["term_id"] != term_id
        ]
        plan.replace_children(here, "school_lesson", class_id, [*other_terms, *wanted])
    if weeks:
        counts = plan.counts[here.key]
        counts.same -= _others(plan, weeks)


def _row(plan: Plan, record: Record) -> Values | None:
    here, values = sheet("timetable"), record.values
    school = plan.school(here, record)
    if school is None or not plan.allowed(here, record, "school", Keep.TIMES, plan.area(school)):
        return None
    found = {
        "class": plan.rows.named("school_class", school["id"], values["class"]),
        "term": plan.rows.named("term", plan.city, values["term"]),
    }
    for column, one in found.items():
        if one is None:
            allowed = Words("已有的" + here.column(column).heading.zh, f"a {column} that is known")
            plan.wrong(here, record, column, allowed)
            return None
    room = plan.rows.named("room", school["id"], values["room"]) if values["room"] else None
    if values["room"] and room is None:
        plan.wrong(here, record, "room", Words("这所学校已有的教室", "a room of this school"))
        return None
    if not _rings(plan, school["id"], values["period"]):
        plan.wrong(here, record, "period", Words("这所学校作息里有的节次", "a period of its bells"))
        return None
    return {
        "id": plan.new_id(),
        "school_id": school["id"],
        "term_id": (found["term"] or {})["id"],
        "class_id": (found["class"] or {})["id"],
        "weekday": values["weekday"],
        "period": values["period"],
        "subject": values["subject"],
        "teacher_name": values["teacher_name"],
        "teacher_id": plan.rows.people.get((school["id"], values["teacher_name"])),
        "room_id": room["id"] if room else None,
        "movable": bool(values["movable"]),
        "weeks": values["weeks"],
    }


def _rings(plan: Plan, school: str, period: int) -> bool:
    """Return whether a school's bells have a period; without bells every one is believed."""
    schedules = plan.rows.under("bell_schedule", school).values()
    return not schedules or any(
        (each["id"], period) in plan.rows.of("bell_period") for each in schedules
    )


def _clashes(
    plan: Plan, record: Record, row: Values, taken: dict[Slot, list[tuple[Record, Weeks]]]
) -> bool:
    """Return whether somebody or something is taken already in this file; note it."""
    here = sheet("timetable")
    for column, kind in (
        ("class_id", "class"),
        ("teacher_name", "teacher_name"),
        ("room_id", "room"),
    ):
        if not row[column]:
            continue
        slot = (
            f"{kind} {row['school_id']} {row['term_id']}",
            row[column],
            row["weekday"],
            row["period"],
        )
        for other, weeks in taken.setdefault(slot, []):
            if together(weeks, row["weeks"]) is not None:
                allowed = Words(
                    f"这个时间空着的（第 {other.row} 行已经占用）",
                    f"one that is free then (row {other.row} has it)",
                )
                plan.wrong(here, record, kind, allowed)
                return True
        taken[slot].append((record, row["weeks"]))
    return False


def _keep_ids(plan: Plan, class_id: str, term_id: str, wanted: Iterable[Values]) -> None:
    """Give rows that stand in a known place of the week the id that they had."""
    known = {
        (row["weekday"], row["period"], row["weeks"]): row["id"]
        for row in plan.rows.under("school_lesson", class_id).values()
        if row["term_id"] == term_id
    }
    for row in wanted:
        row["id"] = known.get((row["weekday"], row["period"], row["weeks"]), row["id"])


def _others(plan: Plan, weeks: dict[tuple[str, str], list[Values]]) -> int:
    return sum(
        row["term_id"] != term_id
        for class_id, term_id in weeks
        for row in plan.rows.under("school_lesson", class_id).values()
    )
