"""What the machine must have of itself."""

from pathlib import Path

import pytest

from deploy.setup import machine
from deploy.setup.voice import Trouble
from tests.support import clone


def test_enough_room_is_no_trouble(tmp_path: Path) -> None:
    machine.require_room(tmp_path, 1)


def test_too_little_room_tells_how_much_is_left_and_needed(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"剩 .* GiB，需要 1e\+09 GiB.*the disk is full"):
        machine.require_room(tmp_path, machine.GIB * 10**9)


@pytest.mark.parametrize("version", ["v20.19.0", "v20.20.2", "v22.12.0", "v30.0.0"])
def test_a_node_that_is_new_enough_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    clone.script(tmp_path, "node", f"echo {version}")
    clone.script(tmp_path, "npm", "")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    assert machine.require_node() == (version, str(tmp_path / "npm"))


@pytest.mark.parametrize("version", ["v20.18.3", "v18.20.4", "nonsense", ""])
def test_a_node_that_is_too_old_or_strange_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    clone.script(tmp_path, "node", f"echo {version}")
    clone.script(tmp_path, "npm", "")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    with pytest.raises(Trouble, match=r"install 20\.19 or later"):
        machine.require_node()


def test_this_python_can_make_environments() -> None:
    assert machine.can_make_environments()


def test_root_without_apt_is_not_debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not machine.is_debian_root()
    clone.script(tmp_path, "apt-get", "")
    assert machine.is_debian_root()
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert not machine.is_debian_root()
