import pytest
from sqlalchemy.exc import IntegrityError

from server.models import Role, RoleGrant, SignIn
from tests.support.app import Hall


@pytest.mark.parametrize("scopes", [{}, {"city_id": "mianyang", "school_id": "hub"}])
async def test_a_role_is_held_at_exactly_one_scope(each_hall: Hall, scopes: dict[str, str]) -> None:
    async with each_hall.database.reading() as transaction:
        grant = RoleGrant(id="g", person_id="lin", role=Role.TEACHER, **scopes)
        transaction.session.add(grant)
        with pytest.raises(IntegrityError):
            await transaction.session.flush()


async def test_a_session_is_a_persons_or_a_devices(each_hall: Hall) -> None:
    now = each_hall.clock.now()
    for owners in ({}, {"person_id": "lin", "device_id": "device-a"}):
        async with each_hall.database.reading() as transaction:
            row = SignIn(token_hash="h", created_at=now, expires_at=now, **owners)
            transaction.session.add(row)
            with pytest.raises(IntegrityError):
                await transaction.session.flush()
