"""Promises R1 to R3, R6 and R7, tried: `python -m tests.faults.archive` (`make faults-archive`). Prints a table row by row.

Real nodes and archivers, a real S3 server, real disks of a few megabytes; each row makes one fault and says what was lost.
About eight minutes; a hundred kills a row with `--kills 100 --seconds 600`, or in portions with other `--seed`s.
"""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from tests.faults.archive_machine import MACHINE_ROWS
from tests.faults.archive_rows import ROWS as PART_ROWS, Plan, Row, tell

ROWS = PART_ROWS | MACHINE_ROWS


def main() -> int:
    """Make the faults; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.archive", description=__doc__)
    parser.add_argument(
        "--kills", type=int, default=100, help="of archiver and of recorder, at most"
    )
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="for each row of kills, at most"
    )
    parser.add_argument("--lesson", type=float, default=7200.0, help="seconds of the long lesson")
    parser.add_argument("--away", type=float, default=20.0, help="seconds without the store")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    parser.add_argument("--row", choices=list(ROWS), action="append", help="only these rows")
    arguments = parser.parse_args()
    # What the faults make the product say stands in the figures.
    logging.disable(logging.CRITICAL)
    plan = Plan(
        arguments.kills, arguments.seconds, arguments.lesson, arguments.away, arguments.seed
    )
    broken = 0
    for name in arguments.row or ROWS:
        with tempfile.TemporaryDirectory(prefix="faults-") as directory:
            root = Path(directory) / name
            root.mkdir()
            try:
                row = ROWS[name](plan, root)
            except (AssertionError, PermissionError) as error:
                row = Row(name, f"{type(error).__name__}: {str(error)[:300]}", "", kept=False)
        tell(row)
        broken += not row.kept
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
