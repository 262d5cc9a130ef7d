"""The hostile trial itself, short: what must hold on any machine, however busy."""

from pathlib import Path

import pytest

from tests.faults.hostile import neighbours, recording, set_ups, strangers, trial

pytestmark = [pytest.mark.e2e]


def test_strangers_and_bad_neighbours_take_nothing_from_a_lesson(tmp_path: Path) -> None:
    with trial(tmp_path) as under:
        set_ups(under, 5)
        strangers(under, 3_000, forge=False)
        neighbours(under, 2.0)
        under.traffic.pause()
        recording(under)
        figures, dropped = under.figures, under.drops()
    assert figures["s2_set_ups"] == 5
    assert figures["s1_sessions_lost"] == figures["s3_sessions_lost"] == 0
    assert figures["s4_bytes_out"] == 0
    assert figures["s1_foreign_packets_recorded"] == figures["s3_packets_not_recorded"] == 0
    assert figures["s3_key_frame_requests_per_s"] <= 2
    assert dropped["stranger"] > 1_000
    assert dropped["over_rate"] > 0
