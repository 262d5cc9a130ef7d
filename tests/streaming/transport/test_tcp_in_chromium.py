"""Media over TCP through a real node: a light peer and a real Chromium that never hear of, or cannot use, its UDP port."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from streaming.contract import Direction, JoinAccepted, SessionConnected
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import PUBLISHED, TEACHER, NodeLesson
from tests.support.node_process import node_process
from tests.support.receiving_page import CONNECT, RECEIVE, SOUND_PACKETS, empty_page

pytestmark = [pytest.mark.e2e]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[NodeLesson]:
    with LinkEnd() as link, node_process(link, tmp_path) as node:
        lesson = NodeLesson(link)
        yield lesson
        lesson.close()
        node.assert_alive()


def test_pictures_cross_from_udp_to_tcp_and_back(room: NodeLesson) -> None:
    publisher = room.join("teacher", PUBLISHED, stream=True)
    receivers = [room.join("village", stream=True), room.join("town")]

    for number in range(40):
        room.publish(publisher, TEACHER, number, key=number == 0)

    for receiver in receivers:
        sequences = [packet.sequence for packet in receiver.receive_until(40)]
        assert sequences == [(sequences[0] + step) & 0xFFFF for step in range(40)]


@pytest.fixture
def page() -> Iterator[Page]:
    with empty_page() as page:
        yield page


@pytest.mark.parametrize("protocol", ["tcp", "udp"])
def test_chromium_takes_tcp_where_udp_does_not_pass_and_udp_where_it_does(
    room: NodeLesson, page: Page, protocol: str
) -> None:
    with room.speaking():
        offer = page.evaluate(RECEIVE)
        answer = room.link.join(
            room.session("browser"),
            Direction.RECEIVE,
            offer,
            lesson=room.lesson,
            identity="room:1",
        )
        assert isinstance(answer, JoinAccepted), answer
        text = answer.answer
        if protocol == "tcp":
            # Nobody answers at this port: what a wall that drops UDP looks like from inside.
            text = re.sub(r"( udp \d+ [\d.]+) \d+ ", r"\1 9 ", text)
        seconds = page.evaluate(CONNECT, text)
        room.link.wait_for(SessionConnected, lambda event: event.session == room.session("browser"))

        found = page.evaluate(SOUND_PACKETS)
        deadline = time.monotonic() + 10
        while found["packets"] < 50 and time.monotonic() < deadline:
            page.wait_for_timeout(100)
            found = page.evaluate(SOUND_PACKETS)
        assert found["packets"] >= 50, found
        assert found["protocol"] == protocol
        print(f"connected over {protocol} after {seconds:.2f} s")  # noqa: T201 - a figure of the results page
        page.evaluate("pc.close()")
