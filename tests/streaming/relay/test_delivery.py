from streaming.contract import Identity, Kind, Lesson, Session
from streaming.metrics import Drops
from streaming.relay.delivery import Deliveries
from streaming.relay.downlink import Downlink
from streaming.relay.publication import Publication
from streaming.relay.room import Member, Room
from streaming.relay.slot import Slot, SlotDescription
from streaming.relay.track import Track
from tests.support.relay_parts import TEACHER_AUDIO, MemoryRecorder, MemoryWire, packet

AUDIO = SlotDescription("teacher", Kind.AUDIO, 1000, {"opus": 63}, 48_000)
LOOK = 2.0


class Classroom:
    """A room with one receiver whose slot a track feeds."""

    def __init__(self):
        drops, wire = Drops(), MemoryWire()
        self.slot = Slot(AUDIO, wire, (100, 5000), drops)
        self.track = Track(TEACHER_AUDIO, 7, drops)
        publication = Publication(TEACHER_AUDIO)
        publication.add(self.track)
        self.slot.attach(publication)
        downlink = Downlink((self.slot,), wire, "node", drops, 0.0)
        downlink.allocation.choose(0.0)
        self.room = Room(Lesson("l"), MemoryRecorder(), lambda *_: None, 2.0)
        self.member = Member(Session("s"), Identity("room:a"), downlink, joined=True)
        self.room.add(self.member)
        self.deliveries = Deliveries()
        self.wall = 1000.0
        self.sequence = 0

    def look(self, *, packets=1):
        """Let packets come, then two seconds pass; return (number, began, ended) of what is told."""
        for _ in range(packets):
            self.sequence += 1
            self.track.receive(packet(self.sequence, timestamp=960 * self.sequence))
        self.wall += LOOK
        reports = self.deliveries.report(self.room, self.wall)
        return [each for report in reports for each in told(report)]


def told(report):
    """Return number, begin and end of each interval, and whether it is over for good."""
    return [
        (each.number, each.began_at, each.ended_at, *(["over"] if report.final else []))
        for each in report.deliveries
    ]


def test_an_interval_grows_with_every_packet_and_is_told_whole_each_time():
    classroom = Classroom()
    assert classroom.look(packets=0) == []
    assert classroom.look() == [(0, 1003.0, 1004.0)]
    assert classroom.look() == [(0, 1003.0, 1006.0)]


def test_a_pause_ends_an_interval_and_the_next_packet_begins_another():
    classroom = Classroom()
    classroom.look()
    classroom.look()
    assert classroom.look(packets=0) == [(0, 1001.0, 1003.0, "over")]
    assert classroom.look(packets=0) == []
    assert classroom.look() == [(1, 1009.0, 1010.0)]


def test_a_receiver_that_leaves_is_told_for_the_last_time():
    classroom = Classroom()
    classroom.look()
    classroom.track.receive(packet(classroom.sequence + 1, timestamp=9600))
    classroom.room.remove(Session("s"))
    report = classroom.deliveries.end(classroom.room, classroom.member, classroom.wall + 0.5)
    assert report is not None
    assert report.final
    assert told(report) == [(0, 1001.0, 1002.5, "over")]


def test_who_never_connected_was_sent_nothing():
    classroom = Classroom()
    classroom.member.joined = False
    assert classroom.look() == []
    assert classroom.deliveries.end(classroom.room, classroom.member, 2000.0) is None
