"""Nothing is done twice, and nothing is left out when an input has changed."""

import threading
from pathlib import Path

import pytest

from deploy.setup import stamps
from deploy.setup.stamps import Stamps, digest
from deploy.setup.voice import Trouble


@pytest.fixture
def web(tmp_path: Path) -> Path:
    folder = tmp_path / "web"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "a.ts").write_text("one")
    return folder


def test_the_same_sources_have_the_same_digest(web: Path) -> None:
    assert digest([web], "v20") == digest([web], "v20")


def test_a_changed_file_a_renamed_file_and_a_changed_fact_change_the_digest(web: Path) -> None:
    before = digest([web], "v20")
    assert digest([web], "v22") != before
    (web / "src" / "a.ts").rename(web / "src" / "b.ts")
    renamed = digest([web], "v20")
    assert renamed != before
    (web / "src" / "b.ts").write_text("two")
    assert digest([web], "v20") not in {before, renamed}


def test_what_was_built_or_installed_does_not_count_as_a_source(web: Path) -> None:
    before = digest([web])
    for folder in stamps.NOT_SOURCES:
        (web / folder).mkdir()
        (web / folder / "thing").write_text("made")
    assert digest([web]) == before


def test_a_stamp_holds_until_the_inputs_change_or_it_is_forgotten(tmp_path: Path) -> None:
    held = Stamps(tmp_path)
    held.open()
    assert not held.same("web", "x")
    held.put("web", "x")
    assert held.same("web", "x")
    assert not held.same("web", "y")
    held.forget("web")
    assert not held.same("web", "x")


def test_a_log_starts_empty(tmp_path: Path) -> None:
    held = Stamps(tmp_path)
    held.open()
    held.log("pip").write_text("old")
    assert held.log("pip").read_text() == ""


def test_a_place_where_nothing_can_be_written_is_a_trouble(tmp_path: Path) -> None:
    (tmp_path / ".stamps").write_text("a file where the folder should be")
    with pytest.raises(Trouble, match="cannot write to"):
        Stamps(tmp_path).open()


def test_a_second_set_up_of_one_tree_waits_for_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = Stamps(tmp_path), Stamps(tmp_path)
    first.open()
    order: list[str] = []

    def set_up() -> None:
        with second.alone():
            order.append("second")

    with first.alone():
        thread = threading.Thread(target=set_up)
        thread.start()
        thread.join(0.2)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    assert "Waiting for another set-up" in capsys.readouterr().out
