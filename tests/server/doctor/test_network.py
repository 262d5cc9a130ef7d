import os
import socket
from datetime import timedelta
from pathlib import Path

from server import preflight
from server.clock import SystemClock
from server.doctor import network
from server.doctor.findings import Verdict
from server.settings import ServerSettings
from server.tls import certificates
from server.tls.names import Names
from server.tls.serving import secure
from tests.support.identity_server import bureau_server
from tests.support.node_process import free_udp_port

CLOCK = SystemClock()


def settings(tmp_path: Path, **given: object) -> ServerSettings:
    (tmp_path / "data").mkdir(exist_ok=True)
    return ServerSettings(data_dir=tmp_path / "data", **given)  # type: ignore[arg-type]


async def test_a_media_port_that_another_program_holds_fails(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("", 0))
        given = settings(tmp_path, media_port=taken.getsockname()[1])
        (found,) = await network.media_ports(given, CLOCK)
    assert found.verdict is Verdict.FAIL
    assert "TONGKE_MEDIA_PORT" in found.found.zh
    (found,) = await network.media_ports(given, CLOCK)
    assert found.verdict is Verdict.OK


async def test_beside_a_running_server_its_node_must_answer(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as node:
        given = settings(tmp_path, media_port=node.getsockname()[1], media_addresses=("127.0.0.1",))
        held = preflight.hold_data_directory(given.data_dir)
        try:
            assert (await network.media_ports(given, CLOCK))[0].verdict is Verdict.OK
            assert (await network.addresses(given, CLOCK))[0].verdict is Verdict.OK
            node.close()
            assert (await network.media_ports(given, CLOCK))[0].verdict is Verdict.FAIL
            assert (await network.addresses(given, CLOCK))[0].verdict is Verdict.WARN
        finally:
            os.close(held)


async def test_a_server_that_holds_the_directory_but_is_silent_fails(tmp_path: Path) -> None:
    given = settings(tmp_path, http_host="127.0.0.1", http_port=free_udp_port())
    assert (await network.server_answers(given, CLOCK))[0].verdict is Verdict.WARN
    held = preflight.hold_data_directory(given.data_dir)
    try:
        assert (await network.server_answers(given, CLOCK))[0].verdict is Verdict.FAIL
    finally:
        os.close(held)


async def test_without_https_the_way_to_a_camera_is_told(tmp_path: Path) -> None:
    (found,) = await network.certificate(settings(tmp_path), CLOCK)
    assert found.verdict is Verdict.WARN
    assert "TONGKE_TLS=auto" in found.found.zh
    url = "https://tongke.example.cn"
    (found,) = await network.certificate(settings(tmp_path, public_url=url), CLOCK)
    assert "TONGKE_TRUSTED_PROXIES" in found.found.zh
    given = settings(tmp_path, public_url=url, trusted_proxies=("127.0.0.1",))
    assert (await network.certificate(given, CLOCK))[0].verdict is Verdict.OK


async def test_the_fingerprint_of_our_own_authority_is_told(tmp_path: Path) -> None:
    given = settings(tmp_path, tls="auto")
    secure(given, CLOCK)
    good, shown = await network.certificate(given, CLOCK)
    authority = certificates.read(certificates.files_of(given.data_dir).authority)
    assert good.verdict is Verdict.OK
    assert certificates.fingerprint(authority) in shown.found.zh


async def test_a_given_certificate_is_judged_by_its_end_and_its_names(tmp_path: Path) -> None:
    names = Names(("tongke.example.cn",), ())
    for days, url, verdict in (
        (0, "https://tongke.example.cn", Verdict.OK),
        (380, "https://tongke.example.cn", Verdict.WARN),
        (500, "https://tongke.example.cn", Verdict.FAIL),
        (0, "https://other.example.cn", Verdict.FAIL),
    ):
        folder = tmp_path / f"{days}{len(url)}"
        certificates.keep(folder, names, CLOCK.now() - timedelta(days=days))
        files = certificates.files_of(folder)
        given = settings(
            tmp_path, tls_certificate=files.certificate, tls_key=files.key, public_url=url
        )
        found = (await network.certificate(given, CLOCK))[0]
        assert found.verdict is verdict, (days, url)


async def test_an_identity_server_is_asked_who_it_is(tmp_path: Path) -> None:
    assert await network.identity_server(settings(tmp_path), CLOCK) == []
    site = "https://tongke.test"
    with bureau_server(site, {}) as bureau:
        given = settings(tmp_path, public_url=site, **bureau.settings())
        (found,) = await network.identity_server(given, CLOCK)
        assert found.verdict is Verdict.OK
        assert f"{site}/api/session/oidc/callback" in found.found.zh
        (found,) = await network.identity_server(settings(tmp_path, **bureau.settings()), CLOCK)
        assert found.verdict is Verdict.WARN
        assert "TONGKE_PUBLIC_URL" in found.found.zh
    (found,) = await network.identity_server(given, CLOCK)
    assert found.verdict is Verdict.FAIL
    assert "TONGKE_OIDC_ISSUER" in found.found.zh
