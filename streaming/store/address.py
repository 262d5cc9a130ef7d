"""From the one setting `TONGKE_STORE` to a store. No I/O."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from streaming.errors import StoreError
from streaming.store.directory import DirectoryStore
from streaming.store.objects import ObjectStore
from streaming.store.s3 import S3Store

DEFAULT_REGION = "us-east-1"
"""What every S3 implementation accepts; naming one saves a request before the first signature."""

_BUCKET = re.compile(r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
_SWITCHES = {"0": False, "false": False, "no": False, "1": True, "true": True, "yes": True}


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """A parsed address: either `directory`, or the parts of an S3 endpoint."""

    directory: Path | None = None
    endpoint: str = ""
    bucket: str = ""
    access_key: str = ""
    secret_key: str = field(default="", repr=False)
    secure: bool = True
    region: str = DEFAULT_REGION


def parse_address(address: str) -> StoreAddress:
    """Read `file:/absolute/path` or `s3://access:secret@host[:port]/bucket[?secure=0&region=…]`.

    The path of `file:` is taken literally (spaces, `%` and Chinese characters included); the parts of
    `s3:` are percent-encoded where they hold `/`, `:`, `@`, `?`, `#` or `%`.

    Raises:
        StoreError: if it is neither; the message never repeats the address, which holds a secret.
    """
    if address.startswith("file:"):
        path = Path(address.removeprefix("file://").removeprefix("file:"))
        if not path.is_absolute():
            raise StoreError(f"store: {str(path)!r} came, file:/absolute/path is allowed")
        return StoreAddress(directory=path)
    if address.startswith("s3://"):
        return _parse_s3(address)
    raise StoreError(
        "store: allowed are file:/absolute/path and s3://access:secret@host:port/bucket"
    )


def open_store(address: str) -> ObjectStore:
    """Return the store at an address; nothing is read or written yet.

    Raises:
        StoreError: if the address is not one (see `parse_address`).
    """
    parts = parse_address(address)
    if parts.directory is not None:
        return DirectoryStore(parts.directory)
    return S3Store(
        parts.endpoint,
        parts.bucket,
        access_key=parts.access_key,
        secret_key=parts.secret_key,
        secure=parts.secure,
        region=parts.region,
    )


def _parse_s3(address: str) -> StoreAddress:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise StoreError("store: host or port of the s3:// address cannot be read") from None
    if not host or not parts.username or not parts.password:
        raise StoreError("store: an s3:// address needs access:secret@host")
    bucket = unquote(parts.path.strip("/"))
    if not _BUCKET.match(bucket):
        raise StoreError(
            f"store: bucket {bucket!r} came, 3 to 63 of a-z, 0-9, dot and hyphen are allowed"
        )
    query = parse_qs(parts.query, keep_blank_values=True)
    if unknown := sorted(set(query) - {"secure", "region"}):
        raise StoreError(f"store: option {unknown[0]!r} came, secure and region are allowed")
    secure = query.get("secure", ["1"])[-1].lower()
    if secure not in _SWITCHES:
        raise StoreError(f"store: secure={secure!r} came, 0 or 1 is allowed")
    host = f"[{host}]" if ":" in host else host
    return StoreAddress(
        endpoint=f"{host}:{port}" if port else host,
        bucket=bucket,
        access_key=unquote(parts.username),
        secret_key=unquote(parts.password),
        secure=_SWITCHES[secure],
        region=query.get("region", [DEFAULT_REGION])[-1] or DEFAULT_REGION,
    )
