"""Composition root of the server: makes the parts, joins them, owns their tasks."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial

from fastapi import FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from server import error_handlers
from server.api import include_all
from server.audit.guards import Admissions
from server.audit.looks import Looks
from server.auth.identity import IdentityService, registration_of
from server.auth.service import AuthService
from server.border import Border
from server.clock import Clock, SystemClock
from server.credentials import Credentials, load_credentials
from server.database import Database
from server.desk import ServerDesk
from server.errors import StartError
from server.events.hub import EventHub
from server.events.log import announce_at
from server.integrations.identity_server import IdentityServer
from server.integrations.mail import parse_mail
from server.integrations.media_nodes import MediaNodes
from server.jobs import prepare
from server.ledger.deliveries import Deliveries
from server.live.doors import Doors
from server.live.presence import Attendees
from server.live.rooms import Rooms
from server.live.stage import Stage
from server.live.uplink import Tries
from server.migrations.run import upgrade
from server.pages import Build
from server.recordings.outlines import Outlines
from server.recordings.registry import Registry
from server.recordings.storage import Storage
from server.repeats.description import describe
from server.repeats.middleware import Repeated
from server.repeats.service import Repeats
from server.replays.addresses import Addresses
from server.replays.service import Playlists
from server.retention.spools import Spools
from server.settings import ServerSettings
from server.signing import Signer
from server.timetables.subscriptions import FeedCache
from server.words import Words
from server.worker import bells_of, jobs_of, terms_of
from streaming.errors import StoreError
from streaming.store.address import open_store, parse_address
from streaming.store.objects import ObjectStore

logger = logging.getLogger(__name__)

STORE_RETRY = 10.0
"""Seconds between tries to reach a store that is away at start: a lesson does not wait for it."""


def create_app(
    settings: ServerSettings, clock: Clock | None = None, *, with_jobs: bool = True
) -> FastAPI:
    """Return the server. Nothing runs, and nothing but the secrets file is touched, before its lifespan.

    With SQLite background jobs run inside it, unless `with_jobs` is false.

    Raises:
        StartError: if the store's address or the secrets file are of no use.
    """
    clock = clock or SystemClock()
    app = FastAPI(
        title="Tongke",
        description="Control plane of live and recorded lessons.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.with_jobs = with_jobs
    _make_parts(app, settings, clock)
    error_handlers.install(app)
    include_all(app)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    app.add_middleware(Repeated)
    app.add_middleware(
        Border,
        store_origin=_store_origin(settings),
        public_url=settings.public_url,
    )
    if settings.trusted_proxies:
        # The outermost, so that whoever asks for the address behind the proxy gets it.
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    return app


def make_auth(
    settings: ServerSettings, database: Database, credentials: Credentials
) -> AuthService:
    """Return the sessions of this installation."""
    return AuthService(
        database,
        settings.cookie_secret or credentials.cookie_secret,
        settings.failed_logins,
        timedelta(hours=settings.session_hours),
        timedelta(days=settings.device_session_days),
    )


def _make_parts(app: FastAPI, settings: ServerSettings, clock: Clock) -> None:
    credentials = load_credentials(settings.data_dir)
    database = Database(settings.database_address)
    nodes = MediaNodes(clock, settings.node_lease_seconds)
    rooms = Rooms(database, nodes, clock)
    attendees = Attendees(database)
    stage = Stage(database, nodes, clock)
    registry = Registry(database)
    hub = EventHub(
        database,
        attendees,
        settings.event_log_size,
        settle=rooms.settle,
        settle_stage=stage.settle,
        online=lambda: bool(nodes.nodes_online),
    )
    database.on_announcement(announce_at(clock.now), hub.wake)
    rooms.on_end = attendees.forget
    nodes.on_change = hub.node_changed
    attendees.on_change = hub.receivers_changed
    registry.on_growth = hub.recording_grew
    state = app.state
    state.settings, state.clock, state.database = settings, clock, database
    state.bells = bells_of(settings)
    state.node_token = settings.node_token or credentials.node_token
    state.auth = make_auth(settings, database, credentials)
    state.nodes, state.rooms, state.attendees, state.hub = nodes, rooms, attendees, hub
    state.doors = Doors(
        database,
        nodes,
        rooms,
        clock,
        timedelta(seconds=settings.media_token_seconds),
        settings.join_timeout_seconds,
    )
    state.stage = stage
    state.storage = Storage()
    state.deliveries = Deliveries(database, clock)
    state.spools = Spools(database, nodes)
    state.retention = terms_of(settings)
    state.desk = ServerDesk(
        rooms, attendees, registry, state.deliveries, state.storage, state.spools, clock
    )
    state.looks, state.admissions, state.uplink_tries = Looks(), Admissions(), Tries()
    secret = settings.cookie_secret or credentials.cookie_secret
    state.certificate_signer = Signer(secret, "certificate")
    state.erasure_signer = Signer(secret, "erasure")
    state.plan_signer = Signer(secret, "plan")
    state.secret = secret
    state.identity = _identity_of(settings, state.auth, clock, secret)
    state.repeats = Repeats(database, secret)
    state.mail = parse_mail(settings.smtp, settings.mail_from)
    state.store = _open_store(settings)
    state.playlists, state.outlines = Playlists(state.store, Addresses(secret)), Outlines()
    state.build = Build(settings.web_dir)
    state.feeds = FeedCache()
    state.jobs = jobs_of(settings, database, clock, state.bells)


def _identity_of(
    settings: ServerSettings, auth: AuthService, clock: Clock, secret: str
) -> IdentityService | None:
    if not settings.oidc_issuer:
        return None
    server = IdentityServer(registration_of(settings))
    return IdentityService(server, auth, clock, Signer(secret, "sign-in"), settings.oidc_claim)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    settings: ServerSettings = state.settings
    database: Database = state.database
    hub: EventHub = state.hub
    await asyncio.to_thread(upgrade, settings.database_address)
    await prepare(settings.database_address)
    await hub.start()
    tasks = [
        asyncio.create_task(hub.run(), name="event-hub"),
        asyncio.create_task(state.deliveries.run(), name="deliveries"),
        asyncio.create_task(state.spools.run(), name="spools"),
        asyncio.create_task(_ensure_store(state.store, settings.public_url), name="store"),
    ]
    if state.with_jobs and not settings.on_postgresql:
        tasks.append(asyncio.create_task(state.jobs.run(), name="jobs"))
    for task in tasks:
        task.add_done_callback(_report)
    door = AsyncExitStack()
    if settings.on_postgresql:  # a worker elsewhere runs the jobs; here they are only asked for
        await door.enter_async_context(state.jobs.app.open_async())
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await door.aclose()
        await state.nodes.close()
        await state.deliveries.flush()
        await state.store.close()
        await database.close()


async def _ensure_store(store: ObjectStore, public_url: str) -> None:
    origins = (public_url,) if public_url else ("*",)
    while True:
        try:
            await store.ensure(origins)
        except StoreError as error:
            logger.warning("store is away, tried again error=%s", error)
            await asyncio.sleep(STORE_RETRY)
        else:
            return


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("task died task=%s", task.get_name(), exc_info=error)


def _open_store(settings: ServerSettings) -> ObjectStore:
    try:
        return open_store(settings.store_address)
    except StoreError as error:
        raise StartError(
            Words(
                f"设置 TONGKE_STORE 不对（{error}）。请改正后再启动。",
                f"Setting TONGKE_STORE is wrong ({error}). Correct it and start again.",
            )
        ) from error


def _store_origin(settings: ServerSettings) -> str:
    parts = parse_address(settings.store_address)
    if parts.directory is not None:
        return ""
    return f"{'https' if parts.secure else 'http'}://{parts.endpoint}"
