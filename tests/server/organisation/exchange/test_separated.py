import codecs
import csv
import io

import pytest
from hypothesis import given, strategies as st

from server.organisation.exchange import files
from server.organisation.exchange.findings import UnreadableFile
from server.organisation.exchange.separated import read_csv, write_csv

TEXT = "学校,班级\r\n桑枣小学,三1班\r\n"
ROWS = [(1, ("学校", "班级")), (2, ("桑枣小学", "三1班"))]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gbk"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace("\r\n", "\n").encode(),
    ],
)
def test_every_usual_encoding_and_separator_is_read(content: bytes) -> None:
    table = read_csv(content, "班级")
    assert [(row.number, row.cells) for row in table.rows] == ROWS


def test_empty_rows_are_counted_and_left_out() -> None:
    table = read_csv("学校\n\n,,\n桑枣小学,,\n".encode(), "x")
    assert [(row.number, row.cells) for row in table.rows] == [(1, ("学校",)), (4, ("桑枣小学",))]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("学校\n桑枣".encode() + b"\xff\xff\n", 2),
        ("学校\n桑枣\0\n".encode(), 2),
        (b'a,b\n"c"d,e\n', 2),
        (b'a,b\n"c', 2),
        (b"a\n" * (files.ROWS_MAX + 1), files.ROWS_MAX + 1),
        (b"a\n" + b"x," * 60 + b"x\n", 2),
        (b"a\n" + b"x" * 1001 + b"\n", 2),
        (b"a\n" + b"x" * 200_000 + b"\n", 2),
    ],
)
def test_a_file_that_cannot_be_read_says_in_which_row(content: bytes, row: int) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_csv(content, "表")
    assert f"第 {row} 行" in caught.value.why.zh
    assert f"row {row}" in caught.value.why.en


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_refusal(content: bytes) -> None:
    try:
        read_csv(content, "x")
    except UnreadableFile as refused:
        assert refused.why.zh  # noqa: PT017 - either outcome is right


def test_what_is_written_runs_nothing_and_comes_back() -> None:
    content = write_csv(["学校", "人数"], [["=HYPERLINK(1)", 41], ["@a", 0]])
    assert content.startswith(codecs.BOM_UTF8)
    raw = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert raw[1:] == [["'=HYPERLINK(1)", "41"], ["'@a", "0"]]
