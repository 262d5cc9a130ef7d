from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, strategies as st

from server.chain import GENESIS, ChainedRow, Inspection, linked


def chain(length: int) -> list[ChainedRow]:
    rows: list[ChainedRow] = []
    for number in range(1, length + 1):
        previous = rows[-1].hash if rows else GENESIS
        content = {"who": f"林{number}", "at": datetime(2026, 9, 7, tzinfo=UTC)}
        rows.append(ChainedRow(number, content, previous, linked(previous, number, content)))
    return rows


def inspected(rows: list[ChainedRow]) -> Inspection:
    inspection = Inspection()
    inspection.take(rows[: len(rows) // 2])
    inspection.take(rows[len(rows) // 2 :])
    return inspection


def test_a_chain_that_nobody_touched_holds() -> None:
    assert inspected([]).broken_at is None
    rows = chain(10)
    found = inspected(rows)
    assert (found.rows, found.broken_at, found.head) == (10, None, rows[-1].hash)


@given(length=st.integers(2, 8), data=st.data())
def test_a_changed_a_missing_and_a_moved_row_show(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    at = data.draw(st.integers(0, length - 2))
    changed = [*rows]
    changed[at] = replace(rows[at], content={**rows[at].content, "who": "何"})
    assert inspected(changed).broken_at == at + 1
    healed = [*changed]
    healed[at] = replace(changed[at], hash=linked(rows[at].previous, at + 1, changed[at].content))
    assert inspected(healed).broken_at == at + 2
    assert inspected(rows[:at] + rows[at + 1 :]).broken_at == at + 1
    moved = [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]
    assert inspected(moved).broken_at == at + 1


def test_a_moment_is_the_same_in_every_zone() -> None:
    here = datetime(2026, 9, 7, 8, tzinfo=timezone(timedelta(hours=8)))
    there = datetime(2026, 9, 7, 0, tzinfo=UTC)
    assert linked(GENESIS, 1, {"at": here}) == linked(GENESIS, 1, {"at": there})
