"""One lesson on a real node: joins light peers over the contract and publishes for them, packet by packet."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count

from streaming.contract import (
    CloseRoom,
    Direction,
    JoinAccepted,
    OpenRoom,
    SessionConnected,
    SessionEnded,
)
from tests.support.light_descriptions import Section
from tests.support.light_packets import (
    NACK_FORMAT,
    PAYLOAD_FEEDBACK,
    PLI_FORMAT,
    TRANSPORT_FEEDBACK,
    LightRtcp,
    LightRtp,
    delta_frame,
    key_frame,
    read_rtcp,
)
from tests.support.light_peer import LightPeer
from tests.support.link_end import LinkEnd

SOUND, TEACHER, BOARD = 1001, 1002, 1003
"""SSRCs of the publisher."""
PUBLISHED = (Section("opus", SOUND), Section("H264", TEACHER), Section("H264", BOARD))
RECEIVED = (Section("opus"), Section("H264"), Section("H264"))


_numbers = count(1)


class NodeLesson:
    """A lesson with an id of its own, its peers, and the packets that its publisher has sent."""

    def __init__(self, link: LinkEnd) -> None:
        self.link = link
        self.lesson = f"lesson-{next(_numbers)}"
        self.peers: list[LightPeer] = []
        self._sequences = {SOUND: count(65_530), TEACHER: count(100), BOARD: count(200)}
        link.send(OpenRoom(self.lesson))

    def join(
        self,
        session: str,
        sections: tuple[Section, ...] = RECEIVED,
        identity: str = "",
        setup: str = "actpass",
        *,
        stream: bool = False,
        roles: Sequence[str] = ("teacher", "board", "students"),
    ) -> LightPeer:
        """Let a peer in and connect it: a publisher where a section has an SSRC, a receiver otherwise."""
        sends = any(section.ssrc for section in sections)
        peer = LightPeer(sections, sends, stream=stream)
        self.peers.append(peer)
        direction = Direction.PUBLISH if sends else Direction.RECEIVE
        answer = self.link.join(
            self.session(session),
            direction,
            peer.offer(setup),
            lesson=self.lesson,
            identity=identity or f"person:{session}",
            roles=roles,
        )
        assert isinstance(answer, JoinAccepted), answer
        peer.accept(answer.answer)
        peer.connect()
        self.link.wait_for(SessionConnected, lambda event: event.session == self.session(session))
        return peer

    def session(self, name: str) -> str:
        """Return the id that the contract knows a session by."""
        return f"{self.lesson}:{name}"

    def ended(self, name: str, timeout: float = 5.0) -> SessionEnded:
        """Return how a session ended, waiting for it."""
        session = self.session(name)
        return self.link.wait_for(SessionEnded, lambda event: event.session == session, timeout)

    def publish(
        self, peer: LightPeer, ssrc: int, number: int = 0, *, key: bool = False, skip: bool = False
    ) -> LightRtp:
        """Send the next packet of a stream; `skip` makes it and keeps it, as if the network had lost it."""
        sequence = next(self._sequences[ssrc]) & 0xFFFF
        section = next(section for section in peer.sections if section.ssrc == ssrc)
        payload = key_frame(300) if key else delta_frame(300, number)
        packet = LightRtp(
            ssrc, sequence, 3_000 * number, section.payload_type, marker=True, payload=payload
        )
        if not skip:
            peer.send(packet)
        return packet

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Let a teacher speak, fifty packets a second, for as long as the context lasts."""
        publisher = self.join("teacher", PUBLISHED)
        stop = threading.Event()

        def speak() -> None:
            for number in count():
                if stop.wait(0.02):
                    return
                self.publish(publisher, SOUND, number)
                publisher.keep_alive(time.monotonic())
                publisher.receive()

        thread = threading.Thread(target=speak)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def close(self) -> None:
        """Close the room and every peer."""
        self.link.send(CloseRoom(self.lesson))
        for peer in self.peers:
            peer.close()


def feedback_until(
    peer: LightPeer, wanted: Callable[[LightRtcp], bool], timeout: float = 3.0
) -> list[LightRtcp]:
    """Return the RTCP packets that came until one is `wanted`."""
    found: list[LightRtcp] = []
    deadline = time.monotonic() + timeout
    while not any(wanted(packet) for packet in found):
        assert time.monotonic() < deadline, f"not in {timeout} s; came: {found}"
        for compound in peer.receive()[1]:
            found += read_rtcp(compound)
        time.sleep(0.005)
    return found


def is_pli(packet: LightRtcp) -> bool:
    """Whether a key frame is asked for."""
    return packet.packet_type == PAYLOAD_FEEDBACK and packet.count == PLI_FORMAT


def is_nack(packet: LightRtcp) -> bool:
    """Whether missing packets are asked for."""
    return packet.packet_type == TRANSPORT_FEEDBACK and packet.count == NACK_FORMAT
