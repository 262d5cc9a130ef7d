from datetime import UTC, date, datetime, timedelta

from server.clock import SystemClock, day_bounds, from_wall, school_day


def test_the_machines_clock_is_utc_and_goes_on() -> None:
    clock = SystemClock()
    first, second = clock.monotonic(), clock.monotonic()
    assert clock.now().tzinfo is UTC
    assert second >= first


def test_wall_seconds_of_the_contract_are_utc() -> None:
    assert from_wall(0.25) == datetime(1970, 1, 1, 0, 0, 0, 250_000, UTC)


def test_a_school_day_begins_at_midnight_in_shanghai() -> None:
    start, end = day_bounds(date(2026, 9, 7))
    assert start == datetime(2026, 9, 6, 16, tzinfo=UTC)
    assert end - start == timedelta(days=1)
    assert school_day(start) == date(2026, 9, 7)
    assert school_day(start - timedelta(microseconds=1)) == date(2026, 9, 6)
