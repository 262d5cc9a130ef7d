import pytest

from server.integrations.mail import Mail, parse_mail
from tests.support.mail_server import mail_server


async def test_a_letter_arrives_with_its_chinese() -> None:
    async with mail_server() as server:
        mail = parse_mail(f"smtp://school:se%40cret@127.0.0.1:{server.port}", "hub@school.test")
        assert mail is not None
        assert await mail.send("he@village.test", "同课：邀请码", "何老师，您好")
    (letter,) = server.letters
    assert (letter["From"], letter["To"]) == ("hub@school.test", "he@village.test")
    assert letter["Subject"] == "同课：邀请码"
    assert letter.get_content().strip() == "何老师，您好"
    assert len(server.logins) == 1


async def test_a_refusal_and_an_absent_server_are_told_and_raise_nothing() -> None:
    async with mail_server() as server:
        server.refuse = True
        mail = parse_mail(server.url, "")
        assert mail is not None
        assert not await mail.send("he@village.test", "x", "y")
    assert not await mail.send("he@village.test", "x", "y")


def test_an_address_says_how_to_reach_the_server() -> None:
    assert parse_mail("", "x@y") is None
    assert parse_mail("smtp://mail.test", "") == Mail("mail.test", 587, "tongke@mail.test")
    encrypted = parse_mail("smtps://a:b@mail.test", "x@y")
    assert encrypted == Mail("mail.test", 465, "x@y", "a", "b", encrypted=True)


@pytest.mark.parametrize("wrong", ["http://mail.test", "smtp://", "mail.test:25"])
def test_what_is_no_address_is_named(wrong: str) -> None:
    with pytest.raises(ValueError, match="allowed is"):
        parse_mail(wrong, "")
