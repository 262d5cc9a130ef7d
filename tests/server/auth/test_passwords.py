import asyncio

from server.auth.passwords import PasswordChecker, hash_password


async def test_only_the_right_password_fits() -> None:
    stored = hash_password("海阔天空")
    checker = PasswordChecker()
    assert stored.startswith("$argon2id$")
    assert await checker.fits(stored, "海阔天空")
    assert not await checker.fits(stored, "海阔天空 ")


async def test_nobody_and_a_broken_hash_never_fit() -> None:
    checker = PasswordChecker()
    assert not await checker.fits(None, "nobody has this password")
    assert not await checker.fits("", "nobody has this password")
    assert not await checker.fits("not a hash", "anything")


async def test_many_at_once_are_all_answered() -> None:
    stored = hash_password("one")
    checker = PasswordChecker()
    answers = await asyncio.gather(*(checker.fits(stored, word) for word in ("one", "two") * 4))
    assert answers == [True, False] * 4
