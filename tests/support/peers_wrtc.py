"""The independent WebRTC peer in node (`tests/support/peers`), and axe-core from the same packages."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.support.processes import Running, running

FOLDER = Path(__file__).parent / "peers"
AXE = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
PACKAGES = ("@roamhq/wrtc", "ical.js", "oidc-provider")
INSTALL_TIMEOUT = 300
"""Seconds for `npm ci`: 30 MB over a thin line."""


def require_packages() -> None:
    """Install the locked packages where they are missing (the house's set-up has usually done it).

    Raises:
        AssertionError: with what to do, when node is missing or `npm ci` fails.
    """
    modules = FOLDER / "node_modules"
    if AXE.is_file() and all((modules / name).is_dir() for name in PACKAGES):
        return
    npm = shutil.which("npm")
    assert npm, "npm is missing: install Node.js 20.19 or later, then run `make test`"
    done = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund"],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        timeout=INSTALL_TIMEOUT,
        check=False,
    )
    assert done.returncode == 0, f"npm ci in {FOLDER} failed:\n{done.stderr[-2000:]}"


class WrtcPeer:
    """One peer process; its lines are JSON objects."""

    def __init__(self, process: Running, log: Path) -> None:
        self._process = process
        self._log = log

    def result(self, timeout: float) -> dict[str, Any]:
        """Return the peer's last line, waiting until it has ended.

        Raises:
            AssertionError: with what it wrote, when it failed or did not end within `timeout` seconds.
        """
        try:
            code = self._process.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the peer did not end\n{self._process.tail()}") from None
        assert code == 0, f"the peer ended with {code}\n{self._process.tail()}"
        lines = [line for line in self._log.read_text().splitlines() if line.startswith("{")]
        last: dict[str, Any] = json.loads(lines[-1])
        return last


@contextmanager
def wrtc_peer(
    mode: str,
    url: str,
    token: str,
    seconds: float,
    log: Path,
    *,
    cookies: httpx.Cookies | None = None,
) -> Iterator[WrtcPeer]:
    """Run a peer that publishes or plays (`mode`) for `seconds` after it is connected; who plays shows cookies."""
    require_packages()
    node = shutil.which("node")
    assert node, "node is missing: install Node.js 20.19 or later"
    shown = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    command = [node, str(FOLDER / "wrtc_peer.cjs"), mode, url, token, str(seconds), shown]
    with running(command, log) as process:
        yield WrtcPeer(process, log)
