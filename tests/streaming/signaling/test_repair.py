from dataclasses import replace

import pytest

from streaming.ports import Codec
from streaming.signaling.offer import parse_offer
from streaming.signaling.repair import MAX_LAYERS, layers, prefers, redundancy, retransmissions
from tests.support.offers import text_of

SOUND, PICTURE = parse_offer(text_of("chromium-simulcast")).media
OPUS = next(codec for codec in SOUND.codecs if codec.name == "opus")
RED = next(codec for codec in SOUND.codecs if codec.name == "red")
VP8 = next(codec for codec in PICTURE.codecs if codec.name == "VP8")


def test_each_codec_has_its_own_repeats():
    assert [it.payload_type for it in retransmissions(PICTURE, (VP8,)).values()] == [97]


def test_what_cannot_be_asked_for_again_is_not_repeated():
    assert retransmissions(PICTURE, (replace(VP8, feedback=("transport-cc",)),)) == {}


def test_redundant_sound_carries_the_agreed_codec_only():
    assert redundancy(SOUND, OPUS) == RED
    assert redundancy(SOUND, replace(OPUS, payload_type=112)) is None
    assert redundancy(PICTURE, VP8) is None


@pytest.mark.parametrize(
    "red",
    [
        replace(RED, clock_rate=8000),
        replace(RED, parameters={}),
        replace(RED, parameters={"111/110": ""}),
        Codec("red", 63, 48_000, 1, {"111/111": ""}),
    ],
)
def test_a_red_of_another_shape_is_left(red):
    assert redundancy(replace(SOUND, codecs=(OPUS, red)), OPUS) is None


def test_the_peers_order_is_read():
    assert prefers(SOUND, OPUS, RED)
    assert not prefers(SOUND, RED, OPUS)


def test_layers_are_bounded_and_one_alone_is_none():
    assert layers(PICTURE) == ("l", "m", "h")
    assert layers(replace(PICTURE, rids=("a",))) == ()
    assert layers(replace(PICTURE, rids=tuple("abcdef"))) == tuple("abcdef")[:MAX_LAYERS]
