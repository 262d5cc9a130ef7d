"""A school's `.fet` file as the sheet of timetables that the organisation imports, and what is wrong with it in words.

No I/O. Knows no tables.
"""

import csv
import io

from scheduler.errors import InputError
from scheduler.exchange.fet import LARGEST_FILE, read_fet
from scheduler.exchange.timetable import SchoolTimetable
from server.organisation.exchange.findings import UnreadableFile
from server.words import Words

_FIELDS = {
    "Duration": ("课时数", "应是整数"),
    "Preferred_Day": ("星期", None),
    "Preferred_Hour": ("节次", None),
    "hours": ("课时数", "至少是 1"),
    "hour": ("最后一节", "不能超出一天的节次"),
}
"""What people call the fields of an activity, and what is asked of them; None: what the file itself lists."""


def is_fet(name: str, content: bytes) -> bool:
    """Return whether a file is meant as FET's: by its name, or because it is XML."""
    return name.lower().endswith(".fet") or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def sheet_of(content: bytes, school: str, term: str) -> bytes:
    """Return a `.fet` file as the sheet of timetables.

    Raises:
        UnreadableFile: if it is no whole FET file; names the line, or the activity and its field.
    """
    try:
        return as_csv(read_fet(content), school, term)
    except InputError as error:
        raise UnreadableFile(
            Words(
                f"这个 FET 文件读不了：{_in_chinese(error)}。",
                f"This FET file cannot be read: {error}.",
            )
        ) from error


def as_csv(timetable: SchoolTimetable, school: str, term: str) -> bytes:
    """Return a school's hours as the sheet of timetables that the organisation imports."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ("学校", "班级", "学期", "星期", "节次", "学科", "教师", "教室", "可调", "单双周")
    )
    for own in timetable.own_lessons(""):
        teacher = (own.teacher or "").removeprefix("/")
        slot = own.slot
        row = (school, own.class_id.removeprefix("/"), term, slot.weekday.value, slot.period + 1)
        writer.writerow((*row, own.subject, teacher, "", "否", "每周"))
    return out.getvalue().encode()


def _in_chinese(error: InputError) -> str:
    """Return where a file is wrong and what was expected; the reader's own words are English."""
    if error.field.startswith("line "):
        line = error.field.removeprefix("line ")
        return f"第 {line} 行起不是完整的 XML，文件可能没有传完，请从 FET 重新保存一份"
    if error.field == "days":
        return f"每周有 {error.came} 天，应为 1 至 7 天（分上下午的为 14 个半天）"
    if error.field == "hours":
        return f"每天有 {error.came} 节，应为 1 至 24 节"
    activity, _, name = error.field.removeprefix("Activity ").rpartition(".")
    if name in _FIELDS:
        called, asked = _FIELDS[name]
        came = "空的" if error.came == "nothing" else f"“{error.came}”"
        asked = asked or f"文件里只有 {error.allowed}"
        return f"活动（Activity）{activity} 的{called}是{came}，{asked}"
    return f"它不是 FET 保存的课表，或大于 {LARGEST_FILE // 1_000_000} MB"
