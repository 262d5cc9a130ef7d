from itertools import pairwise

from streaming.relay.key_frames import MIN_INTERVAL, KeyFrameRequests


def test_many_wishes_become_one_request():
    requests = KeyFrameRequests()
    for _ in range(40):
        requests.want()
    assert [requests.due(t / 100) for t in range(50)].count(True) == 1


def test_at_most_one_request_an_interval_while_the_wish_stands():
    requests = KeyFrameRequests()
    requests.want()
    sent = [t / 100 for t in range(350) if requests.due(t / 100)]
    assert len(sent) == 4
    assert all(b - a >= MIN_INTERVAL for a, b in pairwise(sent))


def test_a_key_frame_meets_every_earlier_wish():
    requests = KeyFrameRequests()
    requests.want()
    requests.arrived(0.5)
    assert not requests.due(2.0)
