from dataclasses import replace

import pytest

from streaming.contract import Kind
from streaming.metrics import Drop
from streaming.ports import RtpPacket
from streaming.relay.pacer import Pacer
from streaming.relay.slot import SlotDescription
from streaming.rtp import red
from streaming.rtp.vp8 import describe
from tests.support.layered import PICTURE, STEP, Layers, Shown
from tests.support.relay_parts import IDR, TEACHER_AUDIO, TEACHER_VIDEO, VP8


@pytest.fixture
def layers():
    return Layers()


@pytest.fixture
def shown(layers):
    return Shown(layers)


def test_a_slot_begins_with_the_layer_that_is_chosen(layers, shown):
    shown.slot.choose(layers.tracks[1])
    layers.send(0, 0.0, key=True)
    layers.send(1, 0.0, key=True, octets=7)
    assert [len(sent.payload) for sent in shown.media] == [len(IDR) + 7]


def test_a_change_of_layer_waits_for_its_key_frame_and_the_old_layer_flows_until_then(
    layers, shown
):
    shown.slot.choose(layers.tracks[2])
    layers.send(2, 0.0, key=True)
    shown.slot.choose(layers.tracks[0])
    assert layers.tracks[0].key_frames.wanted
    layers.send(2, 0.1)
    layers.send(0, 0.1)
    layers.send(0, 0.2, key=True, octets=7)
    layers.send(2, 0.2)
    layers.send(0, 0.3)
    assert [len(sent.payload) for sent in shown.media] == [21, 21, 28, 21]
    assert shown.sequences == [100, 101, 102, 103]
    assert shown.slot.switches == 1
    assert shown.slot.track is layers.tracks[0]


def test_on_the_way_down_the_old_layers_key_frame_is_left_out(layers, shown):
    shown.slot.choose(layers.tracks[2])
    layers.send(2, 0.0, key=True)
    shown.slot.choose(layers.tracks[0])
    layers.send(2, 0.1)
    layers.send(2, 0.2, key=True)
    layers.send(2, 0.3)
    assert len(shown.media) == 2
    layers.send(0, 0.3, key=True)
    assert shown.sequences == [100, 101, 102]


def test_a_slot_that_is_to_go_down_and_then_stays_gets_everything_by_its_row_again(layers, shown):
    shown.slot.choose(layers.tracks[2])
    layers.send(2, 0.0, key=True)
    shown.slot.choose(layers.tracks[0])
    layers.send(2, 0.1)
    shown.slot.choose(layers.tracks[2])
    layers.send(2, 0.2, key=True)
    assert shown.sequences == [100, 101, 102]


def test_time_goes_on_without_a_seam_by_the_publishers_clock(layers, shown):
    for layer in range(3):
        layers.report(layer, 0.0)
    shown.slot.choose(layers.tracks[2])
    layers.send(2, 1.0, key=True)
    shown.slot.choose(layers.tracks[0])
    # Sent at 1.1 s, whenever it arrived.
    layers.send(0, 1.1, key=True)
    first, second = shown.media
    assert second.timestamp - first.timestamp == pytest.approx(9000, abs=2)


def test_without_a_clock_the_arrivals_tell_the_time(layers, shown):
    shown.slot.choose(layers.tracks[2])
    layers.send(2, 1.0, key=True)
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 1.5, key=True)
    first, second = shown.media
    assert second.timestamp - first.timestamp == 45_000


def test_a_layer_that_the_link_cannot_carry_stops_at_once(layers, shown):
    shown.slot.choose(layers.tracks[2])
    layers.send(2, 0.0, key=True)
    shown.slot.choose(layers.tracks[0], at_once=True)
    layers.send(2, 0.1)
    assert len(shown.media) == 1
    layers.send(0, 0.2, key=True)
    assert shown.sequences == [100, 101]


def test_a_picture_can_be_switched_off_and_on_again(layers, shown):
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 0.0, key=True)
    shown.slot.choose(None)
    layers.send(0, 0.1, key=True)
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 0.2)
    layers.send(0, 0.3, key=True)
    assert shown.sequences == [100, 101]


def test_a_wish_that_is_taken_back_changes_nothing(layers, shown):
    shown.slot.choose(layers.tracks[1])
    layers.send(1, 0.0, key=True)
    shown.slot.choose(layers.tracks[2])
    shown.slot.choose(layers.tracks[2])
    assert shown.slot.wanted is layers.tracks[2]
    shown.slot.choose(layers.tracks[1])
    layers.send(2, 0.1, key=True)
    layers.send(1, 0.1)
    assert shown.slot.switches == 0
    assert len(shown.media) == 2


def test_a_slot_that_waits_to_begin_can_change_its_mind(layers, shown):
    shown.slot.choose(layers.tracks[2])
    shown.slot.choose(layers.tracks[0])
    layers.send(2, 0.0, key=True)
    layers.send(0, 0.0, key=True, octets=7)
    assert [len(sent.payload) for sent in shown.media] == [len(IDR) + 7]


def test_a_layer_that_ends_before_its_key_frame_leaves_the_slot_where_it_is(layers, shown):
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 0.0, key=True)
    shown.slot.choose(layers.tracks[1])
    layers.tracks[1].receivers.restart()
    layers.tracks[1].receivers.end()
    assert shown.slot.wanted is layers.tracks[0]
    layers.send(0, 0.1)
    assert len(shown.media) == 2


def test_packets_are_repeated_in_a_stream_of_their_own_across_a_change_of_layer(layers, shown):
    shown.slot.choose(layers.tracks[2])
    layers.send(2, 0.0, key=True)
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 0.1, key=True)
    for sequence in (100, 101):
        assert shown.slot.repeat(sequence, 0.2) == len(IDR)
    for sent, again, number in zip(shown.media, shown.repeats, (100, 101), strict=True):
        assert again.payload == number.to_bytes(2, "big") + sent.payload
        assert (again.timestamp, again.marker) == (sent.timestamp, sent.marker)
        assert again.payload_type == 121
    assert [again.sequence for again in shown.repeats] == [100, 101]


def test_without_a_stream_for_repeats_they_go_out_as_they_did_first(layers):
    shown = Shown(layers, replace(PICTURE, rtx_ssrc=0, rtx_payload_types={}))
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 0.0, key=True)
    shown.slot.repeat(100, 0.1)
    assert shown.media[0] == shown.media[1]
    assert shown.slot.repeat_newest(0, 0.1) == 0


def test_a_probe_repeats_the_newest_packets(layers, shown):
    assert shown.slot.repeat_newest(0, 0.0) == 0
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 0.0, key=True)
    layers.send(0, 0.1)
    assert shown.slot.repeat_newest(0, 0.1) > 0
    assert shown.slot.repeat_newest(1, 0.1) > 0
    assert [int.from_bytes(again.payload[:2], "big") for again in shown.repeats] == [101, 100]
    assert shown.slot.repeat_newest(2, 0.1) == 0
    shown.slot.choose(None)
    assert shown.slot.repeat_newest(7, 60.0) > 0
    assert int.from_bytes(shown.repeats[-1].payload[:2], "big") == 101


def test_what_another_publisher_sent_is_not_repeated(layers, shown):
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 0.0, key=True)
    other = Layers()
    shown.slot.attach(other.publication)
    shown.slot.choose(other.tracks[0])
    other.send(0, 0.5, key=True)
    assert shown.slot.repeat(100, 0.6) == 0
    assert shown.slot.repeat(101, 0.6) > 0
    assert layers.drops.counts[Drop.NOT_CACHED] == 1


def vp8(picture, base, *, key=False):
    return bytes((0x90, 0xE0, 0x80 | picture >> 8, picture & 0xFF, base, 0, 0 if key else 1))


def test_picture_numbers_go_on_without_a_seam():
    layers = Layers(2, replace(TEACHER_VIDEO, codec=VP8))
    shown = Shown(layers)
    shown.slot.choose(layers.tracks[1])
    layers.send(1, 0.0, key=True, payload=vp8(500, 9, key=True))
    layers.send(1, 0.1, payload=vp8(501, 10))
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 0.2, key=True, payload=vp8(20, 200, key=True))
    layers.send(0, 0.3, payload=vp8(21, 201))
    read = [describe(sent.payload) for sent in shown.media]
    assert [(it.picture, it.base) for it in read] == [(500, 9), (501, 10), (502, 11), (503, 12)]
    assert shown.sequences == [100, 101, 102, 103]
    assert shown.slot.repeat(103, 0.4) > 0
    assert describe(shown.repeats[0].payload[2:]).picture == 503
    # What the other picture's numbers were is past.
    assert shown.slot.repeat(101, 0.4) == 0


def test_a_codec_that_the_receiver_lacks_is_not_attached(layers):
    shown = Shown(layers, replace(PICTURE, payload_types={"VP9": 98}))
    assert shown.slot.publication is None
    shown.slot.want_key_frame()


VOICE = SlotDescription("teacher", Kind.AUDIO, 1000, {"opus": 111}, 48_000, red_payload_type=63)


def test_redundant_sound_carries_the_frames_before():
    layers = Layers(1, TEACHER_AUDIO)
    shown = Shown(layers, VOICE)
    shown.slot.set_redundancy()
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 0.00, payload=b"one")
    shown.slot.redundancy.reported(0.1)
    shown.slot.set_redundancy()
    layers.send(0, 0.02, payload=b"two")
    layers.send(0, 0.04, payload=b"three")
    plain, _, last = shown.media
    assert (plain.payload_type, plain.payload) == (111, b"one")
    assert last.payload_type == 63
    assert [block.payload for block in red.parse(last.payload)] == [b"one", b"two", b"three"]
    assert shown.sequences == [100, 101, 102]
    for _ in range(20):
        shown.slot.redundancy.reported(0.0)
    shown.slot.set_redundancy()
    layers.send(0, 0.06, payload=b"four")
    assert shown.media[-1].payload_type == 111
    assert shown.slot.octets == sum(len(sent.payload) for sent in shown.media)


def test_step_is_a_thirtieth_of_a_second():
    assert STEP == 90_000 // 30


def test_a_slot_may_begin_with_a_packet_that_came_late(layers, shown):
    shown.slot.choose(layers.tracks[0])
    late = RtpPacket(100, 5, 65_541, 9000, 102, True, IDR, True, 1.0)
    layers.tracks[0].receivers.forward_late(late)
    assert shown.sequences == [100]
    assert shown.slot.octets == len(IDR)


def test_on_the_way_up_to_a_layer_that_rests_the_old_layers_key_frame_is_shown(layers, shown):
    shown.slot.choose(layers.tracks[0])
    layers.send(0, 0.0, key=True)
    layers.send(2, 0.0, key=True)
    shown.slot.pace(Pacer(shown.wire, layers.drops, 10_000_000, 0.0))
    shown.slot.choose(layers.tracks[2])
    layers.send(0, 5.0)
    layers.send(0, 5.1, key=True)
    assert len(shown.media) == 3
    layers.send(2, 5.2)
    layers.send(0, 5.3, key=True)
    assert len(shown.media) == 3
    layers.send(2, 5.3, key=True)
    assert len(shown.media) == 4
