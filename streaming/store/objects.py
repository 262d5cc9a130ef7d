"""What every object store promises, and which keys it takes. No I/O."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from streaming.errors import StoreError

KEY_LENGTH_MAX = 512
"""Bytes of UTF-8. S3 allows 1,024; half of it keeps directory paths below PATH_MAX."""

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]")


@dataclass(frozen=True, slots=True)
class ObjectStatus:
    """What a store knows about one object without reading it."""

    key: str
    size: int
    """Bytes."""
    etag: str
    """Opaque; changes when the content changes. Without quotation marks."""


class ObjectStore(Protocol):
    """Objects by key. Every method raises `StoreError` when the store refuses or is away.

    Cancelling a call leaves the object either as it was or wholly written, never half.
    """

    name: str
    """For logs and pages: says where the store is, never a secret."""

    async def ensure(self, origins: Sequence[str] | None = None) -> None:
        """Make the bucket or directory if it is missing.

        With `origins`, pages of those (and of no others) may read from it; without, that stays as it is.
        """

    async def put(self, key: str, content: Path | bytes, content_type: str) -> None:
        """Write a whole object, replacing what was there; large content goes in parts."""

    def read(self, key: str, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """Yield the object's bytes from `start` on, at most `length` of them (all: None).

        Raises:
            ObjectMissing: if there is no such object.
            StoreError: also if `start` lies at or behind the end of a non-empty object.
        """

    async def stat(self, key: str) -> ObjectStatus:
        """Return size and etag.

        Raises:
            ObjectMissing: if there is no such object.
        """

    async def list(
        self, prefix: str = "", *, after: str = "", limit: int = 1000
    ) -> tuple[ObjectStatus, ...]:
        """Return one page of the objects below `prefix`, ordered by key, behind the key `after`.

        A page shorter than `limit` is the last one.
        """

    async def delete(self, key: str) -> None:
        """Remove an object; no error if there is none."""

    async def presign(self, key: str, expires: float) -> str | None:
        """Return an address that reads this object without a key for `expires` seconds.

        None where the store has no door of its own (the directory): the server sends the bytes.
        """

    async def health(self) -> None:
        """Return if objects can be read and written now, else raise `StoreError` with the reason."""

    async def close(self) -> None:
        """Let go of threads and connections; idempotent."""


def check_key(key: str) -> str:
    """Return the key if it is one that every store takes.

    A key is a relative path of non-empty parts; no part starts with a dot, so neither `..` nor the
    stores' own hidden files can be named.

    Raises:
        StoreError: if it is not; the message names what is wrong.
    """
    if not key or len(key.encode("utf-8", "surrogatepass")) > KEY_LENGTH_MAX:
        raise StoreError(
            f"object key of {len(key)} characters: allowed are 1 to {KEY_LENGTH_MAX} bytes"
        )
    if _FORBIDDEN.search(key) or not key.isprintable():
        raise StoreError(f"object key {key!r}: control characters and backslashes are not allowed")
    if any(not part or part.startswith(".") for part in key.split("/")):
        raise StoreError(f"object key {key!r}: parts must not be empty or start with a dot")
    return key
