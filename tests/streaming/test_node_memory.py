"""What has ended is freed at once: the node's collector looks so seldom that cycles would stay for hours."""

import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.relay_parts import IDR, SLICE, rtp_bytes
from tests.support.still_node import StillNode

SOUND, PICTURE = 1_798_849_742, 3_008_163_215
"""SSRCs of the recorded offer."""
FREED = ("Peer", "Dtls", "Srtp", "Uplink", "Downlink", "Slot", "Track", "Room", "RtpPacket")


@pytest.fixture
def still(tmp_path: Path) -> Iterator[StillNode]:
    gc.collect()
    gc.disable()
    made = StillNode(tmp_path)
    yield made
    made.close()
    gc.enable()


def living() -> Counter[str]:
    """Return how many objects there are of the kinds that a lesson is made of."""
    kinds = (type(one) for one in gc.get_objects())
    return Counter(
        kind.__name__
        for kind in kinds
        if kind.__name__ in FREED and str(kind.__module__).startswith("streaming.")
    )


def hold_lesson(still: StillNode) -> Counter[str]:
    """Let media flow for a second and a receiver leave early; return what lived meanwhile."""
    with still.lesson("chromium-publish") as ((sender, _), (early, _), _, room):
        handler = sender.handler
        assert handler is not None
        for number in range(50):
            now = 10.0 + number / 50
            picture = IDR if number == 0 else SLICE
            for data in (
                rtp_bytes(number, timestamp=960 * number, payload_type=111, ssrc=SOUND),
                rtp_bytes(number, timestamp=1_800 * number, payload=picture, ssrc=PICTURE),
            ):
                handler.receive_rtp(data, len(data), now)
            room.poll_publishers(now)
            room.poll_receivers(now)
            still.node._doors.flush()
        found = living()
        still.node._end_session(early.session, "left")  # type: ignore[arg-type]
    return found


def test_peers_keys_tracks_and_rooms_are_freed_without_the_collector(still: StillNode) -> None:
    before = living()
    during = hold_lesson(still)
    assert {"Peer", "Uplink", "Downlink", "Slot", "Track", "Room"} <= set(during - before)
    assert living() - before == Counter()


def everything() -> Counter[str]:
    """Count all objects by kind, but for the reports that wait: this node has no server that takes them."""
    kinds = (type(one) for one in gc.get_objects())
    return Counter(kind.__name__ for kind in kinds if kind.__module__ != "streaming.contract")


def test_a_lesson_leaves_nothing_else_either(still: StillNode) -> None:
    for _ in range(3):  # what is made once has been made then
        hold_lesson(still)
    before = everything()
    hold_lesson(still)
    more = everything() - before
    # The first count, and what the waiting reports hold.
    assert more <= Counter({"Counter": 1, "tuple": 2}), more
