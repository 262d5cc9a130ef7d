"""A plan over a small city without a database, for the tests of what each sheet does."""

from datetime import UTC, datetime
from typing import Any

from server.auth.policy import Area, Keep
from server.organisation.exchange.findings import Findings
from server.organisation.exchange.importing import PLANNERS
from server.organisation.exchange.planning import Plan, Rows
from server.organisation.exchange.records import Record
from server.organisation.exchange.sheets import SHEET

NOW = datetime(2026, 9, 7, 1, tzinfo=UTC)


def small_rows() -> Rows:
    """Return a city with two districts, and three schools of which two share a name."""
    rows = Rows("city", {("s1", "李老师"): "li"})
    for row_id, name in (("d1", "安州"), ("d2", "涪城")):
        rows.put("district", {"id": row_id, "city_id": "city", "name": name, "code": None})
    for row_id, district, name in (
        ("s1", "d1", "桑枣"),
        ("s2", "d1", "中心"),
        ("s3", "d2", "中心"),
    ):
        rows.put(
            "school",
            {
                "id": row_id,
                "district_id": district,
                "name": name,
                "code": f"code-{row_id}",
                "downlink_kbps": 10,
                "uplink_kbps": 5,
            },
        )
    return rows


def planned(
    key: str, *values: dict[str, Any], rows: Rows | None = None, outside: str | None = None
) -> Plan:
    """Plan some records of a sheet; nothing of the school or district `outside` may be changed."""

    def may(_keep: Keep, area: Area) -> bool:
        return outside is None or outside not in (area.school, area.district)

    plan = Plan(rows or small_rows(), may, NOW, Findings())
    sheet = SHEET[key]
    defaults = {column.key: column.default for column in sheet.columns}
    PLANNERS[key](plan, [Record(n, defaults | each) for n, each in enumerate(values, 2)])
    return plan


def found(plan: Plan) -> list[tuple[int, str]]:
    """Return row and column of what is wrong."""
    return [(each.row, each.column.zh) for each in plan.findings.items]
