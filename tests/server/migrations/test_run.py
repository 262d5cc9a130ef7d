from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.pool import NullPool

from server.migrations.env_options import include_name
from server.migrations.run import configuration, downgrade, upgrade
from server.models import Base


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.integration)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / '数据 库.sqlite3'}"
    found: str = request.getfixturevalue("empty_postgresql_url")
    return found


def connect(url: str) -> Connection:
    return create_engine(url.replace("+aiosqlite", ""), poolclass=NullPool).connect()


def tables(url: str) -> set[str]:
    with connect(url) as connection:
        return set(inspect(connection).get_table_names())


def test_up_makes_every_table_and_down_removes_it(url: str) -> None:
    upgrade(url)
    assert tables(url) == set(Base.metadata.tables) | {"alembic_version"}
    upgrade(url)
    downgrade(url, "base")
    assert tables(url) == {"alembic_version"}
    upgrade(url)


def test_models_and_migrations_agree(url: str) -> None:
    upgrade(url)
    with connect(url) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": include_name}
        )
        differences = compare_metadata(context, Base.metadata)
    assert differences == []


def test_there_is_one_line_of_revisions(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.sqlite3'}"
    upgrade(url)
    command.check(configuration(url))
