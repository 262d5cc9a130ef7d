import pytest
from hypothesis import given, strategies

from server.captions.webvtt import CUES_MAX, NotWebVtt, read

GOOD = """WEBVTT 美术课

NOTE 第一稿

1
00:01.000 --> 00:04.000
同学们好

00:00:04.000 --> 00:00:06.500 align:start position:10%
今天画
家乡的山
"""


def test_a_good_file_is_kept_as_it_is_and_its_cues_are_counted() -> None:
    assert read(GOOD.encode()) == (GOOD, 2)


@pytest.mark.parametrize(
    ("encoded", "lines"),
    [
        (GOOD.encode("utf-8-sig"), GOOD),
        (GOOD.replace("\n", "\r\n").encode(), GOOD),
        (GOOD.replace("\n", "\r").encode(), GOOD),
    ],
)
def test_a_byte_order_mark_and_other_ends_of_lines_are_no_fault(encoded: bytes, lines: str) -> None:
    assert read(encoded) == (lines, 2)


CUE = "00:01.000 --> 00:04.000\n你好\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "开头必须是 WEBVTT"),
        ("WEBVTTX\n\n" + CUE, 1, "开头必须是 WEBVTT"),
        ("1\n00:00:01,000 --> 00:00:04,000\n你好\n", 1, "这是 SRT 字幕"),
        ("WEBVTT\n" + CUE, 2, "WEBVTT 下面要空一行"),
        ("WEBVTT\n", 2, "一条字幕也没有"),
        ("WEBVTT\n\nNOTE nothing\n", 4, "一条字幕也没有"),
        ("WEBVTT\n\n" + CUE + "\n只有文字\n", 6, "缺少时间"),
        ("WEBVTT\n\n1\n2\n" + CUE, 4, "缺少时间"),
        ("WEBVTT\n\n00:01,000 --> 00:04,000\n你好\n", 3, "时间要写成"),
        ("WEBVTT\n\n00:61.000 --> 01:04.000\n你好\n", 3, "时间要写成"),
        ("WEBVTT\n\n00:01.000-->00:04.000\n你好\n", 3, "时间要写成"),
        ("WEBVTT\n\n00:04.000 --> 00:04.000\n你好\n", 3, "结束时间要晚于开始时间"),
        ("WEBVTT\n\n" + CUE + "\n00:00.500 --> 00:02.000\n早了\n", 6, "早于上一条"),
        ("WEBVTT\n\n00:01.000 --> 00:04.000 large\n你好\n", 3, "设置看不懂"),
        ("WEBVTT\n\n00:01.000 --> 00:04.000\n\n你好\n", 3, "时间下面没有文字"),
        ("WEBVTT\n\n" + CUE + CUE, 5, "两条字幕之间要空一行"),
        ("WEBVTT\n\n00:01.000 --> 00:04.000\n你\0好\n", 4, "不能显示的字符"),
    ],
)
def test_a_fault_is_named_by_line_and_reason(text: str, line: int, said: str) -> None:
    with pytest.raises(NotWebVtt) as caught:
        read(text.encode())
    assert caught.value.line == line
    told = caught.value.detail.said("zh", **caught.value.fields)
    assert told.startswith(f"字幕文件第 {line} 行不对：")
    assert said in told


def test_another_encoding_is_named_with_the_line_where_it_begins() -> None:
    with pytest.raises(NotWebVtt) as caught:
        read("WEBVTT\n\n00:01.000 --> 00:04.000\n你好\n".encode("gbk"))
    assert caught.value.line == 4


def test_more_cues_than_anybody_reads_are_refused() -> None:
    with pytest.raises(NotWebVtt):
        read(("WEBVTT\n\n" + (CUE + "\n") * (CUES_MAX + 1)).encode())


@given(strategies.one_of(strategies.binary(max_size=300), strategies.text(max_size=300)))
def test_whatever_comes_is_captions_or_a_named_fault(data: bytes | str) -> None:
    for piece in (b"", b"WEBVTT\n\n"):
        whole = piece + (data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
        assert _cues_or_line(whole) >= 1


def _cues_or_line(data: bytes) -> int:
    try:
        return read(data)[1]
    except NotWebVtt as fault:
        return fault.line
