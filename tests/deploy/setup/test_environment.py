"""Installing: only what changed, and a reason that a person can act on when it fails."""

import os
import sys
from pathlib import Path

import pytest

from deploy.setup import environment, machine
from deploy.setup.environment import Environment
from deploy.setup.stamps import Stamps
from deploy.setup.voice import Trouble
from tests.support import clone

COUNTING_NPM = (
    'echo "$@" >> "{note}"; mkdir -p node_modules dist; touch dist/staff.html dist/kiosk.html'
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = clone.copy_of_the_set_up(tmp_path)
    (root / "requirements.lock").write_text("")
    (root / "requirements-dev.lock").write_text("")
    return root


@pytest.fixture
def env(tree: Path) -> Environment:
    stamps = Stamps(tree)
    stamps.open()
    return Environment(tree, stamps)


@pytest.fixture
def npm_calls(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Node.js whose npm makes the pages at once and notes what it was told."""
    path, note = tmp_path / "programs", tmp_path / "calls"
    path.mkdir()
    note.write_text("")
    clone.script(path, "node", "echo v22.12.0")
    clone.script(path, "npm", COUNTING_NPM.format(note=note))
    monkeypatch.setenv("PATH", f"{path}:/bin:/usr/bin")
    return note


def test_pages_are_built_once(env: Environment, npm_calls: Path) -> None:
    env.require_pages()
    env.require_pages()
    assert npm_calls.read_text().splitlines() == ["ci --no-audit --no-fund", "run build"]


def test_a_changed_source_builds_the_pages_but_installs_nothing(
    env: Environment, tree: Path, npm_calls: Path
) -> None:
    env.require_pages()
    (tree / "web" / "index.ts").write_text("new")
    env.require_pages()
    assert npm_calls.read_text().splitlines()[2:] == ["run build"]


def test_a_page_that_was_removed_is_built_again(
    env: Environment, tree: Path, npm_calls: Path
) -> None:
    env.require_pages()
    (tree / "web" / "dist" / "kiosk.html").unlink()
    env.require_pages()
    assert npm_calls.read_text().splitlines()[2:] == ["run build"]


def test_half_an_installation_counts_for_nothing(
    env: Environment, tree: Path, npm_calls: Path, tmp_path: Path
) -> None:
    env.require_pages()
    clone.script(tmp_path / "programs", "npm", "echo ENOTFOUND; exit 1")
    (tree / "web" / "package-lock.json").write_text("{}")
    with pytest.raises(Trouble, match=r"连不上软件源.*check the network"):
        env.require_pages()
    clone.script(tmp_path / "programs", "npm", COUNTING_NPM.format(note=npm_calls))
    (tree / "web" / "node_modules").mkdir(exist_ok=True)
    env.require_pages()
    assert npm_calls.read_text().splitlines()[2] == "ci --no-audit --no-fund"


@pytest.mark.slow
def test_the_python_environment_is_made_once_and_again_when_it_breaks(
    env: Environment, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env.require_python(for_tests=True)
    assert env.python.exists()

    class MadeAgain(Exception):
        pass

    def make_again(self: Environment) -> None:
        raise MadeAgain

    monkeypatch.setattr(Environment, "_make_environment", make_again)
    env.require_python(for_tests=True)
    env.require_python(for_tests=False)  # The tests' lock contains the product's.
    env.python.unlink()
    env.python.symlink_to(tree / "a-python-that-was-removed")
    with pytest.raises(MadeAgain):
        env.require_python(for_tests=False)


def test_a_python_without_venv_asks_for_its_package(
    env: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "can_make_environments", lambda: False)
    monkeypatch.setattr(machine, "is_debian_root", lambda: False)
    name = f"python3.{sys.version_info.minor}-venv"
    with pytest.raises(Trouble, match=f"apt-get install -y {name}"):
        env.require_python(for_tests=False)


def test_a_full_disk_is_told_before_anything_is_downloaded(
    env: Environment, tree: Path, npm_calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "ROOM_TO_INSTALL", 1 << 60)
    with pytest.raises(Trouble, match=r"磁盘空间不足.*the disk is full"):
        env.require_python(for_tests=False)
    with pytest.raises(Trouble, match=r"磁盘空间不足.*the disk is full"):
        env.require_pages()
    assert not (tree / ".venv").exists()
    assert npm_calls.read_text() == ""


@pytest.mark.slow
def test_npm_without_a_network_says_so(
    env: Environment, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9")
    monkeypatch.setenv("NPM_CONFIG_FETCH_RETRIES", "0")
    monkeypatch.setenv("NPM_CONFIG_CACHE", str(tree / "cache"))
    monkeypatch.setenv("NPM_CONFIG_USERCONFIG", os.devnull)
    with pytest.raises(Trouble, match=r"npm 依赖安装失败：连不上软件源"):
        env.require_node_packages(tree / "web", "web-packages")


@pytest.mark.parametrize(
    ("line", "chinese"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "磁盘已满"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "校验值不符"),
        ("npm error code EACCES", "没有写入权限"),
        ("[Errno -3] Temporary failure in name resolution", "连不上软件源"),
        ("something that nobody has seen before", "请查看日志"),
    ],
)
def test_a_log_is_read_for_the_reason(tmp_path: Path, line: str, chinese: str) -> None:
    log = tmp_path / "log"
    log.write_text(f"Collecting numpy\n{line}\n")
    assert chinese in environment.reason(log)[0]


@pytest.fixture
def copies(tree: Path) -> Path:
    """The folder of the relay's C loop, with a source that builds."""
    folder = tree / "streaming" / "transport"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "copies.c").write_text("int copies_version(void) { return 1; }")
    return folder


def test_the_c_loop_is_built_once_and_again_when_its_source_changes(
    env: Environment, copies: Path
) -> None:
    library = copies / "libcopies-2.so"
    env.build_copies()
    first, made = library.read_bytes(), library.stat().st_mtime_ns
    env.build_copies()
    assert library.stat().st_mtime_ns == made
    (copies / "copies.c").write_text("int copies_version(void) { return 2; }")
    env.build_copies()
    assert library.read_bytes() != first


def test_a_c_loop_that_cannot_be_built_leaves_the_python_one(
    env: Environment, copies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env.build_copies()
    (copies / "copies.c").write_text("no C")
    env.build_copies()
    assert not (copies / "libcopies-2.so").exists()
    assert "Python 版本" in capsys.readouterr().out


def test_without_a_compiler_it_is_said_what_would_help(
    env: Environment,
    copies: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    env.build_copies()
    assert not (copies / "libcopies-2.so").exists()
    assert "gcc" in capsys.readouterr().out
