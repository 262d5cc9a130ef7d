import shutil
from pathlib import Path

from streaming.recording.budget import RELIEF, DiskBudget


def test_it_is_exhausted_below_the_reserve_and_well_again_some_way_above_it(
    tmp_path: Path,
) -> None:
    free = shutil.disk_usage(tmp_path).free
    budget = DiskBudget(tmp_path, free * 2)
    budget.look()
    assert budget.exhausted
    # Above the reserve, and not yet above what relieves it.
    budget._reserve = int(free / RELIEF * 1.1)
    budget.look()
    assert budget.exhausted
    budget._reserve = int(free / RELIEF * 0.8)
    budget.look()
    assert not budget.exhausted
    assert budget.free > 0


def test_without_a_reserve_nothing_is_refused_and_a_disk_that_is_gone_is_full(
    tmp_path: Path,
) -> None:
    budget = DiskBudget(tmp_path, 0)
    budget.look()
    assert not budget.exhausted
    gone = DiskBudget(tmp_path / "gone", 1)
    gone.look()
    assert (gone.exhausted, gone.free) == (True, 0)
