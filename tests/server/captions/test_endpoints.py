import httpx
import pytest

from server.models import State
from server.recordings import service as recordings
from tests.support.app import LESSON, Hall
from tests.support.archive import Archive

PATH = f"/api/recordings/{LESSON}/captions"
VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\n同学们好\n".encode()


@pytest.fixture
async def recorded(each_hall: Hall) -> Hall:
    """A hall whose lesson has a recording."""
    archive = Archive(each_hall.clock.now())
    for report in (archive.header(), archive.segment(0), archive.sealed()):
        await each_hall.app.state.desk.handle("archiver", report)
    await each_hall.set_lesson(state=State.ENDED)
    return each_hall


async def bring(client: httpx.AsyncClient, data: bytes = VTT, **query: str) -> httpx.Response:
    return await client.post(PATH, content=data, params=query)


async def test_the_teacher_brings_captions_and_who_may_replay_reads_them(recorded: Hall) -> None:
    lin, he = await recorded.person("lin"), await recorded.person("he")
    answer = await bring(lin, label="普通话")
    assert answer.status_code == 201, answer.text
    (item,) = (await he.get(PATH)).json()["items"]
    assert (item["label"], item["cues"]) == ("普通话", 1)
    text = await he.get(item["address"])
    assert text.headers["content-type"].startswith("text/vtt")
    assert text.content == VTT
    assert (await he.delete(item["address"])).status_code == 403
    assert (await lin.delete(item["address"])).status_code == 204
    assert (await lin.delete(item["address"])).json()["type"] == "/problems/no-such-caption"
    assert (await he.get(item["address"])).status_code == 404
    assert (await he.get(PATH)).json() == {"items": [], "can_add": False}


async def test_only_the_lessons_teacher_and_its_school_may(recorded: Hall) -> None:
    for who, status in (("he", 403), ("wang", 403), ("luo", 201), ("tang", 201)):
        assert (await bring(await recorded.person(who))).status_code == status, who


async def test_what_is_no_webvtt_is_refused_with_line_and_reason(recorded: Hall) -> None:
    answer = await bring(await recorded.person("lin"), b"WEBVTT\n\n00:01,000 --> 00:02,000\nx\n")
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/not-webvtt"
    assert answer.json()["detail"].startswith("字幕文件第 3 行不对：时间要写成")


async def test_a_file_may_have_a_mebibyte(recorded: Hall) -> None:
    lin = await recorded.person("lin")
    assert (await bring(lin, VTT + b"\n" * 1_100_000)).status_code == 413


async def test_captions_go_with_the_recording(recorded: Hall) -> None:
    lin = await recorded.person("lin")
    await bring(lin)
    async with recorded.writing() as transaction:
        await recordings.remove(transaction, LESSON, None)
    assert (await lin.get(PATH)).json() == {"items": [], "can_add": True}
    assert (await bring(lin)).json()["type"] == "/problems/no-such-recording"
