from streaming.contract import Identity, Kind, Lesson, RestingLayer, Session
from streaming.metrics import Drops
from streaming.ports import Departures, TrackDescription
from streaming.relay.downlink import Downlink
from streaming.relay.room import Member, Room
from streaming.relay.sections import PublishedMedia
from streaming.relay.slot import Slot, SlotDescription
from streaming.relay.uplink import Uplink
from streaming.rtp.extensions import MID, RTP_STREAM_ID
from tests.support.relay_parts import (
    BOARD_VIDEO,
    H264,
    IDR,
    TEACHER_VIDEO,
    MemoryRecorder,
    MemoryWire,
    rtp_bytes,
)


class Lecture:
    """A room with people coming and going."""

    def __init__(self, recorded=()):
        self.recorder, self.started, self.drops = MemoryRecorder(), [], Drops()
        self.room = Room(Lesson("l1"), self.recorder, lambda *what: self.started.append(what), 2.0)
        self.room.set_recorded_roles(frozenset(recorded), 0.0)

    def teacher(self, session, *, ssrc=7, description=TEACHER_VIDEO):
        media = (PublishedMedia(description, "0", (ssrc,)),)
        wire = MemoryWire()
        link = Uplink(media, wire, self.room.start_track, self.drops, 1, 0.0)
        self.room.add(Member(Session(session), Identity("person:1"), link))
        self.room.connect(Session(session), 0.0)
        return link

    def classroom(self, session, roles=("teacher", "board"), *, connect=True):
        wire = MemoryWire()
        slots = tuple(
            Slot(
                SlotDescription(role, Kind.VIDEO, 2000 + index, {"H264": 120}, 90_000),
                wire,
                (0, 0),
                self.drops,
            )
            for index, role in enumerate(roles)
        )
        link = Downlink(slots, wire, "node", self.drops, 0.0)
        self.room.add(Member(Session(session), Identity(f"room:{session}"), link))
        if connect:
            self.room.connect(Session(session), 0.0)
        return wire


def key_frame(link, sequence, *, ssrc=7, now=0.0):
    data = rtp_bytes(sequence, payload=IDR, ssrc=ssrc, timestamp=sequence * 3000)
    link.receive_rtp(data, len(data), now)


def test_whoever_came_before_the_teacher_sees_the_first_packet():
    lecture = Lecture()
    wire = lecture.classroom("c1")
    key_frame(lecture.teacher("t"), 1)
    assert [sent.ssrc for sent in wire.rtp] == [2000]


def test_whoever_comes_later_sees_the_next_key_frame():
    lecture = Lecture()
    teacher = lecture.teacher("t")
    key_frame(teacher, 1)
    wire = lecture.classroom("c1")
    key_frame(teacher, 2)
    assert len(wire.rtp) == 1


def test_nobody_gets_media_before_its_keys_are_agreed():
    lecture = Lecture()
    wire = lecture.classroom("c1", connect=False)
    key_frame(lecture.teacher("t"), 1)
    assert wire.rtp == []


def test_each_role_feeds_its_own_slot():
    lecture = Lecture()
    wire = lecture.classroom("c1")
    key_frame(lecture.teacher("t"), 1)
    key_frame(lecture.teacher("b", ssrc=8, description=BOARD_VIDEO), 1, ssrc=8)
    assert [sent.ssrc for sent in wire.rtp] == [2000, 2001]


def test_a_teacher_who_comes_back_goes_on_in_the_same_slot_without_a_seam():
    lecture = Lecture()
    wire = lecture.classroom("c1")
    first = lecture.teacher("t1")
    key_frame(first, 500)
    key_frame(first, 501)
    lecture.room.remove(Session("t1"))
    key_frame(lecture.teacher("t2"), 40_000, now=1.0)
    numbers = [sent.sequence for sent in wire.rtp]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


def test_a_second_publisher_of_a_role_takes_it_over():
    lecture = Lecture()
    wire = lecture.classroom("c1")
    old = lecture.teacher("t1")
    key_frame(old, 1)
    new = lecture.teacher("t2", ssrc=9)
    key_frame(new, 1, ssrc=9)
    key_frame(old, 2)
    assert len(wire.rtp) == 2


def test_only_recorded_roles_are_journaled():
    lecture = Lecture(recorded=("board",))
    key_frame(lecture.teacher("t"), 1)
    key_frame(lecture.teacher("b", ssrc=8, description=BOARD_VIDEO), 1, ssrc=8)
    assert [track.role for _, _, track, _ in lecture.recorder.opened] == ["board"]
    assert len(lecture.recorder.opened[0][3].packets) == 1


def test_a_withdrawn_role_is_closed_at_once_and_nothing_more_is_written():
    lecture = Lecture(recorded=("teacher",))
    teacher = lecture.teacher("t")
    key_frame(teacher, 1)
    sink = lecture.recorder.opened[0][3]
    lecture.room.set_recorded_roles(frozenset(), 0.0)
    key_frame(teacher, 2)
    assert sink.closed
    assert len(sink.packets) == 1


def test_a_role_that_is_allowed_later_is_recorded_from_then_on():
    lecture = Lecture()
    teacher = lecture.teacher("t")
    key_frame(teacher, 1)
    lecture.room.set_recorded_roles(frozenset({"teacher"}), 0.0)
    key_frame(teacher, 2)
    assert len(lecture.recorder.opened[0][3].packets) == 1


def test_the_recorder_gets_a_key_frame_every_interval():
    lecture = Lecture(recorded=("teacher",))
    teacher = lecture.teacher("t")
    key_frame(teacher, 1, now=0.0)
    for step in range(190):
        lecture.room.poll_publishers(step / 100)
    assert teacher.tracks[0].key_frames.asked_count == 0
    lecture.room.poll_publishers(2.0)
    assert teacher.tracks[0].key_frames.asked_count == 1


def test_a_track_is_told_once_with_its_publisher():
    lecture = Lecture()
    teacher = lecture.teacher("t")
    key_frame(teacher, 1)
    key_frame(teacher, 2)
    ((room, member, track),) = lecture.started
    assert room is lecture.room
    assert member.session == "t"
    assert track.description.role == "teacher"


def test_closing_ends_everything_and_tells_the_recorder():
    lecture = Lecture(recorded=("teacher",))
    key_frame(lecture.teacher("t"), 1)
    lecture.classroom("c1")
    lecture.room.close()
    assert lecture.room.members == {}
    assert lecture.recorder.opened[0][3].closed
    assert lecture.recorder.closed_lessons == ["l1"]


def test_a_receiver_that_leaves_gets_nothing_more():
    lecture = Lecture()
    wire = lecture.classroom("c1")
    teacher = lecture.teacher("t")
    key_frame(teacher, 1)
    lecture.room.remove(Session("c1"))
    assert lecture.room.remove(Session("c1")) is None
    key_frame(teacher, 2)
    assert len(wire.rtp) == 1


def test_codecs_of_what_is_published_are_known():
    lecture = Lecture()
    key_frame(lecture.teacher("t"), 1)
    assert lecture.room.codec_names() == {("teacher", Kind.VIDEO): "H264"}


def test_a_session_that_nobody_let_in_is_no_matter():
    lecture = Lecture()
    lecture.room.connect(Session("stranger"), 0.0)
    uplink = lecture.teacher("t")
    lecture.room.remove(Session("t"))
    key_frame(uplink, 1)
    assert lecture.started == []


def layered(lecture):
    """A teacher whose camera has two layers."""
    extensions = {MID: 4, RTP_STREAM_ID: 5}
    media = (PublishedMedia(TEACHER_VIDEO, "0", (), extensions, ("l", "h")),)
    link = Uplink(media, MemoryWire(), lecture.room.start_track, lecture.drops, 1, 0.0)
    lecture.room.add(Member(Session("t"), Identity("person:t"), link))
    lecture.room.connect(Session("t"), 0.0)
    return link


def send_layer(link, rid, sequence, ssrc, now):
    data = rtp_bytes(
        sequence,
        payload=IDR,
        ssrc=ssrc,
        timestamp=round(now * 90_000),
        extension=b"\x400\x50" + rid,
    )
    link.receive_rtp(data, len(data), now)


def test_a_layer_that_begins_again_under_a_new_ssrc_goes_on_in_every_slot_and_in_the_recording():
    lecture = Lecture(recorded=("teacher",))
    wire = lecture.classroom("c1", roles=("teacher",))
    link = layered(lecture)
    for step in range(1, 40):
        send_layer(link, b"l", step, 500, step / 10)
        lecture.room.poll_publishers(step / 10)
        lecture.room.poll_receivers(step / 10)
    before = len(wire.rtp)
    for step in range(40, 60):
        send_layer(link, b"l", step, 501, step / 10)
        lecture.room.poll_publishers(step / 10)
        lecture.room.poll_receivers(step / 10)
    assert len(wire.rtp) == before + 20
    numbers = [sent.sequence for sent in wire.rtp]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    ((_, _, _, sink),) = lecture.recorder.opened
    kept = [packet.sequence for packet in sink.packets]
    assert kept == list(range(len(kept)))


def test_a_stream_that_begins_again_under_a_new_ssrc_begins_a_new_journal():
    lecture = Lecture(recorded=("teacher",))
    media = (PublishedMedia(TEACHER_VIDEO, "0", (), {MID: 4}),)
    link = Uplink(media, MemoryWire(), lecture.room.start_track, lecture.drops, 1, 0.0)
    lecture.room.add(Member(Session("t"), Identity("person:t"), link))
    wire = lecture.classroom("c1", roles=("teacher",))
    for ssrc, now in ((500, 0.0), (501, 5.0)):
        data = rtp_bytes(1, payload=IDR, ssrc=ssrc, extension=b"\x400")
        link.receive_rtp(data, len(data), now)
    assert [sink.closed for *_, sink in lecture.recorder.opened] == [True, False]
    assert len(wire.rtp) == 2


def test_a_receiver_on_a_thin_line_is_looked_at_more_often_until_it_leaves():
    lecture = Lecture()
    departures = Departures()
    description = SlotDescription("teacher", Kind.VIDEO, 2000, {"H264": 120}, 90_000, 2001)
    wire = MemoryWire()
    slot = Slot(description, wire, (0, 0), lecture.drops)
    link = Downlink((slot,), wire, "node", lecture.drops, 0.0, departures)
    lecture.room.add(Member(Session("c"), Identity("room:c"), link))
    lecture.room.connect(Session("c"), 0.0)
    lecture.room.poll_receivers(0.1)
    assert not lecture.room.poll_publishers(0.1)
    link.allocation._estimate.bitrate_bps = 200_000
    lecture.room.poll_receivers(0.2)
    assert lecture.room.poll_publishers(0.2)
    link.allocation._estimate.bitrate_bps = 2_000_000
    link.poll(0.25)
    assert not lecture.room.poll_publishers(0.25)


def test_a_classroom_that_waits_for_another_role_is_left_alone():
    lecture = Lecture()
    wire = lecture.classroom("c1", roles=("board",))
    lecture.classroom("c2", connect=False)
    link = layered(lecture)
    send_layer(link, b"l", 1, 500, 0.1)
    send_layer(link, b"h", 1, 501, 0.2)
    lecture.room.poll_receivers(0.3)
    assert wire.rtp == []


def test_a_publisher_that_never_connected_leaves_without_a_trace():
    lecture = Lecture()
    media = (PublishedMedia(TEACHER_VIDEO, "0", (7,)),)
    link = Uplink(media, MemoryWire(), lecture.room.start_track, lecture.drops, 1, 0.0)
    lecture.room.add(Member(Session("t"), Identity("person:t"), link))
    assert lecture.room.remove(Session("t")).link is link


def test_a_recording_that_lost_its_layer_waits_for_the_next():
    lecture = Lecture(recorded=("teacher",))
    link = layered(lecture)
    send_layer(link, b"l", 1, 500, 0.1)
    lecture.room.poll_receivers(0.2)
    (publication,) = link.publications.values()
    publication.layers[0].receivers.end()
    asked = publication.layers[0].key_frames.asked_count
    lecture.room.poll_publishers(50.0)
    assert publication.layers[0].key_frames.asked_count == asked


def test_a_publisher_that_was_taken_over_from_can_leave():
    lecture = Lecture()
    wire = lecture.classroom("c1")
    key_frame(lecture.teacher("t1"), 1)
    new = lecture.teacher("t2", ssrc=9)
    key_frame(new, 1, ssrc=9)
    lecture.room.remove(Session("t1"))
    key_frame(new, 2, ssrc=9)
    assert len(wire.rtp) == 3


def test_the_other_layers_slots_stay_when_one_layer_begins_again():
    lecture = Lecture()
    wires = [lecture.classroom(name, roles=("teacher",)) for name in ("c1", "c2")]
    link = layered(lecture)
    for step in range(1, 60):
        send_layer(link, b"l", step, 500, step / 10)
        send_layer(link, b"h", step, 501, step / 10)
        lecture.room.poll_receivers(step / 10)
    send_layer(link, b"l", 1, 502, 6.0)
    before = [len(wire.rtp) for wire in wires]
    send_layer(link, b"h", 60, 501, 6.1)
    assert [len(wire.rtp) for wire in wires] == [count + 1 for count in before]


def test_layers_that_nobody_uses_may_be_left_out_until_somebody_comes():
    lecture = Lecture()
    link = layered(lecture)
    changes = []
    for step in range(1, 130):
        now = step / 10
        send_layer(link, b"l", step, 500, now)
        send_layer(link, b"h", step, 501, now)
        if lecture.room.poll_receivers(now):
            changes.append((now, lecture.room.resting()))
    lecture.classroom("c1", roles=("teacher",))
    for step in range(130, 160):
        now = step / 10
        send_layer(link, b"l", step, 500, now)
        if lecture.room.poll_receivers(now):
            changes.append((now, lecture.room.resting()))
    assert [resting for _, resting in changes] == [(RestingLayer("teacher", "h"),), ()]
    assert 10 <= changes[0][0] <= 11


def test_a_class_on_stage_is_seen_by_the_others_and_not_by_itself():
    lecture = Lecture()
    own = lecture.classroom("a", ("students",))
    before, late = lecture.classroom("b", ("students",)), lecture.classroom("c", ("students",))
    lecture.room.remove(Session("c"))
    stage = lecture.teacher("s", description=TrackDescription("class:a", Kind.VIDEO, H264))
    key_frame(stage, 1)
    late = lecture.classroom("c", ("students",))
    key_frame(stage, 2)
    assert (len(own.rtp), len(before.rtp), len(late.rtp)) == (0, 2, 1)


def test_the_class_that_was_called_last_has_the_stage():
    lecture = Lecture()
    wire = lecture.classroom("c", ("students",))
    for number, room in enumerate("ab"):
        stage = TrackDescription(f"class:{room}", Kind.VIDEO, H264)
        key_frame(lecture.teacher(room, ssrc=7 + number, description=stage), 1, ssrc=7 + number)
    late = lecture.classroom("d", ("students",))
    lecture.room.remove(Session("a"))
    key_frame(lecture.room.members[Session("b")].link, 2, ssrc=8)
    assert (len(wire.rtp), len(late.rtp)) == (3, 1)


class Silent(Downlink):
    """A receiver that has just fallen silent."""

    watched = True

    def watch(self, now):
        return now >= 0.3


def test_whether_a_receiver_has_fallen_silent_is_looked_at_in_every_tick():
    hurried = []
    lecture = Lecture()
    lecture.room._on_hurry = lambda: hurried.append(True)
    link = Silent((), MemoryWire(), "node", lecture.drops, 0.0, Departures())
    lecture.room.add(Member(Session("c"), Identity("room:c"), link))
    lecture.room.connect(Session("c"), 0.0)
    assert not lecture.room.poll_publishers(0.1)
    lecture.room.poll_receivers(0.2)
    assert hurried
    assert lecture.room.poll_publishers(0.2)
    assert not lecture.room._hurrying
    lecture.room.poll_publishers(0.3)
    assert not lecture.room._hurrying, "what waits for nothing is let go at once"
    lecture.room.remove(Session("c"))
    assert not lecture.room.poll_publishers(0.4)
