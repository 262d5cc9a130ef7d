"""Debian packages: found, installed by root, named to everybody else."""

from pathlib import Path

import pytest

from deploy.setup import packages
from deploy.setup.packages import SystemPackage
from deploy.setup.stamps import Stamps
from deploy.setup.voice import Trouble
from tests.support import clone

NOWHERE = SystemPackage("nowhere", program="no-such-program")


@pytest.fixture
def stamps(tmp_path: Path) -> Stamps:
    made = Stamps(tmp_path)
    made.open()
    return made


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put us in the place of root on a Debian whose apt-get only notes what it is told."""
    note = tmp_path / "calls"
    note.write_text("")
    clone.script(
        tmp_path, "apt-get", f'echo "$3 $4 $5 $6 [$DEBIAN_FRONTEND]" >> "{note}"; exit $APT'
    )
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setenv("APT", "0")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return note


def test_a_package_is_here_when_its_program_or_a_file_of_it_is(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "NotoSansCJK-Regular.ttc").touch()
    assert SystemPackage("a", program="sh").is_here()
    assert SystemPackage("b", pattern=f"{tmp_path}/**/NotoSansCJK*").is_here()
    assert not SystemPackage("c", pattern=f"{tmp_path}/**/Serif*").is_here()
    assert not NOWHERE.is_here()


def test_nothing_is_installed_when_nothing_is_missing(stamps: Stamps, calls: Path) -> None:
    packages.require([SystemPackage("dash", program="sh")], stamps, "make test")
    assert calls.read_text() == ""


def test_root_on_debian_gets_what_is_missing_without_questions(stamps: Stamps, calls: Path) -> None:
    packages.require([NOWHERE], stamps, "make test")
    update, install = calls.read_text().splitlines()
    assert update.startswith("update")
    assert install.startswith("install -y --no-install-recommends nowhere")
    assert install.endswith("[noninteractive]")


def test_the_lists_are_fetched_once_more_before_giving_up(
    stamps: Stamps, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APT", "100")
    with pytest.raises(Trouble, match=r"apt-get 安装 nowhere 失败.*check the network"):
        packages.require([NOWHERE], stamps, "make test")
    assert [line.split()[0] for line in calls.read_text().splitlines()] == ["update", "update"]


def test_everybody_else_is_told_exactly_what_to_install(
    stamps: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    second = SystemPackage("elsewhere", program="no-other-program")
    with pytest.raises(Trouble, match="run sudo apt-get install -y nowhere elsewhere"):
        packages.require([NOWHERE, second], stamps, "make test")


def test_no_database_of_its_own_is_started_with_postgresql(
    stamps: Stamps, calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = tmp_path / "createcluster.d" / "tongke.conf"
    monkeypatch.setattr(packages, "NO_CLUSTER", rule)
    monkeypatch.setattr(packages, "CLUSTERS", tmp_path / "none")
    clone.script(tmp_path, "apt-get", f'cat "{rule}" >> "{calls}" 2>/dev/null; exit 0')
    assert packages.install(["postgresql"], stamps)
    assert calls.read_text() == "create_main_cluster = off\n"
    assert not rule.exists(), "the rule is for our installation only"
