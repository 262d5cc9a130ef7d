"""Deleting what the disks still hold of a recording: journals, damaged ones too, and the spool. Knows no network."""

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from streaming.contract import Kind
from streaming.recording.naming import file_safe, track_directory


@dataclass(frozen=True, slots=True)
class Erased:
    """What was deleted."""

    files: int
    size: int
    """Bytes."""


def erase(
    journal_directory: Path, spool_directory: Path, lesson: str, roles: Sequence[str]
) -> Erased:
    """Delete everything of a lesson, or everything of some of its roles; nothing if there is nothing.

    The caller sees to it that nobody writes there.

    Raises:
        OSError: if the disk refuses; what is left is found by the next call.
    """
    folders = [journal_directory / file_safe(lesson), spool_directory / file_safe(lesson)]
    places = folders if not roles else [*_of_roles(folders, roles)]
    files = [path for place in places for path in _files(place)]
    size = sum(path.stat().st_size for path in files)
    for place in places:
        if place.is_dir():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
    for folder in folders:
        _sync(folder if folder.is_dir() else folder.parent)
    return Erased(len(files), size)


def _of_roles(folders: Iterable[Path], roles: Sequence[str]) -> Iterable[Path]:
    """Yield the spool directories and journals of some roles. A dot ends a role: `file_safe` leaves none inside."""
    for folder in folders:
        for role in roles:
            for kind in Kind:
                name = track_directory(role, kind)
                yield from folder.glob(name)
                yield from folder.glob(f"{name}.*")


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.is_file()]


def _sync(directory: Path) -> None:
    """See that the deletion survives a power cut."""
    with suppress(FileNotFoundError):
        handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
