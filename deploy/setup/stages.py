"""The stages of `make test` and `make check`: what each runs, what came out of it, and the closing lines.

The last line, `N passed, N failed`, is what CI counts.
"""

import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.setup import processes
from deploy.setup.voice import say

LIMIT = 1800.0
"""Seconds that one program of a stage may take; a hung test must not hold CI for hours."""

FEW = 3
"""So many failed tests are tried once more; where more fail the code is broken, not the moment."""
TESTS_FAILED = 1
"""pytest's exit code when tests ran and some failed."""


@dataclass(slots=True)
class Counts:
    """Tests of one or more reports."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: "Counts") -> None:
        """Add the tests of another report."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def line(self) -> str:
        """Return the line that CI reads."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def read_report(report: Path) -> Counts:
    """Return the counts of a JUnit file; nothing at all if there is no such file or it is torn."""
    try:
        root = ElementTree.parse(report).getroot()  # noqa: S314 - written by our own test runner
    except (OSError, ElementTree.ParseError):
        return Counts()
    total = Counts()
    for case in root.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            total.failed += 1
        elif case.find("skipped") is not None:
            total.skipped += 1
        else:
            total.passed += 1
    return total


def failed_tests(report: Path) -> set[str]:
    """Return the names of the tests that failed in a JUnit file; none if it cannot be read."""
    try:
        root = ElementTree.parse(report).getroot()  # noqa: S314 - written by our own test runner
    except (OSError, ElementTree.ParseError):
        return set()
    return {
        f"{case.get('classname', '')}.{case.get('name', '')}"
        for case in root.iter("testcase")
        if case.find("failure") is not None or case.find("error") is not None
    }


@dataclass(frozen=True, slots=True)
class Step:
    """One program of a stage."""

    command: Sequence[str]
    cwd: Path
    report: Path | None = None
    """Where the program writes its JUnit file, if it runs tests."""
    again: "Step | None" = None
    """Runs only what failed in this one, if that is little. A test that passes then is named as unsteady."""


@dataclass(slots=True)
class Stage:
    """A named group of steps; it has passed when every step has."""

    chinese: str
    english: str
    steps: list[Step]
    at_once: bool = False
    """The steps run beside each other, in one directory, and their output comes when all have ended."""
    seconds: float = 0.0
    counts: Counts = field(default_factory=Counts)
    broken: list[str] = field(default_factory=list)
    """Programs that ended with an error."""
    unsteady: list[str] = field(default_factory=list)
    """Tests that failed and passed when tried once more: each is a defect of the test or of the product."""

    def run(self) -> None:
        """Run every step, also after one has failed: a person wants to see all of it."""
        say(self.chinese, self.english)
        began = time.monotonic()
        for step, code in zip(self.steps, self._codes(), strict=True):
            found = read_report(step.report) if step.report else Counts()
            if code == TESTS_FAILED and self._passes_again(step):
                found.passed, found.failed = found.passed + found.failed, 0
            elif code != 0:
                self.broken.append(f"{_short(step.command)} → {code}")
                # A runner that failed without a failed test (or a linter) is one failure.
                found.failed = max(found.failed, 1)
            self.counts.add(found)
        self.seconds = time.monotonic() - began

    def _passes_again(self, step: Step) -> bool:
        """Try the few tests that failed once more, alone; say whether every one of them passed."""
        if step.report is None or step.again is None or step.again.report is None:
            return False
        names = failed_tests(step.report)
        if not 0 < len(names) <= FEW:
            return False
        say(f"再试 {len(names)} 项没有通过的测试", f"Trying {len(names)} failed tests once more")
        code = processes.run(step.again.command, cwd=step.again.cwd, limit=LIMIT)
        second = read_report(step.again.report)
        if code != 0 or second.failed or second.passed < len(names):
            return False
        self.unsteady += sorted(names)
        return True

    def _codes(self) -> Iterator[int]:
        """Run the steps and yield their exit codes in order."""
        if not self.at_once:
            for step in self.steps:
                yield processes.run(step.command, cwd=step.cwd, limit=LIMIT)
            return
        with tempfile.TemporaryDirectory(prefix="tongke-stage-") as place:
            logs = [Path(place) / str(number) for number in range(len(self.steps))]
            commands = [step.command for step in self.steps]
            codes = processes.run_at_once(commands, cwd=self.steps[0].cwd, logs=logs, limit=LIMIT)
            for log in logs:
                sys.stdout.write(log.read_text("utf-8", "replace"))
        yield from codes


def run_all(stages: Sequence[Stage], write: Callable[[str], object] = sys.stdout.write) -> int:
    """Run the stages in order, print the summary and return the exit code."""
    total = Counts()
    for stage in stages:
        stage.run()
        total.add(stage.counts)
    write("\n")
    for stage in stages:
        verdict = "失败 failed" if stage.broken else "通过 passed"
        title = f"{stage.chinese} {stage.english}"
        write(f"  {stage.seconds:6.1f} s  {verdict}  {title}: {stage.counts.line()}\n")
        for program in stage.broken:
            write(f"            ✗ {program}\n")
        for name in stage.unsteady:
            write(f"            ! 不稳定 unsteady: {name}\n")
    write(f"{total.line()}\n")
    sys.stdout.flush()
    return 1 if total.failed else 0


def _short(command: Sequence[str]) -> str:
    return " ".join([Path(command[0]).name, *command[1:5]])
