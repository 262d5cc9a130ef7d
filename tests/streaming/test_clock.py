from hypothesis import given, strategies as st

from streaming import clock


def test_the_ntp_epoch_is_1900():
    assert clock.ntp_from_wall(0.0) == 2_208_988_800 << 32


@given(st.floats(0, 2_000_000_000))
def test_wall_and_ntp_are_each_others_inverse_to_a_microsecond(seconds):
    assert abs(clock.wall_from_ntp(clock.ntp_from_wall(seconds)) - seconds) < 1e-6


def test_monotonic_time_does_not_go_back():
    assert clock.now() <= clock.now()
