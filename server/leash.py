"""Replaces itself by another program that ends when the process that started it ends.

Run as `python -I -S leash.py <pid of the parent> program argument…`. It imports nothing of ours, so that it
costs 15 ms. Linux only: elsewhere the program runs without a leash.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""Source: prctl(2). Survives execve(2)."""


def main() -> None:
    """Set the leash, look whether the parent is still there, become the program."""
    parent = int(sys.argv[1])
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # It ended between our start and the leash.
        sys.exit(0)
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - the command line is the supervisor's own


if __name__ == "__main__":
    main()
