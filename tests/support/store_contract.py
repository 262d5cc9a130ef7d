"""What every object store must do: one suite, run against the directory and against real S3."""

import hashlib
import random
from pathlib import Path

import pytest

from streaming.errors import ObjectMissing, StoreError
from streaming.store import ObjectStore

BIG = random.Random(1).randbytes(20 * 1024 * 1024 + 17)
"""More than two parts of 8 MiB, and not a multiple of anything."""


async def content(store: ObjectStore, key: str, start: int = 0, length: int | None = None) -> bytes:
    return b"".join([chunk async for chunk in store.read(key, start, length)])


class StoreContract:
    """Subclasses provide a fixture `store`: ensured and empty."""

    async def test_returns_the_bytes_that_were_put(self, store: ObjectStore) -> None:
        await store.put("lesson/teacher.video/000000.m4s", b"moof", "video/mp4")
        assert await content(store, "lesson/teacher.video/000000.m4s") == b"moof"

    async def test_stores_an_empty_object(self, store: ObjectStore) -> None:
        await store.put("empty", b"", "text/plain")
        assert (await store.stat("empty")).size == 0
        assert await content(store, "empty") == b""

    async def test_replaces_an_object_and_changes_its_etag(self, store: ObjectStore) -> None:
        await store.put("a", b"first", "text/plain")
        before = await store.stat("a")
        await store.put("a", b"second", "text/plain")
        after = await store.stat("a")
        assert await content(store, "a") == b"second"
        assert before.etag != after.etag
        assert after.size == 6

    async def test_takes_keys_with_spaces_and_chinese(self, store: ObjectStore) -> None:
        await store.put("课 1/教师.m4s", b"x", "video/mp4")
        assert [item.key for item in await store.list("课 1/")] == ["课 1/教师.m4s"]
        assert await content(store, "课 1/教师.m4s") == b"x"

    async def test_puts_a_large_file_in_parts_and_reads_any_range_of_it(
        self, store: ObjectStore, tmp_path: Path
    ) -> None:
        source = tmp_path / "big"
        source.write_bytes(BIG)
        await store.put("big.mp4", source, "video/mp4")
        assert (await store.stat("big.mp4")).size == len(BIG)
        whole = await content(store, "big.mp4")
        assert hashlib.sha256(whole).digest() == hashlib.sha256(BIG).digest()
        border = 8 * 1024 * 1024
        assert await content(store, "big.mp4", border - 10, 20) == BIG[border - 10 : border + 10]
        assert await content(store, "big.mp4", len(BIG) - 5) == BIG[-5:]
        assert await content(store, "big.mp4", len(BIG) - 5, 100) == BIG[-5:]

    async def test_refuses_a_range_behind_the_end(self, store: ObjectStore) -> None:
        await store.put("small", b"12345", "text/plain")
        with pytest.raises(StoreError):
            await content(store, "small", 5)

    async def test_yields_nothing_for_a_range_of_no_bytes(self, store: ObjectStore) -> None:
        await store.put("small", b"12345", "text/plain")
        assert await content(store, "small", 2, 0) == b""

    async def test_says_which_object_is_missing_by_type(self, store: ObjectStore) -> None:
        with pytest.raises(ObjectMissing):
            await store.stat("nothing/here")
        with pytest.raises(ObjectMissing):
            await content(store, "nothing/here")

    async def test_deletes_and_does_not_mind_doing_it_twice(self, store: ObjectStore) -> None:
        await store.put("lesson/a", b"x", "text/plain")
        await store.delete("lesson/a")
        await store.delete("lesson/a")
        with pytest.raises(ObjectMissing):
            await store.stat("lesson/a")
        assert await store.list() == ()

    async def test_lists_by_prefix_in_pages_ordered_by_key(self, store: ObjectStore) -> None:
        keys = [f"p/{number:03}" for number in range(12)]
        for key in [*reversed(keys), "q/000", "p0"]:
            await store.put(key, b"x", "text/plain")
        first = await store.list("p/", limit=7)
        second = await store.list("p/", after=first[-1].key, limit=7)
        assert [item.key for item in (*first, *second)] == keys
        assert {item.size for item in first} == {1}
        assert await store.list("nothing/") == ()
        assert len(await store.list("p")) == 13

    @pytest.mark.parametrize(
        "key",
        [
            "",
            "/a",
            "a/",
            "a//b",
            "../a",
            "a/../b",
            ".",
            "a/.hidden",
            "a\\b",
            "a\nb",
            "a\x00b",
            "k" * 600,
        ],
    )
    async def test_refuses_keys_that_could_escape(self, store: ObjectStore, key: str) -> None:
        with pytest.raises(StoreError):
            await store.put(key, b"x", "text/plain")
        with pytest.raises(StoreError):
            await content(store, key)
        with pytest.raises(StoreError):
            await store.delete(key)

    async def test_is_healthy_and_ensured_twice(self, store: ObjectStore) -> None:
        await store.ensure()
        await store.health()

    async def test_ensuring_again_keeps_what_is_there(self, store: ObjectStore) -> None:
        await store.put("a", b"kept", "text/plain")
        await store.ensure()
        assert await content(store, "a") == b"kept"

    async def test_a_put_that_fails_leaves_what_was_there(
        self, store: ObjectStore, tmp_path: Path
    ) -> None:
        await store.put("a", b"kept", "text/plain")
        with pytest.raises(StoreError):
            await store.put("a", tmp_path / "missing", "text/plain")
        assert await content(store, "a") == b"kept"
