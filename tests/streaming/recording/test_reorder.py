from hypothesis import given, strategies as st

from streaming.recording.journal import RtpRecord
from streaming.recording.reorder import CAPACITY, WAIT, Hole, Ordered, Reorder


def record(sequence: int, arrived: float = 0.0, position: int = 0) -> RtpRecord:
    return RtpRecord(arrived, sequence & 0xFFFF, 0, False, False, b"x", position)


def feed(reorder: Reorder, sequences: list[int], step: float = 0.01) -> list[Ordered | Hole]:
    out: list[Ordered | Hole] = []
    for index, sequence in enumerate(sequences):
        out += reorder.push(record(sequence, index * step))
    return out


def numbers(items: list[Ordered | Hole]) -> list[int]:
    return [item.record.sequence for item in items if isinstance(item, Ordered)]


def test_passes_what_is_in_order_at_once_across_the_wrap() -> None:
    sequences = [65_534, 65_535, 65_536, 65_537]
    assert numbers(feed(Reorder(), sequences)) == [65_534, 65_535, 0, 1]


@given(st.integers(0, 65_535), st.permutations(range(8)), st.integers(1, 40))
def test_any_order_within_the_window_comes_out_in_order(
    first: int, order: list[int], blocks: int
) -> None:
    # The first packet leads, because nobody can know of packets before it.
    sequences = [first] + [
        first + 1 + block * 8 + place for block in range(blocks) for place in order
    ]
    items = feed(Reorder(), sequences, step=0.001)
    assert numbers(items) == [(first + n) & 0xFFFF for n in range(1 + blocks * 8)]
    assert not any(isinstance(item, Hole) for item in items)


def test_waits_for_a_retransmission_and_then_says_the_hole() -> None:
    reorder = Reorder()
    assert numbers(feed(reorder, [1, 2])) == [1, 2]
    assert reorder.push(record(4, 0.0)) == []
    assert reorder.push(record(5, WAIT - 0.01)) == []
    out = reorder.push(record(6, WAIT + 0.01))
    assert out[0] == Hole(1, "loss")
    assert numbers(out) == [4, 5, 6]


def test_a_retransmission_after_a_second_is_not_a_loss() -> None:
    reorder = Reorder()
    feed(reorder, [1, 2, 4])
    assert numbers(reorder.push(record(3, 1.0))) == [3, 4]


def test_counts_what_comes_twice_or_too_late() -> None:
    reorder = Reorder()
    assert numbers(feed(reorder, [1, 2, 2, 1, 3])) == [1, 2, 3]
    feed(reorder, [5, 5])
    assert reorder.duplicates == 3


def test_two_holes_are_said_one_after_the_other() -> None:
    reorder = Reorder()
    feed(reorder, [1])
    reorder.push(record(3, 0.0))
    reorder.push(record(6, 0.1))
    out = reorder.push(record(7, WAIT + 0.05))
    assert [item.packets if isinstance(item, Hole) else item.record.sequence for item in out] == [
        1,
        3,
    ]
    out = reorder.push(record(8, WAIT + 0.2))
    assert [item.packets if isinstance(item, Hole) else item.record.sequence for item in out] == [
        2,
        6,
        7,
        8,
    ]


def test_time_alone_gives_a_hole_up() -> None:
    reorder = Reorder()
    feed(reorder, [1, 3])
    assert reorder.expire(0.5) == []
    assert numbers(reorder.expire(WAIT + 0.02)) == [3]


def test_the_end_gives_everything_up() -> None:
    reorder = Reorder()
    feed(reorder, [1, 3, 6])
    out = reorder.flush()
    assert numbers(out) == [3, 6]
    assert [item.packets for item in out if isinstance(item, Hole)] == [1, 2]


def test_never_holds_more_than_its_capacity() -> None:
    reorder = Reorder()
    out = feed(reorder, [0, *range(2, 3 * CAPACITY, 2)], step=0.0)
    out += feed(reorder, [], step=0.0)
    assert len(numbers(out)) >= 3 * CAPACITY // 2 - CAPACITY - 2


def test_a_source_that_starts_anew_is_believed_at_its_second_packet() -> None:
    reorder = Reorder()
    feed(reorder, [100, 101])
    assert reorder.push(record(40_000, 0.1)) == []
    out = reorder.push(record(40_001, 0.12))
    assert isinstance(out[0], Hole)
    assert numbers(out) == [40_000, 40_001]
    assert numbers(reorder.push(record(40_002, 0.14))) == [40_002]


def test_a_single_wild_number_is_ignored() -> None:
    reorder = Reorder()
    feed(reorder, [100, 101])
    assert reorder.push(record(40_000)) == []
    assert numbers(reorder.push(record(102))) == [102]
    assert reorder.push(record(40_001)) == []


def test_unwrapped_numbers_only_grow() -> None:
    reorder = Reorder()
    items = feed(reorder, [65_530, *range(65_531, 65_531 + 70_000)], step=0.0)
    sequences = [item.sequence for item in items if isinstance(item, Ordered)]
    assert sequences == list(range(sequences[0], sequences[0] + 70_001))


def test_tells_the_earliest_position_that_is_still_needed() -> None:
    reorder = Reorder()
    reorder.push(record(1, position=10))
    assert reorder.lowest_position(20) == 20
    reorder.push(record(4, position=30))
    reorder.push(record(3, position=40))
    assert reorder.lowest_position(50) == 30


def test_goes_on_at_a_number_that_was_told() -> None:
    reorder = Reorder()
    reorder.resume(65_536 + 7)
    assert numbers(feed(reorder, [5, 6, 7, 8])) == [7, 8]
    assert reorder.expected == 65_536 + 9
