"""The ledger beside the packets that a classroom really got, with the node killed in mid-lesson."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from server.clock import SystemClock
from server.database import Database
from server.ledger import service
from server.models import LedgerEntry
from tests.e2e.test_restart import kill
from tests.support.hub import Hub, hub
from tests.support.hub_city import LESSON, ROOMS, TEACHER
from tests.support.light_descriptions import Section
from tests.support.light_packets import LightRtp
from tests.support.light_peer import LightPeer

pytestmark = [pytest.mark.e2e]

STAGE_SECONDS = 8.0
"""Of lesson before and after the kill."""
ACCURATE_WITHIN = 5.0
"""Seconds: the ledger's promise."""
PACKET_SECONDS = 0.02


@dataclass
class Lesson:
    """A teacher who speaks and a classroom that listens, and when packets arrived there."""

    running: Hub
    teacher: httpx.Client
    classroom: httpx.Client
    arrivals: list[float] = field(default_factory=list)
    _number: int = 0

    def go_on(self, seconds: float) -> None:
        """Join both, and speak for a while."""
        publisher = self._joined(self.teacher, "publish", Section("opus", 1))
        receiver = self._joined(self.classroom, "receive", Section("opus"))
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._number += 1
            packet = LightRtp(
                1,
                self._number & 0xFFFF,
                960 * self._number,
                publisher.sections[0].payload_type,
                marker=False,
                payload=b"voice" * 12,
            )
            for peer in (publisher, receiver):
                peer.keep_alive(time.monotonic())
            publisher.send(packet)
            time.sleep(PACKET_SECONDS)
            publisher.receive()
            self.arrivals += [time.monotonic()] * len(receiver.receive()[0])
        publisher.close()
        receiver.close()

    @property
    def heard_seconds(self) -> float:
        """How long packets arrived, without the pauses that the ledger calls gaps."""
        pairs = zip(self.arrivals, self.arrivals[1:], strict=False)
        return sum(after - before for before, after in pairs if after - before < 5)

    def _joined(self, client: httpx.Client, direction: str, section: Section) -> LightPeer:
        peer = LightPeer([section], sends=direction == "publish")
        deadline = time.monotonic() + 30
        while True:
            answer = self._offered(client, direction, peer.offer())
            if answer is not None:
                peer.accept(answer)
                with suppress(TimeoutError):
                    peer.connect()
                    return peer
            assert time.monotonic() < deadline, self.running.tail()
            time.sleep(0.2)

    def _offered(self, client: httpx.Client, direction: str, offer: str) -> str | None:
        """Return the node's answer, or None while there is no node."""
        permit = self.running.media_token(client, LESSON, direction)
        headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {permit['token']}"}
        response = client.post(permit["endpoint"], content=offer, headers=headers)
        assert response.status_code in {201, 503}, response.text
        return response.text if response.status_code == 201 else None


def entered(running: Hub) -> LedgerEntry:
    """Write the ledger as its job does a moment later, and return the classroom's row."""

    async def write() -> LedgerEntry:
        url = f"sqlite+aiosqlite:///{(running.data_dir / 'tongke.sqlite3').absolute()}"
        database = Database(url)
        try:
            await service.write_due(database, SystemClock().now() + timedelta(minutes=1))
            async with database.reading() as transaction:
                query = select(LedgerEntry).where(LedgerEntry.room_id == ROOMS[0])
                return (await transaction.session.scalars(query)).one()
        finally:
            await database.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, write()).result(60)


def test_minutes_are_what_packets_prove_also_when_the_node_is_killed(
    tmp_path: Path, measured: list[str]
) -> None:
    with hub(tmp_path) as running:
        lesson = Lesson(running, running.client(TEACHER), running.classroom(ROOMS[0]))
        lesson.go_on(STAGE_SECONDS)
        kill(running, "node")
        lesson.go_on(STAGE_SECONDS)
        assert lesson.teacher.post(f"/api/lessons/{LESSON}/end").status_code == 200
        # The last intervals are on their way, and open ones are written every four seconds.
        time.sleep(6)
        row = entered(running)
        state = running.client("admin").get("/api/ledger/verification").json()
    measured.append(
        f"ledger {row.delivered_seconds} s, packets prove {lesson.heard_seconds:.1f} s,"
        f" {row.gaps} gaps of {row.gap_seconds} s"
    )
    assert abs(row.delivered_seconds - lesson.heard_seconds) <= ACCURATE_WITHIN
    assert state["intact"]
