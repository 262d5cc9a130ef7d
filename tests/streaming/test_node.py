"""The media node as a process: real checks, handshakes and SRTP by light peers, the contract by a link end."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from streaming.contract import (
    CloseRoom,
    Delivery,
    DeliveryReport,
    Direction,
    Ending,
    JoinRefused,
    LeaveRoom,
    NodeHello,
    QualityReport,
    Refusal,
    SessionEnded,
    TrackStarted,
)
from tests.support.light_packets import (
    SENDER_REPORT,
    key_frame,
    nack,
    nack_sequences,
    number_in,
    pli,
    read_rtcp,
    receiver_report,
    sender_report,
)
from tests.support.light_peer import LightPeer
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import (
    BOARD,
    PUBLISHED,
    RECEIVED,
    SOUND,
    TEACHER,
    NodeLesson,
    feedback_until,
    is_nack,
    is_pli,
)
from tests.support.node_process import node_process, node_settings
from tests.support.processes import Running, python

pytestmark = [pytest.mark.e2e]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LinkEnd, Running]]:
    with LinkEnd() as link, node_process(link, tmp_path_factory.mktemp("node")) as node:
        yield link, node
        node.assert_alive()


@pytest.fixture
def room(house: tuple[LinkEnd, Running]) -> Iterator[NodeLesson]:
    lesson = NodeLesson(house[0])
    yield lesson
    lesson.close()


# --- forwarding ---------------------------------------------------------------------------------


def test_each_track_arrives_in_the_section_of_its_role_complete_and_in_order(
    room: NodeLesson,
) -> None:
    publisher, receiver = room.join("teacher", PUBLISHED), room.join("village")
    assert receiver.remote is not None
    numbers = range(30)
    for number in numbers:
        for ssrc in (SOUND, TEACHER, BOARD):
            room.publish(publisher, ssrc, number, key=ssrc != SOUND and number == 0)

    packets = receiver.receive_until(90)

    for ssrc, out_ssrc, section in zip(
        (SOUND, TEACHER, BOARD), receiver.remote.ssrcs, RECEIVED, strict=True
    ):
        mine = [packet for packet in packets if packet.ssrc == out_ssrc]
        assert {packet.payload_type for packet in mine} == {section.payload_type}
        first = mine[0].sequence
        assert [(packet.sequence - first) & 0xFFFF for packet in mine] == list(numbers)
        later = mine[1:]
        assert [number_in(packet.payload) for packet in later] == list(numbers)[1:]
        # Time stamps keep the publisher's distances.
        assert [(packet.timestamp_rtp - mine[0].timestamp_rtp) & 0xFFFFFFFF for packet in mine] == [
            3_000 * number for number in numbers
        ]
        started = room.link.wait_for(
            TrackStarted,
            lambda event: event.lesson == room.lesson and event.role == "board",
        )
        assert started.codec == "H264"
        assert ssrc not in receiver.remote.ssrcs


def test_aes_gcm_is_agreed_when_both_sides_have_it(room: NodeLesson) -> None:
    assert room.join("village").profile == "SRTP_AEAD_AES_128_GCM"


@pytest.mark.parametrize("setup", ["actpass", "active", "passive"])
def test_offers_of_every_dtls_role_are_answered(room: NodeLesson, setup: str) -> None:
    peer = room.join("village", setup=setup)

    assert peer.remote is not None
    assert peer.remote.setup == ("active" if setup == "passive" else "passive")


def test_a_late_receiver_begins_with_a_key_frame_that_the_publisher_was_asked_for(
    room: NodeLesson,
) -> None:
    publisher = room.join("teacher", PUBLISHED)
    room.publish(publisher, TEACHER, 0, key=True)
    receiver = room.join("village")
    feedback_until(publisher, lambda packet: is_pli(packet) and packet.media == TEACHER)

    room.publish(publisher, TEACHER, 1)
    room.publish(publisher, TEACHER, 2, key=True)
    room.publish(publisher, TEACHER, 3)

    first, second = receiver.receive_until(2)
    assert first.payload == key_frame(300)
    assert number_in(second.payload) == 3


def test_a_receiver_that_came_first_needs_no_new_offer_when_the_publisher_comes(
    room: NodeLesson,
) -> None:
    receiver = room.join("village")
    publisher = room.join("teacher", PUBLISHED)

    room.publish(publisher, BOARD, 0, key=True)

    assert receiver.remote is not None
    assert receiver.receive_until(1)[0].ssrc == receiver.remote.ssrcs[2]


def test_receivers_learn_the_publishers_clock(room: NodeLesson) -> None:
    publisher, receiver = room.join("teacher", PUBLISHED), room.join("village")
    room.publish(publisher, TEACHER, 0, key=True)
    publisher.send_rtcp(sender_report(TEACHER, 1_800_000_000.0, 0, 1, 300))
    receiver.receive_until(1)

    reports = feedback_until(receiver, lambda packet: packet.packet_type == SENDER_REPORT)

    report = next(packet for packet in reports if packet.packet_type == SENDER_REPORT)
    assert receiver.remote is not None
    assert report.sender == receiver.remote.ssrcs[1]
    ntp_seconds = int.from_bytes(report.body[4:8], "big") - 2_208_988_800
    assert 0 <= ntp_seconds - 1_800_000_000 <= 5


# --- losses -------------------------------------------------------------------------------------


def test_a_receivers_nack_is_answered_from_the_cache_byte_for_byte(room: NodeLesson) -> None:
    publisher, receiver = room.join("teacher", PUBLISHED), room.join("village")
    for number in range(20):
        room.publish(publisher, TEACHER, number, key=number == 0)
    wanted = receiver.receive_until(20)[7]
    # A repeat is the same packet again, so SRTP's replay protection would drop it: look at the wire.
    receiver.send_rtcp(nack(receiver.ssrc, wanted.ssrc, [wanted.sequence]))

    deadline = time.monotonic() + 2
    count_again, raw = 0, None
    while count_again == 0 and time.monotonic() < deadline:
        count_again, raw = receiver.drain()

    assert count_again == 1
    assert raw is not None
    assert int.from_bytes(raw[2:4], "big") == wanted.sequence
    assert int.from_bytes(raw[4:8], "big") == wanted.timestamp_rtp
    assert int.from_bytes(raw[8:12], "big") == wanted.ssrc
    assert len(raw) == 12 + len(wanted.payload) + 16


def test_a_packet_that_the_publishers_link_lost_is_asked_for_and_passed_on_late(
    room: NodeLesson,
) -> None:
    publisher, receiver = room.join("teacher", PUBLISHED), room.join("village")
    room.publish(publisher, TEACHER, 0, key=True)
    lost = room.publish(publisher, TEACHER, 1, skip=True)
    room.publish(publisher, TEACHER, 2)

    asked = next(packet for packet in feedback_until(publisher, is_nack) if is_nack(packet))
    assert asked.media == TEACHER
    assert nack_sequences(asked) == [lost.sequence]
    publisher.send(lost)

    packets = receiver.receive_until(3)
    by_sequence = sorted(packets, key=lambda packet: packet.sequence)
    assert [number_in(packet.payload) for packet in by_sequence[1:]] == [1, 2]


def test_however_many_receivers_cry_for_a_key_frame_the_publisher_is_asked_once_a_second(
    room: NodeLesson,
) -> None:
    publisher = room.join("teacher", PUBLISHED)
    room.publish(publisher, TEACHER, 0, key=True)
    receivers = [room.join(f"village-{number}") for number in range(3)]
    asked = []
    begin = time.monotonic()
    while (elapsed := time.monotonic() - begin) < 2.5:
        for receiver in receivers:
            assert receiver.remote is not None
            receiver.send_rtcp(pli(receiver.ssrc, receiver.remote.ssrcs[1]))
        asked += [
            elapsed
            for compound in publisher.receive()[1]
            for packet in read_rtcp(compound)
            if is_pli(packet)
        ]
        time.sleep(0.02)

    assert 2 <= len(asked) <= 3, asked


# --- a peer's life ------------------------------------------------------------------------------


def test_a_second_join_with_the_same_identity_replaces_the_first(room: NodeLesson) -> None:
    publisher = room.join("teacher", PUBLISHED)
    room.join("first", identity="room:village")
    second = room.join("second", identity="room:village")

    assert room.ended("first").reason is Ending.REPLACED
    room.publish(publisher, TEACHER, 0, key=True)
    assert second.receive_until(1)


def test_a_peer_that_falls_silent_is_gone_within_three_seconds(room: NodeLesson) -> None:
    peer = room.join("village")
    silent_since = time.monotonic()
    peer.close()

    ended = room.ended("village")

    assert ended.reason is Ending.TIMED_OUT
    # 0.3 s for the node's own ticks and the way of the message.
    assert time.monotonic() - silent_since <= 3.3


def test_a_peer_that_only_answers_checks_stays(room: NodeLesson) -> None:
    peer = room.join("village")
    deadline = time.monotonic() + 4.5
    while time.monotonic() < deadline:
        peer.receive()
        time.sleep(0.05)

    assert not [
        event
        for event in room.link.messages
        if isinstance(event, SessionEnded) and event.session == room.session("village")
    ]


def test_a_close_alert_ends_a_session_at_once(room: NodeLesson) -> None:
    peer = room.join("village")
    begin = time.monotonic()
    peer.close(goodbye=True)

    assert room.ended("village").reason is Ending.LEFT
    assert time.monotonic() - begin < 1


def test_the_server_can_end_a_session_and_close_a_room(room: NodeLesson) -> None:
    room.join("one")
    room.join("two")

    room.link.send(LeaveRoom(room.session("one"), Ending.REVOKED))
    assert room.ended("one").reason is Ending.REVOKED
    room.link.send(CloseRoom(room.lesson))
    assert room.ended("two").reason is Ending.ROOM_CLOSED


def test_what_a_session_carried_is_reported_every_two_seconds(room: NodeLesson) -> None:
    publisher, receiver = room.join("teacher", PUBLISHED), room.join("village")
    assert receiver.remote is not None
    got = 0
    deadline = time.monotonic() + 6

    def reported() -> list[QualityReport]:
        return [
            message
            for message in room.link.messages
            if isinstance(message, QualityReport)
            and message.lesson == room.lesson
            and len(message.peers) == 2
            and all(peer.video_kbps > 20 for peer in message.peers)
        ]

    for number in count():
        room.publish(publisher, TEACHER, number, key=number == 0)
        got += len(receiver.receive()[0])
        if number % 50 == 0:
            receiver.send_rtcp(receiver_report(receiver.ssrc, receiver.remote.ssrcs[1], 0, lost=64))
        if reported():
            break
        assert time.monotonic() < deadline, "no report of both peers with their rates in 6 s"
        time.sleep(0.02)
    quality = {peer.direction: peer for peer in reported()[0].peers}
    assert quality[Direction.RECEIVE].loss_percent == pytest.approx(25, abs=0.5)
    assert got


# --- refusals -----------------------------------------------------------------------------------


def refused(room: NodeLesson, offer: str, lesson: str = "") -> JoinRefused:
    answer = room.link.join("nobody", Direction.RECEIVE, offer, lesson=lesson or room.lesson)
    assert isinstance(answer, JoinRefused), answer
    return answer


def test_refusals_name_their_reason(room: NodeLesson) -> None:
    good = LightPeer(RECEIVED, sends=False)
    room.peers.append(good)
    offer = good.offer()

    assert refused(room, offer, "no-such-lesson").reason is Refusal.NO_SUCH_ROOM
    assert refused(room, offer[:200]).reason is Refusal.BAD_OFFER
    strange = offer.replace("H264", "H263").replace("opus", "ilbc")
    assert refused(room, strange).reason is Refusal.NO_COMMON_CODEC


# --- strangers ----------------------------------------------------------------------------------


def answers_to(datagrams: list[bytes], address: tuple[str, int]) -> list[bytes]:
    """Return what the node answers to a stranger within 300 ms."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.1", 0))
        for datagram in datagrams:
            stranger.sendto(datagram, address)
        stranger.settimeout(0.3)
        answers = []
        try:
            while True:
                answers.append(stranger.recv(2048))
        except TimeoutError:
            return answers


def test_strangers_get_no_answer_and_disturb_nobody(room: NodeLesson) -> None:
    publisher, receiver = room.join("teacher", PUBLISHED), room.join("village")
    assert receiver.remote is not None
    address = receiver.remote.candidates[0]
    client_hello = b"\x16\xfe\xfd" + bytes(8) + b"\x00\x2f" + bytes(47)
    rtp = bytes(room.publish(publisher, TEACHER, 0, key=True, skip=True))
    hostile = [b"", client_hello, rtp, bytes(20), b"\x80" * 200, b"GET / HTTP/1.1\r\n\r\n"]
    hostile += [bytes([first]) * length for first in range(0, 256, 5) for length in (1, 13, 64)]

    assert answers_to(hostile, address) == []
    for wrong in (
        receiver.check(password="x" * 24),
        receiver.check(ufrag="nobody"),
        receiver.check()[:-1],
        receiver.check()[:-4] + b"\0\0\0\0",
    ):
        assert answers_to([wrong], address) == []
    # The same from an address that has passed a check: noise, an alert that is not authentic, forged media.
    for noise in (
        b"",
        client_hello,
        rtp,
        b"\x15\xfe\xfd" + bytes(8) + b"\x00\x02\x01\x00",
        b"\x80",
    ):
        receiver.send_raw(noise)
    room.publish(publisher, TEACHER, 1, key=True)
    assert receiver.receive_until(1)


def test_no_answer_is_longer_than_its_question(room: NodeLesson) -> None:
    receiver = room.join("village")
    assert receiver.remote is not None
    question = receiver.check()

    answers = answers_to([question], receiver.remote.candidates[0])

    assert answers, "a right check was not answered"
    assert len(answers[0]) <= len(question)


# --- the process --------------------------------------------------------------------------------


def test_a_node_ends_cleanly_on_ctrl_c_and_says_so_to_everybody(tmp_path: Path) -> None:
    with LinkEnd() as link, node_process(link, tmp_path, "node-2") as node:
        room = NodeLesson(link)
        peer = room.join("village")

        assert node.interrupt() == 0, node.tail()

        assert room.ended("village").reason is Ending.NODE_STOPPED
        assert "Traceback" not in node.tail()
        peer.close()


def test_a_node_that_lost_its_server_goes_on_and_tells_what_it_holds_when_it_is_back(
    tmp_path: Path,
) -> None:
    with LinkEnd() as link, node_process(link, tmp_path, "node-3"):
        room = NodeLesson(link)
        publisher, receiver = room.join("teacher", PUBLISHED), room.join("village")
        link.drop()
        room.publish(publisher, TEACHER, 0, key=True)
        assert receiver.receive_until(1)

        hello = link.wait_for(NodeHello, lambda message: bool(message.sessions), timeout=10)

        assert set(hello.sessions) == {room.session("teacher"), room.session("village")}
        assert hello.rooms == (room.lesson,)
        for peer in room.peers:
            peer.close()


def test_a_taken_port_ends_the_node_with_one_sentence(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with (
            LinkEnd() as link,
            pytest.raises(AssertionError, match="cannot be used"),
            node_process(link, tmp_path, "node-4", port=port, start_timeout=60),
        ):
            pass


def test_a_spare_opens_nothing_until_it_is_told_to_run_and_ends_when_nobody_needs_it(
    tmp_path: Path,
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken, LinkEnd() as link:
        taken.bind(("127.0.0.1", 0))
        settings = node_settings(link, tmp_path, "spare", port=taken.getsockname()[1])

        def ended(said: bytes) -> tuple[int, bytes]:
            done = subprocess.run(
                python("-m", "streaming", "node", "--spare"),
                input=said,
                capture_output=True,
                env={**os.environ, **settings},
                check=False,
            )
            return done.returncode, done.stderr

        assert ended(b"") == (0, b"")
        code, words = ended(b"run\n")
        assert (code, b"cannot be used" in words) == (1, True)


def test_a_server_that_was_away_is_told_each_interval_of_delivery_whole(room: NodeLesson) -> None:
    publisher, receiver = room.join("teacher", PUBLISHED), room.join("village")

    def told(since: int) -> list[Delivery]:
        """Speak until something is told, and return what was told of the village's sound."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            room.publish(publisher, SOUND)
            receiver.receive()
            receiver.keep_alive(time.monotonic())
            publisher.keep_alive(time.monotonic())
            time.sleep(0.02)
            found = [
                each
                for report in room.link.messages[since:]
                if isinstance(report, DeliveryReport) and report.lesson == room.lesson
                for each in report.deliveries
                if (each.session, each.kind) == (room.session("village"), "audio")
            ]
            if found:
                return found
        raise AssertionError("nothing was told within 20 s")

    before = told(0)[0]
    room.link.drop()
    known = len(room.link.messages)
    after = told(known)[0]
    assert (
        (after.number, after.began_at) == (before.number, before.began_at) == (0, before.began_at)
    )
    assert after.ended_at > before.ended_at
    receiver.close()
    final = room.link.wait_for(
        DeliveryReport, lambda report: report.lesson == room.lesson and report.final
    )
    # Where nothing more came, the end is set back to the middle between two looks.
    assert final.deliveries[0].ended_at >= after.ended_at - 1.5
