"""`/healthz`: the process lives. `/readyz`: the parts that a lesson needs are there."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from server.auth.guards import Anyone
from server.dependencies import Language, database
from server.integrations.media_nodes import MediaNodes
from server.recordings.storage import Storage
from server.words import Words
from streaming.errors import StoreError
from streaming.store.objects import ObjectStore

router = APIRouter(tags=["health"])

PATIENCE = 3.0
"""Seconds that a part may take to answer; probes are repeated every few seconds."""


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Which parts are there; `problems` says what to do about those that are not."""

    database: bool
    node: bool
    archiver: bool
    store: bool
    problems: list[str]
    warnings: list[str]
    """What threatens recordings: lessons go on, so these make nothing unready."""


_PROBE = [Depends(Anyone("probes of load balancers carry no cookie; no data is told"))]
_WORDS = {
    "database": Words("数据库连不上。", "The database does not answer."),
    "node": Words("没有媒体节点在线。", "No media node is linked."),
    "archiver": Words("没有归档进程在线。", "No archiver is linked."),
    "store": Words("录像存储连不上。", "The store of recordings does not answer."),
}


@router.get("/healthz", dependencies=_PROBE)
async def healthz() -> Health:
    """Say that the process answers."""
    return Health()


@router.get("/readyz", dependencies=_PROBE)
async def readyz(request: Request, response: Response, language: Language) -> Readiness:
    """Say which parts are there; 503 if one is missing."""
    nodes: MediaNodes = request.app.state.nodes
    database_answers, store_answers = await asyncio.gather(
        _database_answers(request), _store_answers(request)
    )
    found = {
        "database": database_answers,
        "node": bool(nodes.nodes_online),
        "archiver": bool(nodes.archivers_online),
        "store": store_answers,
    }
    problems = [_WORDS[part].said(language) for part, there in found.items() if not there]
    response.status_code = 503 if problems else 200
    response.headers["Cache-Control"] = "no-store"
    storage: Storage = request.app.state.storage
    warnings = storage.alarms(request.app.state.clock.monotonic())
    return Readiness(**found, problems=problems, warnings=[one.said(language) for one in warnings])


async def _database_answers(request: Request) -> bool:
    try:
        async with asyncio.timeout(PATIENCE), database(request).reading() as transaction:
            await transaction.session.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError, TimeoutError):
        return False
    return True


async def _store_answers(request: Request) -> bool:
    store: ObjectStore = request.app.state.store
    try:
        async with asyncio.timeout(PATIENCE):
            await store.health()
    except (StoreError, TimeoutError):
        return False
    return True
