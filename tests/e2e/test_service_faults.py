"""The measurement of the hub's faults itself, with one short fault; `make faults-hub` prints all."""

import pytest

from tests.faults.hub import FAULTS, row

pytestmark = [pytest.mark.e2e]

LONGEST_GAP = 5.0
"""Seconds without sound, on a machine that runs other tests: here a lesson must only go on by itself."""


def test_a_lesson_its_ledger_and_its_recording_outlive_the_server(measured: list[str]) -> None:
    kill, revive, _ = FAULTS["server"]
    found = row("server", kill, revive, stage=5.0, away=3.0, most_gap=LONGEST_GAP)
    measured.append(
        f"server killed: ledger {found.ledger} s, packets prove {found.heard:.1f} s, {found.gap:.2f} s without sound"
    )
    assert found.kept, found
