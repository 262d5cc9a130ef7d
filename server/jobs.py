"""Background jobs: a procrastinate app over whichever database there is. Knows no feature.

With PostgreSQL jobs are rows and `tongke worker` runs them. With SQLite they live in the server's memory
and are lost with it: every job works from our own rows and may run twice, so the periodic ones are simply
run once at start.
"""

import copy
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.blueprints import Blueprint
from procrastinate.connector import BaseAsyncConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.testing import InMemoryConnector

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Jobs:
    """An app with the tasks of all features, and what they work on."""

    app: App
    context: dict[str, Any]

    async def run(self) -> None:
        """Run due jobs until cancelled; what runs then is given two seconds to end."""
        async with self.app.open_async():
            await self._enqueue_periodic()
            await self.app.run_worker_async(
                concurrency=2,
                install_signal_handlers=False,
                delete_jobs="always",
                shutdown_graceful_timeout=2,
                fetch_job_polling_interval=5.0,
                additional_context=self.context,
            )

    async def defer(self, task: str) -> None:
        """Have a task run soon; one that waits already is enough. The app must be open, or in memory."""
        try:
            await self.app.configure_task(task).defer_async()
        except AlreadyEnqueued:
            logger.debug("job waits already task=%s", task)

    async def _enqueue_periodic(self) -> None:
        """Run every periodic job once now: what was due while nothing ran is done from our own rows."""
        for periodic in self.app.periodic_registry.periodic_tasks.values():
            try:
                await periodic.task.configure(**periodic.configure_kwargs).defer_async(timestamp=0)
            except AlreadyEnqueued:
                logger.debug("job waits already task=%s", periodic.task.name)


def make_jobs(
    database_url: str, blueprints: Sequence[tuple[str, Blueprint]], context: dict[str, Any]
) -> Jobs:
    """Return the jobs of an installation; nothing runs yet. `blueprints` are (namespace, tasks)."""
    app = App(connector=_connector(database_url))
    for namespace, blueprint in blueprints:
        # A copy, because the namespace is written into the tasks: a second app would find it there already.
        app.add_tasks_from(copy.deepcopy(blueprint), namespace=namespace)
    return Jobs(app, context)


async def prepare(database_url: str) -> None:
    """Make procrastinate's own tables where they are missing. Nothing to do with SQLite."""
    if not database_url.startswith("postgresql"):
        return
    conninfo = _conninfo(database_url)
    async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
        # Two processes may start at once; the lock goes with the connection.
        await connection.execute("SELECT pg_advisory_lock(%s)", (0x6A6F6273,))
        found = await connection.execute("SELECT to_regclass('procrastinate_jobs')")
        row = await found.fetchone()
        if row is None or row[0] is None:
            app = App(connector=PsycopgConnector(conninfo=conninfo))
            async with app.open_async():
                await app.schema_manager.apply_schema_async()
            logger.info("job tables made")


def _connector(database_url: str) -> BaseAsyncConnector:
    if database_url.startswith("postgresql"):
        return PsycopgConnector(conninfo=_conninfo(database_url), min_size=1, max_size=4)
    return InMemoryConnector()


def _conninfo(database_url: str) -> str:
    return database_url.replace("postgresql+psycopg://", "postgresql://", 1)
