"""`tongke create-admin`: the first administrator of a city, without the demo, and its city if there is none."""

from dataclasses import dataclass

from scheduler.calendar import SHANGHAI
from server.app import make_auth
from server.auth.service import WeakPassword
from server.clock import SystemClock
from server.credentials import load_credentials
from server.database import Database
from server.errors import StartError
from server.people import founding
from server.people.schemas import CodeOut
from server.settings import ServerSettings

ADVICE = """
还没有管理员。请在这台机器上另开一个窗口运行（换成您的用户名、姓名和城市）：
There is no administrator yet. Run this in another window of this machine:

    tongke create-admin --username admin --name 张三 --city 绵阳市

"""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who shall administer which city; without a password a code is made."""

    username: str
    name: str
    city: str
    password: str | None = None


async def exists(settings: ServerSettings) -> bool:
    """Return whether somebody administers something and may sign in or is invited."""
    database = Database(settings.database_address)
    try:
        async with database.reading() as transaction:
            return await founding.has_administrator(transaction)
    finally:
        await database.close()


async def create(settings: ServerSettings, wish: Wish) -> str:
    """Make an administrator in a migrated database; return what is printed.

    Raises:
        StartError: if something given does not fit.
    """
    database = Database(settings.database_address)
    now = SystemClock().now()
    auth = make_auth(settings, database, load_credentials(settings.data_dir))
    try:
        hashed = None
        if wish.password is not None:
            if not 8 <= len(wish.password) <= 200:
                raise WeakPassword
            hashed = await auth.hash_of_new(wish.password, wish.username)
        async with database.writing() as transaction:
            person = await founding.make_administrator(
                transaction, wish.username, wish.name, wish.city, now
            )
            if hashed is not None:
                await founding.set_password(transaction, auth, person, hashed, now)
                return f"管理员 {person.username} 已建好，可以登录了。 / {person.username} may sign in now.\n"
            issued = await founding.invite_administrator(transaction, auth, person, now)
        return _printed(settings, issued)
    except WeakPassword as error:
        raise StartError(WeakPassword.detail) from error
    finally:
        await database.close()


def _printed(settings: ServerSettings, issued: CodeOut) -> str:
    base = settings.public_url or settings.local_url
    until = f"{issued.expires_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return "\n".join(
        (
            f"管理员 {issued.username}（{issued.person.name}）已建好。 / {issued.username} is made.",
            f"  打开 / open   {base}/invitation",
            f"  代码 / code   {issued.code}",
            f"  只能用一次，{until} 前有效。 / Works once, until {until} (Beijing time).",
            "",
        )
    )
