"""Transport-wide feedback: when each packet arrived, as the sender's bandwidth estimate wants it. No I/O.

Times are arguments, in seconds of any clock that does not jump; on the wire they are 250 µs ticks.
Source: draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1.
"""

import struct
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from streaming.errors import PacketError

TICKS_PER_SECOND = 4_000
"""One tick is 250 µs."""
TICKS_PER_REFERENCE = 256
"""The reference time counts 64 ms."""
MAX_PACKET_SIZE = 1_100
"""Bytes of one feedback packet: below any path's limit, with room for SRTCP and a report before it."""

_NOT_RECEIVED, _SMALL, _LARGE, _RESERVED = 0, 1, 2, 3
_ONE_BIT_SYMBOLS, _TWO_BIT_SYMBOLS = 14, 7
"""Statuses that a vector chunk of each width holds."""
_MAX_RUN = 0x1FFF
_MAX_STATUSES = 0xFFFF
_HEADER_SIZE = 20

MAX_GAP = 1_000
"""Sequences reported as lost before the first arrival of a packet; a longer gap is a restart, not loss."""

_fixed = struct.Struct("!HHI")
_chunk = struct.Struct("!H")
_large = struct.Struct("!h")


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


class TransportFeedbackBuilder:
    """Feedback for one transport: keeps nothing but the count that each packet must carry."""

    __slots__ = ("_count", "_media_ssrc", "_sender")

    def __init__(self, sender: int, media_ssrc: int) -> None:
        self._sender = sender
        self._media_ssrc = media_ssrc
        self._count = 0

    def build(self, arrivals: Sequence[tuple[int, float]]) -> list[bytes]:
        """Return the feedback for these arrivals, as `feedback_packets`, and count on."""
        packets = feedback_packets(self._sender, self._media_ssrc, self._count, arrivals)
        self._count = (self._count + len(packets)) & 0xFF
        return packets


def transport_feedback(
    sender: int, media_ssrc: int, feedback_count: int, arrivals: Sequence[tuple[int, float]]
) -> bytes:
    """Return `feedback_packets` behind each other; nearly always it is one."""
    return b"".join(feedback_packets(sender, media_ssrc, feedback_count, arrivals))


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
    first_arrivals: dict[int, int] = {}
    for sequence, seconds in arrivals:
        first_arrivals.setdefault(sequence, round(seconds * TICKS_PER_SECOND))
    packets: list[bytes] = []
    base = first_sequence
    for group in _split(sorted(first_arrivals.items())):
        start, last = group[0][0], group[-1][0]
        if base is None or not 0 <= start - base <= MAX_GAP or last - base >= _MAX_STATUSES:
            base = start
        packets.append(
            _pack(sender, media_ssrc, (feedback_count + len(packets)) & 0xFF, group, base)
        )
        base = last + 1
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
        for _ in range(run):
            if position + status > len(body):
                raise PacketError("RTCP: transport feedback has fewer deltas than statuses")
            ticks += body[position] if status == _SMALL else _large.unpack_from(body, position)[0]
            position += status  # a small delta has one byte, a large one two
            arrivals.append(((base + offset) & 0xFFFF, ticks))
            offset += 1
    return TransportFeedback(
        sender, ssrc, base, count, reference >> 8, reference & 0xFF, tuple(arrivals)
    )


def _split(ticks: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Cut sorted arrivals where one packet cannot go on; never yields an empty list."""
    group: list[tuple[int, int]] = []
    # The losses before the first arrival and that arrival itself: two chunks and a large delta.
    first_cost = 6
    size = _HEADER_SIZE + first_cost
    for sequence, tick in ticks:
        if group:
            last_sequence, last_tick = group[-1]
            # The dearest chunk that this packet and the gap before it can need, and a large delta.
            cost = 4 + 2 * ((sequence - last_sequence) // _MAX_RUN + 1)
            if (
                not -0x8000 <= tick - last_tick <= 0x7FFF
                or sequence - group[0][0] >= _MAX_STATUSES
                or size + cost > MAX_PACKET_SIZE
            ):
                yield group
                group, size = [], _HEADER_SIZE + first_cost
            else:
                size += cost
        group.append((sequence, tick))
    if group:
        yield group


def _pack(
    sender: int, media_ssrc: int, feedback_count: int, group: list[tuple[int, int]], base: int
) -> bytes:
    first_tick = group[0][1]
    reference = first_tick // TICKS_PER_REFERENCE
    last_sequence, last_tick = base - 1, reference * TICKS_PER_REFERENCE
    # Runs, not one entry per sequence: a stranger's jump of 30,000 must not cost 30,000 steps.
    runs: list[tuple[int, int]] = []
    deltas = bytearray()
    for sequence, tick in group:
        delta, last_tick = tick - last_tick, tick
        small = 0 <= delta <= 0xFF
        deltas += bytes((delta,)) if small else _large.pack(delta)
        _add_run(runs, _NOT_RECEIVED, sequence - last_sequence - 1)
        _add_run(runs, _SMALL if small else _LARGE, 1)
        last_sequence = sequence
    count = last_sequence - base + 1
    body = struct.pack("!II", sender, media_ssrc)
    body += _fixed.pack(base & 0xFFFF, count, (reference & 0xFF_FFFF) << 8 | feedback_count)
    body += b"".join(map(_chunk.pack, _chunks(deque(runs)))) + deltas
    # The draft shows zero padding without the padding bit; libwebrtc reads it with and without.
    body += bytes(-len(body) % 4)
    return struct.pack("!BBH", 0x8F, 205, len(body) >> 2) + body


def _add_run(runs: list[tuple[int, int]], status: int, run: int) -> None:
    if runs and runs[-1][0] == status:
        runs[-1] = (status, runs[-1][1] + run)
    elif run:
        runs.append((status, run))


def _chunks(runs: deque[tuple[int, int]]) -> Iterator[int]:
    """Use up the runs and yield the 16-bit chunks that cover them; the last may end with zeros."""
    while runs:
        status, run = runs[0]
        if run >= _ONE_BIT_SYMBOLS or len(runs) == 1:  # no vector would cover more
            run = min(run, _MAX_RUN)
            yield status << 13 | run
            _take(runs, run)
            continue
        window = [symbol for symbol, length in islice(runs, 14) for _ in range(min(length, 14))]
        if _LARGE not in window[:_ONE_BIT_SYMBOLS]:
            yield 0x8000 | _symbols(_take(runs, _ONE_BIT_SYMBOLS), 1, _ONE_BIT_SYMBOLS)
        elif run >= _TWO_BIT_SYMBOLS:
            yield status << 13 | run
            _take(runs, run)
        else:
            yield 0xC000 | _symbols(_take(runs, _TWO_BIT_SYMBOLS), 2, _TWO_BIT_SYMBOLS)


def _take(runs: deque[tuple[int, int]], count: int) -> list[int]:
    """Remove up to `count` statuses from the front and return them."""
    taken: list[int] = []
    while runs and len(taken) < count:
        status, run = runs.popleft()
        part = min(run, count - len(taken))
        taken += [status] * part
        if part < run:
            runs.appendleft((status, run - part))
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
