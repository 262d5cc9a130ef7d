"""What a generated school teaches: subjects, hours, editions, bells. Data and small draws from them.

Source: the national curriculum plan of 2022 gives primary schools 26 (grades 1, 2) or 30 hours a week; bells and
break lengths are those that primary schools publish.
"""

from random import Random

from scheduler.domain import MinuteSpan

WEEKLY_HOURS = {
    "语文": 7,
    "数学": 5,
    "英语": 3,
    "科学": 2,
    "音乐": 2,
    "美术": 2,
    "体育": 4,
    "道德与法治": 2,
    "信息科技": 1,
    "劳动": 1,
    "综合实践": 1,
}
DELIVERED = ("音乐", "美术", "英语", "科学", "信息科技")
"""Subjects that village schools cannot staff, and that hubs broadcast."""
SHORTAGE = {"音乐": 0.52, "美术": 0.50, "英语": 0.40, "科学": 0.45, "信息科技": 0.42}
"""Part of village classes that lack a teacher of the subject."""
DEMANDED_HOURS = {
    "音乐": (1, 2),
    "美术": (1, 2),
    "英语": (2, 2),
    "科学": (1, 2),
    "信息科技": (1, 1),
}
EDITIONS = {
    "音乐": ("人音版", "人教版"),
    "美术": ("人美版", "湘美版"),
    "英语": ("人教版", "外研版"),
    "科学": ("教科版", "苏教版"),
    "信息科技": ("川教版", "川教版"),
}
"""A county chooses one edition for a subject."""
GRADES = range(1, 7)


def taught_in(subject: str, grade: int) -> bool:
    """Return whether a subject is taught in a grade: English and information technology begin in grade 3."""
    return grade >= 3 or subject not in ("英语", "信息科技")


def draw_start(random: Random) -> tuple[int, int]:
    """Return when a county's schools begin in the morning and in the afternoon, in minutes of the day."""
    return random.choice((490, 500, 510)), random.choice((840, 850, 860))


def draw_bells(random: Random, start: tuple[int, int]) -> tuple[MinuteSpan, ...]:
    """Return the seven periods (six of 45 minutes) of a school: each keeps near its county's hours in its own way."""
    minutes = random.choice((40, 40, 40, 40, 40, 40, 45, 35))
    between = random.choice((10, 10, 10, 10, 15))
    long_break = random.choice((25, 30, 30, 35))
    morning = 4 if minutes <= 40 else 3
    first = start[0] + random.choice((-10, -5, 0, 0, 0, 5, 10))
    noon = start[1] + random.choice((-10, 0, 0, 0, 10))
    return _periods(first, morning, minutes, between, long_break) + _periods(
        noon, 3, minutes, between, between
    )


def draw_edition(random: Random, subject: str) -> str:
    """Return a county's choice of a textbook edition; three of four choose the common one."""
    return EDITIONS[subject][0 if random.random() < 0.75 else 1]


def _periods(
    start: int, count: int, minutes: int, between: int, long_break: int
) -> tuple[MinuteSpan, ...]:
    spans: list[MinuteSpan] = []
    for number in range(count):
        spans.append(MinuteSpan(start, start + minutes))
        start += minutes + (long_break if number == 1 else between)
    return tuple(spans)
