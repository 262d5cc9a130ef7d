"""A hall whose archive holds a real recording: journals of a test, cut by the product, in its own store."""

from collections.abc import Iterable
from pathlib import Path

from server.models import State
from streaming.contract import RecordingSealed
from streaming.ports import Codec
from tests.support.app import LESSON, Hall
from tests.support.recordings import Archive
from tests.support.rtp_media import Sent, write_journal


async def archived(
    hall: Hall, root: Path, tracks: Iterable[tuple[str, Codec, list[Sent]]]
) -> Archive:
    """Record tracks (role, codec, packets) as the hall's lesson; the lesson has ended and is whole."""
    archive = Archive(root, lesson=LESSON)
    for role, codec, sent in tracks:
        write_journal(archive.folder, codec, sent, role)
    archive.finish()
    for message in archive.messages:
        kind = "video/mp4"
        await hall.app.state.store.put(message.key, archive.content(message), kind)
        await hall.app.state.desk.handle("archiver", message)
    await hall.set_lesson(state=State.ENDED)
    result = archive.archive.result()
    sealed = RecordingSealed(
        LESSON, result.segments, result.epoch, result.duration, result.epoch + result.duration
    )
    await hall.app.state.desk.handle("archiver", sealed)
    return archive
