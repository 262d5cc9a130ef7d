"""`TONGKE_TLS=auto` with every process: server, node and archiver speak HTTPS; clients and Chromium believe them by the authority alone."""

import ssl
import subprocess
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Error, Playwright

from server.tls import certificates
from tests.support.browser import chromium, watched_context
from tests.support.browser_lesson import sign_in
from tests.support.hub import free_tcp_port, hub
from tests.support.hub_city import TEACHER
from tests.support.processes import REPOSITORY, python

pytestmark = [pytest.mark.e2e]


def test_a_school_without_a_public_name_has_https(tmp_path: Path) -> None:
    plain = free_tcp_port()
    # Ready means: node and archiver came over HTTPS too.
    with hub(tmp_path, tls="auto", plain_port=str(plain)) as here:
        page = here.client().get("/studio")
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        cookie = here.client(TEACHER)
        assert all(one.secure for one in cookie.cookies.jar)
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(here.url, trust_env=False, verify=ssl.create_default_context())
        with httpx.Client(base_url=f"http://127.0.0.1:{plain}", trust_env=False) as over_http:
            away = over_http.get("/classroom?a=1")
            assert away.headers["location"] == f"{here.url}/classroom?a=1"
            assert over_http.get("/").headers["location"] == "/trust"
            said = over_http.get("/trust").text.replace("<br>", ":")
            assert certificates.fingerprint(certificates.read(here.authority)) in said
            refused = over_http.post("/api/session", json={"username": "a", "password": "b"})
            assert refused.status_code == 405
        examined = subprocess.run(
            python("-m", "server", "doctor"),
            cwd=REPOSITORY,
            env=here.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert examined.returncode == 0, examined.stdout + examined.stderr
        assert f"服务器：{here.url} 正常" in examined.stdout


CAMERA = """async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true })
  const states = stream.getTracks().map(track => track.readyState)
  stream.getTracks().forEach(track => track.stop())
  return [isSecureContext, ...states]
}"""


def trusting(home: Path, authority: bytes) -> None:
    """Put an authority into a person's NSS database, as `/trust` says for Linux."""
    database = home / ".pki" / "nssdb"
    database.mkdir(parents=True)
    file = home / "tongke-authority.crt"
    file.write_bytes(authority)
    where = ["-d", f"sql:{database}"]
    for words in (
        ["-N", *where, "--empty-password"],
        ["-A", *where, "-t", "C,,", "-n", "Tongke", "-i", str(file)],
    ):
        subprocess.run(["certutil", *words], check=True, capture_output=True, timeout=60)


def test_a_browser_that_trusts_the_authority_gets_the_camera(
    tmp_path: Path, playwright: Playwright
) -> None:
    plain = free_tcp_port()
    stranger, home = tmp_path / "stranger", tmp_path / "teacher"
    stranger.mkdir()
    camera = ["--use-fake-device-for-media-stream"]
    with hub(tmp_path, tls="auto", plain_port=str(plain)) as here:
        with chromium(playwright, camera, home=stranger) as browser:
            page = browser.new_page()
            with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
                page.goto(f"{here.url}/login")
        # What a person downloads who does not trust the server yet.
        address = f"http://127.0.0.1:{plain}/trust/tongke-authority.crt"
        trusting(home, httpx.get(address, trust_env=False).content)
        with (
            chromium(playwright, camera, home=home) as browser,
            watched_context(browser, here.url) as (context, watch),
        ):
            watch.expected.append("401")
            page = context.new_page()
            sign_in(page, here, TEACHER)
            assert page.evaluate(CAMERA) == [True, "live", "live"]
