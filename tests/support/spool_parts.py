"""Items for a spool, without media."""

from streaming.contract import Kind, MediaLoss, SegmentStored, TrackInit
from streaming.recording.depacketize import ResumePoint
from streaming.recording.spool import Checkpoint
from streaming.recording.timeline import ClockState

CHECKPOINT = Checkpoint(
    "teacher.audio.1.rtpj",
    ResumePoint(10, 20, 1 << 33, 1_700_000_000.25, "loss", waiting=True),
    continues=True,
    end_ticks=96_000,
    clock=ClockState(
        ((1_700_000_000.125, 1 << 33),), ((1 << 33, 1_700_000_001.5),), 1_700_000_000.0
    ),
)


def segment(number: int) -> SegmentStored:
    return SegmentStored(
        segment=f"l.teacher.audio.{number}",
        lesson="l",
        track="l.teacher.audio",
        init=0,
        number=number,
        key="",
        size=0,
        sha256="",
        starts_at=1_700_000_000.0 + 2 * number,
        duration=2.0,
        offset=2.0 * number,
        losses=(MediaLoss(0.5, 0.25, "loss"),),
    )


def init(number: int) -> TrackInit:
    return TrackInit("l", "l.teacher.audio", "teacher", Kind.AUDIO, "opus", number, "", 0, "")
