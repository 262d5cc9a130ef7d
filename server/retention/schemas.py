"""Retention as the API tells it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, Field

from server.auth.schemas import Named, Text
from server.models import ErasureCause, ErasureState, Kind

Reason = Annotated[Text, Field(min_length=4, max_length=500)]

GONE = "gone"
"""Key of what an erasure knows of a machine that will not come back: why."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long recordings of each kind are kept, and how long an erasure can be taken back."""

    days: dict[Kind, int]
    """0: for ever."""
    grace: timedelta


class ReasonIn(BaseModel):
    """Why somebody wants something."""

    reason: Reason


class MachineGone(ReasonIn):
    """A machine that will not come back, and why."""

    archiver: Annotated[str, Field(min_length=1, max_length=200)]


class HoldOut(BaseModel):
    """A recording that somebody needs: nothing of it is erased."""

    lesson: Named
    starts_at: datetime
    reason: str
    held_by: Named
    held_at: datetime


class DamagedOut(BaseModel):
    """A recording of which the last weekly reading found objects damaged or missing in the store."""

    lesson: Named
    starts_at: datetime
    objects: int
    found_at: datetime | None


class Period(BaseModel):
    """How long recordings of a kind of lesson are kept; 0 days: for ever."""

    kind: Kind
    days: int


class RetentionOut(BaseModel):
    """The rules, and the recordings that somebody must look at."""

    periods: list[Period]
    grace_days: float
    held: list[HoldOut]
    damaged: list[DamagedOut]


class ErasureOut(BaseModel):
    """An erasure of a recording, or of the roles that are named (none: everything)."""

    id: str
    lesson: Named
    starts_at: datetime
    school: Named
    roles: list[str]
    cause: ErasureCause
    state: ErasureState
    reason: str
    asked_by: Named | None
    """None: the end of its period."""
    asked_at: datetime
    decided_by: Named | None
    decided_at: datetime | None
    due_at: datetime | None
    held: bool
    """A hold stands: it waits."""
    waits_for: list[str]
    """Archivers that have not answered yet."""
    problem: str
    done_at: datetime | None
    objects: int | None
    size: int | None
    decidable: bool
    """Whether the caller may agree or refuse."""
    can_take_back: bool
    """Whether the caller may take it back."""


class ErasureList(BaseModel):
    """The newest erasures of the schools that the caller administers."""

    items: list[ErasureOut]


class ErasureCertificate(BaseModel):
    """What was erased, by whose wish, signed by this installation."""

    id: str
    lesson: str
    title: str
    school: str
    starts_at: datetime
    roles: list[str]
    """None: everything."""
    cause: ErasureCause
    reason: str
    asked_by: str
    """Empty: the end of its period."""
    agreed_by: str
    asked_at: datetime
    erased_at: datetime
    objects: int
    size: int
    """Bytes in the store."""
    digest: str
    """SHA-256 over the sorted lines `key sha256 size`, one for each erased object."""
    acts: int = 0
    """Rows of what was done in the lesson (messages, polls, hands, head counts)."""
    disks: dict[str, Any]
    """By archiver: files and bytes that were still on its disks; or why that machine will not come back, and since
    when that is known: then nobody has looked at its disks."""
    jws: str = ""
    """ES256 over all of the above."""


class Shown(BaseModel):
    """A certificate that somebody holds."""

    jws: Annotated[str, Field(max_length=20_000)]


class Verified(BaseModel):
    """Whether this installation signed a certificate, and what it says."""

    genuine: bool
    certificate: ErasureCertificate | None = None
