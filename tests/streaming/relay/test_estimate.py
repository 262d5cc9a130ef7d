import pytest

from streaming.ports import Departures
from streaming.relay.estimate import MAX_BPS, MIN_BPS, SILENCE, START_BPS, LinkEstimate
from streaming.relay.sent import SentLog
from tests.support.thin_link import STEP, Listener, ThinLink, flow


class Drive:
    """A sender over a link; `rate` is a number, or a function of the estimate."""

    def __init__(self, link, start_bps=START_BPS):
        self.log = Departures()
        self.sent = SentLog(self.log)
        self.link = link
        self.listener = Listener(self.log)
        self.estimate = LinkEstimate(0.0, start_bps)
        self.now = 0.0
        self.credit = 0.0

    def run(self, seconds, rate):
        for _ in range(round(seconds / STEP)):
            self.now += STEP
            bps = rate(self.estimate) if callable(rate) else rate
            self.credit = flow(
                self.log, self.link, self.listener, bps, self.now, credit=self.credit
            )
            for feedback in self.listener.feedback(self.now):
                self.estimate.receive_feedback(self.sent.reported(feedback), self.now)
            self.estimate.poll(self.now, sending=True)
        return self.estimate.bitrate_bps


def obedient(most):
    """Send what the estimate allows; sound goes on whatever it says."""
    return lambda estimate: max(40_000, min(most, estimate.budget_bps))


def test_before_any_feedback_a_link_is_believed_to_carry_something():
    estimate = Drive(ThinLink(1e9)).estimate
    assert estimate.bitrate_bps == START_BPS
    assert not estimate.proven


def test_more_than_the_link_carries_is_noticed_within_a_second():
    drive = Drive(ThinLink(600_000, queue=2.0))
    assert drive.run(1.0, obedient(1_200_000)) < 700_000
    assert drive.estimate.proven


@pytest.mark.parametrize("queue", [0.1, 0.3, 1.0])
@pytest.mark.parametrize("delay", [0.01, 0.075])
def test_a_collapse_is_followed_whatever_the_queue(queue, delay):
    drive = Drive(ThinLink(2_000_000, queue=queue, delay=delay))
    drive.run(5.0, obedient(1_200_000))
    drive.link.rate_bps = 150_000
    assert drive.run(1.2, obedient(1_200_000)) < 250_000
    drive.run(6.0, obedient(1_200_000))
    assert 80_000 < drive.estimate.bitrate_bps < 200_000
    assert drive.estimate.queueing < 0.2


def test_a_queue_drains_before_the_estimate_is_used_in_full():
    drive = Drive(ThinLink(300_000, queue=3.0))
    drive.run(1.5, 600_000)
    assert drive.estimate.queueing > 0.2
    assert drive.estimate.budget_bps < drive.estimate.bitrate_bps


def test_what_was_never_tried_is_not_believed():
    drive = Drive(ThinLink(5_000_000), start_bps=400_000)
    assert drive.run(20.0, 400_000) == pytest.approx(600_000, rel=0.15)


def test_an_estimate_grows_while_it_is_used():
    drive = Drive(ThinLink(2_000_000), start_bps=400_000)
    assert drive.run(15.0, obedient(9_000_000)) > 1_000_000


@pytest.mark.parametrize("loss", [0.05, 0.15, 0.30])
def test_loss_that_belongs_to_the_link_is_borne(loss):
    drive = Drive(ThinLink(5_000_000, loss=loss))
    drive.run(30.0, obedient(1_000_000))
    assert drive.estimate.bitrate_bps > 400_000
    assert drive.estimate.loss == pytest.approx(loss, abs=0.12)


def test_a_link_without_a_queue_is_followed_by_loss():
    drive = Drive(ThinLink(500_000, queue=0.02))
    drive.run(6.0, obedient(1_200_000))
    assert drive.estimate.bitrate_bps < 900_000


def test_jitter_is_no_queue():
    drive = Drive(ThinLink(3_000_000, jitter=0.05))
    assert drive.run(20.0, obedient(500_000)) > 350_000


def test_silence_on_the_way_back_is_answered_with_less():
    drive = Drive(ThinLink(3_000_000))
    drive.run(2.0, 500_000)
    before = drive.estimate.bitrate_bps
    drive.estimate.poll(drive.now + SILENCE / 2, sending=True)
    drive.estimate.poll(drive.now + 2 * SILENCE, sending=False)
    assert drive.estimate.bitrate_bps == before
    for step in range(60):
        drive.estimate.poll(drive.now + SILENCE + 0.1 + step, sending=True)
        drive.estimate.poll(drive.now + SILENCE + 0.2 + step, sending=True)
    assert drive.estimate.bitrate_bps == MIN_BPS


def test_a_probe_raises_the_estimate_and_a_receiver_can_lower_it():
    drive = Drive(ThinLink(3_000_000), start_bps=300_000)
    drive.run(1.0, 200_000)
    drive.estimate.receive_probe(1_000_000)
    assert drive.estimate.bitrate_bps == 1_000_000
    drive.estimate.receive_probe(500_000)
    assert drive.estimate.bitrate_bps == 1_000_000
    drive.estimate.receive_probe(MAX_BPS * 2)
    assert drive.estimate.bitrate_bps == MAX_BPS
    drive.estimate.cap(250_000)
    assert drive.estimate.bitrate_bps == 250_000


def test_a_probe_says_nothing_while_a_queue_grows():
    drive = Drive(ThinLink(300_000, queue=5.0))
    while not drive.estimate.overused:
        drive.run(STEP, 900_000)
    before = drive.estimate.bitrate_bps
    drive.estimate.receive_probe(5_000_000)
    assert drive.estimate.bitrate_bps == before


def test_feedback_of_losses_alone_counts_them():
    estimate = LinkEstimate(0.0)
    estimate.receive_feedback([(0x10000 + n, 0.0, 1000, None) for n in range(20)], 1.5)
    assert estimate.loss == 1.0
    estimate.receive_feedback([], 3.0)
    assert estimate.loss == 1.0


def test_a_link_that_loses_most_of_a_second_is_pressed():
    estimate = LinkEstimate(0.0)
    reported = [(0x10000 + n, n / 100, 1000, None if n % 2 else 5.0 + n / 100) for n in range(40)]
    estimate.receive_feedback(reported, 0.5)
    assert estimate.pressed


def test_a_short_queue_is_not_believed_to_be_ours_while_little_is_sent():
    drive = Drive(ThinLink(3_000_000, delay=0.02))
    drive.run(5.0, 300_000)
    before = drive.estimate.bitrate_bps
    # Somebody else's burst: for a tenth of a second everything comes 60 ms later, and then not.
    drive.link.free_at = drive.now + 0.06
    drive.run(1.0, 300_000)
    assert drive.estimate.bitrate_bps >= before


def test_two_arrivals_are_enough_to_go_down_by():
    estimate = LinkEstimate(0.0)
    estimate.receive_feedback([(0x10000, 0.0, 1000, 5.0)], 0.1)
    reported = [(0x10001 + n, 0.1, 1000, None) for n in range(20)]
    estimate.receive_feedback([*reported, (0x10015, 0.1, 1000, 5.5)], 0.6)
    estimate.receive_feedback([*reported, (0x10016, 0.1, 1000, 5.6)], 0.7)
    assert estimate.bitrate_bps < START_BPS
