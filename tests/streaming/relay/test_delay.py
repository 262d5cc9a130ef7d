import pytest

from streaming.relay.delay import BASE_WINDOW, MAX_STEP, REBASED, WINDOW, DelayTrend, Usage, _Line


def came(packets):
    """Return departures and arrivals with a size each."""
    return [(sent, arrived, 1200) for sent, arrived in packets]


def feed(trend, ways, *, interval=0.02, start=0.0, size=1):
    usages = []
    for index, way in enumerate(ways):
        sent = start + index * interval
        trend.feedback(came((sent, sent + way) for _ in range(size)))
        usages.append(trend.usage)
    return usages


def test_an_even_path_is_normal():
    assert set(feed(DelayTrend(), [0.05] * 50)) == {Usage.NORMAL}


def test_a_growing_queue_is_seen_and_so_is_its_end():
    growing = [0.05 + 0.01 * step for step in range(20)]
    shrinking = [0.25 - 0.02 * step for step in range(10)] + [0.05] * 40
    usages = feed(DelayTrend(), growing + shrinking)
    assert Usage.OVERUSE in usages[:20]
    assert Usage.UNDERUSE in usages[20:50]
    assert usages[-1] is Usage.NORMAL


def test_a_slow_drift_of_clocks_is_no_queue():
    assert Usage.OVERUSE not in feed(DelayTrend(), [0.05 + 2e-6 * step for step in range(2000)])


def test_packets_that_leave_together_count_once():
    # A burst of ten that the link serialises arrives over 50 ms, every time: that is no growing queue.
    trend, usages = DelayTrend(), []
    for burst in range(50):
        sent = burst * 0.1
        trend.feedback(came((sent, sent + 0.02 + 0.005 * place) for place in range(10)))
        usages.append(trend.usage)
    assert set(usages) == {Usage.NORMAL}


def test_the_queue_is_what_a_packet_waits_beyond_the_quickest():
    trend = DelayTrend()
    feed(trend, [0.07, 0.05, 0.35, 0.45])
    assert trend.queueing == pytest.approx(0.3)
    trend.feedback([])
    assert trend.queueing == pytest.approx(0.3)


def test_a_busy_processor_is_no_queue():
    trend = DelayTrend()
    feed(trend, [0.05] * 30)
    overused = []
    for step in range(30, 60):
        sent = step * 0.02
        # Two packets wait for the processor, longer and longer; a third one finds it free.
        late = 0.01 * (step - 30)
        trend.feedback(came((sent, sent + 0.05 + each) for each in (late, late, 0.0)))
        overused.append(trend.overused)
    assert not any(overused)


def test_a_link_that_broke_down_is_seen_by_four_packets():
    trend = DelayTrend()
    feed(trend, [0.05] * 30)
    feed(trend, [0.05 + 0.06 * step for step in range(1, 3)], start=0.6)
    assert not trend.filling
    feed(trend, [0.05 + 0.06 * step for step in range(3, 5)], start=0.64)
    assert trend.filling
    assert trend.overused
    assert trend.usage is Usage.NORMAL


def test_a_queue_that_does_not_grow_is_not_filling():
    trend = DelayTrend()
    feed(trend, [0.05] * 30)
    feed(trend, [0.25] * 10, start=0.6)
    assert not trend.filling


def test_a_longer_way_becomes_the_measure_after_a_while():
    trend = DelayTrend()
    feed(trend, [0.05] * 10)
    feed(trend, [0.25] * 100, start=1.0, interval=BASE_WINDOW / 30)
    assert trend.queueing == pytest.approx(0.0, abs=1e-6)


def test_after_a_pause_the_past_says_nothing():
    trend = DelayTrend()
    feed(trend, [0.05 + 0.01 * step for step in range(6)])
    feed(trend, [0.3] * 30, start=MAX_STEP * 2)
    assert trend.usage is Usage.NORMAL


def test_arrivals_of_one_moment_have_no_trend():
    trend = DelayTrend()
    trend.feedback(came((index * 0.02, 5.0) for index in range(30)))
    assert trend.usage is Usage.NORMAL


def test_the_line_through_the_newest_points_is_that_of_least_squares():
    line, points = _Line(), []
    for step in range(3 * REBASED):
        x, y = 1e6 + 20.0 * step + 7 * (step % 3), 5.0 * (step * step % 11)
        slope = line.add(x, y)
        points = [*points, (x, y)][-WINDOW:]
        mean_x = sum(x for x, _ in points) / len(points)
        mean_y = sum(y for _, y in points) / len(points)
        below = sum((x - mean_x) ** 2 for x, _ in points)
        above = sum((x - mean_x) * (y - mean_y) for x, y in points)
        assert slope == pytest.approx(above / below if below else 0.0, abs=1e-9)
