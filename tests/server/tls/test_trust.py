import json
import ssl
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from server.clock import SystemClock
from server.settings import ServerSettings
from server.tls import certificates
from server.tls.serving import secure
from server.tls.trust import plain_app
from tests.support.app import Hall


def plain(settings: ServerSettings, host: str = "10.0.0.5:8080") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(plain_app(settings))
    return httpx.AsyncClient(transport=transport, base_url=f"http://{host}", trust_env=False)


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the plain port of a server with an authority of its own."""
    settings = ServerSettings(data_dir=tmp_path, tls="auto", http_port=8443)
    secure(settings, SystemClock())
    async with plain(settings) as found:
        yield found


async def test_who_does_not_trust_yet_is_shown_how(client: httpx.AsyncClient) -> None:
    first = await client.get("/")
    assert (first.status_code, first.headers["location"]) == (303, "/trust")
    page = await client.get("/trust")
    assert "指纹" in page.text
    assert "https://10.0.0.5:8443/" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "fingerprint" in (await client.get("/trust?lang=en")).text
    assert (await client.get("/trust/style.css")).headers["content-type"].startswith("text/css")


async def test_the_authority_is_offered_as_file_and_as_policy(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    file = await client.get("/trust/tongke-authority.crt")
    assert file.headers["content-type"] == "application/x-x509-ca-cert"
    authority = certificates.files_of(tmp_path).authority.read_text()
    assert ssl.DER_cert_to_PEM_cert(file.content) == authority
    policy = json.loads((await client.get("/trust/tongke-chromium.json")).content)
    assert b64decode(policy["CACertificates"][0]) == file.content


async def test_everything_else_goes_to_https_and_nothing_is_taken(
    client: httpx.AsyncClient,
) -> None:
    away = await client.get("/api/lessons?day=1")
    assert away.status_code == 307
    assert away.headers["location"] == "https://10.0.0.5:8443/api/lessons?day=1"
    assert (await client.post("/api/session", json={"username": "a"})).status_code == 405
    assert "set-cookie" not in away.headers


async def test_with_a_given_certificate_there_is_nothing_to_install(tmp_path: Path) -> None:
    certificates.keep(tmp_path, certificates.Names(("a",), ()), SystemClock().now())
    files = certificates.files_of(tmp_path)
    settings = ServerSettings(
        data_dir=tmp_path,
        tls_certificate=files.certificate,
        tls_key=files.key,
        public_url="https://tongke.example.cn",
    )
    async with plain(settings) as client:
        for path in ("/", "/trust", "//evil.example/"):
            answer = await client.get(path)
            assert answer.headers["location"].startswith("https://tongke.example.cn/")


async def test_without_https_there_is_no_such_page(hall: Hall) -> None:
    for path in ("/trust", "/trust/tongke-authority.crt", "/trust/tongke-chromium.json"):
        assert (await hall.client().get(path)).status_code == 404
