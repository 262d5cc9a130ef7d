"""A copy of the repository's set-up, in a directory whose name is as awkward as people's are."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
FILES = ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock")


def copy_of_the_set_up(folder: Path) -> Path:
    """Copy what `make` needs before it has installed anything; return the root of the copy."""
    root = folder / "同课 试 a'b" / "tongke"
    root.mkdir(parents=True)
    for name in FILES:
        shutil.copy(REPOSITORY / name, root)
    shutil.copytree(
        REPOSITORY / "deploy" / "setup",
        root / "deploy" / "setup",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(REPOSITORY / "deploy" / "bootstrap.py", root / "deploy")
    (root / "web").mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(REPOSITORY / "web" / name, root / "web")
    return root


def programs(folder: Path, *names: str) -> Path:
    """Make a folder that holds only these programs (and Python), to be a PATH of its own."""
    folder.mkdir(exist_ok=True)
    for name in ("sh", "sed", *names):
        found = shutil.which(name)
        assert found, f"{name} is not on this machine"
        (folder / name).symlink_to(found)
    (folder / "python3").symlink_to(sys.executable)
    return folder


def script(folder: Path, name: str, text: str) -> None:
    """Put a small program of our own on that PATH."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def make(
    root: Path, target: str, path: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `make` with a PATH of its own and nothing on standard input."""
    program = shutil.which("make")
    assert program, "make is not on this machine"
    return run([program, target] if target else [program], root, {"PATH": str(path), **(env or {})})


def run(
    command: Sequence[str], root: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a program with almost no environment."""
    return subprocess.run(
        command,
        cwd=root,
        env={"HOME": os.environ.get("HOME", "/"), "LC_ALL": "C", **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def the_one_sentence(said: subprocess.CompletedProcess[str]) -> str:
    """Return what a failed command told: exactly one sentence in both languages, and no traceback."""
    assert said.returncode != 0, said.stdout
    assert "Traceback" not in said.stdout + said.stderr
    lines = [line for line in said.stderr.splitlines() if not line.startswith("make: ***")]
    assert len(lines) == 1, said.stderr
    assert lines[0].startswith("✗ ")
    assert " / " in lines[0]
    return lines[0]
