from server.retention.guards import OnErasure


def test_the_guard_says_who_may_pass() -> None:
    assert OnErasure.owner_check == "an administrator over the hub's school of the erasure"
