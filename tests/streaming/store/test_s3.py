import time
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import quote

import httpx
import minio.time
import pytest

from streaming.errors import StoreError
from streaming.store import ObjectStore, S3Store, open_store
from streaming.store.s3 import cors_configuration
from tests.support.object_store import ACCESS_KEY, SECRET_KEY, SeaweedFS
from tests.support.store_contract import StoreContract

ORIGIN = "https://tongke.example"


@pytest.fixture
async def store(weed: SeaweedFS) -> AsyncIterator[ObjectStore]:
    store = open_store(weed.address(f"rec-{uuid.uuid4().hex[:12]}"))
    await store.ensure([ORIGIN])
    yield store
    await store.close()


def stranger(weed: SeaweedFS, **changes: str) -> S3Store:
    parts = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "bucket": "nobody"} | changes
    return S3Store(weed.endpoint, secure=False, region="us-east-1", **parts)


@pytest.mark.integration
class TestS3Store(StoreContract):
    async def test_a_presigned_address_reads_with_range_and_lets_our_pages_in(
        self, store: ObjectStore
    ) -> None:
        await store.put("课/a.m4s", b"0123456789", "video/mp4")
        address = await store.presign("课/a.m4s", 60)
        async with httpx.AsyncClient() as browser:
            answer = await browser.get(address, headers={"Range": "bytes=2-4", "Origin": ORIGIN})
        assert (answer.status_code, answer.content) == (206, b"234")
        assert answer.headers["access-control-allow-origin"] in {ORIGIN, "*"}
        assert answer.headers["content-type"] == "video/mp4"

    async def test_a_page_of_another_origin_is_not_let_in(self, store: ObjectStore) -> None:
        await store.put("a", b"x", "text/plain")
        address = await store.presign("a", 60)
        async with httpx.AsyncClient() as browser:
            answer = await browser.get(address, headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in answer.headers

    async def test_ensuring_without_origins_leaves_them_as_they_are(
        self, store: ObjectStore
    ) -> None:
        await store.put("a", b"x", "text/plain")
        await store.ensure()
        address = await store.presign("a", 60)
        async with httpx.AsyncClient() as browser:
            ours = await browser.get(address, headers={"Origin": ORIGIN})
            other = await browser.get(address, headers={"Origin": "https://evil.example"})
        assert ours.headers["access-control-allow-origin"] == ORIGIN
        assert "access-control-allow-origin" not in other.headers

    async def test_strangers_without_a_signature_get_nothing(
        self, store: S3Store, weed: SeaweedFS
    ) -> None:
        await store.put("a", b"x", "text/plain")
        async with httpx.AsyncClient() as browser:
            answer = await browser.get(f"http://{weed.endpoint}/{store.bucket}/a")
        assert answer.status_code == 403

    async def test_a_tampered_address_is_refused(self, store: ObjectStore) -> None:
        await store.put("a", b"x", "text/plain")
        await store.put("b", b"y", "text/plain")
        address = await store.presign("a", 60)
        async with httpx.AsyncClient() as browser:
            other_object = await browser.get(address.replace("/a?", "/b?"))
            other_time = await browser.get(
                address.replace("X-Amz-Expires=60", "X-Amz-Expires=6000")
            )
        assert (other_object.status_code, other_time.status_code) == (403, 403)

    @pytest.mark.slow
    async def test_an_expired_address_is_refused(self, store: ObjectStore) -> None:
        await store.put("a", b"x", "text/plain")
        address = await store.presign("a", 1)
        deadline = time.monotonic() + 10
        async with httpx.AsyncClient() as browser:
            while (await browser.get(address)).status_code == 200:
                assert time.monotonic() < deadline
        assert (await browser_status(address)) == 403

    @pytest.mark.parametrize("expires", [0, -1, 7 * 24 * 3600 + 1])
    async def test_presigns_between_a_second_and_a_week(
        self, store: ObjectStore, expires: float
    ) -> None:
        with pytest.raises(StoreError, match="expires"):
            await store.presign("a", expires)

    async def test_a_wrong_secret_is_refused_and_not_repeated(
        self, store: S3Store, weed: SeaweedFS
    ) -> None:
        wrong = stranger(weed, bucket=store.bucket, secret_key="wrong-secret")
        with pytest.raises(StoreError) as caught:
            await wrong.put("a", b"x", "text/plain")
        assert "secret is wrong" in str(caught.value)
        for text in (str(caught.value), repr(wrong), wrong.name):
            assert "wrong-secret" not in text
        with pytest.raises(StoreError):
            await wrong.health()
        await wrong.close()

    async def test_an_unknown_key_is_refused(self, store: S3Store, weed: SeaweedFS) -> None:
        wrong = stranger(weed, bucket=store.bucket, access_key="nobody")
        with pytest.raises(StoreError, match="access"):
            await wrong.put("a", b"x", "text/plain")
        await wrong.close()

    async def test_a_clock_that_is_off_is_named(
        self, store: S3Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = minio.time.utcnow
        monkeypatch.setattr(minio.time, "utcnow", lambda: real() - timedelta(hours=2))
        with pytest.raises(StoreError, match="clock differs too much"):
            await store.put("a", b"x", "text/plain")
        with pytest.raises(StoreError, match="clock"):
            await store.health()

    async def test_a_missing_bucket_is_named(self, weed: SeaweedFS) -> None:
        lost = stranger(weed, bucket="no-such-bucket")
        with pytest.raises(StoreError, match="bucket does not exist"):
            await lost.health()
        await lost.close()


async def browser_status(address: str) -> int:
    async with httpx.AsyncClient() as browser:
        return (await browser.get(address)).status_code


async def test_says_that_a_store_is_away_without_naming_the_object() -> None:
    away = S3Store(
        "127.0.0.1:1", "bucket", access_key="a", secret_key="secret-b", secure=False, region="x"
    )
    with pytest.raises(StoreError, match="away") as caught:
        await away.stat("lesson/child-name")
    assert "child-name" not in str(caught.value)
    assert "secret-b" not in str(caught.value)
    await away.close()


def test_cors_names_origins_safely() -> None:
    body = cors_configuration(['https://a.example"<&'])
    assert b'<AllowedOrigin>https://a.example"&lt;&amp;</AllowedOrigin>' in body
    assert b"<AllowedMethod>GET</AllowedMethod>" in body


@pytest.mark.integration
def test_the_fixture_encodes_its_secret(weed: SeaweedFS) -> None:
    assert quote(SECRET_KEY, safe="") in weed.address("bucket")
