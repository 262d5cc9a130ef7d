"""The errors of the timetable side.

SchedulerError
└── InputError     what came in cannot be used; names the field, what came and what is allowed
"""


class SchedulerError(Exception):
    """Base of every error that the scheduler raises on purpose."""


class InputError(SchedulerError):
    """A field of the input cannot be used; the data stand in attributes for whoever shows it."""

    def __init__(self, field: str, came: object, allowed: str) -> None:
        super().__init__(f"{field}: {came!s} came, allowed is {allowed}")
        self.field = field
        self.came = came
        self.allowed = allowed
