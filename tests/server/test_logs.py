import logging
import re

import pytest

from server import logs


@pytest.fixture(autouse=True)
def same_logging_afterwards() -> object:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    levels = {name: logging.getLogger(name).level for name in ("uvicorn", "procrastinate")}
    yield
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_a_line_has_its_time_in_utc_its_level_and_its_room(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("INFO")
    logging.getLogger("server.lessons").info("lesson moved lesson=%s", "abc")
    line = capsys.readouterr().err.strip()
    pattern = (
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO server\.lessons: lesson moved lesson=abc"
    )
    assert re.fullmatch(pattern, line)


def test_what_others_say_of_every_request_is_not_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("INFO")
    logging.getLogger("uvicorn.error").info("chatter")
    logging.getLogger("procrastinate.worker").info("chatter")
    assert capsys.readouterr().err == ""
