"""Servers for the tests of the control plane."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.app import Hall, hall as running_hall, make_template
from tests.support.postgres import PostgresMissing, create_database, postgres_cluster

_names = (f"test_{number}" for number in itertools.count())


ON_POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.integration)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for `each_hall` over both databases, what asks for `hall` over the one that `--database` names."""
    chosen = metafunc.config.getoption("database")
    if "each_hall" in metafunc.fixturenames:
        both = ["sqlite", ON_POSTGRESQL] if chosen == "sqlite" else [ON_POSTGRESQL]
        metafunc.parametrize("each_hall", both, indirect=True)
    elif "hall" in metafunc.fixturenames and chosen == "postgresql":
        metafunc.parametrize("hall", [ON_POSTGRESQL], indirect=True)


@pytest.fixture
async def hall(request: pytest.FixtureRequest) -> AsyncIterator[Hall]:
    """A server over SQLite; with `--database postgresql` over that."""
    chosen = getattr(request, "param", "sqlite")
    url = request.getfixturevalue("postgresql_url") if chosen == "postgresql" else ""
    async with running_hall(url) as here:
        yield here


@pytest.fixture
async def sqlite_hall() -> AsyncIterator[Hall]:
    """A server over SQLite, whatever the others use: for what is that database's own."""
    async with running_hall() as here:
        yield here


@pytest.fixture
async def each_hall(request: pytest.FixtureRequest) -> AsyncIterator[Hall]:
    """A server over SQLite, then one over PostgreSQL."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    async with running_hall(url) as here:
        yield here


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A cluster for the whole session, with a migrated template."""
    try:
        with postgres_cluster() as cluster:
            url = create_database(cluster, "template")
            # In a thread: the fixture may be asked for by a test whose loop is running.
            with ThreadPoolExecutor(1) as thread:
                thread.submit(asyncio.run, make_template(url)).result()
            yield cluster
    except PostgresMissing as missing:
        pytest.fail(str(missing))


@pytest.fixture
def postgresql_url(postgresql: str) -> str:
    """The address of a fresh migrated database."""
    return create_database(postgresql, next(_names), template="template")


@pytest.fixture
def empty_postgresql_url(postgresql: str) -> str:
    """The address of a database without tables."""
    return create_database(postgresql, next(_names))
