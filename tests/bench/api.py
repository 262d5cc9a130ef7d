"""`make bench-api`: every list page and feed over PostgreSQL with a year of a city of 435 schools.

It is a Wednesday in November, in the second lesson of the morning: what the term has held so far lies in the tables, and 81
lessons are on. Prints for each route and caller the queries of one request and p50 and p99 of its time inside this process (HTTP through
ASGI, no socket); the last line is JSON with `routes`, `p99_ms_max`, `queries_max`. Times are reported, not judged; the
numbers of queries are asserted in `tests/server/test_query_counts.py`.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

import httpx
from fastapi import FastAPI
from sqlalchemy import event

from server.app import create_app
from server.database import Database
from server.demo.city import CityShape
from server.demo.seed import PASSWORD
from server.demo.year import plant_year
from server.migrations.run import upgrade
from server.settings import ServerSettings
from tests.bench.held import hold
from tests.support.app import MovedClock
from tests.support.postgres import create_database, postgres_cluster
from tests.support.routes import list_addresses

MORNING = datetime(2026, 11, 25, 1, 25, tzinfo=UTC)
"""09:25 in Asia/Shanghai."""
CALLERS = ("administrator", "d0-k", "s0-t0", "s27-t")
"""Of the city, of a district (coordinator), a hub teacher, a village teacher."""


_counting: ContextVar[list[str] | None] = ContextVar("counting", default=None)


@contextmanager
def counted_queries(database: Database) -> Iterator[list[str]]:
    """Collect the statements that the caller's own work sends to a database, not those of jobs beside it."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if _counting.get() is sent and statement not in ("BEGIN", "BEGIN IMMEDIATE"):
            sent.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    before = _counting.set(sent)
    try:
        yield sent
    finally:
        _counting.reset(before)
        event.remove(engine, "before_cursor_execute", note)


async def measure(url: str, shape: CityShape, repeats: int) -> dict[str, float]:
    """Plant the city, ask every list as every caller, print a table; return the closing numbers."""
    database = Database(url)
    begun = time.perf_counter()
    lessons = await plant_year(database, MORNING, shape)
    held = await hold(database, MORNING)
    async with database.engine.execution_options(
        isolation_level="AUTOCOMMIT"
    ).connect() as connection:
        # What the server's own daemon does within a minute of so many new rows.
        await connection.exec_driver_sql("VACUUM ANALYZE")
    await database.close()
    rows = ", ".join(f"{count} {name}" for name, count in held.items())
    say(f"planted {lessons} lessons, {rows} in {time.perf_counter() - begun:.0f} s")
    with tempfile.TemporaryDirectory(prefix="tongke-bench-api-") as directory:
        settings = ServerSettings(
            data_dir=Path(directory), database_url=url, web_dir=Path(directory) / "web"
        )
        app = create_app(settings, MovedClock(MORNING), with_jobs=False)
        async with app.router.lifespan_context(app):
            return await _ask_everything(app, repeats)


async def _ask_everything(app: FastAPI, repeats: int) -> dict[str, float]:
    routes, queries_max, p99_max = set(), 0, 0.0
    say(f"{'route':<58}{'caller':<15}{'queries':>8}{'p50 ms':>9}{'p99 ms':>9}{'kB':>7}")
    for caller in CALLERS:
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://bench.test", trust_env=False
        )
        async with client:
            given = {"username": caller, "password": PASSWORD}
            signed_in = await client.post("/api/session", json=given)
            signed_in.raise_for_status()
            for address in await list_addresses(app, client):
                queries, times, size = await _ask(app, client, address, repeats)
                p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
                line = f"{address[:57]:<58}{caller:<15}{queries:>8}"
                say(f"{line}{times[len(times) // 2]:>9.1f}{p99:>9.1f}{size / 1000:>7.0f}")
                route = address.split("?")[0]
                routes.add("/api/calendar-feeds/…" if "?key=" in address else route)
                queries_max, p99_max = max(queries_max, queries), max(p99_max, p99)
    return {"routes": len(routes), "p99_ms_max": round(p99_max, 1), "queries_max": queries_max}


async def _ask(
    app: FastAPI, client: httpx.AsyncClient, address: str, repeats: int
) -> tuple[int, list[float], int]:
    with counted_queries(app.state.database) as sent:
        answer = await client.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    times: list[float] = []
    for _ in range(repeats):
        begun = time.perf_counter()
        await client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    return len(sent), sorted(times), len(answer.content)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench-api")
    parser.add_argument("--repeats", type=int, default=100, help="requests a route and caller")
    parser.add_argument("--schools", type=int, default=435)
    given = parser.parse_args()
    small = given.schools < 435
    shape = CityShape(8, given.schools, 3, 9) if small else CityShape()
    with postgres_cluster() as cluster:
        url = create_database(cluster, "bench")
        upgrade(url)
        result = asyncio.run(measure(url, shape, given.repeats))
    say(json.dumps(result))


if __name__ == "__main__":
    main()
