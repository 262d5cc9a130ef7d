"""`/api/classes/{class}/consents`: which pictures of a class's children may be recorded."""

from collections.abc import Sequence

from fastapi import APIRouter, Request

from server.consents import service
from server.consents.guards import ClassId, KeeperOfClass
from server.consents.schemas import ConsentIn, ConsentList
from server.consents.service import NoSuchClass
from server.database import Database
from server.dependencies import Now, Reading
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, Unprocessable
from server.live.rooms import Rooms
from server.live.stage import Stage
from server.models import ConsentTrack

router = APIRouter(prefix="/api/classes/{class_id}/consents", tags=["consents"])

_KEPT = problems(NotSignedIn, NotAllowed, NoSuchClass, Unprocessable)


@router.get("", responses=_KEPT)
async def consents(class_id: ClassId, transaction: Reading, caller: KeeperOfClass) -> ConsentList:
    """Return every consent of a class, newest first."""
    return ConsentList(items=await service.of_class(transaction, class_id, caller))


@router.put("/{track}", responses=_KEPT)
async def give(
    class_id: ClassId,
    track: ConsentTrack,
    given: ConsentIn,
    request: Request,
    caller: KeeperOfClass,
    now: Now,
) -> ConsentList:
    """Note that the parents of a class allow a track to be recorded."""
    database: Database = request.app.state.database
    async with database.writing() as transaction:
        await service.give(transaction, class_id, track, given.paper, caller, now)
        items = await service.of_class(transaction, class_id, caller)
        lessons = await service.on_air_with(transaction, class_id)
    await _tell_nodes(request, lessons)
    return ConsentList(items=items)


@router.delete("/{track}", responses=_KEPT)
async def withdraw(
    class_id: ClassId, track: ConsentTrack, request: Request, caller: KeeperOfClass, now: Now
) -> ConsentList:
    """End a consent: what is being recorded or sent of the class stops before this answer goes out."""
    database: Database = request.app.state.database
    async with database.writing() as transaction:
        lessons = await service.withdraw(transaction, class_id, track, caller, now)
        items = await service.of_class(transaction, class_id, caller)
    await _tell_nodes(request, lessons)
    stage: Stage = request.app.state.stage
    for lesson in lessons:
        await stage.stop(lesson, class_id)
    return ConsentList(items=items)


async def _tell_nodes(request: Request, lessons: Sequence[str]) -> None:
    rooms: Rooms = request.app.state.rooms
    for lesson in lessons:
        await rooms.settle(lesson)
