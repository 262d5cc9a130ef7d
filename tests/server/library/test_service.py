import pytest

from server.audit import service as audit
from server.auth.policy import PersonCaller, Place, Reach
from server.errors import Unprocessable
from server.library import service
from server.library.publication import Step, WrongPublication
from server.library.schemas import DetailsIn
from server.models import AuditAction, Publication, Recording, Subject, Textbook, Unit
from server.recordings.service import NoSuchRecording
from tests.support.app import LESSON, Hall

LIN = PersonCaller("lin", "lin", "林老师", "", Place("hub", "fucheng", "mianyang"), ())


@pytest.fixture
async def shelf(each_hall: Hall) -> Hall:
    """A recording, and two textbooks for it."""
    async with each_hall.writing() as transaction:
        session = transaction.session
        session.add(Recording(lesson_id=LESSON, duration=60.0))
        session.add(Subject(id="art", city_id="mianyang", name="美术"))
        await session.flush()
        for key, edition in (("pep", "人教版"), ("bnu", "北师大版")):
            book = Textbook(
                id=key, city_id="mianyang", subject_id="art", grade=3, edition=edition, volume=1
            )
            book.units = [Unit(number=1, title="线条"), Unit(number=2, title="色彩")]
            session.add(book)
    return each_hall


async def noted(hall: Hall) -> list[tuple[AuditAction, str]]:
    async with hall.database.reading() as transaction:
        page = await audit.page(transaction, Reach.of_city("mianyang"), None, 10**9, 50)
    return [(item.action, item.note) for item in reversed(page.items)]


async def move(hall: Hall, step: Step, reason: str = "") -> None:
    async with hall.writing() as transaction:
        await service.move(transaction, LESSON, step, reason, LIN, hall.clock.now())


async def change(hall: Hall, **fields: object) -> None:
    async with hall.writing() as transaction:
        given = DetailsIn.model_validate(fields)
        await service.change(transaction, LESSON, given, LIN, hall.clock.now())


async def test_every_step_is_in_the_log_with_its_reason(shelf: Hall) -> None:
    await move(shelf, Step.ASK)
    await move(shelf, Step.SEND_BACK, " 板书看不清 ")
    assert (await shelf.lesson()).sent_back == "板书看不清"
    await move(shelf, Step.ASK)
    assert (await shelf.lesson()).sent_back == ""
    await move(shelf, Step.PUBLISH)
    assert (await shelf.lesson()).publication is Publication.PUBLISHED
    await move(shelf, Step.WITHDRAW, "家长有意见")
    assert await noted(shelf) == [
        (AuditAction.REVIEW_ASKED, ""),
        (AuditAction.SENT_BACK, "板书看不清"),
        (AuditAction.REVIEW_ASKED, ""),
        (AuditAction.PUBLISHED, ""),
        (AuditAction.UNPUBLISHED, "家长有意见"),
    ]


async def test_a_step_that_is_not_there_changes_nothing(shelf: Hall) -> None:
    with pytest.raises(WrongPublication):
        await move(shelf, Step.PUBLISH)
    await move(shelf, Step.ASK)
    with pytest.raises(Unprocessable):
        await move(shelf, Step.SEND_BACK, " 。")
    assert (await shelf.lesson()).publication is Publication.REVIEW
    assert len(await noted(shelf)) == 1


async def test_what_was_taught_comes_from_the_citys_textbooks(shelf: Hall) -> None:
    await change(shelf, textbook_id="pep", unit_number=2, byline=" 林老师、何老师 ")
    lesson = await shelf.lesson()
    told = (lesson.edition, lesson.volume, lesson.unit_number, lesson.unit_title, lesson.byline)
    assert told == ("人教版", 1, 2, "色彩", "林老师、何老师")
    await change(shelf, textbook_id="bnu")
    lesson = await shelf.lesson()
    assert (lesson.edition, lesson.unit_number, lesson.unit_title) == ("北师大版", None, "")
    await change(shelf, unit_number=1)
    await change(shelf, textbook_id=None)
    lesson = await shelf.lesson()
    assert (lesson.edition, lesson.volume, lesson.unit_number) == ("", None, None)


async def test_a_textbook_or_unit_that_is_none_is_named(shelf: Hall) -> None:
    for fields in (
        {"textbook_id": "none"},
        {"unit_number": 1},
        {"textbook_id": "pep", "unit_number": 9},
    ):
        with pytest.raises(Unprocessable) as told:
            await change(shelf, **fields)
        assert told.value.errors[0].field == list(fields)[-1]


async def test_only_what_differs_is_noted(shelf: Hall) -> None:
    before = (await shelf.lesson()).title
    await change(shelf, title=before)
    assert await noted(shelf) == []
    await change(shelf, title="画我的家乡")
    assert await noted(shelf) == [(AuditAction.CATALOGUED, f"{before} → 画我的家乡")]


async def test_without_a_recording_there_is_nothing_to_say(each_hall: Hall) -> None:
    with pytest.raises(NoSuchRecording):
        await change(each_hall, title="画我的家乡")
    with pytest.raises(NoSuchRecording):
        await move(each_hall, Step.ASK)
