"""`/api/overview`: the day at a glance."""

from fastapi import APIRouter

from server.auth.guards import Overseer
from server.auth.policy import OVERSEERS, reach_of
from server.dependencies import Now, Reading
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn
from server.overview import service
from server.overview.schemas import DayOverview

router = APIRouter(prefix="/api/overview", tags=["overview"])


@router.get("", responses=problems(NotSignedIn, NotAllowed))
async def overview(transaction: Reading, caller: Overseer, now: Now) -> DayOverview:
    """Return today's lessons, devices and links of the schools in the caller's care."""
    return await service.overview(transaction, reach_of(caller, OVERSEERS), now)
