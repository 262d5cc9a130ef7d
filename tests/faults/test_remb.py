"""A browser that names rates is one that the relay obeys: what the comparison stands on."""

from tests.faults.lecture import Lecture
from tests.faults.matrix import conditions, usable_share
from tests.faults.remb import NamingClassroom
from tests.support.network import Link


def test_a_named_rate_is_the_one_that_is_sent():
    lecture = Lecture()
    room = NamingClassroom(lecture, "c0", Link(conditions(5e5), 9), Link(conditions(5e5), 1_009))
    lecture.let_in(room)
    lecture.run(15.0)
    assert not room.link.allocation.estimates
    assert 0 < room.link.allocation.bitrate_bps < 700_000
    assert room.layers() != (2, 1)
    assert usable_share(room, 8.0, 14.0) > 0.9
