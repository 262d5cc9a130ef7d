"""Sheets of a city by the command line, over the demo city."""

from pathlib import Path

import pytest

from server import logs
from server.cli import main


@pytest.fixture(autouse=True)
def a_demo_city(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TONGKE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(logs, "configure", lambda _level: None)
    assert main(["seed-demo"]) == 0
    capsys.readouterr()


def test_a_citys_sheets_go_out_and_in_without_the_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, sheet = tmp_path / "city.xlsx", tmp_path / "subjects.csv"
    assert main(["export", str(book), "--as", "admin"]) == 0
    assert main(["import", str(book), "--as", "admin"]) == 0
    assert "没有问题" in capsys.readouterr().out

    assert main(["export", str(sheet), "--as", "admin", "--sheet", "subjects"]) == 0
    lines = sheet.read_text("utf-8-sig").splitlines()
    sheet.write_text("\n".join((*lines, "天文")), "utf-8")
    capsys.readouterr()
    assert main(["import", str(sheet), "--as", "admin", "--write"]) == 0
    assert "新增 1，修改 0" in capsys.readouterr().out
    assert main(["export", str(sheet), "--as", "admin", "--sheet", "subjects"]) == 0
    assert "天文" in sheet.read_text("utf-8-sig")


def test_wrong_rows_of_a_file_are_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "subjects.csv"
    sheet.write_text("学科\n" + "长" * 200 + "\n", "utf-8")
    capsys.readouterr()
    assert main(["import", str(sheet), "--as", "admin", "--write"]) == 1
    told = capsys.readouterr().out
    assert "第 2 行" in told
    assert "什么都没有写入" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "gone.csv", "--as", "admin"], "读不了 gone.csv"),
        (["import", __file__, "--as", "nobody"], "没有用户名是 nobody 的人"),
        (["export", "x.csv", "--as", "admin", "--sheet", "weather"], "没有叫 weather 的表"),
        (["export", "/nowhere/x.xlsx", "--as", "admin"], "写不了 /nowhere/x.xlsx"),
    ],
)
def test_a_wrong_file_or_account_is_one_sentence(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert said in capsys.readouterr().err
