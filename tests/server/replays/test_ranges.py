import pytest
from hypothesis import given, strategies as st

from server.replays.ranges import (
    RangeNotSatisfiable,
    Span,
    byte_range,
    range_applies,
    unchanged,
)


@pytest.mark.parametrize(
    ("header", "span"),
    [
        (None, None),
        ("bytes=0-99", Span(0, 100)),
        ("bytes=0-", Span(0, 1000)),
        ("bytes=999-", Span(999, 1000)),
        ("bytes=0-5000", Span(0, 1000)),
        ("bytes=-1", Span(999, 1000)),
        ("bytes=-5000", Span(0, 1000)),
        (" Bytes = 1 - 2 ", Span(1, 3)),
        ("bytes=0-1,5-6", None),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("lines=0-1", None),
        ("nonsense", None),
    ],
)
def test_a_range_is_read_or_ignored(header: str | None, span: Span | None) -> None:
    assert byte_range(header, 1000) == span


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=-0"])
def test_a_range_outside_is_not_satisfiable(header: str) -> None:
    with pytest.raises(RangeNotSatisfiable):
        byte_range(header, 1000)


@given(st.text(max_size=40), st.integers(0, 10_000))
def test_any_header_gives_a_span_inside_or_none(header: str, size: int) -> None:
    for text in (header, f"bytes={header}"):
        try:
            span = byte_range(text, size)
        except RangeNotSatisfiable:
            continue
        assert span is None or 0 <= span.start < span.end <= size


def test_the_same_content_is_not_sent_again() -> None:
    assert unchanged('"a"', '"a"')
    assert unchanged('W/"a"', '"a"')
    assert unchanged('"b", "a"', '"a"')
    assert unchanged("*", '"a"')
    assert not unchanged('"b"', '"a"')
    assert not unchanged(None, '"a"')


def test_a_range_of_other_content_is_not_served() -> None:
    assert range_applies(None, '"a"')
    assert range_applies('"a"', '"a"')
    assert not range_applies('W/"a"', '"a"')
    assert not range_applies("Mon, 07 Sep 2026 01:00:00 GMT", '"a"')
