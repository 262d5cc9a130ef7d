from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text
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


ROWS = (
    "INSERT INTO city VALUES ('c', 'c')",
    "INSERT INTO district VALUES ('d', 'c', 'd')",
    "INSERT INTO school VALUES ('s', 'd', 's', 0, 0)",
    "INSERT INTO room VALUES ('r', 's', 'r', 'broadcast')",
    "INSERT INTO person VALUES ('p', 'p', 'p', '', 's', NULL)",
    "INSERT INTO lesson (id, kind, title, subject, grade, hub_room_id, teacher_id, starts_at,"
    " ends_at, state, recorded) VALUES ('l', 'dedicated', 't', 's', 3, 'r', 'p',"
    " '2026-09-07 01:00:00', '2026-09-07 01:40:00', 'ended', true)",
    "INSERT INTO recording (lesson_id, duration, size, gaps) VALUES ('l', 8, 2000, 0)",
    *(
        "INSERT INTO segment (id, lesson_id, track_id, init, number, key, size, sha256, starts_at,"  # noqa: S608
        ' duration, "offset", gap_before, gap_reason, starts_with_key_frame, losses) VALUES'
        f" ('s{number}', 'l', 't', 0, {number}, 'k', 1000, 'h', '2026-09-07 01:00:00', 4,"
        f" {4 * number}, 0, '', true, '{losses}')"
        for number, losses in ((0, "[]"), (1, '[{"offset": 5}]'))
    ),
)


def test_a_recording_from_before_is_counted(url: str) -> None:
    upgrade(url, "0001")
    with connect(url) as connection:
        for row in ROWS:
            # No parameters: a colon in JSON is none.
            connection.exec_driver_sql(row)
        connection.commit()
    upgrade(url)
    with connect(url) as connection:
        assert connection.scalar(text("SELECT segments FROM recording")) == 2
        kept = connection.scalars(text("SELECT losses FROM segment ORDER BY number")).all()
        assert [loss is None for loss in kept] == [True, False]
    downgrade(url, "0001")
    with connect(url) as connection:
        kept = connection.scalars(text("SELECT losses FROM segment ORDER BY number")).all()
        assert None not in kept


def test_whoever_could_replay_a_recording_still_can(url: str) -> None:
    upgrade(url, "0001")
    with connect(url) as connection:
        for row in ROWS:
            connection.exec_driver_sql(row)
        for key, kind in (("famous", "famous_school"), ("silent", "famous_teacher")):
            columns = ROWS[5].replace("('l', 'dedicated'", f"('{key}', '{kind}'")
            connection.exec_driver_sql(columns)
        connection.exec_driver_sql(ROWS[6].replace("'l'", "'famous'"))
        connection.commit()
    upgrade(url)
    with connect(url) as connection:
        rows = connection.execute(text("SELECT id, publication FROM lesson")).all()
    # Famous classrooms were open to their city, which is what published means; the schools that take part in
    # another may watch its draft. What is not recorded yet begins as a draft.
    assert {tuple(row) for row in rows} == {
        ("l", "draft"),
        ("famous", "published"),
        ("silent", "draft"),
    }
