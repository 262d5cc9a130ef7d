"""The hub's promises while one of its services is dead: `python -m tests.faults.hub` (`make faults-hub`). Prints a table row by row.

Each row is a lesson of its own: server over a real PostgreSQL, node and archiver apart from it, a teacher who speaks and a classroom
that listens, a device that has its plan. In the middle of the lesson one service is killed (`kill -9`), stays away for a while and comes back.
Wanted: the ledger within 5 s of what packets prove, the lesson ends as it should and its recording is complete, the device's plan stands,
and sound goes on where the node lives. About two minutes; `--away` is how long a service is away.
"""

import argparse
import asyncio
import json
import os
import secrets
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from server.clock import SystemClock
from server.database import Database
from server.ledger import service as ledger
from server.models import LedgerEntry
from server.signing import Signer
from tests.support.hub import free_tcp_port
from tests.support.hub_city import LESSON, ROOMS, TEACHER, make_secrets, plant_into
from tests.support.light_descriptions import Section
from tests.support.light_packets import LightRtp
from tests.support.light_peer import LightPeer
from tests.support.node_process import free_udp_port
from tests.support.postgres import Cluster, create_database, killable_cluster
from tests.support.processes import Running, python, running

PACKET_SECONDS = 0.02
ACCURATE_WITHIN = 5.0
"""Seconds: the ledger's promise."""
NODE_AWAY_AND = 15.0
"""Seconds without sound that a dead node may cost beyond its absence: its start, and a way in for both, on a busy machine."""
LONGEST_GAP = 0.5
"""Seconds without sound that a lesson may have while server or database are away: nothing of theirs is on a packet's way, so what is
left is this script and the machine."""
PATIENCE = 60.0
"""Seconds for a service to be back, and for a recording to be complete."""
PAUSE = 5.0
"""Seconds without a packet that are a gap for the ledger, too."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one fault did to one lesson."""

    fault: str
    ledger: float
    """Seconds of the classroom, as entered."""
    heard: float
    """Seconds that packets prove."""
    gap: float
    """Longest time without sound in the classroom from the kill on, seconds."""
    recording: str
    verified: bool
    """Whether the ledger's chain is whole."""
    plan: bool
    """Whether the plan that the device held was good while the service was away, and the one after it is the same."""
    most_gap: float

    @property
    def kept(self) -> bool:
        """Whether everything that was wanted came."""
        close = abs(self.ledger - self.heard) <= ACCURATE_WITHIN
        whole = self.recording == "complete" and self.verified and self.plan
        return close and whole and self.gap <= self.most_gap


class City:
    """Server, database, node and archiver as processes of their own, on free ports of 127.0.0.1."""

    def __init__(self, stack: ExitStack, directory: Path) -> None:
        self._stack, self._directory = stack, directory
        self.cluster: Cluster = stack.enter_context(killable_cluster())
        self.database = create_database(self.cluster.address, "hub")
        self.given = make_secrets()
        plant_into(self.database, self.given)
        self._port = free_tcp_port()
        self.url = f"http://127.0.0.1:{self._port}"
        shared = {"TONGKE_NODE_TOKEN": secrets.token_urlsafe(24), "TONGKE_SERVER_URL": self.url}
        self.cookie_secret = secrets.token_urlsafe(24)
        self._of_server = {
            **shared,
            "TONGKE_DATA_DIR": str(directory / "server"),
            "TONGKE_HTTP_HOST": "127.0.0.1",
            "TONGKE_HTTP_PORT": str(self._port),
            "TONGKE_MEDIA_PORT": "0",
            "TONGKE_DATABASE_URL": self.database,
            "TONGKE_COOKIE_SECRET": self.cookie_secret,
            "TONGKE_STORE": f"file:{directory / 'store'}",
        }
        self._of_node = {
            **shared,
            "TONGKE_DATA_DIR": str(directory / "node"),
            "TONGKE_MEDIA_PORT": str(free_udp_port()),
            "TONGKE_MEDIA_BIND": "127.0.0.1",
            "TONGKE_MEDIA_ADDRESSES": json.dumps(["127.0.0.1"]),
            "TONGKE_STORE": f"file:{directory / 'store'}",
        }
        self.server = self._start("server", ("-m", "server", "serve"), self._of_server)
        self.node = self._start("node", ("-m", "server", "node"), self._of_node)
        self._start("archiver", ("-m", "server", "archiver"), self._of_node)
        self.wait_ready()

    def _start(self, name: str, words: Sequence[str], environment: dict[str, str]) -> Running:
        log = self._directory / f"{name}.log"
        return self._stack.enter_context(running(python(*words), log, environment))

    def wait_ready(self) -> None:
        """Return when the server answers that it is ready."""
        deadline, said = time.monotonic() + PATIENCE, "no answer"
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                response = httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False)
                if response.status_code == 200:
                    return
                said = response.text
            time.sleep(0.1)
        raise AssertionError(f"not ready after {PATIENCE} s: {said}\n{self.server.tail()}")

    def kill_server(self) -> None:
        """Kill the server alone; its worker ends with it."""
        os.kill(self.server.pid, signal.SIGKILL)
        self.server.process.wait(10)

    def start_server(self) -> None:
        """Start it again."""
        self.server = self._start("server", ("-m", "server", "serve"), self._of_server)
        self.wait_ready()

    def kill_database(self) -> None:
        """Kill the database's first process."""
        self.cluster.kill()

    def start_database(self) -> None:
        """Start it again: it reads what was committed from its log."""
        self.cluster.start()
        self.wait_ready()

    def kill_node(self) -> None:
        """Kill the media node."""
        os.kill(self.node.pid, signal.SIGKILL)
        self.node.process.wait(10)

    def start_node(self) -> None:
        """Start it again, on the same port."""
        self.node = self._start("node", ("-m", "server", "node"), self._of_node)

    def client(self, path: str, body: dict[str, str]) -> httpx.Client:
        """Return a client with the cookie that a sign-in gave."""
        client = self._stack.enter_context(
            httpx.Client(base_url=self.url, timeout=20, trust_env=False)
        )
        response = client.post(path, json=body)
        assert response.status_code == 200, response.text
        return client

    def person(self, username: str) -> httpx.Client:
        """Return a client of a person."""
        return self.client("/api/session", {"username": username, "password": self.given.password})

    def device(self, room: str) -> httpx.Client:
        """Return a client of a room's device."""
        return self.client("/api/device-session", {"key": self.given.device_keys[room]})


@dataclass
class Lesson:
    """A teacher who speaks and a classroom that listens, each joining again when its line is dead, in a thread."""

    city: City
    teacher: httpx.Client
    classroom: httpx.Client
    arrivals: list[float] = field(default_factory=list)
    """Monotonic seconds at which packets of sound were in the classroom."""
    failure: BaseException | None = None
    _ended: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold it for as long as the context lasts."""
        thread = threading.Thread(target=self._hold, name="lesson")
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join(PATIENCE)
        if self.failure is not None:
            raise self.failure

    def _hold(self) -> None:
        try:
            while not self._ended.is_set():
                self._hold_line()
        except BaseException as error:  # noqa: BLE001 - told where the lesson is waited for
            self.failure = error

    def _hold_line(self) -> None:
        """Join both and speak until the lesson ends or nothing comes for two seconds."""
        # Both at once: a peer that says nothing while the other one joins is dead for the node after three seconds.
        with ThreadPoolExecutor(2) as pool:
            publishing = pool.submit(self._joined, self.teacher, "publish", Section("opus", 1))
            receiver = self._joined(self.classroom, "receive", Section("opus"))
            publisher = publishing.result()
        number, heard = 0, time.monotonic()
        while not self._ended.is_set() and time.monotonic() - heard < 2:
            number += 1
            payload_type = publisher.sections[0].payload_type
            packet = LightRtp(
                1, number & 0xFFFF, 960 * number, payload_type, marker=False, payload=b"voice" * 12
            )
            for peer in (publisher, receiver):
                peer.keep_alive(time.monotonic())
            publisher.send(packet)
            time.sleep(PACKET_SECONDS)
            publisher.receive()
            if came := len(receiver.receive()[0]):
                heard = time.monotonic()
                self.arrivals += [heard] * came
        publisher.close()
        receiver.close()

    def _joined(self, client: httpx.Client, direction: str, section: Section) -> LightPeer:
        peer = LightPeer([section], sends=direction == "publish")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError, TimeoutError):
                if answer := self._offered(client, direction, peer.offer()):
                    peer.accept(answer)
                    peer.connect()
                    return peer
            time.sleep(0.2)
        raise AssertionError(f"no way in for {PATIENCE} s\n{self.city.server.tail()}")

    def _offered(self, client: httpx.Client, direction: str, offer: str) -> str | None:
        """Return the node's answer, or None while there is no node or no server."""
        permit = client.post(f"/api/lessons/{LESSON}/media-tokens", json={"direction": direction})
        if permit.status_code != 201:
            return None
        door = permit.json()
        headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {door['token']}"}
        answer = client.post(door["endpoint"], content=offer, headers=headers)
        return answer.text if answer.status_code == 201 else None

    def heard_seconds(self) -> float:
        """Return how long packets arrived, without what the ledger calls gaps."""
        pairs = pairwise(self.arrivals)
        return sum(after - before for before, after in pairs if after - before < PAUSE)

    def wait_for_sound(self, since: float) -> None:
        """Return when a packet came after a moment: whoever lost the line has joined again."""
        deadline = time.monotonic() + PATIENCE
        while not (self.arrivals and self.arrivals[-1] > since):
            if time.monotonic() > deadline or self.failure is not None:
                raise AssertionError(f"no sound for {PATIENCE} s\n{self.city.server.tail()}")
            time.sleep(0.02)

    def longest_gap(self, since: float, until: float) -> float:
        """Return the longest time without a packet between two moments."""
        times = [since, *(at for at in self.arrivals if since <= at <= until), until]
        return max(after - before for before, after in pairwise(times))


def plan_of(city: City, device: httpx.Client) -> tuple[str, dict[str, Any]]:
    """Return version and content of a device's plan, its signature checked as the device does."""
    answer = device.get("/api/device/plan").json()
    return answer["version"], Signer(city.cookie_secret, "plan").verify(answer["jws"])


def row(
    fault: str,
    kill: Callable[[City], None],
    revive: Callable[[City], None],
    *,
    stage: float,
    away: float,
    most_gap: float,
) -> Row:
    """Hold a lesson with one fault in its middle. `stage`: seconds before and after it."""
    with tempfile.TemporaryDirectory(prefix="faults-hub-") as directory, ExitStack() as stack:
        city = City(stack, Path(directory))
        teacher, device = city.person(TEACHER), city.device(ROOMS[0])
        held, plan = plan_of(city, device)
        lesson = Lesson(city, teacher, device)
        with lesson.held():
            time.sleep(stage)
            killed = time.monotonic()
            kill(city)
            time.sleep(away)
            # The device looks at what it holds, and asks nobody.
            good = plan["valid_until"] > SystemClock().now().isoformat()
            revive(city)
            lesson.wait_for_sound(time.monotonic())
            time.sleep(stage)
            ended = time.monotonic()
        gap = lesson.longest_gap(killed, ended)
        assert teacher.post(f"/api/lessons/{LESSON}/end").status_code == 200
        same = plan_of(city, device)[0] == held
        state = wait_until_complete(teacher)
        entry = entered(city)
        verified = city.person("admin").get("/api/ledger/verification").json()["intact"]
    return Row(
        fault,
        entry.delivered_seconds,
        lesson.heard_seconds(),
        gap,
        state,
        verified,
        good and same,
        most_gap,
    )


def wait_until_complete(client: httpx.Client) -> str:
    """Return the recording's state when it is complete, or the last one."""
    deadline, state = time.monotonic() + PATIENCE, "none"
    while time.monotonic() < deadline and state != "complete":
        response = client.get(f"/api/recordings/{LESSON}")
        if response.status_code == 200:
            state = response.json()["state"]
        time.sleep(0.25)
    return state


def entered(city: City) -> LedgerEntry:
    """Write the ledger as its job does a moment later, and return the classroom's row."""

    async def write() -> LedgerEntry:
        database = Database(city.database)
        try:
            await ledger.write_due(database, SystemClock().now() + timedelta(minutes=1))
            async with database.reading() as transaction:
                query = select(LedgerEntry).where(LedgerEntry.room_id == ROOMS[0])
                return (await transaction.session.scalars(query)).one()
        finally:
            await database.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, write()).result(60)


FAULTS: dict[str, tuple[Callable[[City], None], Callable[[City], None], float]] = {
    "server": (City.kill_server, City.start_server, LONGEST_GAP),
    "database": (City.kill_database, City.start_database, LONGEST_GAP),
    "node": (City.kill_node, City.start_node, NODE_AWAY_AND),
}
"""By name: how a service is killed, how it comes back, and how long sound may be gone (with the node: beyond its absence), seconds."""


def tell(found: Row) -> None:
    """Print one row."""
    sys.stdout.write(
        f"{found.fault:10}{found.ledger:9.0f} s{found.heard:9.1f} s{found.gap:12.2f} s  {found.recording:10}"
        f"{'whole' if found.verified else 'BROKEN':8}{'stands' if found.plan else 'LOST':8}{'kept' if found.kept else 'NOT KEPT'}\n"
    )
    sys.stdout.flush()


def main() -> int:
    """Make the faults; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.hub", description=__doc__)
    parser.add_argument("--stage", type=float, default=12.0, help="seconds before and after")
    parser.add_argument("--away", type=float, default=6.0, help="seconds that a service is away")
    parser.add_argument("--fault", choices=list(FAULTS), action="append", help="only these rows")
    arguments = parser.parse_args()
    sys.stdout.write(
        f"Load {os.getloadavg()[0]:.1f}; each service is away for {arguments.away:g} s and a start\n"
        f"{'killed':10}{'ledger':>11}{'packets':>11}{'no sound':>14}  {'recording':10}{'chain':8}{'plan':8}\n"
    )
    broken = 0
    for name in arguments.fault or FAULTS:
        kill, revive, most_gap = FAULTS[name]
        found = row(
            name,
            kill,
            revive,
            stage=arguments.stage,
            away=arguments.away,
            most_gap=most_gap + (arguments.away if name == "node" else 0),
        )
        tell(found)
        broken += not found.kept
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
