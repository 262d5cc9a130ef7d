"""What this machine must have of itself: room on the disk, Node.js, a Python that can make environments."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.setup.voice import Trouble

GIB = 1 << 30
ROOM_TO_INSTALL = 2 * GIB
"""Bytes. Python packages take 0.6 GiB, web packages 0.3, browser and fonts 0.6; the rest is for lessons."""
ROOM_TO_RUN = GIB // 4
"""Bytes. A demo lesson of 40 minutes records about 0.15 GiB."""
OLDEST_NODE = (20, 19)
"""Vite 8 asks for it."""


def require_room(root: Path, wanted: int) -> None:
    """Check free space on the file system of `root`.

    Raises:
        Trouble: if there is less than `wanted` bytes.
    """
    free = shutil.disk_usage(root).free
    if free < wanted:
        raise Trouble(
            f"磁盘空间不足：{root} 所在磁盘只剩 {free / GIB:.1f} GiB，需要 {wanted / GIB:.2g} GiB，"
            "请清理后再运行一次。",
            f"the disk is full: {root} has {free / GIB:.1f} GiB left and {wanted / GIB:.2g} GiB "
            "are needed; free some space, then run this again.",
        )


def require_node() -> tuple[str, str]:
    """Return the version of Node.js and the path of npm.

    Raises:
        Trouble: if either is missing or too old.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        missing = "Node.js" if not node else "npm"
        raise Trouble(
            f"没有找到 {missing}：请安装 Node.js 20.19 或更高版本（含 npm），然后再运行一次。",
            f"{missing} is missing: install Node.js 20.19 or later (with npm), then run this again.",
        )
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = said.stdout.strip()
    found = re.match(r"v(\d+)\.(\d+)", version)
    if not found or (int(found[1]), int(found[2])) < OLDEST_NODE:
        raise Trouble(
            f"Node.js 的版本是 {version or '未知'}，太旧：请安装 20.19 或更高版本，然后再运行一次。",
            f"Node.js is {version or 'of an unknown version'}, which is too old: install 20.19 or "
            "later, then run this again.",
        )
    return version, npm


def can_make_environments() -> bool:
    """Whether this Python has venv and ensurepip; Debian keeps them in a package of their own."""
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def is_debian_root() -> bool:
    """Whether system packages can be installed without asking anybody."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None
