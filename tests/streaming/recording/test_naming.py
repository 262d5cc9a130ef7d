import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from streaming.contract import IDENTIFIER
from streaming.recording.naming import (
    file_safe,
    journal_name,
    journal_started_ms,
    object_key,
    segment_id,
    track_directory,
    track_id,
)
from streaming.store import check_key

identifiers = st.from_regex(re.compile(IDENTIFIER), fullmatch=True)


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_two_texts_never_share_a_file_name(first: str, second: str) -> None:
    assert (file_safe(first) == file_safe(second)) == (first == second)


@given(st.text(min_size=1, max_size=80))
def test_a_file_name_is_one_plain_component(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", file_safe(text))


@given(identifiers, identifiers, st.sampled_from(["audio", "video"]), st.integers(0, 10**9))
def test_ids_fit_the_contract(lesson: str, role: str, kind: str, number: int) -> None:
    track = track_id(lesson, role, kind)
    assert re.fullmatch(IDENTIFIER, track)
    assert re.fullmatch(IDENTIFIER, segment_id(track, number))


def test_a_track_keeps_its_id_and_no_other_has_it() -> None:
    lesson, long_lesson = "l1", "l" * 80
    assert track_id(lesson, "board", "video") == "l1.board.video"
    assert track_id(long_lesson, "board", "video") == track_id(long_lesson, "board", "video")
    ids = {track_id(long_lesson, f"class:{room}", "video") for room in range(50)}
    assert len(ids) == 50


def test_journals_of_a_track_are_ordered_by_their_start() -> None:
    name = journal_name("class:7", "video", 1_700_000_000_123)
    assert name == "class_3a7.video.1700000000123.rtpj"
    assert journal_started_ms(Path("x") / name) == 1_700_000_000_123
    assert name.startswith(track_directory("class:7", "video") + ".")


@pytest.mark.parametrize("name", ["teacher.video.rtpj", "x.rtpj", "teacher.video.12x.rtpj"])
def test_a_name_of_another_kind_has_no_start(name: str) -> None:
    assert journal_started_ms(Path(name)) == 0


@given(identifiers, identifiers)
def test_object_keys_suit_every_store(lesson: str, role: str) -> None:
    key = object_key(lesson, track_directory(role, "video"), "000012.m4s", "ab" * 32)
    assert check_key(key).endswith("/000012-abababababab.m4s")
