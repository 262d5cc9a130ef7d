"""Starts the command line."""

import sys

from scheduler.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
