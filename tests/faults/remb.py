"""Two ways to learn what a line carries, on the same lines: `python -m tests.faults.remb`. Prints one table.

Either the receiver tells when each packet came, and the relay estimates and probes; or the receiver estimates, by delay and by loss, and
names a rate (REMB) that the relay obeys; sound is sent again by the loss of its reports. The estimate is the same in both ways and starts at
the same rate; a browser that names rates cannot be probed later than two seconds after its first packet (libwebrtc, `abs-send-time`).
"""

import sys
from collections.abc import Callable
from statistics import mean

from streaming.relay.downlink import Downlink
from streaming.relay.estimate import LinkEstimate
from streaming.rtp import rtcp
from tests.faults.lecture import Classroom, Lecture
from tests.faults.listener import BOARD, CAMERA, FEEDBACK_INTERVAL, Listener
from tests.faults.matrix import WARM_UP, conditions, freeze, sound_gap, usable_share
from tests.support.network import Conditions, Link

NAMED_INTERVAL = 1.0
"""Seconds between two rates that a browser names, unless it falls."""
FALL = 0.97
"""Share of the rate named last, below which a browser names it at once."""
MOMENTS = 12


class NamingListener(Listener):
    """Estimates itself, from the times of departure that each packet carries, and names the rate."""

    def __init__(self, room: Classroom, delay: float, round_trip: float) -> None:
        super().__init__(delay, round_trip, room.now)
        self._room = room
        self._estimate = LinkEstimate(room.now)
        self._looked = self._named_at = room.now
        self._named = 0
        self._known = 0x10000

    def due(self, now: float) -> list[bytes]:
        """Return the compounds that leave now: everything but feedback, and the rate."""
        if now - self._looked >= FEEDBACK_INTERVAL and self._arrivals:
            self._looked = now
            self._take(now)
        arrivals, self._arrivals = self._arrivals, []
        out = super().due(now)
        self._arrivals = arrivals
        rate = self._estimate.bitrate_bps
        if now - self._named_at >= NAMED_INTERVAL or rate < self._named * FALL:
            self._named, self._named_at = rate, now
            out.append(rtcp.remb(5, rate, [CAMERA]))
        return out

    def _take(self, now: float) -> None:
        log, came = self._room.departures, dict(self._arrivals)
        numbers = range(self._known, max(came) + 1)
        self._known = max(self._known, max(came) + 1)
        self._arrivals = []
        reported = [
            (number, log.times[number & log.MASK], log.sizes[number & log.MASK], came.get(number))
            for number in numbers
        ]
        self._estimate.receive_feedback(reported, now)


class NamingClassroom(Classroom):
    """A classroom whose browser names rates."""

    def __post_init__(self) -> None:
        super().__post_init__()
        wire = self.link.wire
        self.link = Downlink(self.slots, wire, "node", self.lecture.drops, self.now)
        delay = self.down.conditions.delay
        self.listener = NamingListener(self, delay, delay + self.up.conditions.delay)


def _lecture(
    kind: Callable[..., Classroom], down: Conditions, up: Conditions, seed: int
) -> tuple[Lecture, Classroom]:
    lecture = Lecture()
    room = kind(lecture, "c0", Link(down, seed), Link(up, seed + 1_000))
    lecture.let_in(room)
    return lecture, room


def measure(kind: Callable[..., Classroom]) -> dict[str, str]:
    """Return what one way comes to on the collapsing and on the thin line."""
    gaps, rises = [], []
    for moment in range(MOMENTS):
        lecture, room = _lecture(kind, conditions(2e6), conditions(2e6), 9)
        lecture.run(25.0 + moment * 0.14)
        fell, full = lecture.now, room.layers()
        room.down.change(conditions(150e3))
        lecture.run(10.0)
        gaps.append(sound_gap(room, fell, lecture.now - 0.5))
        rose = lecture.now
        room.down.change(conditions(2e6))
        while room.layers() != full and lecture.now - rose < 40:
            lecture.run(0.1)
        rises.append(lecture.now - rose)
    lecture, room = _lecture(kind, conditions(2e6, 0.03, 0.15), conditions(5e5, 0.03, 0.15), 5)
    lecture.run(WARM_UP + 120)
    begin, end = WARM_UP, lecture.now - 0.7
    frozen = max(freeze(room, ssrc, begin, end) for ssrc in (CAMERA, BOARD))
    return {
        "2 M → 150 k: gap of sound, mean / worst": f"{mean(gaps):.2f} / {max(gaps):.2f} s",
        "150 k → 2 M: as before the fall after, mean / worst": f"{mean(rises):.1f} / {max(rises):.1f} s",
        "2 M, 3 % loss, 150 ms, 2 min: sound lost": f"{1 - usable_share(room, begin, end):.2%}",
        "  longest freeze, layers at the end": f"{frozen:.2f} s, {room.layers()}",
    }


def main() -> int:
    """Measure both ways and print the table."""
    told, named = measure(Classroom), measure(NamingClassroom)
    sys.stdout.write(f"{'':54}{'transport-wide feedback':<26}REMB and loss\n")
    for name, figure in told.items():
        sys.stdout.write(f"{name:<54}{figure:<26}{named[name]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
