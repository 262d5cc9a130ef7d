from scheduler.instance import Instance
from scheduler.teaching_progress import Common, align_progress
from tests.support.small_weeks import alliance, demand, instance, school_class, series


def week(*progress: int, hub: int | None = None) -> Instance:
    numbers = range(len(progress))
    return instance(
        classes=[school_class(f"c{n}") for n in numbers],
        demands=[demand(f"d{n}", f"c{n}", progress=progress[n]) for n in numbers],
        series=[series(progress=hub)],
        alliances=(alliance("hub", "village"),),
    )


def common(*progress: int, hub: int | None = None) -> Common:
    (found,) = align_progress(week(*progress, hub=hub))
    return found


def test_classes_within_a_week_have_nothing_to_do() -> None:
    found = common(7, 8, 8, hub=9)
    assert found.week == 8
    assert found.steps == ()


def test_the_one_that_is_behind_catches_up_a_week_a_week() -> None:
    found = common(5, 8, 8, 8)
    (step,) = found.steps
    assert found.week == 7  # a week from 8 is near enough
    assert (step.demand, step.behind_weeks, step.ready_after_weeks) == ("d0", 2, 1)


def test_the_one_that_is_ahead_waits() -> None:
    (step,) = common(8, 8, 8, 12).steps
    assert step.demand == "d3"
    assert step.behind_weeks < 0


def test_the_way_to_the_common_week_is_told_in_both_languages() -> None:
    behind, ahead = common(5, 8, 8, 8), common(8, 8, 8, 12)
    assert behind.words() == "a 3 年级音乐：共同进度第 7 周；d0 在第 5 周，赶 1 周"
    assert "d3 在第 12 周，等 " in ahead.words()
    assert behind.words(chinese=False) == (
        "a, 音乐, grade 3: common week 7; d0 is at 5 and catches up for 1 week(s)"
    )
    assert "d3 is at 12 and waits for " in ahead.words(chinese=False)


def test_of_equal_weeks_the_latest_is_chosen() -> None:
    assert common(4, 8).week == 7  # weeks 5, 6 and 7 ask for two weeks of teaching each


def test_schools_outside_the_alliance_do_not_count() -> None:
    alone = instance(demands=[demand(progress=3)], alliances=(alliance("hub"),))
    assert align_progress(alone) == []


def test_without_any_progress_there_is_nothing_to_align() -> None:
    assert align_progress(instance(alliances=(alliance("hub", "village"),))) == []
