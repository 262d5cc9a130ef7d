"""HTTP byte ranges and validators (RFC 9110). Pure: no I/O."""

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes `start` to `end`, the last one not included."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Bytes of the span."""
        return self.end - self.start


class RangeNotSatisfiable(Exception):
    """The range asks only for bytes that are not there."""


def byte_range(header: str | None, size: int) -> Span | None:
    """Return the span that a `Range` header asks for, or None to send everything.

    A header that cannot be read, another unit or several ranges are ignored, as RFC 9110, section 14.2
    allows: the whole object is always a right answer.

    Raises:
        RangeNotSatisfiable: if no byte of the range exists.
    """
    if header is None:
        return None
    match = _SINGLE.fullmatch(header.strip().lower().replace(" ", ""))
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        # The last `last` bytes.
        if int(last) == 0 or size == 0:
            raise RangeNotSatisfiable
        return Span(max(0, size - int(last)), size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise RangeNotSatisfiable
    end = min(size, int(last) + 1) if last else size
    return Span(start, end)


def unchanged(if_none_match: str | None, etag: str) -> bool:
    """Return whether the caller holds this very content. Weak comparison, as RFC 9110, section 13.1.2 says."""
    if if_none_match is None:
        return False
    if if_none_match.strip() == "*":
        return True
    held = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return etag in held


def range_applies(if_range: str | None, etag: str) -> bool:
    """Return whether a range may be served: strong comparison; dates never match, we send none."""
    return if_range is None or if_range.strip() == etag
