import re

from streaming.contract import Direction, Kind
from streaming.negotiated import departures_for, published_media, slot_descriptions
from tests.support.offers import negotiate, text_of

CLASSROOM = text_of("chromium-receive")
SIMULCAST = text_of("chromium-simulcast")


def test_a_publishers_layers_and_repairs_reach_the_relay():
    sound, picture = published_media(negotiate(SIMULCAST, Direction.PUBLISH))
    assert sound.red_payload_type == 63
    assert sound.rtx_payload_type == -1
    assert picture.rids == ("l", "m", "h")
    assert picture.rtx_payload_type == 109
    assert picture.description.codec.payload_type == 108


def test_a_receivers_repairs_reach_the_relay():
    negotiated = negotiate(CLASSROOM, Direction.RECEIVE, alternatives=True)
    sound, camera, board = slot_descriptions(negotiated)
    assert (sound.kind, sound.red_payload_type, sound.rtx_ssrc) == (Kind.AUDIO, 63, 0)
    assert camera.payload_types["VP8"] == 96
    assert camera.rtx_payload_types[96] == 97
    assert len({camera.ssrc, camera.rtx_ssrc, board.ssrc, board.rtx_ssrc}) == 4


def test_packets_are_numbered_for_whoever_says_when_they_came():
    assert departures_for(negotiate(CLASSROOM, Direction.RECEIVE)).extension == 3


def test_nothing_is_numbered_that_would_be_repeated_under_the_same_sequence():
    without_rtx = re.sub("a=rtpmap:[0-9]+ rtx/90000\r\n", "", CLASSROOM)
    assert departures_for(negotiate(without_rtx, Direction.RECEIVE)) is None


def test_nothing_is_numbered_without_the_extension_or_beyond_its_short_form():
    without = re.sub("a=extmap:3 [^\r]*\r\n", "", CLASSROOM)
    assert departures_for(negotiate(without, Direction.RECEIVE)) is None
    long = CLASSROOM.replace("a=extmap:3 ", "a=extmap:15 ")
    assert departures_for(negotiate(long, Direction.RECEIVE)) is None
