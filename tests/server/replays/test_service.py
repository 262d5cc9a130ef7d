import asyncio

import pytest
from sqlalchemy import delete

from server.database import Transaction
from server.models import Recording, State
from server.recordings.service import NoSuchRecording
from server.replays import service
from server.replays.addresses import SIGNED_SECONDS, Addresses
from server.replays.service import FRESH, NoSuchTrack, Playlist, Playlists, Wanted
from streaming.contract import Kind
from streaming.errors import StoreError
from tests.support.app import LESSON, Hall
from tests.support.archive import Archive


class SigningStore:
    """A store with a door of its own, as S3 has. Signs without a key: only the addresses matter here."""

    async def presign(self, key: str, expires: float) -> str:
        if not 1 <= expires <= 7 * 24 * 3600:
            raise StoreError("expires")
        return f"https://store.test/bucket/{key}?signature=x"


def playlists_of(hall: Hall) -> Playlists:
    playlists: Playlists = hall.app.state.playlists
    return playlists


async def archived(hall: Hall) -> None:
    archive, desk = Archive(hall.clock.now()), hall.app.state.desk
    for report in (
        archive.header("teacher-video"),
        archive.header("teacher-audio", Kind.AUDIO),
        archive.header("teacher-video-2"),
        archive.segment(0),
        archive.segment(0, track="teacher-audio", duration=3.98),
        archive.segment(0, track="teacher-video-2", offset=10.0),
        archive.segment(1, track="teacher-video-2", offset=14.0, init=7),
    ):
        await desk.handle("archiver", report)
    await hall.set_lesson(state=State.ENDED)
    await desk.handle("archiver", archive.sealed())


async def test_a_track_has_a_playlist_of_addresses_on_this_server(each_hall: Hall) -> None:
    await archived(each_hall)
    async with each_hall.database.reading() as transaction:
        made = await playlists_of(each_hall).of(
            transaction,
            await each_hall.lesson(),
            Wanted(track="teacher-video"),
            each_hall.clock.now(),
        )
    base, text = f"/api/objects/{LESSON}/teacher-video", made.text
    assert f'#EXT-X-MAP:URI="{base}/init-0.mp4?until=' in text
    assert f"{base}/0.m4s?until=" in text
    assert text.endswith("#EXT-X-ENDLIST\n")


async def test_with_a_store_of_its_own_door_the_playlist_names_signed_addresses(hall: Hall) -> None:
    await archived(hall)
    async with hall.database.reading() as transaction:
        made = await Playlists(SigningStore(), Addresses("s")).of(  # type: ignore[arg-type]
            transaction, await hall.lesson(), Wanted("teacher-video"), hall.clock.now()
        )
    assert f"https://store.test/bucket/{LESSON}/teacher-video/0.m4s?signature=x\n" in made.text
    assert "/api/recordings/" not in made.text


async def test_a_segment_whose_header_is_not_known_yet_waits(hall: Hall) -> None:
    await archived(hall)
    async with hall.database.reading() as transaction:
        made = await playlists_of(hall).of(
            transaction, await hall.lesson(), Wanted(track="teacher-video-2"), hall.clock.now()
        )
    assert "teacher-video-2/0.m4s?" in made.text
    assert "teacher-video-2/1.m4s?" not in made.text


async def test_a_role_is_one_playlist_however_many_tracks_it_came_in(hall: Hall) -> None:
    await archived(hall)
    async with hall.database.reading() as transaction:
        lesson = await hall.lesson()
        made = await playlists_of(hall).of(
            transaction, lesson, Wanted(role="teacher"), hall.clock.now()
        )
        master = await service.role_master(transaction, lesson, "teacher")
    lines = made.text.splitlines()
    segments = [line for line in lines if line.startswith("/api")]
    assert [line.partition("?")[0].split("/")[-2:] for line in segments] == [
        ["teacher-video", "0.m4s"],
        ["teacher-video-2", "0.m4s"],
    ]
    assert lines.count("#EXT-X-DISCONTINUITY") == 1
    assert "#EXTINF:6.000000," in lines
    assert f"/api/recordings/{LESSON}/roles/teacher/video.m3u8" in master
    assert f'URI="/api/recordings/{LESSON}/roles/teacher/audio.m3u8"' in master
    assert "BANDWIDTH=4011," in master


async def test_an_unknown_role_has_no_playlist(hall: Hall) -> None:
    await archived(hall)
    async with hall.database.reading() as transaction:
        lesson = await hall.lesson()
        with pytest.raises(NoSuchTrack):
            await service.role_master(transaction, lesson, "students")
        with pytest.raises(NoSuchTrack):
            await playlists_of(hall).of(transaction, lesson, Wanted(role="board"), hall.clock.now())


async def test_a_playlist_is_made_once_per_change_of_its_recording(hall: Hall) -> None:
    archive, desk, playlists = Archive(hall.clock.now()), hall.app.state.desk, playlists_of(hall)
    await hall.set_lesson(state=State.LIVE)

    async def text() -> str:
        async with hall.database.reading() as transaction:
            made = await playlists.of(
                transaction, await hall.lesson(), Wanted(track="teacher-video"), hall.clock.now()
            )
            return made.text

    await desk.handle("archiver", archive.header())
    await desk.handle("archiver", archive.segment(0))
    first = await text()
    assert (await text(), playlists.made) == (first, 1)
    await desk.handle("archiver", archive.segment(1))
    longer = await text()
    assert (longer.startswith(first), playlists.made) == (True, 2)
    await desk.handle("archiver", archive.sealed())
    await hall.set_lesson(state=State.ENDED)
    assert (await text()).endswith("#EXT-X-ENDLIST\n")


async def test_signed_addresses_are_renewed_before_they_end(hall: Hall) -> None:
    await archived(hall)
    playlists = Playlists(SigningStore(), Addresses("s"))  # type: ignore[arg-type]
    for _ in range(24):
        async with hall.database.reading() as transaction:
            lesson = await hall.lesson()
            await playlists.of(transaction, lesson, Wanted("teacher-video"), hall.clock.now())
        hall.clock.advance(seconds=SIGNED_SECONDS / 8)
    assert playlists.made >= 12


async def test_kept_playlists_are_bounded(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "KEPT_PLAYLISTS", 1)
    await archived(hall)
    playlists = playlists_of(hall)
    for track in ("teacher-video", "teacher-audio", "teacher-video"):
        async with hall.database.reading() as transaction:
            lesson = await hall.lesson()
            await playlists.of(transaction, lesson, Wanted(track), hall.clock.now())
    assert (playlists.made, len(playlists._kept)) == (3, 1)


async def test_many_who_come_at_once_cost_one_question(
    each_hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    await archived(each_hall)
    playlists, asked = playlists_of(each_hall), 0
    find = service.recordings.find

    async def counted(transaction: Transaction, lesson_id: str) -> Recording:
        nonlocal asked
        asked += 1
        return await find(transaction, lesson_id)

    monkeypatch.setattr(service.recordings, "find", counted)

    async def served() -> Playlist:
        now = each_hall.clock.now()
        return await playlists.served(each_hall.database, LESSON, Wanted(role="teacher"), now)

    first, *others = await asyncio.gather(*(served() for _ in range(50)))
    assert asked == playlists.made == 1
    assert {other.body for other in others} == {first.body}
    each_hall.clock.advance(seconds=FRESH)
    assert ((await served()).body, asked, playlists.made) == (first.body, 2, 1)


async def test_a_grown_recording_is_seen_after_a_second_and_an_erased_one_is_gone(
    hall: Hall,
) -> None:
    archive, desk, playlists = Archive(hall.clock.now()), hall.app.state.desk, playlists_of(hall)
    await hall.set_lesson(state=State.LIVE)
    await desk.handle("archiver", archive.header())
    await desk.handle("archiver", archive.segment(0))

    async def served() -> Playlist:
        now = hall.clock.now()
        return await playlists.served(hall.database, LESSON, Wanted("teacher-video"), now)

    first = await served()
    await desk.handle("archiver", archive.segment(1))
    assert (await served()).etag == first.etag
    hall.clock.advance(seconds=FRESH)
    longer = await served()
    assert longer.text.startswith(first.text)
    assert longer.etag != first.etag
    async with hall.writing() as transaction:
        await transaction.session.execute(delete(Recording).where(Recording.lesson_id == LESSON))
    hall.clock.advance(seconds=FRESH)
    with pytest.raises(NoSuchRecording):
        await served()
