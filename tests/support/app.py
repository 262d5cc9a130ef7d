"""The server for a test: the real application over a real database, a clock that the test moves, a small city.

`hall(…)` starts it without a socket (requests go through ASGI); `Hall.listening()` puts it on a free port
for what needs a real WebSocket. `FakeNode` speaks the contract as a media node does.
"""

import asyncio
import atexit
import functools
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from server.app import create_app
from server.auth.passwords import hash_password
from server.database import Database, Transaction
from server.devices.service import key_hash
from server.integrations.links import ChannelClosed
from server.migrations.run import upgrade
from server.models import (
    City,
    Device,
    District,
    Kind,
    Lesson,
    LessonReceiver,
    Person,
    Purpose,
    Role,
    RoleGrant,
    Room,
    School,
    SchoolClass,
    State,
)
from server.settings import ServerSettings
from streaming.contract import (
    Acknowledged,
    Envelope,
    JoinAccepted,
    JoinRefused,
    JoinRoom,
    Message,
    NodeHello,
    Refusal,
    RestartIce,
    decode,
    encode,
)

MONDAY_NINE = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
"""09:00 on a Monday in Asia/Shanghai, the first school week of autumn 2026."""
PASSWORD = "correct horse"
NODE_TOKEN = "token of the test's nodes"
LESSON = "lesson-art"
DEVICE_KEY = "key-of-room-"
"""With the room's name behind it."""
OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:ours\r\n"
ANSWER = "v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:ours\r\n"


class MovedClock:
    """A clock that stands until the test moves it."""

    def __init__(self, start: datetime = MONDAY_NINE) -> None:
        self._now = start
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, **span: float) -> None:
        step = timedelta(**span)
        self._now += step
        self._monotonic += step.total_seconds()


@dataclass
class Hall:
    """A running server."""

    app: FastAPI
    clock: MovedClock
    database: Database
    data_dir: Path
    clients: list[httpx.AsyncClient] = field(default_factory=list)
    base_url: str = "http://school.test"

    def client(self, **headers: str) -> httpx.AsyncClient:
        """Return a client of nobody; cookies stay in it."""
        transport = httpx.ASGITransport(self.app)
        client = httpx.AsyncClient(
            transport=transport, base_url=self.base_url, headers=headers, trust_env=False
        )
        self.clients.append(client)
        return client

    async def person(self, username: str) -> httpx.AsyncClient:
        """Return a client of somebody who has signed in."""
        client = self.client()
        given = {"username": username, "password": PASSWORD}
        answer = await client.post("/api/session", json=given)
        assert answer.status_code == 200, answer.text
        return client

    async def device(self, room: str) -> httpx.AsyncClient:
        """Return a client of a classroom's device."""
        client = self.client()
        answer = await client.post("/api/device-session", json={"key": DEVICE_KEY + room})
        assert answer.status_code == 200, answer.text
        return client

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        async with self.database.writing() as transaction:
            yield transaction

    async def lesson(self, lesson_id: str = LESSON) -> Lesson:
        """Return a lesson's row as it is now."""
        async with self.database.reading() as transaction:
            found = await transaction.session.get(Lesson, lesson_id)
            assert found is not None
            return found

    async def set_lesson(self, lesson_id: str = LESSON, **columns: Any) -> None:
        """Change a lesson behind the server's back, and announce it."""
        async with self.database.writing() as transaction:
            found = await transaction.session.get(Lesson, lesson_id)
            for name, value in columns.items():
                setattr(found, name, value)
            transaction.announce("lesson.changed", lesson_id)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Listen on a free port of 127.0.0.1 for as long as the context lasts; yields `host:port`."""
        config = uvicorn.Config(
            self.app, port=0, log_config=None, lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        server.capture_signals = _no_signals  # type: ignore[method-assign]
        task = asyncio.create_task(server.serve())
        try:
            await eventually(lambda: server.started)
            port = server.servers[0].sockets[0].getsockname()[1]
            yield f"127.0.0.1:{port}"
        finally:
            server.should_exit = True
            await task

    @asynccontextmanager
    async def node(self, name: str = "node-1", **hello: Any) -> AsyncIterator["FakeNode"]:
        """Link a media node for as long as the context lasts."""
        node = FakeNode(name)
        serving = asyncio.create_task(self.app.state.nodes.serve(node, self.app.state.desk))
        try:
            await node.tell(NodeHello(node=name, version="test", **hello))
            yield node
        finally:
            node.hang_up()
            await serving

    async def settled(self, count: int = 1) -> None:
        """Return when the event hub has read what was written."""
        await self.app.state.hub.follow()


@asynccontextmanager
async def hall(
    database_url: str = "", data_dir: Path | None = None, **settings: Any
) -> AsyncIterator[Hall]:
    """Run a server over SQLite or a given database; both must hold the small city (`make_template`)."""
    directory = data_dir or Path(tempfile.mkdtemp(prefix="tongke-hall-"))
    if not database_url:
        shutil.copy(await _sqlite_template(), directory / "tongke.sqlite3")
    given = ServerSettings(
        data_dir=directory,
        database_url=database_url,
        node_token=NODE_TOKEN,
        web_dir=directory / "web",
        **settings,
    )
    clock = MovedClock()
    app = create_app(given, clock, with_jobs=False)
    try:
        async with app.router.lifespan_context(app):
            here = Hall(app, clock, app.state.database, directory)
            try:
                yield here
            finally:
                for client in here.clients:
                    await client.aclose()
    finally:
        await app.state.database.close()
        if data_dir is None:
            shutil.rmtree(directory, ignore_errors=True)


async def eventually(true: Callable[[], object], seconds: float = 10.0) -> None:
    """Return when a condition holds; fail if it never does. For what another task or process does."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what it waits for knows no event of ours
            await asyncio.sleep(0.005)


class FakeNode:
    """A media node on an in-memory channel: keeps what it is told, answers offers as the test wishes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.told: list[Message] = []
        self.acknowledged: list[int] = []
        self.closed: tuple[int, str] | None = None
        self.answer_joins: bool = True
        self.refusal: tuple[Refusal, str] | None = None
        self._number = 0
        self._to_server: asyncio.Queue[str | None] = asyncio.Queue()

    def say(self, message: Message, number: int = 0) -> None:
        """Send a message to the server; 0 wants no acknowledgement."""
        self._to_server.put_nowait(encode(Envelope(number, message)))

    def say_text(self, text: str) -> None:
        """Send whatever to the server."""
        self._to_server.put_nowait(text)

    async def tell(self, message: Message) -> None:
        """Send a message and wait until the server has acknowledged it."""
        self._number += 1
        number = self._number
        self.say(message, number)
        await eventually(lambda: number in self.acknowledged or self.closed)
        assert number in self.acknowledged, self.closed

    def told_of(self, kind: type[Message]) -> list[Any]:
        """Return the commands of one kind, in order."""
        return [message for message in self.told if isinstance(message, kind)]

    def hang_up(self) -> None:
        """End the connection."""
        self._to_server.put_nowait(None)

    async def receive(self) -> str:
        text = await self._to_server.get()
        if text is None:
            raise ChannelClosed
        return text

    async def send(self, text: str) -> None:
        if self.closed:
            raise ChannelClosed
        envelope = decode(text)
        message = envelope.message
        if isinstance(message, Acknowledged):
            self.acknowledged.append(message.number)
            return
        self.told.append(message)
        if envelope.number:
            self.say(Acknowledged(envelope.number))
        if isinstance(message, JoinRoom | RestartIce) and self.answer_joins:
            self.say(self._answer(message))

    async def close(self, code: int, reason: str) -> None:
        self.closed = (code, reason)
        self.hang_up()

    def _answer(self, request: JoinRoom | RestartIce) -> JoinAccepted | JoinRefused:
        if self.refusal is not None:
            return JoinRefused(request.request, *self.refusal)
        return JoinAccepted(request.request, request.session, ANSWER)


async def plant_city(database: Database, now: datetime) -> None:
    """Put the small city into a migrated database.

    `lin` teaches `lesson-art` of the hub school, five minutes from now, to rooms `a` and `b` of two villages.
    `he` is a teacher of village A, `luo` coordinates the hub's district, `tang` administers the city,
    `wang` teaches at a school that takes no part, `far` administers another city.
    """
    async with database.writing() as transaction:
        session = transaction.session
        for rows in (_places(), _people(), _devices(), [art_lesson(now)]):
            for row in rows:
                session.add(row)
                await session.flush()


def art_lesson(now: datetime, lesson_id: str = LESSON, **columns: Any) -> Lesson:
    """Return the lesson that `plant_city` plants, or one like it."""
    values: dict[str, Any] = {
        "id": lesson_id,
        "kind": Kind.DEDICATED,
        "title": "美术：画家乡的山",
        "subject": "美术",
        "grade": 3,
        "hub_room_id": "studio",
        "teacher_id": "lin",
        "starts_at": now + timedelta(minutes=5),
        "ends_at": now + timedelta(minutes=45),
        "state": State.PLANNED,
        "recorded": True,
        "receivers": [
            LessonReceiver(room_id="a", class_id="class-a"),
            LessonReceiver(room_id="b", class_id=None),
        ],
    }
    return Lesson(**(values | columns))


def _places() -> list[Any]:
    schools = (
        ("hub", "fucheng", "临江小学"),
        ("village-a", "pingwu", "高村小学"),
        ("village-b", "pingwu", "云里小学"),
        ("elsewhere", "youxian", "游仙小学"),
        ("far-school", "far-district", "远方小学"),
    )
    districts = (("fucheng", "mianyang"), ("pingwu", "mianyang"), ("youxian", "mianyang"))
    return [
        City(id="mianyang", name="绵阳"),
        City(id="far-city", name="远方"),
        *(District(id=key, city_id=city, name=key) for key, city in districts),
        District(id="far-district", city_id="far-city", name="远方"),
        *(School(id=key, district_id=district, name=name) for key, district, name in schools),
        Room(id="studio", school_id="hub", name="主播室", purpose=Purpose.BROADCAST),
        Room(id="a", school_id="village-a", name="接收教室", purpose=Purpose.RECEIVING),
        Room(id="b", school_id="village-b", name="接收教室", purpose=Purpose.RECEIVING),
        Room(id="x", school_id="elsewhere", name="别的教室", purpose=Purpose.RECEIVING),
        SchoolClass(id="class-a", school_id="village-a", name="三年级1班", grade=3),
    ]


def _people() -> list[Any]:
    people = (
        ("lin", "林老师", "hub", Role.HUB_TEACHER, {"school_id": "hub"}),
        ("he", "何老师", "village-a", Role.TEACHER, {"school_id": "village-a"}),
        ("luo", "罗老师", "hub", Role.COORDINATOR, {"district_id": "fucheng"}),
        ("tang", "唐老师", "hub", Role.ADMINISTRATOR, {"city_id": "mianyang"}),
        ("wang", "王老师", "elsewhere", Role.HUB_TEACHER, {"school_id": "elsewhere"}),
        ("far", "远老师", "far-school", Role.ADMINISTRATOR, {"city_id": "far-city"}),
    )
    rows: list[Any] = []
    for key, name, school, role, scope in people:
        rows += [
            Person(
                id=key, username=key, name=name, password_hash=_password_hash(), school_id=school
            ),
            RoleGrant(id=f"grant-{key}", person_id=key, role=role, **scope),
        ]
    return rows


def _devices() -> list[Any]:
    return [
        Device(
            id=f"device-{room}",
            room_id=room,
            class_id="class-a" if room == "a" else None,
            name="黑板",
            key_hash=key_hash(DEVICE_KEY + room),
        )
        for room in ("a", "b", "x")
    ]


@functools.cache
def _password_hash() -> str:
    return hash_password(PASSWORD)


async def make_template(url: str) -> None:
    """Bring an empty database to the newest revision and plant the small city in it."""
    await asyncio.to_thread(upgrade, url)
    database = Database(url)
    await plant_city(database, MONDAY_NINE)
    await database.close()


async def _sqlite_template() -> Path:
    """Return a database with the small city, made once in this process."""
    if not _templates:
        directory = Path(tempfile.mkdtemp(prefix="tongke-template-"))
        atexit.register(shutil.rmtree, directory, ignore_errors=True)
        await make_template(f"sqlite+aiosqlite:///{directory / 'template.sqlite3'}")
        _templates.append(directory / "template.sqlite3")
    return _templates[0]


_templates: list[Path] = []


def _no_signals() -> Any:
    return nullcontext()
