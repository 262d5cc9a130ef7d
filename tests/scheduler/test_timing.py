import pytest

from scheduler.domain import MinuteSpan
from scheduler.instance import Policy
from scheduler.rules import Rule
from scheduler.timing import Fit, Misfit, fits, needed_live_minutes

BELLS = (MinuteSpan(480, 520), MinuteSpan(530, 570))


def fitted(start: int, end: int, policy: Policy = Policy()) -> Fit | Misfit:  # noqa: B008
    good, bad = fits(BELLS, MinuteSpan(start, end), policy)
    return (good + bad)[0]


def test_a_lesson_at_the_bell_is_heard_whole() -> None:
    assert fitted(480, 520) == Fit(0, MinuteSpan(480, 520), 0, 0)


def test_a_class_comes_late_and_leaves_early_to_keep_its_breaks() -> None:
    assert fitted(487, 527) == Fit(0, MinuteSpan(487, 525), 7, 2)
    good, _ = fits(BELLS, MinuteSpan(520, 560), Policy())
    assert good == [Fit(1, MinuteSpan(525, 560), 10, 5)]


@pytest.mark.parametrize(
    ("start", "end", "rule", "needed"),
    [
        (496, 536, Rule.SHIFT, 16),
        (491, 531, Rule.BREAK, 4),
    ],
)
def test_a_misfit_tells_the_limit_at_which_it_would_fit(
    start: int, end: int, rule: Rule, needed: int
) -> None:
    found = fitted(start, end)
    assert isinstance(found, Misfit)
    assert (found.rule, found.needed) == (rule, needed)


def test_where_even_the_break_would_not_do_the_minutes_are_too_few() -> None:
    found = fitted(495, 540, Policy(min_live_minutes=38))
    assert found == Misfit(0, Rule.LIVE_MINUTES, 30)


def test_periods_without_a_common_minute_are_not_named() -> None:
    assert fits(BELLS, MinuteSpan(600, 640), Policy()) == ([], [])


@pytest.mark.parametrize(("length", "needed"), [(35, 31), (40, 35), (45, 35), (8, 7)])
def test_short_lessons_need_seven_eighths(length: int, needed: int) -> None:
    assert needed_live_minutes(MinuteSpan(480, 480 + length), Policy()) == needed
