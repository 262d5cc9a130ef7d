"""The contract of stores against a Ceph Object Gateway: one that the test starts (`tests/support/object_gateway.py`), where Debian's programs are
installed, or the one that `TONGKE_TEST_RGW=s3://key:secret@host:7480/bucket?secure=0` names, in which tests may make buckets.
"""

import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from streaming.store import ObjectStore, open_store
from tests.support.object_gateway import missing, object_gateway
from tests.support.store_contract import StoreContract

ORIGIN = "https://tongke.example"
GATEWAY = os.environ.get("TONGKE_TEST_RGW", "")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not GATEWAY and bool(missing()),
        reason=f"no Ceph Object Gateway: {', '.join(missing())} not installed, TONGKE_TEST_RGW names none",
    ),
]


@pytest.fixture(scope="module")
def gateway() -> Iterator[str]:
    if GATEWAY:
        yield GATEWAY
        return
    with tempfile.TemporaryDirectory(prefix="rgw-") as root, object_gateway(Path(root)) as address:
        yield address


@pytest.fixture
async def store(gateway: str) -> AsyncIterator[ObjectStore]:
    bucket = f"/rec-{uuid.uuid4().hex[:12]}"
    store = open_store(urlsplit(gateway)._replace(path=bucket).geturl())
    await store.ensure([ORIGIN])
    yield store
    await store.close()


class TestCephObjectGateway(StoreContract):
    async def test_a_presigned_address_reads_with_range_and_lets_our_pages_in(
        self, store: ObjectStore
    ) -> None:
        await store.put("a", b"0123456789", "video/mp4")
        address = await store.presign("a", 60)
        assert address
        headers = {"Range": "bytes=2-5", "Origin": ORIGIN}
        async with httpx.AsyncClient(trust_env=False) as browser:
            answer = await browser.get(address, headers=headers)
            assert (answer.status_code, answer.content) == (206, b"2345")
            assert answer.headers["access-control-allow-origin"] in {ORIGIN, "*"}
            assert (await browser.get(address.partition("?")[0])).status_code == 403
