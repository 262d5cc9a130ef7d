"""A receiver of the benchmarks that says what a browser says of its packets: which came, and when, twenty times a second.

The times of arrival are the kernel's, so that a bench that reads its sockets late makes no queue of its own. The numbers stand in a
header extension, which SRTP leaves readable: nothing is decrypted for them.
"""

from streaming.rtp.transport_cc import feedback_packets
from tests.bench.stopwatch import Stopwatch
from tests.support.light_peer import LightPeer

BEAT = 0.05
"""Seconds between feedbacks: what Chromium's own interval comes to where it sends nothing itself."""
_NUMBERED = bytes.fromhex("bede000131")
"""A header extension with one element, of number 3 and two octets."""


class Listener:
    """Reads a peer's socket in its place, as `Stopwatch` does."""

    def __init__(self, peer: LightPeer, media_ssrc: int, phase: float) -> None:
        """`phase`, 0 to 1: where in a beat its feedback leaves, so that receivers do not all speak at once."""
        self._peer = peer
        self._ssrc = media_ssrc
        self._watch = Stopwatch(peer)
        self._buffer = bytearray(2048)
        self._arrivals: list[tuple[int, float]] = []
        self._highest = 0x10000
        self._reported = -1
        self._count = 0
        self._phase = phase
        self._due = 0.0
        self.delays: list[float] | None = None
        """Seconds of stamped packets; None: they are not timed."""
        self.speaks = True
        """Whether it gives feedback."""

    def drain(self) -> tuple[int, bytes | None]:
        """Take what waits; returns the number of RTP packets of the picture, and the first of them."""
        count, buffer, receive = 0, self._buffer, self._watch.receive_into
        kept = None
        while True:
            try:
                length, arrived = receive(buffer)
            except BlockingIOError:
                return count, kept
            if buffer[0] < 4:
                self._peer.answer_check(bytes(buffer[:length]))
                continue
            if buffer[0] < 128 or 192 <= buffer[1] <= 223:
                continue
            if self.speaks and buffer[12:17] == _NUMBERED:
                self._note(buffer[17] << 8 | buffer[18], arrived)
            if int.from_bytes(buffer[8:12], "big") != self._ssrc:
                continue  # a repeat, which a probe is made of
            count += 1
            if kept is None:
                kept = bytes(buffer[:length])
            if self.delays is not None:
                self.delays.append(self._watch.delay(bytes(buffer[:length]), arrived))

    def answer(self, now: float) -> None:
        """Send the feedback that is due (monotonic seconds)."""
        if now < self._due or not self._arrivals:
            return
        self._due = now + BEAT * (1 + self._phase)
        self._phase = 0.0
        arrivals, self._arrivals = self._arrivals, []
        first = self._reported + 1 if self._reported >= 0 else None
        packets = feedback_packets(self._peer.ssrc, self._ssrc, self._count & 0xFF, arrivals, first)
        self._reported = max(number for number, _ in arrivals)
        self._count += len(packets)
        for packet in packets:
            self._peer.send_rtcp(packet)

    def close(self) -> None:
        """Close the second descriptor."""
        self._watch.close()

    def _note(self, number: int, arrived: float) -> None:
        extended = self._highest + ((number - self._highest + 0x8000 & 0xFFFF) - 0x8000)
        self._highest = max(self._highest, extended)
        self._arrivals.append((extended, arrived))
