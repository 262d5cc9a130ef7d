"""`tongke backup` and `tongke restore`: the database and the secrets in one file. Recordings lie in the object store and stay there.

With SQLite the copy is taken by SQLite itself, while the server runs. PostgreSQL's is in `backup_postgresql`.
"""

import os
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from server.credentials import FILE_NAME
from server.errors import StartError
from server.settings import ServerSettings
from server.words import Words

DATABASE = "tongke.sqlite3"
MEMBERS = (DATABASE, FILE_NAME)


def back_up(settings: ServerSettings, target: Path) -> int:
    """Write a backup (mode 0600, it holds the secrets); return its size in bytes.

    Raises:
        StartError: if there is nothing to back up, or the file is there already or cannot be written.
    """
    database = _database(settings)
    if not database.is_file():
        raise StartError(
            Words(
                f"没有可以备份的数据库（{database}）。",
                f"There is no database to back up ({database}).",
            )
        )
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent) as room:
            copy, packed = Path(room, DATABASE), Path(room, "packed")
            with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as to:
                source.backup(to)
            descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with (
                os.fdopen(descriptor, "wb") as file,
                tarfile.open(fileobj=file, mode="w:gz") as archive,
            ):
                archive.add(copy, DATABASE)
                archive.add(settings.data_dir / FILE_NAME, FILE_NAME)
            # A link is made only where no file is: a backup never replaces another one.
            os.link(packed, target)
    except OSError as error:
        raise StartError(
            Words(
                f"备份没有写成（{target}：{error.strerror}）。",
                f"The backup was not written ({target}: {error.strerror}).",
            )
        ) from error
    return target.stat().st_size


def restore(settings: ServerSettings, source: Path) -> Path | None:
    """Put a backup in the place of the database and the secrets; return where the old database went.

    The caller holds the data directory's lock: no server runs.

    Raises:
        StartError: if the file is no whole backup; nothing is changed then.
    """
    database = _database(settings)
    try:
        with tempfile.TemporaryDirectory(dir=settings.data_dir) as room:
            with tarfile.open(source, "r:gz") as archive:
                for name in MEMBERS:
                    # Named members only, as plain files: whatever else an archive holds is left in it.
                    archive.extract(archive.getmember(name), room, filter="data")
            with closing(sqlite3.connect(Path(room, DATABASE))) as copy:
                (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
            if verdict != "ok":
                raise ValueError(verdict)
            aside = _put_aside(database)
            for name in MEMBERS:
                Path(room, name).chmod(0o600)
                Path(room, name).replace(settings.data_dir / name)
    except (OSError, KeyError, ValueError, EOFError, tarfile.TarError, sqlite3.Error) as error:
        raise StartError(
            Words(
                f"{source} 不是完整的备份（{error}），什么也没有改。",
                f"{source} is no whole backup ({error}); nothing was changed.",
            )
        ) from error
    return aside


def _put_aside(database: Path) -> Path | None:
    if not database.is_file():
        return None
    # What is still in the log is brought into the file, so that the file alone is the whole database.
    with closing(sqlite3.connect(database)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = database.with_suffix(".before-restore")
    database.replace(aside)
    for rest in ("-wal", "-shm"):
        Path(f"{database}{rest}").unlink(missing_ok=True)
    return aside


def _database(settings: ServerSettings) -> Path:
    return settings.data_dir / DATABASE
