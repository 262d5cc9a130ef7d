"""Reading journals: whole ones, torn ones, and ones that another process still writes."""

import os
from pathlib import Path

from streaming.errors import JournalError
from streaming.recording import journal
from streaming.recording.journal import (
    FRAME,
    HEADER,
    MAGIC,
    GapRecord,
    JournalHeader,
    Record,
    SealRecord,
)
from streaming.recording.naming import DAMAGED_SUFFIX

CHUNK = 1024 * 1024
"""Bytes per read: some seconds of one track, and always more than the longest frame."""

_SEARCH_MAX = journal.BODY_MAX + FRAME.size
"""Bytes in which a record must begin, if one does; what lies before them is surely damage."""


class JournalReader:
    """Follows one journal. Call `read` again and again; it returns what has come since."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            FileNotFoundError: if it is not there.
        """
        self.path = path
        self.header: JournalHeader | None = None
        """None until the header has been read."""
        self.sealed = False
        """True once the seal record has been read: nothing follows."""
        self.position = 0
        """Byte offset behind the last record returned: the length of the part that is whole."""
        self.damaged_bytes = 0
        """Bytes skipped because no record was found in them."""
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._arrived = 0.0

    def close(self) -> None:
        """Close the file; idempotent."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def size(self) -> int:
        """Return the present length of the file in bytes."""
        return os.fstat(self._file).st_size

    def seek(self, position: int) -> None:
        """Go on at a record that begins at `position`, as told by an earlier `RtpRecord.position`.

        The header must have been read.
        """
        self.position = position
        self.sealed = False

    def read_header(self) -> JournalHeader | None:
        """Return the header; None if it is not whole yet.

        Raises:
            JournalError: if this is not a journal, or its header is damaged.
        """
        if self.header is None:
            self._parse_header(os.pread(self._file, CHUNK, 0))
        return self.header

    def read(self, *, settled: bool = False) -> list[Record]:
        """Return the records that have become whole since the last call, at most about a megabyte.

        An incomplete record at the end is left for a later call. `settled` says that the file will
        hardly grow any more: then what cannot be a record is skipped if a whole one follows it.

        Raises:
            JournalError: if this is not a journal, or its header is damaged.
        """
        header = self.read_header()
        if header is None:
            return []
        data = os.pread(self._file, CHUNK, self.position)
        return self._parse(data, header.started_wall, settled=settled)

    def _parse_header(self, data: bytes) -> None:
        if not MAGIC.startswith(data[: len(MAGIC)]):
            raise JournalError(f"{self.path.name}: not a journal")
        start = len(MAGIC)
        if len(data) < start + FRAME.size:
            return
        length = journal.frame_length(data, start)
        if not length or data[start + 5] != HEADER:
            raise JournalError(f"{self.path.name}: damaged header")
        if len(data) < start + length:
            return
        if not journal.frame_is_whole(data, start, length):
            raise JournalError(f"{self.path.name}: damaged header")
        self.header = journal.decode_header(data[start + FRAME.size : start + length])
        self.position = start + length
        self._arrived = self.header.started_wall

    def _parse(self, data: bytes, started: float, *, settled: bool) -> list[Record]:
        records: list[Record] = []
        at, end, base = 0, len(data), self.position
        while not self.sealed:
            at = journal.decode_packets(data, at, base, started, records)
            if records:
                self._arrived = records[-1].arrived
            if at + FRAME.size > end:
                break
            length = journal.frame_length(data, at)
            if length and at + length > end:
                # Either the writer is not done, or a damaged length points into the void.
                if not (settled and base + end >= self.size()):
                    break
                length = 0
            if length and journal.frame_is_whole(data, at, length):
                self._take_other(data[at : at + length], started, records)
                at += length
                continue
            found = _next_frame(data, at + 1)
            if found < 0:
                if end - at <= _SEARCH_MAX:
                    break
                found = end - _SEARCH_MAX
            self.damaged_bytes += found - at
            records.append(GapRecord(self._arrived, 0, "damaged"))
            at = found
        self.position = base + at
        return records

    def _take_other(self, frame: bytes, started: float, records: list[Record]) -> None:
        record = journal.decode_other(frame[5], frame[FRAME.size :], started)
        if record is not None:
            records.append(record)
        self.sealed = isinstance(record, SealRecord)


def recover(path: Path) -> bool:
    """Cut a journal that its writer left behind to its whole records, and seal it.

    Returns False if it was sealed already. A file without a whole header holds no media, as far as anybody can
    tell: an empty one is removed, any other set aside under another name.

    Raises:
        JournalError: if the file is not a journal; it is left as it is.
    """
    reader = JournalReader(path)
    try:
        arrived_us = 0
        while not reader.sealed:
            before = reader.position
            for record in reader.read(settled=True):
                if reader.header is not None:
                    arrived_us = round((record.arrived - reader.header.started_wall) * 1e6)
            if reader.position == before:
                break
        sealed, whole, has_header = reader.sealed, reader.position, reader.header is not None
    finally:
        reader.close()
    if sealed:
        return False
    if not has_header:
        if path.stat().st_size:
            path.rename(path.with_name(path.name + DAMAGED_SUFFIX))
        else:
            path.unlink()
        return True
    with path.open("r+b") as file:
        file.truncate(whole)
        file.seek(whole)
        file.write(journal.encode_seal(arrived_us, "recovered"))
        file.flush()
        os.fsync(file.fileno())
    return True


def _next_frame(data: bytes, start: int) -> int:
    """Return where the next whole record begins in `data[start:]`, -1 if nowhere."""
    sync = bytes((journal.SYNC,))
    at = data.find(sync, start)
    while 0 <= at <= len(data) - FRAME.size:
        length = journal.frame_length(data, at)
        if length and at + length <= len(data) and journal.frame_is_whole(data, at, length):
            return at
        at = data.find(sync, at + 1)
    return -1
