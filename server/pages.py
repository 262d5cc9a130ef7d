"""The built pages: hashed assets for ever, HTML never from a cache; compressed once and kept in memory.

Two entries: `staff.html` for people, `kiosk.html` for classrooms. Which page a path shows is the entry's
own matter; every path without a dot gets one. What a page needs beside its entry stands in the build's
`ahead.json` and is named in the HTML, so that a browser on a slow line fetches everything at once.
"""

import asyncio
import gzip
import hashlib
import json
import mimetypes
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from server.auth.guards import Anyone, known_callers
from server.auth.policy import Caller, DeviceCaller, PersonCaller
from server.dependencies import Language
from server.errors import NotFound
from server.models import Role
from server.replays.ranges import unchanged

router = APIRouter(include_in_schema=False)

CACHE_SIZE = 200
"""Files kept in memory; a build has about 60."""
FILE_MAX = 8 * 1024 * 1024
"""Bytes; no page has a larger file."""
COMPRESSIBLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
_BUILT_FOR_EVER = "public, max-age=31536000, immutable"

NOT_BUILT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>同课 Tongke</title>
<h1>网页还没有构建</h1><p>服务器已经在运行。请在项目目录执行 <code>make run</code>，或在 <code>web</code> 目录执行 <code>npm ci</code> 和 <code>npm run build</code>，然后刷新。</p>
<h1 lang="en">The pages are not built</h1><p lang="en">The server is running. Run <code>make run</code> in the project's directory, or <code>npm ci</code> and <code>npm run build</code> in <code>web</code>, then reload.</p>
</html>"""

mimetypes.add_type("application/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of the build as it goes out."""

    content: bytes
    compressed: bytes | None
    content_type: str
    etag: str


class Build:
    """The directory of the built pages. A file is read and compressed once, until it changes on disk."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.resolve()
        self._files: OrderedDict[tuple[Path, int, int, str], PageFile] = OrderedDict()

    async def file(self, name: str) -> PageFile | None:
        """Return a file of the build, or None if there is none of this name."""
        return await asyncio.to_thread(self._find, name)

    async def entry(self, name: str, path: str) -> PageFile | None:
        """Return an HTML file that names what the page at `path` needs, or None if there is none of this name."""
        return await asyncio.to_thread(self._find_entry, name, path)

    def _find_entry(self, name: str, path: str) -> PageFile | None:
        listed = self._find("ahead.json")
        return self._find(name, tags(json.loads(listed.content), path) if listed else "")

    def _find(self, name: str, head: str = "") -> PageFile | None:
        path = (self.directory / name).resolve()
        # `..` and links out of the build name nothing.
        if not path.is_relative_to(self.directory) or not path.is_file():
            return None
        status = path.stat()
        if status.st_size > FILE_MAX:
            return None
        key = (path, status.st_mtime_ns, status.st_size, head)
        found = self._files.get(key)
        if found is None:
            found = self._files[key] = _read(path, head)
            while len(self._files) > CACHE_SIZE:
                self._files.popitem(last=False)
        return found


def tags(listed: Mapping[str, Sequence[str]], path: str) -> str:
    """Return the tags for the page at `path`. `listed`: for each path of the router (`/replay/:lesson`) files of the build."""
    parts = path.strip("/").split("/")
    for pattern, files in listed.items():
        wanted = pattern.strip("/").split("/")
        pairs = zip(wanted, parts, strict=False)
        if len(wanted) == len(parts) and all(a == b or a.startswith(":") for a, b in pairs):
            return "".join(map(_tag, files))
    return ""


def _tag(file: str) -> str:
    kind = "stylesheet" if file.endswith(".css") else "modulepreload"
    return f'<link rel="{kind}" crossorigin href="/{file}">'


def _read(path: Path, head: str) -> PageFile:
    content = path.read_bytes().replace(b"</head>", head.encode() + b"</head>", 1)
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    compressed = None
    if content_type.startswith(COMPRESSIBLE) and len(content) > 500:
        compressed = gzip.compress(content, 9, mtime=0)
    if content_type.startswith("text/") or content_type == "application/javascript":
        content_type += "; charset=utf-8"
    return PageFile(
        content, compressed, content_type, f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    )


_EVERYBODY = [Depends(Anyone("pages hold no data; what they show they ask for by the API"))]


@router.get("/", dependencies=_EVERYBODY)
async def home(
    callers: Annotated[tuple[Caller, ...], Depends(known_callers)],
) -> RedirectResponse:
    """Send everybody to the page of their work."""
    return RedirectResponse(home_of(callers), 303, {"Cache-Control": "no-store"})


@router.get("/{path:path}", dependencies=_EVERYBODY)
async def page(path: str, request: Request, language: Language) -> Response:
    """Return a file of the build, or the entry that shows this path."""
    if path == "api" or path.startswith("api/"):
        raise NotFound
    build: Build = request.app.state.build
    if "\x00" in path or len(path) > 500:
        raise NotFound
    if "." in path.rsplit("/", 1)[-1]:
        found = await build.file(path)
        if found is None:
            raise NotFound
        hashed = path.startswith("assets/")
        return _answer(request, found, _BUILT_FOR_EVER if hashed else "no-cache")
    entry = "kiosk.html" if path == "classroom" or path.startswith("classroom/") else "staff.html"
    found = await build.entry(entry, path)
    if found is None:
        return Response(NOT_BUILT, 503, {"Cache-Control": "no-store"}, "text/html; charset=utf-8")
    return _answer(request, found, "no-cache")


def home_of(callers: tuple[Caller, ...]) -> str:
    """Return the first page of whoever is behind a request."""
    for caller in callers:
        if isinstance(caller, PersonCaller):
            teaches = any(grant.role is Role.HUB_TEACHER for grant in caller.grants)
            return "/studio" if teaches else "/replay"
    if any(isinstance(caller, DeviceCaller) for caller in callers):
        return "/classroom"
    return "/login"


def _answer(request: Request, found: PageFile, cache: str) -> Response:
    headers = {"Cache-Control": cache, "ETag": found.etag, "Vary": "Accept-Encoding"}
    if unchanged(request.headers.get("if-none-match"), found.etag):
        return Response(status_code=304, headers=headers)
    takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
    if found.compressed is not None and takes_gzip:
        headers["Content-Encoding"] = "gzip"
        return Response(found.compressed, 200, headers, found.content_type)
    return Response(found.content, 200, headers, found.content_type)
