"""What people get wrong in a file: each mistake is named by its row and its field, and nothing is dropped in silence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.alignment import Limits, Solved, align
from scheduler.commands import main
from scheduler.errors import InputError
from scheduler.formats import read_instance, write_instance
from scheduler.integrity import check
from scheduler.validation import violations
from tests.support.small_weeks import MONDAY, demand, instance, own, school_class

Data = dict[str, Any]


def week() -> Data:
    rows = [own("o", "c", MONDAY, 0, "体育", "v"), own("p", "c", MONDAY, 1, "数学", "v")]
    data: Data = json.loads(write_instance(instance(own=rows)))
    return data


def _same_slot(data: Data) -> None:
    data["own_lessons"][1]["slot"]["period"] = 0


def _overlapping(data: Data) -> None:
    data["schools"][1]["bells"][1]["start_minute"] = 510


def _backwards(data: Data) -> None:
    data["schools"][1]["bells"][0]["end_minute"] = 400


def _nothing_asked(data: Data) -> None:
    data["demands"][0]["lessons_per_week"] = 0


def _no_such_grade(data: Data) -> None:
    data["demands"][0]["grade"] = 9


def _impossible_grade(data: Data) -> None:
    data["classes"][0]["grades"] = [13]


def _no_such_class(data: Data) -> None:
    data["demands"][0]["class_id"] = "nowhere"


def _twice(data: Data) -> None:
    data["demands"].append(data["demands"][0])


WRONG: list[tuple[Callable[[Data], None], str, str]] = [
    (_same_slot, "own_lessons[1].slot", "no other lesson"),
    (_overlapping, "schools[1].bells.start_minute", "520 or later"),
    (_backwards, "schools[1].bells[0].end_minute", "after start_minute"),
    (_nothing_asked, "demands[0].lessons_per_week", "1 to 10"),
    (_no_such_grade, "demands[0].grade", "grades of c"),
    (_impossible_grade, "classes[0].grades", "1 to 12"),
    (_no_such_class, "demands[0].class_id", "stands in classes"),
    (_twice, "demands[1].id", "each id once"),
]


@pytest.mark.parametrize(("spoil", "field", "allowed"), WRONG, ids=[each[1] for each in WRONG])
def test_a_mistake_is_named_by_row_and_field_with_what_is_allowed(
    spoil: Callable[[Data], None],
    field: str,
    allowed: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = week()
    spoil(data)
    text = json.dumps(data)
    with pytest.raises(InputError) as caught:
        check(read_instance(text))
    assert caught.value.field == field
    assert allowed in str(caught.value.allowed)
    path = tmp_path / "week.json"
    path.write_text(text, "utf-8")
    assert main(["solve", str(path)]) == 2
    assert field in capsys.readouterr().err
    assert not (tmp_path / "week.plan.json").exists()


@pytest.mark.parametrize("part", [0.2, 0.5, 0.99])
def test_a_cut_file_is_refused(part: float) -> None:
    text = json.dumps(week())
    with pytest.raises(InputError, match="file"):
        read_instance(text[: int(len(text) * part)])


def test_ten_thousand_demands_for_one_hub_are_planned_and_none_is_lost() -> None:
    classes = [school_class(f"c{number}") for number in range(10_000)]
    demands = [demand(f"d{number}", f"c{number}") for number in range(10_000)]
    city = instance(classes=classes, demands=demands)
    check(city)
    found = align(city, Limits(seconds=0, workers=1), lambda: 0.0)
    assert isinstance(found, Solved)
    assert violations(city, found.plan) == []
    assert (found.score.lessons, found.score.demanded) == (2 * 3, 2 * 10_000)
