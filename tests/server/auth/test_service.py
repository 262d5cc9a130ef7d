from datetime import timedelta

from server.auth.repository import remove_expired_sessions
from tests.support.app import PASSWORD, Hall


async def test_a_token_of_another_installation_opens_nothing(hall: Hall) -> None:
    auth, now = hall.app.state.auth, hall.clock.now()
    _, issued = await auth.sign_in("lin", PASSWORD, "10.0.0.1", now)
    assert await auth.person_behind(issued.token, now) is not None
    auth.cookie_secret = "another installation's"
    assert await auth.person_behind(issued.token, now) is None


async def test_nobody_is_behind_nothing(hall: Hall) -> None:
    auth, now = hall.app.state.auth, hall.clock.now()
    for token in (None, "", "nonsense", "\ud800", "\x00"):
        assert await auth.callers(token, token, now) == ()


async def test_a_person_token_opens_no_device_session(hall: Hall) -> None:
    auth, now = hall.app.state.auth, hall.clock.now()
    _, issued = await auth.sign_in("lin", PASSWORD, "10.0.0.1", now)
    assert await auth.device_behind(issued.token, now) is None


async def test_a_whole_school_behind_one_address_may_mistype_but_a_machine_may_not(
    hall: Hall,
) -> None:
    auth, now = hall.app.state.auth, hall.clock.now().timestamp()
    for number in range(50):
        auth.attempts.failed("10.0.0.1", now)
        assert number < 49 or auth.attempts.wait("10.0.0.1", 50, now) > 0


async def test_expired_sessions_are_tidied_away(each_hall: Hall) -> None:
    auth, now = each_hall.app.state.auth, each_hall.clock.now()
    _, issued = await auth.sign_in("lin", PASSWORD, "10.0.0.1", now)
    async with each_hall.writing() as transaction:
        await remove_expired_sessions(transaction.session, now + timedelta(hours=12))
    assert await auth.person_behind(issued.token, now) is None
