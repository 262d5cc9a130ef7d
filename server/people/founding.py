"""The first administrator of a city, made on the machine itself, before anybody can sign in."""

import re
from datetime import datetime

from server.auth.service import AuthService
from server.database import Transaction
from server.errors import StartError
from server.identifiers import new_id
from server.models import City, District, Person, Role, RoleGrant, School
from server.people import repository, service
from server.people.schemas import CodeOut
from server.words import Words

_USERNAME = re.compile(r"^[^\s\x00-\x1f]{2,80}$")


async def has_administrator(transaction: Transaction) -> bool:
    """Return whether somebody administers something and may sign in or is invited."""
    return await repository.administrators(transaction.session) > 0


async def make_administrator(
    transaction: Transaction, username: str, name: str, city_name: str, now: datetime
) -> Person:
    """Make a person who administers a city, and the city with its bureau where there is none.

    Raises:
        StartError: if a name does not fit or is taken, or it is not clear which city is meant.
    """
    username, name = username.strip().casefold(), name.strip()
    if not _USERNAME.match(username) or not 1 <= len(name) <= 120:
        raise StartError(
            Words(
                "用户名要 2 到 80 个字、不能有空格；姓名要 1 到 120 个字。",
                "A user name has 2 to 80 characters without spaces; a name has 1 to 120.",
            )
        )
    if await repository.person_by_username(transaction.session, username) is not None:
        raise StartError(
            Words(
                f"用户名 {username} 已经有人用了，请换一个。",
                f"Somebody has the user name {username} already; choose another one.",
            )
        )
    city = await _city(transaction, city_name.strip(), now)
    bureau = await _bureau(transaction, city, now)
    person = Person(
        id=new_id(now), username=username, name=name, password_hash="", school_id=bureau.id
    )
    transaction.session.add(person)
    await transaction.session.flush()
    transaction.session.add(
        RoleGrant(id=new_id(now), person_id=person.id, role=Role.ADMINISTRATOR, city_id=city.id)
    )
    await transaction.session.flush()
    return person


async def invite_administrator(
    transaction: Transaction, auth: AuthService, person: Person, now: datetime
) -> CodeOut:
    """Make the code with which the administrator chooses a password."""
    return await service.issue_code(transaction, auth, person, "command", now)


async def set_password(
    transaction: Transaction, auth: AuthService, person: Person, hashed: str, now: datetime
) -> None:
    """Give the administrator a password at once; nobody is signed in."""
    await auth.begin_anew(transaction, person.id, hashed, now)
    await auth.end_sessions(transaction, person.id)


async def _city(transaction: Transaction, name: str, now: datetime) -> City:
    cities = await repository.cities(transaction.session)
    named = [city for city in cities if city.name == name]
    if named:
        return named[0]
    if not name and len(cities) == 1:
        return cities[0]
    if not name:
        known = "、".join(city.name for city in cities)
        raise StartError(
            Words(
                f"请用 --city 写明是哪个城市（现在有：{known or '还没有城市'}）。",
                f"Say which city with --city (known: {known or 'none yet'}).",
            )
        )
    city = City(id=new_id(now), name=name[:120])
    transaction.session.add(city)
    await transaction.session.flush()
    return city


async def _bureau(transaction: Transaction, city: City, now: datetime) -> School:
    """Return the school that stands for the city's bureau: everybody belongs to one."""
    name = f"{city.name}教育局"[:120]
    found = await repository.school_of_name(transaction.session, city.id, name)
    if found is not None:
        return found
    district = District(id=new_id(now), city_id=city.id, name="市直属")
    transaction.session.add(district)
    await transaction.session.flush()
    bureau = School(id=new_id(now), district_id=district.id, name=name)
    transaction.session.add(bureau)
    await transaction.session.flush()
    return bureau
