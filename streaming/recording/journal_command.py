"""`journal inspect` and `journal export`: what a person does with a journal by hand."""

import argparse
import io
import json
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from streaming.contract import Kind
from streaming.errors import StreamingError
from streaming.recording import muxer
from streaming.recording.assembly import Parameters
from streaming.recording.depacketize import Depacketizer, Unit
from streaming.recording.h264 import H264Parameters
from streaming.recording.journal import GapRecord, RtpRecord
from streaming.recording.journal_reader import JournalReader
from streaming.recording.segment import Cut, Segmenter


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add `inspect` and `export` to a parser."""
    commands = parser.add_subparsers(dest="journal_command", required=True)
    inspect = commands.add_parser(
        "inspect", help="print what a journal holds, one JSON line a file"
    )
    inspect.add_argument("journals", type=Path, nargs="+")
    export = commands.add_parser("export", help="write a journal as an MP4, MKV or WebM file")
    export.add_argument("journal", type=Path)
    export.add_argument("output", type=Path, help="the ending says the format")


def run_command(arguments: argparse.Namespace) -> int:
    """Do what was asked; return the exit code."""
    try:
        if arguments.journal_command == "inspect":
            for path in arguments.journals:
                text = json.dumps(inspect_journal(path), ensure_ascii=False)
                sys.stdout.write(text + "\n")
        else:
            frames = export_journal(arguments.journal, arguments.output)
            sys.stdout.write(f"{frames} frames written to {arguments.output}\n")
    except (StreamingError, OSError, ValueError, av.FFmpegError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def inspect_journal(path: Path) -> dict[str, Any]:
    """Return what a journal holds.

    Raises:
        JournalError: if it is not a journal.
    """
    reader = JournalReader(path)
    try:
        header = reader.read_header()
        counts = _count(reader)
        return {
            "file": path.name,
            "lesson": header.lesson if header else None,
            "session": header.session if header else None,
            "role": header.role if header else None,
            "kind": header.kind if header else None,
            "codec": header.codec.name if header else None,
            "started_wall": header.started_wall if header else None,
            **counts,
            "sealed": reader.sealed,
            "torn_bytes": reader.size() - reader.position,
            "damaged_bytes": reader.damaged_bytes,
        }
    finally:
        reader.close()


def _count(reader: JournalReader) -> dict[str, float]:
    kinds: Counter[str] = Counter()
    payload_bytes = missing = key_frames = 0
    first = last = None
    while records := reader.read(settled=True):
        first = records[0].arrived if first is None else first
        last = records[-1].arrived
        kinds.update(type(record).__name__ for record in records)
        for record in records:
            if isinstance(record, RtpRecord):
                payload_bytes += len(record.payload)
                key_frames += record.key_frame
            elif isinstance(record, GapRecord):
                missing += record.packets
    return {
        "seconds": round((last or 0) - (first or 0), 3),
        "packets": kinds["RtpRecord"],
        "payload_bytes": payload_bytes,
        "key_frame_packets": key_frames,
        "sender_reports": kinds["ReportRecord"],
        "gaps": kinds["GapRecord"],
        "packets_missing": missing,
    }


def export_journal(path: Path, output: Path) -> int:
    """Write the frames of a journal, at the times of their RTP clock, into a media file; return how many.

    Raises:
        JournalError: if it is not a journal, or its codec cannot be recorded.
    """
    cuts, rate = _read_cuts(path)
    if not cuts:
        return 0
    first, origin = cuts[0].parameters, cuts[0].start_rtp
    # With a frame behind the header: FFmpeg writes VP9's configuration only when it has seen the pictures' format.
    start = muxer.fragment(0, 0, [muxer.Sample(cuts[0].units[0].data, rate, True)])
    frames = 0
    with (
        av.open(io.BytesIO(muxer.header(first) + start), format="mp4") as template,
        av.open(str(output), "w") as container,
    ):
        stream = container.add_stream_from_template(template.streams[0], opaque=True)
        for cut in cuts:
            in_band = _in_band(cut.parameters) if cut.parameters != first else b""
            ends = [*(unit.time_rtp for unit in cut.units[1:]), cut.end_rtp]
            for unit, end in zip(cut.units, ends, strict=True):
                packet = av.Packet(in_band + unit.data if unit.key_frame else unit.data)
                packet.stream = stream
                packet.time_base = Fraction(1, rate)
                packet.pts = packet.dts = unit.time_rtp - origin
                packet.duration = end - unit.time_rtp
                packet.is_keyframe = unit.key_frame
                container.mux(packet)
                frames += 1
    return frames


def _read_cuts(path: Path) -> tuple[list[Cut], int]:
    """Return a whole journal, cut as for a recording, and its clock rate."""
    reader = JournalReader(path)
    try:
        header = reader.read_header()
        if header is None:
            return [], 0
        depacketizer = Depacketizer(header.codec)
        segmenter = Segmenter(header.codec.clock_rate, audio=header.kind is Kind.AUDIO)
        units: list[Unit] = []
        while records := reader.read(settled=True):
            for record in records:
                if isinstance(record, (RtpRecord, GapRecord)):
                    units += depacketizer.push(record)
        units += depacketizer.flush()
    finally:
        reader.close()
    cuts = [cut for unit in units for cut in segmenter.push(unit)]
    rest = segmenter.flush(None)
    return ([*cuts, rest] if rest else cuts), header.codec.clock_rate


def _in_band(parameters: Parameters) -> bytes:
    """Return parameter sets as the beginning of a key frame, for files that have one header only."""
    if not isinstance(parameters, H264Parameters):
        return b""
    sets = (parameters.sps, *parameters.pps)
    return b"".join(len(nal).to_bytes(4, "big") + nal for nal in sets)
