import itertools

import pytest

from server.library.publication import (
    NEEDED,
    NOTED,
    TRANSITIONS,
    Step,
    WrongPublication,
    after,
    steps_from,
)
from server.models import Publication


@pytest.mark.parametrize(("publication", "step"), list(itertools.product(Publication, Step)))
def test_every_step_leads_where_the_table_says_or_is_refused(
    publication: Publication, step: Step
) -> None:
    if step in steps_from(publication):
        assert after(publication, step) is TRANSITIONS[publication, step]
    else:
        with pytest.raises(WrongPublication):
            after(publication, step)


def test_nothing_is_published_without_a_review() -> None:
    before = {at for (at, _), to in TRANSITIONS.items() if to is Publication.PUBLISHED}
    assert before == {Publication.REVIEW}
    assert set(NEEDED) == set(NOTED) == {step for _, step in TRANSITIONS}
