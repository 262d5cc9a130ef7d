import pytest
from hypothesis import given, strategies

from streaming.contract import BOARD, STUDENTS, TEACHER
from streaming.relay.layers import (
    MAX_HOLD,
    MAX_OFF_HOLD,
    OFF,
    REGRET,
    UNKNOWN_COST_BPS,
    UP_HOLD,
    UP_MARGIN,
    Chooser,
    Picture,
    importance,
)

CAMERA = Picture(importance(TEACHER), (100_000, 400_000, 1_200_000), (0, 1, 2))
SLIDES = Picture(importance(BOARD), (150_000, 800_000), (0, 1))
CLASS = Picture(importance(STUDENTS), (100_000, 300_000), (0, 1))


def choose(budget, *pictures, now=0.0):
    return Chooser(len(pictures)).choose(budget, pictures, now)


def test_the_board_comes_first_and_single_rooms_last():
    order = sorted(["class:room-1", STUDENTS, TEACHER, BOARD], key=importance)
    assert order == [BOARD, TEACHER, STUDENTS, "class:room-1"]


@pytest.mark.parametrize(
    ("budget", "layers"),
    [
        (3_500_000, (2, 1, 1)),
        (1_900_000, (1, 1, 1)),
        (1_500_000, (1, 1, 0)),
        (750_000, (1, 0, 0)),
        (400_000, (0, 0, 0)),
        (300_000, (0, 0, OFF)),
        (170_000, (OFF, 0, OFF)),
        (40_000, (OFF, OFF, OFF)),
    ],
)
def test_under_pressure_classmates_go_first_then_the_teacher_and_the_board_last(budget, layers):
    assert choose(budget, CAMERA, SLIDES, CLASS) == layers


def test_what_the_board_cannot_use_the_teacher_gets():
    assert choose(130_000, CAMERA, SLIDES) == (0, OFF)


def test_a_receiver_that_asks_for_less_gets_less():
    small = Picture(1, CAMERA.costs, CAMERA.layers, highest=1)
    none = Picture(1, CAMERA.costs, CAMERA.layers, highest=OFF)
    assert choose(10_000_000, small) == (1,)
    assert choose(10_000_000, none) == (OFF,)


def test_a_picture_that_nobody_sends_is_off():
    assert choose(10_000_000, Picture(1, (), ())) == (OFF,)


def test_a_layer_that_was_never_measured_is_not_free():
    assert choose(UNKNOWN_COST_BPS, Picture(1, (0,), (0,))) == (OFF,)
    assert choose(UNKNOWN_COST_BPS * 2, Picture(1, (0,), (0,))) == (0,)


def test_down_at_once_and_up_with_a_margin_after_a_while():
    chooser = Chooser(1)
    assert chooser.choose(2_000_000, [CAMERA], 0.0) == (2,)
    assert chooser.choose(500_000, [CAMERA], 0.1) == (1,)
    assert chooser.choose(9_000_000, [CAMERA], 0.2) == (1,)
    assert chooser.choose(1_300_000, [CAMERA], 60.0) == (1,)
    assert chooser.choose(int(1_200_000 * UP_MARGIN), [CAMERA], 60.0) == (2,)
    assert chooser.choose(1_200_000, [CAMERA], 60.1) == (2,)


def test_a_step_up_that_had_to_be_taken_back_is_waited_for_longer_each_time():
    chooser = Chooser(1)
    chooser.choose(500_000, [CAMERA], 0.0)
    now, holds = 0.0, []
    for _ in range(8):
        began = now
        while chooser.choose(2_000_000, [CAMERA], now) != (2,):
            now += 0.25
        holds.append(now - began)
        now += REGRET / 2
        chooser.choose(500_000, [CAMERA], now)
    assert holds[:5] == [UP_HOLD, UP_HOLD * 2, UP_HOLD * 4, UP_HOLD * 8, MAX_HOLD]
    assert holds[-1] == MAX_HOLD
    # Long after that it is forgotten.
    now += 5 * MAX_HOLD
    chooser.choose(2_000_000, [CAMERA], now)
    now += 5 * MAX_HOLD
    chooser.choose(500_000, [CAMERA], now)
    assert chooser.choose(2_000_000, [CAMERA], now + UP_HOLD) == (2,)


def test_a_picture_that_went_off_in_steps_begins_again_soon():
    chooser = Chooser(1)
    for step, budget in enumerate((2_000_000, 500_000, 150_000, 50_000)):
        chooser.choose(budget, [CAMERA], step / 10)
    assert chooser.choose(150_000, [CAMERA], 0.3 + UP_HOLD) == (OFF,)
    assert chooser.choose(150_000, [CAMERA], 0.3 + 2 * UP_HOLD) == (0,)


def test_a_picture_that_comes_and_goes_is_waited_for_longer_but_not_long():
    chooser, now, holds = Chooser(1), 0.0, []
    for _ in range(5):
        began = now
        while chooser.choose(150_000, [CAMERA], now) != (0,):
            now += 0.25
        holds.append(now - began)
        now += REGRET / 2
        chooser.choose(50_000, [CAMERA], now)
    assert holds == [0, 2 * UP_HOLD, 4 * UP_HOLD, MAX_OFF_HOLD, MAX_OFF_HOLD]


def test_the_budget_of_the_next_step_is_known():
    chooser = Chooser(2)
    chooser.choose(300_000, [CAMERA, SLIDES], 0.0)
    assert chooser.next_bps == int(400_000 * UP_MARGIN) + 150_000
    chooser.choose(9_000_000, [CAMERA, SLIDES], 60.0)
    assert chooser.next_bps == 0


pictures = strategies.lists(
    strategies.builds(
        lambda rank, costs: Picture(rank, tuple(sorted(costs)), tuple(range(len(costs)))),
        strategies.integers(0, 3),
        strategies.lists(strategies.integers(1_000, 3_000_000), max_size=3),
    ),
    max_size=5,
)


@given(pictures, strategies.lists(strategies.integers(0, 5_000_000), min_size=1, max_size=9))
def test_whatever_came_before_the_budget_is_kept(shown, budgets):
    chooser = Chooser(len(shown))
    for step, budget in enumerate(budgets):
        layers = chooser.choose(budget, shown, step * 0.7)
        spent = [
            max(picture.costs[layer], UNKNOWN_COST_BPS)
            for picture, layer in zip(shown, layers, strict=True)
            if layer != OFF
        ]
        assert sum(spent) <= budget
