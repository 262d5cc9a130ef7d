"""The spool: segments on their way to the store. The directory is the queue.

    <spool>/<lesson>/lesson.json                    the recording: epoch, what is done
    <spool>/<lesson>/<role>.<kind>/track.json       the track's name
                                   init-0.mp4       bytes of a CMAF header    + init-0.json
                                   000000.m4s       bytes of a segment        + 000000.json
                                   chapter-0.jpg    a small picture           + chapter-0.json

An item exists once its `.json` does, and that is written last. Its bytes go when the server has
acknowledged it; the `.json` of the newest segment stays: it says where the journal is to be read on.
Every write is synced, so a power cut loses at most the item in hand.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from streaming.contract import ChapterFound, Kind, SegmentStored, TrackInit
from streaming.errors import JournalError
from streaming.recording.assembly import (
    AacParameters,
    OpusParameters,
    Parameters,
    Vp8Parameters,
)
from streaming.recording.av1 import Av1Parameters, read_sequence
from streaming.recording.depacketize import ResumePoint
from streaming.recording.h264 import H264Parameters, make_parameters
from streaming.recording.naming import (
    DAMAGED_SUFFIX,
    LESSON_FILE,
    file_safe,
    object_key,
    track_directory,
    track_id,
)
from streaming.recording.timeline import ClockState
from streaming.recording.vp9 import Vp9Parameters

T = TypeVar("T")

TRACK_FILE = "track.json"
CHAPTER_TYPE = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a track stands behind one of its segments."""

    journal: str
    """File name of the journal that the segment was cut from."""
    point: ResumePoint | None
    """Where to read that journal on; None: it is done."""
    continues: bool
    """The next segment starts where this one ends."""
    end_ticks: int
    """Where this segment ends, in ticks from the epoch."""
    clock: ClockState


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the frames of a segment lie in its journal, so that it can be made again."""

    begins: ResumePoint
    start_rtp: int
    """RTP time of the first frame, as the segment has it."""
    last_rtp: int
    """RTP time of the last frame."""
    lead: ResumePoint | None = None
    """AAC only: where the sound before it begins that it depends on; None if it begins anew."""


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """The `.json` of a segment."""

    message: SegmentStored
    checkpoint: Checkpoint
    origin: Origin | None = None
    """None in descriptions of an older release."""


@dataclass(frozen=True, slots=True)
class InitEntry:
    """The `.json` of a CMAF header."""

    message: TrackInit
    sps: str = ""
    """H.264 only: the sequence parameter set in hex."""
    pps: tuple[str, ...] = ()
    colours: int = 0
    """VP9 only: as in `Vp9Parameters`."""
    sequence: str = ""
    """AV1 only: the sequence header in hex."""


@dataclass(frozen=True, slots=True)
class ChapterEntry:
    """The `.json` of a chapter. It stays: the next slide is compared with it."""

    message: ChapterFound
    grey: str
    """Its picture as the next one is compared with it, hex (see `chapters`)."""


@dataclass(frozen=True, slots=True)
class TrackName:
    """The `track.json` of a track."""

    lesson: str
    role: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class LessonEntry:
    """The `lesson.json` of the spool: what is left of a recording when all else is gone."""

    lesson: str
    epoch: float = 0.0
    """Wall time of the first packet; 0.0 before it is known."""
    sealed: bool = False
    """The server has acknowledged the whole recording."""
    segments: int = 0
    duration: float = 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be stored."""

    path: Path
    message: SegmentStored | TrackInit | ChapterFound
    content_type: str


def parameters_of(entry: InitEntry) -> Parameters:
    """Return what a CMAF header was made from."""
    message = entry.message
    if message.kind is Kind.AUDIO:
        aac = AacParameters()
        return aac if message.codec == aac.codec else OpusParameters()
    if entry.sps:
        return make_parameters(bytes.fromhex(entry.sps), tuple(map(bytes.fromhex, entry.pps)))
    if entry.sequence:
        return read_sequence(bytes.fromhex(entry.sequence))
    if message.codec.startswith("vp09"):
        return Vp9Parameters(message.width, message.height, entry.colours)
    return Vp8Parameters(message.width, message.height)


def received(parameters: Parameters) -> Parameters:
    """Return what the frames were when they came: AAC is made of Opus."""
    return OpusParameters() if isinstance(parameters, AacParameters) else parameters


_SEGMENTS: TypeAdapter[SegmentEntry] = TypeAdapter(SegmentEntry)
_INITS: TypeAdapter[InitEntry] = TypeAdapter(InitEntry)
_CHAPTERS: TypeAdapter[ChapterEntry] = TypeAdapter(ChapterEntry)
_TRACKS: TypeAdapter[TrackName] = TypeAdapter(TrackName)
_LESSONS: TypeAdapter[LessonEntry] = TypeAdapter(LessonEntry)


class TrackSpool:
    """The spool of one track of one lesson."""

    def __init__(self, lesson_directory: Path, lesson: str, role: str, kind: Kind) -> None:
        """Open, or prepare, the track's directory; read what is there.

        Raises:
            OSError: if the directory cannot be read or made.
            JournalError: if a file in it is not ours.
        """
        self.lesson, self.role, self.kind = lesson, role, kind
        self.track = track_id(lesson, role, kind)
        self.name = track_directory(role, kind)
        self.directory = lesson_directory / self.name
        self._content_type = "audio/mp4" if kind is Kind.AUDIO else "video/mp4"
        self.directory.mkdir(parents=True, exist_ok=True)
        if not (self.directory / TRACK_FILE).exists():
            name = TrackName(lesson, role, kind)
            write_durably(self.directory / TRACK_FILE, _TRACKS.dump_json(name))
        self.inits = [
            _read(path, _INITS) for path in sorted(self.directory.glob("init-*.json"), key=_number)
        ]
        self.chapters = [
            _read(path, _CHAPTERS)
            for path in sorted(self.directory.glob("chapter-*.json"), key=_number)
        ]
        entries = sorted(self.directory.glob("[0-9]*.json"))
        self.last: SegmentEntry | None = _read(entries[-1], _SEGMENTS) if entries else None
        """The newest segment ever committed."""
        self._tidy()

    @property
    def next_number(self) -> int:
        """Number of the segment that comes next; also how many there have been."""
        return self.last.message.number + 1 if self.last else 0

    @property
    def duration(self) -> float:
        """Seconds from the epoch to the end of the newest segment."""
        return self.last.message.offset + self.last.message.duration if self.last else 0.0

    def add_init(self, content: bytes, message: TrackInit, parameters: Parameters) -> Item:
        """Commit a CMAF header. `key`, `size` and `sha256` of the message are filled in here."""
        path = self.directory / f"init-{message.number}.mp4"
        key, size, digest = self._describe(path.name, content)
        message = replace(message, key=key, size=size, sha256=digest)
        sets = parameters if isinstance(parameters, H264Parameters) else None
        entry = InitEntry(
            message,
            sets.sps.hex() if sets else "",
            tuple(pps.hex() for pps in sets.pps) if sets else (),
            parameters.colours if isinstance(parameters, Vp9Parameters) else 0,
            parameters.sequence.hex() if isinstance(parameters, Av1Parameters) else "",
        )
        _write_pair(path, content, _INITS.dump_json(entry))
        self.inits.append(entry)
        return Item(path, message, self._content_type)

    def add_segment(
        self,
        content: bytes,
        message: SegmentStored,
        checkpoint: Checkpoint,
        origin: Origin | None = None,
    ) -> Item:
        """Commit a segment. `key`, `size` and `sha256` of the message are filled in here."""
        path = self.directory / f"{message.number:06}.m4s"
        key, size, digest = self._describe(path.name, content)
        message = replace(message, key=key, size=size, sha256=digest)
        entry = SegmentEntry(message, checkpoint, origin)
        _write_pair(path, content, _SEGMENTS.dump_json(entry))
        before, self.last = self.last, entry
        if before is not None:
            self._forget(before.message.number)
        return Item(path, message, self._content_type)

    def add_chapter(self, content: bytes, message: ChapterFound, grey: str) -> Item:
        """Commit a chapter. `key`, `size` and `sha256` of the message are filled in here."""
        path = self.directory / f"chapter-{message.number}.jpg"
        key, size, digest = self._describe(path.name, content)
        entry = ChapterEntry(replace(message, key=key, size=size, sha256=digest), grey)
        _write_pair(path, content, _CHAPTERS.dump_json(entry))
        self.chapters.append(entry)
        return Item(path, entry.message, CHAPTER_TYPE)

    def items(self) -> Iterator[Item]:
        """Yield what is still to be stored, in the order in which it must be reported."""
        for entry in self.inits:
            path = self.directory / f"init-{entry.message.number}.mp4"
            if path.exists():
                yield Item(path, entry.message, self._content_type)
        for path in sorted(self.directory.glob("[0-9]*.m4s")):
            segment = _read(path.with_suffix(".json"), _SEGMENTS)
            yield Item(path, segment.message, self._content_type)
        for chapter in self.chapters:
            path = self.directory / f"chapter-{chapter.message.number}.jpg"
            if path.exists():
                yield Item(path, chapter.message, CHAPTER_TYPE)

    def entry(self, number: int) -> SegmentEntry:
        """Return the description of a segment that is not released yet.

        Raises:
            JournalError: if it is damaged.
            OSError: if it cannot be read.
        """
        return _read(self.directory / f"{number:06}.json", _SEGMENTS)

    def is_sound(self, item: Item) -> bool:
        """Say if an item's bytes on the disk are those of its description."""
        try:
            content = item.path.read_bytes()
        except OSError:
            return False
        return hashlib.sha256(content).hexdigest() == item.message.sha256

    def restore(self, item: Item, content: bytes) -> None:
        """Write an item's bytes again; they must be those of its description."""
        write_durably(item.path, content)

    def set_aside(self, item: Item) -> None:
        """Keep damaged bytes under another name, for somebody who can look, and let go of the item."""
        with suppress(FileNotFoundError):
            item.path.rename(item.path.with_name(item.path.name + DAMAGED_SUFFIX))
        self.release(item)

    def release(self, item: Item) -> None:
        """Let go of an item's bytes: the server has acknowledged it."""
        item.path.unlink(missing_ok=True)
        if isinstance(item.message, SegmentStored):
            self._forget(item.message.number)

    def _forget(self, number: int) -> None:
        """Remove the description of a segment that is released and no longer the newest."""
        path = self.directory / f"{number:06}.m4s"
        newest = self.last is not None and self.last.message.number == number
        if not newest and not path.exists():
            path.with_suffix(".json").unlink(missing_ok=True)

    def _describe(self, name: str, content: bytes) -> tuple[str, int, str]:
        digest = hashlib.sha256(content).hexdigest()
        return object_key(self.lesson, self.name, name, digest), len(content), digest

    def _tidy(self) -> None:
        """Remove what a killed process left half done."""
        for path in self.directory.iterdir():
            unfinished = path.name.startswith(".")
            orphan = (
                path.suffix in {".m4s", ".mp4", ".jpg"} and not path.with_suffix(".json").exists()
            )
            if unfinished or orphan:
                path.unlink(missing_ok=True)
        for path in self.directory.glob("[0-9]*.json"):
            self._forget(int(path.stem))


class LessonSpool:
    """The spool of one lesson."""

    def __init__(self, spool_directory: Path, lesson: str) -> None:
        """Open, or prepare, the lesson's directory.

        Raises:
            OSError: if the directory cannot be read or made.
            JournalError: if a file in it is not ours.
        """
        self.directory = spool_directory / file_safe(lesson)
        self.directory.mkdir(parents=True, exist_ok=True)
        self._file = self.directory / LESSON_FILE
        self.entry = _read(self._file, _LESSONS) if self._file.exists() else LessonEntry(lesson)
        self.tracks: dict[str, TrackSpool] = {}
        for path in sorted(self.directory.glob(f"*/{TRACK_FILE}")):
            name = _read(path, _TRACKS)
            self.track(name.role, name.kind)

    def track(self, role: str, kind: Kind) -> TrackSpool:
        """Return the spool of a track, which is made if it is new."""
        name = track_directory(role, kind)
        if name not in self.tracks:
            self.tracks[name] = TrackSpool(self.directory, self.entry.lesson, role, kind)
        return self.tracks[name]

    def update(self, entry: LessonEntry) -> None:
        """Replace `lesson.json`."""
        write_durably(self._file, _LESSONS.dump_json(entry))
        self.entry = entry


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole, or as it was before, whatever happens."""
    temporary = path.with_name(f".{path.name}")
    _write_synced(temporary, content)
    os.replace(temporary, path)
    _sync_directory(path.parent)


def _write_pair(path: Path, content: bytes, description: bytes) -> None:
    """Write an item: first its bytes, then the description that makes it exist."""
    described = path.with_suffix(".json")
    temporary = described.with_name(f".{described.name}")
    try:
        _write_synced(path, content)
        _write_synced(temporary, description)
        os.replace(temporary, described)
        _sync_directory(path.parent)
    except OSError:
        # A full disk gets its bytes back; the item is made again from the journal.
        for leftover in (path, temporary, described):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)
        raise


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path, adapter: TypeAdapter[T]) -> T:
    try:
        return adapter.validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise JournalError(f"{path}: {where}: {first['msg']}") from error


def _number(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])
