import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from server.backup import back_up, restore
from server.credentials import load_credentials
from server.errors import StartError
from server.settings import ServerSettings
from tests.support.app import Hall, hall as running_hall


async def test_a_backup_of_a_running_server_is_restored_elsewhere(
    sqlite_hall: Hall, tmp_path: Path
) -> None:
    tang, file = await sqlite_hall.person("tang"), tmp_path / "city.tongke"
    await tang.patch("/api/people/lin", json={"name": "林晓"})
    assert back_up(sqlite_hall.app.state.settings, file) == file.stat().st_size
    assert file.stat().st_mode & 0o777 == 0o600
    await tang.patch("/api/people/lin", json={"name": "后来"})

    elsewhere = ServerSettings(data_dir=tmp_path / "elsewhere")
    elsewhere.data_dir.mkdir()
    assert restore(elsewhere, file) is None
    assert load_credentials(elsewhere.data_dir) == load_credentials(sqlite_hall.data_dir)
    url = f"sqlite+aiosqlite:///{elsewhere.data_dir / 'tongke.sqlite3'}"
    async with running_hall(url, elsewhere.data_dir) as other:
        again = await other.person("tang")
        assert (await again.get("/api/people/lin")).json()["name"] == "林晓"


async def test_the_old_database_is_put_aside_whole(sqlite_hall: Hall, tmp_path: Path) -> None:
    file = tmp_path / "city.tongke"
    settings: ServerSettings = sqlite_hall.app.state.settings
    back_up(settings, file)
    tang = await sqlite_hall.person("tang")
    await tang.patch("/api/people/lin", json={"name": "后来"})
    await sqlite_hall.database.close()
    aside = restore(settings, file)
    assert aside is not None
    for path, name in ((aside, "后来"), (settings.data_dir / "tongke.sqlite3", "林老师")):
        with closing(sqlite3.connect(path)) as database:
            query = "SELECT name FROM person WHERE id = 'lin'"
            assert database.execute(query).fetchone() == (name,)


def damaged(whole: Path, kind: str) -> Path:
    """Return a file that is no whole backup."""
    file = whole.with_suffix(f".{kind}")
    if kind == "cut":
        file.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    elif kind == "empty":
        with tarfile.open(file, "w:gz"):
            pass
    elif kind == "text":
        file.write_text("not a backup")
    return file


@pytest.mark.parametrize("kind", ["cut", "empty", "text", "missing"])
async def test_what_is_no_whole_backup_changes_nothing(
    sqlite_hall: Hall, tmp_path: Path, kind: str
) -> None:
    whole = tmp_path / "city.tongke"
    back_up(sqlite_hall.app.state.settings, whole)
    await sqlite_hall.database.close()
    before = (sqlite_hall.data_dir / "tongke.sqlite3").read_bytes()
    with pytest.raises(StartError, match="什么也没有改"):
        restore(sqlite_hall.app.state.settings, damaged(whole, kind))
    assert (sqlite_hall.data_dir / "tongke.sqlite3").read_bytes() == before


async def test_a_backup_never_replaces_another_one(sqlite_hall: Hall, tmp_path: Path) -> None:
    file = tmp_path / "city.tongke"
    file.write_text("another one")
    with pytest.raises(StartError, match="没有写成"):
        back_up(sqlite_hall.app.state.settings, file)
    assert file.read_text() == "another one"


def test_without_a_database_one_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="没有可以备份"):
        back_up(ServerSettings(data_dir=tmp_path), tmp_path / "x")
