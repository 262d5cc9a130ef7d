from random import Random

import numpy as np

from scheduler.greedy import greedy
from scheduler.neighbourhoods import BESIDES, LARGEST, SMALLEST, Neighbours, Seeds
from scheduler.program import Program
from scheduler.variables import Space
from tests.support.tiny_cities import small_city

PROGRAM = Program(Space(small_city()))


def test_a_neighbourhood_has_its_seed_and_its_size_and_is_seeded() -> None:
    neighbours = Neighbours(PROGRAM)
    for seed in neighbours.demands[:20]:
        found = neighbours.around(seed, 5, Random(1))
        assert seed in found
        assert len(found) <= 5
        assert found == sorted(set(found)) == neighbours.around(seed, 5, Random(1))
    assert any(len(neighbours.around(seed, 5, Random(1))) == 5 for seed in neighbours.demands)


def test_whoever_lacks_a_lesson_is_unserved() -> None:
    neighbours = Neighbours(PROGRAM)
    nothing = np.zeros(PROGRAM.columns.count, np.int64)
    assert set(neighbours.unserved(nothing)) == set(neighbours.demands)
    some = neighbours.unserved(PROGRAM.values(greedy(PROGRAM)))
    assert 0 < len(some) < len(neighbours.demands)


def test_a_sweep_looks_at_everybody_who_lacks_a_lesson_once() -> None:
    neighbours = Neighbours(PROGRAM)
    values = PROGRAM.values(greedy(PROGRAM))
    lacking = neighbours.unserved(values)
    seeds = Seeds(neighbours, Random(0))
    sweep = [
        seeds.next(values) for _ in range(len(lacking) + min(BESIDES, len(neighbours.demands)))
    ]
    assert set(lacking) <= set(sweep)


def test_parts_grow_where_they_are_solved_and_shrink_where_not() -> None:
    seeds = Seeds(Neighbours(PROGRAM), Random(0))
    sizes = []
    for proven in (True,) * 60 + (False,) * 60:
        seeds.heard(proven=proven)
        sizes.append(seeds.size)
    assert max(sizes) == LARGEST
    assert sizes[-1] == SMALLEST
