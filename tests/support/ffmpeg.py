"""Debian's ffprobe and ffmpeg as readers of what we write: other code, and five years of other people's files."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """What ffprobe and ffmpeg made of a file."""

    complaints: str
    """Everything that they warned of; empty when nothing is wrong."""
    streams: list[dict[str, Any]]
    duration: float
    """Seconds from the epoch to the end of the file."""
    frames: dict[int, int]
    """Decoded frames by stream."""


def examine(path: Path) -> Verdict:
    """Have a file read from its first to its last frame; fails when the programs are not there."""
    assert shutil.which("ffmpeg"), "ffmpeg is missing: apt-get install ffmpeg"
    show = ["-show_format", "-show_streams", "-count_frames", "-of", "json"]
    probed = _run(["ffprobe", "-v", "warning", *show, str(path)])
    # Times stay those of the file: in units of a guessed frame rate two pictures of a camera that hesitated would be one.
    decode = ["-map", "0", "-enc_time_base", "-1", "-f", "null", "-"]
    decoded = _run(["ffmpeg", "-nostdin", "-v", "warning", "-i", str(path), *decode])
    found = json.loads(probed.stdout or "{}")
    streams = found.get("streams", [])
    return Verdict(
        complaints=(probed.stderr + decoded.stderr).strip(),
        streams=streams,
        duration=float(found.get("format", {}).get("duration", 0)),
        frames={one["index"]: int(one.get("nb_read_frames", 0)) for one in streams},
    )


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
