from server.lessons import service
from server.timetables.edits import booking_of
from tests.support.app import LESSON, Hall


async def test_a_lesson_books_everybody_who_takes_part(hall: Hall) -> None:
    async with hall.database.reading() as transaction:
        booking = booking_of(await service.find(transaction, LESSON))
    assert booking.teacher == ("lin", "林老师")
    assert booking.hub_room == ("studio", "主播室")
    assert booking.receiving_rooms == (("a", "接收教室"), ("b", "接收教室"))
    assert booking.classes == (("class-a", "三年级1班"),)
