"""Programs of the set-up end, whatever happens to it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.setup import processes

LEAVES_A_CHILD = (
    "import subprocess, sys; child = subprocess.Popen(['sleep', '60']);"
    "open(sys.argv[1], 'w').write(str(child.pid))"
)


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def wait_until_gone(pid: int) -> None:
    for _ in range(500):
        if not is_running(pid):
            return
        time.sleep(0.01)
    pytest.fail(f"process {pid} is still there")


def test_the_exit_code_comes_back(tmp_path: Path) -> None:
    assert processes.run([sys.executable, "-c", "raise SystemExit(7)"], cwd=tmp_path) == 7


def test_output_and_errors_go_to_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = "import sys; print('out', flush=True); print('err', file=sys.stderr)"
    assert processes.run([sys.executable, "-c", program], cwd=tmp_path, log=log) == 0
    assert log.read_text().split() == ["out", "err"]


def test_a_program_gets_no_standard_input_and_the_added_environment(tmp_path: Path) -> None:
    program = "import os, sys; sys.exit(sys.stdin.read() != '' or os.environ['COLOUR'] != 'green')"
    command = [sys.executable, "-c", program]
    assert processes.run(command, cwd=tmp_path, env={"COLOUR": "green"}) == 0


def test_what_a_program_leaves_behind_is_ended(tmp_path: Path) -> None:
    note = tmp_path / "child"
    assert processes.run([sys.executable, "-c", LEAVES_A_CHILD, str(note)], cwd=tmp_path) == 0
    wait_until_gone(int(note.read_text()))


@pytest.mark.slow
def test_a_program_that_hangs_is_ended_at_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.2)
    stubborn = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)"
    code = processes.run([sys.executable, "-c", stubborn], cwd=tmp_path, limit=0.5)
    assert code == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ending_the_set_up_ends_its_program(tmp_path: Path, number: int) -> None:
    note = tmp_path / "pid"
    program = (
        "import sys; from pathlib import Path; from deploy.setup import processes;"
        "processes.interrupt_on_terminate();"
        f"processes.run(['sh', '-c', 'echo $$ > pid; exec sleep 60'], cwd=Path({str(tmp_path)!r}))"
    )
    root = Path(__file__).parents[3]
    setter = subprocess.Popen([sys.executable, "-c", program], cwd=root, stderr=subprocess.DEVNULL)
    while not note.exists() or not note.read_text().strip():
        time.sleep(0.01)
    os.kill(setter.pid, number)
    assert setter.wait(10) != 0
    wait_until_gone(int(note.read_text()))


def test_programs_at_once_end_together_when_one_cannot_be_started(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    sleeper = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    commands = [[sys.executable, "-c", sleeper], [str(tmp_path / "nothing")]]
    with pytest.raises(FileNotFoundError):
        processes.run_at_once(
            commands, cwd=tmp_path, logs=[tmp_path / "1", tmp_path / "2"], limit=30
        )
    if note.exists() and note.read_text():
        wait_until_gone(int(note.read_text()))
