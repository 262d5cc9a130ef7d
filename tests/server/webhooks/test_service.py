from datetime import UTC, datetime, timedelta

from server.models import DeliveryState
from server.webhooks.service import PAUSES, after_failure

NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)


def test_each_failure_waits_longer_and_the_last_one_gives_up() -> None:
    waits = [after_failure(attempt, NOW)["next_at"] - NOW for attempt in range(1, len(PAUSES) + 1)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=10)
    assert sum(waits, timedelta()) > timedelta(hours=16)
    last = after_failure(len(PAUSES) + 1, NOW)
    assert last == {"state": DeliveryState.FAILED, "attempts": len(PAUSES) + 1}
