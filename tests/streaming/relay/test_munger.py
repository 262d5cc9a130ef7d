from hypothesis import given, strategies as st

from streaming.relay.munger import Munger


def test_numbers_begin_where_told():
    munger = Munger(90_000, 500, 1000)
    munger.begin("a", 90_000, 777, 5.0)
    assert munger.passed(90_000, 777, 5.0) & 0xFFFF == 500
    assert (777 + munger.timestamp_shift) & 0xFFFF_FFFF == 1001


def test_a_new_source_goes_on_without_a_seam():
    munger = Munger(90_000, 65_530, 0)
    munger.begin("a", 10, 5000, 0.0)
    for step in range(10):
        last = munger.passed(10 + step, 5000 + step * 3000, step / 30)
    before = (5000 + 9 * 3000 + munger.timestamp_shift) & 0xFFFF_FFFF
    munger.begin("b", 4000, 999_999, 9 / 30 + 1.0)
    assert munger.passed(4000, 999_999, 9 / 30 + 1.0) == last + 1
    after = (999_999 + munger.timestamp_shift) & 0xFFFF_FFFF
    assert after - before == 90_000


def test_the_origin_of_a_number_is_found_across_sources():
    munger = Munger(90_000, 65_535, 0)
    munger.begin("a", 10, 0, 0.0)
    first = munger.passed(10, 0, 0.0)
    munger.passed(11, 0, 0.0)
    munger.begin("b", 700, 0, 0.0)
    third = munger.passed(700, 0, 0.0)
    assert munger.origin(first & 0xFFFF) == ("a", 10)
    assert munger.origin((first + 1) & 0xFFFF) == ("a", 11)
    assert munger.origin(third & 0xFFFF) == ("b", 700)
    assert munger.origin((first - 1) & 0xFFFF) is None


@given(
    st.integers(0, 65_535),
    st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(1, 50)), min_size=1, max_size=8),
)
def test_outgoing_sequences_never_jump_or_repeat(first, sources):
    munger = Munger(90_000, first, 0)
    out = []
    for start, count in sources:
        munger.begin(object(), start, 0, 0.0)
        out += [munger.passed(start + step, 0, 0.0) for step in range(count)]
    assert out == list(range(out[0], out[0] + len(out)))
