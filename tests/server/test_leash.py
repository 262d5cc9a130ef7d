import os
import subprocess
import sys

import pytest

from server.supervisor import LEASH

pytestmark = [pytest.mark.e2e]


def leashed(parent: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(LEASH), str(parent)]
    program = [sys.executable, "-c", "import sys; print('became', sys.argv[1:])", "a b", "课"]
    return subprocess.run(
        [*command, *program], capture_output=True, text=True, timeout=60, check=False
    )


def test_it_becomes_the_program_with_its_arguments() -> None:
    done = leashed(os.getpid())
    assert (done.returncode, done.stdout, done.stderr) == (0, "became ['a b', '课']\n", "")


def test_a_parent_that_is_gone_already_leaves_nothing_running() -> None:
    done = leashed(1)
    assert (done.returncode, done.stdout) == (0, "")
