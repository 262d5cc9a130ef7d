import pytest

from server.auth.policy import PersonCaller, Place
from server.comments import service
from server.comments.service import NoSuchComment, TooManyComments
from tests.support.app import Hall
from tests.support.archive import Archive

HE = PersonCaller("he", "he", "何老师", "", Place("village-a", "pingwu", "mianyang"), ())


async def test_one_person_does_not_fill_a_lesson(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "COMMENTS_MAX", 2)
    archive, lesson, now = Archive(hall.clock.now()), await hall.lesson(), hall.clock.now()
    for report in (archive.header(), archive.segment(0)):
        await hall.app.state.desk.handle("archiver", report)
    async with hall.writing() as transaction:
        for _ in range(2):
            await service.add(transaction, lesson, HE, 0, "好", now)
        with pytest.raises(TooManyComments):
            await service.add(transaction, lesson, HE, 0, "又", now)
        with pytest.raises(NoSuchComment):
            await service.change(transaction, lesson, HE, "none", "x", now)
