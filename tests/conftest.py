"""What every test gets: Hypothesis without a clock of its own, so that a busy machine fails nothing; and over which database."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "tongke", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("tongke")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take `--database postgresql`: every test of the server over PostgreSQL, none over SQLite."""
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="database of the server's tests that ask for one only (default: sqlite)",
    )
