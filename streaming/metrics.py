"""Named reasons for everything that is dropped, counters, and the text that Prometheus reads. No I/O.

One `Drops` a process; a reason that is not in the enum cannot be counted, so every drop has a name.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from enum import StrEnum


class Drop(StrEnum):
    """Why a datagram or packet went no further."""

    EMPTY = "empty"
    """A datagram of no bytes."""
    TOO_LONG = "too_long"
    """A datagram longer than any of WebRTC, in or out."""
    BROKEN = "broken"
    """A datagram that ended its own peer, because it made our code fail."""
    STRANGER = "stranger"
    """Not STUN, from an address that has passed no connectivity check."""
    BAD_STUN = "bad_stun"
    UNKNOWN_USER = "unknown_user"
    BAD_INTEGRITY = "bad_integrity"
    UNKNOWN_PROTOCOL = "unknown_protocol"
    """A first byte that RFC 7983 gives to nobody here."""
    NO_KEYS = "no_keys"
    """Media before the handshake is done."""
    NOT_AUTHENTIC = "not_authentic"
    """SRTP or SRTCP that was forged, replayed or damaged."""
    BAD_RTP = "bad_rtp"
    BAD_RTCP = "bad_rtcp"
    UNKNOWN_SSRC = "unknown_ssrc"
    """RTP that belongs to no negotiated media section."""
    UNKNOWN_PAYLOAD_TYPE = "unknown_payload_type"
    RESTARTED_TOO_OFTEN = "restarted_too_often"
    """A publisher changed the SSRC of a section again within a second."""
    DUPLICATE = "duplicate"
    TOO_LATE = "too_late"
    """Older than what a receiver has begun with."""
    NOT_CACHED = "not_cached"
    """A retransmission was asked for that the cache no longer holds."""
    OVER_BUDGET = "over_budget"
    """A peer asked for more retransmissions than its share."""
    PACED_OUT = "paced_out"
    """Waited too long for a thin link, or too much waited."""
    PROTECT_FAILED = "protect_failed"
    OVER_RATE = "over_rate"
    """A peer sent more datagrams or bytes than its share of the node."""
    TOO_MANY_SSRCS = "too_many_ssrcs"
    """An authentic peer invents sources; each would cost a context of its own."""
    TOO_MANY_CHECKS = "too_many_checks"
    """More connectivity checks than any browser makes."""
    STREAM_FULL = "stream_full"
    """A TCP connection had no room for a frame."""
    UNPROVEN = "unproven"
    """A TCP connection that carried no authentic check in time."""
    TOO_MANY_CONNECTIONS = "too_many_connections"
    """A TCP connection beyond the bound of one host, or of all."""


class Drops:
    """Counters by reason."""

    __slots__ = ("counts",)

    def __init__(self) -> None:
        self.counts: dict[Drop, int] = dict.fromkeys(Drop, 0)

    def count(self, reason: Drop, times: int = 1) -> None:
        """Add one, or as many as are told."""
        self.counts[reason] += times


class Histogram:
    """How often a value lay at or below each bound, as Prometheus counts it."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        """`bounds` grow; what lies above all of them is counted in the total number only."""
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        """Count one value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


Samples = Iterable[tuple[Mapping[str, str], float]]
"""Labels and value of each line of a family."""


class Exposition:
    """Text in Prometheus' exposition format 0.0.4, family by family."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def counter(self, name: str, meaning: str, samples: Samples) -> None:
        """Write what only grows; the name ends in `_total`."""
        self._family(name, "counter", meaning, samples)

    def gauge(self, name: str, meaning: str, samples: Samples) -> None:
        """Write what goes up and down."""
        self._family(name, "gauge", meaning, samples)

    def histogram(self, name: str, meaning: str, histogram: Histogram) -> None:
        """Write a distribution."""
        self._head(name, "histogram", meaning)
        counted = 0
        bounds = [*(f"{bound:g}" for bound in histogram.bounds), "+Inf"]
        for bound, count in zip(bounds, histogram.counts, strict=True):
            counted += count
            self._line(f"{name}_bucket", {"le": bound}, counted)
        self._line(f"{name}_sum", {}, histogram.total)
        self._line(f"{name}_count", {}, counted)

    def text(self) -> str:
        """Return everything."""
        return "\n".join(self._lines) + "\n"

    def _family(self, name: str, kind: str, meaning: str, samples: Samples) -> None:
        self._head(name, kind, meaning)
        for labels, value in samples:
            self._line(name, labels, value)

    def _head(self, name: str, kind: str, meaning: str) -> None:
        self._lines += [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]

    def _line(self, name: str, labels: Mapping[str, str], value: float) -> None:
        inside = ",".join(f'{label}="{_escape(text)}"' for label, text in labels.items())
        self._lines.append(f"{name}{'{' + inside + '}' if inside else ''} {value:.15g}")


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
