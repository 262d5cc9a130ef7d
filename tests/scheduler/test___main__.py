"""The command line as a person starts it: a process, its exit code, its files."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def scheduler(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scheduler", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_small_city_is_generated_solved_and_checked(tmp_path: Path) -> None:
    city, plan = tmp_path / "城.json", tmp_path / "城.plan.json"
    size = ["--counties", "1", "--hubs", "2", "--receivers", "3"]
    for step in (
        ["generate", "--seed", "3", *size, city],
        ["solve", "--seconds", "0", "--plan", plan, city],
        ["check", city, plan],
    ):
        done = scheduler(*step)
        assert done.returncode == 0, done.stderr
    assert plan.stat().st_size > 0


def test_a_file_that_is_not_there_is_a_sentence_and_an_exit_code(tmp_path: Path) -> None:
    done = scheduler("solve", tmp_path / "nothing.json")
    assert done.returncode != 0
    assert "nothing.json" in done.stderr
    assert "Traceback" not in done.stderr
