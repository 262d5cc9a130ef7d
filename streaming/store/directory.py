"""An object store that is a directory: for one machine, for trials and for tests.

Writes are atomic and durable: a temporary file in the same file system, fsync, rename, fsync of the
directory. Knows nothing about who may read what.
"""

import asyncio
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from streaming import clock
from streaming.errors import ObjectMissing, StoreError
from streaming.store.objects import ObjectStatus, check_key

P = ParamSpec("P")
T = TypeVar("T")

CHUNK = 256 * 1024
"""Bytes per read: large enough that thread hops do not matter, small enough for 200 readers at once."""

LEFTOVER_AGE = 3600.0
"""Seconds after which an unfinished file belongs to nobody; no write of one object takes an hour."""

_INCOMING = ".incoming"


class DirectoryStore:
    """Objects as files below one directory."""

    def __init__(self, root: Path) -> None:
        """Use `root`, an absolute path; nothing is made before `ensure` or the first `put`."""
        self.root = root
        self.name = f"file:{root}"
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="store")

    def path(self, key: str) -> Path:
        """Return the file of an object, whether it exists or not. Read it, do not write it.

        Raises:
            StoreError: if the key is not allowed.
        """
        return self.root.joinpath(*check_key(key).split("/"))

    async def ensure(self, origins: Sequence[str] | None = None) -> None:
        """Make the directory. `origins` mean nothing here: the server sends the bytes."""
        await self._run(self._ensure)

    async def put(self, key: str, content: Path | bytes, content_type: str) -> None:
        """Write a whole object. The content type is not kept: it follows from the key's ending."""
        await self._run(self._put, self.path(key), content)

    async def read(
        self, key: str, start: int = 0, length: int | None = None
    ) -> AsyncIterator[bytes]:
        """Yield the object's bytes in chunks of 256 KiB."""
        file = await self._run(_open, self.path(key), key)
        try:
            size = os.fstat(file).st_size
            if start < 0 or (start >= size and start > 0):
                raise StoreError(f"range of {key!r} starts at {start}, the object has {size} bytes")
            end = size if length is None else min(size, start + length)
            while start < end:
                chunk = await self._run(os.pread, file, min(CHUNK, end - start), start)
                if not chunk:
                    raise StoreError(f"{key!r} ended early, at byte {start} of {end}")
                start += len(chunk)
                yield chunk
        finally:
            os.close(file)

    async def stat(self, key: str) -> ObjectStatus:
        """Return size and an etag made of the file's times."""
        return await self._run(_stat, self.path(key), key)

    async def list(
        self, prefix: str = "", *, after: str = "", limit: int = 1000
    ) -> tuple[ObjectStatus, ...]:
        """Return one page, ordered by key as S3 orders: by the bytes of its UTF-8."""
        return await self._run(self._list, prefix, after, limit)

    async def delete(self, key: str) -> None:
        """Remove the file, and directories that it leaves empty."""
        await self._run(self._delete, self.path(key))

    async def presign(self, key: str, expires: float) -> str | None:
        """Return None: a directory has no door of its own."""
        check_key(key)
        return None

    async def health(self) -> None:
        """Raise `StoreError` if the directory cannot be written."""
        await self._run(self._probe)

    async def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, partial(work, *args, **kwargs))
        except OSError as error:
            place = error.filename or self.name
            raise StoreError(f"{place}: {error.strerror or error}") from error

    def _ensure(self) -> None:
        incoming = self.root / _INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        for leftover in incoming.iterdir():
            # Not a young one: server and archiver share the directory, and one may be writing right now.
            with suppress(FileNotFoundError):
                if clock.wall() - leftover.stat().st_mtime > LEFTOVER_AGE:
                    leftover.unlink()

    def _put(self, target: Path, content: Path | bytes) -> None:
        incoming = self.root / _INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(handle, "wb") as file:
                if isinstance(content, bytes):
                    file.write(content)
                else:
                    with content.open("rb") as source:
                        shutil.copyfileobj(source, file, CHUNK)
                file.flush()
                os.fsync(file.fileno())
            made = _missing(target.parent, self.root)
            _move(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        # The rename itself, and the directories that were made for it, survive a power cut.
        for directory in (target.parent, *(path.parent for path in made)):
            _sync(directory)

    def _list(self, prefix: str, after: str, limit: int) -> tuple[ObjectStatus, ...]:
        parts = prefix.split("/")[:-1]
        if any(part.startswith(".") for part in parts):
            return ()
        start = self.root.joinpath(*parts)
        keys = sorted(_keys(start, self.root, prefix), key=str.encode)
        page: list[ObjectStatus] = []
        for key in keys:
            if key.encode() <= after.encode() and after:
                continue
            if len(page) == limit:
                break
            with suppress(FileNotFoundError):
                page.append(_status(key, os.stat(self.root / key)))
        return tuple(page)

    def _delete(self, target: Path) -> None:
        try:
            target.unlink()
        except (FileNotFoundError, NotADirectoryError):
            return
        for parent in target.parents:
            try:
                if parent == self.root:
                    break
                parent.rmdir()
            except OSError:
                break  # Other objects live there.

    def _probe(self) -> None:
        with tempfile.TemporaryFile(dir=self.root / _INCOMING) as file:
            file.write(b"tongke")


def _move(temporary: str, target: Path) -> None:
    """Rename into place; twice, because `delete` may remove the directory that was just made."""
    for attempt in range(3):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(temporary, target)
        except FileNotFoundError:
            if attempt == 2:
                raise
        else:
            return


def _stat(path: Path, key: str) -> ObjectStatus:
    try:
        return _status(key, os.stat(path))
    except (FileNotFoundError, NotADirectoryError):
        raise ObjectMissing(f"no object {key!r}") from None


def _open(path: Path, key: str) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        raise ObjectMissing(f"no object {key!r}") from None


def _status(key: str, status: os.stat_result) -> ObjectStatus:
    identity = f"{status.st_ino}-{status.st_mtime_ns}-{status.st_size}"
    return ObjectStatus(key, status.st_size, hashlib.sha256(identity.encode()).hexdigest()[:32])


def _keys(start: Path, root: Path, prefix: str) -> Iterator[str]:
    for directory, names, files in os.walk(start):
        names[:] = [name for name in names if not name.startswith(".")]
        for file in files:
            key = Path(directory, file).relative_to(root).as_posix()
            if key.startswith(prefix) and not file.startswith("."):
                yield key


def _missing(directory: Path, root: Path) -> list[Path]:
    """Return the directories between `root` and `directory` that are not there yet."""
    missing = []
    while directory != root and not directory.is_dir():
        missing.append(directory)
        directory = directory.parent
    return missing


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
