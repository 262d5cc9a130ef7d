import logging

import pytest

from streaming.contract import CloseRoom
from tests.support.app import LESSON, Hall


async def test_a_message_of_the_wrong_direction_is_logged_and_dropped(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        async with hall.node() as node:
            await node.tell(CloseRoom(LESSON))
    assert "message of the wrong direction peer=node-1 type=close_room" in caplog.text
