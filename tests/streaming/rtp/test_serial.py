from hypothesis import given, strategies as st

from streaming.rtp import serial

SEQUENCES = st.integers(0, 0xFFFF)


def test_a_sequence_after_the_wrap_continues_to_count():
    assert serial.extend(3, 65_530) == 65_539
    assert serial.extend(65_530, 65_539) == 65_530


def test_a_timestamp_after_the_wrap_continues_to_count():
    assert serial.extend32(160, 0xFFFF_FF00) == 0x1_0000_00A0
    assert serial.extend32(0xFFFF_FF00, 0x1_0000_00A0) == 0xFFFF_FF00


@given(st.integers(0, 1 << 40), st.integers(-0x8000, 0x7FFF))
def test_a_sequence_within_half_the_circle_of_its_reference_is_found_again(reference, step):
    assert serial.extend((reference + step) & 0xFFFF, reference) == reference + step


@given(st.integers(0, 1 << 60), st.integers(-0x8000_0000, 0x7FFF_FFFF))
def test_a_timestamp_within_half_the_circle_of_its_reference_is_found_again(reference, step):
    assert serial.extend32((reference + step) & 0xFFFF_FFFF, reference) == reference + step


@given(SEQUENCES, st.integers(1, 0x7FFF))
def test_newer_holds_across_the_wrap_and_never_both_ways(sequence, step):
    later = (sequence + step) & 0xFFFF
    assert serial.newer(later, sequence)
    assert not serial.newer(sequence, later)


@given(SEQUENCES)
def test_neither_itself_nor_the_opposite_of_the_circle_is_newer(sequence):
    opposite = sequence ^ 0x8000
    assert not serial.newer(sequence, sequence)
    assert not serial.newer(sequence, opposite)
    assert not serial.newer(opposite, sequence)
