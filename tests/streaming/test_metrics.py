from streaming.metrics import Drop, Drops, Exposition, Histogram


def test_each_reason_has_a_counter_from_the_start():
    assert set(Drops().counts) == set(Drop)


def test_a_drop_is_counted_under_its_name_only():
    drops = Drops()
    drops.count(Drop.STRANGER)
    drops.count(Drop.STRANGER)
    assert drops.counts[Drop.STRANGER] == 2
    assert sum(drops.counts.values()) == 2


def test_a_histogram_counts_what_lies_at_or_below_each_bound():
    histogram = Histogram((0.01, 0.1))
    for value in (0.005, 0.01, 0.05, 5.0):
        histogram.observe(value)
    page = Exposition()
    page.histogram("delay_seconds", "How late", histogram)
    assert page.text().splitlines()[2:] == [
        'delay_seconds_bucket{le="0.01"} 2',
        'delay_seconds_bucket{le="0.1"} 3',
        'delay_seconds_bucket{le="+Inf"} 4',
        "delay_seconds_sum 5.065",
        "delay_seconds_count 4",
    ]


def test_families_have_a_head_and_labels_are_escaped():
    page = Exposition()
    page.counter("drops_total", "What went", [({"reason": 'a"b\\c\nd'}, 2), ({}, 3)])
    page.gauge("rooms", "Open", [])
    assert page.text() == (
        "# HELP drops_total What went\n# TYPE drops_total counter\n"
        'drops_total{reason="a\\"b\\\\c\\nd"} 2\ndrops_total 3\n'
        "# HELP rooms Open\n# TYPE rooms gauge\n"
    )
