"""What can be wrong with a request to align."""

from server.errors import Conflict, NotFound, Unprocessable
from server.words import Words


class NoTerm(Conflict):
    """The city has no term that is under way or to come."""

    slug = "no-term"
    detail = Words(
        "还没有设置当前学期，请先在“学期”里添加。", "There is no term yet; add one first."
    )


class NothingToAlign(Conflict):
    """There are no demands, or nobody offers anything."""

    slug = "nothing-to-align"
    detail = Words(
        "还没有开课需求或主播课，请先导入。",
        "There are no demands or no offered lessons yet; import them first.",
    )


class RowsDoNotFit(Unprocessable):
    """Rows of the tables contradict each other; each is named."""

    slug = "rows-do-not-fit"
    title = Words("数据有误", "Rows do not fit")
    detail = Words(
        "有 {count} 处数据需要先改正，例如：{first}。",
        "{count} row(s) have to be corrected first, such as: {first}.",
    )


class NoSuchRun(NotFound):
    """There is no run of this id in the caller's city."""

    slug = "no-such-run"
    detail = Words("没有这次排课。", "There is no such run.")


class RunIsOver(Conflict):
    """The run has ended."""

    slug = "run-is-over"
    detail = Words("这次排课已经结束。", "This run is over.")


class NoSuchProposal(NotFound):
    """There is no valid proposal of this id in the caller's city."""

    slug = "no-such-proposal"
    detail = Words("没有这个方案。", "There is no such proposal.")


class NoSuchDemand(NotFound):
    """The proposal's instance has no demand of this id."""

    slug = "no-such-demand"
    detail = Words("方案里没有这个需求。", "The proposal knows no such demand.")


class NoSuchAcceptance(NotFound):
    """There is no acceptance of this id in the caller's city."""

    slug = "no-such-acceptance"
    detail = Words("没有这次采用记录。", "There is no such acceptance.")


class AlreadyUndone(Conflict):
    """The acceptance was undone before."""

    slug = "already-undone"
    detail = Words("已经撤销过了。", "It has been undone already.")


class NothingToAccept(Conflict):
    """Everything that was chosen is accepted already, or the plan is empty."""

    slug = "nothing-to-accept"
    detail = Words(
        "选中的安排都已经采用，或方案里没有课。",
        "What was chosen is accepted already, or the plan is empty.",
    )


class Outdated(Conflict):
    """Since the run something has changed that the plan does not fit any more."""

    slug = "outdated"
    title = Words("方案已过时", "Outdated")
    detail = Words(
        "排课之后数据有变化，方案里有 {count} 处已不合规定（{first}）。请重新排课。",
        "The data have changed since: {count} lesson(s) no longer keep a rule ({first}). Run again.",
    )


class NoRoomFree(Conflict):
    """Rooms that the model counted are used by lessons that it does not know."""

    slug = "no-room-free"
    detail = Words(
        "“{school}”在{when}没有空的教室（已有别的课）。",
        "{school} has no free room at {when}; other lessons use them.",
    )


class ChangeBreaksRules(Conflict):
    """A person's change would break rules; each is named."""

    slug = "change-breaks-rules"
    title = Words("不能这样调整", "The change breaks rules")
    detail = Words("这样调整不符合规定：{first}。", "The change breaks a rule: {first}.")


class BellsStay(Conflict):
    """From the day that was named no school of the plan has other bells."""

    slug = "bells-stay"
    title = Words("作息没有变化", "The bells stay")
    detail = Words(
        "从 {when} 起没有学校换作息。请先在“学校”里填好新作息，或另选一天。",
        "No school has other bells from {when} on. Enter the new ones first, or choose another day.",
    )
