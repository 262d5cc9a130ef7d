"""`make` on machines that lack something: each ends in one sentence that tells what to do."""

import ast
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import bootstrap
from tests.support import clone

SOURCE = clone.REPOSITORY / "deploy" / "bootstrap.py"
CLOSED = "http://127.0.0.1:9"
"""The discard port: nobody listens there."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return clone.copy_of_the_set_up(tmp_path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return clone.programs(tmp_path / "programs")


def put_node(path: Path, version: str) -> None:
    clone.script(path, "node", f"echo {version}")
    clone.script(path, "npm", "exit 1")


def test_make_alone_shows_the_commands(root: Path, path: Path) -> None:
    said = clone.make(root, "", path)
    assert said.returncode == 0
    for command in ("run", "test", "check", "bench-relay"):
        assert f"make {command}" in said.stdout


def test_a_machine_without_python_is_told_to_install_it(root: Path, path: Path) -> None:
    (path / "python3").unlink()
    sentence = clone.the_one_sentence(clone.make(root, "run", path))
    assert "安装 Python 3.11" in sentence
    assert "install Python 3.11" in sentence


@pytest.mark.parametrize("target", ["run", "test", "check"])
def test_a_machine_without_node_is_told_to_install_it(root: Path, path: Path, target: str) -> None:
    sentence = clone.the_one_sentence(clone.make(root, target, path))
    assert "没有找到 Node.js" in sentence
    assert "install Node.js 20.19" in sentence
    assert not (root / ".venv").exists(), "asked before the long steps, not after them"


def test_an_old_node_is_named(root: Path, path: Path) -> None:
    put_node(path, "v18.20.4")
    sentence = clone.the_one_sentence(clone.make(root, "run", path))
    assert "v18.20.4" in sentence
    assert "20.19" in sentence


def test_node_without_npm_is_told_so(root: Path, path: Path) -> None:
    clone.script(path, "node", "echo v22.12.0")
    assert "npm is missing" in clone.the_one_sentence(clone.make(root, "run", path))


def test_every_old_python_can_read_the_sentence_meant_for_it() -> None:
    ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 6))


def test_an_old_python_is_named_when_there_is_no_newer_one(root: Path, tmp_path: Path) -> None:
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['b', 'run'];"
        "runpy.run_module('deploy.bootstrap', run_name='__main__')"
    )
    empty = tmp_path / "empty"
    empty.mkdir()
    said = clone.run([sys.executable, "-c", pretend], root, {"PATH": str(empty)})
    sentence = clone.the_one_sentence(said)
    assert "3.9" in sentence
    assert "3.11" in sentence


def test_a_newer_python_beside_an_old_one_is_found(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone.script(path, "python3.13", "exit 127")  # As a version manager's shim that points nowhere.
    (path / "python3.12").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(path))
    assert bootstrap.newer_python() == str(path / "python3.12")


def test_a_directory_that_may_not_be_written_to_is_named(root: Path, path: Path) -> None:
    put_node(path, "v22.12.0")
    root.chmod(0o555)
    command = [sys.executable, "-m", "deploy.bootstrap", "run"]
    if os.geteuid() == 0:  # Root may write anywhere, until that power is taken away.
        setpriv = shutil.which("setpriv")
        assert setpriv, "setpriv (util-linux) is not on this machine"
        lesser = "-dac_override,-dac_read_search"
        command = [setpriv, f"--bounding-set={lesser}", f"--inh-caps={lesser}", *command]
    said = clone.run(command, root, {"PATH": str(path)})
    root.chmod(0o755)
    sentence = clone.the_one_sentence(said)
    assert str(root) in sentence
    assert "Permission denied" in sentence


def test_a_disk_that_takes_no_byte_is_told_of(root: Path, path: Path) -> None:
    put_node(path, "v22.12.0")
    said = subprocess.run(
        [sys.executable, "-B", "-m", "deploy.bootstrap", "run"],
        cwd=root,
        env={"PATH": str(path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
        check=False,
    )
    assert "cannot write to" in clone.the_one_sentence(said)


@pytest.mark.slow
def test_without_a_network_python_packages_are_not_to_be_had(root: Path, path: Path) -> None:
    put_node(path, "v22.12.0")
    offline = {
        "PIP_INDEX_URL": CLOSED,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
    }
    said = clone.make(root, "run", path, offline)
    sentence = clone.the_one_sentence(said)
    assert "连不上软件源" in sentence
    assert "check the network" in sentence
    assert "pip.log" in sentence


def test_an_unknown_command_shows_how_to_ask(root: Path, path: Path) -> None:
    said = clone.run([sys.executable, "-m", "deploy.bootstrap", "fly"], root, {"PATH": str(path)})
    assert said.returncode == 2
    assert "make run | test | check" in said.stderr


def test_ci_calls_make_test_and_can_be_executed() -> None:
    script = clone.REPOSITORY / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text()


def test_ci_without_make_and_without_rights_is_told_to_install_it(
    root: Path, path: Path, tmp_path: Path
) -> None:
    ci = root / ".ci"
    ci.mkdir()
    shutil.copy(clone.REPOSITORY / ".ci" / "run", ci)
    (path / "bash").symlink_to(shutil.which("bash") or "/bin/bash")
    (path / "dirname").symlink_to(shutil.which("dirname") or "/usr/bin/dirname")
    clone.script(path, "id", "echo 1000")
    said = clone.run([str(path / "bash"), str(ci / "run")], root, {"PATH": str(path)})
    assert "apt-get install make" in clone.the_one_sentence(said)
