"""The stages of the tests: all of them run, the counts are right, and CI can read the last line."""

import os
import sys
from pathlib import Path

import pytest

from deploy.setup.stages import Counts, Stage, Step, read_report, run_all

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure/></testcase><testcase name="c"><skipped/></testcase>
<testcase name="d"><error/></testcase><testcase name="e"/>
</testsuite></testsuites>"""


def step(program: str, folder: Path, report: Path | None = None) -> Step:
    return Step([sys.executable, "-c", program], folder, report)


def test_a_report_is_counted(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert read_report(report) == Counts(passed=2, failed=2, skipped=1)


def test_a_report_that_is_torn_or_missing_counts_nothing(tmp_path: Path) -> None:
    (tmp_path / "torn.xml").write_text(REPORT[:50])
    assert read_report(tmp_path / "torn.xml") == Counts()
    assert read_report(tmp_path / "none.xml") == Counts()


def test_the_last_line_is_what_ci_counts(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    writes = f"open({str(report)!r}, 'w').write('<s><testcase/><testcase/></s>')"
    said: list[str] = []
    stages = [Stage("单元", "unit", [step(writes, tmp_path, report)])]
    assert run_all(stages, said.append) == 0
    assert said[-1] == "2 passed, 0 failed\n"


def test_skipped_tests_are_told(tmp_path: Path) -> None:
    assert Counts(3, 0, 2).line() == "3 passed, 0 failed, 2 skipped"


def test_every_stage_runs_and_one_failure_fails_the_whole(tmp_path: Path) -> None:
    said: list[str] = []
    stages = [
        Stage("检查", "checks", [step("raise SystemExit(3)", tmp_path)]),
        Stage("单元", "unit", [step("open('ran', 'w')", tmp_path)]),
    ]
    assert run_all(stages, said.append) == 1
    assert (tmp_path / "ran").exists()
    assert said[-1] == "0 passed, 1 failed\n"
    text = "".join(said)
    assert "失败 failed  检查 checks" in text
    assert "通过 passed  单元 unit" in text
    assert "→ 3" in text


@pytest.mark.parametrize("code", [1, 2, 5])
def test_a_runner_that_failed_without_a_failed_test_is_a_failure(tmp_path: Path, code: int) -> None:
    report = tmp_path / "report.xml"
    report.write_text("<s><testcase/></s>")
    said: list[str] = []
    stages = [Stage("单元", "unit", [step(f"raise SystemExit({code})", tmp_path, report)])]
    assert run_all(stages, said.append) == 1
    assert said[-1] == "1 passed, 1 failed\n"


def test_steps_that_run_at_once_meet_and_are_counted_one_by_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    # Each waits for what the other one writes: one after the other they would never end.
    meets = "import pathlib, time\npathlib.Path({0!r}).touch()\nwhile not pathlib.Path({1!r}).exists(): time.sleep(0.01)\nprint('{2}')"
    first, second = str(tmp_path / "a"), str(tmp_path / "b")
    one = step(meets.format(first, second, "one"), tmp_path)
    other = step(meets.format(second, first, "two") + "\nraise SystemExit(4)", tmp_path)
    stage = Stage("单元", "unit", [one, other], at_once=True)
    stage.run()
    assert stage.counts == Counts(failed=1)
    assert [program[-4:] for program in stage.broken] == [" → 4"]
    assert capfd.readouterr().out.endswith("one\ntwo\n")


FLAKY = """
from pathlib import Path

def test_steady():
    pass

def test_moody():
    mark = Path({mark!r})
    before = mark.exists()
    mark.touch()
    assert before

def test_broken():
    assert {sound}
"""


def pytest_step(folder: Path, *, sound: bool) -> Step:
    """A program of pytest with one steady test, one that passes at its second run only, and one as told."""
    test = folder / "test_flaky.py"
    test.write_text(FLAKY.format(mark=str(folder / "mark"), sound=sound))
    first, second = folder / "first.xml", folder / "second.xml"
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(folder), "-c", os.devnull]
    command += ["-o", f"cache_dir={folder / 'cache'}", str(test)]
    again = Step([*command, "--last-failed", f"--junitxml={second}"], folder, second)
    return Step([*command, f"--junitxml={first}"], folder, first, again)


def test_a_test_that_passes_when_tried_alone_is_named_as_unsteady(tmp_path: Path) -> None:
    said: list[str] = []
    stage = Stage("单元", "unit", [pytest_step(tmp_path, sound=True)])
    assert run_all([stage], said.append) == 0
    assert said[-1] == "3 passed, 0 failed\n"
    assert "! 不稳定 unsteady: test_flaky.test_moody" in "".join(said)
    assert read_report(tmp_path / "second.xml") == Counts(passed=1)


def test_a_test_that_fails_twice_has_failed(tmp_path: Path) -> None:
    said: list[str] = []
    stage = Stage("单元", "unit", [pytest_step(tmp_path, sound=False)])
    assert run_all([stage], said.append) == 1
    assert said[-1] == "1 passed, 2 failed\n"
    assert "unsteady" not in "".join(said)


def test_many_failed_tests_are_not_tried_again(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    cases = "".join(f'<testcase name="{n}"><failure/></testcase>' for n in range(4))
    writes = f"open({str(report)!r}, 'w').write('<s>{cases}</s>'); raise SystemExit(1)"
    again = step("open('again', 'w')", tmp_path, tmp_path / "again.xml")
    program = Step([sys.executable, "-c", writes], tmp_path, report, again)
    stage = Stage("单元", "unit", [program])
    stage.run()
    assert stage.counts == Counts(failed=4)
    assert not (tmp_path / "again").exists()
