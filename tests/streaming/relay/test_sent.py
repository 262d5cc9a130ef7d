import pytest

from streaming.ports import Departures
from streaming.relay.sent import SentLog
from streaming.rtp import rtcp
from streaming.rtp.rtcp import TransportFeedback
from streaming.rtp.transport_cc import feedback_packets


def feedback(arrivals, first=None):
    (packet,) = feedback_packets(1, 2, 0, arrivals, first)
    (value,) = rtcp.parse(packet)
    return value


def test_departures_and_arrivals_are_joined_by_their_number():
    log = Departures()
    assert [log.put(100 + step, step / 10) for step in range(3)] == [0, 1, 2]
    reported = list(SentLog(log).reported(feedback([(0, 64.0), (2, 64.3)])))
    assert [number & 0xFFFF for number, *_ in reported] == [0, 1, 2]
    assert [sent for _, sent, _, _ in reported] == [0.0, 0.1, 0.2]
    assert [size for _, _, size, _ in reported] == [100, 101, 102]
    first, lost, last = (arrived for *_, arrived in reported)
    assert lost is None
    assert last - first == pytest.approx(0.3)


def test_numbers_go_on_over_their_wrap():
    log = Departures()
    for step in range(0x10000 + 3):
        log.put(step & 0xFF, step)
    reported = list(SentLog(log).reported(feedback([(0xFFFF, 64.0), (0x10001, 64.1)])))
    assert [sent for _, sent, _, _ in reported] == [0xFFFF, 0x10000, 0x10001]


def test_what_was_never_sent_or_long_ago_is_not_reported():
    log = Departures()
    assert list(SentLog(log).reported(feedback([(5, 64.0)]))) == []
    for step in range(Departures.CAPACITY + 10):
        log.put(1, step)
    reported = [sent for _, sent, _, _ in SentLog(log).reported(feedback([(0, 64.0), (20, 64.1)]))]
    assert reported[0] == 10
    assert reported[-1] == 20


def test_the_receivers_clock_goes_on_over_its_wrap():
    log = Departures()
    for step in range(2):
        log.put(1, step)
    before = TransportFeedback(1, 2, 0, 1, 0xFF_FFFF, 0, ((0, 0),))
    after = TransportFeedback(1, 2, 1, 1, 0, 1, ((1, 0),))
    sent = SentLog(log)
    arrivals = [arrived for value in (before, after) for *_, arrived in sent.reported(value)]
    assert arrivals[1] - arrivals[0] == pytest.approx(0.064)
