import numpy as np
from hypothesis import given, settings, strategies as st

from scheduler.bounds import bound_of, independent_bound, relaxed_prices
from scheduler.greedy import greedy
from scheduler.program import Program
from scheduler.variables import Space
from tests.support.tiny_cities import best_by_trying, small_city, tiny_city


@settings(max_examples=5)
@given(st.integers(0, 1000), st.integers(0, 2**32 - 1))
def test_any_prices_prove_a_bound(seed: int, draw: int) -> None:
    week = tiny_city(seed, demands=2)
    program = Program(Space(week))
    best = best_by_trying(week)
    prices = np.random.default_rng(draw).uniform(0, 9000, len(program.uppers))
    assert bound_of(program, prices) >= best
    assert bound_of(program, np.zeros(len(program.uppers))) >= best
    assert independent_bound(program) >= best


def test_the_relaxation_proves_more_than_demands_alone() -> None:
    program = Program(Space(small_city()))
    found = relaxed_prices(program, iterations=3000)
    assert found is not None
    value = program.value(program.values(greedy(program)))
    assert value <= found.bound < independent_bound(program)


def test_a_stopped_run_has_no_prices() -> None:
    program = Program(Space(tiny_city(1)))
    assert relaxed_prices(program, iterations=10, stopped=lambda: True) is None
