"""What a browser does with what arrives, in little: feedback, requests, and what the people behind it would hear and see.

Written apart from the relay's own code; times are arguments.
"""

from dataclasses import dataclass, field

from streaming.rtp import rtcp
from streaming.rtp.transport_cc import feedback_packets
from tests.support.light_packets import LightRtp, read_rtp

VOICE, CAMERA, BOARD = 1000, 2000, 2010
FEEDBACK_INTERVAL = 0.05
REPORT_INTERVAL = 1.0
PLAYOUT = 0.35
"""Seconds after the way's own delay by which a frame of sound must be here: what a browser's buffer grows to on a bad line."""
REORDER = 0.01
GIVE_UP = 2.0
"""Seconds after which a picture no longer waits for a packet: it asks for a key frame."""
OLD = 1_000_000.0


@dataclass
class Sound:
    """Frames of sound by their time. One is usable if it, or its copy in a later packet, is there in time."""

    delay: float
    usable: set[int] = field(default_factory=set)
    heard: list[float] = field(default_factory=list)
    """When usable frames were captured."""

    def receive(self, packet: LightRtp, base: int, now: float) -> None:
        """Take a packet; `base` is the timestamp of second 0."""
        frames = [(packet.timestamp_rtp, b"")]
        payload = packet.payload
        while packet.payload_type == 63 and payload and payload[0] & 0x80:
            offset = int.from_bytes(payload[1:4], "big") >> 10
            frames.append((packet.timestamp_rtp - offset & 0xFFFF_FFFF, b""))
            payload = payload[4:]
        for timestamp, _ in frames:
            captured = (timestamp - base & 0xFFFF_FFFF) / 48_000
            if timestamp not in self.usable and now - captured <= self.delay + PLAYOUT:
                self.usable.add(timestamp)
                self.heard.append(captured)


@dataclass
class Missing:
    """A packet that is waited for."""

    since: float
    asked: float = -OLD


@dataclass
class Screen:
    """One picture: packets in order become frames; a frame needs the one before it, or is a key frame."""

    ssrc: int
    round_trip: float
    packets: dict[int, LightRtp] = field(default_factory=dict)
    missing: dict[int, Missing] = field(default_factory=dict)
    highest: int = -1
    next: int = -1
    shown: list[float] = field(default_factory=list)
    """When frames could be shown."""
    received: int = 0
    expected_from: int = 0
    wants_key_frame: bool = False
    asked_for_key_frame: float = -OLD

    def receive(self, packet: LightRtp, now: float) -> None:
        """Take a packet under its own sequence."""
        sequence = packet.sequence
        if self.highest < 0:
            self.highest = self.next = self.expected_from = sequence + 0x10000
        extended = self.highest + ((sequence - self.highest + 0x8000 & 0xFFFF) - 0x8000)
        for lost in range(self.highest + 1, extended):
            self.missing[lost] = Missing(now)
        self.highest = max(self.highest, extended)
        self.missing.pop(extended, None)
        self.received += 1
        if extended >= self.next:
            self.packets[extended] = packet
        self._show(now)

    def requests(self, now: float) -> list[int]:
        """Return the sequences to ask for; what is too old is given up with a key frame."""
        asked = []
        for sequence, missing in list(self.missing.items()):
            if sequence < self.next or now - missing.since > GIVE_UP:
                self.wants_key_frame |= sequence >= self.next
                del self.missing[sequence]
            elif now - missing.since >= REORDER and now - missing.asked > self.round_trip + 0.03:
                missing.asked = now
                asked.append(sequence)
        return asked[:200]

    def _show(self, now: float) -> None:
        while True:
            end = self.next
            while end in self.packets and not self.packets[end].marker:
                end += 1
            if end not in self.packets:
                if not self._jump():
                    return
                continue
            for sequence in range(self.next, end + 1):
                del self.packets[sequence]
            self.next = end + 1
            self.shown.append(now)

    def _jump(self) -> bool:
        """Go on at a whole key frame behind a hole."""
        for start in sorted(self.packets):
            if start > self.next and self.packets[start].payload[0] == 0x65:
                end = start
                while end in self.packets and not self.packets[end].marker:
                    end += 1
                if end in self.packets:
                    self.packets = {key: it for key, it in self.packets.items() if key >= start}
                    self.next = start
                    self.wants_key_frame = False
                    return True
        return False


class Listener:
    """See the module."""

    def __init__(self, delay: float, round_trip: float, now: float) -> None:
        self.sound = Sound(delay)
        self.screens = {ssrc: Screen(ssrc, round_trip) for ssrc in (CAMERA, BOARD)}
        self._base: int | None = None
        self._arrivals: list[tuple[int, float]] = []
        self._highest = -1
        self._reported = -1
        self._count = 0
        self._feedback_due = now
        self._report_due = now
        self._before: dict[int, tuple[int, int]] = {}

    def receive(self, number: int, data: bytes, now: float) -> None:
        """Take one packet with its transport-wide number."""
        extended = number + 0x10000
        if self._highest >= 0:
            extended = self._highest + ((number - self._highest + 0x8000 & 0xFFFF) - 0x8000)
        self._highest = max(self._highest, extended)
        self._arrivals.append((extended, now))
        packet = read_rtp(data)
        if packet.ssrc == VOICE:
            if self._base is None:
                # Nothing was waited for yet: the first packet says what second 0 is.
                captured = now - self.sound.delay
                self._base = packet.timestamp_rtp - round(captured * 48_000) & 0xFFFF_FFFF
            self.sound.receive(packet, self._base, now)
        elif packet.ssrc in self.screens:
            self.screens[packet.ssrc].receive(packet, now)
        elif packet.ssrc - 1 in self.screens and len(packet.payload) > 2:
            first = LightRtp(
                packet.ssrc - 1,
                int.from_bytes(packet.payload[:2], "big"),
                packet.timestamp_rtp,
                packet.payload_type - 1,
                packet.marker,
                packet.payload[2:],
            )
            screen = self.screens[first.ssrc]
            if any(sequence & 0xFFFF == first.sequence for sequence in screen.missing):
                screen.receive(first, now)

    def due(self, now: float) -> list[bytes]:
        """Return the compounds that leave now."""
        out: list[bytes] = []
        if now >= self._feedback_due and self._arrivals:
            self._feedback_due = now + FEEDBACK_INTERVAL
            arrivals, self._arrivals = sorted(self._arrivals), []
            first = self._reported + 1 if self._reported >= 0 else None
            packets = feedback_packets(5, VOICE, self._count, arrivals, first)
            self._reported = max(self._reported, arrivals[-1][0])
            self._count = self._count + len(packets) & 0xFF
            out += packets
        for screen in self.screens.values():
            if asked := screen.requests(now):
                out.append(rtcp.nack(5, screen.ssrc, asked))
            if screen.wants_key_frame and now - screen.asked_for_key_frame > 0.3:
                screen.asked_for_key_frame = now
                out.append(rtcp.pli(5, screen.ssrc))
        if now >= self._report_due:
            self._report_due = now + REPORT_INTERVAL
            out.append(rtcp.receiver_report(5, [self._block(it) for it in self.screens.values()]))
        return out

    def _block(self, screen: Screen) -> rtcp.ReportBlock:
        expected = screen.highest - screen.expected_from + 1 if screen.highest >= 0 else 0
        before, received_before = self._before.get(screen.ssrc, (0, 0))
        self._before[screen.ssrc] = (expected, screen.received)
        new, came = expected - before, screen.received - received_before
        lost = min(255, max(0, new - came) * 256 // new) if new > 0 else 0
        return rtcp.ReportBlock(screen.ssrc, lost, 0, max(screen.highest, 0), 0, 0, 0)
