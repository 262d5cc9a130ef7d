"""`/api/audit`: what was done with children's recordings and with rights, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Query

from server.audit import service
from server.audit.schemas import AuditList, ChainState
from server.auth.guards import Administrator
from server.auth.policy import ADMINISTRATORS, reach_of
from server.dependencies import Reading
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.models import AuditAction

router = APIRouter(prefix="/api/audit", tags=["audit"])


@router.get("", responses=problems(NotSignedIn, NotAllowed, Unprocessable))
async def log(
    transaction: Reading,
    caller: Administrator,
    action: AuditAction | None = None,
    cursor: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AuditList:
    """Return what was done about the schools that the caller administers, newest first."""
    reach = reach_of(caller, ADMINISTRATORS)
    return await service.page(transaction, reach, action, cursor, limit)


@router.get("/verification", responses=problems(NotSignedIn, NotAllowed))
async def verification(transaction: Reading, caller: Administrator) -> ChainState:
    """Walk the whole log and say whether every row holds the one before."""
    return await service.inspect(transaction)
