"""What is written to people by e-mail. Pure: no I/O."""

from dataclasses import dataclass

from scheduler.calendar import SHANGHAI
from server.models import Errand
from server.people.schemas import CodeOut


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail."""

    subject: str
    text: str


def letter_with_code(issued: CodeOut, public_url: str) -> Letter:
    """Return the letter that brings a code, Chinese first."""
    until = f"{issued.expires_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    where = f"{public_url}/invitation" if public_url else "/invitation"
    invited = issued.errand is Errand.INVITATION
    subject = "同课：您的账号邀请码" if invited else "同课：重置密码的代码"
    text = (
        f"{issued.person.name}，您好：\n\n"
        f"您的用户名是 {issued.username}。\n"
        f"请打开 {where} ，输入代码 {issued.code} ，然后设置自己的密码。\n"
        f"代码只能用一次，{until} 前有效。如果不是您本人申请的，请不要理会这封邮件。\n\n"
        f"Your user name is {issued.username}. Open {where} and enter the code {issued.code} to choose"
        f" your password. It works once, until {until} (Beijing time)."
        " Ignore this letter if you did not ask for it.\n"
    )
    return Letter(subject, text)
