import os
import signal
import time

import pytest

from scheduler.alignment import Limits, Solved
from scheduler.formats import write_instance
from scheduler.plan import Plan
from scheduler.process import Advance, AlignmentProcess, Failed, Report
from scheduler.validation import violations
from tests.support.small_weeks import instance
from tests.support.tiny_cities import small_city

QUICK = Limits(seconds=600.0, rounds=2, bound_iterations=100, workers=1)
LONG = Limits(seconds=600.0, workers=1)
PATIENCE = 60.0

pytestmark = pytest.mark.slow


def next_report(run: AlignmentProcess) -> Report:
    report = run.poll(PATIENCE)
    assert report is not None, "nothing came from the child"
    return report


def last_report(run: AlignmentProcess) -> Report:
    report = next_report(run)
    while isinstance(report, Advance):
        report = next_report(run)
    return report


def test_a_run_reports_steps_and_ends_with_a_valid_plan() -> None:
    with AlignmentProcess(write_instance(small_city()), QUICK) as run:
        first = next_report(run)
        assert isinstance(first, Advance)
        assert first.plan is not None
        last = last_report(run)
        assert isinstance(last, Solved)
        assert violations(small_city(), last.plan) == []
        assert run.best == last.plan
        assert run.poll(0.0) is None


def test_a_stopped_run_keeps_the_best_plan_so_far() -> None:
    with AlignmentProcess(write_instance(small_city()), LONG) as run:
        assert isinstance(next_report(run), Advance)
        run.stop()
        last = last_report(run)
        assert isinstance(last, Solved)
        assert last.stopped == "stop"


def test_ctrl_c_at_a_terminal_is_the_parents_business() -> None:
    with AlignmentProcess(write_instance(small_city()), LONG) as run:
        assert isinstance(next_report(run), Advance)
        assert run.pid is not None
        os.kill(run.pid, signal.SIGINT)
        run.stop()
        last = last_report(run)
        assert isinstance(last, Solved)
        assert last.stopped == "stop"


def test_a_killed_child_leaves_the_plan_that_had_arrived() -> None:
    with AlignmentProcess(write_instance(small_city()), LONG) as run:
        next_report(run)
        assert run.pid is not None
        os.kill(run.pid, signal.SIGKILL)
        assert isinstance(last_report(run), Failed)
        assert isinstance(run.best, Plan)
        assert violations(small_city(), run.best) == []


def test_a_wrong_instance_is_refused_with_the_field() -> None:
    broken = write_instance(instance(demands=[])).replace('"hub"', '"nowhere"', 1)
    with AlignmentProcess(broken, QUICK) as run:
        last = last_report(run)
        assert isinstance(last, Failed)
        assert last.reason.startswith("schools[1].paired_hub: hub came")


def test_closing_ends_the_child() -> None:
    run = AlignmentProcess(write_instance(small_city()), LONG)
    next_report(run)
    pid = run.pid
    assert pid is not None
    began = time.monotonic()
    run.close()
    run.close()
    assert time.monotonic() - began < 30
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
