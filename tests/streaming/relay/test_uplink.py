import pytest

from streaming.contract import Kind
from streaming.metrics import Drop, Drops
from streaming.ports import Codec, TrackDescription
from streaming.relay.sections import PublishedMedia
from streaming.relay.uplink import Uplink
from streaming.rtp import extensions, red, rtcp
from tests.support.relay_parts import (
    BOARD_VIDEO,
    IDR,
    TEACHER_AUDIO,
    TEACHER_VIDEO,
    MemoryWire,
    rtp_bytes,
)

WIDE = {extensions.MID: 4, extensions.TRANSPORT_WIDE_CC: 3}


class Publisher:
    """An uplink with its surroundings."""

    def __init__(self, *media):
        self.wire, self.drops, self.started = MemoryWire(), Drops(), []
        self.uplink = Uplink(media, self.wire, self.start, self.drops, 1, 0.0)

    def start(self, uplink, publication, track, replaced, now):
        self.started.append(track)

    def send(self, data, now=0.0):
        self.uplink.receive_rtp(data, len(data), now)

    def feedback(self, kind):
        packets = [p for compound in self.wire.rtcp for p in rtcp.parse(compound)]
        return [p for p in packets if isinstance(p, kind)]


def test_the_first_packet_starts_the_track_of_its_announced_ssrc():
    publisher = Publisher(
        PublishedMedia(TEACHER_VIDEO, "0", (7,)), PublishedMedia(BOARD_VIDEO, "1", (8,))
    )
    publisher.send(rtp_bytes(1, ssrc=8))
    publisher.send(rtp_bytes(2, ssrc=8))
    assert [track.description for track in publisher.started] == [BOARD_VIDEO]


def test_an_unannounced_ssrc_is_known_by_its_mid():
    publisher = Publisher(
        PublishedMedia(TEACHER_VIDEO, "v1", (), WIDE), PublishedMedia(BOARD_VIDEO, "v2", (), WIDE)
    )
    publisher.send(rtp_bytes(1, ssrc=500, extension=b"\x41v2"))
    assert [track.description for track in publisher.started] == [BOARD_VIDEO]


def test_without_ssrc_and_mid_a_unique_payload_type_is_enough():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0"), PublishedMedia(TEACHER_AUDIO, "1"))
    publisher.send(rtp_bytes(1, ssrc=500, payload_type=111))
    assert [track.description for track in publisher.started] == [TEACHER_AUDIO]


def test_two_sections_of_one_payload_type_are_not_guessed_between():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0"), PublishedMedia(BOARD_VIDEO, "1"))
    publisher.send(rtp_bytes(1, ssrc=500))
    assert publisher.started == []
    assert publisher.drops.counts[Drop.UNKNOWN_SSRC] == 1


def test_a_new_ssrc_of_the_same_section_replaces_the_old_track():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0", (), WIDE))
    publisher.send(rtp_bytes(1, ssrc=500, extension=b"\x400"))
    publisher.send(rtp_bytes(1, ssrc=501, extension=b"\x400"), now=2.0)
    assert len(publisher.started) == 2
    assert [track.ssrc for track in publisher.uplink.tracks] == [501]


def test_a_section_that_changes_its_ssrc_with_every_packet_is_held_to_one_a_second():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0", (), WIDE))
    for step in range(200):
        publisher.send(rtp_bytes(1, ssrc=500 + step, extension=b"\x400"), now=step / 100)
    assert len(publisher.started) == 2
    assert publisher.drops.counts[Drop.RESTARTED_TOO_OFTEN] == 198


def test_another_payload_type_than_the_agreed_one_is_dropped():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0", (7,)))
    publisher.send(rtp_bytes(1, payload_type=97))
    assert publisher.drops.counts[Drop.UNKNOWN_PAYLOAD_TYPE] == 1


def test_the_payload_is_taken_without_header_extension():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0", (7,), WIDE))
    publisher.send(rtp_bytes(1, payload=IDR, extension=b"\x31\x00\x05"))
    track = publisher.started[0]
    kept = track.cache.get(track.statistics.highest, 0.0)
    assert kept.payload == IDR
    assert kept.key_frame


def test_transport_wide_numbers_come_back_as_feedback():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0", (7,), WIDE))
    for number in range(5):
        publisher.send(rtp_bytes(number, extension=bytes([0x31, 0, number])), now=number / 100)
    publisher.uplink.poll(0.2)
    (feedback,) = publisher.feedback(rtcp.TransportFeedback)
    assert feedback.base_sequence == 0
    assert feedback.ssrc == 7


def test_a_publisher_without_transport_feedback_is_told_a_rate():
    codec = Codec("VP8", 102, 90_000, feedback=("nack", "goog-remb"))
    description = TrackDescription("teacher", Kind.VIDEO, codec)
    publisher = Publisher(PublishedMedia(description, "0", (7,)))
    publisher.send(rtp_bytes(1))
    publisher.uplink.poll(1.1)
    (estimate,) = publisher.feedback(rtcp.Remb)
    assert estimate.bitrate_bps > 1_000_000
    assert estimate.ssrcs == (7,)


def test_missing_packets_are_asked_for_and_wishes_for_key_frames_go_out_once():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0", (7,)))
    publisher.send(rtp_bytes(1))
    publisher.send(rtp_bytes(4))
    for _ in range(30):
        publisher.started[0].want_key_frame()
    publisher.uplink.poll(0.05)
    publisher.uplink.poll(0.06)
    assert [nack.sequences for nack in publisher.feedback(rtcp.Nack)] == [(2, 3)]
    assert len(publisher.feedback(rtcp.Pli)) == 1


def test_reports_name_every_track_once_a_second():
    publisher = Publisher(
        PublishedMedia(TEACHER_VIDEO, "0", (7,)), PublishedMedia(TEACHER_AUDIO, "1", (9,))
    )
    publisher.send(rtp_bytes(1))
    publisher.send(rtp_bytes(1, ssrc=9, payload_type=111))
    for step in range(25):
        publisher.uplink.poll(step / 10)
    reports = publisher.feedback(rtcp.ReceiverReport)
    assert len(reports) == 2
    assert {block.ssrc for block in reports[0].reports} == {7, 9}


def test_traffic_is_what_came_since_the_last_look():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0", (7,)))
    for sequence in range(10):
        publisher.send(rtp_bytes(sequence, payload=bytes(1250)))
    assert publisher.uplink.traffic(1.0).video_kbps == pytest.approx(100)
    assert publisher.uplink.traffic(2.0).video_kbps == 0


@pytest.mark.parametrize("data", [b"", b"\x80", bytes(12), b"\xc0" + bytes(40)])
def test_broken_packets_of_an_authentic_peer_are_counted(data):
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0", (7,)))
    publisher.send(memoryview(bytearray(data + bytes(2048)))[: len(data)])
    assert publisher.drops.counts[Drop.BAD_RTP] == 1


def test_broken_control_packets_are_counted():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0", (7,)))
    publisher.uplink.receive_rtcp(b"\x80\xc8\xff\xff" + bytes(8), 0.0)
    assert publisher.drops.counts[Drop.BAD_RTCP] == 1


# --- layers and repair ----------------------------------------------------------------------------

LAYERED = {extensions.MID: 4, extensions.RTP_STREAM_ID: 5, extensions.REPAIRED_RTP_STREAM_ID: 6}
CAMERA = PublishedMedia(TEACHER_VIDEO, "0", (), LAYERED, ("l", "h"), {}, 103)
SOUND = PublishedMedia(TEACHER_AUDIO, "1", (9,), red_payload_type=63)


def payloads(track):
    first = track.statistics.highest - 10
    kept = (track.cache.get(sequence, 0.0) for sequence in range(first, first + 11))
    return [packet.payload for packet in kept if packet is not None]


def layer_packet(sequence, rid, ssrc, **more):
    return rtp_bytes(sequence, ssrc=ssrc, extension=b"\x400\x50" + rid, **more)


def repeat_packet(sequence, original, payload, rid=b"l", ssrc=600):
    content = original.to_bytes(2, "big") + payload
    extension = b"\x400\x60" + rid
    return rtp_bytes(sequence, ssrc=ssrc, payload_type=103, payload=content, extension=extension)


def test_each_layer_is_a_track_of_one_publication():
    publisher = Publisher(CAMERA)
    publisher.send(layer_packet(1, b"h", 501))
    publisher.send(layer_packet(1, b"l", 500))
    assert [track.layer for track in publisher.started] == [1, 0]
    (publication,) = publisher.uplink.publications.values()
    assert [track.ssrc for track in publication.layers] == [500, 501]


def test_a_retransmission_fills_the_hole_that_it_was_asked_for():
    publisher = Publisher(CAMERA)
    publisher.send(layer_packet(1, b"l", 500, payload=b"one"))
    publisher.send(layer_packet(3, b"l", 500, payload=b"three"))
    publisher.send(repeat_packet(1, 2, b"two"))
    publisher.send(repeat_packet(2, 2, b"two"))
    assert payloads(publisher.started[0]) == [b"one", b"two", b"three"]
    assert publisher.started[0].losses.recovered == 1
    assert publisher.drops.counts[Drop.DUPLICATE] == 0


def test_a_retransmission_stream_without_its_track_is_no_track():
    publisher = Publisher(CAMERA)
    publisher.send(repeat_packet(1, 2, b"two"))
    assert publisher.started == []
    assert publisher.drops.counts[Drop.UNKNOWN_SSRC] == 1


def test_a_layer_has_one_retransmission_stream_and_loses_it_with_its_ssrc():
    publisher = Publisher(CAMERA)
    publisher.send(layer_packet(1, b"l", 500, payload=b"one"))
    publisher.send(repeat_packet(1, 2, b"two", ssrc=600))
    publisher.send(repeat_packet(1, 3, b"three", ssrc=601))
    assert list(publisher.uplink._repeats) == [601]
    publisher.send(layer_packet(1, b"l", 502), now=5.0)
    assert publisher.uplink._repeats == {}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (rtp_bytes(2, ssrc=600, payload_type=103, payload=b"x"), Drop.BAD_RTP),
        (rtp_bytes(2, ssrc=600, payload_type=99, payload=b"xxx"), Drop.UNKNOWN_PAYLOAD_TYPE),
        (rtp_bytes(2, ssrc=600, payload_type=103, payload=b""), None),
    ],
)
def test_a_broken_retransmission_is_counted_and_a_probe_is_not(data, reason):
    publisher = Publisher(CAMERA)
    publisher.send(layer_packet(1, b"l", 500))
    publisher.send(repeat_packet(1, 9, b"nine"))
    publisher.send(data)
    counted = {name: count for name, count in publisher.drops.counts.items() if count}
    assert counted == ({reason: 1} if reason else {})


def red_packet(sequence, timestamp, payload):
    return rtp_bytes(sequence, ssrc=9, payload_type=63, timestamp=timestamp, payload=payload)


def test_redundant_sound_fills_holes_before_its_own_frame():
    publisher = Publisher(SOUND)
    publisher.send(red_packet(1, 960, red.pack(111, [], b"one")))
    older = [(1920, b"two"), (960, b"three")]
    publisher.send(red_packet(4, 3840, red.pack(111, older, b"four")))
    track = publisher.started[0]
    assert payloads(track) == [b"one", b"two", b"three", b"four"]
    second = track.cache.get(track.statistics.highest - 2, 0.0)
    assert (second.timestamp_rtp, second.payload_type) == (1920, 111)


def test_redundancy_that_nobody_lacks_is_no_duplicate():
    publisher = Publisher(SOUND)
    publisher.send(red_packet(1, 960, red.pack(111, [(960, b"zero")], b"one")))
    publisher.send(red_packet(2, 1920, red.pack(111, [(960, b"one")], b"two")))
    assert payloads(publisher.started[0]) == [b"one", b"two"]
    assert publisher.drops.counts[Drop.DUPLICATE] == 0


def test_broken_redundant_sound_is_counted():
    publisher = Publisher(SOUND)
    publisher.send(red_packet(1, 960, b"\xef"))
    assert publisher.drops.counts[Drop.BAD_RTP] == 1


def test_the_publishers_clock_reaches_its_track_and_no_other():
    publisher = Publisher(PublishedMedia(TEACHER_VIDEO, "0", (7,)))
    publisher.send(rtp_bytes(1))
    report = rtcp.sender_report(7, 5 << 32, 1000, 1, 1) + rtcp.sender_report(99, 6 << 32, 1, 1, 1)
    publisher.uplink.receive_rtcp(report + rtcp.bye([7]), 2.0)
    assert publisher.started[0].clock[0].ntp_time == 5 << 32


def test_a_publisher_of_sound_alone_is_told_no_rate():
    codec = Codec("opus", 102, 48_000, channels=2, feedback=("goog-remb",))
    description = TrackDescription("teacher", Kind.AUDIO, codec)
    publisher = Publisher(PublishedMedia(description, "0", (7,)))
    publisher.send(rtp_bytes(1))
    publisher.uplink.poll(1.1)
    assert publisher.feedback(rtcp.Remb) == []
