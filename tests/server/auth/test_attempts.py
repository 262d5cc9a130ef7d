from server.auth.attempts import TABLE_SIZE, WINDOW, FailedAttempts


def test_after_the_allowed_failures_one_waits_until_the_oldest_is_forgotten() -> None:
    attempts = FailedAttempts()
    for second in range(3):
        assert attempts.wait("lin", 3, second) == 0
        attempts.failed("lin", second)
    assert attempts.wait("lin", 3, 10) == WINDOW - 10
    assert attempts.wait("lin", 3, WINDOW) == 0


def test_failures_of_one_are_not_anothers() -> None:
    attempts = FailedAttempts()
    attempts.failed("lin", 0)
    assert attempts.wait("he", 1, 0) == 0


def test_success_forgives() -> None:
    attempts = FailedAttempts()
    attempts.failed("lin", 0)
    attempts.succeeded("lin")
    assert attempts.wait("lin", 1, 0) == 0


def test_the_table_is_bounded_and_counts_what_it_forgets() -> None:
    attempts = FailedAttempts()
    for number in range(TABLE_SIZE + 5):
        attempts.failed(f"name-{number}", 0)
    assert (len(attempts), attempts.forgotten) == (TABLE_SIZE, 5)


def test_asking_leaves_nothing_behind() -> None:
    attempts = FailedAttempts()
    attempts.wait("somebody", 1, 0)
    assert len(attempts) == 0
