import pytest

from server.recordings.search import WORDS_MAX, grade_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("  ， 、", ()),
        ("林老师 三角形", ("林老师", "三角形")),
        ("美术：画家乡的山", ("美术", "画家乡的山")),
        ("《茉莉花》，音乐", ("茉莉花", "音乐")),
        ("ＡＢＣ　１００%", ("ABC", "100%")),
        ("音乐 音乐", ("音乐",)),
        ("_", ("_",)),
    ],
)
def test_a_search_is_read_forgivingly(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_a_long_search_is_cut() -> None:
    assert len(words_of(" ".join(str(number) for number in range(30)))) == WORDS_MAX


@pytest.mark.parametrize(
    ("word", "grade"),
    [
        ("三年级", 3),
        ("9年级", 9),
        ("一年级", 1),
        ("十年级", None),
        ("年级", None),
        ("三年级美术", None),
    ],
)
def test_a_word_may_name_a_grade(word: str, grade: int | None) -> None:
    assert grade_of(word) == grade
