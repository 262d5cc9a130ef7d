import contextlib
import json

import pytest
from hypothesis import given, strategies as st

from scheduler.errors import InputError
from scheduler.formats import read_instance, read_plan, write_instance, write_plan
from tests.support.small_weeks import MONDAY, at, instance, move, plan
from tests.support.tiny_cities import small_city, tiny_city


def changed(place: str, value: object) -> str:
    """An instance's text with one field changed, `demands.0.grade` for instance."""
    data = json.loads(write_instance(instance()))
    *path, last = place.split(".")
    there = data
    for each in path:
        there = there[int(each)] if each.isdigit() else there[each]
    there[last] = value
    return json.dumps(data)


@pytest.mark.parametrize("fortnight", [False, True])
def test_an_instance_comes_back_as_it_was(fortnight: bool) -> None:
    city = tiny_city(3, demands=9, fortnight=fortnight)
    assert read_instance(write_instance(city)) == city
    assert read_instance(write_instance(small_city())) == small_city()


def test_a_plan_comes_back_as_it_was() -> None:
    made = plan(at(moves=[move("o", MONDAY, 2)]), at("l2", "e"))
    assert read_plan(write_plan(made)) == made


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        ("demands.0.lessons_per_week", 0, "demands[0].lessons_per_week"),
        ("demands.0.lessons_per_week", 11, "demands[0].lessons_per_week"),
        ("demands.0.grade", "three", "demands[0].grade"),
        ("demands.0.grade", True, "demands[0].grade"),
        ("demands.0.kind", "lecture", "demands[0].kind"),
        ("demands.0.extra", 1, "demands[0].extra"),
        ("demands", {}, "demands"),
        ("schools.0.bells.1.start_minute", 500, "schools[0].bells.start_minute"),
        ("schools.0.bells.1.end_minute", 530, "schools[0].bells[1].end_minute"),
        ("policy", {"max_shift_minutes": -1}, "policy.max_shift_minutes"),
        ("version", 2, "version"),
        ("format", "other", "format"),
    ],
)
def test_a_wrong_field_is_named_with_what_came(place: str, value: object, field: str) -> None:
    with pytest.raises(InputError) as caught:
        read_instance(changed(place, value))
    assert caught.value.field == field
    assert caught.value.allowed


def test_a_missing_field_is_named() -> None:
    data = json.loads(write_instance(instance()))
    del data["demands"][0]["subject"]
    with pytest.raises(InputError, match=r"demands\[0\]\.subject"):
        read_instance(json.dumps(data))


@given(st.text(max_size=200) | st.just("[" * 100_000))
def test_any_other_text_is_refused_by_one_kind_of_error(text: str) -> None:
    with pytest.raises(InputError):
        read_instance(text)


@given(st.integers(0, 4000), st.text(max_size=3))
def test_a_torn_or_changed_text_is_read_or_refused(cut: int, put: str) -> None:
    text = write_instance(instance())
    with contextlib.suppress(InputError):
        read_instance(text[:cut] + put + text[cut + 1 :])
