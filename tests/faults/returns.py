"""Promise L9 in many trials: light receivers of a real node lose their link or change their address, and sound goes on.

`python -m tests.faults.returns` (part of `make faults`, two minutes). Ten receivers at a time hear a teacher speak. Outages shorter than the
node's patience end nothing; after longer ones all ten join anew at once, as soon as the link is back. How soon a page tries: `make faults-connections`.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from streaming.contract import JoinAccepted, SessionEnded
from tests.faults.matrix import Row
from tests.support.light_descriptions import Section
from tests.support.light_peer import LightPeer
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import NodeLesson
from tests.support.node_process import node_process

RECEIVERS = 10
OUTAGES = (0.5, 1.0, 1.5, 2.0)
"""Seconds; a near peer is given up after 2.8 s."""
LONG_OUTAGES = (5.0, 10.0, 30.0)
"""Seconds; the node has given everybody up by then."""
ROUNDS = 4
"""Of the outages, of the new ports with the old credentials (a NAT that forgot) and of those with new ones (an ICE restart)."""
STEADY = 0.5
"""Seconds of undisturbed sound before each trial."""
PATIENCE = 5.0
WANTED = 1.5
"""Seconds to the first sound after the link is back."""

Receivers = dict[str, LightPeer]


def listen(receivers: Receivers, seconds: float) -> None:
    """Take what comes for a while, and say that we are there."""
    end = time.monotonic() + seconds
    while (now := time.monotonic()) < end:
        for peer in receivers.values():
            peer.receive()
            peer.keep_alive(now)
        time.sleep(0.01)


def waits(receivers: Receivers, since: dict[str, float]) -> list[float]:
    """Return the seconds from each receiver's moment in `since` to its first sound; `PATIENCE` where none came."""
    found: dict[str, float] = {}
    end = max(since.values()) + PATIENCE
    while len(found) < len(receivers) and time.monotonic() < end:
        for name, peer in receivers.items():
            now = time.monotonic()
            peer.keep_alive(now)
            if peer.receive()[0] and name not in found:
                found[name] = now - since[name]
        time.sleep(0.002)
    return [found.get(name, PATIENCE) for name in receivers]


def cut(receivers: Receivers, seconds: float) -> dict[str, float]:
    """Let nothing pass for so long in both directions; returns when the link was back, for each."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for peer in receivers.values():
            peer.lose()
        time.sleep(0.02)
    for peer in receivers.values():
        peer.lose()
    return dict.fromkeys(receivers, time.monotonic())


def outage(receivers: Receivers, seconds: float) -> list[float]:
    """Let the link be away for a time in which nobody is given up."""
    return waits(receivers, cut(receivers, seconds))


def rejoin(room: NodeLesson, receivers: Receivers, seconds: float) -> list[float]:
    """Let the link be away until the node has given all up; they join anew, one behind the other, with the old identity."""
    back = cut(receivers, seconds)
    for name in receivers:
        session = f"{name}-{seconds:g}"
        receivers[name] = room.join(session, (Section("opus"),), identity=f"person:{name}")
    return waits(receivers, back)


def new_ports(receivers: Receivers, move: Callable[[str, LightPeer], None]) -> list[float]:
    """Let each go on from another port; counts from the moment that it left the old one."""
    since = {}
    for name, peer in receivers.items():
        since[name] = time.monotonic()
        move(name, peer)
    return waits(receivers, since)


def restart(room: NodeLesson, name: str, peer: LightPeer) -> None:
    """Agree on new credentials, then change the port."""
    answer = room.link.restart(room.session(name), peer.new_credentials())
    assert isinstance(answer, JoinAccepted), answer
    peer.restart(answer.answer)


def judge(name: str, found: list[float], lost: int) -> Row:
    """Return the row of one kind of trial; `lost` sessions have ended."""
    late = sorted(found)
    p95 = late[int(0.95 * (len(late) - 1))]
    kept = sum(seconds < PATIENCE for seconds in found)
    figure = f"{kept} kept, {len(found) - kept} lost; p95 {p95:.2f} s, worst {late[-1]:.2f} s"
    return Row(
        f"L9 {name}: sound", figure, f"≤ {WANTED} s p95, none lost", p95 <= WANTED and not lost
    )


def measure() -> list[Row]:
    """Run all trials on one node."""
    with (
        tempfile.TemporaryDirectory(prefix="tongke-returns-") as place,
        LinkEnd() as link,
        node_process(link, Path(place)),
    ):
        room = NodeLesson(link)
        with room.speaking():
            receivers = {
                f"room-{number}": room.join(f"room-{number}", (Section("opus"),))
                for number in range(RECEIVERS)
            }
            trials: dict[str, list[float]] = {}
            for turn in range(ROUNDS):
                listen(receivers, STEADY)
                seconds = OUTAGES[turn % len(OUTAGES)]
                trials.setdefault("outages of 0.5 to 2 s", []).extend(outage(receivers, seconds))
                listen(receivers, STEADY)
                trials.setdefault("another port", []).extend(
                    new_ports(receivers, lambda _, peer: peer.move())
                )
                listen(receivers, STEADY)
                trials.setdefault("another port, ICE restarted", []).extend(
                    new_ports(receivers, lambda name, peer: restart(room, name, peer))
                )
            lost = sum(isinstance(message, SessionEnded) for message in link.messages)
            for seconds in LONG_OUTAGES:
                listen(receivers, STEADY)
                trials.setdefault("outages of 5 to 30 s, joined anew", []).extend(
                    rejoin(room, receivers, seconds)
                )
        room.close()
    return [judge(name, found, lost) for name, found in trials.items()]


if __name__ == "__main__":
    for row in measure():
        sys.stdout.write(f"{'✓' if row.kept else '✗'} {row.promise}: {row.figure} ({row.wanted})\n")
