"""`tongke serve`: checks, the HTTP server in this process, and the other processes beside it."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator

import uvicorn
from alembic.util import CommandError
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from server import first_administrator, preflight
from server.app import create_app
from server.database import Database
from server.demo import seed
from server.errors import StartError
from server.migrations.run import upgrade
from server.settings import REPOSITORY, ServerSettings
from server.supervisor import Child, Supervisor
from server.tls.serving import Secured, renew, secure
from server.tls.trust import plain_app
from server.words import Words

logger = logging.getLogger(__name__)

READY_SECONDS = 20.0
"""How long the demo's greeting waits for node and archiver; it is printed all the same."""
CHILD_PATIENCE = 3.0
"""Seconds that each of two groups of children has to end: with the HTTP server's two, below the ten that Ctrl-C may take."""
HURRY_SECONDS = 1.0
"""A second Ctrl-C after this long means: at once. Sooner it is the same one, come by way of `make` as well."""
DEMO_PAUSE = 20.0
"""Seconds between looks whether a demo lesson is on."""


def serve(settings: ServerSettings, *, demo: bool) -> int:
    """Run until a signal asks to stop; return the exit code.

    Raises:
        StartError: if something that must be true before a start is not.
    """
    preflight.check_data_directory(settings.data_dir)
    lock = preflight.hold_data_directory(settings.data_dir)
    try:
        if settings.media_port:
            preflight.check_media_port(settings.media_port)
        with contextlib.ExitStack() as sockets, asyncio.Runner() as runner:
            host = settings.http_host
            listener = sockets.enter_context(preflight.open_http_socket(host, settings.http_port))
            plain = None
            if settings.speaks_https and settings.plain_port:
                plain = sockets.enter_context(
                    preflight.open_http_socket(host, settings.plain_port, "TONGKE_PLAIN_PORT")
                )
            return runner.run(_serve(settings, listener, plain, demo=demo))
    finally:
        os.close(lock)


class _HttpServer(uvicorn.Server):
    """uvicorn without its signal handlers: the supervisor ends the children first."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


async def _serve(
    settings: ServerSettings, listener: socket.socket, plain: socket.socket | None, *, demo: bool
) -> int:
    stop, supervisor = asyncio.Event(), Supervisor()
    _on_signals(stop, supervisor)
    await _prepare_database(settings, demo=demo)
    if not await first_administrator.exists(settings):
        sys.stdout.write(first_administrator.ADVICE)
        sys.stdout.flush()
    app = create_app(settings)
    clock = app.state.clock
    secured = secure(settings, clock)
    configuration = _configuration(app, secured)
    server = _HttpServer(configuration)
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="http")
    tasks = [serving]
    redirecting = _HttpServer(_configuration(plain_app(settings), None))
    try:
        if not await _started(server, serving):
            return 1
        logger.info("serving address=%s", address(settings))
        if configuration.ssl is not None:
            looking = renew(settings, clock, configuration.ssl)
            tasks.append(asyncio.create_task(looking, name="certificate"))
        if plain is not None:
            answering = redirecting.serve(sockets=[plain])
            tasks.append(asyncio.create_task(answering, name="plain"))
        if not stop.is_set():
            for child in children(settings, app.state.node_token, secured, demo=demo):
                supervisor.start(child)
        if demo:
            tasks.append(asyncio.create_task(_keep_demo_on(app), name="demo"))
            await _greet(app, settings, stop)
        waiting = asyncio.create_task(stop.wait())
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
    finally:
        # Teacher and node first: what they report last is still written down.
        await supervisor.close([["demo-teacher", "worker", "node"], ["archiver"]], CHILD_PATIENCE)
        server.should_exit = redirecting.should_exit = True
        await asyncio.wait({serving})
        for task in tasks[1:]:
            if task.get_name() != "plain":  # that one ends by itself
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    logger.info("stopped")
    return 0 if stop.is_set() else 1


def children(
    settings: ServerSettings, node_token: str, secured: Secured | None = None, *, demo: bool
) -> list[Child]:
    """Return the processes that run beside the server."""
    shared = {
        "PYTHONPATH": os.pathsep.join(
            filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH", "")))
        ),
        "PYTHONUNBUFFERED": "1",
        "TONGKE_DATA_DIR": str(settings.data_dir.absolute()),
        "TONGKE_SERVER_URL": address(settings),
    }
    if secured is not None:
        shared["TONGKE_SERVER_CA"] = str(secured.trusted.absolute())
        shared["TONGKE_SERVER_NAME"] = secured.name
    media = {
        **shared,
        "TONGKE_MEDIA_PORT": str(settings.media_port),
        "TONGKE_MEDIA_ADDRESSES": json.dumps(settings.media_addresses),
        "TONGKE_STORE": settings.store_address,
        "TONGKE_NODE_TOKEN": node_token,
        "TONGKE_PARENT": str(os.getpid()),
    }
    found = []
    if settings.media_port:
        found = [
            Child("node", ("-m", "streaming", "node"), media, spared=True),
            Child("archiver", ("-m", "streaming", "archiver"), media, spared=True),
        ]
    if settings.on_postgresql:
        found.append(Child("worker", ("-m", "server", "worker"), shared))
    if demo:
        user = {
            "TONGKE_DEMO_USER": seed.ROBOT.username,
            "TONGKE_DEMO_PASSWORD": seed.PASSWORD,
        }
        found.append(Child("demo-teacher", ("-m", "server.demo.teacher"), shared | user))
    return found


def address(settings: ServerSettings) -> str:
    """Return where this machine reaches the server."""
    host = settings.http_host
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - the wildcard is looked for, not bound
        host = "127.0.0.1"
    scheme = "https" if settings.speaks_https else "http"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.http_port}"


def _configuration(app: FastAPI, secured: Secured | None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        ssl_certfile=secured.certificate if secured else None,
        ssl_keyfile=secured.key if secured else None,
        # The application itself knows which proxies may say where a request came from.
        proxy_headers=False,
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        # A node that fell silent is noticed within 15 s; its own side pings as often.
        ws_ping_interval=5.0,
        ws_ping_timeout=10.0,
        ws_max_size=1024 * 1024,
        timeout_graceful_shutdown=1,
    )


async def _started(server: uvicorn.Server, serving: asyncio.Task[None]) -> bool:
    while not server.started:
        if serving.done():
            # uvicorn has logged why its lifespan failed.
            return False
        await asyncio.sleep(0.02)
    return True


def _on_signals(stop: asyncio.Event, supervisor: Supervisor) -> None:
    loop = asyncio.get_running_loop()
    asked_at = [float("inf")]

    def end() -> None:
        if loop.time() - asked_at[0] > HURRY_SECONDS:
            supervisor.kill()
        asked_at[0] = min(asked_at[0], loop.time())
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)


async def _prepare_database(settings: ServerSettings, *, demo: bool) -> None:
    """Migrate; then seed the demo city, or see that its well-known passwords and keys open nothing."""
    database = Database(settings.database_address)
    try:
        await asyncio.to_thread(upgrade, settings.database_address)
        await (seed.plant(database) if demo else seed.lock_out(database))
    except (SQLAlchemyError, CommandError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0][:200]
        raise StartError(
            Words(
                f"数据库不能使用（{reason}）：请检查 TONGKE_DATABASE_URL 和数据库是否在运行。",
                f"The database cannot be used ({reason}): check TONGKE_DATABASE_URL, and that the database runs.",
            )
        ) from error
    finally:
        await database.close()


async def _keep_demo_on(app: FastAPI) -> None:
    while True:
        await asyncio.sleep(DEMO_PAUSE)
        try:
            await seed.keep_on(app.state.database, app.state.clock.now())
        except SQLAlchemyError:
            logger.exception("demo lessons not looked after, tried again")


async def _greet(app: FastAPI, settings: ServerSettings, stop: asyncio.Event) -> None:
    nodes = app.state.nodes
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(READY_SECONDS):
            # Only at the start of a demo, so polling is simple enough.
            while not (nodes.nodes_online and nodes.archivers_online) and not stop.is_set():  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    if not stop.is_set():
        base = settings.public_url or settings.local_url
        sys.stdout.write(seed.greeting(base))
        sys.stdout.flush()
