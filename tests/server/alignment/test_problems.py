import pytest

from server.alignment import problems
from server.errors import Problem
from server.words import Words

KINDS = [
    each
    for each in vars(problems).values()
    if isinstance(each, type) and issubclass(each, Problem) and each.__module__ == problems.__name__
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_problem_says_the_same_fields_in_both_languages(kind: type[Problem]) -> None:
    fields = {"count": 3, "first": "x", "school": "高村小学", "when": "周二 10:00"}
    detail: Words = kind.detail
    assert detail.said("zh", **fields) != detail.said("en", **fields)
    assert kind.slug != Problem.slug
    assert 400 <= kind.status < 500
