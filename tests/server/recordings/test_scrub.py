from pathlib import Path
from types import SimpleNamespace

import pytest

from server.models import Recording
from server.recordings.scrub import EACH, scrub_next
from server.recordings.tasks import tasks
from streaming.errors import StoreError
from tests.support.app import LESSON, Hall
from tests.support.recorded_hall import archived
from tests.support.recordings import Archive
from tests.support.rtp_media import H264, Source, encode_video


@pytest.fixture
async def archive(hall: Hall, tmp_path: Path) -> Archive:
    sent = Source(H264, encode_video("H264", 10.0)).packets()
    return await archived(hall, tmp_path / "archive", [("teacher", H264, sent)])


async def row(hall: Hall) -> Recording:
    async with hall.database.reading() as transaction:
        return await transaction.session.get_one(Recording, LESSON)


async def run(hall: Hall) -> bool:
    return await scrub_next(hall.database, hall.app.state.store, hall.clock.now())


async def test_a_recording_is_read_again_once_a_week_and_found_sound(
    hall: Hall, archive: Archive
) -> None:
    hall.clock.advance(seconds=EACH.total_seconds() + 60)
    assert await run(hall)
    assert not await run(hall)
    found = await row(hall)
    assert (found.scrubbed_at, found.rotten) == (hall.clock.now(), None)
    hall.clock.advance(days=6)
    assert not await run(hall)
    hall.clock.advance(days=1, hours=1)
    assert await run(hall)


async def test_every_flipped_bit_and_every_missing_object_is_found(
    hall: Hall, archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    store, wrong = hall.app.state.store, []
    for number, message in enumerate(archive.messages):
        if number % 3 == 0:
            await store.delete(message.key)
        elif number % 3 == 1:
            data = bytearray(archive.content(message))
            data[(7919 * number) % len(data)] ^= 1 << number % 8
            await store.put(message.key, bytes(data), "video/mp4")
        else:
            continue
        wrong.append(message.key)
    hall.clock.advance(seconds=EACH.total_seconds() + 60)
    assert await run(hall)
    assert sorted((await row(hall)).rotten or []) == sorted(wrong)
    assert f"objects={len(wrong)}" in caplog.text
    # Told to whoever looks at the recording, and gone once the objects are right again.
    client = await hall.person("lin")
    assert (await client.get(f"/api/recordings/{LESSON}")).json()["rotten"] == len(wrong)
    for message in archive.messages:
        await store.put(message.key, archive.content(message), "video/mp4")
    hall.clock.advance(seconds=EACH.total_seconds() + 60)
    assert await run(hall)
    assert (await row(hall)).rotten is None


class AwayStore:
    def read(self, key: str) -> object:
        raise StoreError("away")


async def test_a_store_that_is_away_leaves_everything_as_it_was(
    hall: Hall, archive: Archive
) -> None:
    hall.clock.advance(seconds=EACH.total_seconds() + 60)
    with pytest.raises(ExceptionGroup):
        await scrub_next(hall.database, AwayStore(), hall.clock.now())  # type: ignore[arg-type]
    assert (await row(hall)).scrubbed_at is None


async def test_the_job_does_it(hall: Hall, archive: Archive) -> None:
    hall.clock.advance(seconds=EACH.total_seconds() + 60)
    work = {
        "database": hall.database,
        "clock": hall.clock,
        "store_address": hall.app.state.settings.store_address,
    }
    await tasks.tasks["scrub"](SimpleNamespace(additional_context=work), timestamp=0)
    assert (await row(hall)).scrubbed_at == hall.clock.now()
