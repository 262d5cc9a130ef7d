"""Names of the recording's files, tracks and objects, all derived from lesson, role and kind. Pure.

Deterministic on purpose: a publisher who comes back, and an archiver that was killed, continue the same
track instead of beginning another.
"""

import hashlib
import re
from pathlib import Path
from typing import Final, Literal

from streaming.contract import OBJECTS

JOURNAL_SUFFIX: Final = ".rtpj"
DAMAGED_SUFFIX: Final = ".damaged"
"""Added to the name of a journal that cannot be read: nobody tries again, and nobody deletes it."""
LESSON_FILE: Final = "lesson.json"

_UNSAFE = re.compile(r"[^A-Za-z0-9-]")
_TRACK_ID_MAX: Final = 68
"""Characters; leaves room for a dot and a segment number within the 80 of `contract.Identifier`."""


def file_safe(text: str) -> str:
    """Return a name for one path component that no two texts share.

    Letters, digits and hyphens stay; every other byte of the UTF-8 becomes `_` and two hex digits.
    """
    return _UNSAFE.sub(lambda found: "".join(f"_{byte:02x}" for byte in found[0].encode()), text)


def journal_name(role: str, kind: str, started_ms: int | Literal["*"]) -> str:
    """Return the file name of a journal that began `started_ms` milliseconds after 1970 (UTC).

    With `*` it is the pattern of all journals of that track.
    """
    return f"{file_safe(role)}.{kind}.{started_ms}{JOURNAL_SUFFIX}"


def journal_started_ms(path: Path) -> int:
    """Return when the journal of this name began; 0 if the name does not say."""
    digits = path.name.removesuffix(JOURNAL_SUFFIX).rpartition(".")[2]
    return int(digits) if digits.isdecimal() else 0


def track_directory(role: str, kind: str) -> str:
    """Return the name of a track below its lesson, on disk and in object keys."""
    return f"{file_safe(role)}.{kind}"


def track_id(lesson: str, role: str, kind: str) -> str:
    """Return the id of a track: readable, or a digest where that would be too long for the contract."""
    readable = f"{lesson}.{role}.{kind}"
    if len(readable) <= _TRACK_ID_MAX and re.fullmatch(r"[A-Za-z0-9_.:-]+", readable):
        return readable
    digest = hashlib.sha256(f"{lesson}\0{role}\0{kind}".encode()).hexdigest()[:24]
    return f"{file_safe(lesson)[:32]}.{digest}.{kind}"


def segment_id(track: str, number: int) -> str:
    """Return the id of the segment `number` (0, 1, …) of a track."""
    return f"{track}.{number}"


def object_key(lesson: str, track_name: str, file_name: str, sha256: str) -> str:
    """Return the key of one object of a lesson.

    It holds the beginning of the content's digest, so that no object is ever overwritten by other bytes.
    """
    stem, _, ending = file_name.rpartition(".")
    return f"{OBJECTS}/{file_safe(lesson)}/{track_name}/{stem}-{sha256[:12]}.{ending}"
