import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from server import supervisor as supervisor_module
from server.supervisor import Child, Supervisor
from tests.support.app import eventually

pytestmark = [pytest.mark.e2e]

STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); open({!r}, 'w').close(); time.sleep(60)"
POLITE = (
    "import signal, sys, time; "
    "signal.signal(15, lambda *_: (open({!r}, 'a').write({!r}), sys.exit(0))); "
    "open({!r}, 'w').close(); time.sleep(60)"
)


WAITS = (
    "import os, sys, time; "
    "spare = '--spare' in sys.argv; "
    "log = lambda word: os.write(os.open({0!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT), f'{{word}} {{os.getpid()}}\\n'.encode()); "
    "spare and log('waits'); "
    "spare and (sys.stdin.readline() or sys.exit(0)); "
    "log('runs'); time.sleep(60)"
)
"""A program that knows how to be a spare, and writes down what it does."""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def polite(tmp_path: Path, name: str) -> Child:
    mark, log = str(tmp_path / f"{name}.up"), str(tmp_path / "log")
    return Child(name, ("-c", POLITE.format(log, f"{name} ", mark)))


async def test_children_end_group_after_group(tmp_path: Path) -> None:
    supervisor = Supervisor()
    for name in ("archiver", "node", "teacher"):
        supervisor.start(polite(tmp_path, name))
    await eventually(lambda: len(list(tmp_path.glob("*.up"))) == 3, 30)
    await supervisor.close([["teacher"], ["node"]], 10)
    assert (tmp_path / "log").read_text() == "teacher node archiver "
    await supervisor.close([["teacher"]], 10)


async def test_a_child_that_crashes_is_started_again_with_a_longer_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervisor_module, "SECOND_PAUSE", 0.1)
    supervisor = Supervisor()
    supervisor.start(Child("node", ("-c", "raise SystemExit(3)")))
    await eventually(lambda: supervisor.restarts.get("node", 0) >= 3, 30)
    await supervisor.close([], 10)
    pauses = [line.split("pause=")[1] for line in caplog.text.splitlines() if "pause=" in line]
    assert pauses[:3] == ["0.0s", "0.1s", "0.4s"]
    assert "child gone, restarted child=node code=3" in caplog.text


async def test_a_child_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    supervisor, mark = Supervisor(), tmp_path / "up"
    supervisor.start(Child("node", ("-c", STUBBORN.format(str(mark)))))
    await eventually(mark.exists, 30)
    pid = supervisor._running["node"].pid
    await supervisor.close([["node"]], 0.1)
    assert not alive(pid)


async def test_a_child_that_waits_for_its_restart_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervisor_module, "SECOND_PAUSE", 60)
    supervisor = Supervisor()
    supervisor.start(Child("node", ("-c", "raise SystemExit(1)")))
    await eventually(lambda: supervisor.restarts.get("node", 0) >= 2, 30)
    async with asyncio.timeout(5):
        await supervisor.close([["node"]], 3)


async def test_at_once_means_at_once(tmp_path: Path) -> None:
    supervisor, mark = Supervisor(), tmp_path / "up"
    supervisor.start(Child("node", ("-c", STUBBORN.format(str(mark)))))
    await eventually(mark.exists, 30)
    supervisor.kill()
    async with asyncio.timeout(5):
        await supervisor.close([["node"]], 60)


async def test_a_child_has_a_group_of_its_own_and_its_environment(tmp_path: Path) -> None:
    out = tmp_path / "out"
    code = f"import os; open({str(out)!r}, 'w').write(f'{{os.getpgrp()}} {{os.environ[\"WORD\"]}}')"
    supervisor = Supervisor()
    supervisor.start(Child("node", ("-c", code), {"WORD": "here"}))
    await eventually(lambda: out.exists() and out.read_text(), 30)
    await supervisor.close([], 10)
    group, word = out.read_text().split()
    assert (int(group) != os.getpgrp(), word) == (True, "here")


async def test_no_child_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    child = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    parent = (
        "import asyncio\n"
        "from server.supervisor import Child, Supervisor\n"
        "async def main():\n"
        f"    Supervisor().start(Child('node', ('-c', {child!r})))\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", parent)
    await eventually(lambda: mark.exists() and mark.read_text(), 30)
    pid = int(mark.read_text())
    process.send_signal(signal.SIGKILL)
    await process.wait()
    await eventually(lambda: not alive(pid))


def spared(log: Path) -> Child:
    return Child("node", ("-c", WAITS.format(str(log))), spared=True)


def said(log: Path, word: str) -> list[int]:
    lines = log.read_text().splitlines() if log.exists() else []
    return [int(pid) for found, pid in map(str.split, lines) if found == word]


async def test_a_spare_takes_the_place_of_a_child_that_was_killed_and_gets_a_spare_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_module, "SPARE_AFTER", 0)
    supervisor, log = Supervisor(), tmp_path / "log"
    supervisor.start(spared(log))
    await eventually(lambda: len(said(log, "waits")) == 1 == len(said(log, "runs")), 30)
    os.kill(said(log, "runs")[0], signal.SIGKILL)
    await eventually(lambda: len(said(log, "runs")) == len(said(log, "waits")) == 2, 30)
    assert said(log, "runs")[1] == said(log, "waits")[0]
    assert supervisor._running["node"].pid == said(log, "runs")[1]
    await supervisor.close([["node"]], 10)
    assert [pid for pid in said(log, "runs") + said(log, "waits") if alive(pid)] == []


async def test_a_child_whose_spare_was_killed_too_is_started_from_the_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_module, "SPARE_AFTER", 0)
    supervisor, log = Supervisor(), tmp_path / "log"
    supervisor.start(spared(log))
    await eventually(lambda: len(said(log, "waits")) == 1 == len(said(log, "runs")), 30)
    (first,), (spare,) = said(log, "runs"), said(log, "waits")
    os.kill(spare, signal.SIGKILL)
    await eventually(lambda: supervisor._spares["node"].returncode is not None, 30)
    os.kill(first, signal.SIGKILL)
    await eventually(lambda: len(said(log, "runs")) == 2, 30)
    assert said(log, "runs")[1] not in {first, spare}
    supervisor.kill()
    await supervisor.close([["node"]], 10)


async def test_no_spare_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    parent = (
        "import asyncio\n"
        "from server import supervisor\n"
        "supervisor.SPARE_AFTER = 0\n"
        "async def main():\n"
        f"    child = supervisor.Child('node', ('-c', {WAITS.format(str(log))!r}), spared=True)\n"
        "    supervisor.Supervisor().start(child)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", parent)
    await eventually(lambda: len(said(log, "waits")) == 1 == len(said(log, "runs")), 30)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    await eventually(lambda: not any(map(alive, said(log, "waits") + said(log, "runs"))))
