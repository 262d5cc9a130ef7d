"""Writes `requirements.lock` and `requirements-dev.lock` from `pyproject.toml`, with hashes and without addresses."""

import shutil
import sys
from pathlib import Path

from deploy.setup import processes
from deploy.setup.stamps import Stamps
from deploy.setup.voice import Trouble, say

TOOL = "pip-tools==7.6.2"
HEADERS = {
    "requirements.lock": "# Exact versions and hashes of what the product needs.",
    "requirements-dev.lock": "# Exact versions and hashes of what the product and its tests need.",
}
ORIGIN = " Written by `make lock`; do not edit.\n"
OPTIONS = (
    "--quiet",
    "--upgrade",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-header",
    "--strip-extras",
    "--allow-unsafe",
)


def write_locks(root: Path, stamps: Stamps) -> None:
    """Resolve anew and write both files; takes about five minutes.

    Raises:
        Trouble: if the tool cannot be installed or finds no solution.
    """
    tools = stamps.folder / "lock-tools"
    log = stamps.log("lock")
    say(f"准备 {TOOL}", f"Preparing {TOOL}")
    shutil.rmtree(tools, ignore_errors=True)
    python = str(tools / "bin" / "python")
    _must([sys.executable, "-m", "venv", str(tools)], root, log)
    _must([python, "-m", "pip", "install", TOOL], root, log)
    for name, header in HEADERS.items():
        say(f"计算 {name}", f"Resolving {name}")
        # The tests' lock must agree with the product's, or one environment could not serve both.
        also = ["--extra", "dev", "-c", "requirements.lock"] if "-dev" in name else []
        command = [python, "-m", "piptools", "compile", *OPTIONS, *also, "-o", name]
        _must([*command, "pyproject.toml"], root, log)
        lock = root / name
        lock.write_text(header + ORIGIN + lock.read_text("utf-8").lstrip(), "utf-8")


def _must(command: list[str], root: Path, log: Path) -> None:
    if processes.run(command, cwd=root, log=log) != 0:
        raise Trouble(
            f"无法更新锁文件：请查看 {log}。", f"the locks could not be written: read {log}."
        )
