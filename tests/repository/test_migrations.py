"""Migrations are one chain, each named by its number: two that are made at the same time are told apart before they meet."""

import re
from pathlib import Path

VERSIONS = Path(__file__).parents[2] / "server/migrations/versions"


def test_every_migration_follows_the_one_before_and_bears_its_own_number() -> None:
    before = None
    for path in sorted(VERSIONS.glob("[0-9]*.py")):
        text = path.read_text("utf-8")
        number = re.search(r'^revision = "(\d+)"$', text, re.MULTILINE)
        follows = re.search(r'^down_revision = (?:"(\d+)"|None)$', text, re.MULTILINE)
        assert number is not None, path.name
        assert follows is not None, path.name
        assert number[1] == path.name[:4], path.name
        assert follows[1] == before, path.name
        before = number[1]
    assert before is not None
