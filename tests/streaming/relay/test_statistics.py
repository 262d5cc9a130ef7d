import pytest

from streaming.relay.statistics import RateMeter, ReceiveStatistics


def receive(statistics, sequences, *, step=3000, interval=1 / 30):
    for index, sequence in enumerate(sequences):
        statistics.receive(sequence & 0xFFFF, index * step, 100, index * interval)


def test_sequences_are_unwrapped():
    statistics = ReceiveStatistics(90_000)
    first = statistics.receive(65_534, 0, 1, 0.0)
    assert [statistics.receive(s, 0, 1, 0.0) - first for s in (65_535, 0, 1)] == [1, 2, 3]


def test_a_duplicate_is_known_and_a_late_one_is_not_one():
    statistics = ReceiveStatistics(90_000)
    receive(statistics, [1, 2, 4])
    assert statistics.receive(4, 0, 1, 0.0) == -1
    assert statistics.receive(3, 0, 1, 0.0) > 0
    assert statistics.receive(3, 0, 1, 0.0) == -1


def test_a_late_packet_from_before_the_first_one_does_not_become_negative():
    statistics = ReceiveStatistics(90_000)
    statistics.receive(0, 0, 1, 0.0)
    assert statistics.receive(65_535, 0, 1, 0.0) > 0


def test_loss_is_reported_per_interval_and_in_sum():
    statistics = ReceiveStatistics(90_000)
    receive(statistics, [1, 2, 3, 5])
    first = statistics.report()
    assert first.fraction_lost == 256 // 5
    assert first.cumulative_lost == 1
    assert first.highest_sequence == 5
    receive(statistics, [6, 7])
    second = statistics.report()
    assert second.fraction_lost == 0
    assert second.cumulative_lost == 1


def test_report_before_any_packet_is_all_zero():
    report = ReceiveStatistics(90_000).report()
    assert (report.fraction_lost, report.cumulative_lost, report.highest_sequence) == (0, 0, 0)


def test_jitter_is_zero_for_an_even_stream_and_grows_with_unevenness():
    even, uneven = ReceiveStatistics(90_000), ReceiveStatistics(90_000)
    receive(even, range(100))
    for index in range(100):
        uneven.receive(index, index * 3000, 1, index / 30 + (0.01 if index % 2 else 0))
    assert even.report().jitter == 0
    assert uneven.report().jitter == pytest.approx(900, rel=0.1)


def test_a_rate_is_octets_over_time():
    meter = RateMeter(10.0)
    assert meter.rate_kbps(125_000, 12.0) == pytest.approx(500)
    assert meter.rate_kbps(125_000, 13.0) == 0


def test_only_what_is_missing_near_the_newest_is_lacked():
    statistics = ReceiveStatistics(90_000)
    assert not statistics.lacks(10)
    for sequence in (10, 12):
        statistics.receive(sequence, 0, 1, 0.0)
    assert [statistics.lacks(sequence) for sequence in (9, 10, 11, 12, 13)] == [
        False,
        False,
        True,
        False,
        True,
    ]


def test_a_timestamp_that_jumps_says_nothing_of_the_network():
    statistics = ReceiveStatistics(90_000)
    statistics.receive(1, 0, 1, 0.0)
    statistics.receive(2, 50_000_000, 1, 0.03)
    assert statistics.report().jitter == 0
