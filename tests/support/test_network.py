import itertools

import pytest

from tests.support.network import OUTAGE, Conditions, Link, both_ways


def carried(conditions, count=10_000, spacing=0.01, seed=1, size=100):
    """Send numbered datagrams, `spacing` seconds apart; return the link and (arrival, number)."""
    link = Link(conditions, seed)
    for number in range(count):
        link.send(number * spacing, number.to_bytes(4, "big") + bytes(size - 4))
    arrivals = []
    while (at := link.next_arrival) is not None:
        arrivals += [(at, int.from_bytes(data[:4], "big")) for data in link.receive(at)]
    return link, arrivals


def test_a_perfect_link_changes_nothing():
    _, arrivals = carried(Conditions(), 100)
    assert arrivals == [(number * 0.01, number) for number in range(100)]


def test_delay_and_jitter_lie_in_their_bounds_and_keep_the_order():
    _, arrivals = carried(Conditions(delay=0.3, jitter=0.1))
    delays = [at - number * 0.01 for at, number in arrivals]
    assert min(delays) >= 0.3 - 1e-9
    assert 0.38 < max(delays) <= 0.4 + 1e-9
    assert [number for _, number in arrivals] == list(range(10_000))


@pytest.mark.parametrize("burst", [1, 5, 20])
def test_loss_has_its_share_and_its_bursts(burst):
    _, arrivals = carried(Conditions(loss=0.1, burst=burst), 100_000, 0.001)
    came = {number for _, number in arrivals}
    assert 0.085 < 1 - len(came) / 100_000 < 0.115
    lost = [number not in came for number in range(100_000)]
    runs = [len(list(group)) for missing, group in itertools.groupby(lost) if missing]
    expected = burst if burst > 1 else 1 / 0.9
    assert 0.85 * expected < sum(runs) / len(runs) < 1.15 * expected


def test_bursts_may_be_measured_in_seconds():
    _, arrivals = carried(Conditions(loss=0.1, burst_seconds=0.2), 200_000, 0.01)
    came = {number for _, number in arrivals}
    assert 0.08 < 1 - len(came) / 200_000 < 0.12
    lost = [number not in came for number in range(200_000)]
    runs = [len(list(group)) for missing, group in itertools.groupby(lost) if missing]
    assert 15 < sum(runs) / len(runs) < 25


def test_an_outage_loses_everything_and_ends():
    link = Link(OUTAGE)
    for number in range(1000):
        link.send(number, b"x")
    assert link.next_arrival is None
    link.change(Conditions())
    link.send(1000, b"y")
    assert link.receive(1000) == [b"y"]


def test_duplicates_and_overtaken_ones_have_their_share():
    link, arrivals = carried(Conditions(duplicate=0.05, reorder=0.1))
    numbers = [number for _, number in arrivals]
    assert 0.04 < (len(numbers) - 10_000) / 10_000 < 0.06
    assert len(numbers) - 10_000 == link.counts.duplicated
    overtaken = sum(later < earlier for earlier, later in itertools.pairwise(numbers))
    assert 0.07 < overtaken / 10_000 < 0.12
    assert set(numbers) == set(range(10_000))


def test_a_rate_spreads_a_burst_and_its_queue_has_an_end():
    # 1,000-byte datagrams at 80 kbit/s take 0.1 s each; 5,000 bytes may wait.
    link, arrivals = carried(
        Conditions(rate_bps=80_000, queue_bytes=5_000), 20, spacing=0.0, size=1_000
    )
    assert [number for _, number in arrivals] == list(range(5))
    assert [round(at, 6) for at, _ in arrivals] == [0.1, 0.2, 0.3, 0.4, 0.5]
    assert link.counts.overflowed == 15


def test_a_link_below_its_rate_delays_by_the_time_on_the_wire_only():
    _, arrivals = carried(Conditions(rate_bps=1_000_000), 100, spacing=0.01, size=125)
    assert {round(at - number * 0.01, 6) for at, number in arrivals} == {0.001}


def test_the_same_seed_is_the_same_luck_and_the_ways_differ():
    conditions = Conditions(loss=0.3, jitter=0.1)
    assert carried(conditions, 100)[1] == carried(conditions, 100)[1]
    assert carried(conditions, 100)[1] != carried(conditions, 100, seed=2)[1]
    there, back = both_ways(conditions)
    for link in (there, back):
        for number in range(100):
            link.send(0, bytes([number]))
    assert there.receive(10) != back.receive(10)


def test_conditions_that_cannot_be_are_refused():
    with pytest.raises(AssertionError, match="loss"):
        Conditions(loss=1.5)
    with pytest.raises(AssertionError, match="burst"):
        Conditions(burst=0)
