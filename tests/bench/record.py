"""What recording a lesson costs: CPU of the journal (in the media node) and of the archiver, as a share of one core.

Two tracks of pictures of about 1 Mbit/s and one of sound, fed in real time through the product's recorder into a
real archiver process with a directory store; then viewers of a recording in a real S3 server, and of one in a directory
store. Prints one table and one JSON line.
Published elsewhere: LiveKit's egress takes 1 to 3 cores a recording, Jibri a machine.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from streaming.contract import ArchiverHello, RecordingSealed, SegmentStored
from streaming.ports import Codec, RtpPacket, TrackDescription
from streaming.recording.recorder import JournalRecorder
from tests.bench import replay
from tests.bench.film import FILM, PERIOD, repeat
from tests.support.link_end import TOKEN, LinkEnd
from tests.support.processes import cpu_seconds, python, running
from tests.support.rtp_media import (
    H264,
    OPUS,
    Sent,
    Source,
    deliver,
    description,
    encode_audio,
    encode_video,
)

BASELINE = 20.0
"""Seconds in which the cost of the feeding alone is measured, to be taken away."""


def tracks(seconds: float) -> list[tuple[str, Codec, list[Sent]]]:
    """Return role, codec and packets of each track."""
    film = repeat(encode_video("H264", PERIOD, FILM), seconds)
    sound = repeat(encode_audio(PERIOD), seconds)
    return [
        ("teacher", H264, Source(H264, film).packets()),
        ("board", H264, Source(H264, film, delay=0.08).packets()),
        ("teacher", OPUS, Source(OPUS, sound, first_report=2.5, report_interval=5.0).packets()),
    ]


class Nobody:
    """A recorder that keeps nothing: what the feeding itself costs."""

    def open(self, lesson: str, session: str, track: TrackDescription) -> "Nobody":
        return self

    def packet(self, packet: RtpPacket) -> None:
        pass

    def sender_report(self, ntp_time: int, timestamp_rtp: int, now: float) -> None:
        pass


def feed(
    recorder: JournalRecorder | Nobody, seconds: float, lessons: int
) -> tuple[float, float, int]:
    """Publish the same lesson several times at once, in real time.

    Returns CPU seconds of this process, and bits per second and packets of one lesson.
    """
    published = tracks(seconds)
    sinks = [
        [recorder.open(f"lesson-{n}", "s", description(role, codec)) for n in range(lessons)]
        for role, codec, _ in published
    ]
    queue = sorted(
        (
            (sent.arrived, number, sent)
            for number, (_, _, packets) in enumerate(published)
            for sent in packets
        ),
        key=lambda one: one[:2],
    )
    first, begun = queue[0][0], time.monotonic()
    spent, at = 0.0, 0
    while at < len(queue):
        due = first + time.monotonic() - begun
        before = time.process_time()
        while at < len(queue) and queue[at][0] <= due:
            _, number, sent = queue[at]
            for sink in sinks[number]:
                deliver(sink, published[number][1], sent, first - begun)
            at += 1
        time.sleep(0.01)
        spent += time.process_time() - before
    bits = sum(len(sent.payload) for _, _, sent in queue) * 8
    return spent, bits / seconds, len(queue)


def measure(seconds: float, lessons: int, directory: Path) -> dict[str, float]:
    """Run the lessons; figures are per lesson."""
    baseline = feed(Nobody(), BASELINE, lessons)[0] / BASELINE
    environment = {"TONGKE_DATA_DIR": str(directory), "TONGKE_NODE_TOKEN": TOKEN}
    recorder = JournalRecorder(directory / "journal")
    with LinkEnd() as link:
        environment["TONGKE_SERVER_URL"] = link.url
        command = python("-m", "streaming", "archiver")
        with running(command, directory / "archiver.log", environment) as archiver:
            link.wait_for(ArchiverHello, timeout=60)
            before = cpu_seconds(archiver.pid)
            spent, bits, packets = feed(recorder, seconds, lessons)
            bell = time.monotonic()
            for number in range(lessons):
                recorder.close_lesson(f"lesson-{number}")
            for number in range(lessons):
                link.wait_for(
                    RecordingSealed, lambda m, n=number: m.lesson == f"lesson-{n}", timeout=120
                )
            sealed = time.monotonic() - bell
            archived = cpu_seconds(archiver.pid) - before
            segments = sum(isinstance(message, SegmentStored) for message in link.messages)
    journal = max(0.0, spent - baseline * seconds) / lessons
    archived /= lessons
    megabytes = bits * seconds / 8e6
    return {
        # What one core would take if it did nothing else.
        "journal_mb_per_s": megabytes / max(journal, 1e-6),
        "archiver_mb_per_s": megabytes / max(archived, 1e-6),
        "journal_percent": 100 * journal / seconds,
        "archiver_percent": 100 * archived / seconds,
        "core_percent_per_lesson": 100 * (journal + archived) / seconds,
        "bell_to_replay_s": sealed,
        "kbps": bits / 1000,
        "packets_per_second": packets / seconds,
        "segments": segments / lessons,
        "lessons": lessons,
    }


def main() -> int:
    """Run the benchmark and print its result."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.record", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of the lesson, in real time")
    parser.add_argument("--lessons", type=int, default=1, help="at once; figures are per lesson")
    parser.add_argument("--viewers", type=int, default=200, help="at once, beside one alone")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-record-") as directory:
        result = measure(arguments.seconds, arguments.lessons, Path(directory))
        for name, s3 in (("s3", True), ("directory", False)):
            (Path(directory) / name).mkdir()
            figures = replay.measure(Path(directory) / name, arguments.viewers, s3=s3)
            ending = "" if s3 else "_directory_store"
            result |= {key + ending: value for key, value in figures.items()}
    for name, value in result.items():
        sys.stdout.write(f"{name:56}{value:10.2f}\n")
    sys.stdout.write(json.dumps({name: round(value, 3) for name, value in result.items()}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
