"""Is this WebVTT? Strict where a player would silently drop a cue. Pure. Source: W3C WebVTT, section 4 (syntax)."""

import re
from collections.abc import Iterator
from itertools import groupby

from server.errors import Problem
from server.words import Words

CUES_MAX = 10_000
"""More than three a second of an hour's lesson."""

_TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+(.*))?")
_SETTING = re.compile(r"[a-z]+:\S+")


class NotWebVtt(Problem):
    """The file is no WebVTT; says in which line and why."""

    status = 400
    slug = "not-webvtt"
    title = Words("不是 WebVTT 字幕", "Not WebVTT")
    detail = Words(
        "字幕文件第 {line} 行不对：{reason_zh}。", "Line {line} of the captions: {reason_en}."
    )

    def __init__(self, line: int, reason: Words) -> None:
        super().__init__(line=line, reason_zh=reason.zh, reason_en=reason.en)
        self.line = line


def read(data: bytes) -> tuple[str, int]:
    """Return the text of a file and how many cues it has.

    Raises:
        NotWebVtt: if it breaks the syntax, has no cue, or more than `CUES_MAX`.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotWebVtt(line, Words("不是 UTF-8 编码，请另存为 UTF-8", "not UTF-8")) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise NotWebVtt(line, Words("有不能显示的字符", "contains NUL"))
    lines = re.split(r"\r\n|\r|\n", text)
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        srt = any(re.match(r"\d+:\d+:\d+,\d{3} *-->", each) for each in lines[:5])
        raise NotWebVtt(1, _SRT if srt else Words("开头必须是 WEBVTT", "must begin with WEBVTT"))
    if len(lines) > 1 and lines[1].strip():
        raise NotWebVtt(2, Words("WEBVTT 下面要空一行", "an empty line must follow WEBVTT"))
    return "\n".join(lines), _count(lines)


_SRT = Words("这是 SRT 字幕，请先转成 WebVTT（.vtt）", "this is SRT; convert it to WebVTT")


def _count(lines: list[str]) -> int:
    cues, latest = 0, 0
    for first, block in _blocks(lines):
        if re.match(r"(NOTE|STYLE|REGION)(?:[ \t]|$)", block[0]):
            continue
        latest = _cue(first, block, latest)
        cues += 1
        if cues > CUES_MAX:
            raise NotWebVtt(first, Words(f"字幕超过 {CUES_MAX} 条", f"more than {CUES_MAX} cues"))
    if not cues:
        raise NotWebVtt(len(lines), Words("一条字幕也没有", "there is no cue"))
    return cues


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each block between empty lines with the number of its first line."""
    numbered = list(enumerate(lines, start=1))[1:]
    for filled, group in groupby(numbered, key=lambda each: bool(each[1].strip())):
        if filled:
            block = list(group)
            yield block[0][0], [text for _, text in block]


def _cue(first: int, block: list[str], latest: int) -> int:
    """Check one cue whose block begins in line `first`; return its start in milliseconds."""
    at = 0 if "-->" in block[0] else 1
    if at >= len(block) or "-->" not in block[at]:
        raise NotWebVtt(
            first + min(at, len(block) - 1),
            Words(
                "缺少时间，应写成 00:01.000 --> 00:04.000",
                "no timing such as 00:01.000 --> 00:04.000",
            ),
        )
    line = first + at
    timing = _TIMING.fullmatch(block[at].strip())
    if timing is None:
        raise NotWebVtt(
            line,
            Words("时间要写成 00:01.000 --> 00:04.000", "write 00:01.000 --> 00:04.000"),
        )
    parts = timing.groups()
    begins, ends = _milliseconds(parts[0:4]), _milliseconds(parts[4:8])
    if ends <= begins:
        raise NotWebVtt(line, Words("结束时间要晚于开始时间", "it ends before it begins"))
    if begins < latest:
        raise NotWebVtt(line, Words("开始时间早于上一条字幕", "it begins before the cue above it"))
    if parts[8] and not all(_SETTING.fullmatch(each) for each in parts[8].split()):
        raise NotWebVtt(line, Words("时间后面的设置看不懂", "unknown settings behind the timing"))
    if len(block) == at + 1:
        raise NotWebVtt(line, Words("时间下面没有文字", "no text below the timing"))
    for below, text in enumerate(block[at + 1 :], start=line + 1):
        if "-->" in text:
            raise NotWebVtt(
                below, Words("两条字幕之间要空一行", "an empty line must stand between two cues")
            )
    return begins


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
