from hypothesis import given, strategies as st

from streaming.relay.munger import Munger
from tests.support.relay_parts import packet


def numbered(extended, *, timestamp=0, now=0.0):
    made = packet(extended & 0xFFFF, timestamp=timestamp, now=now)
    made.extended_sequence = extended
    return made


def passed(munger, numbered_packet):
    """Let a packet in order pass; returns its outgoing extended sequence."""
    munger.passed(numbered_packet)
    return munger.highest_out


def test_numbers_begin_where_told():
    munger = Munger(90_000, 500, 1000)
    first = numbered(90_000, timestamp=777, now=5.0)
    munger.begin("a", first)
    assert passed(munger, first) & 0xFFFF == 500
    assert (777 + munger.timestamp_shift) & 0xFFFF_FFFF == 1001


def test_a_new_source_goes_on_without_a_seam():
    munger = Munger(90_000, 65_530, 0)
    munger.begin("a", numbered(10, timestamp=5000))
    for step in range(10):
        last = passed(munger, numbered(10 + step, timestamp=5000 + step * 3000, now=step / 30))
    before = (5000 + 9 * 3000 + munger.timestamp_shift) & 0xFFFF_FFFF
    other = numbered(4000, timestamp=999_999, now=9 / 30 + 1.0)
    munger.begin("b", other)
    assert passed(munger, other) == last + 1
    after = (999_999 + munger.timestamp_shift) & 0xFFFF_FFFF
    assert after - before == 90_000


def origin(munger, sequence):
    epoch, source_sequence = munger.origin(sequence)
    return epoch.source, source_sequence


def test_the_origin_of_a_number_is_found_across_sources():
    munger = Munger(90_000, 65_535, 0)
    munger.begin("a", numbered(10))
    first = passed(munger, numbered(10))
    passed(munger, numbered(11))
    munger.begin("b", numbered(700))
    third = passed(munger, numbered(700))
    assert origin(munger, first & 0xFFFF) == ("a", 10)
    assert origin(munger, (first + 1) & 0xFFFF) == ("a", 11)
    assert origin(munger, third & 0xFFFF) == ("b", 700)
    assert munger.origin((first - 1) & 0xFFFF) is None


@given(
    st.integers(0, 65_535),
    st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(1, 50)), min_size=1, max_size=8),
)
def test_outgoing_sequences_never_jump_or_repeat(first, sources):
    munger = Munger(90_000, first, 0)
    out = []
    for start, count in sources:
        munger.begin(object(), numbered(start))
        out += [passed(munger, numbered(start + step)) for step in range(count)]
    assert out == list(range(out[0], out[0] + len(out)))
