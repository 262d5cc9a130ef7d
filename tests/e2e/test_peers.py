"""An independent peer (libwebrtc in node) publishes by WHIP and plays by WHEP: codes, sound and roles arrive."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.support.hub import Hub, hub
from tests.support.hub_city import LESSON, ROOMS, TEACHER
from tests.support.peers_wrtc import wrtc_peer
from tests.support.timecode import sightings

pytestmark = [pytest.mark.e2e]

PLAYED_SECONDS = 5
PUBLISHED_SECONDS = PLAYED_SECONDS + 8
"""The player needs a moment to start."""
PEER_TIMEOUT = 60
BOARD_OFFSET = 8192
"""First code of the board: `wrtc_peer.cjs` sends the teacher's from 0."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with hub(tmp_path_factory.mktemp("peers")) as started:
        yield started


def test_a_libwebrtc_peer_publishes_and_another_one_plays_what_it_sent(
    running: Hub, tmp_path: Path, measured: list[str]
) -> None:
    publish = running.media_token(running.client(TEACHER), LESSON, "publish")
    classroom = running.classroom(ROOMS[0])
    receive = running.media_token(classroom, LESSON, "receive")
    addresses = {door["endpoint"]: running.url + door["endpoint"] for door in (publish, receive)}
    with (
        wrtc_peer(
            "publish",
            addresses[publish["endpoint"]],
            publish["token"],
            PUBLISHED_SECONDS,
            tmp_path / "publish.log",
        ) as publisher,
        wrtc_peer(
            "play",
            addresses[receive["endpoint"]],
            receive["token"],
            PLAYED_SECONDS,
            tmp_path / "play.log",
            cookies=classroom.cookies,
        ) as player,
    ):
        played = player.result(PEER_TIMEOUT)
        published = publisher.result(PEER_TIMEOUT)

    for role, offset in (("teacher", 0), ("board", BOARD_OFFSET)):
        shown = sightings(played[role])
        codes = [sighting.code for sighting in shown if sighting.code is not None]
        sent = range(offset, offset + published["sent"][role])
        measured.append(f"libwebrtc {role}: {len(codes)} of {len(shown)} frames readable")
        assert len(codes) >= 10 * PLAYED_SECONDS, f"{role}: only {len(codes)} codes"
        assert len(codes) >= 0.95 * len(shown)
        assert set(codes) <= set(sent), f"{role}: codes that were never sent in this role"
        assert codes == sorted(codes), f"{role}: out of order"
    assert played["sound"]["loud"] >= 50 * PLAYED_SECONDS, played["sound"]
    assert published["deleted"] == 200
    assert played["deleted"] == 200
    assert set(published["codecs"]) >= {"opus"}


def test_a_token_opens_its_door_once(running: Hub, tmp_path: Path) -> None:
    classroom = running.classroom(ROOMS[1])
    token = running.media_token(classroom, LESSON, "receive")
    address = running.url + token["endpoint"]
    play, shown = partial(wrtc_peer, "play", address, token["token"], 0.1), classroom.cookies
    with play(tmp_path / "first.log", cookies=shown) as peer:
        peer.result(PEER_TIMEOUT)

    with (
        play(tmp_path / "second.log", cookies=shown) as again,
        pytest.raises(AssertionError, match="HTTP 401"),
    ):
        again.result(PEER_TIMEOUT)
