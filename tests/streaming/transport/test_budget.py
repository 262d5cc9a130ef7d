from hypothesis import given, strategies as st

from streaming.transport.budget import WINDOW, Allowance, Budget


def test_a_budget_is_spent_by_number_and_renewed_with_time():
    budget = Budget(Allowance(datagrams=3, octets=1_000))
    assert [budget.take(10, 5.0) for _ in range(5)] == [True, True, True, False, False]
    assert not budget.take(10, 5.0 + WINDOW - 0.01)
    assert budget.take(10, 5.0 + WINDOW)


def test_a_budget_is_spent_by_octets_and_a_small_one_still_fits():
    budget = Budget(Allowance(datagrams=100, octets=1_000))
    assert budget.take(900, 0.0)
    assert not budget.take(101, 0.1)
    assert budget.take(100, 0.2)
    assert not budget.take(1, 0.3)


@given(st.lists(st.tuples(st.floats(0, 0.2), st.integers(1, 1_800)), max_size=300))
def test_no_window_ever_holds_more_than_twice_the_allowance(steps):
    allowance = Allowance(datagrams=20, octets=9_000)
    budget, now, taken = Budget(allowance), 0.0, []
    for step, octets in steps:
        now += step
        if budget.take(octets, now):
            taken.append((now, octets))
    for start, _ in taken:
        inside = [octets for at, octets in taken if start <= at < start + WINDOW]
        assert len(inside) <= 2 * allowance.datagrams
        assert sum(inside) <= 2 * allowance.octets
