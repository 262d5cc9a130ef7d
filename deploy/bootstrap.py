"""Sets up what a house command needs, then runs it: `python3 -m deploy.bootstrap run|test|check|…`.

Standard library only. This file alone must also be read by Pythons that are too old for the product,
so that they can say so in a sentence; everything else in `deploy/setup` may use Python 3.11.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWER_NAMES = ("python3.13", "python3.12", "python3.11", "python3.14")
"""Tried in this order when `python3` is too old; 3.14 last, because fewer packages have wheels for it."""


def newer_python() -> str:
    """Return the path of a Python that is new enough and really starts, or an empty string."""
    for name in NEWER_NAMES:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return path
    return ""


def main() -> int:
    """Hand over to a Python that is new enough, then to the command."""
    if sys.version_info < OLDEST:
        found = newer_python()
        if found:
            os.execv(found, [found, "-m", "deploy.bootstrap", *sys.argv[1:]])
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        sys.stderr.write(
            "✗ 这台机器的 Python 是 " + version + "，太旧：请安装 Python 3.11 或更高版本，"
            "然后再运行一次。 / This machine's Python is " + version + ", which is too old: "
            "install Python 3.11 or later, then run this again.\n"
        )
        return 1
    from deploy.setup import commands  # noqa: PLC0415 - after the version is known to be right

    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
