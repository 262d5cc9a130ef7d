"""A lesson that runs and measures itself: a teacher's sound and picture, and classrooms that time every packet.

Sender and receivers share one clock, so the delay of each packet through the node is known. One thread drives all of them.
"""

import struct
import threading
import time
from dataclasses import dataclass, field
from itertools import count

from tests.support.light_packets import (
    PAYLOAD_FEEDBACK,
    PLI_FORMAT,
    LightRtp,
    read_rtcp,
    receiver_report,
)
from tests.support.node_lesson import PUBLISHED, SOUND, TEACHER, NodeLesson

SOUND_INTERVAL = 0.02
PICTURE_INTERVAL = 0.04
PACKETS_PER_PICTURE = 5
"""Five packets of 1,100 bytes at 25 pictures a second: 1.1 Mbit/s."""
KEY_FRAME_EVERY = 50
STALL = 0.02
"""Seconds between two turns of the thread, which sleeps for a millisecond: beyond it the clock would measure the machine's other work."""
_STAMP = struct.Struct("!dI")


@dataclass
class Measured:
    """What came in one window of time."""

    sent: int = 0
    expected: int = 0
    """Packets sent times receivers."""
    received: int = 0
    delays: list[float] = field(default_factory=list)
    sound_gaps: list[float] = field(default_factory=list)
    """Seconds between two packets of sound, at each receiver."""
    key_frame_requests: int = 0
    stalls: int = 0
    """How often the machine gave this very thread no time; what came meanwhile is counted and not timed."""
    seconds: float = 0.0

    def delay_ms(self, share: float) -> float:
        """Return the delay that `share` of the packets keep below, in milliseconds."""
        ordered = sorted(self.delays)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    @property
    def longest_gap_ms(self) -> float:
        """The longest silence between two packets of sound, in milliseconds."""
        return 1000 * max(self.sound_gaps, default=0.0)


class Traffic:
    """See the module. Use as a context; `window` returns what was measured since the last call."""

    def __init__(self, lesson: NodeLesson, classrooms: int) -> None:
        self.lesson = lesson
        self.publisher = lesson.join("teacher", PUBLISHED)
        self.receivers = [lesson.join(f"classroom-{number}") for number in range(classrooms)]
        self.total_sent = {SOUND: 0, TEACHER: 0}
        self._sequences = {SOUND: count(), TEACHER: count()}
        self._measured = Measured()
        self._began = time.monotonic()
        self._sound_at: dict[int, float] = {}
        self.running = True
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="traffic")

    def __enter__(self) -> "Traffic":
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._stop.set()
        self._thread.join()

    def window(self) -> Measured:
        """Return what was measured since the last call."""
        if self._failure is not None:
            raise AssertionError("the lesson broke") from self._failure
        with self._guard:
            measured, self._measured = self._measured, Measured()
            measured.seconds, self._began = time.monotonic() - self._began, time.monotonic()
        return measured

    def pause(self) -> None:
        """Stop sending; what was under way is still received."""
        self.running = False

    def _run(self) -> None:
        next_sound = next_picture = next_report = before = time.monotonic()
        try:
            while not self._stop.is_set():
                now = time.monotonic()
                stalled, before = now - before > STALL, now
                with self._guard:
                    self._measured.stalls += stalled
                    if now >= next_sound and self.running:
                        next_sound = max(next_sound + SOUND_INTERVAL, now - 0.1)
                        self._send(SOUND, bytes(68))
                    if now >= next_picture and self.running:
                        next_picture = max(next_picture + PICTURE_INTERVAL, now - 0.1)
                        self._send_picture()
                    if now >= next_report:
                        next_report = now + 1.0
                        self._report()
                    self._receive(now, timed=not stalled)
                time.sleep(0.001)
        except BaseException as error:  # noqa: BLE001 - told by the next `window`
            self._failure = error

    def _send_picture(self) -> None:
        number = self.total_sent[TEACHER] // PACKETS_PER_PICTURE
        first = b"\x65" if number % KEY_FRAME_EVERY == 0 else b"\x41"
        for index in range(PACKETS_PER_PICTURE):
            self._send(TEACHER, first + bytes(1_087), marker=index == PACKETS_PER_PICTURE - 1)

    def _send(self, ssrc: int, filling: bytes, *, marker: bool = False) -> None:
        sequence = next(self._sequences[ssrc])
        section = next(one for one in self.publisher.sections if one.ssrc == ssrc)
        rate = 960 * sequence if ssrc == SOUND else 3_600 * (sequence // PACKETS_PER_PICTURE)
        stamped = filling[:1] + _STAMP.pack(time.monotonic(), sequence) + filling[1:]
        packet = LightRtp(
            ssrc, sequence & 0xFFFF, rate, section.payload_type, marker=marker, payload=stamped
        )
        self.publisher.send(packet)
        self.total_sent[ssrc] += 1
        self._measured.sent += 1
        self._measured.expected += len(self.receivers)

    def _report(self) -> None:
        now = time.monotonic()
        for peer in (self.publisher, *self.receivers):
            peer.keep_alive(now)
        for receiver in self.receivers:
            assert receiver.remote is not None
            receiver.send_rtcp(receiver_report(receiver.ssrc, receiver.remote.ssrcs[0], 0))

    def _receive(self, now: float, *, timed: bool) -> None:
        measured = self._measured
        for compound in self.publisher.receive()[1]:
            measured.key_frame_requests += sum(
                packet.packet_type == PAYLOAD_FEEDBACK and packet.count == PLI_FORMAT
                for packet in read_rtcp(compound)
            )
        for number, receiver in enumerate(self.receivers):
            assert receiver.remote is not None
            for packet in receiver.receive()[0]:
                if len(packet.payload) < 1 + _STAMP.size:
                    continue
                sent_at, _ = _STAMP.unpack_from(packet.payload, 1)
                measured.received += 1
                if not timed:
                    self._sound_at.pop(number, None)
                    continue
                measured.delays.append(time.monotonic() - sent_at)
                if packet.ssrc == receiver.remote.ssrcs[0]:
                    if number in self._sound_at:
                        measured.sound_gaps.append(now - self._sound_at[number])
                    self._sound_at[number] = now
