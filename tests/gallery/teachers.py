"""Teachers of a full city who send a still slide each, so that a wall of running lessons shows pictures. No sound, no board.

Their pictures are real ones (H.264, a key frame a second); a Chromium that looks into a lesson decodes what it would decode of a teacher.
"""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import av
import numpy as np
from PIL import Image, ImageDraw
from sqlalchemy import update

from server.auth.passwords import hash_password
from server.database import Database
from server.demo.lettering import Lettering
from server.models import Person
from tests.support import full_city
from tests.support.hub import Hub
from tests.support.light_descriptions import Section
from tests.support.light_packets import LightRtp
from tests.support.light_peer import LightPeer
from tests.support.rtp_media import payloads_h264

SIZE = (640, 360)
INTERVAL = 1.0
"""Seconds from picture to picture."""
COLOURS = ((30, 84, 76), (52, 80, 143), (106, 71, 145), (138, 90, 28), (154, 58, 99), (61, 107, 58))


def slide(title: str, by: str, number: int) -> bytes:
    """Return one key frame (H.264, Annex B) that shows a board with a lesson's title."""
    image = Image.new("RGB", SIZE, COLOURS[number % len(COLOURS)])
    draw, letters = ImageDraw.Draw(image), Lettering()
    draw.rectangle((24, 24, 616, 300), outline=(240, 240, 230), width=4)
    for place, piece in enumerate(title[at : at + 13] for at in range(0, min(len(title), 39), 13)):
        draw.text((48, 60 + 58 * place), piece, font=letters.font(42, bold=True), fill="white")
    draw.text((48, 312), by, font=letters.font(24), fill=(235, 235, 225))
    context = av.CodecContext.create("libx264", "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width, context.height = SIZE
    context.pix_fmt = "yuv420p"
    context.options = {"preset": "veryfast", "tune": "zerolatency", "profile": "baseline"}
    frame = av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")
    frame = frame.reformat(format="yuv420p")
    return b"".join(map(bytes, [*context.encode(frame), *context.encode(None)]))


def _let_in(running: Hub) -> None:
    """Give the city's teachers the demo's password."""

    async def change() -> None:
        database = Database(
            f"sqlite+aiosqlite:///{(running.data_dir / 'tongke.sqlite3').absolute()}"
        )
        try:
            async with database.writing() as transaction:
                query = update(Person).where(Person.id.startswith("full-person-"))
                hashed = hash_password(running.secrets.password)
                await transaction.session.execute(query.values(password_hash=hashed))
        finally:
            await database.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, change()).result(60)


@dataclass
class Teacher:
    """Who sends a slide."""

    peer: LightPeer
    payloads: list[bytes]
    sequence: int = 0

    def show(self, timestamp_rtp: int) -> None:
        """Send the slide once."""
        section = self.peer.sections[0]
        for place, payload in enumerate(self.payloads):
            self.sequence = self.sequence + 1 & 0xFFFF
            last = place == len(self.payloads) - 1
            kind = section.payload_type
            packet = LightRtp(section.ssrc, self.sequence, timestamp_rtp, kind, last, payload)
            self.peer.send(packet)


def _join(running: Hub, number: int) -> Teacher:
    client = running.client(f"full-teacher-{number}")
    lesson = f"full-now-{number}"
    told = client.get(f"/api/lessons/{lesson}").json()
    permit = running.media_token(client, lesson, "publish")
    peer = LightPeer([Section("H264", 9_000 + number, "speaker")], sends=True)
    headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {permit['token']}"}
    answer = client.post(permit["endpoint"], content=peer.offer(), headers=headers)
    assert answer.status_code == 201, answer.text
    peer.accept(answer.text)
    peer.connect(30)
    return Teacher(peer, payloads_h264(slide(told["title"], told["teacher"]["name"], number)))


def _teach(present: list[Teacher], over: threading.Event) -> None:
    turn = 0
    due = time.monotonic()
    while not over.wait(0.1):
        now = time.monotonic()
        sends = now >= due
        if sends:
            due, turn = now + INTERVAL, turn + 1
        for one in list(present):
            one.peer.keep_alive(now)
            one.peer.receive()
            if sends:
                one.show(90_000 * turn)


@contextmanager
def teachers(running: Hub) -> Iterator[None]:
    """Have a teacher in every lesson of a full city for as long as the context lasts."""
    _let_in(running)
    present: list[Teacher] = []
    over = threading.Event()
    with ThreadPoolExecutor(1) as desk, ThreadPoolExecutor(4) as doors:
        # Whoever is in must be kept alive while the others join.
        teaching = desk.submit(_teach, present, over)
        try:
            numbers = range(full_city.HUBS)
            list(doors.map(lambda number: present.append(_join(running, number)), numbers))
            yield
        finally:
            over.set()
            teaching.result(10)
            for one in present:
                with suppress(OSError):
                    one.peer.close()
