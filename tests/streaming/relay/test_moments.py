import pytest

from streaming.relay.moments import same_moment
from tests.support.layered import Layers


def test_one_moment_has_a_time_on_each_clock():
    layers = Layers(2)
    layers.report(0, 5.0)
    layers.report(1, 7.5)
    low, high = layers.tracks
    at_nine = layers.offset(0) + 9 * 90_000
    assert same_moment(low, at_nine, high) == pytest.approx(layers.offset(1) + 9 * 90_000, abs=1)


def test_clocks_wrap():
    layers = Layers(2)
    layers.report(0, 47_700.0)
    layers.report(1, 47_722.0)
    low, high = layers.tracks
    moment = layers.offset(0) + 47_721 * 90_000 & 0xFFFF_FFFF
    expected = layers.offset(1) + 47_721 * 90_000 & 0xFFFF_FFFF
    assert same_moment(low, moment, high) == pytest.approx(expected, abs=1)


def test_before_both_have_reported_nothing_is_known():
    layers = Layers(2)
    low, high = layers.tracks
    layers.report(0, 5.0)
    assert same_moment(low, 0, high) is None
    assert same_moment(high, 0, low) is None
