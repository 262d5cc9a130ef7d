from streaming.errors import OfferError
from streaming.signaling.description import NO_CODEC, NoCommonCodec, Setup


def test_a_missing_codec_is_an_offer_that_cannot_be_answered():
    assert issubclass(NoCommonCodec, OfferError)


def test_setup_words_are_those_of_rfc_4145():
    assert [str(setup) for setup in Setup] == ["actpass", "active", "passive"]


def test_no_codec_can_be_mistaken_for_a_real_one():
    assert not NO_CODEC.name
    assert NO_CODEC.clock_rate == 0
