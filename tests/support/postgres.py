"""A real PostgreSQL for a test: a cluster of its own in a temporary directory, on a free port, without fsync.

Never skipped: where it is missing the test fails with a sentence that says what to do.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

NOBODY = 65534
"""PostgreSQL refuses to run as root; this user owns nothing that could be harmed."""


class PostgresMissing(Exception):
    """No PostgreSQL is installed here."""


def find_programs() -> Path:
    """Return the directory of `initdb` and `pg_ctl`, the newest version first.

    Raises:
        PostgresMissing: if there is none; the message says what to do.
    """
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("pg_ctl"):
        candidates.append(Path(found).parent)
    for candidate in candidates:
        if (candidate / "initdb").exists():
            return candidate
    raise PostgresMissing(
        "PostgreSQL is not installed: run `make test`, which installs it, or `apt-get install postgresql`"
    )


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """Run a cluster; yields the address of its `postgres` database, without a driver's name.

    Raises:
        PostgresMissing: if it is not installed.
    """
    programs = find_programs()
    directory = Path(tempfile.mkdtemp(prefix="tongke-postgres-"))
    data, port = directory / "data", _free_port()
    as_user: list[str] = []
    if os.getuid() == 0:
        as_user = [
            "setpriv",
            f"--reuid={NOBODY}",
            f"--regid={NOBODY}",
            "--clear-groups",
        ]
        os.chown(directory, NOBODY, NOBODY)
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={directory}"
        " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50"
    )
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]
    try:
        _run(
            [
                *as_user,
                str(programs / "initdb"),
                "-D",
                str(data),
                "-U",
                "tongke",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ]
        )
        _run([*control, "-o", options, "-l", str(directory / "log"), "start"])
        try:
            yield f"postgresql://tongke@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        # A backend that is being stopped may still write while we remove: then once more.
        for _ in range(5):
            shutil.rmtree(directory, ignore_errors=True)
            if not directory.exists():
                break


def create_database(cluster: str, name: str, template: str = "template0") -> str:
    """Make a database like `template`, replacing one of the same name; return its address for SQLAlchemy."""
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return cluster.replace("postgresql://", "postgresql+psycopg://").rsplit("/", 1)[0] + f"/{name}"


def _run(command: list[str]) -> None:
    # The server inherits what it is given: a pipe would be held open for as long as it runs.
    with tempfile.TemporaryFile() as output:
        code = subprocess.call(command, stdout=output, stderr=output, cwd="/")
        if code:
            output.seek(0)
            raise RuntimeError(f"{command[-1]} failed: {output.read().decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
