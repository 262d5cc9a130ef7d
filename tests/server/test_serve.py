"""What `tongke serve` decides; that it really runs and ends is tested with all its processes in tests/e2e."""

import json
from pathlib import Path

import pytest

from server.errors import StartError
from server.serve import address, children, serve
from server.settings import ServerSettings
from tests.support.node_process import free_udp_port


def settings(tmp_path: Path, **given: object) -> ServerSettings:
    return ServerSettings(data_dir=tmp_path / "data", **given)  # type: ignore[arg-type]


def test_beside_sqlite_a_node_and_an_archiver_run(tmp_path: Path) -> None:
    found = children(settings(tmp_path), "token", demo=False)
    assert [child.name for child in found] == ["node", "archiver"]


def test_beside_postgresql_a_worker_too_and_in_the_demo_a_teacher(tmp_path: Path) -> None:
    given = settings(tmp_path, database_url="postgresql+psycopg://u@h/d")
    names = [child.name for child in children(given, "token", demo=True)]
    assert names == ["node", "archiver", "worker", "demo-teacher"]


def test_children_learn_by_environment_what_this_process_knows(tmp_path: Path) -> None:
    given = settings(tmp_path, media_port=9443, media_addresses=("203.0.113.7",), http_port=9000)
    node, _, teacher = children(given, "token", demo=True)
    assert node.environment["TONGKE_NODE_TOKEN"] == "token"
    assert node.environment["TONGKE_DATA_DIR"] == str(tmp_path / "data")
    assert node.environment["TONGKE_STORE"] == f"file:{tmp_path}/data/store"
    assert node.environment["TONGKE_MEDIA_PORT"] == "9443"
    assert json.loads(node.environment["TONGKE_MEDIA_ADDRESSES"]) == ["203.0.113.7"]
    assert teacher.environment["TONGKE_SERVER_URL"] == "http://127.0.0.1:9000"
    assert teacher.environment["TONGKE_DEMO_USER"] == "demo"
    assert "TONGKE_NODE_TOKEN" not in teacher.environment


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104
        ("::", "http://127.0.0.1:8000"),
        ("10.1.2.3", "http://10.1.2.3:8000"),
        ("fd00::1", "http://[fd00::1]:8000"),
    ],
)
def test_this_machine_reaches_the_server(tmp_path: Path, host: str, url: str) -> None:
    assert address(settings(tmp_path, http_host=host)) == url


def test_a_database_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    given = settings(
        tmp_path,
        http_host="127.0.0.1",
        http_port=free_udp_port(),
        media_port=free_udp_port(),
        database_url="postgresql+psycopg://user:hidden@127.0.0.1:9/none",
    )
    with pytest.raises(StartError, match="TONGKE_DATABASE_URL") as caught:
        serve(given, demo=False)
    assert "hidden" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tongke.sqlite3").write_bytes(b"not a database" * 1000)
    given = settings(
        tmp_path,
        http_host="127.0.0.1",
        http_port=free_udp_port(),
        media_port=free_udp_port(),
    )
    with pytest.raises(StartError, match="file is not a database"):
        serve(given, demo=True)
