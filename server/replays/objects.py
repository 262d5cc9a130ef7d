"""`/api/objects`: bytes of recordings where the store has no door of its own, by signed address. No database here."""

import logging
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import HTTPConnection

from server.dependencies import now
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Problem
from server.replays.addresses import Addresses
from server.replays.ranges import (
    RangeNotSatisfiable,
    Span,
    byte_range,
    range_applies,
    unchanged,
)
from server.replays.service import NoSuchObject, StoreAway
from server.words import Words
from streaming.errors import ObjectMissing, StoreError
from streaming.store.objects import ObjectStore

router = APIRouter(prefix="/api/objects", tags=["replays"])

TYPES = {".m4s": "video/iso.segment", ".mp4": "video/mp4", ".jpg": "image/jpeg"}

logger = logging.getLogger(__name__)

Key = Annotated[str, Path(max_length=512)]


class BadRange(Problem):
    """The range lies outside the object."""

    status = 416
    slug = "range-not-satisfiable"
    title = Words("范围不对", "Range not satisfiable")
    detail = Words("要的部分超出了文件（共 {size} 字节）。", "The object has {size} bytes.")


class AddressEnded(NotAllowed):
    """The address was not signed here, or its time is over."""

    slug = "address-ended"
    title = Words("地址已失效", "The address has ended")
    detail = Words("播放地址已失效，请刷新页面。", "The address has ended; reload the page.")


class Signed:
    """Lets whoever shows a signed address of an object have it."""

    owner_check = "whoever shows a signed address of a recorded object"

    async def __call__(
        self,
        connection: HTTPConnection,
        key: Key,
        moment: Annotated[datetime, Depends(now)],
        until: Annotated[int, Query(ge=0, le=2**40)] = 0,
        by: Annotated[str, Query(max_length=40)] = "",
    ) -> str:
        """Return the object's key.

        Raises:
            NotSignedIn: if the address is not a signed one; AddressEnded: if it is not good.
        """
        if not by:
            raise NotSignedIn
        addresses: Addresses = connection.app.state.playlists.addresses
        if not addresses.is_good(key, until, by, moment):
            raise AddressEnded
        return key


def store(request: Request) -> ObjectStore:
    """Return the object store of this server."""
    found: ObjectStore = request.app.state.store
    return found


Store = Annotated[ObjectStore, Depends(store)]


@router.get(
    "/{key:path}",
    response_class=Response,
    responses=problems(NotSignedIn, AddressEnded, NoSuchObject, BadRange, StoreAway),
)
async def stored_object(
    request: Request, store: Store, key: Annotated[str, Depends(Signed())]
) -> Response:
    """Return the bytes of a header, a segment or a picture, whole or a range."""
    stem, _, ending = key.rpartition(".")
    headers = {
        # The same key always holds the same bytes; private, because permission is per caller.
        "Cache-Control": "private, max-age=86400, immutable",
        "ETag": f'"{stem.rpartition("/")[2]}"',
        "Accept-Ranges": "bytes",
    }
    if unchanged(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    try:
        size = (await store.stat(key)).size
        span = span_of(request, size, headers["ETag"])
        if span is not None:
            headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
        whole = span or Span(0, size)
        headers["Content-Length"] = str(whole.length)
        # The first chunk before the status goes out, so that a missing object is a 404.
        chunks = store.read(key, whole.start, whole.length)
        first = await anext(chunks, b"")
    except ObjectMissing as error:
        raise NoSuchObject from error
    except StoreError as error:
        raise StoreAway from error
    status = 200 if span is None else 206
    kind = TYPES.get(f".{ending}", "application/octet-stream")
    if len(first) == whole.length:
        return Response(first, status, headers, kind)
    return StreamingResponse(_rest(first, chunks), status, headers, kind)


async def _rest(first: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in chunks:
        yield chunk


def span_of(request: Request, size: int, etag: str) -> Span | None:
    """Return the span that a request asks for; None: everything.

    Raises:
        BadRange: if no byte of it exists.
    """
    if not range_applies(request.headers.get("if-range"), etag):
        return None
    try:
        return byte_range(request.headers.get("range"), size)
    except RangeNotSatisfiable as error:
        raise BadRange(headers={"Content-Range": f"bytes */{size}"}, size=size) from error
