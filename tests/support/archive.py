"""Reports of an archiver about a made-up recording, for tests of the server's archive."""

from dataclasses import dataclass, field
from datetime import datetime

from streaming.contract import (
    ChapterFound,
    Kind,
    MediaLoss,
    RecordingSealed,
    SegmentLost,
    SegmentStored,
    TrackInit,
)
from tests.support.app import LESSON

SHA256 = "ab" * 32
SEGMENT_SIZE = 1000


@dataclass
class Archive:
    """Makes reports of one lesson's recording, whose first packet came at `epoch`."""

    epoch: datetime
    lesson: str = LESSON
    reported: list[SegmentStored] = field(default_factory=list)

    def header(
        self,
        track: str = "teacher-video",
        kind: Kind = Kind.VIDEO,
        number: int = 0,
        **other: object,
    ) -> TrackInit:
        values: dict[str, object] = {
            "lesson": self.lesson,
            "track": track,
            "role": track.split("-")[0],
            "kind": kind,
            "codec": "avc1.42e01f" if kind is Kind.VIDEO else "opus",
            "number": number,
            "key": f"{self.lesson}/{track}/init-{number}.mp4",
            "size": 700,
            "sha256": SHA256,
            "width": 1280 if kind is Kind.VIDEO else 0,
            "height": 720 if kind is Kind.VIDEO else 0,
            "timescale": 90_000,
        }
        return TrackInit(**(values | other))  # type: ignore[arg-type]

    def segment(  # noqa: PLR0913 - each test changes one of them
        self,
        number: int,
        track: str = "teacher-video",
        offset: float | None = None,
        duration: float = 4.0,
        gap_before: float = 0.0,
        init: int = 0,
        losses: tuple[MediaLoss, ...] = (),
    ) -> SegmentStored:
        begins = number * 4.0 if offset is None else offset
        report = SegmentStored(
            segment=f"{self.lesson}.{track}.{number}",
            lesson=self.lesson,
            track=track,
            init=init,
            number=number,
            key=f"{self.lesson}/{track}/{number}.m4s",
            size=SEGMENT_SIZE,
            sha256=SHA256,
            starts_at=self.epoch.timestamp() + begins,
            duration=duration,
            offset=begins,
            gap_before=gap_before,
            gap_reason="publisher away" if gap_before else "",
            losses=losses,
        )
        self.reported.append(report)
        return report

    def chapter(self, number: int, track: str = "board-video") -> ChapterFound:
        key = f"{self.lesson}/{track}/chapter-{number}.jpg"
        return ChapterFound(self.lesson, track, number, number * 10.0, key, 300, SHA256)

    def lost(self, number: int, track: str = "teacher-video") -> SegmentLost:
        begins = number * 4.0
        return SegmentLost(
            segment=f"{self.lesson}.{track}.{number}",
            lesson=self.lesson,
            track=track,
            init=0,
            number=number,
            starts_at=self.epoch.timestamp() + begins,
            duration=4.0,
            offset=begins,
            reason="rotten",
        )

    def sealed(self, segments: int | None = None) -> RecordingSealed:
        count = len(self.reported) if segments is None else segments
        ends = max((each.offset + each.duration for each in self.reported), default=0.0)
        epoch = self.epoch.timestamp()
        return RecordingSealed(self.lesson, count, epoch, ends, epoch + ends)
