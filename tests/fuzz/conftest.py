"""`pytest tests/fuzz --fuzz-seconds 60` (`make fuzz`) runs every target for that long, with a new seed each round.

Without the option the targets are ordinary tests with a small number of examples. What Hypothesis finds it keeps in
`.hypothesis/examples` and tries first the next time.
"""

import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import is_hypothesis_test, settings

_RESULTS = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the seconds for each target."""
    parser.addoption(
        "--fuzz-seconds", type=float, default=0.0, help="run each fuzz target for so long"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make room for the table."""
    config.stash[_RESULTS] = []


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a target again and again until its time is over; a failure ends it as it would end a test."""
    seconds: float = pyfuncitem.config.getoption("--fuzz-seconds")
    target: Any = pyfuncitem.obj
    if not seconds or not is_hypothesis_test(target):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    started, rounds = time.monotonic(), 0
    while time.monotonic() - started < seconds:
        target._hypothesis_internal_use_seed = secrets.randbits(64)
        target(**arguments)
        rounds += 1
    limit: settings = getattr(target, "_hypothesis_internal_use_settings", settings.default)
    pyfuncitem.config.stash[_RESULTS].append(
        f"{pyfuncitem.nodeid:95} {rounds * limit.max_examples:>9,} examples"
        f" {time.monotonic() - started:6.0f} s"
    )
    return True


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Iterator[None]:
    """Print the table."""
    for line in config.stash[_RESULTS]:
        terminalreporter.write_line(line)
    return (yield)
