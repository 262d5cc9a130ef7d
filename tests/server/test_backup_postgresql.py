"""On a real PostgreSQL: what was there comes back, to the last row, and numbers go on."""

import tarfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, select, text
from sqlalchemy.pool import NullPool

from server.backup_postgresql import back_up, restore
from server.credentials import load_credentials
from server.errors import StartError
from server.migrations.run import downgrade, revisions, upgrade
from server.settings import ServerSettings

pytestmark = pytest.mark.integration


@pytest.fixture
def given(tmp_path: Path, postgresql_url: str) -> ServerSettings:
    """An installation with the small city."""
    (tmp_path / "data").mkdir()
    load_credentials(tmp_path / "data")
    return ServerSettings(data_dir=tmp_path / "data", database_url=postgresql_url)


def rows(url: str) -> dict[str, list[Any]]:
    engine = create_engine(url, poolclass=NullPool)
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in metadata.sorted_tables
        }


def execute(url: str, *statements: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


NEWS = "INSERT INTO event (type, at) VALUES ('x', now())"
HARM = ("DELETE FROM device", "UPDATE person SET name = 'x'", NEWS)


def test_a_backup_brings_everything_back_and_keeps_what_was_there(given: ServerSettings) -> None:
    url = given.database_address
    execute(url, NEWS, NEWS, "UPDATE person SET name = E'制表\\t换行\\n反斜\\\\' WHERE id = 'lin'")
    before, secrets = rows(url), (given.data_dir / "secrets.toml").read_text()
    target = given.data_dir.parent / "backup.tgz"
    assert back_up(given, target) == target.stat().st_size
    assert target.stat().st_mode & 0o777 == 0o600
    execute(url, *HARM)
    (given.data_dir / "secrets.toml").write_text("node_token = 'a'\ncookie_secret = 'b'\n")
    harmed = rows(url)
    aside = restore(given, target)
    assert rows(url) == before
    assert (given.data_dir / "secrets.toml").read_text() == secrets
    execute(url, NEWS)  # its number is a new one
    assert aside is not None
    restore(given, aside.rename(given.data_dir.parent / "aside.tgz"))
    assert rows(url) == harmed


def test_an_older_backup_is_put_into_its_own_tables_and_brought_up(
    given: ServerSettings,
) -> None:
    url = given.database_address
    head = revisions(url)[0]
    downgrade(url, "0012")
    target = given.data_dir.parent / "old.tgz"
    back_up(given, target)
    people = rows(url)["person"]
    upgrade(url)
    execute(url, *HARM)
    restore(given, target)
    assert revisions(url)[0] == "0012"
    upgrade(url)
    assert (revisions(url)[0], rows(url)["person"]) == (head, people)


def test_an_empty_database_is_filled(given: ServerSettings, empty_postgresql_url: str) -> None:
    target = given.data_dir.parent / "backup.tgz"
    back_up(given, target)
    other = given.model_copy(update={"database_url": empty_postgresql_url})
    assert restore(other, target) is None
    assert rows(empty_postgresql_url) == rows(given.database_address)


def test_half_a_file_changes_nothing(given: ServerSettings) -> None:
    target = given.data_dir.parent / "backup.tgz"
    back_up(given, target)
    before = rows(given.database_address)
    target.write_bytes(target.read_bytes()[: target.stat().st_size // 2])
    with pytest.raises(StartError, match="cannot be restored"):
        restore(given, target)
    with tarfile.open(target, "w:gz"):
        pass
    with pytest.raises(StartError):
        restore(given, target)
    assert rows(given.database_address) == before


def test_a_backup_never_replaces_another_one(given: ServerSettings) -> None:
    target = given.data_dir.parent / "backup.tgz"
    target.write_text("older")
    with pytest.raises(StartError, match="not written"):
        back_up(given, target)
    assert target.read_text() == "older"


def test_a_database_that_is_away_is_one_sentence_without_its_password(tmp_path: Path) -> None:
    away = "postgresql+psycopg://user:hidden@127.0.0.1:9/none"
    settings = ServerSettings(data_dir=tmp_path, database_url=away)
    with pytest.raises(StartError, match="not written") as caught:
        back_up(settings, tmp_path / "backup.tgz")
    assert "hidden" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
