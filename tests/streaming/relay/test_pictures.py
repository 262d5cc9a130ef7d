from streaming.relay.pictures import PictureNumbers
from streaming.rtp.vp8 import describe


def vp8(picture, base):
    return bytes((0x90, 0xE0, 0x80 | picture >> 8, picture & 0xFF, base, 0)) + b"picture"


def numbers(payload):
    descriptor = describe(payload)
    return descriptor.picture, descriptor.base


def test_the_first_source_keeps_its_numbers():
    pictures = PictureNumbers()
    pictures.begin(vp8(500, 9))
    assert pictures.rewrite(vp8(500, 9)) == vp8(500, 9)
    assert not pictures.rewrites


def test_the_next_source_goes_on_where_the_last_one_ended():
    pictures = PictureNumbers()
    pictures.begin(vp8(500, 9))
    for step in range(3):
        pictures.passed(vp8(500 + step, 9 + step))
    pictures.begin(vp8(17, 200))
    assert pictures.rewrites
    assert numbers(pictures.rewrite(vp8(17, 200))) == (503, 12)
    assert numbers(pictures.rewrite(vp8(18, 201))) == (504, 13)


def test_a_late_packet_does_not_turn_the_count_back():
    pictures = PictureNumbers()
    pictures.begin(vp8(0x7FFF, 255))
    pictures.passed(vp8(0x7FFF, 255))
    pictures.passed(vp8(0, 0))
    pictures.passed(vp8(0x7FFF, 255))
    pictures.begin(vp8(40, 40))
    assert numbers(pictures.rewrite(vp8(40, 40))) == (1, 1)


def test_what_is_no_vp8_passes_as_it_is():
    pictures = PictureNumbers()
    pictures.begin(b"")
    pictures.passed(b"")
    assert pictures.rewrite(b"\x90") == b"\x90"
