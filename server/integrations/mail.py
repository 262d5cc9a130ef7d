"""Sends e-mail by SMTP, off the event loop. Knows no feature."""

import asyncio
import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

logger = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds for each step of a conversation with the mail server."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server and in whose name it sends."""

    host: str
    port: int
    sender: str
    username: str = ""
    password: str = ""
    encrypted: bool = False
    """TLS from the first byte (`smtps`); otherwise STARTTLS where the server offers it."""

    async def send(self, to: str, subject: str, text: str) -> bool:
        """Send one message; return whether the server took it. What went wrong is logged."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message.set_content(text)
        try:
            await asyncio.to_thread(self._deliver, message)
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("mail not sent server=%s error=%s", self.host, type(error).__name__)
            return False
        return True

    def _deliver(self, message: EmailMessage) -> None:
        context = ssl.create_default_context()
        with self._connection(context) as server:
            server.ehlo()
            if not self.encrypted and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            if self.username:
                server.login(self.username, self.password)
            server.send_message(message)

    def _connection(self, context: ssl.SSLContext) -> smtplib.SMTP:
        if self.encrypted:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=PATIENCE)


def parse_mail(address: str, sender: str) -> Mail | None:
    """Return the mail server of `smtp://user:password@host:port` or `smtps://…`; None for an empty address.

    Raises:
        ValueError: if it is no such address.
    """
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("allowed is smtp://user:password@host:port or smtps://…")
    encrypted = parts.scheme == "smtps"
    return Mail(
        parts.hostname,
        parts.port or (465 if encrypted else 587),
        sender or f"tongke@{parts.hostname}",
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        encrypted,
    )
