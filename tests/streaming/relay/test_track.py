import pytest

from streaming.metrics import Drop, Drops
from streaming.relay.track import SENDER_REPORT_AGE, Track
from streaming.rtp.rtcp import SenderReport
from tests.support.relay_parts import TEACHER_AUDIO, TEACHER_VIDEO, MemorySink, packet


class Collecting:
    def __init__(self):
        self.packets = []
        self.restarts = 0

    def forward(self, received):
        self.packets.append(received)

    def restart(self):
        self.restarts += 1

    def detach(self):
        raise AssertionError("nobody detaches in these tests")


@pytest.fixture
def drops():
    return Drops()


@pytest.fixture
def track(drops):
    return Track(TEACHER_VIDEO, 7, drops)


def test_a_packet_is_kept_recorded_and_forwarded_once(track):
    slot, track.sink = Collecting(), MemorySink()
    track.receivers.join(slot)
    sent = packet(5)
    track.receive(sent)
    assert slot.packets == track.sink.packets == [sent]
    assert track.cache.get(sent.extended_sequence, 0.0) is sent


def test_a_duplicate_goes_no_further(track, drops):
    slot = Collecting()
    track.receivers.join(slot)
    track.receive(packet(5))
    track.receive(packet(5))
    assert len(slot.packets) == 1
    assert drops.counts[Drop.DUPLICATE] == 1


def test_a_gap_is_asked_for_and_a_late_packet_still_passes(track):
    slot = Collecting()
    track.receivers.join(slot)
    for sequence in (1, 2, 5):
        track.receive(packet(sequence))
    first = slot.packets[0].extended_sequence
    assert track.losses.due(1.0) == [first + 2, first + 3]
    track.receive(packet(3))
    assert [p.extended_sequence - first for p in slot.packets] == [0, 1, 4, 2]


def test_sound_without_negotiated_nack_is_never_asked_for(drops):
    track = Track(TEACHER_AUDIO, 7, drops)
    track.receive(packet(1))
    track.receive(packet(4))
    assert track.losses.due(1.0) == []


def test_too_large_a_jump_asks_for_a_key_frame_instead(track):
    track.receive(packet(1))
    track.receive(packet(2000))
    assert track.losses.due(1.0) == []
    assert track.key_frames.due(1.0)


def test_key_frames_are_not_asked_of_a_microphone(drops):
    track = Track(TEACHER_AUDIO, 7, drops)
    track.want_key_frame()
    assert not track.key_frames.due(1.0)


def test_the_clock_moves_on_from_the_last_sender_report(track):
    assert track.clock_at(10.0) is None
    track.receive_sender_report(SenderReport(7, 5 << 32, 0xFFFF_FFFF, 1, 1), 10.0)
    assert track.clock_at(12.0) == (7 << 32, 179_999)
    assert track.clock_at(10.0 + SENDER_REPORT_AGE + 1) is None


def test_a_report_block_says_which_sender_report_came_and_when(track):
    track.receive(packet(9))
    track.receive_sender_report(SenderReport(7, 0x1234_5678_9ABC_DEF0, 0, 1, 1), 10.0)
    block = track.report_block(10.5)
    assert block.ssrc == 7
    assert block.highest_sequence == 9
    assert block.last_sender_report == 0x5678_9ABC
    assert block.delay_since_last == 32_768


def test_one_stray_packet_far_ahead_does_not_silence_the_track(track):
    slot = Collecting()
    track.receivers.join(slot)
    track.receive(packet(1))
    track.receive(packet(21_000))
    for sequence in range(2, 10):
        track.receive(packet(sequence))
    assert len(slot.packets) == 9
    assert slot.restarts == 0


def test_new_numbers_of_a_publisher_are_taken_after_two_in_a_row(track):
    slot = Collecting()
    track.receivers.join(slot)
    track.receive(packet(40_000))
    for sequence in range(10, 15):
        track.receive(packet(sequence))
    assert slot.restarts == 1
    assert len(slot.packets) == 5
    extended = [p.extended_sequence for p in slot.packets]
    assert extended == sorted(extended)
    assert track.report_block(1.0).cumulative_lost == 0


def test_only_the_first_packet_of_a_key_frame_is_one_to_begin_at(track):
    track.want_key_frame()
    parts = [packet(n, timestamp=9000, key=True) for n in (1, 2, 3)]
    for part in parts:
        track.receive(part)
    assert [part.key_frame for part in parts] == [True, False, False]
    following = packet(4, timestamp=12_000, key=True)
    track.receive(following)
    assert following.key_frame


def test_padding_alone_is_no_sign_of_a_picture():
    track = Track(TEACHER_VIDEO, 7, Drops())
    track.receive(packet(1, now=1.0))
    track.receive(packet(2, payload=b"", now=2.0))
    assert track.last_arrived == 1.0


def test_the_recorder_hears_of_the_publishers_clock():
    track, sink = Track(TEACHER_VIDEO, 7, Drops()), MemorySink()
    track.sink = sink
    track.receive_sender_report(SenderReport(7, 5, 6, 0, 0), 1.0)
    assert sink.reports == [(5, 6, 1.0)]
