"""What can be wrong with a change of the organisation."""

from server.errors import Conflict, FieldProblem, NotFound, Unprocessable
from server.words import Words


class NoSuchThing(NotFound):
    """There is nothing of this id within the caller's reach."""

    slug = "no-such-thing"
    detail = Words(
        "没有这一项，或者不在您的管理范围内。", "There is no such thing within your reach."
    )


class NameTaken(Conflict):
    """Another one of the same name stands in the same place."""

    slug = "name-taken"
    detail = Words(
        "同一处已经有同名或同一日期的一项，请换一个。",
        "The same place has one of this name or day already; choose another.",
    )


class StillUsed(Conflict):
    """Something else refers to it."""

    slug = "still-used"
    detail = Words(
        "还有别的内容在使用它，先把那些移走再删除。",
        "Something else still refers to it; remove that first.",
    )


def wrong_field(field: str, came: object, allowed: str) -> Unprocessable:
    """Return the problem of one field."""
    return Unprocessable(errors=(FieldProblem(field, str(came)[:80], allowed),), names=field)
