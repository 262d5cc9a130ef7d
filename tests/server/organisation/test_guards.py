from server.auth.policy import Keep
from server.organisation.guards import Keeping, Reading


def test_the_guards_say_what_they_check() -> None:
    assert (
        Keeping(Keep.TIMES).owner_check == "whoever may keep the times of the area that is changed"
    )
    assert "reach" in Reading.owner_check
