"""A bureau's identity server: the npm package oidc-provider on a free port of 127.0.0.1, and a person who uses it."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from tests.support.peers_wrtc import FOLDER, require_packages

CLIENT = "tongke"
SECRET = "secret of: tongke"
"""With a space and a colon, which must be encoded on their way."""
STEPS = 20
"""Redirects and forms between the button and the way back; seven in practice."""


class BureauServer:
    """The process; `issuer` is how it names itself."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.issuer = str(self._read()["issuer"])

    def settings(self, **more: str) -> dict[str, Any]:
        """Return the settings of an installation that is registered here."""
        return {
            "oidc_issuer": self.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            **more,
        }

    def change_keys(self) -> None:
        """Sign with a new key from now on; nobody hears of the old one any more."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        assert self._read() == {"changed": True}

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the identity server ended"
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def bureau_server(
    site: str | Sequence[str], names: dict[str, dict[str, Any]]
) -> Iterator[BureauServer]:
    """Run the server for installations at `site` (addresses without a path); `names` are the claims of each login."""
    require_packages()
    node = shutil.which("node")
    assert node, "node is missing: install Node.js 20.19 or later"
    sites = [site] if isinstance(site, str) else site
    given = {
        "redirects": [f"{one}/api/session/oidc/callback" for one in sites],
        "leaves": [f"{one}/login" for one in sites],
        "names": names,
    }
    process = subprocess.Popen(
        [node, "identity_server.mjs", json.dumps(given)],
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield BureauServer(process)
    finally:
        process.kill()
        process.communicate()


async def sign_in_there(address: str, login: str) -> str:
    """Fill in the bureau's forms as a person does, with a browser of their own; return the address that leads back to us."""
    issuer = urlsplit(address).netloc
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(address)
        for _ in range(STEPS):
            if answer.is_redirect:
                address = urljoin(str(answer.url), answer.headers["location"])
                if urlsplit(address).netloc != issuer:
                    return address
                answer = await browser.get(address)
                continue
            form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
            assert form, answer.text
            fields = dict(
                re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', answer.text)
            )
            if 'name="login"' in answer.text:
                fields |= {"login": login, "password": "whatever"}
            answer = await browser.post(urljoin(str(answer.url), form[1]), data=fields)
    raise AssertionError(f"no way back after {STEPS} steps, now at {answer.url}")
