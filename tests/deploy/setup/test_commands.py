"""The house commands: what they need first, and how they speak of trouble."""

import os
from pathlib import Path

import pytest

from deploy.setup import commands, machine, packages
from deploy.setup.commands import COMMANDS, House
from deploy.setup.environment import Environment
from tests.support import clone

ROOT = Path(__file__).resolve().parents[3]


class Replaced(Exception):
    """Stands where this process would have become the server's."""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Note the long steps instead of taking them."""
    taken: list[str] = []
    monkeypatch.setattr(commands, "ROOT", clone.copy_of_the_set_up(tmp_path))
    monkeypatch.setattr(machine, "require_node", lambda: ("v22.12.0", "/bin/npm"))
    monkeypatch.setattr(packages, "install", lambda names, stamps: taken.append("apt") or True)
    monkeypatch.setattr(packages, "missing", lambda wanted: [])
    monkeypatch.setattr(
        Environment,
        "require_python",
        lambda self, *, for_tests: taken.append("dev" if for_tests else "run"),
    )
    monkeypatch.setattr(Environment, "require_pages", lambda self: taken.append("pages"))

    def replace(program: str, words: list[str]) -> None:
        assert words[0] == program
        taken.append(" ".join(words[1:]))
        raise Replaced

    monkeypatch.setattr(os, "execv", replace)
    monkeypatch.setattr(os, "chdir", lambda where: None)
    return taken


def test_run_installs_builds_and_becomes_the_server(steps: list[str]) -> None:
    with pytest.raises(Replaced):
        commands.main(["run"])
    assert steps == ["run", "pages", "-m server serve --demo"]


def test_run_gets_chinese_letters_where_it_may(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "missing", lambda wanted: ["fonts-noto-cjk"])
    monkeypatch.setattr(machine, "is_debian_root", lambda: True)
    with pytest.raises(Replaced):
        commands.main(["run"])
    assert steps[0] == "apt"


def test_run_goes_on_without_chinese_letters_where_it_may_not(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "missing", lambda wanted: ["fonts-noto-cjk"])
    monkeypatch.setattr(machine, "is_debian_root", lambda: False)
    with pytest.raises(Replaced):
        commands.main(["run"])
    assert steps == ["run", "pages", "-m server serve --demo"]


def test_run_stops_before_the_server_when_no_lesson_could_be_kept(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "ROOM_TO_RUN", 1 << 60)
    assert commands.main(["run"]) == 1
    assert "磁盘空间不足" in capsys.readouterr().err
    assert steps == ["run", "pages"]


def test_the_benchmark_goes_on_without_the_rivals_that_cannot_be_had(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "missing", lambda wanted: ["janus"])
    monkeypatch.setattr(machine, "is_debian_root", lambda: False)
    with pytest.raises(Replaced):
        commands.main(["bench-relay"])
    assert steps == ["dev", "-m tests.bench.relay"]
    assert "no janus" in capsys.readouterr().out


def test_an_unforeseen_refusal_of_the_system_is_one_sentence(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(self: Environment) -> None:
        raise OSError(28, "No space left on device", "/somewhere")

    monkeypatch.setattr(Environment, "require_pages", refuse)
    assert commands.main(["run"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "/somewhere" in said
    assert "No space left on device" in said


def test_an_interrupt_is_not_a_traceback(
    steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(self: Environment) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Environment, "require_pages", interrupt)
    assert commands.main(["run"]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_every_command_has_a_target_of_its_name() -> None:
    makefile = (clone.REPOSITORY / "Makefile").read_text("utf-8")
    for name in COMMANDS:
        assert f"\n{name}: setup-python ## " in makefile


def test_the_stages_of_the_tests_cover_every_test_once(tmp_path: Path) -> None:
    house = House(ROOT)
    words = [list(step.command) for stage in house.stages_of_test(tmp_path) for step in stage.steps]
    runs = [command for command in words if "pytest" in command]
    assert [command[command.index("pytest") + 3] for command in runs] == [
        "not e2e",
        "not e2e and not bench",
        "not e2e and not bench",
        "e2e",
    ]
    assert runs[0][-1] == "tests/repository"
    left_out = [{word[9:] for word in run if word.startswith("--ignore=")} for run in runs]
    assert "tests/server" in runs[1]
    assert left_out[2] - {"tests/repository"} >= {"tests/server/auth", "tests/server/test_app.py"}
    for each in (ROOT / "tests/server").iterdir():
        if each.name not in {"conftest.py", "__pycache__"}:
            name = f"tests/server/{each.name}"
            assert (name in left_out[1]) != (name in left_out[2]), f"{name} runs twice or never"
