import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from streaming.errors import StoreError
from streaming.store import DirectoryStore, ObjectStore
from tests.support.store_contract import StoreContract


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[ObjectStore]:
    store = DirectoryStore(tmp_path / "仓 库" / "store")
    await store.ensure()
    yield store
    await store.close()


class TestDirectoryStore(StoreContract):
    async def test_has_no_door_of_its_own(self, store: ObjectStore) -> None:
        assert await store.presign("a", 60) is None

    async def test_names_the_file_of_an_object(self, store: DirectoryStore) -> None:
        await store.put("lesson/a.m4s", b"x", "video/mp4")
        assert store.path("lesson/a.m4s").read_bytes() == b"x"

    async def test_throws_away_what_an_interrupted_put_left(self, store: DirectoryStore) -> None:
        leftover = store.root / ".incoming" / "tmpabc"
        leftover.write_bytes(b"half")
        os.utime(leftover, (0, 0))
        being_written = store.root / ".incoming" / "tmpdef"
        being_written.write_bytes(b"half")
        await store.ensure()
        assert not leftover.exists()
        assert being_written.exists()
        assert await store.list() == ()

    async def test_an_object_cannot_lie_below_another_object(self, store: ObjectStore) -> None:
        await store.put("a", b"x", "text/plain")
        with pytest.raises(StoreError):
            await store.put("a/b", b"x", "text/plain")
        with pytest.raises(StoreError):
            await store.stat("a/b")

    async def test_is_unhealthy_without_its_directory(self, tmp_path: Path) -> None:
        missing = DirectoryStore(tmp_path / "missing")
        with pytest.raises(StoreError, match="missing"):
            await missing.health()
        await missing.close()

    async def test_lists_nothing_outside_of_itself(self, store: DirectoryStore) -> None:
        (store.root.parent / "outside").write_bytes(b"x")
        assert await store.list("../") == ()
