import pytest

from streaming.contract import Kind
from streaming.metrics import Drop, Drops
from streaming.ports import Departures
from streaming.relay.downlink import LONGEST_HOLD, REPEATS_PER_SECOND, Downlink
from streaming.relay.publication import Publication
from streaming.relay.slot import Slot, SlotDescription
from streaming.relay.track import Track
from streaming.rtp import rtcp
from streaming.rtp.rtcp import ReportBlock, SenderReport
from streaming.rtp.transport_cc import feedback_packets
from tests.support.layered import PICTURE, Layers
from tests.support.relay_parts import (
    IDR,
    SLICE,
    TEACHER_AUDIO,
    TEACHER_VIDEO,
    MemoryWire,
    packet,
)

VIDEO = SlotDescription("teacher", Kind.VIDEO, 2000, {"H264": 120}, 90_000)
AUDIO = SlotDescription("teacher", Kind.AUDIO, 1000, {"opus": 63}, 48_000)


class Receiver:
    """A downlink with one slot and a track."""

    def __init__(self, description=VIDEO, published=TEACHER_VIDEO):
        self.wire, self.drops = MemoryWire(), Drops()
        self.slot = Slot(description, self.wire, (100, 5000), self.drops)
        self.downlink = Downlink((self.slot,), self.wire, "node", self.drops, 0.0)
        self.track = Track(published, 7, self.drops)
        self.publication = Publication(published)
        self.publication.add(self.track)
        self.attached = self.slot.attach(self.publication)
        self.downlink.allocation.choose(0.0)

    @property
    def sequences(self):
        return [sent.sequence for sent in self.wire.rtp]


def test_a_picture_begins_with_a_key_frame():
    receiver = Receiver()
    receiver.track.receive(packet(1))
    assert receiver.wire.rtp == []
    receiver.track.receive(packet(2, payload=IDR, key=True))
    receiver.track.receive(packet(3))
    assert [sent.payload for sent in receiver.wire.rtp] == [IDR, SLICE]


def test_sound_begins_at_once():
    receiver = Receiver(AUDIO, TEACHER_AUDIO)
    receiver.track.receive(packet(1))
    assert len(receiver.wire.rtp) == 1


def test_attaching_asks_for_a_key_frame():
    assert Receiver().track.key_frames.due(0.0)


def test_packets_carry_the_receivers_own_numbers_and_type():
    receiver = Receiver()
    receiver.track.receive(packet(65_535, timestamp=9000, payload=IDR, key=True, marker=True))
    receiver.track.receive(packet(0, timestamp=12_000))
    first, second = receiver.wire.rtp
    assert (first.sequence, second.sequence) == (100, 101)
    assert second.timestamp - first.timestamp == 3000
    assert (first.ssrc, first.payload_type, first.marker) == (2000, 120, True)
    assert not second.marker


def test_a_late_packet_keeps_its_place():
    receiver = Receiver()
    for sequence in (10, 12, 11):
        receiver.track.receive(packet(sequence, payload=IDR, key=True))
    assert receiver.sequences == [100, 102, 101]


def test_new_numbers_of_the_publisher_go_on_without_a_seam_at_a_key_frame():
    receiver = Receiver()
    receiver.track.receive(packet(40_000, payload=IDR, key=True))
    for sequence in (10, 11, 12):
        receiver.track.receive(packet(sequence, timestamp=3000 * sequence))
    receiver.track.receive(packet(13, payload=IDR, key=True, timestamp=99_000))
    receiver.track.receive(packet(14, timestamp=102_000))
    assert receiver.sequences == [100, 101, 102]


def test_what_is_older_than_the_beginning_is_dropped():
    receiver = Receiver()
    receiver.track.receive(packet(10, payload=IDR, key=True))
    receiver.track.receive(packet(9))
    assert receiver.sequences == [100]
    assert receiver.drops.counts[Drop.TOO_LATE] == 1


def test_a_lost_packet_is_sent_again_byte_for_byte():
    receiver = Receiver()
    receiver.track.receive(packet(10, payload=IDR, key=True, timestamp=77))
    receiver.track.receive(packet(11, timestamp=3077))
    receiver.downlink.receive_rtcp(rtcp.nack(5, 2000, [101]), 0.1)
    assert receiver.wire.rtp[2] == receiver.wire.rtp[1]


def test_a_packet_that_was_never_sent_is_not_invented():
    receiver = Receiver()
    receiver.track.receive(packet(10, payload=IDR, key=True))
    receiver.downlink.receive_rtcp(rtcp.nack(5, 2000, [99, 500]), 0.1)
    assert len(receiver.wire.rtp) == 1
    assert receiver.drops.counts[Drop.NOT_CACHED] == 2


def test_a_flood_of_requests_has_a_budget():
    receiver = Receiver()
    receiver.track.receive(packet(10, payload=IDR, key=True))
    for _ in range(REPEATS_PER_SECOND + 50):
        receiver.downlink.receive_rtcp(rtcp.nack(5, 2000, [100]), 0.1)
    assert len(receiver.wire.rtp) == 1 + REPEATS_PER_SECOND
    assert receiver.drops.counts[Drop.OVER_BUDGET] == 50
    receiver.downlink.receive_rtcp(rtcp.nack(5, 2000, [100]), 1.2)
    assert len(receiver.wire.rtp) == 2 + REPEATS_PER_SECOND


@pytest.mark.parametrize("request_", [rtcp.pli(5, 2000), rtcp.fir(5, 2000, 1)])
def test_a_wish_for_a_key_frame_reaches_the_track(request_):
    receiver = Receiver()
    receiver.track.key_frames.arrived(0.0)
    receiver.downlink.receive_rtcp(request_, 0.1)
    assert receiver.track.key_frames.due(5.0)


def test_sender_reports_move_with_the_publishers_clock():
    receiver = Receiver()
    receiver.track.receive_sender_report(SenderReport(7, 100 << 32, 90_000, 1, 1), 1.0)
    receiver.track.receive(packet(10, payload=IDR, key=True, timestamp=90_000, now=1.0))
    receiver.downlink.poll(2.0)
    (compound,) = receiver.wire.rtcp
    (report,) = rtcp.parse(compound)
    sent = receiver.wire.rtp[0]
    assert report.ntp_time == 101 << 32
    assert report.timestamp_rtp - sent.timestamp == 90_000
    assert (report.packets, report.octets) == (1, len(IDR))


def test_no_report_before_the_publishers_clock_is_known():
    receiver = Receiver()
    receiver.track.receive(packet(10, payload=IDR, key=True))
    receiver.downlink.poll(2.0)
    assert receiver.wire.rtcp == []


def test_round_trip_and_loss_are_read_from_the_receivers_report():
    receiver = Receiver()
    receiver.track.receive_sender_report(SenderReport(7, 100 << 32, 90_000, 1, 1), 1.0)
    receiver.track.receive(packet(10, payload=IDR, key=True, now=1.0))
    receiver.downlink.poll(2.0)
    (report,) = rtcp.parse(receiver.wire.rtcp[0])
    middle = report.ntp_time >> 16 & 0xFFFF_FFFF
    block = ReportBlock(2000, 64, 1, 100, 0, middle, 65_536 // 2)
    receiver.downlink.receive_rtcp(rtcp.receiver_report(5, [block]), 2.7)
    traffic = receiver.downlink.traffic(3.0)
    assert traffic.round_trip_ms == pytest.approx(200)
    assert traffic.loss_percent == pytest.approx(25)


def test_a_codec_that_the_receiver_lacks_is_not_forwarded():
    receiver = Receiver(SlotDescription("teacher", Kind.VIDEO, 2000, {"VP8": 96}, 90_000))
    assert not receiver.attached
    receiver.track.receive(packet(1, payload=IDR, key=True))
    assert receiver.wire.rtp == []


def test_media_from_a_receiver_is_dropped():
    receiver = Receiver()
    receiver.downlink.receive_rtp(memoryview(bytes(20)), 20, 0.0)
    assert receiver.drops.counts[Drop.UNKNOWN_SSRC] == 1


def test_broken_control_packets_are_counted():
    receiver = Receiver()
    receiver.downlink.receive_rtcp(b"\x80\xc9\xff\xff" + bytes(8), 0.0)
    assert receiver.drops.counts[Drop.BAD_RTCP] == 1


class Numbered:
    """A receiver whose link is known, with sound and a picture in two layers."""

    def __init__(self):
        self.wire, self.drops = MemoryWire(), Drops()
        self.departures = Departures()
        voice = SlotDescription(
            "teacher", Kind.AUDIO, 1000, {"opus": 111}, 48_000, red_payload_type=63
        )
        self.slots = tuple(
            Slot(description, self.wire, (100, 0), self.drops) for description in (voice, PICTURE)
        )
        self.downlink = Downlink(self.slots, self.wire, "node", self.drops, 0.0, self.departures)
        self.voice, self.camera = Layers(1, TEACHER_AUDIO), Layers(2)
        for slot, layers in zip(self.slots, (self.voice, self.camera), strict=True):
            slot.attach(layers.publication)
        self.downlink.allocation.choose(0.0)

    @property
    def estimate(self):
        return self.downlink.allocation._estimate

    def pictures(self):
        return [sent for sent in self.wire.rtp if sent.ssrc == 2000]


def test_a_key_frame_for_a_thin_link_is_paced_and_sound_passes_it_by():
    receiver = Numbered()
    receiver.estimate.bitrate_bps = 200_000
    assert receiver.downlink.poll(0.1), "it is to be looked after every 10 ms"
    layer = receiver.slots[1].track.layer
    for _ in range(20):
        receiver.camera.send(layer, 0.1, key=True, octets=900)
    assert len(receiver.pictures()) < 6
    receiver.voice.send(0, 0.1)
    assert receiver.wire.rtp[-1].ssrc == 1000
    for tick in range(100):
        assert receiver.downlink.hurry(0.11 + tick / 100)
    assert len(receiver.pictures()) > 10
    receiver.estimate.bitrate_bps = 5_000_000
    for tick in range(200):
        receiver.downlink.hurry(1.2 + tick / 100)
    assert not receiver.downlink.poll(3.3)
    assert not receiver.downlink.hurry(3.31)
    before = len(receiver.pictures())
    for _ in range(20):
        receiver.camera.send(layer, 3.4, octets=900)
    assert len(receiver.pictures()) == before + 20


def test_repeats_have_a_share_of_a_thin_link():
    receiver = Numbered()
    layer = receiver.slots[1].track.layer
    for _ in range(30):
        receiver.camera.send(layer, 0.1, key=True, octets=1000)
    receiver.estimate.bitrate_bps = 100_000
    receiver.downlink.receive_rtcp(rtcp.nack(5, 2000, range(100, 130)), 1.0)
    repeats = [sent for sent in receiver.wire.rtp if sent.ssrc == 2001]
    assert 0 < len(repeats) <= 3
    assert receiver.drops.counts[Drop.OVER_BUDGET] == 30 - len(repeats)


def test_sound_is_repeated_where_it_is_lost_and_the_link_has_room():
    receiver = Numbered()
    receiver.estimate.calm_loss = 0.1
    receiver.downlink.poll(1.0)
    assert receiver.slots[0].redundancy.depth == 2
    # A link without a queue is tried beyond what is believed of it, and one with a queue is not.
    receiver.estimate.bitrate_bps = 120_000
    receiver.downlink.poll(2.1)
    assert receiver.slots[0].redundancy.depth == 2
    receiver.estimate._trend.queueing = 0.1
    receiver.estimate._heard = 3.2
    receiver.downlink.poll(3.2)
    assert receiver.slots[0].redundancy.depth == 1


def test_without_transport_feedback_the_reports_tell_of_lost_sound():
    receiver = Receiver(
        SlotDescription("teacher", Kind.AUDIO, 1000, {"opus": 63}, 48_000, red_payload_type=60),
        TEACHER_AUDIO,
    )
    block = ReportBlock(1000, 64, 1, 100, 0, 0, 0)
    receiver.downlink.receive_rtcp(rtcp.receiver_report(5, [block]), 0.5)
    receiver.downlink.poll(1.0)
    assert receiver.slot.redundancy.depth == 4


def test_a_rate_that_the_receiver_names_is_obeyed_and_other_feedback_is_not_for_us():
    receiver = Receiver()
    receiver.downlink.receive_rtcp(rtcp.remb(5, 300_000, [2000]), 0.5)
    assert receiver.downlink.allocation.bitrate_bps == pytest.approx(300_000, rel=0.01)
    other = [rtcp.receiver_report(5, [ReportBlock(99, 0, 0, 0, 0, 0, 0)]), rtcp.bye([5])]
    other += [rtcp.nack(5, 99, [1]), rtcp.pli(5, 99)]
    receiver.downlink.receive_rtcp(b"".join(other), 0.6)
    assert receiver.wire.rtp == []


def test_only_the_newest_reports_are_remembered():
    receiver = Receiver()
    receiver.track.receive_sender_report(SenderReport(7, 100 << 32, 90_000, 1, 1), 1.0)
    receiver.track.receive(packet(10, payload=IDR, key=True, timestamp=90_000, now=1.0))
    for second in range(2, 25):
        receiver.downlink.poll(float(second))
    assert len(receiver.slot._reports) == 16


def test_feedback_proves_the_link_and_a_probe_is_filled_with_repeats():
    receiver = Numbered()
    layer = receiver.slots[1].track.layer
    for step in range(10):
        receiver.camera.send(layer, step / 10, key=step == 0, octets=1000)
        receiver.departures.put(1000, step / 10)
    arrivals = [(0x10000 + number, 5.0 + number / 10) for number in range(10)]
    (feedback,) = feedback_packets(5, 1000, 0, arrivals)
    receiver.downlink.receive_rtcp(feedback, 1.1)
    assert receiver.estimate.proven
    receiver.downlink.allocation._prober.consider(200_000, 400_000, 2.0, calm=True)
    receiver.downlink.hurry(2.05)
    assert [sent.ssrc for sent in receiver.wire.rtp].count(2001) > 0
    assert receiver.downlink.hurry(2.06)


class Rhythm(Numbered):
    """A picture every 10 ms, and feedback every 50 ms that knows what left 50 ms before."""

    def __init__(self):
        super().__init__()
        self.step = self.reported = 0
        self.layer = self.slots[1].track.layer
        self.go_on(1.0)

    @property
    def now(self):
        return self.step / 100

    def send(self):
        self.step += 1
        sent = len(self.wire.rtp)
        self.camera.send(self.layer, self.now, key=self.step == 1, octets=1000)
        for _ in range(len(self.wire.rtp) - sent):
            self.departures.put(1000, self.now)

    def hear(self, *, ago=0.05, late=0.0):
        """Say what left up to `ago` seconds before, and arrived `late`."""
        up_to = self.departures.next - 0x10000 - round(ago * 100)
        numbers = range(self.reported, max(up_to, self.reported + 1))
        times = [self.departures.times[number] for number in numbers]
        arrivals = [(0x10000 + n, 5.02 + t + late) for n, t in zip(numbers, times, strict=True)]
        self.reported = numbers[-1] + 1
        for compound in feedback_packets(5, 1000, 0, arrivals):
            self.downlink.receive_rtcp(compound, self.now)

    def go_on(self, seconds):
        for _ in range(round(seconds * 100)):
            self.send()
            assert not self.downlink.watch(self.now)
            if self.step % 5 == 0:
                self.hear()

    def fall_silent(self):
        """Send until pictures are held; return after how many seconds."""
        began = self.step
        while not self.downlink.watch(self.now):
            assert self.step < began + 50
            self.send()
        return (self.step - began) / 100


def test_pictures_wait_while_a_receiver_is_silent_and_go_on_when_it_speaks():
    receiver = Rhythm()
    assert receiver.downlink.watched
    assert receiver.fall_silent() < 0.1
    before = len(receiver.pictures())
    for _ in range(10):
        receiver.send()
        assert receiver.downlink.hurry(receiver.now)
    receiver.voice.send(0, receiver.now)
    assert len(receiver.pictures()) == before
    assert receiver.wire.rtp[-1].ssrc == 1000, "sound goes on"
    receiver.departures.put(100, receiver.now)
    receiver.hear(ago=0.0)
    for tick in range(30):
        receiver.downlink.hurry(receiver.now + tick / 100)
    assert len(receiver.pictures()) == before + 10


def test_pictures_wait_when_a_receiver_speaks_of_old_packets_only():
    receiver = Rhythm()
    for _ in range(5):
        receiver.send()
    receiver.hear(ago=0.09, late=0.03)
    before = len(receiver.pictures())
    receiver.send()
    assert len(receiver.pictures()) == before


def test_pictures_do_not_wait_for_ever_on_a_receiver_that_says_nothing():
    receiver = Rhythm()
    receiver.fall_silent()
    before = len(receiver.pictures())
    receiver.send()
    receiver.downlink.hurry(receiver.now + LONGEST_HOLD - 0.05)
    assert len(receiver.pictures()) == before
    receiver.downlink.hurry(receiver.now + LONGEST_HOLD)
    assert len(receiver.pictures()) == before + 1
    assert not receiver.downlink.watched


def test_pictures_wait_longer_where_feedback_says_that_sound_waits_too():
    receiver = Rhythm()
    receiver.fall_silent()
    for late in (0.5, 0.6):
        receiver.hear(ago=0.0, late=late)
    assert receiver.downlink.allocation.blocked
    before = len(receiver.pictures())
    receiver.send()
    receiver.downlink.hurry(receiver.now + LONGEST_HOLD)
    assert len(receiver.pictures()) == before


def test_a_receiver_that_gives_no_feedback_is_not_watched():
    receiver = Receiver()
    assert not receiver.downlink.watched
    assert not receiver.downlink.watch(5.0)
    (feedback,) = feedback_packets(5, 1000, 0, [(0x10000, 5.0)])
    receiver.downlink.receive_rtcp(feedback, 5.1)
    assert not receiver.downlink.allocation.estimates
    assert not receiver.downlink.allocation.blocked
