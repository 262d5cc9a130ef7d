from pathlib import Path

import pytest

from scheduler.commands import BROKEN, DONE, REFUSED, main
from scheduler.formats import read_instance, read_plan, write_instance, write_plan
from scheduler.plan import Plan
from tests.support.small_weeks import alliance, at, demand, instance, plan, series

WEEK = instance(demands=[demand(), demand("e", edition="人教版")], series=[series()])


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "week.json").write_text(write_instance(WEEK), "utf-8")
    (tmp_path / "plan.json").write_text(write_plan(plan(at())), "utf-8")
    return str(tmp_path / "week.json"), str(tmp_path / "plan.json")


def test_a_good_plan_is_checked_and_shown(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "week.html"
    assert main(["check", *files, "--show", "c", "hub", "--html", str(page)]) == DONE
    said = capsys.readouterr().out
    assert "符合全部规则" in said
    assert "★音乐 08:00–08:40 主播学校" in said
    assert "音乐 → c" in said
    assert "<table>" in page.read_text("utf-8")


def test_a_broken_plan_is_named_and_ends_with_one(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(files[1]).write_text(write_plan(plan(at(period=1))), "utf-8")
    assert main(["check", *files]) == BROKEN
    assert "shift: d" in capsys.readouterr().out


def test_reasons_are_given_for_what_is_not_met(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *files]) == DONE
    assert "e 0/1" in capsys.readouterr().out
    assert main(["explain", *files, "nobody"]) == REFUSED


def test_how_an_alliance_comes_to_a_common_teaching_week_is_told(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    week = instance(
        demands=[demand(progress=9), demand("e", edition="人教版", progress=2)],
        series=[series(progress=9)],
        alliances=(alliance("hub", "village"),),
    )
    Path(files[0]).write_text(write_instance(week), "utf-8")
    assert main(["explain", *files]) == DONE
    assert "a 3 年级音乐：共同进度第 8 周；e 在第 2 周，赶 5 周" in capsys.readouterr().out


def test_a_plan_is_repaired(files: tuple[str, str], tmp_path: Path) -> None:
    changed = instance(demands=[demand(edition="人教版")])
    Path(files[0]).write_text(write_instance(changed), "utf-8")
    assert main(["replan", *files]) == DONE
    assert read_plan((tmp_path / "plan.new.json").read_text("utf-8")) == Plan()


@pytest.mark.parametrize(
    "text", ["", "{}", '{"format":"tongke-alignment-instance","version":1}', "nonsense"]
)
def test_a_file_that_is_no_instance_ends_with_two_and_a_sentence(
    text: str, files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(files[0]).write_text(text, "utf-8")
    assert main(["check", *files]) == REFUSED
    assert capsys.readouterr().err.startswith("✗ ")


def test_a_file_that_is_not_there_ends_with_two(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "none"), str(tmp_path / "none")]) == REFUSED


def test_the_same_seed_makes_the_same_city(tmp_path: Path) -> None:
    words = ["--seed", "5", "--counties", "1", "--hubs", "1", "--receivers", "1"]
    for name in ("a", "b"):
        assert main(["generate", str(tmp_path / name), *words]) == DONE
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert main(["generate", str(tmp_path / "p"), *words, "--cities", "2"]) == DONE
    assert read_instance((tmp_path / "p" / "city-02.json").read_text("utf-8")).schools


def test_a_city_of_more_counties_than_hubs_is_refused(tmp_path: Path) -> None:
    assert main(["generate", str(tmp_path / "a"), "--hubs", "1"]) == REFUSED


@pytest.mark.slow
def test_a_week_is_solved_once_and_then_left_alone(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", files[0], "--workers", "1"]) == DONE
    assert "1 / 2 节" in capsys.readouterr().out
    assert read_plan((tmp_path / "week.plan.json").read_text("utf-8")) == plan(at())
    assert main(["solve", files[0]]) == DONE
    assert "skip" not in capsys.readouterr().out
