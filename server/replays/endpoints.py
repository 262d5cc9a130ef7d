"""Playlists and objects of a recording. With S3 the bytes go from the store to the browser, never through here."""

import logging
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from server.audit.guards import Played, Watched
from server.dependencies import Now, Reading, database
from server.error_handlers import problems
from server.errors import NotAllowed, NotSignedIn
from server.exports.guards import Exported, TrackName
from server.exports.service import ExportNeedsApproval
from server.lessons.service import NoSuchLesson
from server.recordings.service import NoSuchRecording
from server.replays import download, service
from server.replays.download import StillRecorded
from server.replays.objects import BadRange, Store, span_of
from server.replays.ranges import unchanged
from server.replays.schemas import ChapterList
from server.replays.service import (
    NoSuchTrack,
    Playlist,
    Playlists,
    StoreAway,
    Wanted,
)
from streaming.contract import IDENTIFIER, Kind
from streaming.errors import StoreError

router = APIRouter(prefix="/api/recordings/{lesson_id}", tags=["replays"])

HLS = "application/vnd.apple.mpegurl"
GAP_BOX = b"\x00\x00\x00\x08free"
"""An empty box of ISO/IEC 14496-12: what a player gets that fetches a gap all the same."""

logger = logging.getLogger(__name__)

TrackId = Annotated[str, Path(pattern=IDENTIFIER)]
Role = Annotated[str, Path(pattern=IDENTIFIER)]


def playlists(request: Request) -> Playlists:
    """Return the playlists of this server."""
    found: Playlists = request.app.state.playlists
    return found


_PLAYLIST = {
    "response_class": Response,
    "responses": problems(
        NotSignedIn, NotAllowed, NoSuchLesson, NoSuchRecording, NoSuchTrack, StoreAway
    ),
}


@router.get("/tracks/{track_id}/playlist.m3u8", **_PLAYLIST)  # type: ignore[arg-type]
async def track_playlist(
    request: Request, lesson_id: Played, track_id: TrackId, now: Now
) -> Response:
    """Return the media playlist of one track."""
    return await _media(request, lesson_id, Wanted(track=track_id), now)


@router.get("/roles/{role}/master.m3u8", **_PLAYLIST)  # type: ignore[arg-type]
async def role_master(transaction: Reading, admitted: Watched, role: Role) -> Response:
    """Return the playlist that joins a role's picture and sound."""
    return _hls(await service.role_master(transaction, admitted.lesson, role))


@router.get("/master.m3u8", **_PLAYLIST)  # type: ignore[arg-type]
async def master(transaction: Reading, admitted: Watched) -> Response:
    """Return the playlist that joins all pictures and sounds of a recording."""
    return _hls(await service.master(transaction, admitted.lesson))


@router.get("/roles/{role}/{kind}.m3u8", **_PLAYLIST)  # type: ignore[arg-type]
async def role_playlist(
    request: Request, lesson_id: Played, role: Role, kind: Kind, now: Now
) -> Response:
    """Return the media playlist of a role's picture or sound."""
    return await _media(request, lesson_id, Wanted(role=role, kind=kind), now)


@router.get(
    "/chapters",
    responses=problems(NotSignedIn, NotAllowed, NoSuchLesson, NoSuchRecording),
)
async def chapters(
    request: Request, transaction: Reading, admitted: Watched, now: Now
) -> ChapterList:
    """Return where the board shows another slide, or what the camera shows without one, with a small picture of each."""
    found = await playlists(request).chapters(transaction, admitted.lesson, now)
    return ChapterList(chapters=found)


@router.get("/tracks/{track_id}/gap.mp4", response_class=Response)
@router.get("/roles/{track_id}/gap.mp4", response_class=Response)
async def gap(admitted: Watched, track_id: TrackId) -> Response:
    """Return an empty box."""
    return Response(GAP_BOX, media_type="video/mp4")


@router.get(
    "/download.mp4",
    response_class=Response,
    responses=problems(
        NotSignedIn,
        NotAllowed,
        NoSuchLesson,
        NoSuchRecording,
        NoSuchTrack,
        ExportNeedsApproval,
        StillRecorded,
        BadRange,
        StoreAway,
    ),
)
async def download_mp4(
    request: Request,
    transaction: Reading,
    store: Store,
    admitted: Exported,
    track: Annotated[list[TrackName], Query(max_length=20)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Return the tracks of a recording (all, or the chosen ones) as one MP4, whole or a range."""
    try:
        film = await download.lay_out(transaction, store, admitted.lesson, track)
    except StoreError as error:
        raise StoreAway from error
    logger.info("download lesson=%s by=%s", admitted.lesson.id, admitted.caller.id)
    headers = {
        "Cache-Control": "private, no-cache",
        "ETag": f'"{film.etag}"',
        "Accept-Ranges": "bytes",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(film.name)}",
    }
    if unchanged(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    span = span_of(request, film.size, headers["ETag"])
    if span is not None:
        headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{film.size}"
    whole = span or download.whole(film)
    headers["Content-Length"] = str(whole.length)
    status = 200 if span is None else 206
    body = download.read(store, film, whole)
    return StreamingResponse(body, status, headers, "video/mp4")


async def _media(request: Request, lesson_id: str, wanted: Wanted, now: datetime) -> Response:
    found: Playlist = await playlists(request).served(database(request), lesson_id, wanted, now)
    # The same for all viewers, but permission is per caller: each keeps it and asks whether it still holds.
    headers = {"Cache-Control": "private, no-cache", "ETag": found.etag}
    if unchanged(request.headers.get("if-none-match"), found.etag):
        return Response(status_code=304, headers=headers)
    return Response(found.body, headers=headers, media_type=HLS)


def _hls(text: str) -> Response:
    return Response(text, headers={"Cache-Control": "no-store"}, media_type=HLS)
