"""`/api/recordings/{lesson}/captions`: WebVTT in and out."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from server.audit.guards import Watched
from server.captions import service
from server.captions.schemas import CaptionList, Label
from server.captions.service import NoSuchCaption, TooManyCaptions
from server.captions.webvtt import NotWebVtt
from server.database import Database
from server.dependencies import Now, Reading, Writing
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn, TooLarge, Unprocessable
from server.lessons.guards import Captioning
from server.lessons.service import NoSuchLesson
from server.recordings.service import NoSuchRecording
from streaming.contract import IDENTIFIER

router = APIRouter(prefix="/api/recordings/{lesson_id}/captions", tags=["captions"])

CaptionId = Annotated[str, Path(pattern=IDENTIFIER)]
_READ = (NotSignedIn, NotAllowed, NoSuchLesson)
_FILE = {
    "requestBody": {
        "required": True,
        "content": {"text/vtt": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("", responses=problems(*_READ))
async def captions(transaction: Reading, admitted: Watched) -> CaptionList:
    """Return the captions of a recording."""
    return await service.listed(transaction, admitted.lesson, admitted.caller)


@router.post(
    "",
    status_code=201,
    responses=problems(
        *_READ, NoSuchRecording, NotWebVtt, TooManyCaptions, TooLarge, Unprocessable
    ),
    openapi_extra=_FILE,
)
async def add(
    request: Request, admitted: Captioning, now: Now, label: Annotated[Label, Query()] = "中文"
) -> CaptionList:
    """Bring a file of captions: WebVTT, UTF-8, at most 1 MiB."""
    # The file is read before a transaction begins: a slow line must not hold one.
    data = await request.body()
    database: Database = request.app.state.database
    async with database.writing() as transaction:
        await service.add(transaction, admitted.lesson, label, data, admitted.caller, now)
        return await service.listed(transaction, admitted.lesson, admitted.caller)


@router.get("/{caption_id}", response_class=Response, responses=problems(*_READ, NoSuchCaption))
async def text(transaction: Reading, admitted: Watched, caption_id: CaptionId) -> Response:
    """Return captions as WebVTT."""
    found = await service.text_of(transaction, admitted.lesson, caption_id)
    return Response(found, headers={"Cache-Control": "private, no-cache"}, media_type="text/vtt")


@router.delete("/{caption_id}", status_code=204, responses=problems(*_READ, NoSuchCaption))
async def remove(transaction: Writing, admitted: Captioning, caption_id: CaptionId) -> None:
    """Remove captions."""
    await service.remove(transaction, admitted.lesson, caption_id)
