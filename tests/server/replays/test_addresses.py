from datetime import UTC, datetime, timedelta

from server.replays.addresses import RENEWED, SIGNED_SECONDS, Addresses

NOW = datetime(2026, 9, 7, 1, tzinfo=UTC)
KEY = "recordings/_e8_af_be/board.video/000001-0123456789ab.m4s"


def parts(address: str) -> tuple[str, int, str]:
    path, _, query = address.partition("?until=")
    until, _, by = query.partition("&by=")
    return path, int(until), by


def test_an_address_is_good_for_six_hours_at_least_and_stays_the_same_for_a_while() -> None:
    addresses = Addresses("secret")
    path, until, by = parts(addresses.sign(KEY, NOW))
    assert path == f"/api/objects/{KEY}"
    assert SIGNED_SECONDS <= until - NOW.timestamp() <= SIGNED_SECONDS + RENEWED
    assert addresses.is_good(KEY, until, by, NOW + timedelta(seconds=SIGNED_SECONDS))
    assert not addresses.is_good(KEY, until, by, NOW + timedelta(seconds=SIGNED_SECONDS + RENEWED))
    assert addresses.sign(KEY, NOW + timedelta(seconds=RENEWED / 4)) == addresses.sign(KEY, NOW)


def test_it_is_good_for_nothing_else_and_nobody_else_signs_it() -> None:
    addresses = Addresses("secret")
    _, until, by = parts(addresses.sign(KEY, NOW))
    assert not addresses.is_good(KEY + "x", until, by, NOW)
    assert not addresses.is_good(KEY, until + 1, by, NOW)
    assert not addresses.is_good(KEY, until, "é", NOW)
    assert not Addresses("other").is_good(KEY, until, by, NOW)
    assert "secret" not in repr(addresses)
