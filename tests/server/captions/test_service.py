import pytest

from server.auth.policy import PersonCaller, Place
from server.captions import service
from server.captions.service import CAPTIONS_MAX, NoSuchCaption, TooManyCaptions
from server.recordings.service import NoSuchRecording
from tests.support.app import LESSON, Hall
from tests.support.archive import Archive

VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\n同学们好\n".encode()
LIN = PersonCaller("lin", "lin", "林老师", "", Place("hub", "fucheng", "mianyang"), ())


async def test_there_is_an_end_of_files(hall: Hall) -> None:
    archive, lesson, now = Archive(hall.clock.now()), await hall.lesson(), hall.clock.now()
    with pytest.raises(NoSuchRecording):
        async with hall.writing() as transaction:
            await service.add(transaction, lesson, "中文", VTT, LIN, now)
    for report in (archive.header(), archive.segment(0)):
        await hall.app.state.desk.handle("archiver", report)
    async with hall.writing() as transaction:
        for _ in range(CAPTIONS_MAX):
            await service.add(transaction, lesson, "中文", VTT, LIN, now)
        with pytest.raises(TooManyCaptions):
            await service.add(transaction, lesson, "中文", VTT, LIN, now)


async def test_captions_of_another_lesson_are_not_found(hall: Hall) -> None:
    assert (await hall.lesson()).id == LESSON
    async with hall.writing() as transaction:
        with pytest.raises(NoSuchCaption):
            await service.text_of(transaction, await hall.lesson(), "none")
        with pytest.raises(NoSuchCaption):
            await service.remove(transaction, await hall.lesson(), "none")
