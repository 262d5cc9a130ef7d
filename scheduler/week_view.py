"""A week as people read it: a grid of a class or a hub, as plain text or as one HTML page. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

from scheduler.domain import MinuteSpan, Weekday, Weeks
from scheduler.instance import ClassId, Instance, SchoolId
from scheduler.objectives import score
from scheduler.plan import Plan

DAYS = ("周一", "周二", "周三", "周四", "周五")
_WEEKS = {Weeks.EVERY: "", Weeks.ODD: "（单周）", Weeks.EVEN: "（双周）"}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a title: rows of cells, the first cell names the row."""

    title: str
    rows: tuple[tuple[str, ...], ...]


def class_grid(instance: Instance, plan: Plan, class_id: ClassId) -> Grid:
    """Return the week of a receiving class by its own bells; broadcasts are marked with a star."""
    school = instance.school_of(class_id)
    moves = {move.entry: move.to for each in plan.placements for move in each.moves}
    cells: dict[tuple[int, int], list[str]] = {}
    taken_over = {
        (each.moves[0].to, instance.demand[each.demand].subject)
        for each in plan.placements
        if each.moves and instance.demand[each.demand].class_id == class_id
    }
    for own in instance.own_by_class.get(class_id, ()):
        if (own.slot, own.subject) in taken_over:
            continue
        slot = moves.get(own.id, own.slot)
        cells.setdefault((slot.weekday, slot.period), []).append(own.subject)
    for placement in plan.placements:
        demand = instance.demand[placement.demand]
        if demand.class_id == class_id:
            series, lesson = instance.offer[placement.lesson]
            hub = instance.school[instance.teacher[series.teacher].school]
            text = f"★{demand.subject} {_clock(lesson.span)} {hub.name}{_WEEKS[placement.weeks]}"
            cells[placement.slot.weekday, placement.slot.period] = [text]
    rows: list[tuple[str, ...]] = [("", *DAYS)]
    for period, bell in enumerate(school.bells):
        texts = ("/".join(cells.get((day, period), [])) for day in range(1, len(DAYS) + 1))
        rows.append((f"{period + 1} {_clock(bell)}", *texts))
    return Grid(f"{school.name} {class_id}", tuple(rows))


def hub_grid(instance: Instance, plan: Plan, school_id: SchoolId) -> Grid:
    """Return what a hub broadcasts in a week, by real minutes, with the classes that receive it."""
    attending: dict[str, list[str]] = {}
    for placement in plan.placements:
        attending.setdefault(placement.lesson, []).append(
            instance.demand[placement.demand].class_id
        )
    by_start: dict[str, dict[int, list[str]]] = {}
    for lesson_id in attending:
        series, lesson = next(each for key, each in instance.offer.items() if key == lesson_id)
        if instance.teacher[series.teacher].school != school_id:
            continue
        day = by_start.setdefault(_clock(lesson.span), {})
        day.setdefault(lesson.weekday, []).append(
            f"{series.subject} → {'、'.join(sorted(attending[lesson_id]))}"
        )
    rows: list[tuple[str, ...]] = [("", *DAYS)]
    for clock in sorted(by_start):
        days = range(Weekday.MONDAY, Weekday.SATURDAY)
        rows.append((clock, *("；".join(by_start[clock].get(day, ())) for day in days)))
    return Grid(instance.school[school_id].name, tuple(rows))


def as_text(grid: Grid) -> str:
    """Return a grid as lines of text; a Chinese character takes two columns."""
    count = len(grid.rows[0])
    widths = [max(_width(row[column]) for row in grid.rows) for column in range(count)]
    lines = [grid.title]
    for row in grid.rows:
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        lines.append(" | ".join(cells).rstrip())
    return "\n".join(lines)


def as_html(instance: Instance, plan: Plan, grids: Sequence[Grid]) -> str:
    """Return one page without any outside address, to look at or to print."""
    points = score(instance, plan)
    head = f"{escape(instance.name)}：{points.lessons / 2:g} / {points.demanded / 2:g} 节"
    parts = [
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">',
        f"<title>{escape(instance.name)}</title>",
        "<style>body{font:14px sans-serif;margin:2em}table{border-collapse:collapse;margin-bottom:2em}",
        "th,td{border:1px solid #999;padding:.3em .5em;text-align:left}th{background:#eee}</style>",
        f"<h1>{head}（{points.served_percent:.1f} %）</h1>",
    ]
    for grid in grids:
        parts.append(f"<table><caption>{escape(grid.title)}</caption>")
        for number, row in enumerate(grid.rows):
            cell = "th" if number == 0 else "td"
            texts = "".join(f"<{cell}>{escape(text)}</{cell}>" for text in row)
            parts.append(f"<tr>{texts}</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</html>\n"])


def _clock(span: MinuteSpan) -> str:
    start, end = span.start_minute, span.end_minute
    return f"{start // 60:02d}:{start % 60:02d}–{end // 60:02d}:{end % 60:02d}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
