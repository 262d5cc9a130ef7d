"""The two sheets that alignment is fed with: what classes need, and what hub teachers can give. Pure; no I/O."""

from collections.abc import Mapping
from typing import Any

from scheduler.domain import Weeks
from server.models import Kind
from server.organisation.exchange import cells
from server.organisation.exchange.cells import Column
from server.organisation.exchange.sheets import WEEKS, YES_NO, Sheet
from server.words import Words

KINDS = {
    "专递课堂": Kind.DEDICATED,
    "名校网络课堂": Kind.FAMOUS_SCHOOL,
    "dedicated": Kind.DEDICATED,
    "famous_school": Kind.FAMOUS_SCHOOL,
}


def _text(key: str, zh: str, en: str, *, required: bool = True) -> Column:
    allowed = Words("1 到 120 个字", "1 to 120 characters")
    default = None if required else ""
    return Column(key, Words(zh, en), allowed, cells.text(120), required, default=default)


def _number(
    key: str, zh: str, en: str, span: tuple[int, int], default: int | None = None
) -> Column:
    low, high = span
    allowed = Words(f"{low} 到 {high} 的整数", f"a whole number of {low} to {high}")
    read = cells.whole(low, high)
    return Column(key, Words(zh, en), allowed, read, default is None, int, default)


def _choice(key: str, zh: str, en: str, words: Mapping[str, Any], default: Any) -> Column:
    chinese = tuple(each for each in words if not each.isascii())
    allowed = Words("“" + "”“".join(chinese) + "”之一", "one of " + ", ".join(words))
    write = cells.names_of(words)
    return Column(key, Words(zh, en), allowed, cells.word(words), False, write, default, chinese)


def _minute(key: str, zh: str, en: str) -> Column:
    allowed = Words("时间，例如 08:00", "a time such as 08:00")
    return Column(key, Words(zh, en), allowed, cells.minute, write=cells.clock)


_WEEKDAY = Column(
    "weekday",
    Words("星期", "weekday"),
    Words("周一到周日，或 1 到 7", "a weekday, 1 (Monday) to 7"),
    cells.weekday,
)
_GRADE = Column(
    "grade",
    Words("年级", "grade"),
    Words("一年级到九年级、高一到高三，或 1 到 12", "1 to 12"),
    cells.grade,
)
DEMANDS = Sheet(
    "demands",
    Words("开课需求", "demands"),
    (
        _text("school", "学校", "school"),
        _text("class", "班级", "class"),
        _text("subject", "学科", "subject"),
        _number("lessons_per_week", "每周节数", "lessons a week", (1, 10)),
        _text("edition", "教材版本", "edition", required=False),
        _number("priority", "优先级", "priority", (1, 3), 1),
        _choice("kind", "课堂", "kind", KINDS, Kind.DEDICATED),
        _choice("weeks", "单双周", "weeks", WEEKS, Weeks.EVERY),
    ),
)
OFFERS = Sheet(
    "offers",
    Words("主播课", "offers"),
    (
        _text("school", "主播学校", "hub school"),
        _text("teacher", "主播教师", "teacher"),
        _text("subject", "学科", "subject"),
        _GRADE,
        _WEEKDAY,
        _minute("start_minute", "上课", "starts"),
        _minute("end_minute", "下课", "ends"),
        _text("edition", "教材版本", "edition", required=False),
        _choice("studio", "演播室", "studio", YES_NO, 0),
        _choice("kind", "课堂", "kind", KINDS, Kind.DEDICATED),
        _choice("weeks", "单双周", "weeks", WEEKS, Weeks.EVERY),
    ),
)
SHEETS = (DEMANDS, OFFERS)
