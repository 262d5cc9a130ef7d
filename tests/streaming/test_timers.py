import asyncio

import pytest

from streaming import clock
from streaming.timers import EASY_TICK, IDLE_TICK, TICK, Every, Timers


class Looks:
    """Keeps when it was called; hurries as often as told."""

    def __init__(self):
        self.at = []
        self.hurries = 0
        self.wanted = 0
        self.enough = asyncio.Event()

    def __call__(self, now):
        self.at.append(now)
        self.hurries -= 1
        if len(self.at) >= self.wanted:
            self.enough.set()
        return self.hurries >= 0


@pytest.fixture
def looks():
    return Looks()


def test_an_interval_passes_once_and_what_was_missed_is_not_made_up_for():
    every = Every(2.0)
    assert every.passed(10.0)
    assert not every.passed(11.9)
    assert every.passed(30.0)
    assert not every.passed(31.0)
    assert every.passed(32.0)


async def test_looks_by_itself_when_nothing_comes(looks):
    timers, looks.wanted = Timers(looks), 4
    timers.start()
    looks.enough.clear()
    await asyncio.wait_for(looks.enough.wait(), 10)
    timers.stop()
    steps = [later - earlier for earlier, later in zip(looks.at, looks.at[1:], strict=False)]
    assert min(steps) >= IDLE_TICK - TICK


async def test_packets_bring_a_look_along_once_an_easy_tick(looks):
    timers = Timers(looks)
    timers.start()
    now = clock.now()
    for step in range(10):
        timers.packets_came(now + step * EASY_TICK * 0.6)
    timers.stop()
    assert len(looks.at) == 1 + 4


async def test_packets_bring_a_look_along_once_a_tick_while_somebody_hurries(looks):
    timers = Timers(looks)
    timers.start()
    now = clock.now()
    timers.hurry()
    for step in range(10):
        timers.packets_came(now + step * TICK * 0.6)
    timers.stop()
    assert len(looks.at) == 1 + 4


async def test_a_hurry_is_looked_after_until_it_is_over(looks):
    timers = Timers(looks)
    timers.start()
    looks.hurries = 3
    began = clock.now()
    timers.hurry()
    timers.hurry()
    looks.wanted = 5
    looks.enough.clear()
    await asyncio.wait_for(looks.enough.wait(), 10)
    timers.stop()
    # The hurried ones come a tick apart and not at once; how late they are is the machine's affair.
    assert all(step >= TICK / 2 for step in [looks.at[1] - began, looks.at[2] - looks.at[1]])


async def test_after_the_stop_nobody_looks(looks):
    timers = Timers(looks)
    timers.start()
    timers.stop()
    timers.stop()
    timers.hurry()
    timers.packets_came(clock.now() + 10)
    await asyncio.sleep(2 * IDLE_TICK)
    assert len(looks.at) == 1
