import json
from datetime import date

from server.models import DayKind
from server.organisation.exchange.changes import (
    Change,
    from_journal,
    inverted,
    key_of,
    merged,
    to_journal,
)

ENTRY = {"id": "e", "kind": DayKind.HOLIDAY, "first_day": date(2026, 10, 1), "runs_week": None}


def test_a_journal_keeps_days_and_words() -> None:
    changes = [Change("calendar_entry", None, ENTRY)]
    journal = json.loads(json.dumps(to_journal(changes)))
    assert journal[0][2]["first_day"] == "2026-10-01"
    assert from_journal(journal) == changes


def test_changes_turned_round_take_back() -> None:
    change = Change("subject", None, {"id": "s"})
    assert inverted([change]) == [Change("subject", {"id": "s"}, None)]
    assert change.key == ("s",) == inverted([change])[0].key


def test_only_what_comes_of_it_is_kept() -> None:
    one, two = {"id": "s", "name": "1"}, {"id": "s", "name": "2"}
    assert merged([Change("subject", None, one), Change("subject", one, two)]) == [
        Change("subject", None, two)
    ]
    assert merged([Change("subject", one, two), Change("subject", two, one)]) == []
    assert merged([Change("subject", None, one), Change("subject", one, None)]) == []


def test_a_key_may_have_two_parts() -> None:
    assert key_of("unit", {"textbook_id": "t", "number": 3, "title": "x"}) == ("t", 3)
