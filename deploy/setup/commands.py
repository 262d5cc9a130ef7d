"""The house commands: what each needs, then what it runs."""

import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.setup import machine, packages, processes, stages
from deploy.setup.environment import Environment
from deploy.setup.lock import write_locks
from deploy.setup.stages import Stage, Step
from deploy.setup.stamps import Stamps
from deploy.setup.voice import Trouble, say

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as c; c()"
"""Its console script holds the path of the environment, which breaks when the tree is moved."""
QUICK_WEB_CHECKS = ("types", "layers")
PEERS = "tests/support/peers"
UNIT = "not e2e and not bench"
SERVER = "tests/server"
BESIDE = ("alignment", "live", "organisation", "recordings", "timetables")
"""Rooms of the server's tests that run with the other half, so that both halves take about as long."""


class House:
    """One tree, its stamps and its environment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.stamps = Stamps(root)
        self.environment = Environment(root, self.stamps)
        self.python = str(self.environment.python)

    def run(self) -> int:
        """Start the product with its demo; this process becomes the server's."""
        with self._setting_up():
            machine.require_node()  # Before the long steps, not after them.
            if packages.missing([packages.FONTS]) and machine.is_debian_root():
                # Without them the demo teacher's slides are in Latin letters; no reason to stop.
                packages.install([packages.FONTS.name], self.stamps)
            self.environment.require_python(for_tests=False)
            self.environment.require_pages()
            self.environment.build_copies()
        machine.require_room(self.root, machine.ROOM_TO_RUN)
        say("启动同课", "Starting Tongke")
        os.chdir(self.root)
        os.execv(self.python, [self.python, "-m", "server", "serve", "--demo"])

    def test(self) -> int:
        """Run every test and check."""
        with self._setting_up():
            machine.require_node()
            packages.require(packages.FOR_TESTS, self.stamps, "make test")
            self.environment.require_python(for_tests=True)
            self.environment.require_pages()
            self.environment.build_copies()
            if (self.root / PEERS / "package.json").is_file():
                self.environment.require_node_packages(self.root / PEERS, "peers")
        with tempfile.TemporaryDirectory(prefix="tongke-reports-") as reports:
            return stages.run_all(self.stages_of_test(Path(reports)))

    def check(self) -> int:
        """Run what is quick: style, types, import rules, the repository's own tests."""
        with self._setting_up():
            machine.require_node()
            self.environment.require_python(for_tests=True)
            self.environment.require_node_packages(self.root / "web", "web-packages")
        with tempfile.TemporaryDirectory(prefix="tongke-reports-") as reports:
            return stages.run_all([self._check_stage(Path(reports))])

    def bench_relay(self) -> int:
        """Measure the relay beside its rivals; a rival that cannot be had is left out."""
        with self._setting_up():
            self.environment.require_python(for_tests=True)
            self._try_to_have(packages.FOR_BENCHMARKS)
            self.environment.build_copies()
        os.chdir(self.root)
        os.execv(self.python, [self.python, "-m", "tests.bench.relay"])

    def tools(self) -> int:
        """Set up what tests and measurements need, and run nothing: the Makefile goes on from there."""
        with self._setting_up():
            self.environment.require_python(for_tests=True)
            self._try_to_have((*packages.FOR_TESTS, *packages.FOR_FAULTS))
            self.environment.build_copies()
        return 0

    def pages(self) -> int:
        """Build the pages where they are not what their sources say: for measurements that open them."""
        with self._setting_up():
            self.environment.require_pages()
        return 0

    def _try_to_have(self, wanted: Sequence[packages.SystemPackage]) -> None:
        """Install packages where that is possible, else say what is left out."""
        names = packages.missing(wanted)
        if names and not (machine.is_debian_root() and packages.install(names, self.stamps)):
            say(f"没有 {' '.join(names)}，少比较几项", f"Comparing less: no {' '.join(names)}")

    def lock(self) -> int:
        """Write the lock files anew."""
        with self._setting_up():
            write_locks(self.root, self.stamps)
        return 0

    def stages_of_test(self, reports: Path) -> list[Stage]:
        """Return what `make test` runs; the quick checks first, the browsers last."""
        web_report = reports / "web.xml"
        vitest = [
            "--",
            "--reporter=default",
            "--reporter=junit",
            f"--outputFile.junit={web_report}",
        ]
        npm = machine.require_node()[1]
        return [
            self._check_stage(reports),
            Stage(
                "单元测试与集成测试",
                "Unit and integration tests",
                # Two halves that take about as long, because even small machines have two cores.
                [
                    self._pytest(
                        UNIT,
                        reports / "server.xml",
                        SERVER,
                        *(f"--ignore={SERVER}/{room}" for room in BESIDE),
                    ),
                    self._pytest(
                        UNIT,
                        reports / "unit.xml",
                        "--ignore=tests/repository",
                        *(f"--ignore={SERVER}/{name}" for name in self._tests_of_server()),
                    ),
                ],
                at_once=True,
            ),
            Stage(
                "网页单元测试",
                "Web unit tests",
                [Step([npm, "test", *vitest], self.root / "web", web_report)],
            ),
            Stage(
                "浏览器与进程测试",
                "Browser and process tests",
                [self._pytest("e2e", reports / "e2e.xml")],
            ),
        ]

    def _setting_up(self) -> "SettingUp":
        return SettingUp(self)

    def _check_stage(self, reports: Path) -> Stage:
        npm = machine.require_node()[1]
        root = self.root
        return Stage(
            "检查",
            "Checks",
            [
                Step([self.python, "-m", "ruff", "check", "."], root),
                Step([self.python, "-m", "ruff", "format", "--check", "."], root),
                Step([self.python, "-m", "mypy"], root),
                Step([self.python, "-m", "mypy", "-p", "deploy"], root),
                Step([self.python, "-c", LINT_IMPORTS, "--config", "imports.toml"], root),
                *(Step([npm, "run", script], root / "web") for script in QUICK_WEB_CHECKS),
                self._pytest("not e2e", reports / "repository.xml", "tests/repository"),
            ],
        )

    def _tests_of_server(self) -> list[str]:
        """Return what of the server's tests does not run with the other half."""
        names = sorted(each.name for each in (self.root / SERVER).iterdir())
        return [name for name in names if name not in BESIDE and name != "conftest.py"]

    def _pytest(self, marks: str, report: Path, *words: str) -> Step:
        # What failed is remembered for each program alone: two may run beside each other.
        remembered = f"cache_dir={report.with_suffix('.cache')}"
        options = ["-m", marks, "-o", remembered, "-o", "faulthandler_timeout=300"]
        command = [self.python, "-m", "pytest", "-q", *options]
        second = report.with_suffix(".again.xml")
        failed = ["--last-failed", "--last-failed-no-failures=none"]
        again = Step([*command, f"--junitxml={second}", *failed, *words], self.root, second)
        return Step([*command, f"--junitxml={report}", *words], self.root, report, again)


class SettingUp:
    """The part of a command that installs: checked, and alone in this tree."""

    def __init__(self, house: House) -> None:
        self._stamps = house.stamps
        self._alone = self._stamps.alone()

    def __enter__(self) -> None:
        self._stamps.open()
        self._alone.__enter__()

    def __exit__(self, *failure: object) -> None:
        self._alone.__exit__(None, None, None)


COMMANDS: Mapping[str, Callable[[House], int]] = {
    "run": House.run,
    "test": House.test,
    "check": House.check,
    "bench-relay": House.bench_relay,
    "tools": House.tools,
    "pages": House.pages,
    "lock": House.lock,
}


def main(words: list[str]) -> int:
    """Run one command; return its exit code. Trouble ends in one sentence, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without Chinese still shows the English half.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    processes.interrupt_on_terminate()
    if len(words) != 1 or words[0] not in COMMANDS:
        sys.stderr.write(f"✗ 用法 / usage: make {' | '.join(COMMANDS)}\n")
        return 2
    try:
        return COMMANDS[words[0]](House(ROOT))
    except Trouble as trouble:
        sys.stderr.write(f"✗ {trouble}\n")
    except KeyboardInterrupt:
        sys.stderr.write("✗ 已中断 / interrupted\n")
        return 130
    except OSError as error:
        name = error.filename or ROOT
        sys.stderr.write(
            f"✗ 读写 {name} 失败（{error.strerror}）：请检查磁盘和权限，然后再运行一次。 / "
            f"cannot use {name} ({error.strerror}): check the disk and the permissions, "
            "then run this again.\n"
        )
    return 1
