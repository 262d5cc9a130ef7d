from itertools import pairwise

import pytest

from streaming.ports import Departures
from streaming.relay.probe import ANSWER_WAIT, MARGIN, MAX_STEP, MAX_WAIT, Prober
from streaming.relay.sent import SentLog
from tests.support.thin_link import STEP, Listener, ThinLink, flow

REPEAT = 1000


class Drive:
    """A stream of so many bit/s in packets of so many octets, and the probes beside it."""

    def __init__(self, link, *, repeats=True, stream=(200_000, 500)):
        self.log, self.link = Departures(), link
        self.sent = SentLog(self.log)
        self.listener = Listener(self.log)
        self.prober = Prober(self.log, 0.0)
        self.repeats = repeats
        self.stream_bps, self.octets = stream
        self.now = self.credit = 0.0
        self.proven = []
        self.began = []

    def run(self, seconds, *, estimate=300_000, needed=1_000_000, calm=True):
        for _ in range(round(seconds / STEP)):
            self.now += STEP
            self.credit = flow(
                self.log,
                self.link,
                self.listener,
                self.stream_bps,
                self.now,
                self.octets,
                self.credit,
            )
            before = self.prober.active
            self.prober.consider(estimate, needed, self.now, calm=calm)
            if self.prober.active and not before:
                self.began.append(self.now)
            due = self.prober.octets_due(self.now)
            while due > 0 and self.repeats:
                flow(self.log, self.link, self.listener, REPEAT * 8 / STEP, self.now, REPEAT)
                due -= REPEAT
            for feedback in self.listener.feedback(self.now):
                proven = self.prober.receive_feedback(self.sent.reported(feedback), self.now)
                if proven:
                    self.proven.append(proven)


def test_a_link_that_carries_more_is_found_out_step_by_step():
    drive = Drive(ThinLink(5_000_000))
    drive.run(0.7)
    assert drive.proven[0] == pytest.approx(300_000 * MAX_STEP, rel=0.15)
    drive.run(0.7, estimate=600_000)
    assert drive.proven[-1] == pytest.approx(1_200_000, rel=0.15)


def test_a_full_link_is_believed_with_a_margin():
    drive = Drive(ThinLink(450_000))
    drive.run(1.0, estimate=400_000)
    assert drive.proven[0] == pytest.approx(450_000 * MARGIN, rel=0.2)


@pytest.mark.parametrize("estimate", [80_000, 100_000, 115_000, 130_000])
def test_a_slow_link_is_believed_to_carry_no_more_than_it_does(estimate):
    # A probe of it is three packets and some sound: counted over the time between the first and the last, they would be half as much again.
    drive = Drive(ThinLink(150_000, queue=1.0), stream=(42_000, 100))
    drive.run(30.0, estimate=estimate, needed=160_000)
    assert drive.proven
    assert max(drive.proven) <= 150_000


def test_a_slow_link_is_probed_as_fast_as_is_needed():
    drive = Drive(ThinLink(400_000), stream=(42_000, 100))
    drive.run(5.0, estimate=115_000, needed=160_000)
    assert max(drive.proven) >= 160_000


def test_failing_probes_get_rare_but_never_stop():
    drive = Drive(ThinLink(250_000, queue=1.0))
    drive.run(30.0)
    gaps = [later - earlier for earlier, later in pairwise(drive.began)]
    assert all(later > earlier - 0.1 for earlier, later in pairwise(gaps))
    assert MAX_WAIT <= gaps[-1] < MAX_WAIT + 1.5


@pytest.mark.parametrize(
    "how", [{"needed": 0}, {"needed": 200_000}, {"calm": False}, {"estimate": 2_000_000}]
)
def test_nothing_is_tried_without_need_or_while_a_queue_stands(how):
    drive = Drive(ThinLink(5_000_000))
    drive.run(2.0, **how)
    assert drive.began == []


def test_a_probe_that_is_lost_proves_nothing():
    drive = Drive(ThinLink(5_000_000, loss=0.8))
    drive.run(1.0)
    assert drive.began
    assert drive.proven == []


def test_without_anything_to_repeat_a_probe_ends_by_itself():
    drive = Drive(ThinLink(5_000_000), repeats=False)
    drive.prober.consider(300_000, 900_000, 1.0, calm=True)
    assert drive.prober.active
    assert drive.prober.octets_due(1.05) > 0
    assert drive.prober.octets_due(1.5) == 0
    assert not drive.prober.active


def test_feedback_that_never_comes_is_not_waited_for():
    log = Departures()
    prober = Prober(log, 0.0)
    prober.consider(300_000, 900_000, 1.0, calm=True)
    for _ in range(6):
        log.put(1000, 1.0)
    assert prober.octets_due(1.2) == 0
    prober.consider(300_000, 900_000, 1.2 + ANSWER_WAIT / 2, calm=True)
    prober.consider(300_000, 900_000, 1.3 + ANSWER_WAIT, calm=True)
    assert not prober.active
    prober.consider(300_000, 900_000, 1.4 + ANSWER_WAIT + MAX_WAIT, calm=True)
    assert prober.active
