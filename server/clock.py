"""The only place of the control plane where clocks are read. UTC inside, Asia/Shanghai on screens."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from scheduler.calendar import SHANGHAI
from streaming import clock as machine_clock


class Clock(Protocol):
    """Where time comes from; tests bring their own."""

    def now(self) -> datetime:
        """Return the wall time, aware, UTC."""

    def monotonic(self) -> float:
        """Return seconds that never go backwards; only differences mean anything."""


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        """Return the wall time, aware, UTC."""
        return from_wall(machine_clock.wall())

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        return machine_clock.now()


def from_wall(seconds: float) -> datetime:
    """Convert UTC seconds since 1970, as the contract carries them, to an aware UTC datetime."""
    return datetime.fromtimestamp(seconds, UTC)


def school_day(moment: datetime) -> date:
    """Return the date in the country's time zone."""
    return moment.astimezone(SHANGHAI).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the first moment of a school day and that of the next one, both UTC."""
    start = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)
    return start, start + timedelta(days=1)
