import pytest

from server.words import Words, language_of


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("*", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("ZH-tw", "zh"),
        ("en-GB,en;q=0.5", "en"),
        ("fr", "en"),
        (",", "zh"),
        (" en ", "en"),
    ],
)
def test_chinese_unless_another_language_comes_first(header: str | None, language: str) -> None:
    assert language_of(header) == language


def test_both_languages_take_the_same_fields() -> None:
    words = Words("还剩{count}个", "{count} left")
    assert [words.said(language, count=3) for language in ("zh", "en")] == ["还剩3个", "3 left"]


def test_braces_without_fields_stay() -> None:
    assert Words("{a}", "{a}").said("en") == "{a}"
