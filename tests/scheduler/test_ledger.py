from scheduler.greedy import greedy
from scheduler.ledger import Ledger
from scheduler.program import Program
from scheduler.rules import Rule
from scheduler.variables import Space
from tests.support.rule_cases import many
from tests.support.tiny_cities import small_city


def test_what_is_given_up_leaves_no_trace() -> None:
    program = Program(Space(small_city()))
    chosen = greedy(program)
    ledger = Ledger(program)
    ledger.add(chosen[:10])
    before = list(ledger._activity)
    ledger.add(chosen[10:])
    ledger.remove(chosen[10:])
    assert ledger._activity == before
    assert ledger.on == set(chosen[:10])


def test_a_ledgers_plan_keeps_every_row() -> None:
    program = Program(Space(small_city()))
    ledger = Ledger(program)
    for number in range(len(program.space.candidates)):
        if ledger.fits([number]):
            ledger.add([number])
    assert program.is_feasible(program.values(sorted(ledger.on)))
    assert all(
        ledger.broken([number])
        for number in range(len(program.space.candidates))
        if number not in ledger.on
    )


def test_a_full_lesson_names_its_rule_and_who_could_make_room() -> None:
    week, _ = many(4)
    program = Program(Space(week))
    ledger = Ledger(program)
    ledger.add([0, 1, 2])
    (row,) = ledger.broken([3])
    assert program.rules[row] is Rule.LESSON_CAPACITY
    assert ledger.blockers(row) == [{0}, {1}, {2}]
    ledger.remove([1])
    assert ledger.fits([3])
