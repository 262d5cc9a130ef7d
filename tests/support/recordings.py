"""Archiving journals in a test without a process, and watching what came of it."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from streaming.contract import ChapterFound, SegmentStored, TrackInit
from streaming.recording.lesson import LessonArchive
from streaming.recording.track import Encode
from tests.support.rtp_media import read_number

FAR = 2_000_000_000.0
"""A wall time long after every arrival in a test."""


@dataclass
class Shown:
    """A decoded picture: its number, and when it is shown, in seconds from the epoch."""

    number: int
    time: float
    width: int


class Archive:
    """A lesson's folder and spool in a temporary directory."""

    def __init__(self, root: Path, lesson: str = "lesson-1", encode: Encode | None = None) -> None:
        self.root = root
        self.lesson = lesson
        self.encode = encode
        self.folder = root / "journal" / lesson
        self.folder.mkdir(parents=True, exist_ok=True)
        self.messages: list[SegmentStored | TrackInit | ChapterFound] = []
        self.mark(closed=False)
        self.archive = self.reopen()

    def mark(self, *, closed: bool) -> None:
        """Write the recorder's mark."""
        text = json.dumps({"lesson": self.lesson, "closed": closed})
        (self.folder / "lesson.json").write_text(text)

    def reopen(self) -> LessonArchive:
        """Start anew from what is on the disk, as after a kill."""
        self.archive = LessonArchive(self.folder, self.root / "spool", self.lesson, self.encode)
        return self.archive

    def step(self, now: float = FAR) -> list[SegmentStored | TrackInit | ChapterFound]:
        """Let it work once; keep and return what it made."""
        made = [item.message for _, item in self.archive.step(now)]
        self.messages += made
        return made

    def finish(self) -> None:
        """Close the lesson and let it work to the end."""
        self.mark(closed=True)
        for _ in range(1000):
            self.step()
            if self.archive.finished:
                return
        raise AssertionError("the lesson does not finish")

    def segments(self, track: str) -> list[SegmentStored]:
        """Return the segments of a track, `role.kind`."""
        name = f"{self.lesson}.{track}"
        return [m for m in self.messages if isinstance(m, SegmentStored) and m.track == name]

    def inits(self, track: str) -> list[TrackInit]:
        """Return the CMAF headers of a track."""
        name = f"{self.lesson}.{track}"
        return [m for m in self.messages if isinstance(m, TrackInit) and m.track == name]

    def content(self, message: SegmentStored | TrackInit | ChapterFound) -> bytes:
        """Return the bytes of an item that is still in the spool."""
        directory = (
            self.root / "spool" / self.lesson / message.track.removeprefix(self.lesson + ".")
        )
        if isinstance(message, TrackInit):
            return (directory / f"init-{message.number}.mp4").read_bytes()
        if isinstance(message, ChapterFound):
            return (directory / f"chapter-{message.number}.jpg").read_bytes()
        return (directory / f"{message.number:06}.m4s").read_bytes()

    def files(self, track: str) -> list[bytes]:
        """Return the track as files that can be played: one per stretch of one header."""
        out: list[bytes] = []
        last = None
        for segment in self.segments(track):
            if segment.init != last:
                out.append(self.content(self.inits(track)[segment.init]))
                last = segment.init
            out[-1] += self.content(segment)
        return out

    def pictures(self, track: str) -> list[Shown]:
        """Decode every picture of a track."""
        shown = []
        for data in self.files(track):
            with av.open(io.BytesIO(data)) as container:
                for frame in container.decode(video=0):
                    image = frame.to_ndarray(format="rgb24")
                    shown.append(Shown(read_number(image), float(frame.time), frame.width))
        return shown

    def sound(self, track: str) -> tuple[np.ndarray, list[float]]:
        """Decode a track of sound; return its samples (left) and the time of each frame."""
        parts, times = [], []
        for data in self.files(track):
            with av.open(io.BytesIO(data)) as container:
                for frame in container.decode(audio=0):
                    parts.append(frame.to_ndarray()[0])
                    times.append(float(frame.time))
        return np.concatenate(parts), times
