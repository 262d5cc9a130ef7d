import random

import pytest
from hypothesis import given, settings, strategies as st

from streaming.clock import ntp_from_wall
from streaming.recording.timeline import SETTLE_TIME, Timeline, TrackClock

START = 1_700_000_000.0
WRAP = 1 << 32


class Publisher:
    """A publisher whose clocks are off and run fast or slow, as seen by the node."""

    def __init__(
        self, timeline: Timeline, *, ntp_offset: float = 1234.5, skew: float = 0.0
    ) -> None:
        self.timeline = timeline
        self.ntp_offset = ntp_offset
        self.skew = skew
        self.dice = random.Random(7)

    def track(self, rate: int, delay: float, *, media_skew: float = 0.0) -> "Track":
        return Track(self, self.timeline.clock("session", rate), rate, delay, media_skew)


class Track:
    def __init__(
        self, publisher: Publisher, clock: TrackClock, rate: int, delay: float, skew: float
    ) -> None:
        self.publisher, self.clock, self.rate, self.delay, self.skew = (
            publisher,
            clock,
            rate,
            delay,
            skew,
        )
        self.base = WRAP + 4_000_000_000

    def rtp(self, time: float) -> int:
        return self.base + round(time * (1 + self.skew) * self.rate)

    def frame(self, time: float, jitter: float = 0.0) -> None:
        late = self.publisher.dice.uniform(0, jitter)
        self.clock.observe(self.rtp(time), START + time + self.delay + late)

    def report(self, time: float, error: float = 0.0, jump: float = 0.0) -> None:
        wrong = self.publisher.dice.uniform(-error, error)
        ntp = START + self.publisher.ntp_offset + jump + time * (1 + self.publisher.skew) + wrong
        self.clock.report(ntp_from_wall(ntp), self.rtp(time) & 0xFFFF_FFFF, self.rtp(time))

    def wall(self, time: float) -> float:
        return self.publisher.timeline.wall("session", self.clock, self.rtp(time)) - START


def live(tracks: list[tuple[Track, float]], until: float, **kwargs: float) -> None:
    """Run tracks with their intervals of reports; frames each 20 ms."""
    for step in range(int(until * 50)):
        time = step / 50
        for track, interval in tracks:
            track.frame(time, kwargs.get("jitter", 0.0))
            if step and step % round(interval * 50) == 0:
                track.report(time, kwargs.get("error", 0.0))


def test_before_any_report_a_track_lies_by_its_own_quickest_packet() -> None:
    track = Publisher(Timeline()).track(90_000, 0.08)
    for step in range(100):
        track.frame(step / 50, jitter=0.2)
    assert track.wall(1.0) == pytest.approx(1.08, abs=0.01)


def test_reports_put_tracks_of_one_publisher_together_whatever_their_delays() -> None:
    publisher = Publisher(Timeline())
    sound, picture = publisher.track(48_000, 0.02), publisher.track(90_000, 0.18)
    live([(sound, 5.0), (picture, 1.0)], 12.0, jitter=0.05)
    assert sound.wall(10.0) == pytest.approx(picture.wall(10.0), abs=0.002)
    assert picture.wall(10.0) == pytest.approx(10.02, abs=0.01)


def test_a_track_without_reports_is_not_dragged_along() -> None:
    publisher = Publisher(Timeline())
    sound, picture = publisher.track(48_000, 0.02), publisher.track(90_000, 0.06)
    live([(sound, 1.0)], 5.0)
    for step in range(250):
        picture.frame(step / 50)
    assert picture.wall(4.0) == pytest.approx(4.06, abs=0.005)


@given(st.sampled_from([-100e-6, -20e-6, 20e-6, 100e-6]), st.sampled_from([-100e-6, 0.0, 100e-6]))
@settings(max_examples=12)
def test_skew_of_the_publishers_clocks_is_followed(ntp_skew: float, sound_skew: float) -> None:
    publisher = Publisher(Timeline(), skew=ntp_skew)
    sound = publisher.track(48_000, 0.02, media_skew=sound_skew)
    picture = publisher.track(90_000, 0.1, media_skew=ntp_skew)
    live([(sound, 5.0), (picture, 1.0)], 240.0, jitter=0.03, error=0.002)
    assert sound.wall(239.0) == pytest.approx(picture.wall(239.0), abs=0.005)
    assert sound.wall(239.0) == pytest.approx(239.02, abs=0.02)


def test_one_wrong_report_changes_nothing() -> None:
    track = Publisher(Timeline()).track(90_000, 0.05)
    live([(track, 1.0)], 10.0)
    before = track.wall(10.0)
    track.report(10.0, jump=7.0)
    assert track.wall(10.0) == before
    track.report(11.0)
    assert track.wall(10.0) == pytest.approx(before, abs=0.001)


def test_a_publishers_clock_that_was_set_is_followed_without_a_jump() -> None:
    track = Publisher(Timeline()).track(90_000, 0.05)
    live([(track, 1.0)], 10.0)
    for second in range(10, 80):
        for step in range(50):
            track.frame(second + step / 50)
        track.report(second, jump=-30.0)
    assert track.wall(79.0) == pytest.approx(79.05, abs=0.01)


def test_a_report_for_a_time_across_the_wrap_is_understood() -> None:
    track = Publisher(Timeline()).track(90_000, 0.05)
    track.base = 2 * WRAP - 45_000
    for step in range(100):
        track.frame(step / 50)
    track.clock.report(
        ntp_from_wall(START + 1234.5 + 0.4), track.rtp(0.4) & 0xFFFF_FFFF, track.rtp(1.9)
    )
    assert track.wall(1.0) == pytest.approx(1.05, abs=0.001)


def test_waits_for_the_first_report_but_not_for_ever() -> None:
    track = Publisher(Timeline()).track(48_000, 0.0)
    track.frame(0.0)
    assert not track.clock.settled(START + SETTLE_TIME - 0.1)
    assert track.clock.settled(START + SETTLE_TIME)
    track.report(0.5)
    assert track.clock.settled(START + 1.0)


def test_goes_on_from_what_was_kept() -> None:
    publisher = Publisher(Timeline())
    track = publisher.track(90_000, 0.05)
    live([(track, 1.0)], 30.0, jitter=0.02, error=0.002)
    restored = Timeline()
    again = restored.clock("session", 90_000)
    again.restore(track.clock.state())
    assert restored.wall("session", again, track.rtp(31.0)) - START == pytest.approx(
        track.wall(31.0)
    )
    assert again.began == track.clock.began


def test_publishers_do_not_touch_each_other() -> None:
    timeline = Timeline()
    track = Publisher(timeline).track(90_000, 0.05)
    live([(track, 1.0)], 5.0)
    stranger = timeline.clock("other", 90_000)
    stranger.observe(0, START - 100.0)
    stranger.report(ntp_from_wall(START), 0, 0)
    before = track.wall(4.0)
    timeline.forget("other", stranger)
    timeline.forget("other", stranger)
    assert track.wall(4.0) == before


def test_holds_a_bounded_memory_of_the_past() -> None:
    track = Publisher(Timeline()).track(90_000, 0.0)
    live([(track, 0.2)], 300.0)
    state = track.clock.state()
    assert len(state.reports) <= 32
    assert len(state.arrivals) <= 62


def test_nothing_is_placed_for_good_before_all_tracks_of_a_publisher_have_reports() -> None:
    timeline = Timeline()
    publisher = Publisher(timeline)
    picture, voice = publisher.track(90_000, 0.08), publisher.track(48_000, 0.03)
    for track in (picture, voice):
        track.frame(0.0)
    picture.report(1.0)
    arrived = START + 2.0
    # The picture's own report would place it 50 ms beside a sound whose way is shorter.
    assert not timeline.settled("session", picture.clock, arrived)
    voice.report(2.5)
    assert timeline.settled("session", picture.clock, arrived)
    silent = publisher.track(48_000, 0.03)
    silent.frame(0.0)
    assert not timeline.settled("session", picture.clock, arrived)
    assert timeline.settled("session", picture.clock, START + 0.08 + SETTLE_TIME)
