"""Rows that hold each other: each one's hash covers the one before, so that a changed, missing or moved row shows. Pure: no I/O.

Whoever can write the whole table can also write a whole new chain; the newest hash, kept elsewhere, shows that too.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
"""What the first row follows."""


@dataclass(frozen=True, slots=True)
class ChainedRow:
    """A row as it was read."""

    number: int
    """1, 2, … without a gap."""
    content: Mapping[str, Any]
    previous: str
    hash: str


def linked(previous: str, number: int, content: Mapping[str, Any]) -> str:
    """Return the hash of a row: SHA-256 over the hash before, its number and its content, hexadecimal."""
    told = json.dumps(
        [previous, number, {name: _plain(value) for name, value in content.items()}],
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(slots=True)
class Inspection:
    """Walks a chain in order; `broken_at` is the number of the first row that does not hold."""

    rows: int = 0
    head: str = GENESIS
    broken_at: int | None = None

    def take(self, rows: Iterable[ChainedRow]) -> None:
        """Look at the next rows, in order of their numbers."""
        for row in rows:
            self.rows += 1
            holds = (
                row.number == self.rows
                and row.previous == self.head
                and row.hash == linked(self.head, row.number, row.content)
            )
            if not holds and self.broken_at is None:
                self.broken_at = self.rows
            self.head = row.hash


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value
