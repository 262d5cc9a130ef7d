from streaming.relay.bandwidth import (
    FEEDBACK_INTERVAL,
    MAX_ARRIVALS,
    MAX_BPS,
    MIN_BPS,
    LossEstimate,
    TransportFeedback,
)
from streaming.rtp import rtcp


def arrivals_of(packets):
    found = {}
    for packet in packets:
        for feedback in rtcp.parse(packet):
            came = {sequence for sequence, _ in feedback.arrivals}
            for index in range(feedback.status_count):
                sequence = (feedback.base_sequence + index) & 0xFFFF
                found[sequence] = sequence in came
    return found


def test_every_arrival_is_reported_once_across_the_wrap():
    feedback = TransportFeedback(0.0)
    for number in (65_534, 65_535, 1, 2):
        feedback.arrived(number, 0.01)
    assert arrivals_of(feedback.due(1, FEEDBACK_INTERVAL)) == {
        65_534: True,
        65_535: True,
        0: False,
        1: True,
        2: True,
    }
    assert feedback.due(1, 10.0) == []


def test_losses_between_two_feedbacks_are_reported_too():
    feedback = TransportFeedback(0.0)
    feedback.arrived(10, 0.01)
    feedback.due(1, 0.1)
    feedback.arrived(13, 0.15)
    assert arrivals_of(feedback.due(1, 0.2)) == {11: False, 12: False, 13: True}


def test_nothing_is_sent_before_the_interval():
    feedback = TransportFeedback(0.0)
    feedback.arrived(1, 0.01)
    assert feedback.due(1, FEEDBACK_INTERVAL / 2) == []


def test_the_estimate_rises_without_loss_and_falls_with_it_within_its_limits():
    estimate = LossEstimate()
    start = estimate.bitrate_bps
    assert estimate.update(0.0) > start
    high = estimate.bitrate_bps
    assert estimate.update(0.05) == high
    assert estimate.update(0.3) < high
    for _ in range(100):
        estimate.update(1.0)
    assert estimate.bitrate_bps == MIN_BPS
    for _ in range(100):
        estimate.update(0.0)
    assert estimate.bitrate_bps == MAX_BPS


def test_more_arrivals_than_are_held_between_two_feedbacks_are_left_out():
    feedback = TransportFeedback(0.0)
    for number in range(MAX_ARRIVALS + 10):
        feedback.arrived(number, 0.01)
    assert len(feedback._arrivals) == MAX_ARRIVALS
