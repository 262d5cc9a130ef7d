"""The half of the examination that looks outward: ports, addresses, the certificate, and the server that runs."""

import asyncio
import ipaddress
import json
import os
import socket
import ssl
from datetime import timedelta
from urllib.parse import urlsplit

import httpx

from server import preflight
from server.auth.identity import registration_of
from server.clock import Clock
from server.doctor.findings import Finding, Verdict
from server.errors import StartError
from server.integrations.identity_server import IdentityServer, IdentityServerAway
from server.serve import address
from server.settings import ServerSettings
from server.tls import certificates
from server.tls.names import names_of
from server.words import Words
from streaming.trust import Trust

PATIENCE = 3.0
"""Seconds for a connection to this machine or to an address of its own."""


def runs(settings: ServerSettings) -> bool:
    """Return whether a server holds the data directory."""
    try:
        os.close(preflight.hold_data_directory(settings.data_dir))
    except StartError:
        return True
    except OSError:  # no such directory
        return False
    return False


async def media_ports(settings: ServerSettings, _clock: Clock) -> list[Finding]:
    """See that the node's UDP and TCP port are free, or held by our own node."""
    about = Words("媒体端口", "Media port")
    port = settings.media_port
    if not port:
        words = Words(
            "这台机器不带媒体节点（TONGKE_MEDIA_PORT=0）：请在节点的机器上检查",
            "no media node runs beside this server (TONGKE_MEDIA_PORT=0): look on the nodes' machines",
        )
        return [Finding(Verdict.OK, about, words)]
    if runs(settings):
        if await _connects("127.0.0.1", port):
            words = Words(
                f"{port}（UDP 和 TCP）正被媒体节点使用",
                f"{port} (UDP and TCP) is served by the media node",
            )
            return [Finding(Verdict.OK, about, words)]
        words = Words(
            f"服务器在运行，但 TCP {port} 没有人应答：请看日志里 node 的报错",
            f"the server runs, but nobody answers at TCP {port}: look for node in the log",
        )
        return [Finding(Verdict.FAIL, about, words)]
    try:
        preflight.check_media_port(port)
        preflight.open_http_socket("0.0.0.0", port, "TONGKE_MEDIA_PORT").close()  # noqa: S104
    except StartError as error:
        return [Finding(Verdict.FAIL, about, error.words)]
    words = Words(
        f"{port} 空着。防火墙要放行 UDP {port} 和 TCP {port}",
        f"{port} is free; the firewall must let UDP {port} and TCP {port} in",
    )
    return [Finding(Verdict.OK, about, words)]


async def addresses(settings: ServerSettings, _clock: Clock) -> list[Finding]:
    """Say which addresses browsers are told, and whether they lead here."""
    about = Words("媒体地址", "Media addresses")
    own = {str(one) for one in names_of(settings).addresses}
    if not settings.media_addresses:
        told = ", ".join(sorted(one for one in own if not ipaddress.ip_address(one).is_loopback))
        if not told:
            words = Words(
                "这台机器没有接网：别的电脑连不上，请先接好网络",
                "this machine has no network: connect it",
            )
            return [Finding(Verdict.FAIL, about, words)]
        words = Words(
            f"{told}。如果学校从外网连，请把公网地址写进 TONGKE_MEDIA_ADDRESSES",
            f"{told}; for schools that come from outside put the public address into TONGKE_MEDIA_ADDRESSES",
        )
        return [Finding(Verdict.OK, about, words)]
    found = []
    for one in settings.media_addresses:
        # Through a router's own public address one often cannot come back in: that says nothing.
        port = settings.media_port
        if port and runs(settings) and not await _connects(one, port):
            words = Words(
                f"从这里连不到 {one} 的 TCP {settings.media_port}：请检查路由器的端口映射和防火墙（有的路由器不让从里面连自己的公网地址，请从外面再试）",
                f"TCP {settings.media_port} of {one} is not reached from here: check port forwarding and firewall (some routers refuse their own public address from inside: try from outside)",
            )
            found.append(Finding(Verdict.WARN, about, words))
        else:
            words = Words(f"告诉浏览器 {one}", f"browsers are told {one}")
            found.append(Finding(Verdict.OK, about, words))
    return found


async def certificate(settings: ServerSettings, clock: Clock) -> list[Finding]:
    """See that browsers get HTTPS, and for how long and for which names."""
    about = Words("HTTPS", "HTTPS")
    if not settings.speaks_https:
        return [_without_https(settings, about)]
    files = certificates.files_of(settings.data_dir)
    path = settings.tls_certificate or files.certificate
    try:
        shown = await asyncio.to_thread(certificates.read, path)
    except (OSError, ValueError) as error:
        if settings.tls_certificate is None and not path.exists():
            words = Words("证书在第一次启动时自动生成", "the first start makes the certificate")
            return [Finding(Verdict.OK, about, words)]
        words = Words(f"证书读不了（{error}）", f"the certificate cannot be read ({error})")
        return [Finding(Verdict.FAIL, about, words)]
    names = certificates.names_in(shown)
    named = {*names.hosts, *map(str, names.addresses)}
    ends = shown.not_valid_after_utc
    host = urlsplit(settings.public_url).hostname or ""
    if ends <= clock.now():
        words = Words(
            f"证书已在 {ends:%Y-%m-%d} 过期：请换上新的（{path}）",
            f"the certificate ended on {ends:%Y-%m-%d}: put a new one in its place ({path})",
        )
        return [Finding(Verdict.FAIL, about, words)]
    if host and host not in named and f"*.{host.partition('.')[2]}" not in named:
        words = Words(
            f"证书里没有 {host}（只有 {', '.join(sorted(named))}）：请换证书，或改 TONGKE_PUBLIC_URL",
            f"the certificate does not name {host} (only {', '.join(sorted(named))}): get another one, or change TONGKE_PUBLIC_URL",
        )
        return [Finding(Verdict.FAIL, about, words)]
    verdict = Verdict.OK
    if settings.tls_certificate and ends - clock.now() < timedelta(days=30):
        verdict = Verdict.WARN
    words = Words(
        f"证书有效到 {ends:%Y-%m-%d}，用于 {', '.join(sorted(named))}",
        f"the certificate is good until {ends:%Y-%m-%d}, for {', '.join(sorted(named))}",
    )
    return [Finding(verdict, about, words), *await _authority(settings)]


async def identity_server(settings: ServerSettings, clock: Clock) -> list[Finding]:
    """Ask the bureau's identity server who it is, where one is set."""
    if not settings.oidc_issuer:
        return []
    about = Words("统一身份登录", "Identity server")
    issuer = settings.oidc_issuer
    server = IdentityServer(registration_of(settings))
    try:
        await server.description(clock.monotonic())
    except IdentityServerAway as error:
        words = Words(
            f"{issuer} 用不了（{error}）：请检查 TONGKE_OIDC_ISSUER 是否一字不差、网络是否通、证书是否受这台机器信任；这期间大家可以用密码登录",
            f"{issuer} cannot be used ({error}): see that TONGKE_OIDC_ISSUER is its own name to the letter, that it is reached, and that this machine trusts its certificate; passwords go on working",
        )
        return [Finding(Verdict.FAIL, about, words)]
    back = f"{settings.public_url or 'http(s)://…'}/api/session/oidc/callback"
    if not settings.public_url:
        words = Words(
            f"{issuer} 应答正常；请设置 TONGKE_PUBLIC_URL，并在那边登记 {back}，否则换个地址打开就登录不了",
            f"{issuer} answers; set TONGKE_PUBLIC_URL and register {back} there, else people who come by another address cannot sign in",
        )
        return [Finding(Verdict.WARN, about, words)]
    words = Words(
        f"{issuer} 应答正常；那边要登记的返回地址是 {back}",
        f"{issuer} answers; the address to register there is {back}",
    )
    return [Finding(Verdict.OK, about, words)]


async def server_answers(settings: ServerSettings, _clock: Clock) -> list[Finding]:
    """Ask the running server which parts it misses."""
    about = Words("服务器", "Server")
    if not runs(settings):
        words = Words(
            "没有在运行（用 tongke serve 启动）", "it does not run (start it with tongke serve)"
        )
        return [Finding(Verdict.WARN, about, words)]
    base = address(settings)
    trust = _own_trust(settings)
    try:
        async with httpx.AsyncClient(
            base_url=base,
            timeout=PATIENCE,
            trust_env=False,
            verify=trust.context() if settings.speaks_https else True,
        ) as client:
            request = client.build_request("GET", "/readyz", headers={"Accept-Language": "zh"})
            if trust.name:
                request.extensions["sni_hostname"] = trust.name
            said = (await client.send(request)).json()
    except (httpx.HTTPError, OSError, json.JSONDecodeError, ssl.SSLError) as error:
        words = Words(
            f"{base} 没有应答（{type(error).__name__}）：请看日志",
            f"{base} does not answer ({type(error).__name__}): look into the log",
        )
        return [Finding(Verdict.FAIL, about, words)]
    found = [Finding(Verdict.FAIL, about, Words(one, one)) for one in said.get("problems", [])] + [
        Finding(Verdict.WARN, about, Words(one, one)) for one in said.get("warnings", [])
    ]
    if found:
        return found
    words = Words(
        f"{base} 正常，媒体节点和归档进程都在线", f"{base} is well; node and archiver are linked"
    )
    return [Finding(Verdict.OK, about, words)]


def _without_https(settings: ServerSettings, about: Words) -> Finding:
    if settings.public_url.startswith("https:"):
        words = Words(
            f"由反向代理提供（{settings.public_url}）",
            f"a reverse proxy provides it ({settings.public_url})",
        )
        if settings.trusted_proxies:
            return Finding(Verdict.OK, about, words)
        words = Words(
            f"{words.zh}；请把代理的地址写进 TONGKE_TRUSTED_PROXIES，否则所有人看起来都来自同一个地址",
            f"{words.en}; put its address into TONGKE_TRUSTED_PROXIES, else everybody seems to come from one address",
        )
        return Finding(Verdict.WARN, about, words)
    words = Words(
        "没有：除了这台机器自己，浏览器不让用摄像头。请设置 TONGKE_TLS=auto",
        "there is none: browsers give no camera but on this machine itself. Set TONGKE_TLS=auto",
    )
    return Finding(Verdict.WARN, about, words)


async def _authority(settings: ServerSettings) -> list[Finding]:
    if settings.tls != "auto":
        return []
    path = certificates.files_of(settings.data_dir).authority
    try:
        print_ = certificates.fingerprint(await asyncio.to_thread(certificates.read, path))
    except (OSError, ValueError):
        return []
    where = f"http://…:{settings.plain_port}/trust" if settings.plain_port else "/trust"
    words = Words(
        f"{print_}（各台电脑安装证书前请核对，安装方法见 {where}）",
        f"{print_} (compare it before a computer is told to trust it; {where} tells how)",
    )
    return [Finding(Verdict.OK, Words("证书指纹", "Fingerprint"), words)]


def _own_trust(settings: ServerSettings) -> Trust:
    if settings.tls == "auto":
        return Trust(certificates.files_of(settings.data_dir).authority)
    if settings.tls_certificate is None:
        return Trust()
    names = certificates.names_in(certificates.read(settings.tls_certificate))
    first = next(iter([*names.hosts, *map(str, names.addresses)]), "")
    return Trust(settings.data_dir / certificates.FOLDER / "given.pem", first)


async def _connects(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(host, port, family=socket.AF_UNSPEC)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
