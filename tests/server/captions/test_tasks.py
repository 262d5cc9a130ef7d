import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from server.captions.speech import Speech
from server.captions.tasks import tasks
from tests.support.app import LESSON, Hall
from tests.support.recorded_hall import archived
from tests.support.rtp_media import OPUS, Source, encode_audio


async def run(hall: Hall, speech: Speech, store: str = "") -> None:
    work = {
        "database": hall.database,
        "clock": hall.clock,
        "store_address": store or hall.app.state.settings.store_address,
        "speech": speech,
    }
    await tasks.tasks["caption"](SimpleNamespace(additional_context=work), timestamp=0)


async def test_the_job_has_a_recording_captioned_and_waits_for_a_store_that_is_away(
    hall: Hall, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sound = Source(OPUS, encode_audio(2.0), start=hall.clock.now().timestamp()).packets()
    await archived(hall, tmp_path / "archive", [("teacher", OPUS, sound)])
    program = tmp_path / "listener.py"
    program.write_text("print('WEBVTT\\n\\n00:00.000 --> 00:01.000\\n你好')")
    speech = Speech(f"{sys.executable} {program}")
    await run(hall, Speech(""))
    await run(hall, speech, "s3://key:secret@127.0.0.1:9/bucket?secure=0")
    assert "captions wait for the store" in caplog.text
    await run(hall, speech)
    client = await hall.person("lin")
    listed = (await client.get(f"/api/recordings/{LESSON}/captions")).json()["items"]
    assert [one["cues"] for one in listed] == [1]
