"""The copies of one packet for many receivers, written and encrypted into the slots of a send batch: in C, or the same in Python.

The C loop (`copies.c`, 40 lines) exists because Python's share of a copy was as large as the kernel's (`make bench-relay`).
Where it is not built, the Python one does the same, byte for byte; the tests run with both.
"""

import struct
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import cffi

from streaming.errors import NodeError
from streaming.ports import Departures, Row, RtpPacket
from streaming.transport.srtp import Srtp, new_length, protect_function, protect_in_place
from streaming.transport.udp import MAX_DATAGRAM, SEND_SLOTS, SLOT_SHIFT, Destination, SendBatch

VERSION = 2
"""Of what Python and C say to each other."""
LIBRARY = Path(__file__).with_name(f"libcopies-{VERSION}.so")
"""Built from `copies.c` by the set-up (`deploy/setup`)."""

_HEADER = struct.Struct("!BBHII")
_NUMBERED_HEADER = struct.Struct("!BBHIIIBHx")
"""With one header extension element of 3 bytes and a byte of padding (RFC 8285 section 4.2)."""
_ONE_ELEMENT = 0xBEDE_0001
_FFI = cffi.FFI()
_FFI.cdef(
    """
    struct row {
        void *keys; void *name; void *control; uint32_t name_length, control_length;
        uint32_t timestamp_shift, ssrc; double *times; uint32_t *sizes; uint64_t *next;
        uint16_t sequence_shift; uint8_t payload_type, extension;
    };
    struct packet { const uint8_t *payload; double now; uint32_t octets, timestamp; uint16_t sequence; uint8_t marker; };
    int copies_version(void);
    int copies_write(const struct row *rows, int count, const struct packet *packet, void *protect,
                     void *messages, int *failed);
    """
)
_OCTETS = _FFI.typeof("uint8_t[]")


class Receiver(NamedTuple):
    """One receiver of copies. The object keeps alive what C is given pointers to."""

    row: Row
    keys: Srtp
    destination: Destination
    departures: Departures | None
    """Where its packets are numbered and noted, if they are."""


class Copies(Protocol):
    """Writes copies into a batch; does not send them."""

    def prepare(self, receivers: Sequence[Receiver]) -> None:
        """Take these receivers from now on."""

    def write(self, first: int, count: int, packet: RtpPacket) -> int:
        """Fill slots from the batch's free one on for `count` receivers; returns how many could not be encrypted."""


class PythonCopies:
    """`Copies` without anything to build."""

    def __init__(self, batch: SendBatch) -> None:
        self._batch = batch
        self._length = new_length()
        self._ready: list[tuple[int, int, int, int, Any, Destination, Departures | None]] = []
        self._receivers: Sequence[Receiver] = ()

    def prepare(self, receivers: Sequence[Receiver]) -> None:
        """See `Copies`."""
        self._receivers = receivers
        # Flat, because objects that are looked at once each few milliseconds are seldom in the processor's cache.
        self._ready = [
            (*each.row[1:], each.keys.outbound, each.destination, each.departures)
            for each in receivers
        ]

    def write(self, first: int, count: int, packet: RtpPacket) -> int:
        """See `Copies`."""
        batch, length = self._batch, self._length
        memory, pointers, lengths = batch.memory, batch.pointers, batch.lengths
        payload, sequence, timestamp = packet.payload, packet.sequence, packet.timestamp_rtp
        write = _WRITERS[len(payload)] or _writer(len(payload))
        marker = 0x80 if packet.marker else 0
        slot, failed = batch.free, 0
        for row in self._ready[first : first + count]:
            payload_type, sequence_shift, timestamp_shift, ssrc, keys, destination, departures = row
            head = (
                payload_type | marker,
                sequence + sequence_shift & 0xFFFF,
                timestamp + timestamp_shift & 0xFFFF_FFFF,
                ssrc,
            )
            if departures is None:
                write(memory, slot << SLOT_SHIFT, 0x80, *head, payload)
                length[0] = _HEADER.size + len(payload)
            else:
                length[0] = _NUMBERED_HEADER.size + len(payload)
                number = departures.put(length[0], packet.arrived)
                element = departures.extension << 4 | 1
                start = slot << SLOT_SHIFT
                _NUMBERED_HEADER.pack_into(
                    memory, start, 0x90, *head, _ONE_ELEMENT, element, number
                )
                start += _NUMBERED_HEADER.size
                memory[start : start + len(payload)] = payload
            if protect_in_place(keys, pointers[slot], length):
                failed += 1
                continue
            batch.address(slot, destination)
            lengths[2 * slot + 1] = length[0]
            slot += 1
        batch.free = slot
        return failed


class NativeCopies:
    """`Copies` in C."""

    def __init__(self, batch: SendBatch) -> None:
        """Raises: NodeError when the library is not built, or was built of other sources."""
        self._write = _load(LIBRARY).copies_write
        self._batch = batch
        self._messages: list[Any] = [
            _FFI.cast("void *", batch.message_address(slot)) for slot in range(SEND_SLOTS)
        ]
        self._packet: Any = _FFI.new("struct packet *")
        self._failed: Any = _FFI.new("int *")
        """C's own count, over all packets; what it has not filled it has failed to encrypt."""
        self._protect = _FFI.cast("void *", protect_function())
        self._rows: Any = _FFI.new("struct row[]", 0)
        self._receivers: Sequence[Receiver] = ()

    def prepare(self, receivers: Sequence[Receiver]) -> None:
        """See `Copies`."""
        self._receivers = receivers
        self._rows = _FFI.new("struct row[]", len(receivers))
        for into, each in zip(self._rows, receivers, strict=True):
            _, payload_type, sequence_shift, timestamp_shift, ssrc = each.row
            name, name_length = each.destination.address
            control, control_length = each.destination.control
            into.keys = _FFI.cast("void *", each.keys.outbound_address)
            into.name, into.name_length = _FFI.cast("void *", name), name_length
            into.control, into.control_length = _FFI.cast("void *", control), control_length
            into.timestamp_shift, into.ssrc = timestamp_shift & 0xFFFF_FFFF, ssrc
            into.sequence_shift, into.payload_type = sequence_shift & 0xFFFF, payload_type
            if (departures := each.departures) is not None:
                into.extension = departures.extension
                into.times = _FFI.cast("double *", departures.times.buffer_info()[0])
                into.sizes = _FFI.cast("uint32_t *", departures.sizes.buffer_info()[0])
                into.next = _FFI.cast("uint64_t *", departures.counter.buffer_info()[0])

    def write(self, first: int, count: int, packet: RtpPacket) -> int:
        """See `Copies`."""
        batch, given = self._batch, self._packet
        payload = _FFI.from_buffer(_OCTETS, packet.payload)
        given.payload, given.octets = payload, len(packet.payload)
        given.timestamp, given.sequence = packet.timestamp_rtp, packet.sequence
        given.marker, given.now = 0x80 if packet.marker else 0, packet.arrived
        rows = self._rows + first if first else self._rows
        filled: int = self._write(
            rows, count, given, self._protect, self._messages[batch.free], self._failed
        )
        batch.free += filled
        return count - filled


def copies(batch: SendBatch) -> Copies:
    """Return what writes copies fastest here."""
    return NativeCopies(batch) if LIBRARY.exists() else PythonCopies(batch)


_WRITERS: list[Any] = [None] * (MAX_DATAGRAM + 1)
"""By octets of payload: writes header and payload in one call. Made when first needed, at most 1,801."""


def _writer(octets: int) -> Any:
    write = struct.Struct(f"{_HEADER.format}{octets}s").pack_into
    _WRITERS[octets] = write
    return write


@cache
def _load(path: Path) -> Any:
    # Once for all rooms: each opening makes a class of its own, whose cycles stay until the collector looks.
    try:
        library: Any = _FFI.dlopen(str(path))
        version = library.copies_version()
    except (OSError, AttributeError) as error:
        raise NodeError(f"{path}: {error}; remove it or run make run again") from error
    if version != VERSION:
        raise NodeError(
            f"{path}: version {version}, not {VERSION}; remove it or run make run again"
        )
    return library
