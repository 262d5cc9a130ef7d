"""Writing one journal: the packet path puts records into memory, a thread carries them to the disk.

The two sides meet in one deque, whose `append` and `popleft` are atomic. What the disk cannot take in
time is counted and recorded as a gap; nothing here ever blocks the packet path.
"""

import os
from collections import deque
from contextlib import suppress
from pathlib import Path

from streaming.ports import RtpPacket
from streaming.recording import journal
from streaming.recording.journal import JournalHeader
from streaming.recording.naming import journal_name, journal_started_ms

BUFFER_MAX = 4 * 1024 * 1024
"""Bytes waiting for the disk: half a minute of a 1 Mbit/s track. More outlasts longer stalls and costs memory."""
WRITE_MAX = 1024 * 1024
"""Bytes per write call."""


class JournalWriter:
    """One journal. `packet`, `sender_report` and `close` belong to the packet path, `flush` to the thread."""

    def __init__(self, folder: Path, header: JournalHeader, buffer_max: int = BUFFER_MAX) -> None:
        """Prepare a journal in `folder`; the first `flush` makes and names the file."""
        self.folder = folder
        self.header = header
        self.packets_dropped = 0
        """Packets that found the buffer full."""
        self.packets_foreign = 0
        """Packets of another payload type than the track's codec: not part of the track."""
        self.problem = ""
        """Why the last flush failed; empty when it did not."""
        self._buffer_max = buffer_max
        self._buffer: deque[bytes] = deque((journal.encode_header(header),))
        self._queued = len(self._buffer[0])
        self._taken = 0
        self._missing = 0
        self._closed = False
        self._payload_type = header.codec.payload_type
        self._file = -1
        self._whole = 0
        self._in_hand = b""
        self.finished = False
        """True once the sealed file is on the disk and closed."""

    # --- the packet path ---

    def packet(self, packet: RtpPacket) -> None:
        """Take one packet, in order of arrival."""
        if packet.payload_type != self._payload_type:
            self.packets_foreign += 1
            return
        payload = packet.payload
        arrived_us = round((packet.arrived - self.header.started_now) * 1e6)
        if self._closed or not self._has_room(arrived_us, len(payload)):
            self.packets_dropped += 1
            return
        head = journal.encode_rtp(
            arrived_us,
            packet.sequence,
            packet.timestamp_rtp,
            packet.marker,
            packet.key_frame,
            payload,
        )
        # One append for both parts: the thread must never see one without the other.
        self._append(head + payload)

    def sender_report(self, ntp_time: int, timestamp_rtp: int, now: float) -> None:
        """Take the publisher's mapping of RTP time to NTP time."""
        arrived_us = round((now - self.header.started_now) * 1e6)
        if not self._closed and self.waiting < self._buffer_max:
            self._append(journal.encode_report(arrived_us, ntp_time, timestamp_rtp))

    def seal(self, now: float, reason: str) -> None:
        """Say that nothing follows; idempotent."""
        if self._closed:
            return
        self._closed = True
        arrived_us = round((now - self.header.started_now) * 1e6)
        if self._missing:
            self._append(journal.encode_gap(arrived_us, self._missing, "disk"))
        self._append(journal.encode_seal(arrived_us, reason))

    @property
    def waiting(self) -> int:
        """Bytes in memory that are not on their way to the disk."""
        return self._queued - self._taken

    def _has_room(self, arrived_us: int, size: int) -> bool:
        if self.waiting + size > self._buffer_max:
            self._missing += 1
            return False
        if self._missing:
            self._append(journal.encode_gap(arrived_us, self._missing, "disk"))
            self._missing = 0
        return True

    def _append(self, data: bytes) -> None:
        self._queued += len(data)
        self._buffer.append(data)

    # --- the thread ---

    def flush(self) -> None:
        """Write what waits. Never raises for the disk's sake: it notes the problem and tries again next time.

        A write that failed in the middle is cut off, so that the file always ends with a whole record.
        """
        try:
            self._open()
            while data := self._next():
                self._write(data)
                self._in_hand = b""
            if self._closed and not self._buffer:
                os.fsync(self._file)
                self._close_file()
                self.finished = True
            self.problem = ""
        except OSError as error:
            self.problem = error.strerror or str(error)
            self._cut()

    def abandon(self) -> None:
        """Close the file without a seal; the next start recovers it."""
        self._close_file()

    def _open(self) -> None:
        if self._file >= 0:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        role, kind = self.header.role, self.header.kind
        started_ms = int(self.header.started_wall * 1000)
        # Journals of a track are ordered by name, also after the machine's clock was set back.
        for path in self.folder.glob(journal_name(role, kind, "*")):
            started_ms = max(started_ms, journal_started_ms(path) + 1)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        self._file = os.open(self.folder / journal_name(role, kind, started_ms), flags, 0o640)

    def _next(self) -> bytes:
        """Return the bytes in hand from a failed write, or the next ones."""
        if not self._in_hand:
            parts: list[bytes] = []
            size = 0
            while self._buffer and size < WRITE_MAX:
                parts.append(self._buffer.popleft())
                size += len(parts[-1])
            self._in_hand = b"".join(parts)
        return self._in_hand

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._file, view) :]
        self._whole += len(data)
        self._taken += len(data)

    def _cut(self) -> None:
        with suppress(OSError):
            if self._file >= 0:
                os.ftruncate(self._file, self._whole)
                os.lseek(self._file, self._whole, os.SEEK_SET)

    def _close_file(self) -> None:
        if self._file >= 0:
            file, self._file = self._file, -1
            os.close(file)
