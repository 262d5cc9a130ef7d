"""Real handshakes: what a client of ours believes, and what it sees after a renewal."""

import asyncio
import ssl
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from server.clock import SystemClock
from server.errors import StartError
from server.settings import ServerSettings
from server.tls import certificates
from server.tls.names import Names
from server.tls.serving import Secured, look_again, secure
from streaming.trust import Trust


class Later(SystemClock):
    """The real clock, some days on."""

    def __init__(self, days: int = 0) -> None:
        self.days = days

    def now(self) -> datetime:
        return super().now() + timedelta(days=self.days)


def shown_by(secured: Secured) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(secured.certificate, secured.key)
    return context


async def dial(context: ssl.SSLContext, trust: Trust) -> x509.Certificate:
    """Return the certificate that a client got who dialled 127.0.0.1 and believed it."""

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0, ssl=context) as server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=trust.context(), server_hostname=trust.name or "127.0.0.1"
        )
        assert await reader.read() == b"hello"
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
        return x509.load_der_x509_certificate(shown)


@pytest.fixture
def given(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of a stranger for a public name, as an operator has it."""
    certificates.keep(tmp_path / "ca", Names(("tongke.example.cn",), ()), SystemClock().now())
    files = certificates.files_of(tmp_path / "ca")
    return files.certificate, files.key


def test_without_a_setting_there_is_no_https(tmp_path: Path) -> None:
    assert secure(ServerSettings(data_dir=tmp_path), SystemClock()) is None


async def test_by_itself_a_server_is_believed_under_the_address_that_was_dialled(
    tmp_path: Path,
) -> None:
    secured = secure(ServerSettings(data_dir=tmp_path, tls="auto"), SystemClock())
    assert secured is not None
    await dial(shown_by(secured), Trust(secured.trusted, secured.name))
    with pytest.raises(ssl.SSLCertVerificationError):
        await dial(shown_by(secured), Trust())


async def test_a_given_certificate_is_believed_on_this_machine_by_its_own_name(
    tmp_path: Path, given: tuple[Path, Path]
) -> None:
    settings = ServerSettings(data_dir=tmp_path, tls_certificate=given[0], tls_key=given[1])
    secured = secure(settings, SystemClock())
    assert secured is not None
    assert secured.name == "tongke.example.cn"
    await dial(shown_by(secured), Trust(secured.trusted, secured.name))
    with pytest.raises(ssl.SSLCertVerificationError):
        await dial(shown_by(secured), Trust(secured.trusted, "elsewhere.example.cn"))


def test_a_key_of_another_certificate_is_refused_in_words(
    tmp_path: Path, given: tuple[Path, Path]
) -> None:
    certificates.keep(tmp_path / "b", Names(("b",), ()), SystemClock().now())
    other = certificates.files_of(tmp_path / "b").key
    settings = ServerSettings(data_dir=tmp_path, tls_certificate=given[0], tls_key=other)
    with pytest.raises(StartError, match="TONGKE_TLS_KEY"):
        secure(settings, SystemClock())


async def test_new_connections_get_the_renewed_certificate(tmp_path: Path) -> None:
    settings = ServerSettings(data_dir=tmp_path, tls="auto")
    clock = Later(-380)
    secured = secure(settings, clock)
    assert secured is not None
    context = shown_by(secured)
    before = certificates.read(secured.certificate)
    shown = look_again(settings, clock, context, 0)
    clock.days = 0
    assert look_again(settings, clock, context, shown) != shown
    after = await dial(context, Trust(secured.trusted))
    assert after.serial_number != before.serial_number


def test_a_given_file_that_broke_leaves_the_old_one_shown(
    tmp_path: Path, given: tuple[Path, Path], caplog: pytest.LogCaptureFixture
) -> None:
    settings = ServerSettings(data_dir=tmp_path, tls_certificate=given[0], tls_key=given[1])
    secured = secure(settings, SystemClock())
    assert secured is not None
    given[0].write_text("half a fi")
    assert (
        look_again(settings, SystemClock(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), 7)
        == 7
    )
    assert "shown on" in caplog.text
