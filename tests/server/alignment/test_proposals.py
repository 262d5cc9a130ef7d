import pytest

from scheduler.plan import Plan
from server.alignment import proposals
from server.alignment.problems import NoSuchProposal
from tests.support.app import MONDAY_NINE, Hall
from tests.support.small_weeks import at, instance, plan


def test_a_proposal_counts_what_it_serves() -> None:
    made = proposals.new_proposal("run", instance(), plan(at()), 10**6, MONDAY_NINE)
    told = proposals.describe_proposal(made)
    assert (told.lessons, told.demanded, told.served_percent) == (1.0, 1.0, 100.0)
    assert 0 < told.gap_percent < 100


def test_a_plan_for_nothing_serves_everything() -> None:
    made = proposals.new_proposal("run", instance(demands=[]), Plan(), 0, MONDAY_NINE)
    assert proposals.describe_proposal(made).served_percent == 100.0


async def test_there_is_no_proposal_of_an_unknown_id(hall: Hall) -> None:
    async with hall.database.reading() as transaction:
        with pytest.raises(NoSuchProposal):
            await proposals.find_proposal(transaction, "mianyang", "nothing")
