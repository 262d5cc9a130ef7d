"""A lesson in imagined time: the relay's own room, a studio with layers, classrooms behind links in numbers. No clock, no socket.

Every datagram of a classroom passes a seeded `Link` in both directions, so an hour at a round trip of 1.2 s takes seconds.
"""

import random
from dataclasses import dataclass, field

from streaming.contract import Identity, Kind, Lesson, Session
from streaming.metrics import Drops
from streaming.ports import Departures, TrackDescription
from streaming.relay.downlink import Downlink
from streaming.relay.room import Member, Room
from streaming.relay.sections import PublishedMedia
from streaming.relay.slot import Slot, SlotDescription
from streaming.relay.uplink import Uplink
from streaming.rtp import extensions, rtcp
from tests.faults.listener import BOARD, CAMERA, VOICE, Listener
from tests.support.light_packets import LightRtp
from tests.support.network import Conditions, Link
from tests.support.relay_parts import H264, OPUS, MemoryRecorder, MemoryWire

STEP = 0.01
"""Seconds; the node's own tick."""
PACKET = 1_100
"""Octets of payload of a packet of a picture."""
OVERHEAD = 28 + 16
"""Octets beside RTP: IP, UDP and the authentication tag."""
KEY_FACTOR = 4
"""How much larger a key frame is than the pictures after it."""
_LAYERED = {extensions.MID: 4, extensions.RTP_STREAM_ID: 5}


@dataclass
class Picture:
    """One layer that the studio sends."""

    rid: str
    mid: str
    ssrc: int
    bitrate_bps: int
    every: int
    """Steps between pictures."""
    sequence: int = 0
    key_wanted: bool = True


def studio_pictures() -> list[Picture]:
    """Return the layers of the studio page (`web/src/media/publisher.ts`), at the rates that Chromium makes of them."""
    return [
        Picture("l", "1", 101, 100_000, 8),
        Picture("m", "1", 102, 400_000, 4),
        Picture("h", "1", 103, 1_100_000, 4),
        Picture("l", "2", 201, 60_000, 50),
        Picture("h", "2", 202, 350_000, 10),
    ]


class PathWire(MemoryWire):
    """Numbers what it is given and puts it into the classroom's link."""

    def __init__(self, classroom: "Classroom") -> None:
        super().__init__()
        self._classroom = classroom

    def send_rtp(
        self, marker_and_type: int, sequence: int, timestamp_rtp: int, ssrc: int, payload: bytes
    ) -> None:
        room = self._classroom
        number = room.departures.put(20 + len(payload), room.now)
        packet = LightRtp(
            ssrc,
            sequence,
            timestamp_rtp,
            marker_and_type & 127,
            marker=marker_and_type > 127,
            payload=payload,
        )
        # The number goes in front and the overhead behind: what counts for the link is the size.
        data = b"\0" + number.to_bytes(2, "big") + bytes(packet) + bytes(OVERHEAD + 5)
        room.octets += len(data)
        room.down.send(room.now, data)

    def send_rtcp(self, compound: bytes) -> None:
        self._classroom.down.send(self._classroom.now, b"\1" + compound + bytes(OVERHEAD + 13))


class Stalls:
    """A processor that others use too: for a while at a time it does nothing for the classroom."""

    def __init__(self, share: float, mean: float, most: float, seed: int = 1) -> None:
        """`share` of the time is away, `mean` seconds at a time and `most` seconds at most."""
        self._random = random.Random(seed)
        self._mean, self._most = mean, most
        self._between = mean * (1 - share) / share
        self._begin = self._end = 0.0

    def away(self, now: float) -> bool:
        """Whether the processor is somewhere else; `now` never goes back."""
        if now >= self._end:
            self._begin = now + self._random.expovariate(1 / self._between)
            self._end = self._begin + min(self._most, self._random.expovariate(1 / self._mean))
        return now >= self._begin


@dataclass
class Classroom:
    """One receiver: the node's end, the link, and who listens behind it."""

    lecture: "Lecture"
    name: str
    down: Link
    up: Link
    departures: Departures = field(default_factory=lambda: Departures(3))
    stalls: Stalls | None = None
    """When its browser gets no time; None: never."""
    octets: int = 0
    """Sent into its link so far, all overhead included."""

    def __post_init__(self) -> None:
        wire = PathWire(self)
        described = (
            SlotDescription(
                "teacher", Kind.AUDIO, VOICE, {"opus": 111}, 48_000, red_payload_type=63
            ),
            SlotDescription(
                "teacher", Kind.VIDEO, CAMERA, {"H264": 120}, 90_000, CAMERA + 1, {120: 121}
            ),
            SlotDescription(
                "board", Kind.VIDEO, BOARD, {"H264": 120}, 90_000, BOARD + 1, {120: 121}
            ),
        )
        self.slots = tuple(
            Slot(description, wire, (65_500, 5), self.lecture.drops) for description in described
        )
        self.link = Downlink(
            self.slots, wire, "node", self.lecture.drops, self.now, self.departures
        )
        delay = self.down.conditions.delay
        self.listener = Listener(delay, delay + self.up.conditions.delay, self.now)

    @property
    def now(self) -> float:
        """The lecture's time."""
        return self.lecture.now

    def step(self) -> None:
        """Let what is under way arrive, and the listener answer."""
        if self.stalls is not None and self.stalls.away(self.now):
            return
        for data in self.down.receive(self.now):
            if data[0] == 0:
                self.listener.receive(
                    int.from_bytes(data[1:3], "big"), data[3 : -OVERHEAD - 5], self.now
                )
        for compound in self.listener.due(self.now):
            self.up.send(self.now, compound + bytes(OVERHEAD + 14))
        for data in self.up.receive(self.now):
            self.link.receive_rtcp(data[: -OVERHEAD - 14], self.now)

    def layers(self) -> tuple[int | None, int | None]:
        """Return the layers of camera and board that are fed; None: off."""
        camera, board = (slot.track.layer if slot.track else None for slot in self.slots[1:])
        return camera, board


class Lecture:
    """See the module."""

    def __init__(self) -> None:
        self.now = 0.0
        self.drops = Drops()
        self.room = Room(Lesson("lesson"), MemoryRecorder(), lambda *_: None, 2.0)
        self.pictures = studio_pictures()
        self.classrooms: list[Classroom] = []
        self.key_frames_asked = 0
        self._steps = 0
        self._random = random.Random(1)
        self._voice = 0
        self._wire = MemoryWire()
        video = [
            PublishedMedia(TrackDescription(role, Kind.VIDEO, H264), mid, (), _LAYERED, rids)
            for role, mid, rids in (("teacher", "1", ("l", "m", "h")), ("board", "2", ("l", "h")))
        ]
        sound = PublishedMedia(TrackDescription("teacher", Kind.AUDIO, OPUS), "0", (9,))
        self._uplink = Uplink(
            (sound, *video), self._wire, self.room.start_track, self.drops, 1, self.now
        )
        self.room.add(Member(Session("t"), Identity("person:t"), self._uplink))
        self.room.connect(Session("t"), self.now)

    def join(self, down: Conditions, up: Conditions, seed: int = 1) -> Classroom:
        """Let a classroom in behind these conditions."""
        name = f"c{len(self.classrooms)}"
        classroom = Classroom(self, name, Link(down, seed), Link(up, seed + 1_000))
        self.let_in(classroom)
        return classroom

    def let_in(self, classroom: Classroom) -> None:
        """Let a classroom in that somebody has made."""
        name = classroom.name
        self.classrooms.append(classroom)
        self.room.add(Member(Session(name), Identity(f"room:{name}"), classroom.link))
        self.room.connect(Session(name), self.now)

    def run(self, seconds: float) -> None:
        """Go on for a while."""
        for _ in range(round(seconds / STEP)):
            self._step()

    def _step(self) -> None:
        self._steps += 1
        self.now = self._steps * STEP
        if self._steps % 2 == 0:
            self._speak()
        for picture in self.pictures:
            if self._steps % picture.every == 0:
                self._film(picture)
        for classroom in self.classrooms:
            classroom.step()
        self.room.poll_publishers(self.now)
        if self._steps % 10 == 0:
            self.room.poll_receivers(self.now)
        if self._steps % 100 == 0:
            self._report()
        self._obey()

    def _speak(self) -> None:
        self._voice += 1
        self._send(9, self._voice, self.now * 48_000, 111, bytes(80), marker=False, extension=b"")

    def _film(self, picture: Picture) -> None:
        size = picture.bitrate_bps / 8 * picture.every * STEP * self._random.uniform(0.8, 1.2)
        key, picture.key_wanted = picture.key_wanted, False
        left = int(size * KEY_FACTOR if key else size)
        extension = b"\x40" + picture.mid.encode() + b"\x50" + picture.rid.encode()
        first = b"\x65" if key else b"\x41"
        while left > 0:
            octets = min(left, PACKET)
            left -= octets
            payload = first + bytes(max(octets - 1, 8))
            first = b"\x41"
            picture.sequence += 1
            self._send(
                picture.ssrc,
                picture.sequence,
                self.now * 90_000 + picture.ssrc * 1_000,
                102,
                payload,
                marker=left <= 0,
                extension=extension,
            )

    def _send(  # noqa: PLR0913 - the fields of a packet
        self,
        ssrc: int,
        sequence: int,
        timestamp: float,
        payload_type: int,
        payload: bytes,
        *,
        marker: bool,
        extension: bytes,
    ) -> None:
        second = payload_type | (0x80 if marker else 0)
        head = bytes((0x90 if extension else 0x80, second)) + (sequence & 0xFFFF).to_bytes(2, "big")
        head += (round(timestamp) & 0xFFFF_FFFF).to_bytes(4, "big") + ssrc.to_bytes(4, "big")
        if extension:
            head += b"\xbe\xde\x00\x01" + extension
        data = memoryview(bytearray(head + payload))
        self._uplink.receive_rtp(data, len(data), self.now)

    def _report(self) -> None:
        ntp_time = int((self.now + 1000) * (1 << 32))
        for picture in self.pictures:
            timestamp = round(self.now * 90_000) + picture.ssrc * 1_000
            report = rtcp.sender_report(picture.ssrc, ntp_time, timestamp & 0xFFFF_FFFF, 1, 1)
            self._uplink.receive_rtcp(report, self.now)
        report = rtcp.sender_report(9, ntp_time, round(self.now * 48_000) & 0xFFFF_FFFF, 1, 1)
        self._uplink.receive_rtcp(report, self.now)

    def _obey(self) -> None:
        """Answer requests for key frames as Chromium does: with key frames of every layer of that picture."""
        for compound in self._wire.rtcp:
            for packet in rtcp.parse(compound):
                if isinstance(packet, rtcp.Pli):
                    self.key_frames_asked += 1
                    mid = next(it.mid for it in self.pictures if it.ssrc == packet.ssrc)
                    for picture in self.pictures:
                        picture.key_wanted |= picture.mid == mid
        self._wire.rtcp.clear()
