"""The whole hub for a test: server, media node, archiver and worker as real processes on free ports of 127.0.0.1.

`hub()` starts it with a city of its own (`hub_city`) or with the demo, waits until it is ready, and at the end sends
SIGINT, as Ctrl-C does, and demands a clean end: exit code 0, no traceback in the log, no process left behind.
"""

import json
import os
import re
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from streaming.trust import Trust
from tests.support.hub_city import Secrets, demo_secrets, make_secrets, plant
from tests.support.node_process import free_udp_port
from tests.support.processes import Running, python, running

READY_TIMEOUT = 90.0
"""Seconds from the start to /readyz; measured 4 s alone, 29 s beside everything else on two cores."""
HTTP_TIMEOUT = 20.0
STARTED: list["Hub"] = []
"""Every hub of this run, the newest last: a failing test shows the log of the newest."""


class Hub:
    """A running hub and the keys to it."""

    def __init__(
        self, process: Running, data_dir: Path, port: int, given: Secrets, *, secure: bool = False
    ) -> None:
        self.process = process
        self.data_dir = data_dir
        self.authority = data_dir / "tls" / "authority.pem"
        self.secure = secure
        self.url = f"{'https' if secure else 'http'}://127.0.0.1:{port}"
        self.secrets = given
        self.environment: dict[str, str] = {}
        """Of a command that works on this hub's data."""
        self._clients: list[httpx.Client] = []

    def client(self, username: str = "", password: str = "") -> httpx.Client:
        """Return an HTTP client, signed in as `username` unless that is empty. Closed with the hub."""
        client = httpx.Client(
            base_url=self.url,
            timeout=HTTP_TIMEOUT,
            trust_env=False,
            follow_redirects=False,
            verify=self.trust(),
        )
        self._clients.append(client)
        if username:
            body = {"username": username, "password": password or self.secrets.password}
            response = client.post("/api/session", json=body)
            assert response.status_code == 200, f"{username} cannot sign in: {response.text}"
        return client

    def trust(self) -> ssl.SSLContext | bool:
        """Return what makes a client believe this hub alone; `True` (this machine's authorities) over plain HTTP."""
        return Trust(self.authority).context() if self.secure else True

    def classroom(self, room: str) -> httpx.Client:
        """Return an HTTP client that carries the cookie of a receiving room's device."""
        client = self.client()
        response = client.post("/api/device-session", json={"key": self.secrets.device_keys[room]})
        assert response.status_code == 200, f"{room} is not known: {response.text}"
        return client

    def device_link(self, room: str) -> str:
        """Return the address that a classroom opens."""
        return f"{self.url}/classroom#key={self.secrets.device_keys[room]}"

    def media_token(self, client: httpx.Client, lesson: str, direction: str) -> dict[str, Any]:
        """Return a fresh media token and its endpoint."""
        response = client.post(f"/api/lessons/{lesson}/media-tokens", json={"direction": direction})
        assert response.status_code == 201, response.text
        token: dict[str, Any] = response.json()
        return token

    def child(self, name: str) -> int:
        """Return the process id of the newest `node`, `archiver` or `demo-teacher`, as the server logged it."""
        found = re.findall(rf"child started child={name} pid=(\d+)", self._log())
        assert found, f"the server started no {name}\n{self.tail()}"
        return int(found[-1])

    def wait_ready(self, timeout: float = READY_TIMEOUT) -> None:
        """Return when /readyz says 200; fail with what is missing otherwise."""
        deadline = time.monotonic() + timeout
        said = "no answer"
        while self.secure and not self.authority.exists():
            self.process.assert_alive()
            assert time.monotonic() < deadline, self.tail()
            time.sleep(0.05)
        with httpx.Client(
            base_url=self.url, timeout=5, trust_env=False, verify=self.trust()
        ) as client:
            while time.monotonic() < deadline:
                self.process.assert_alive()
                with suppress(httpx.TransportError):
                    response = client.get("/readyz")
                    if response.status_code == 200:
                        return
                    said = response.text
                time.sleep(0.1)
        raise AssertionError(f"not ready after {timeout} s: {said}\n{self.tail()}")

    def wait_for_log(self, text: str, timeout: float = 10.0) -> None:
        """Return when one of the processes has logged `text`."""
        deadline = time.monotonic() + timeout
        while text not in self._log():
            assert time.monotonic() < deadline, f"{text!r} not in {timeout} s\n{self.tail()}"
            time.sleep(0.05)

    def tail(self) -> str:
        """Return the end of the log of all processes."""
        return self.process.tail()

    def end(self) -> None:
        """End the hub as Ctrl-C does, and demand that it was clean."""
        self.process.assert_alive()
        code = self.process.interrupt()
        left = left_behind(self.data_dir)
        assert code == 0, f"the hub ended with {code}\n{self.tail()}"
        assert not left, f"left behind: {left}\n{self.tail()}"
        assert "Traceback" not in self._log(), self.tail()

    def close(self) -> None:
        """Close clients and kill whatever is left; idempotent."""
        for client in self._clients:
            client.close()
        self.process.kill()
        for pid in processes_of(self.data_dir):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _log(self) -> str:
        return self.process.log.read_text(errors="replace")


@contextmanager
def hub(
    directory: Path, *, demo: bool = False, store: str = "", port: int = 0, **settings: str
) -> Iterator[Hub]:
    """Run a hub whose data lie in `directory` (a second time with the demo keeps them); `store` is a `TONGKE_STORE` address, empty: the directory store.

    `settings` are further `TONGKE_…` variables, in lower case without the prefix.
    """
    data_dir = directory / "data"
    first_start = not data_dir.exists()
    data_dir.mkdir(parents=True, exist_ok=True)
    given = demo_secrets() if demo else make_secrets()
    if first_start and not demo:
        plant(data_dir, given)
    port = port or free_tcp_port()
    environment = {
        "TONGKE_DATA_DIR": str(data_dir),
        "TONGKE_HTTP_HOST": "127.0.0.1",
        "TONGKE_HTTP_PORT": str(port),
        "TONGKE_MEDIA_PORT": str(free_udp_port()),
        "TONGKE_MEDIA_ADDRESSES": json.dumps(["127.0.0.1"]),
        **({"TONGKE_STORE": store} if store else {}),
        **{f"TONGKE_{name.upper()}": value for name, value in settings.items()},
    }
    command = python("-m", "server", "serve", *(["--demo"] if demo else []))
    with running(command, directory / "hub.log", environment) as process:
        started = Hub(process, data_dir, port, given, secure="tls" in settings)
        started.environment = {**os.environ, **environment}
        STARTED.append(started)
        try:
            started.wait_ready()
            yield started
            started.end()
        finally:
            started.close()


def processes_of(data_dir: Path) -> list[int]:
    """Return the living processes whose environment names a data directory."""
    mark = f"TONGKE_DATA_DIR={data_dir}\0".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            if mark in (entry / "environ").read_bytes() + b"\0":
                found.append(int(entry.name))
    return found


def left_behind(data_dir: Path, timeout: float = 5.0) -> list[int]:
    """Return the processes of a data directory that are still there after `timeout` seconds at most.

    Python's own resource tracker, which every hub has that has aligned a week, ends when its hub has: measured in 11
    of 12 ends on a loaded machine it was still there a moment later.
    """
    deadline = time.monotonic() + timeout
    while (left := processes_of(data_dir)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def free_tcp_port() -> int:
    """Return a TCP port of 127.0.0.1 that was free a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
