from scheduler.domain import MinuteSpan, Weekday, Weeks
from server.alignment.rooms import RoomBook, Use


def use(start: int, end: int, day: int = 1, weeks: Weeks = Weeks.EVERY) -> Use:
    return Use(Weekday(day), MinuteSpan(start, end), weeks)


def test_each_use_gets_the_first_room_that_is_free() -> None:
    book = RoomBook()
    rooms = ("r1", "r2")
    assert [book.take(rooms, use(480, 520)) for _ in range(3)] == ["r1", "r2", None]
    assert book.take(rooms, use(520, 560)) == "r1"
    assert book.take(rooms, use(480, 520, day=2)) == "r1"


def test_the_gap_between_two_uses_is_kept() -> None:
    book = RoomBook(gap_minutes=5)
    assert book.take(("r",), use(480, 520)) == "r"
    assert book.take(("r",), use(524, 560)) is None
    assert book.take(("r",), use(525, 560)) == "r"


def test_odd_and_even_weeks_share_a_room() -> None:
    book = RoomBook()
    assert book.take(("r",), use(480, 520, weeks=Weeks.ODD)) == "r"
    assert book.take(("r",), use(480, 520, weeks=Weeks.EVEN)) == "r"
    assert book.take(("r",), use(480, 520)) is None


def test_the_room_with_the_classs_own_device_is_asked_first() -> None:
    book = RoomBook()
    assert book.take(("r1", "r2"), use(480, 520), first="r2") == "r2"
    assert book.take(("r1", "r2"), use(480, 520), first="r2") == "r1"
