"""Signed addresses of recorded objects on this server, for a store that has no door of its own. Pure: times are arguments.

What S3's signed addresses do: the right to replay is looked at when a playlist is made, and holds for the
address until it ends; the bytes of a segment then cost no look into the database.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

SIGNED_SECONDS = 6 * 3600.0
"""Seconds that a signed address works: a double lesson with a long pause in it; not a day, it cannot be revoked."""
RENEWED = SIGNED_SECONDS / 4
"""Seconds for which the same address is given again, so that browsers find in their cache what they have."""
PATH = "/api/objects/"
_TAG = 16
"""Bytes: 128 bits."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Signs and checks addresses. Another secret voids them all."""

    secret: str = field(repr=False)

    def sign(self, key: str, now: datetime) -> str:
        """Return an address of an object, good for `SIGNED_SECONDS` at least."""
        until = int((now.timestamp() // RENEWED + 1) * RENEWED + SIGNED_SECONDS)
        return f"{PATH}{quote(key)}?until={until}&by={self._tag(key, until)}"

    def is_good(self, key: str, until: int, by: str, now: datetime) -> bool:
        """Return whether an address was signed here and has not ended."""
        right = hmac.compare_digest(by.encode(), self._tag(key, until).encode())
        return right and now.timestamp() < until

    def _tag(self, key: str, until: int) -> str:
        told = f"tongke object\n{until}\n{key}".encode()
        made = hmac.new(self.secret.encode(), told, hashlib.sha256).digest()[:_TAG]
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
