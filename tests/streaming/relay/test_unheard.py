import pytest

from streaming.ports import Departures
from streaming.relay.unheard import CLEAR, LEARNING, MARGIN, MEMORY, USEFUL, Unheard

BEAT = 0.05
"""Seconds between feedbacks."""
WAY = 0.05
"""Seconds of a round trip."""


class Line:
    """A packet each 10 ms, and feedback that speaks of what left a round trip before."""

    def __init__(self):
        self.departures = Departures()
        self.unheard = Unheard(self.departures)
        self.step = 0

    @property
    def now(self):
        return self.step / 100

    def send(self, seconds):
        for _ in range(round(seconds * 100)):
            self.step += 1
            self.departures.put(1000, self.now)

    def hear(self, *, ago=WAY, queueing=0.0, usual=True):
        newest = self.departures.next - 1 - round(ago * 100)
        self.unheard.heard(newest, self.now, queueing, usual=usual)

    def go_on(self, beats):
        for _ in range(beats):
            self.send(BEAT)
            self.hear()

    def alarm(self):
        """Return after how many seconds of silence there is an alarm."""
        began = self.step
        while not self.unheard.look(self.now):
            assert self.step - began < 200, "no alarm"
            self.send(0.01)
        return (self.step - began) / 100


@pytest.fixture
def line():
    it = Line()
    it.send(0.1)
    it.go_on(LEARNING + 5)
    return it


def test_feedback_in_its_rhythm_is_no_alarm(line):
    for _ in range(100):
        line.send(0.01)
        assert not line.unheard.look(line.now)
        if line.step % 5 == 0:
            line.hear()
    assert not line.unheard.alarmed


def test_silence_longer_than_a_beat_and_a_round_trip_is_an_alarm(line):
    assert line.alarm() == pytest.approx(BEAT + MARGIN, abs=0.021)
    assert line.unheard.alarmed
    assert not line.unheard.look(line.now + 1), "one alarm is enough"


def test_feedback_that_speaks_of_old_packets_only_is_an_alarm(line):
    line.send(BEAT)
    line.hear(ago=WAY + 0.03)
    assert line.unheard.alarmed


def test_nothing_is_known_of_a_rhythm_at_first():
    line = Line()
    assert not line.unheard.awake
    line.send(0.1)
    line.go_on(LEARNING - 2)
    line.send(1.0)
    assert not line.unheard.look(line.now)
    line.hear(ago=0.5)
    assert not line.unheard.alarmed


def test_who_gets_nothing_has_nothing_to_say(line):
    line.send(BEAT)
    line.hear(ago=0.0)
    later = line.now + 5.0
    assert not line.unheard.look(later)
    line.step += 600
    assert line.alarm() == pytest.approx(WAY + BEAT + MARGIN, abs=0.021)


def test_an_alarm_ends_when_feedback_is_fresh_and_finds_no_queue(line):
    line.alarm()
    line.send(0.1)
    line.hear(ago=0.3)
    assert line.unheard.alarmed
    line.send(BEAT)
    line.hear(queueing=CLEAR + 0.01)
    assert line.unheard.alarmed
    line.send(BEAT)
    line.hear()
    assert not line.unheard.alarmed


def test_what_was_no_queue_is_usual_from_now_on_and_what_was_one_is_not(line):
    usual = line.alarm()
    line.send(0.2)
    line.hear()
    patient = line.alarm()
    assert patient > usual + 0.15
    line.send(0.5)
    line.hear(ago=0.6, queueing=0.4)
    line.send(BEAT)
    line.hear()
    assert line.alarm() == pytest.approx(patient, abs=0.03)


def test_the_usual_is_forgotten(line):
    line.alarm()
    line.send(0.3)
    line.hear()
    line.go_on(round(2 * MEMORY / BEAT) + 2)
    assert line.alarm() == pytest.approx(BEAT + MARGIN, abs=0.021)


def test_a_delay_with_a_known_cause_is_neither_learnt_nor_an_alarm(line):
    line.send(0.5)
    line.hear(ago=0.4, usual=False)
    assert not line.unheard.alarmed
    assert not line.unheard.awake
    line.go_on(2)
    assert line.alarm() == pytest.approx(BEAT + MARGIN, abs=0.021)


def test_an_alarm_that_is_given_up_begins_again_only_with_feedback(line):
    line.alarm()
    line.unheard.give_up()
    line.send(2.0)
    assert not line.unheard.look(line.now)
    line.hear(queueing=0.5)
    assert line.unheard.awake


def test_a_way_so_long_that_every_queue_is_full_before_is_not_watched(line):
    for _ in range(LEARNING):
        line.send(BEAT)
        line.hear(ago=USEFUL)
    line.hear(ago=0.0, queueing=CLEAR)
    line.hear(ago=0.0)
    for _ in range(LEARNING):
        line.send(USEFUL)
        line.unheard.give_up()
        line.hear()
    assert not line.unheard.awake


def test_packets_older_than_the_log_say_nothing(line):
    line.send(Departures.CAPACITY / 100 + 1)
    assert not line.unheard.look(line.now)
