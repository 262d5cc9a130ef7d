import re
from datetime import timedelta

from server.identifiers import new_id, new_token
from streaming.contract import IDENTIFIER
from tests.support.app import MONDAY_NINE


def test_ids_fit_the_contract_and_sort_by_time() -> None:
    ids = [new_id(MONDAY_NINE + timedelta(milliseconds=number)) for number in range(100)]
    assert sorted(ids) == ids
    assert all(re.match(IDENTIFIER, each) and len(each) == 20 for each in ids)


def test_ids_of_one_moment_differ() -> None:
    assert len({new_id(MONDAY_NINE) for _ in range(1000)}) == 1000


def test_tokens_are_long_and_safe_in_a_header() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", new_token())
    assert new_token() != new_token()
