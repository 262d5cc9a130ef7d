"""What is wrong with rows and changes, in the words of people: the scheduler's own are English and count from 0. Pure."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from scheduler.domain import Weekday
from scheduler.errors import InputError
from scheduler.instance import Policy
from scheduler.rules import Rule, sentence
from server.errors import FieldProblem
from server.words import Words

DAYS = "一二三四五六日"

_FIELDS = {
    "grade": "年级",
    "grades": "年级",
    "lessons_per_week": "每周节数",
    "priority": "优先级",
    "kind": "课堂类型",
    "uplink_kbps": "上行带宽",
    "downlink_kbps": "下行带宽",
    "bells": "作息时间",
    "start_minute": "上课时间",
    "end_minute": "下课时间",
    "period": "节次",
    "slot": "时间",
    "lessons": "时间",
    "teacher": "教师",
    "teachers": "教师",
    "school": "学校",
    "class_id": "班级",
    "demand": "需求",
    "demands": "需求",
    "lesson": "主播课",
    "id": "编号",
    "remove": "要移走的课",
    "add": "要放入的课",
    "receiving_rooms": "接收教室",
    "broadcast_rooms": "主播教室",
}
_ALLOWED = {
    "grades": "1 到 12 年级",
    "priority": "1 到 3",
    "kind": "专递课堂或名校网络课堂（名师课堂是教师的活动）",
    "uplink_kbps": "0 或更大（kbit/s）",
    "downlink_kbps": "0 或更大（kbit/s）",
    "teacher": "已有的教师",
    "teachers": "提供主播课的教师",
    "school": "已有的学校",
    "class_id": "已有的班级",
    "demand": "已有的开课需求",
    "lesson": "已有的主播课",
    "id": "每个编号只用一次",
    "remove": "方案里有的课",
}


class WrongRow(NamedTuple):
    """A row that does not fit: which one and where, what stands there, what is allowed."""

    place: Words
    came: Words
    allowed: Words

    def said(self, language: str) -> FieldProblem:
        """Return it as an answer to whoever reads `language`."""
        return FieldProblem(*(each.said(language) for each in self))


def wrong_row(row: str, field: str, error: InputError, names: Mapping[str, str]) -> WrongRow:
    """Return an error of the scheduler for `row` as people know it (empty: the row is what came).

    `field` is the place within the row; `names` say what people call the ids that an error may hold.
    """
    called = _called(field)
    place = Words(f"{row}：{called}", f"{row}: {field}") if row else Words(called, field)
    return WrongRow(place, _came(called, error, names), _allowed(called, error, names))


def _called(field: str) -> str:
    return _FIELDS.get(_last(field), field)


def _last(field: str) -> str:
    return re.sub(r"\[\d*\]", "", field).rpartition(".")[2]


def _came(called: str, error: InputError, names: Mapping[str, str]) -> Words:
    came = str(error.came)[:80]
    came = names.get(came, came)
    if called == "节次" and came.isdigit():
        return Words(f"第 {int(came) + 1} 节", f"period {int(came) + 1}")
    if called in {"上课时间", "下课时间"} and came.lstrip("-").isdigit():
        return Words(clock(int(came)), clock(int(came)))
    if called == "时间":
        day, _, period = came.partition(", period ")
        if period.isdigit():
            day_number = Weekday[day.upper()]
            return Words(
                f"周{DAYS[day_number - 1]}第 {int(period) + 1} 节",
                f"{day.capitalize()}, period {int(period) + 1}",
            )
    if called == "年级":
        grades = came.strip("(),")
        return Words(grades or "空", grades or "nothing")
    return Words(came, came)


def _allowed(called: str, error: InputError, names: Mapping[str, str]) -> Words:  # noqa: PLR0911
    english = error.allowed
    last = _last(error.field)
    numbers = [int(each) for each in re.findall(r"\d+", english.partition(" (")[0])]
    inner = english.partition("(")[2].removesuffix(")")
    if called == "节次" and len(numbers) > 1:
        most = numbers[-1] + 1
        return Words(f"第 1 到 {most} 节（学校的作息）", f"1 to {most} (the school's bells)")
    if called in {"上课时间", "下课时间"} and numbers:
        return _times(last, numbers, english)
    if called == "时间":
        other = names.get(inner, inner)
        return Words(f"没有别的课的时间（{other}）", f"a time without another lesson ({other})")
    if last == "grade":
        grades = english.partition(" (")[0]
        return Words(f"{grades}（这个班的年级）", f"{grades} (the grades of the class)")
    if last == "lessons_per_week":
        return Words(f"每周 {numbers[0]} 到 {numbers[-1]} 节", english)
    if last == "demands":
        return Words(f"最多 {numbers[-1]} 条", english)
    if last in {"receiving_rooms", "broadcast_rooms"}:
        return Words(f"至少有 {numbers[-1]} 间这种教室的学校", english)
    if last == "bells":
        return Words(f"至少有 {numbers[-1]} 节的作息", english)
    if last == "add":
        return _in_the_way(inner)
    return Words(_ALLOWED.get(last, "请检查这一项"), english)


def _times(last: str, numbers: list[int], english: str) -> Words:
    if last == "start_minute" and "period before" in english:
        ends = clock(numbers[0])
        return Words(
            f"{ends} 或以后（前一节 {ends} 下课）", f"{ends} or later (the period before ends then)"
        )
    first, final = clock(numbers[0]), clock(numbers[-1])
    after = ("（在上课时间之后）", " (after its start)") if last == "end_minute" else ("", "")
    return Words(f"{first} 到 {final}{after[0]}", f"{first} to {final}{after[1]}")


def _in_the_way(told: str) -> Words:
    rules = [Rule(each) for each in told.rpartition(": ")[2].split(", ")]
    chinese = "；".join(sentence(each, Policy(), chinese=True) for each in rules)
    english = "; ".join(sentence(each, Policy(), chinese=False) for each in rules)
    return Words(
        f"放得进这一节的课（不合规定：{chinese}）",
        f"a lesson that fits the slot (in the way: {english})",
    )


def clock(minute: int) -> str:
    """Return minutes after midnight as people read them: 530 is `08:50`."""
    return f"{minute // 60:02}:{minute % 60:02}"
