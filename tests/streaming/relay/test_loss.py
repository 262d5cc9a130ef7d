from itertools import pairwise

from streaming.relay.loss import FIRST_RETRY, GIVE_UP, MAX_ASKED, MAX_GAP, REORDER_WAIT, Losses


def test_a_missing_packet_is_asked_for_after_the_reorder_wait():
    losses = Losses()
    assert losses.gap(10, 12, 1.0)
    assert losses.due(1.0 + REORDER_WAIT / 2) == []
    assert losses.due(1.0 + REORDER_WAIT) == [10, 11, 12]


def test_a_packet_that_only_came_out_of_order_is_never_asked_for():
    losses = Losses()
    losses.gap(10, 10, 1.0)
    losses.received(10)
    assert losses.due(2.0) == []
    assert losses.recovered == 1


def test_requests_are_repeated_ever_more_slowly_until_given_up():
    losses = Losses()
    losses.gap(10, 10, 0.0)
    asked = [step / 100 for step in range(300) if losses.due(step / 100)]
    assert len(asked) >= 4
    waits = [later - earlier for earlier, later in pairwise(asked)]
    assert waits[0] >= FIRST_RETRY
    assert waits == sorted(waits)
    assert asked[-1] <= GIVE_UP
    assert losses.given_up == 1


def test_a_jump_too_large_to_fill_is_refused_and_clears_the_list():
    losses = Losses()
    losses.gap(1, 5, 0.0)
    assert not losses.gap(10, 10 + MAX_GAP, 0.0)
    assert losses.due(1.0) == []


def test_one_request_never_outgrows_a_datagram():
    losses = Losses()
    for sequence in range(0, 900, 3):
        losses.gap(sequence, sequence, 0.0)
    assert len(losses.due(0.1)) == MAX_ASKED
    assert len(losses.due(0.11)) == 300 - MAX_ASKED
