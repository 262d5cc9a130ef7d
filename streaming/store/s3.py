"""An object store behind the S3 protocol, through the synchronous `minio` client in threads of its own.

Tried against SeaweedFS; uses nothing that Ceph RGW or AWS lack. No error message carries a key, a
secret or a signed address.
"""

import asyncio
import base64
import hashlib
import io
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar
from xml.sax.saxutils import escape

import urllib3
from minio import Minio
from minio.datatypes import Object
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError

from streaming.errors import ObjectMissing, StoreError
from streaming.store.objects import ObjectStatus, check_key

P = ParamSpec("P")
T = TypeVar("T")

CHUNK = 256 * 1024
"""Bytes per read."""
PART = 8 * 1024 * 1024
"""Bytes per part of a multipart upload: above S3's least of 5 MiB; a part is resent whole on a thin line."""
THREADS = 8
"""Calls at once: enough to fill a 1 Gbit/s line with 2-second segments, few enough to bound memory at 8 parts."""
CONNECT_TIMEOUT = 5.0
READ_TIMEOUT = 30.0
PRESIGN_MAX = 7 * 24 * 3600.0
"""Seconds. Source: AWS Signature Version 4, X-Amz-Expires."""

_MISSING = frozenset({"NoSuchKey", "NoSuchObject", "ResourceNotFound"})
REASONS = {
    "NoSuchBucket": "the bucket does not exist",
    "SignatureDoesNotMatch": "the secret is wrong",
    "InvalidAccessKeyId": "the access key is not known",
    "AccessDenied": "access denied: keys, permissions or this machine's clock are wrong",
    "RequestTimeTooSkewed": "this machine's clock differs too much from the store's",
    "InvalidRange": "the range lies behind the end of the object",
    "SlowDown": "the store asks to slow down",
    "ServiceUnavailable": "the store is not available now",
}
"""What an error code of S3 means for whoever keeps the machine. A HEAD has no code: a wrong clock is an access denied then."""


class S3Store:
    """Objects in one bucket."""

    def __init__(
        self,
        endpoint: str,
        bucket: str,
        *,
        access_key: str,
        secret_key: str,
        secure: bool,
        region: str,
    ) -> None:
        """Reach `bucket` at `endpoint` (host or host:port); nothing is sent yet."""
        self.bucket = bucket
        self.name = f"s3://{endpoint}/{bucket}"
        pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_TIMEOUT, read=READ_TIMEOUT),
            maxsize=THREADS,
            # One quick second try hides a kept-alive connection that the store had closed;
            # everything longer is the caller's, who knows what may wait.
            retries=urllib3.Retry(total=1, backoff_factor=0.1, redirect=False),
        )
        self._pool = pool
        self._client = Minio(
            endpoint,
            access_key=access_key,
            secret_key=secret_key,
            secure=secure,
            region=region,
            http_client=pool,
        )
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="s3")

    def __repr__(self) -> str:
        return f"S3Store({self.name})"

    async def ensure(self, origins: Sequence[str] | None = None) -> None:
        """Make the bucket if it is missing; allow pages of `origins`, if given, to GET with Range."""
        await self._run(self._make_bucket)
        if origins is not None:
            await self._run(self._allow, tuple(origins))

    async def put(self, key: str, content: Path | bytes, content_type: str) -> None:
        """Write a whole object; above 8 MiB in parts, aborted on error."""
        await self._run(self._put, check_key(key), content, content_type)

    async def read(
        self, key: str, start: int = 0, length: int | None = None
    ) -> AsyncIterator[bytes]:
        """Yield the object's bytes in chunks of at most 256 KiB."""
        if length == 0:
            return
        response = await self._run(
            self._client.get_object, self.bucket, check_key(key), start, length or 0
        )
        try:
            while chunk := await self._run(response.read, CHUNK):
                yield chunk
        finally:
            response.close()
            response.release_conn()

    async def stat(self, key: str) -> ObjectStatus:
        """Return size and etag by a HEAD."""
        return _status(await self._run(self._client.stat_object, self.bucket, check_key(key)))

    async def list(
        self, prefix: str = "", *, after: str = "", limit: int = 1000
    ) -> tuple[ObjectStatus, ...]:
        """Return one page, ordered by key."""
        return await self._run(self._list, prefix, after, limit)

    async def delete(self, key: str) -> None:
        """Remove an object; S3 says nothing if there was none."""
        with suppress(ObjectMissing):
            await self._run(self._client.remove_object, self.bucket, check_key(key))

    async def presign(self, key: str, expires: float) -> str | None:
        """Return a signed GET address, good for `expires` seconds (1 to 604,800). No I/O."""
        if not 1 <= expires <= PRESIGN_MAX:
            raise StoreError(f"expires: {expires} came, 1 to {PRESIGN_MAX:.0f} s are allowed")
        return self._client.presigned_get_object(
            self.bucket, check_key(key), expires=timedelta(seconds=expires)
        )

    async def health(self) -> None:
        """Raise `StoreError` if the bucket is missing or does not answer to our keys."""
        if not await self._run(self._client.bucket_exists, self.bucket):
            raise StoreError(f"{self.name}: {REASONS['NoSuchBucket']}")

    async def close(self) -> None:
        """Let threads and connections go; calls under way end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._pool.clear()

    async def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, partial(work, *args, **kwargs))
        except (MinioException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            self._refuse(error)

    def _refuse(self, error: Exception) -> NoReturn:
        """Raise what the error means. `from None`: the client's errors carry whole addresses."""
        if isinstance(error, S3Error):
            if error.code in _MISSING:
                raise ObjectMissing(f"{self.name}: no such object") from None
            reason = REASONS.get(error.code or "", error.code or "refused")
            raise StoreError(f"{self.name}: {reason}") from None
        if isinstance(error, (InvalidResponseError, ServerError)):
            status = getattr(error, "status_code", None) or getattr(error, "_code", "?")
            raise StoreError(f"{self.name}: the store answered HTTP {status}") from None
        if isinstance(error, OSError) and error.filename:
            raise StoreError(f"{error.filename}: {error.strerror}") from None
        raise StoreError(f"{self.name}: the store is away ({type(error).__name__})") from None

    def _make_bucket(self) -> None:
        if not self._client.bucket_exists(self.bucket):
            try:
                self._client.make_bucket(self.bucket)
            except S3Error as error:
                if error.code not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
                    raise

    def _allow(self, origins: tuple[str, ...]) -> None:
        body = cors_configuration(origins)
        # The client has no call for CORS; `_execute` is its door for raw requests.
        self._client._execute(
            "PUT",
            self.bucket,
            body=body,
            headers={
                # S3 demands this digest for ?cors; it guards transport, not secrets.
                "Content-MD5": base64.b64encode(
                    hashlib.md5(body, usedforsecurity=False).digest()
                ).decode(),
                "Content-Type": "application/xml",
            },
            query_params={"cors": ""},
        )

    def _put(self, key: str, content: Path | bytes, content_type: str) -> None:
        if isinstance(content, bytes):
            self._client.put_object(
                self.bucket,
                key,
                io.BytesIO(content),
                len(content),
                content_type=content_type,
                part_size=PART,
            )
            return
        with content.open("rb") as file:
            size = content.stat().st_size
            self._client.put_object(
                self.bucket, key, file, size, content_type=content_type, part_size=PART
            )

    def _list(self, prefix: str, after: str, limit: int) -> tuple[ObjectStatus, ...]:
        objects = self._client.list_objects(
            self.bucket, prefix=prefix, recursive=True, start_after=after or None
        )
        return tuple(_status(item) for item in islice(objects, limit))


def cors_configuration(origins: Sequence[str]) -> bytes:
    """Return the CORS rules of a bucket whose objects pages of `origins` may read, with Range."""
    allowed = "".join(f"<AllowedOrigin>{escape(origin)}</AllowedOrigin>" for origin in origins)
    exposed = "".join(
        f"<ExposeHeader>{name}</ExposeHeader>"
        for name in ("ETag", "Content-Range", "Content-Length", "Accept-Ranges")
    )
    return (
        '<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><CORSRule>'
        f"{allowed}<AllowedMethod>GET</AllowedMethod><AllowedMethod>HEAD</AllowedMethod>"
        f"<AllowedHeader>*</AllowedHeader>{exposed}<MaxAgeSeconds>3600</MaxAgeSeconds>"
        "</CORSRule></CORSConfiguration>"
    ).encode()


def _status(item: Object) -> ObjectStatus:
    return ObjectStatus(item.object_name or "", item.size or 0, (item.etag or "").strip('"'))
