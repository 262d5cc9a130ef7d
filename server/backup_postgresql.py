"""Backup and restore of a PostgreSQL database: our tables by COPY in one snapshot, without a tool of the system.

Jobs are left out: every job works from our own rows.
"""

import io
import json
import os
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import MetaData, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from server.credentials import FILE_NAME
from server.errors import StartError
from server.migrations.env_options import include_name
from server.migrations.run import downgrade, revisions, upgrade
from server.settings import ServerSettings
from server.words import Words

CONTENTS = "contents.json"
FORMAT = 1
CHUNK = 1 << 20
"""Bytes that a restore reads at a time."""
_BEFORE_RESTORE = "before-restore.tgz"


def back_up(settings: ServerSettings, target: Path) -> int:
    """Write a backup (mode 0600, it holds the secrets) while the server runs; return its size in bytes.

    Raises:
        StartError: if the database cannot be read, or the file is there already or cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent) as room:
            packed = Path(room, "packed")
            descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with (
                os.fdopen(descriptor, "wb") as file,
                tarfile.open(fileobj=file, mode="w:gz") as archive,
            ):
                _write_tables(settings.database_address, archive, Path(room))
                archive.add(settings.data_dir / FILE_NAME, FILE_NAME)
            # A link is made only where no file is: a backup never replaces another one.
            os.link(packed, target)
    except (OSError, psycopg.Error, SQLAlchemyError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise StartError(
            Words(
                f"备份没有写成（{target}：{reason}）。",
                f"The backup was not written ({target}: {reason}).",
            )
        ) from error
    return target.stat().st_size


def restore(settings: ServerSettings, source: Path) -> Path | None:
    """Put a backup in the place of all rows and the secrets; return a backup of what was there.

    The caller holds the data directory's lock: no server runs here; servers and workers of other machines
    must be stopped too.

    Raises:
        StartError: if the file is no whole backup (nothing is changed then), or the database refuses it (of
            another revision its tables were made anew before: then the rows are in the backup that is named).
    """
    url = settings.database_address
    aside = None
    try:
        with (
            tempfile.TemporaryDirectory(dir=settings.data_dir) as room,
            tarfile.open(source, "r:gz") as archive,
        ):
            contents = _unpack(archive, Path(room))
            current, _, _ = revisions(url)
            if current:
                aside = settings.data_dir / _BEFORE_RESTORE
                aside.unlink(missing_ok=True)
                back_up(settings, aside)
            if current != contents["revision"]:
                # The tables as they were when the backup was made; what stood in them is in `aside`.
                if current:
                    downgrade(url, "base")
                upgrade(url, contents["revision"])
            _read_tables(url, contents["tables"], Path(room))
            Path(room, FILE_NAME).chmod(0o600)
            Path(room, FILE_NAME).replace(settings.data_dir / FILE_NAME)
    except (
        *(OSError, KeyError, TypeError, ValueError, EOFError),
        *(tarfile.TarError, psycopg.Error, SQLAlchemyError),
    ) as error:
        raise StartError(
            Words(
                f"{source} 不能恢复（{type(error).__name__}）：不是完整的备份，或数据库不接受。原来的数据在 {aside or '数据库里'}。",
                f"{source} cannot be restored ({type(error).__name__}): it is no whole backup, or the database refuses it. What was there is in {aside or 'the database'}.",
            )
        ) from error
    return aside


def _write_tables(url: str, archive: tarfile.TarFile, room: Path) -> None:
    revision, _, _ = revisions(url)
    tables: list[dict[str, Any]] = []
    found = _tables(url)
    with psycopg.connect(_conninfo(url)) as connection:
        # One snapshot for all tables, however long they take.
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        for number, (name, columns) in enumerate(found):
            path = room / f"{number}.copy"
            rows = _copy_out(connection, _statement("COPY {} ({}) TO STDOUT", name, columns), path)
            archive.add(path, path.name)
            path.unlink()
            tables.append({"name": name, "columns": columns, "file": path.name, "rows": rows})
    said = json.dumps({"format": FORMAT, "revision": revision, "tables": tables}).encode()
    member = tarfile.TarInfo(CONTENTS)
    member.size = len(said)
    archive.addfile(member, io.BytesIO(said))


def _copy_out(connection: psycopg.Connection[Any], statement: sql.Composed, path: Path) -> int:
    """Write a table into a file; return how many rows it has."""
    rows = 0
    with (
        path.open("wb") as file,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for block in copy:
            # A line feed inside of a value is written as a backslash and an n.
            rows += bytes(block).count(b"\n")
            file.write(block)
    return rows


def _unpack(archive: tarfile.TarFile, room: Path) -> dict[str, Any]:
    """Put the named members into a directory, as plain files; whatever else an archive holds is left in it."""
    archive.extract(archive.getmember(CONTENTS), room, filter="data")
    contents: dict[str, Any] = json.loads((room / CONTENTS).read_bytes())
    if contents["format"] != FORMAT:
        raise ValueError(contents["format"])
    for name in (FILE_NAME, *(table["file"] for table in contents["tables"])):
        archive.extract(archive.getmember(name), room, filter="data")
    return contents


def _read_tables(url: str, tables: list[dict[str, Any]], room: Path) -> None:
    """Replace all rows in one transaction: what fails leaves everything as it was."""
    known = {name for name, _ in _tables(url)}
    if known != {table["name"] for table in tables}:
        raise ValueError("other tables than this revision has")
    with psycopg.connect(_conninfo(url)) as connection, connection.cursor() as cursor:
        names = sql.SQL(", ").join(sql.Identifier(table["name"]) for table in tables)
        cursor.execute(sql.SQL("TRUNCATE {}").format(names))
        for table in tables:
            statement = _statement("COPY {} ({}) FROM STDIN", table["name"], table["columns"])
            with (room / table["file"]).open("rb") as file, cursor.copy(statement) as copy:
                while block := file.read(CHUNK):
                    copy.write(block)
            if cursor.rowcount != table["rows"]:
                raise ValueError(f"{table['name']}: {cursor.rowcount} rows of {table['rows']}")
            _continue_numbers(cursor, table)


def _continue_numbers(cursor: psycopg.Cursor[Any], table: dict[str, Any]) -> None:
    """Have the numbers that the database gives go on behind the newest row."""
    for column in table["columns"]:
        found = cursor.execute(
            "SELECT pg_get_serial_sequence(quote_ident(%s), %s)", (table["name"], column)
        ).fetchone()
        if found and found[0]:
            newest = sql.SQL("SELECT setval(%s, COALESCE(MAX({}), 0) + 1, false) FROM {}").format(
                sql.Identifier(column), sql.Identifier(table["name"])
            )
            cursor.execute(newest, (found[0],))


def _tables(url: str) -> list[tuple[str, list[str]]]:
    """Return our tables with their columns, each behind those that it refers to."""
    engine = create_engine(url, poolclass=NullPool)
    metadata = MetaData()
    metadata.reflect(engine, only=lambda name, _: _is_ours(name))
    return [
        (table.name, [column.name for column in table.columns]) for table in metadata.sorted_tables
    ]


def _is_ours(name: str) -> bool:
    return name != "alembic_version" and include_name(name, "table", {})


def _statement(pattern: str, table: str, columns: list[str]) -> sql.Composed:
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(pattern).format(sql.Identifier(table), named)


def _conninfo(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
