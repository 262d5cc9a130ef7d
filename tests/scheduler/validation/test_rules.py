import pytest

from scheduler.rules import Rule
from scheduler.validation import violations
from tests.support.rule_cases import CASES, Case

IDS = [f"{case.rule}-{number}" for number, case in enumerate(CASES)]


def broken_rules(case: Case, value: int) -> set[Rule]:
    return {each.rule for each in violations(*case.week(value))}


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_that_is_kept_is_not_reported(case: Case) -> None:
    assert broken_rules(case, case.kept) == set()


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_boundary_still_keeps_the_rule(case: Case) -> None:
    assert broken_rules(case, case.boundary) == set()


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_just_beyond_only_this_rule_is_broken(case: Case) -> None:
    assert broken_rules(case, case.broken) == {case.rule}


def test_every_rule_has_a_case() -> None:
    assert {case.rule for case in CASES} == set(Rule)
