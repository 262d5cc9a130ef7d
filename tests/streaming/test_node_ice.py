"""An ICE restart of a real peer through a real node: new credentials, another port, the same keys and numbers."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from streaming.contract import Direction, JoinAccepted, JoinRefused, Refusal
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import PUBLISHED, SOUND, NodeLesson
from tests.support.node_process import node_process
from tests.support.receiving_page import CONNECT, RECEIVE, SOUND_PACKETS, empty_page

pytestmark = [pytest.mark.e2e]


OFFER = """async () => {
  pc.restartIce()
  await pc.setLocalDescription(await pc.createOffer())
  return pc.localDescription.sdp
}"""
PAIR = """async () => {
  const report = await pc.getStats()
  let found = {}
  report.forEach(entry => {
    if (entry.type === 'transport' && entry.selectedCandidatePairId) {
      const pair = report.get(entry.selectedCandidatePairId)
      found = { ufrag: report.get(pair.localCandidateId).usernameFragment, state: pc.connectionState }
    }
  })
  return found
}"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[NodeLesson]:
    with LinkEnd() as link, node_process(link, tmp_path) as node:
        lesson = NodeLesson(link)
        yield lesson
        lesson.close()
        node.assert_alive()


def line(name: str, text: str) -> str:
    """Return the first line of an attribute."""
    found = re.search(rf"^a={name}:.*$", text, re.MULTILINE)
    assert found, text
    return found[0].strip()


def heard(page: Page, more: int) -> None:
    """Wait until so many more packets of sound have come."""
    before = page.evaluate(SOUND_PACKETS)["packets"]
    deadline = time.monotonic() + 20
    while page.evaluate(SOUND_PACKETS)["packets"] < before + more:
        assert time.monotonic() < deadline, page.evaluate(PAIR)
        page.wait_for_timeout(50)


def test_chromium_restarts_its_ice_while_sound_goes_on(room: NodeLesson) -> None:
    session = room.session("browser")
    with room.speaking(), empty_page() as page:
        offer = page.evaluate(RECEIVE)
        answer = room.link.join(
            session, Direction.RECEIVE, offer, lesson=room.lesson, identity="room:1"
        )
        assert isinstance(answer, JoinAccepted), answer
        page.evaluate(CONNECT, answer.answer)
        heard(page, 20)
        before = page.evaluate(PAIR)["ufrag"]

        offer = page.evaluate(OFFER)
        heard(page, 20)
        said = [line(name, offer) for name in ("ice-ufrag", "ice-pwd", "mid")]
        restarted = room.link.restart(session, "\r\n".join(said))
        assert isinstance(restarted, JoinAccepted), restarted
        fresh = answer.answer
        for name in ("ice-ufrag", "ice-pwd"):
            fresh = re.sub(rf"a={name}:\S+", line(name, restarted.answer), fresh)
        page.evaluate(CONNECT, fresh)

        deadline = time.monotonic() + 20
        while (pair := page.evaluate(PAIR))["ufrag"] == before:
            assert time.monotonic() < deadline, pair
            page.wait_for_timeout(50)
        assert said[0] == f"a=ice-ufrag:{pair['ufrag']}"
        heard(page, 20)
        assert page.evaluate(PAIR)["state"] == "connected"
        page.evaluate("pc.close()")


def test_a_peer_whose_network_changed_restarts_its_ice_and_loses_nothing(room: NodeLesson) -> None:
    publisher, receiver = room.join("teacher", PUBLISHED), room.join("village")
    for number in range(10):
        room.publish(publisher, SOUND, number)
    assert len(receiver.receive_until(10)) == 10
    answer = room.link.restart(room.session("village"), receiver.new_credentials())
    assert isinstance(answer, JoinAccepted), answer
    # The old pair carries on until the new one is chosen.
    for number in range(10, 20):
        room.publish(publisher, SOUND, number)
    assert len(receiver.receive_until(10)) == 10
    old = receiver.address
    receiver.restart(answer.answer)
    assert receiver.address != old
    for number in range(20, 30):
        room.publish(publisher, SOUND, number)
    assert len(receiver.receive_until(10)) == 10
    for session, fragment, reason in (
        ("nobody", receiver.new_credentials(), Refusal.NO_SUCH_SESSION),
        ("village", "a=ice-ufrag:x", Refusal.BAD_OFFER),
    ):
        refused = room.link.restart(room.session(session), fragment)
        assert isinstance(refused, JoinRefused)
        assert refused.reason is reason
