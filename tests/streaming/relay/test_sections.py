import pytest

from streaming.relay.sections import PublishedMedia, Sections
from streaming.rtp import extensions
from streaming.rtp.header import parse
from tests.support.relay_parts import BOARD_VIDEO, TEACHER_AUDIO, TEACHER_VIDEO, rtp_bytes

LAYERED = {
    extensions.MID: 4,
    extensions.RTP_STREAM_ID: 5,
    extensions.REPAIRED_RTP_STREAM_ID: 6,
}
CAMERA = PublishedMedia(TEACHER_VIDEO, "0", (), LAYERED, ("l", "m", "h"), {}, 103)
BOARD = PublishedMedia(BOARD_VIDEO, "1", (), LAYERED, ("l", "h"), {}, 103)


def place(*sections, ssrc=500, payload_type=102, extension=b""):
    data = rtp_bytes(1, ssrc=ssrc, payload_type=payload_type, extension=extension)
    found = Sections(sections).place(data, parse(data, len(data)))
    return found and (found.section.mid, found.layer, found.repeats)


@pytest.mark.parametrize(("rid", "layer"), [(b"l", 0), (b"m", 1), (b"h", 2)])
def test_a_layer_is_known_by_its_rid(rid, layer):
    assert place(CAMERA, BOARD, extension=b"\x400\x50" + rid) == ("0", layer, False)


def test_a_repeat_of_a_layer_is_known_by_the_other_rid():
    assert place(CAMERA, BOARD, payload_type=103, extension=b"\x401\x60h") == ("1", 1, True)


@pytest.mark.parametrize("extension", [b"\x400", b"\x400\x50x", b"\x402\x50l", b"\x50l"])
def test_a_packet_that_does_not_tell_belongs_nowhere(extension):
    assert place(CAMERA, BOARD, extension=extension) is None


def test_an_announced_stream_and_its_repeats_need_no_extension():
    announced = PublishedMedia(TEACHER_VIDEO, "0", (7,), {}, (), {8: 7}, 103)
    assert place(announced, ssrc=7) == ("0", 0, False)
    assert place(announced, ssrc=8, payload_type=103) == ("0", 0, True)


def test_redundant_sound_belongs_to_the_section_of_its_sound():
    sound = PublishedMedia(TEACHER_AUDIO, "2", red_payload_type=63)
    assert place(CAMERA, sound, payload_type=63) == ("2", 0, False)
