"""`python -m server`: the same as the command `tongke`."""

import sys

INTERRUPTED = 130
"""What a shell says of a program that Ctrl-C ended: 128 + SIGINT."""

if __name__ == "__main__":
    try:
        # Inside, because the imports take a second and somebody may change their mind.
        from server.cli import main

        code = main()
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)
