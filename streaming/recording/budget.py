"""How much room the disk must keep for lessons that are being recorded. Reads the file system, writes nothing."""

import shutil
from pathlib import Path

RELIEF = 1.25
"""Times the reserve that must be free again before new recordings begin: no flapping at the edge."""


class DiskBudget:
    """Says when no new recording may begin. What is recorded already goes on: the reserve is for it."""

    def __init__(self, directory: Path, reserve: int) -> None:
        """`reserve` bytes of the file system of `directory` are kept for running recordings; 0: none."""
        self.free = 0
        """Bytes, as of the last look."""
        self.exhausted = False
        """Whether new recordings must wait."""
        self._directory = directory
        self._reserve = reserve

    def look(self) -> None:
        """Measure. A file system that does not answer counts as full."""
        try:
            self.free = shutil.disk_usage(self._directory).free
        except OSError:
            self.free = 0
        enough = self._reserve * (RELIEF if self.exhausted else 1)
        self.exhausted = self.free < enough
