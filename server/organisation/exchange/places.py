"""The sheets of places: districts, schools, rooms, classes, alliances. Pure; no I/O."""

from collections.abc import Sequence

from server.auth.policy import Area, Keep
from server.organisation.exchange.changes import Values
from server.organisation.exchange.planning import Plan, sheet
from server.organisation.exchange.records import Record
from server.words import Words


def plan_districts(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet districts says."""
    here = sheet("districts")
    for record in records:
        name, code = record.values["name"], record.values["code"]
        known = plan.rows.coded("district", code) or plan.district(name)
        area = Area(plan.city, known["id"] if known else None)
        if plan.once(here, record, "name", name) and plan.allowed(
            here, record, "name", Keep.PLACES, area
        ):
            row = {"id": known["id"] if known else plan.new_id(), "city_id": plan.city}
            plan.put(here, "district", {**row, "name": name, "code": code or _code(known)})


def plan_schools(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet schools says."""
    here = sheet("schools")
    for record in records:
        values = record.values
        district = plan.district(values["district"])
        if district is None:
            allowed = Words(
                "“学区”表里或系统里已有的学区",
                "a district that stands in sheet districts or is known",
            )
            plan.wrong(here, record, "district", allowed)
            continue
        known = plan.rows.coded("school", values["code"]) or plan.rows.named(
            "school", district["id"], values["name"]
        )
        area = Area(plan.city, district["id"], known["id"] if known else None)
        from_area = plan.area(known) if known else area
        if not (
            plan.once(here, record, "name", (district["id"], values["name"]))
            and plan.allowed(here, record, "name", Keep.PLACES, area)
            and plan.allowed(here, record, "name", Keep.PLACES, from_area)
        ):
            continue
        row = {
            "id": known["id"] if known else plan.new_id(),
            "district_id": district["id"],
            "name": values["name"],
            "code": values["code"] or _code(known),
        }
        for column in ("downlink_kbps", "uplink_kbps"):
            row[column] = _kept(values[column], known, column)
        plan.put(here, "school", row)


def plan_rooms(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet rooms says."""
    here = sheet("rooms")
    for record in records:
        school = plan.school(here, record)
        if school is None or not _may_add(plan, "rooms", record, school):
            continue
        name = record.values["name"]
        known = plan.rows.named("room", school["id"], name)
        row = {"id": known["id"] if known else plan.new_id(), "school_id": school["id"]}
        plan.put(here, "room", {**row, "name": name, "purpose": record.values["purpose"]})


def plan_classes(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet classes says."""
    here = sheet("classes")
    for record in records:
        school = plan.school(here, record)
        if school is None or not _may_add(plan, "classes", record, school):
            continue
        values = record.values
        by_code = plan.rows.coded("school_class", values["code"])
        if by_code is not None and by_code["school_id"] != school["id"]:
            allowed = Words(
                "没有被别的学校的班级用过的代码", "a code that no class of another school has"
            )
            plan.wrong(here, record, "code", allowed)
            continue
        known = by_code or plan.rows.named("school_class", school["id"], values["name"])
        row = {
            "id": known["id"] if known else plan.new_id(),
            "school_id": school["id"],
            "name": values["name"],
            "code": values["code"] or _code(known),
            "grade": values["grade"],
            "size": _kept(values["size"], known, "size"),
        }
        plan.put(here, "school_class", row)


def plan_alliances(plan: Plan, records: Sequence[Record]) -> None:
    """Plan what sheet alliances says: all members of each alliance that it names."""
    here = sheet("alliances")
    members: dict[str, list[Values]] = {}
    for record in records:
        name = record.values["name"]
        school = plan.school(here, record)
        if (
            school is None
            or not plan.once(here, record, "school", (name, school["id"]))
            or not plan.allowed(here, record, "name", Keep.PLACES, Area(plan.city))
        ):
            continue
        known = plan.rows.named("alliance", plan.city, name)
        alliance = known["id"] if known else plan.new_id()
        if alliance not in members:
            plan.put(here, "alliance", {"id": alliance, "city_id": plan.city, "name": name})
        members.setdefault(alliance, []).append(
            {
                "alliance_id": alliance,
                "school_id": school["id"],
                "right": record.values["right"],
            }
        )
    for alliance, wanted in members.items():
        plan.replace_children(here, "alliance_member", alliance, wanted)


def _may_add(plan: Plan, key: str, record: Record, school: Values) -> bool:
    here = sheet(key)
    return plan.once(here, record, "name", (school["id"], record.values["name"])) and plan.allowed(
        here, record, "school", Keep.PLACES, plan.area(school)
    )


def _code(known: Values | None) -> str | None:
    return known["code"] if known else None


def _kept(given: int | None, known: Values | None, column: str) -> int:
    """Return what is given, else what was known, else 0: not known."""
    if given is not None:
        return given
    kept: int = known[column] if known else 0
    return kept
