"""A real PostgreSQL for a test: a cluster of its own in a temporary directory, on a free port, without fsync.

Never skipped: where it is missing the test fails with a sentence that says what to do.
"""

import os
import shutil
import signal
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


class Cluster:
    """A cluster that can be killed and started again; on a port of its own."""

    def __init__(self, directory: Path, *, durable: bool = False) -> None:
        """Make it in an empty directory and start it. `durable`: what was committed survives a kill of its processes.

        Raises:
            PostgresMissing: if PostgreSQL is not installed.
        """
        programs, port = find_programs(), _free_port()
        self.data = directory / "data"
        self.address = f"postgresql://tongke@127.0.0.1:{port}/postgres"
        """Of its `postgres` database, without a driver's name."""
        as_user: list[str] = []
        if os.getuid() == 0:
            as_user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
            os.chown(directory, NOBODY, NOBODY)
        # The machine itself is not killed, so what the system has taken is as good as on the disk.
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={directory}"
            f" -c fsync=off -c synchronous_commit={'on' if durable else 'off'} -c full_page_writes=off -c max_connections=50"
        )
        control = [*as_user, str(programs / "pg_ctl"), "-D", str(self.data), "-w", "-t", "60"]
        self._start = [*control, "-o", options, "-l", str(directory / "log"), "start"]
        self._stop = [*control, "-m", "immediate", "stop"]
        make = ["initdb", "-D", str(self.data), "-U", "tongke", "-A", "trust", "-E", "UTF8"]
        _run([*as_user, str(programs / make[0]), *make[1:], "--no-sync"])
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        _run(self._start)

    def stop(self) -> None:
        """Stop it at once."""
        _run(self._stop)

    def kill(self) -> None:
        """Kill the first process as the kernel would; the others end when they notice."""
        first = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(first, signal.SIGKILL)


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """Run a cluster; yields the address of its `postgres` database, without a driver's name.

    Raises:
        PostgresMissing: if it is not installed.
    """
    with killable_cluster(durable=False) as cluster:
        yield cluster.address


@contextmanager
def killable_cluster(*, durable: bool = True) -> Iterator[Cluster]:
    """Run a cluster until the context ends; see `Cluster`."""
    directory = Path(tempfile.mkdtemp(prefix="tongke-postgres-"))
    try:
        cluster = Cluster(directory, durable=durable)
        try:
            yield cluster
        finally:
            cluster.stop()
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
