"""The way of a recording from draft to the district, as a table. Pure: no I/O.

The rule: a recording begins as a draft. Its teacher or its school asks for a review; the school's reviewer
(never the teacher) publishes it or sends it back with a reason. What was asked may be taken back, what was
published may be withdrawn: both lead back to the draft. Who may watch at each place, the policy says.

    draft ──ask──► review ──publish──► published
      ▲ ▲            │                    │
      │ └─take back──┤                    │
      │  ──send back─┘                    │
      └────────────withdraw───────────────┘
"""

from enum import StrEnum

from server.auth.policy import Action
from server.errors import Conflict
from server.models import AuditAction, Publication
from server.words import Words


class Step(StrEnum):
    """What people do with a recording's publication."""

    ASK = "ask"
    TAKE_BACK = "take_back"
    PUBLISH = "publish"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[Publication, Step], Publication] = {
    (Publication.DRAFT, Step.ASK): Publication.REVIEW,
    (Publication.REVIEW, Step.TAKE_BACK): Publication.DRAFT,
    (Publication.REVIEW, Step.PUBLISH): Publication.PUBLISHED,
    (Publication.REVIEW, Step.SEND_BACK): Publication.DRAFT,
    (Publication.PUBLISHED, Step.WITHDRAW): Publication.DRAFT,
}

NEEDED: dict[Step, Action] = {
    Step.ASK: Action.CATALOGUE,
    Step.TAKE_BACK: Action.CATALOGUE,
    Step.PUBLISH: Action.REVIEW,
    Step.SEND_BACK: Action.REVIEW,
    Step.WITHDRAW: Action.CATALOGUE,
}
"""What one must be allowed to do with the lesson."""

NOTED: dict[Step, AuditAction] = {
    Step.ASK: AuditAction.REVIEW_ASKED,
    Step.TAKE_BACK: AuditAction.REVIEW_TAKEN_BACK,
    Step.PUBLISH: AuditAction.PUBLISHED,
    Step.SEND_BACK: AuditAction.SENT_BACK,
    Step.WITHDRAW: AuditAction.UNPUBLISHED,
}
"""How the audit log calls each step."""

PUBLICATION_WORDS: dict[Publication, Words] = {
    Publication.DRAFT: Words("草稿", "a draft"),
    Publication.REVIEW: Words("待审核", "waiting for its review"),
    Publication.PUBLISHED: Words("已发布", "published"),
}


class WrongPublication(Conflict):
    """The recording's publication does not know this step."""

    slug = "wrong-publication"
    detail = Words(
        "这节课的录像现在是“{state_zh}”，不能这样操作。请刷新后再看。",
        "The recording is {state_en}; this is not possible now. Read it again.",
    )


def after(publication: Publication, step: Step) -> Publication:
    """Return where a step leads.

    Raises:
        WrongPublication: if there is no such step from there.
    """
    try:
        return TRANSITIONS[publication, step]
    except KeyError:
        words = PUBLICATION_WORDS[publication]
        raise WrongPublication(state_zh=words.zh, state_en=words.en) from None


def steps_from(publication: Publication) -> list[Step]:
    """Return the steps that there are."""
    return [step for step in Step if (publication, step) in TRANSITIONS]
