"""Transport-wide feedback: when each packet arrived, as the sender's bandwidth estimate wants it. No I/O.

Times are arguments, in seconds of any clock that does not jump; on the wire they are 250 µs ticks.
Source: draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1.
"""

import struct
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from streaming.errors import PacketError

TICKS_PER_SECOND = 4_000
"""One tick is 250 µs."""
TICKS_PER_REFERENCE = 256
"""The reference time counts 64 ms."""
MAX_PACKET_SIZE = 1_100
"""Bytes of one feedback packet: below any path's limit, with room for SRTCP and a report before it."""

MAX_GAP = 1_000
"""Sequences reported as lost before the first arrival of a packet; a longer gap is a restart, not loss."""

_NOT_RECEIVED, _SMALL, _LARGE, _RESERVED = 0, 1, 2, 3
_ONE_BIT_SYMBOLS, _TWO_BIT_SYMBOLS = 14, 7
"""Statuses that a vector chunk of each width holds."""
_MAX_RUN = 0x1FFF
_MAX_STATUSES = 0xFFFF
_ROOM = MAX_PACKET_SIZE - 60
"""For deltas and one chunk per run. Left free: 20 for headers, 18 for the further chunks of long runs, 6 for the
last arrival, 3 for padding, and some."""

_header = struct.Struct("!BBHII")
_fixed = struct.Struct("!HHI")
_chunk = struct.Struct("!H")
_FORMATS = {_SMALL: "B", _LARGE: "h"}


@dataclass(frozen=True, slots=True)
class TransportFeedback:
    """When packets of all streams of one transport arrived at the other side."""

    sender: int
    ssrc: int
    base_sequence: int
    """16 bits: the transport-wide sequence of the first status."""
    status_count: int
    """How many sequences from there on are reported; those that are not in `arrivals` were lost."""
    reference_time: int
    """24 bits, unsigned here, in 64 ms; wraps."""
    feedback_count: int
    """8 bits, goes up with each packet."""
    arrivals: tuple[tuple[int, int], ...]
    """Per packet that came: its 16-bit sequence, and ticks after the reference time."""


def feedback_packets(
    sender: int,
    media_ssrc: int,
    feedback_count: int,
    arrivals: Sequence[tuple[int, float]],
    first_sequence: int | None = None,
) -> list[bytes]:
    """Return RTCP packets, each of at most `MAX_PACKET_SIZE` bytes, that together report all arrivals.

    Args:
        sender: our SSRC.
        media_ssrc: any SSRC of the transport; Chromium only checks that it knows it.
        feedback_count: of the first packet; those after it count on. Only the low 8 bits are used.
        arrivals: extended transport-wide sequence and arrival in seconds, in any order; of the
            same sequence twice the first counts. Missing sequences between two are reported as lost.
        first_sequence: extended sequence behind the last one that the feedback before this one covered: what
            is missing from there on is reported as lost too, unless the gap is longer than `MAX_GAP`.

    A new packet begins where a delta does not fit into 16 bits (8.19 s), where more than 65,535 sequences
    would be covered, or where the size is reached. It goes on from where the one before ended.
    """
    ticks = _ticks(arrivals)
    packets: list[bytes] = []
    base, position = first_sequence, 0
    while position < len(ticks):
        start = ticks[position][0]
        if base is None or not 0 <= start - base <= MAX_GAP:
            base = start
        count = (feedback_count + len(packets)) & 0xFF
        body, position = _pack(ticks, position, base, count)
        base = ticks[position - 1][0] + 1
        # The draft shows zero padding without the padding bit; libwebrtc reads it with and without.
        body += bytes(-len(body) % 4)
        packets.append(_header.pack(0x8F, 205, len(body) // 4 + 2, sender, media_ssrc) + body)
    return packets


def parse_feedback(sender: int, ssrc: int, body: bytes) -> TransportFeedback:
    """Read what follows the two SSRCs of a feedback packet. The work is bound by `len(body)`.

    Raises:
        PacketError: if it is cut, or has fewer statuses or deltas than it says.
    """
    if len(body) < 8:
        raise PacketError(f"RTCP: transport feedback of {len(body)} bytes; at least 8 are needed")
    base, count, reference = _fixed.unpack_from(body)
    if count == 0:
        raise PacketError("RTCP: transport feedback of 0 packets")
    runs, position = _read_runs(body, count)
    arrivals: list[tuple[int, int]] = []
    offset = ticks = 0
    for status, run in runs:
        if status == _NOT_RECEIVED:
            offset += run
            continue
        size = run * status  # a small delta has one byte, a large one two
        if position + size > len(body):
            raise PacketError("RTCP: transport feedback has fewer deltas than statuses")
        deltas = struct.unpack_from(f"!{run}{_FORMATS[status]}", body, position)
        position += size
        for delta in deltas:
            ticks += delta
            arrivals.append(((base + offset) & 0xFFFF, ticks))
            offset += 1
    return TransportFeedback(
        sender, ssrc, base, count, reference >> 8, reference & 0xFF, tuple(arrivals)
    )


def _ticks(arrivals: Sequence[tuple[int, float]]) -> list[tuple[int, int]]:
    """Return arrivals in ticks, by sequence, the first arrival of each."""
    ticks = [(sequence, round(seconds * TICKS_PER_SECOND)) for sequence, seconds in arrivals]
    # Nearly always they come in order, and this runs for every published packet.
    if all(earlier[0] < later[0] for earlier, later in pairwise(ticks)):
        return ticks
    firsts: dict[int, int] = {}
    for sequence, tick in ticks:
        firsts.setdefault(sequence, tick)
    return sorted(firsts.items())


def _pack(
    ticks: list[tuple[int, int]], start: int, base: int, feedback_count: int
) -> tuple[bytes, int]:
    """Return the body of a packet from `base` on, and the index of the first arrival that did not fit.

    `start` is the index of its first arrival; one always fits.
    """
    reference = ticks[start][1] // TICKS_PER_REFERENCE
    last_sequence, last_tick = base - 1, reference * TICKS_PER_REFERENCE
    # Runs, not one entry per sequence: a stranger's jump of 30,000 must not cost 30,000 steps.
    runs: deque[list[int]] = deque()
    deltas = bytearray()
    position = start
    for sequence, tick in islice(ticks, start, None):
        delta = tick - last_tick
        if (
            not -0x8000 <= delta <= 0x7FFF
            or sequence - base >= _MAX_STATUSES
            or len(deltas) + 2 * len(runs) > _ROOM
        ):
            break
        if sequence - last_sequence > 1:
            runs.append([_NOT_RECEIVED, sequence - last_sequence - 1])
        status = _SMALL if 0 <= delta <= 0xFF else _LARGE
        deltas += delta.to_bytes(status, "big", signed=status == _LARGE)
        if runs and runs[-1][0] == status:
            runs[-1][1] += 1
        else:
            runs.append([status, 1])
        last_sequence, last_tick = sequence, tick
        position += 1
    count, time = last_sequence - base + 1, (reference & 0xFF_FFFF) << 8 | feedback_count
    chunks = b"".join(map(_chunk.pack, _chunks(runs)))
    return _fixed.pack(base & 0xFFFF, count, time) + chunks + deltas, position


def _chunks(runs: deque[list[int]]) -> Iterator[int]:
    """Use up the runs and yield the 16-bit chunks that cover them; the last may end with zeros.

    Each chunk uses up the first run, or 8,191 of it.
    """
    while runs:
        status, run = runs[0]
        if run >= _ONE_BIT_SYMBOLS or len(runs) == 1:  # no vector would cover more
            run = min(run, _MAX_RUN)
            yield status << 13 | run
            _take(runs, run)
            continue
        covered = 0
        for other, length in runs:
            if other == _LARGE or covered >= _ONE_BIT_SYMBOLS:
                break
            covered += length
        if covered >= _ONE_BIT_SYMBOLS:
            yield 0x8000 | _symbols(_take(runs, _ONE_BIT_SYMBOLS), 1, _ONE_BIT_SYMBOLS)
        elif run >= _TWO_BIT_SYMBOLS:
            yield status << 13 | run
            _take(runs, run)
        else:
            yield 0xC000 | _symbols(_take(runs, _TWO_BIT_SYMBOLS), 2, _TWO_BIT_SYMBOLS)


def _take(runs: deque[list[int]], count: int) -> list[int]:
    """Remove up to `count` statuses from the front and return them."""
    taken: list[int] = []
    while runs and len(taken) < count:
        first = runs[0]
        part = min(first[1], count - len(taken))
        taken += [first[0]] * part
        first[1] -= part
        if not first[1]:
            runs.popleft()
    return taken


def _symbols(statuses: list[int], bits: int, capacity: int) -> int:
    value = 0
    for status in statuses:
        value = value << bits | status
    return value << bits * (capacity - len(statuses))


def _read_runs(body: bytes, count: int) -> tuple[list[tuple[int, int]], int]:
    """Return runs of together `count` statuses, and the position behind their chunks."""
    runs: list[tuple[int, int]] = []
    position, left = 8, count
    while left > 0:
        if position + 2 > len(body):
            raise PacketError("RTCP: transport feedback has fewer statuses than it says")
        chunk = body[position] << 8 | body[position + 1]
        position += 2
        if chunk & 0x8000 == 0:
            read = [(chunk >> 13, min(chunk & _MAX_RUN, left))]
        elif chunk & 0x4000 == 0:
            read = [(chunk >> shift & 1, 1) for shift in range(13, -1, -1)][:left]
        else:
            read = [(chunk >> shift & 3, 1) for shift in range(12, -1, -2)][:left]
        if any(status == _RESERVED for status, _ in read):
            raise PacketError("RTCP: transport feedback has the reserved status 3")
        left -= sum(run for _, run in read)
        runs += read
    return runs, position
