"""Writing the lock files: headers without a date or an address, and one sentence when it fails."""

from pathlib import Path

import pytest

from deploy.setup import lock, processes
from deploy.setup.stamps import Stamps
from deploy.setup.voice import Trouble


@pytest.fixture
def stamps(tmp_path: Path) -> Stamps:
    made = Stamps(tmp_path)
    made.open()
    return made


def test_both_locks_are_written_with_their_headers_and_agree(
    tmp_path: Path, stamps: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[str]] = []

    def resolve(command: list[str], *, cwd: Path, log: Path) -> int:
        told.append(command)
        if "compile" in command:
            (cwd / command[command.index("-o") + 1]).write_text("\naiortc==1.16.0\n")
        return 0

    monkeypatch.setattr(processes, "run", resolve)
    lock.write_locks(tmp_path, stamps)
    for name, header in lock.HEADERS.items():
        text = (tmp_path / name).read_text()
        assert text == f"{header} Written by `make lock`; do not edit.\naiortc==1.16.0\n"
    product, tests = (command for command in told if "compile" in command)
    assert {"--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"} <= set(product)
    assert "dev" not in product
    assert tests[tests.index("-c") + 1] == "requirements.lock"


def test_a_resolution_that_fails_is_one_sentence(
    tmp_path: Path, stamps: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "run", lambda command, *, cwd, log: 1)
    with pytest.raises(Trouble, match="the locks could not be written"):
        lock.write_locks(tmp_path, stamps)
