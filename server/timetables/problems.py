"""What can be wrong with a change of a lesson."""

from collections.abc import Sequence

from server.errors import Conflict, FieldProblem, NotFound, Unprocessable
from server.timetables.clashes import Clash
from server.words import Words


class LessonClashes(Conflict):
    """Somebody or something that the lesson needs is taken then; each is named."""

    slug = "lesson-clashes"
    title = Words("时间冲突", "It clashes")
    detail = Words("不能这样安排：{reasons_zh}", "This is not possible: {reasons_en}")


class NotMissing(Conflict):
    """There is nothing to make up for."""

    slug = "nothing-to-make-up"
    detail = Words(
        "这一次课没有缺，或者已经安排了补课。",
        "This occurrence was not missed, or is made up already.",
    )


class NoSuchEntry(NotFound):
    """There is no such weekly lesson within the caller's reach."""

    slug = "no-such-entry"
    detail = Words(
        "没有这条课表，或者不在您的管理范围内。",
        "There is no such weekly lesson within your reach.",
    )


class NothingToUndo(Conflict):
    """The lesson was not changed by hand, or its time is over."""

    slug = "nothing-to-undo"
    detail = Words(
        "这节课没有可以撤销的调整。", "There is no change of this lesson that could be taken back."
    )


class InThePast(Unprocessable):
    """A lesson can only be moved into the future, within a term."""

    slug = "not-a-future-day"
    detail = Words(
        "新的时间要在现在之后，并且在学期之内。",
        "The new time must lie in the future, inside the term.",
    )


def clashing(clashes: Sequence[Clash], language: str) -> LessonClashes:
    """Return the problem that names every clash."""
    return LessonClashes(
        errors=tuple(
            FieldProblem(each.what.value, each.came, each.said.said(language))
            for each in clashes[:50]
        ),
        reasons_zh="；".join(each.said.zh for each in clashes[:5]) + "。",
        reasons_en="; ".join(each.said.en for each in clashes[:5]) + ".",
    )
