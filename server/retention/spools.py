"""Having archivers empty their disks of what is erased. Lives where the links are, in the server."""

import asyncio
import logging
from dataclasses import dataclass

from server.database import Database
from server.integrations.media_nodes import MediaNodes, NodeAway
from server.models import Erasure, ErasureState
from server.retention import repository
from server.retention.schemas import GONE
from streaming.contract import EraseRecording, RecordingErased

logger = logging.getLogger(__name__)

INTERVAL = 20.0
"""Seconds between looks at what has begun: an erasure may take days, its first minute hurts nobody."""


@dataclass(frozen=True, slots=True)
class Spools:
    """The disks of nodes and archivers, as far as erasures go."""

    database: Database
    nodes: MediaNodes

    async def run(self) -> None:
        """Tell archivers until cancelled."""
        while True:
            await self.tell()
            await asyncio.sleep(INTERVAL)

    async def tell(self) -> None:
        """Tell every archiver that is linked of each erasure that it has not answered."""
        online = self.nodes.archivers_online
        async with self.database.reading() as transaction:
            begun = await repository.in_state(transaction.session, ErasureState.ERASING)
        for one in begun:
            said = one.archivers or {}
            back = [name for name in online if GONE in (said.get(name) or {})]
            if said and not back and all(answer is not None for answer in said.values()):
                continue
            # All that are linked too: a lesson may have left something at a node that never reported.
            await self._expect(one.id, online)
            for name in online:
                if name in back or said.get(name) is None:
                    await self._command(name, one)

    async def erased(self, archiver: str, message: RecordingErased) -> None:
        """Take an archiver's answer. The first counts: asked again it finds nothing.

        One that was given up and came back all the same is told and heard too, while the erasure is not done.
        """
        async with self.database.writing() as transaction:
            await repository.locked(transaction.session, message.erasure)
            one = await transaction.session.get(Erasure, message.erasure)
            if one is None or one.state is not ErasureState.ERASING:
                return
            said = one.archivers or {}
            if GONE in (said.get(archiver) or {GONE: ""}):
                one.archivers = said | {archiver: {"files": message.files, "size": message.size}}

    async def _expect(self, erasure_id: str, online: tuple[str, ...]) -> None:
        async with self.database.writing() as transaction:
            await repository.locked(transaction.session, erasure_id)
            one = await transaction.session.get_one(Erasure, erasure_id)
            known = one.archivers or {}
            if one.state is ErasureState.ERASING and not set(online) <= set(known):
                one.archivers = dict.fromkeys(online) | known

    async def _command(self, name: str, one: Erasure) -> None:
        message = EraseRecording(one.id, one.lesson_id, tuple(one.roles or ()))
        try:
            await self.nodes.command_archiver(name, message)
        except NodeAway:
            logger.info("archiver is away, told later archiver=%s erasure=%s", name, one.id)
