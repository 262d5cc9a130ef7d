"""An XLSX file measured before anything in it is parsed: sizes, entities, merged cells. For every reader of workbooks."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from enum import StrEnum

from openpyxl.utils.cell import range_boundaries

from scheduler.errors import SchedulerError

UNPACKED_MAX = 32 * 1024 * 1024
"""Bytes of all parts together: 20,000 rows of a dozen cells take half of it."""
PART_MAX = 8 * 1024 * 1024
"""Bytes of a part that is no sheet; shared strings are kept in memory as a whole."""
RATIO_MAX = 120
"""Unpacked to packed bytes. Sheets of one repeated word come to 60; a bomb has 1,000."""
PARTS_MAX = 300
MERGES_MAX = 5000
_CHUNK = 64 * 1024
_LONGEST_MATCH = 200
"""Bytes carried from one chunk to the next, so that nothing hides on the seam."""
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})[\"']"
)
_OLE = b"\xd0\xcf\x11\xe0"

Span = tuple[int, int, int, int]
"""First column, first row, last column, last row; from 1."""


class Why(StrEnum):
    """Why an archive is not read."""

    OLD_FORMAT = "an old .xls file, or one with a password"
    BROKEN = "no sound XLSX workbook"
    TOO_LARGE = "too large when unpacked"
    MERGES = "too many merged cells"


class ArchiveRefused(SchedulerError):
    """The file is no workbook, or passes a bound."""

    def __init__(self, why: Why, detail: str = "", unpacked: int = 0, parts: int = 0) -> None:
        super().__init__(f"{why}: {detail}" if detail else str(why))
        self.why = why
        self.detail = detail
        self.unpacked = unpacked
        """Bytes, where that is the reason."""
        self.parts = parts


def measured(content: bytes) -> dict[str, list[Span]]:
    """See that an archive is within bounds; return the merged cells of each part.

    Raises:
        ArchiveRefused: and nothing else.
    """
    if content.startswith(_OLE):
        raise ArchiveRefused(Why.OLD_FORMAT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts, len(content))
            # What is unpacked never exceeds the size that was declared, and that one was just checked.
            return {part.filename: _scanned(archive, part) for part in parts}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ArchiveRefused(Why.BROKEN, type(error).__name__) from error
    except (ValueError, KeyError, zlib.error) as error:
        raise ArchiveRefused(Why.BROKEN, type(error).__name__) from error


def _check_sizes(parts: Sequence[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    others = [part for part in parts if "/worksheets/" not in part.filename]
    largest = max((part.file_size for part in others), default=0)
    if (
        len(parts) > PARTS_MAX
        or unpacked > UNPACKED_MAX
        or largest > PART_MAX
        or (unpacked > 1024 * 1024 and unpacked > packed * RATIO_MAX)
    ):
        detail = f"{unpacked} bytes in {len(parts)} parts"
        raise ArchiveRefused(Why.TOO_LARGE, detail, unpacked, len(parts))


def _scanned(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[Span]:
    """Read a part once, in pieces: refuse what declares entities or is not UTF-8; find its merged cells."""
    if not part.filename.endswith((".xml", ".rels")):
        return []
    merges: list[Span] = []
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            piece = tail + chunk
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or b"\0" in piece:
                raise ArchiveRefused(Why.BROKEN, "DOCTYPE")
            merges += [_span(match) for match in _MERGE.finditer(piece)]
            if len(merges) > MERGES_MAX:
                raise ArchiveRefused(Why.MERGES, f"more than {MERGES_MAX}")
            tail = _after_last_match(piece)
    return merges


def _span(match: re.Match[bytes]) -> Span:
    first_column, first_row, last_column, last_row = range_boundaries(match[1].decode())
    return (first_column or 1, first_row or 1, last_column or 1, last_row or 1)


def _after_last_match(piece: bytes) -> bytes:
    ends = [match.end() for match in _MERGE.finditer(piece)]
    return piece[max(len(piece) - _LONGEST_MATCH, ends[-1] if ends else 0) :]
