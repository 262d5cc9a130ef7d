from datetime import UTC, datetime

from server.auth.schemas import Named
from server.models import Errand
from server.people.letters import letter_with_code
from server.people.schemas import CodeOut


def test_the_letter_says_who_where_and_until_when_in_beijing_time() -> None:
    issued = CodeOut(
        code="4F7K-9QXM-2TRB",
        errand=Errand.RESET,
        expires_at=datetime(2026, 9, 7, 20, 30, tzinfo=UTC),
        person=Named(id="he", name="何老师"),
        username="he",
    )
    letter = letter_with_code(issued, "https://tongke.test")
    assert letter.subject == "同课：重置密码的代码"
    for part in (
        "何老师",
        "4F7K-9QXM-2TRB",
        "https://tongke.test/invitation",
        "2026-09-08 04:30",
    ):
        assert part in letter.text
