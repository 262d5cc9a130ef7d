"""Waiting for what another thread or task does: only where it has no event of its own to wait for."""

import asyncio
import time
from collections.abc import Callable

PATIENCE = 20.0
"""Seconds; only a broken program reaches it."""


async def until(condition: Callable[[], bool]) -> None:
    """Return when `condition` holds; fail when it does not for long."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.002)


def wait_until(condition: Callable[[], object]) -> None:
    """As `until`, without an event loop."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.002)
