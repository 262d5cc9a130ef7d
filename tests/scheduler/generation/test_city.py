import pytest

from scheduler.errors import InputError
from scheduler.formats import write_instance
from scheduler.generation.city import CitySize, generate_city, generate_province
from scheduler.integrity import problems

SMALL = CitySize(2, 2, 3)


def test_one_seed_makes_one_city_and_two_make_two() -> None:
    texts = [write_instance(generate_city(seed, SMALL)) for seed in (1, 1, 2)]
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]


@pytest.mark.parametrize("fortnight", [False, True])
def test_a_city_is_whole(fortnight: bool) -> None:
    for seed in range(3):
        city = generate_city(seed, CitySize(2, 2, 3, fortnight=fortnight))
        assert list(problems(city)) == []
        assert len(city.schools) == 5
        assert len(city.parities) == (2 if fortnight else 1)


def test_cities_of_a_province_share_no_name() -> None:
    cities = generate_province(1, 3, SMALL)
    names = [{each.id for each in city.schools} for city in cities]
    assert not names[0] & names[1]
    assert len({city.name for city in cities}) == 3


@pytest.mark.parametrize(
    ("size", "field"),
    [
        ((3, 2, 1), "counties"),
        ((0, 2, 1), "counties"),
        ((1, 1, -1), "receivers"),
        ((1, 1, 1, 1.1), "broadcasting"),
    ],
)
def test_a_size_that_cannot_be_is_refused(size: tuple[int, ...], field: str) -> None:
    with pytest.raises(InputError) as caught:
        CitySize(*size)
    assert caught.value.field == field
