from streaming.relay import cache as module
from streaming.relay.cache import CAPACITY, MAX_AGE, PacketCache
from tests.support.relay_parts import packet


def numbered(extended, *, now=0.0, payload=b"x"):
    made = packet(extended & 0xFFFF, now=now, payload=payload)
    made.extended_sequence = extended
    return made


def test_a_packet_is_found_by_its_extended_sequence():
    cache = PacketCache()
    kept = numbered(70_000)
    cache.put(kept)
    assert cache.get(70_000, 1.0) is kept
    assert cache.get(70_001, 1.0) is None


def test_a_packet_a_whole_ring_older_is_forgotten():
    cache = PacketCache()
    cache.put(numbered(100))
    cache.put(numbered(100 + CAPACITY))
    assert cache.get(100, 0.0) is None
    assert cache.octets == 1


def test_a_packet_that_is_too_old_to_help_is_not_given():
    cache = PacketCache()
    cache.put(numbered(5, now=10.0))
    assert cache.get(5, 10.0 + MAX_AGE) is not None
    assert cache.get(5, 10.1 + MAX_AGE) is None


def test_bytes_are_bounded_and_the_oldest_go_first(monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    cache = PacketCache()
    for sequence in range(50, 70):
        cache.put(numbered(sequence, payload=bytes(100)))
    assert cache.octets <= 1000
    assert cache.get(69, 0.0) is not None
    assert cache.get(50, 0.0) is None


def test_one_packet_larger_than_the_bound_is_kept_alone(monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    cache = PacketCache()
    cache.put(numbered(50, payload=bytes(100)))
    cache.put(numbered(51, payload=bytes(2000)))
    assert cache.get(50, 0.0) is None
    assert cache.get(51, 0.0) is not None
