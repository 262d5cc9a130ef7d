from collections.abc import Iterator

import pytest

from tests.support.object_store import SeaweedFS, seaweedfs


@pytest.fixture(scope="session")
def weed() -> Iterator[SeaweedFS]:
    with seaweedfs() as server:
        yield server
