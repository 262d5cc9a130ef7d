"""What endpoints ask of FastAPI: the parts of the running server, and one transaction per request."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from server.clock import Clock
from server.database import Database, Transaction
from server.settings import ServerSettings
from server.words import language_of


def database(connection: HTTPConnection) -> Database:
    """Return the server's database."""
    found: Database = connection.app.state.database
    return found


def clock(connection: HTTPConnection) -> Clock:
    """Return the server's clock."""
    found: Clock = connection.app.state.clock
    return found


def settings(connection: HTTPConnection) -> ServerSettings:
    """Return the server's settings."""
    found: ServerSettings = connection.app.state.settings
    return found


def now(connection: HTTPConnection) -> datetime:
    """Return the moment of the request."""
    return clock(connection).now()


def language(connection: HTTPConnection) -> str:
    """Return the language of the request, `zh` or `en`."""
    return language_of(connection.headers.get("accept-language"))


async def _reading(connection: HTTPConnection) -> AsyncIterator[Transaction]:
    async with database(connection).reading() as transaction:
        yield transaction


async def _writing(connection: HTTPConnection) -> AsyncIterator[Transaction]:
    async with database(connection).writing() as transaction:
        yield transaction


Reading = Annotated[Transaction, Depends(_reading, scope="function")]
"""A transaction that only reads."""
Writing = Annotated[Transaction, Depends(_writing, scope="function")]
"""The request's transaction; committed when the endpoint has returned, before the answer goes out."""
Now = Annotated[datetime, Depends(now)]
Language = Annotated[str, Depends(language)]
Settings = Annotated[ServerSettings, Depends(settings)]
