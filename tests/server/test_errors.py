import string

from server.errors import Problem, Unavailable
from tests.support.app import Hall


def all_problems(kind: type[Problem] = Problem) -> list[type[Problem]]:
    found = [kind]
    for each in kind.__subclasses__():
        found += all_problems(each)
    return found


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


async def test_every_problem_speaks_both_languages_about_the_same_things(hall: Hall) -> None:
    # The running server has imported every feature.
    problems = all_problems()
    assert len(problems) > 25
    for problem in problems:
        for words in (problem.title, problem.detail):
            assert words.zh
            assert words.en
            chinese = {name.removesuffix("_zh") for name in fields_of(words.zh)}
            english = {name.removesuffix("_en") for name in fields_of(words.en)}
            assert chinese == english, problem


async def test_a_slug_means_one_thing(hall: Hall) -> None:
    seen: dict[str, int] = {}
    for problem in all_problems():
        assert seen.setdefault(problem.slug, problem.status) == problem.status


def test_what_passes_says_when_to_come_back() -> None:
    assert Unavailable(retry_after=7).headers == {"Retry-After": "7"}
