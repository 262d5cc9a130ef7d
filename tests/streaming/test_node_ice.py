"""An ICE restart of a real peer through a real node: new credentials, another port, the same keys and numbers."""

from pathlib import Path

import pytest

from streaming.contract import JoinAccepted, JoinRefused, Refusal
from tests.support.link_end import LinkEnd
from tests.support.node_lesson import PUBLISHED, SOUND, NodeLesson
from tests.support.node_process import node_process

pytestmark = [pytest.mark.e2e]


def test_a_peer_whose_network_changed_restarts_its_ice_and_loses_nothing(
    tmp_path: Path,
) -> None:
    with LinkEnd() as link, node_process(link, tmp_path) as node:
        room = NodeLesson(link)
        try:
            restart(room)
        finally:
            room.close()
        node.assert_alive()


def restart(room: NodeLesson) -> None:
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
