import pytest

from streaming.errors import PacketError
from streaming.rtp import rtx


def test_a_repeat_says_which_packet_it_repeats():
    payload = rtx.repeating(0xABCD, b"picture")
    assert payload == b"\xab\xcdpicture"
    assert rtx.original(payload) == (0xABCD, b"picture")


@pytest.mark.parametrize("payload", [b"", b"\x00"])
def test_a_repeat_without_a_number_is_refused(payload):
    with pytest.raises(PacketError, match="RTX"):
        rtx.original(payload)
