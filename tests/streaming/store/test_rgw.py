"""The contract of stores against a Ceph Object Gateway, where there is one: it is a cluster, which no test starts.

`TONGKE_TEST_RGW=s3://key:secret@host:7480/bucket?secure=0` names one that tests may make buckets in, for example of
`microceph enable rgw` and `radosgw-admin user create`.
"""

import os
import uuid
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest

from streaming.store import ObjectStore, open_store
from tests.support.store_contract import StoreContract

ORIGIN = "https://tongke.example"
GATEWAY = os.environ.get("TONGKE_TEST_RGW", "")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not GATEWAY, reason="no Ceph Object Gateway: TONGKE_TEST_RGW names none (see this file)"
    ),
]


@pytest.fixture
async def store() -> AsyncIterator[ObjectStore]:
    bucket = f"/rec-{uuid.uuid4().hex[:12]}"
    store = open_store(urlsplit(GATEWAY)._replace(path=bucket).geturl())
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
