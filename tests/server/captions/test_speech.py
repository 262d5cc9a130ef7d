import sys
from pathlib import Path

import pytest

from server.captions import speech
from server.captions.speech import Speech
from tests.support.app import LESSON, Hall
from tests.support.recorded_hall import archived
from tests.support.rtp_media import OPUS, Source, encode_audio

CAPTIONS = f"/api/recordings/{LESSON}/captions"
LISTENER = """
import sys, av
with av.open(sys.argv[-1]) as film:
    seconds = float(sum(p.duration * p.time_base for p in film.demux(audio=0) if p.duration))
print("WEBVTT\\n\\n00:00:00.000 --> 00:00:02.000\\n%.0f s of sound" % seconds)
"""


@pytest.fixture
async def recorded(hall: Hall, tmp_path: Path) -> Hall:
    sound = Source(OPUS, encode_audio(6.0), start=hall.clock.now().timestamp()).packets()
    await archived(hall, tmp_path / "archive", [("teacher", OPUS, sound)])
    return hall


def listener(tmp_path: Path, program: str = LISTENER) -> Speech:
    path = tmp_path / "a listener.py"
    path.write_text(program)
    return Speech(f"{sys.executable} '{path}'")


async def listen(hall: Hall, by: Speech) -> bool:
    return await by.caption_next(hall.database, hall.app.state.store, hall.clock.now())


async def test_nobody_listens_unless_a_program_is_named(recorded: Hall) -> None:
    assert not await listen(recorded, Speech(""))


async def test_a_program_hears_the_sound_and_its_captions_are_there_once(
    recorded: Hall, tmp_path: Path
) -> None:
    by = listener(tmp_path)
    assert await listen(recorded, by)
    assert not await listen(recorded, by)
    client = await recorded.person("lin")
    (found,) = (await client.get(CAPTIONS)).json()["items"]
    assert (found["label"], found["cues"]) == ("自动字幕", 1)
    assert "6 s of sound" in (await client.get(found["address"])).text
    # They can be taken away like those that people bring, and are made again only then.
    assert (await client.delete(found["address"])).status_code == 204


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("raise SystemExit(3)", "ended with 3"),
        ("print('1\\n00:00:01,000 --> 00:00:02,000\\nSRT')", "not-webvtt"),
        ("print('WEBVTT\\n\\n' + 'x' * 2_000_000)", "bytes"),
        ("import time; time.sleep(3600)", "took more than"),
    ],
)
async def test_what_cannot_be_captioned_is_told_once_and_left(
    recorded: Hall,
    tmp_path: Path,
    program: str,
    why: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if "sleep" in program:
        monkeypatch.setattr(speech, "PATIENCE", 0.1)
    by = listener(tmp_path, program)
    assert await listen(recorded, by)
    assert not await listen(recorded, by)
    assert why in caplog.text
    assert (await (await recorded.person("lin")).get(CAPTIONS)).json()["items"] == []


async def test_recordings_of_long_ago_are_left_as_they_are(recorded: Hall, tmp_path: Path) -> None:
    recorded.clock.advance(days=8)
    assert not await listen(recorded, listener(tmp_path))
