import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from server import logs
from server.cli import main
from server.settings import REPOSITORY, ServerSettings
from tests.support.rtp_media import OPUS, Source, encode_audio, write_journal


@pytest.fixture(autouse=True)
def a_directory_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ServerSettings.model_fields, "config"):
        monkeypatch.delenv(f"TONGKE_{name.upper()}", raising=False)
    monkeypatch.setenv("TONGKE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(logs, "configure", lambda _level: None)


def test_what_stops_a_start_is_one_sentence_in_each_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TONGKE_HTTP_PORT", "eighty")
    assert main(["serve"]) == 2
    chinese, english = capsys.readouterr().err.splitlines()
    assert chinese.startswith("✗ 设置 TONGKE_HTTP_PORT 不对")
    assert english.startswith("✗ Setting TONGKE_HTTP_PORT is wrong")


def test_a_taken_port_stops_a_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("", 0))
        monkeypatch.setenv("TONGKE_MEDIA_PORT", str(taken.getsockname()[1]))
        assert main(["serve"]) == 2
    assert "UDP" in capsys.readouterr().err


def test_the_configuration_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TONGKE_CONFIG", "")
    path = tmp_path / "tongke.toml"
    path.write_text("http_port = 0\n")
    assert main(["--config", str(path), "serve"]) == 2
    assert "HTTP_PORT" in capsys.readouterr().err


def test_the_database_is_migrated_up_and_down(tmp_path: Path) -> None:
    assert main(["database", "upgrade"]) == 0
    assert (tmp_path / "data" / "tongke.sqlite3").exists()
    assert main(["database", "downgrade", "base"]) == 0


def test_the_demo_city_is_planted_and_greets(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seed-demo"]) == 0
    assert main(["seed-demo"]) == 0
    assert "tongke-demo" in capsys.readouterr().out


def test_a_node_becomes_the_media_planes_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _path, words: became.append(words))
    monkeypatch.delenv("TONGKE_SERVER_URL", raising=False)
    monkeypatch.setenv("PYTHONPATH", "")
    main(["node", "--join", "http://10.0.0.1:8000"])
    assert became == [[sys.executable, "-m", "streaming", "node"]]
    assert os.environ["TONGKE_SERVER_URL"] == "http://10.0.0.1:8000"
    assert os.environ["PYTHONPATH"] == str(REPOSITORY)


def test_journals_are_handed_to_the_media_plane_with_all_their_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _path, words: became.append(words))
    monkeypatch.setenv("PYTHONPATH", "")
    main(["journal", "export", "a b.rtpj", "课.mp4"])
    main(["journal", "--help"])
    start = [sys.executable, "-m", "streaming", "journal"]
    assert became == [[*start, "export", "a b.rtpj", "课.mp4"], [*start, "--help"]]


@pytest.mark.e2e
def test_a_journal_is_inspected_from_the_shell(tmp_path: Path) -> None:
    path = write_journal(tmp_path, OPUS, Source(OPUS, encode_audio(1.0)).packets())
    said = subprocess.run(
        [sys.executable, "-m", "server", "journal", "inspect", str(path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = json.loads(said.stdout)
    assert (found["codec"], found["packets"], found["sealed"]) == ("opus", 50, True)


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["dance"])
    assert "serve" in capsys.readouterr().err


@pytest.mark.e2e
@pytest.mark.parametrize("library", ["pydantic_core", "argon2", "httptools"])
def test_ctrl_c_leaves_no_traceback_whenever_it_comes(library: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "server", "serve"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"TONGKE_HTTP_HOST": "127.0.0.1"} | free_ports(),
        start_new_session=True,
    )
    # Where the start has come to shows in the libraries that it has loaded.
    maps = Path(f"/proc/{process.pid}/maps")
    deadline = time.monotonic() + 60
    while library not in maps.read_text() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert "Traceback" not in said
    assert process.returncode in {0, 130, -signal.SIGINT}


def free_ports() -> dict[str, str]:
    found = {}
    for name, kind in (("HTTP", socket.SOCK_STREAM), ("MEDIA", socket.SOCK_DGRAM)):
        with socket.socket(socket.AF_INET, kind) as probe:
            probe.bind(("127.0.0.1", 0))
            found[f"TONGKE_{name}_PORT"] = str(probe.getsockname()[1])
    return found


def test_an_administrator_is_made_with_a_code_or_a_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["create-admin", "--username", "chen", "--name", "陈老师"]
    assert main(words) == 2
    assert "--city" in capsys.readouterr().err
    assert main([*words, "--city", "绵阳市"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", said)
    assert "/invitation" in said
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long new password\n"))
    second = ["create-admin", "--username", "wu", "--name", "吴老师", "--password-stdin"]
    assert main(second) == 0
    assert "可以登录" in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.StringIO("password\n"))
    assert main([*second[:2], "li", *second[3:]]) == 2
    assert "guessed first" in capsys.readouterr().err
