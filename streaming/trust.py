"""Whom a client of ours believes: the authorities of this machine, or those of a file. Reads that file only."""

import ssl
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Trust:
    """How a server with HTTPS is known."""

    authority: Path | None = None
    """PEM file; its certificates alone are believed, also one that is the server's own. None: this machine's authorities."""
    name: str = ""
    """What the certificate must be made out for; empty: the host that was dialled."""

    def context(self) -> ssl.SSLContext:
        """Return a TLS context that checks chain and name; the file is read now, because it may have been renewed.

        Raises:
            OSError: if the file cannot be read or holds no certificate (`ssl.SSLError` is one).
        """
        if self.authority is None:
            return ssl.create_default_context()
        context = ssl.create_default_context(cafile=str(self.authority))
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        return context
