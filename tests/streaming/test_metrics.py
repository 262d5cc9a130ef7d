from streaming.metrics import Drop, Drops


def test_each_reason_has_a_counter_from_the_start():
    assert set(Drops().counts) == set(Drop)


def test_a_drop_is_counted_under_its_name_only():
    drops = Drops()
    drops.count(Drop.STRANGER)
    drops.count(Drop.STRANGER)
    assert drops.counts[Drop.STRANGER] == 2
    assert sum(drops.counts.values()) == 2
