from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from server.ledger.minutes import Minutes, minutes_of

BELL = datetime(2026, 9, 7, 1, 5, tzinfo=UTC)
END = BELL + timedelta(minutes=40)


def at(minute: float) -> datetime:
    return BELL + timedelta(minutes=minute)


def minutes(heard: list[tuple[float, float]], seen: list[tuple[float, float]] = []) -> Minutes:  # noqa: B006
    return minutes_of(
        BELL, END, [(at(a), at(b)) for a, b in heard], [(at(a), at(b)) for a, b in seen]
    )


def test_a_whole_lesson_is_delivered_and_no_more_than_was_planned() -> None:
    assert minutes([(-5, 45)], [(0, 40)]) == Minutes(2400, 2400, 2400, 0, 0, 0, 0)


def test_late_early_and_gaps_are_told_apart() -> None:
    found = minutes([(3, 10), (12, 20), (25, 38)])
    assert found == Minutes(2400, 28 * 60, 0, 180, 120, 420, 2)
    assert found.held


def test_a_reconnection_of_less_than_five_seconds_is_no_gap() -> None:
    assert minutes([(0, 20), (20 + 4.9 / 60, 40)]).gaps == 0
    assert minutes([(0, 20), (20 + 5 / 60, 40)]).gaps == 1


def test_two_devices_of_one_room_count_once() -> None:
    assert minutes([(0, 30), (10, 40)]).delivered == 2400


def test_nobody_there_is_all_late_and_not_held() -> None:
    found = minutes([(-10, -5), (41, 50)])
    assert (found.delivered, found.late, found.held) == (0, 2400, False)


SPANS = st.lists(st.tuples(st.floats(-20, 60), st.floats(-20, 60)), max_size=8)


@given(heard=SPANS, seen=SPANS)
def test_the_parts_make_the_whole(
    heard: list[tuple[float, float]], seen: list[tuple[float, float]]
) -> None:
    found = minutes(heard, seen)
    assert found.planned == found.delivered + found.late + found.early + found.gap
    assert 0 <= found.seen <= found.planned
    # Each of the parts is rounded to a whole second.
    assert -10 <= found.delivered <= found.planned
