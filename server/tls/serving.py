"""Which certificate the server shows, and what its own processes need to believe it; renewed while it runs."""

import asyncio
import logging
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from server.clock import Clock
from server.errors import StartError
from server.settings import ServerSettings
from server.tls import certificates
from server.tls.names import names_of
from server.words import Words

logger = logging.getLogger(__name__)

LOOK_EVERY = 3600.0
"""Seconds between looks whether a certificate ends soon, a name came, or an operator put another file there."""


@dataclass(frozen=True, slots=True)
class Secured:
    """What the server shows, and what a client on this machine needs."""

    certificate: Path
    key: Path
    trusted: Path
    """A client that trusts this file believes the server."""
    name: str
    """Name that a client must ask the certificate for; empty: any that it dialled."""


def secure(settings: ServerSettings, clock: Clock) -> Secured | None:
    """Return the files of the server's HTTPS, made where `TONGKE_TLS=auto` says so; None for plain HTTP.

    Raises:
        StartError: if a given certificate or key cannot be used.
    """
    if settings.tls == "auto":
        try:
            certificates.keep(settings.data_dir, names_of(settings), clock.now())
        except OSError as error:
            raise _unusable(str(settings.data_dir / certificates.FOLDER), str(error)) from error
        files = certificates.files_of(settings.data_dir)
        return Secured(files.certificate, files.key, files.authority, "")
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    return _given(settings.data_dir, settings.tls_certificate, settings.tls_key)


async def renew(settings: ServerSettings, clock: Clock, context: ssl.SSLContext) -> None:
    """Look after the certificate until cancelled; new connections get the new one, old ones go on."""
    shown = _stamp(settings)
    while True:
        await asyncio.sleep(LOOK_EVERY)
        shown = await asyncio.to_thread(look_again, settings, clock, context, shown)


def look_again(settings: ServerSettings, clock: Clock, context: ssl.SSLContext, shown: int) -> int:
    """Renew what is due and load what changed; returns the new state of the file.

    A certificate that cannot be used is told in the log, and the one until now is shown on.
    """
    try:
        secured = secure(settings, clock)
        stamp = _stamp(settings)
        if secured is None or stamp == shown:
            return shown
        context.load_cert_chain(secured.certificate, secured.key)
    except (StartError, OSError) as error:
        logger.warning("certificate not renewed, the old one is shown on error=%s", error)
        return shown
    logger.info("certificate renewed file=%s", secured.certificate)
    return stamp


def _stamp(settings: ServerSettings) -> int:
    path = settings.tls_certificate or certificates.files_of(settings.data_dir).certificate
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _given(data_dir: Path, certificate: Path, key: Path) -> Secured:
    try:
        leaf = certificates.read(certificate)
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            certificate, key, lambda: ""
        )
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise _unusable(f"{certificate}, {key}", str(error)) from error
    names = certificates.names_in(leaf)
    named = [*names.hosts, *map(str, names.addresses)]
    if not named:
        raise _unusable(str(certificate), "no subjectAltName")
    # Our own processes dial 127.0.0.1, for which nobody makes certificates: they believe this very one.
    pinned = data_dir / certificates.FOLDER / "given.pem"
    pinned.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pinned.write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    return Secured(certificate, key, pinned, named[0].replace("*", "tongke", 1))


def _unusable(what: str, reason: str) -> StartError:
    return StartError(
        Words(
            f"HTTPS 证书不能使用（{what}：{reason}）：请检查 TONGKE_TLS_CERTIFICATE 和 TONGKE_TLS_KEY 是不是一对 PEM 文件、能不能读取。",
            f"The certificate cannot be used ({what}: {reason}): see that TONGKE_TLS_CERTIFICATE and TONGKE_TLS_KEY are a pair of PEM files that can be read.",
        )
    )
