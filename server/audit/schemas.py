"""The audit log as the API tells it."""

from datetime import datetime

from pydantic import BaseModel

from server.models import AuditAction


class AuditOut(BaseModel):
    """One row of the log."""

    number: int
    at: datetime
    actor: str
    actor_name: str
    """Empty if the actor is no person, or is gone."""
    action: AuditAction
    subject: str
    school_id: str | None
    note: str
    hash: str


class AuditList(BaseModel):
    """A page of the log, newest first."""

    items: list[AuditOut]
    next_cursor: int | None


class ChainState(BaseModel):
    """Whether every row holds the one before."""

    rows: int
    intact: bool
    broken_at: int | None
    """Number of the first row that was changed, moved or is missing."""
    head: str
    """Hash of the newest row: kept on paper, it shows also that the end was not cut off."""
