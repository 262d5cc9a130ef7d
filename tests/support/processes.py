"""Processes of a test: started in a group of their own, watched, and ended without leaving anything behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
END_TIMEOUT = 15.0
"""Seconds that a process may take from SIGINT to its end."""
LOG_TAIL = 6_000
"""Characters of a log that a failure shows."""


class Running:
    """One process of ours (the leader of its own group) with its log."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self.log = log

    @property
    def pid(self) -> int:
        """Process id, also of its group."""
        return self.process.pid

    def tail(self) -> str:
        """Return the end of what it wrote."""
        return f"--- {self.log.name} ---\n{self.log.read_text(errors='replace')[-LOG_TAIL:]}"

    def assert_alive(self) -> None:
        """Fail with the log when the process has ended."""
        code = self.process.poll()
        assert code is None, f"process {self.pid} ended with {code}\n{self.tail()}"

    def interrupt(self) -> int:
        """Send SIGINT as Ctrl-C does, to the leader only, and return the exit code.

        What is still there after `END_TIMEOUT` is killed, and that fails the test.
        """
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(END_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(
                f"process {self.pid} did not end within {END_TIMEOUT} s of SIGINT\n{self.tail()}"
            ) from None

    def kill(self) -> None:
        """Kill the whole group; idempotent."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait(5)


@contextmanager
def running(
    command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Run a command from the repository's root, its output in `log`; the group is dead afterwards.

    The environment holds nothing of `TONGKE_…` but what is given.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TONGKE_")}
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(command),
            cwd=REPOSITORY,
            env={**clean, "PYTHONUNBUFFERED": "1", **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    started = Running(process, log)
    try:
        yield started
    finally:
        started.kill()


def python(*arguments: str) -> list[str]:
    """Return a command that runs this interpreter."""
    return [sys.executable, *arguments]


def members_of_group(group: int) -> list[int]:
    """Return the ids of the living processes of a process group, without zombies."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(entry.name))
    return found


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that all threads of a process have used, in user space and in the kernel.

    From the scheduler's own count (nanoseconds), because `utime` and `stime` come in ticks of 10 ms.
    """
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except FileNotFoundError:
            continue
    return total / 1e9


def wait_until_gone(group: int, timeout: float = 5.0) -> list[int]:
    """Return the members of a process group that are still there after `timeout` seconds at most."""
    deadline = time.monotonic() + timeout
    while (members := members_of_group(group)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return members
