import os
import shutil
import socket
from collections import namedtuple
from pathlib import Path

import pytest

from server import preflight
from server.errors import StartError

Usage = namedtuple("Usage", "total used free")


def one_sentence_in_each_language(error: StartError) -> None:
    for sentence in error.words:
        assert "\n" not in sentence
        assert len(sentence) > 20
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error.words.zh)
    assert error.words.en.isascii() or "数据" in error.words.en


def test_a_data_directory_is_made(tmp_path: Path) -> None:
    path = tmp_path / "数据 data" / "here"
    preflight.check_data_directory(path)
    assert list(path.iterdir()) == []


def test_a_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("not a directory")
    with pytest.raises(StartError, match="TONGKE_DATA_DIR") as caught:
        preflight.check_data_directory(path / "below")
    assert str(path) in caught.value.words.zh


def test_a_disk_that_is_nearly_full_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, 499_999_999))
    with pytest.raises(StartError, match="Only 499 MB") as caught:
        preflight.check_data_directory(tmp_path)
    one_sentence_in_each_language(caught.value)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, 500_000_000))
    preflight.check_data_directory(tmp_path)


def test_one_directory_has_one_server(tmp_path: Path) -> None:
    held = preflight.hold_data_directory(tmp_path)
    with pytest.raises(StartError, match="Another Tongke server") as caught:
        preflight.hold_data_directory(tmp_path)
    one_sentence_in_each_language(caught.value)
    os.close(held)
    os.close(preflight.hold_data_directory(tmp_path))


def test_a_taken_http_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=f"TCP port {port} is taken") as caught:
            preflight.open_http_socket("127.0.0.1", port)
    one_sentence_in_each_language(caught.value)


def test_a_free_http_port_is_listened_on_and_not_inherited() -> None:
    with preflight.open_http_socket("127.0.0.1", 0) as listener:
        assert not listener.get_inheritable()
        with socket.create_connection(listener.getsockname(), timeout=1):
            pass


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(StartError, match="cannot be used"):
        preflight.open_http_socket("192.0.2.77", 0)


def test_a_taken_media_port_is_named() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("", 0))
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match="TONGKE_MEDIA_PORT") as caught:
            preflight.check_media_port(port)
    one_sentence_in_each_language(caught.value)
    preflight.check_media_port(port)


def test_answers_are_sent_at_once() -> None:
    with (
        preflight.open_http_socket("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()),
    ):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
