"""The sheets that can be imported and exported: their columns, in the order in which they are read. Pure; no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.domain import Level, Weeks
from server.models import DayKind, Purpose, Right
from server.organisation.exchange import cells
from server.organisation.exchange.cells import Column
from server.words import Words

PURPOSES = {
    "主播室": Purpose.BROADCAST,
    "接收教室": Purpose.RECEIVING,
    "broadcast": Purpose.BROADCAST,
    "receiving": Purpose.RECEIVING,
}
RIGHTS = {
    "直播": Right.LIVE,
    "点播": Right.ON_DEMAND,
    "live": Right.LIVE,
    "on_demand": Right.ON_DEMAND,
}
DAY_KINDS = {
    "放假": DayKind.HOLIDAY,
    "停课": DayKind.SUSPENSION,
    "调休": DayKind.MAKE_UP,
    "holiday": DayKind.HOLIDAY,
    "suspension": DayKind.SUSPENSION,
    "make_up": DayKind.MAKE_UP,
}
LEVELS = {
    "全市": Level.CITY,
    "学区": Level.DISTRICT,
    "学校": Level.SCHOOL,
    "city": Level.CITY,
    "district": Level.DISTRICT,
    "school": Level.SCHOOL,
}
WEEKS = {
    "每周": Weeks.EVERY,
    "单周": Weeks.ODD,
    "双周": Weeks.EVEN,
    "every": Weeks.EVERY,
    "odd": Weeks.ODD,
    "even": Weeks.EVEN,
}
VOLUMES = {"上册": 1, "下册": 2, "1": 1, "2": 2}
YES_NO = {"是": 1, "否": 0, "yes": 1, "no": 0, "1": 1, "0": 0}

KBPS_MAX = 100_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or one CSV file."""

    key: str
    name: Words
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(each for each in self.columns if each.key == key)


def _name(key: str, zh: str, en: str, *, required: bool = True) -> Column:
    allowed = Words("1 到 120 个字", "1 to 120 characters")
    default = None if required else ""
    return Column(key, Words(zh, en), allowed, cells.text(120), required, default=default)


def _code() -> Column:
    allowed = Words("1 到 80 个字符，或不填", "1 to 80 characters, or nothing")
    return Column("code", Words("代码", "code"), allowed, cells.text(80), required=False)


def _number(key: str, zh: str, en: str, span: tuple[int, int], *, required: bool = True) -> Column:
    low, high = span
    allowed = Words(f"{low} 到 {high} 的整数", f"a whole number of {low} to {high}")
    return Column(key, Words(zh, en), allowed, cells.whole(low, high), required, write=int)


def _choice(key: str, zh: str, en: str, words: Mapping[str, Any], *, default: Any = None) -> Column:
    chinese = [each for each in words if not each.isascii()]
    english = [each for each in words if each.isascii()]
    return Column(
        key,
        Words(zh, en),
        Words("“" + "”“".join(chinese) + "”之一", "one of " + ", ".join(english)),
        cells.word(words),
        required=default is None,
        write=cells.names_of(words),
        default=default,
        choices=tuple(chinese),
    )


def _day(key: str, zh: str, en: str, *, required: bool = True) -> Column:
    allowed = Words("日期，例如 2026-10-01", "a date such as 2026-10-01")
    return Column(key, Words(zh, en), allowed, cells.day, required)


def _minute(key: str, zh: str, en: str) -> Column:
    allowed = Words("时间，例如 08:00", "a time such as 08:00")
    return Column(key, Words(zh, en), allowed, cells.minute, write=cells.clock)


def _weekday(key: str, zh: str, en: str, *, required: bool = True) -> Column:
    allowed = Words("周一到周日，或 1 到 7", "a weekday, 1 (Monday) to 7")
    return Column(
        key,
        Words(zh, en),
        allowed,
        cells.weekday,
        required,
        write=lambda value: f"周{cells.WEEKDAYS[value - 1]}",
        choices=tuple(f"周{each}" for each in cells.WEEKDAYS),
    )


def _grade() -> Column:
    return Column(
        "grade",
        Words("年级", "grade"),
        Words("一年级到九年级、高一到高三，或 1 到 12", "1 to 12"),
        cells.grade,
        write=lambda value: cells.GRADES[value - 1],
        choices=cells.GRADES,
    )


def _from_day() -> Column:
    return Column(
        "from",
        Words("从哪天起", "from day"),
        Words("月和日，例如 5月1日", "a day of the year such as 05-01"),
        cells.month_day,
        write=lambda value: f"{value[0]}月{value[1]}日",
    )


SHEETS = (
    Sheet("districts", Words("学区", "districts"), (_name("name", "学区", "district"), _code())),
    Sheet(
        "schools",
        Words("学校", "schools"),
        (
            _name("district", "学区", "district"),
            _name("name", "学校", "school"),
            _code(),
            _number("downlink_kbps", "下行带宽", "downlink kbit/s", (0, KBPS_MAX), required=False),
            _number("uplink_kbps", "上行带宽", "uplink kbit/s", (0, KBPS_MAX), required=False),
        ),
    ),
    Sheet(
        "rooms",
        Words("教室", "rooms"),
        (
            _name("school", "学校", "school"),
            _name("name", "教室", "room"),
            _choice("purpose", "用途", "purpose", PURPOSES),
        ),
    ),
    Sheet(
        "classes",
        Words("班级", "classes"),
        (
            _name("school", "学校", "school"),
            _name("name", "班级", "class"),
            _grade(),
            _number("size", "人数", "pupils", (0, 1000), required=False),
            _code(),
        ),
    ),
    Sheet(
        "alliances",
        Words("联盟", "alliances"),
        (
            _name("name", "联盟", "alliance"),
            _name("school", "学校", "school"),
            _choice("right", "权限", "right", RIGHTS, default=Right.LIVE),
        ),
    ),
    Sheet(
        "terms",
        Words("学期", "terms"),
        (
            _name("name", "学期", "term"),
            _day("first_day", "第一天", "first day"),
            _day("last_day", "最后一天", "last day"),
        ),
    ),
    Sheet(
        "bells",
        Words("作息", "bells"),
        (
            _name("school", "学校", "school"),
            _name("name", "作息名称", "season"),
            _from_day(),
            _number("number", "节次", "period", (1, 20)),
            _minute("start_minute", "上课", "starts"),
            _minute("end_minute", "下课", "ends"),
        ),
    ),
    Sheet(
        "calendar",
        Words("校历", "calendar"),
        (
            _choice("level", "范围", "level", LEVELS),
            _name("owner", "学区或学校", "district or school", required=False),
            _choice("kind", "类型", "kind", DAY_KINDS),
            _day("first_day", "第一天", "first day"),
            _day("last_day", "最后一天", "last day", required=False),
            _weekday("runs_weekday", "上星期几的课", "runs weekday", required=False),
            _number("runs_week", "上第几周的课", "runs week", (1, 53), required=False),
            _name("reason", "说明", "reason", required=False),
        ),
    ),
    Sheet("subjects", Words("学科", "subjects"), (_name("name", "学科", "subject"),)),
    Sheet(
        "textbooks",
        Words("教材", "textbooks"),
        (
            _name("subject", "学科", "subject"),
            _grade(),
            _name("edition", "版本", "edition"),
            _choice("volume", "册次", "volume", VOLUMES),
            _number("number", "单元", "unit", (1, 100), required=False),
            _name("title", "单元名称", "unit title", required=False),
        ),
    ),
    Sheet(
        "timetable",
        Words("课表", "timetable"),
        (
            _name("school", "学校", "school"),
            _name("class", "班级", "class"),
            _name("term", "学期", "term"),
            _weekday("weekday", "星期", "weekday"),
            _number("period", "节次", "period", (1, 20)),
            _name("subject", "学科", "subject"),
            _name("teacher_name", "教师", "teacher", required=False),
            _name("room", "教室", "room", required=False),
            _choice("movable", "可调", "movable", YES_NO, default=0),
            _choice("weeks", "单双周", "weeks", WEEKS, default=Weeks.EVERY),
        ),
    ),
)
"""In the order in which they are read: what a sheet names stands in one before it."""

SHEET = {sheet.key: sheet for sheet in SHEETS}
GUIDE = Words("填写说明", "guide")
"""The sheet of a template that explains the others; ignored when read."""
