from server.recordings import service
from server.recordings.outlines import KEPT, Outline, Outlines
from tests.support.app import LESSON, Hall
from tests.support.archive import Archive


async def outline(hall: Hall, outlines: Outlines) -> Outline:
    async with hall.database.reading() as transaction:
        return await outlines.of(transaction, await service.find(transaction, LESSON))


async def test_an_outline_is_made_again_only_when_the_recording_has_changed(hall: Hall) -> None:
    archive, desk, outlines = Archive(hall.clock.now()), hall.app.state.desk, Outlines()
    await desk.handle("archiver", archive.header())
    await desk.handle("archiver", archive.segment(0))
    first = await outline(hall, outlines)
    assert (first.sums["teacher-video"].ends, first.gaps) == (4.0, {})
    assert await outline(hall, outlines) is first
    await desk.handle("archiver", archive.segment(1, offset=9.0, gap_before=5.0))
    later = await outline(hall, outlines)
    assert later.sums["teacher-video"].ends == 13.0
    assert [(gap.offset, gap.duration) for gap in later.gaps["teacher-video"]] == [(4.0, 5.0)]
    assert outlines.made == 2


async def test_an_erased_recording_that_begins_anew_has_an_outline_of_its_own(hall: Hall) -> None:
    desk, outlines = hall.app.state.desk, Outlines()
    archive = Archive(hall.clock.now())
    await desk.handle("archiver", archive.header())
    await desk.handle("archiver", archive.segment(0))
    await outline(hall, outlines)
    async with hall.writing() as transaction:
        await service.remove(transaction, LESSON, None)
    hall.clock.advance(minutes=1)
    archive = Archive(hall.clock.now())
    await desk.handle("archiver", archive.header())
    await desk.handle("archiver", archive.segment(0, duration=2.0))
    assert (await outline(hall, outlines)).sums["teacher-video"].ends == 2.0
    assert KEPT >= outlines.made == 2
