"""Chapters: where the board shows another slide, with a small picture of it; without a board, what the camera shows now and then.

Found at key frames, nothing else is decoded.

A look takes 11 ms for a picture of 1280 × 720 (measured); one each four seconds is 0.3 % of a core.
Knows segments of the spool, no network.
"""

import io
import logging
from fractions import Fraction

import av
from av.error import FFmpegError
from av.video.frame import VideoFrame

from streaming.contract import TEACHER, ChapterFound, Kind, SegmentStored
from streaming.recording import muxer
from streaming.recording.spool import Item, TrackSpool, parameters_of

logger = logging.getLogger(__name__)

LOOK_EVERY = 3.5
"""Seconds between looks: each second segment."""
CAMERA_EVERY = 30.0
"""Seconds between pictures of the camera while the board shows nothing: they are for the seek bar, whatever they show."""
APART = 5.0
"""Seconds between chapters: a film on the board is no hundred slides."""
CHAPTERS_MAX = 500
"""Per recording."""
COLUMNS, ROWS = 32, 18
"""Of the grey picture that is compared: coarse enough for noise and a pointer to vanish."""
CELL = 20
"""Levels of 255 by which a cell must differ."""
SHARE = 0.08
"""Of the cells: a running line of time or a pointer stays below, another slide far above."""
WIDTH = 256
"""Of the small picture, pixels; its height follows."""


class ChapterFinder:
    """Looks at the segments of one lesson's board, or camera, in order. Goes on where the spool says."""

    def __init__(self) -> None:
        self._looked: dict[str, float] = {}
        self._failed: set[str] = set()

    def look(self, spool: TrackSpool, item: Item, board: TrackSpool | None) -> Item | None:
        """Return a chapter that begins with a segment, if one does. The segment must still lie in the spool.

        Args:
            spool: of the segment's track.
            item: a new segment, or something else, of which nothing is made.
            board: the spool of the lesson's board; None while it has none.

        Raises:
            OSError: if the disk refuses.
        """
        message = item.message
        if not isinstance(message, SegmentStored) or not self._is_due(spool, message, board):
            return None
        last = spool.chapters[-1] if spool.chapters else None
        self._looked[spool.track] = message.offset
        try:
            picture = _first_picture(spool, item)
            grey = _grey(picture)
            same = last is not None and not _differ(bytes.fromhex(last.grey), grey)
            if spool is board and same:
                return None
            content = _small(picture)
        except (FFmpegError, ValueError) as error:
            # A recording without chapters is whole; said once a lesson.
            self._failed.add(spool.track)
            logger.warning("no chapters of %s: %s", message.track, error)
            return None
        number = last.message.number + 1 if last else 0
        found = ChapterFound(message.lesson, message.track, number, message.offset)
        return spool.add_chapter(content, found, grey.hex())

    def _is_due(self, spool: TrackSpool, message: SegmentStored, board: TrackSpool | None) -> bool:
        if spool.kind is not Kind.VIDEO or spool.track in self._failed:
            return False
        if not message.starts_with_key_frame or len(spool.chapters) >= CHAPTERS_MAX:
            return False
        if spool is not board:
            return spool.role == TEACHER and _camera_is_due(spool, message.offset, board)
        last = spool.chapters[-1].message.offset if spool.chapters else -APART
        looked = self._looked.get(spool.track, -LOOK_EVERY)
        return message.offset - looked >= LOOK_EVERY and message.offset - last >= APART


def _camera_is_due(camera: TrackSpool, offset: float, board: TrackSpool | None) -> bool:
    """Say if neither board nor camera gave the seek bar a picture for some time before an offset."""
    if board is not None and offset - board.duration < CAMERA_EVERY:
        return False
    return not camera.chapters or offset - camera.chapters[-1].message.offset >= CAMERA_EVERY


def _first_picture(spool: TrackSpool, item: Item) -> VideoFrame:
    message = item.message
    assert isinstance(message, SegmentStored)  # noqa: S101 - the caller saw to it
    header = muxer.header(parameters_of(spool.inits[message.init]))
    data = io.BytesIO(header + item.path.read_bytes())
    with av.open(data, mode="r", format="mp4") as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        for frame in container.decode(stream):
            return frame
    raise ValueError(f"segment {message.number} has no picture")


def _grey(picture: VideoFrame) -> bytes:
    """Return rows of grey cells, one byte each."""
    small = picture.reformat(COLUMNS, ROWS, format="gray", interpolation="AREA")
    plane = small.planes[0]
    raw = bytes(plane)
    return b"".join(raw[row * plane.line_size :][:COLUMNS] for row in range(ROWS))


def _differ(before: bytes, now: bytes) -> bool:
    if len(before) != len(now):
        return True
    changed = sum(abs(one - other) > CELL for one, other in zip(before, now, strict=True))
    return changed >= SHARE * len(now)


def _small(picture: VideoFrame) -> bytes:
    """Return a JPEG."""
    height = max(2, round(picture.height * WIDTH / picture.width / 2) * 2)
    small = picture.reformat(WIDTH, height, format="yuvj420p", interpolation="AREA")
    small.pts, small.time_base = 0, Fraction(1, 25)
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height = WIDTH, height
    encoder.pix_fmt, encoder.time_base = "yuvj420p", Fraction(1, 25)
    encoder.options = {"qmin": "5", "qmax": "5"}
    return b"".join(bytes(packet) for packet in [*encoder.encode(small), *encoder.encode(None)])
