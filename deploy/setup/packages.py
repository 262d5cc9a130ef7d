"""Debian packages: what each command needs of them, which are missing, and how to get them."""

import glob
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.setup import machine, processes
from deploy.setup.stamps import Stamps
from deploy.setup.voice import Trouble, say


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A Debian package and the sign that what we need of it is here, wherever it came from."""

    name: str
    program: str = ""
    """Found on PATH."""
    pattern: str = ""
    """A glob of absolute paths."""

    def is_here(self) -> bool:
        """Whether the program or any such file exists."""
        if self.program and shutil.which(self.program):
            return True
        return bool(self.pattern and glob.glob(self.pattern, recursive=True))


FONTS = SystemPackage("fonts-noto-cjk", pattern="/usr/share/fonts/**/NotoSansCJK*")
VENV = SystemPackage(f"python3.{sys.version_info.minor}-venv")
FOR_TESTS = (
    SystemPackage("chromium", program="chromium"),
    FONTS,
    # Puts an authority where Chromium looks for those that a person trusts.
    SystemPackage("libnss3-tools", program="certutil"),
    SystemPackage("ffmpeg", program="ffprobe"),
    SystemPackage("postgresql", pattern="/usr/lib/postgresql/*/bin/initdb"),
    SystemPackage("gcc", program="gcc"),
    SystemPackage("libc6-dev", pattern="/usr/include/stdio.h"),
    # Timetables of real schools, which the slow tests of the scheduler read.
    SystemPackage("fet-data", pattern="/usr/share/doc/fet-data/examples/**/*.fet"),
)
FOR_BENCHMARKS = (
    SystemPackage("gcc", program="gcc"),
    SystemPackage("libc6-dev", pattern="/usr/include/stdio.h"),
    SystemPackage("libssl-dev", pattern="/usr/include/openssl/evp.h"),
    SystemPackage("janus", program="janus"),
)
# Makes fsync fail in `make faults-archive`.
FOR_FAULTS = (SystemPackage("strace", program="strace"),)
CLUSTERS = Path("/etc/postgresql")
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/tongke.conf")
"""Tests start databases of their own; Debian's package would start one more, on the usual port."""


def missing(wanted: Sequence[SystemPackage]) -> list[str]:
    """Return the names of the packages that are not here."""
    return [package.name for package in wanted if not package.is_here()]


def require(wanted: Sequence[SystemPackage], stamps: Stamps, what_for: str) -> None:
    """Install what is missing.

    Raises:
        Trouble: if it cannot be installed, or if only a person may do it.
    """
    names = missing(wanted)
    if not names:
        return
    if not machine.is_debian_root():
        raise Trouble(
            f"{what_for} 还需要：{'、'.join(names)}；请运行 sudo apt-get install -y {' '.join(names)}"
            "（其他系统请装同名软件），然后再运行一次。",
            f"{what_for} also needs {', '.join(names)}: run sudo apt-get install -y "
            f"{' '.join(names)} (or your system's packages of that kind), then run this again.",
        )
    if not install(names, stamps):
        raise Trouble(
            f"apt-get 安装 {' '.join(names)} 失败：请检查网络和软件源后再运行一次"
            f"（详情见 {stamps.folder / 'apt.log'}）。",
            f"apt-get could not install {' '.join(names)}: check the network and the package "
            f"sources, then run this again (details in {stamps.folder / 'apt.log'}).",
        )


def install(names: Sequence[str], stamps: Stamps) -> bool:
    """Install packages with apt-get, as root; return whether that worked."""
    say(f"安装系统软件 {' '.join(names)}", f"Installing system packages {' '.join(names)}")
    log = stamps.log("apt")
    env = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}

    def apt(*words: str) -> bool:
        command = ["apt-get", "-o", "DPkg::Lock::Timeout=300", *words]
        return processes.run(command, cwd=Path("/"), env=env, log=log) == 0

    # The lists may be of yesterday or not there at all; one more try, since mirrors do hiccup.
    if not apt("update") and not apt("update"):
        return False
    made = _forbid_cluster() if "postgresql" in names else False
    try:
        return apt("install", "-y", "--no-install-recommends", *names)
    finally:
        if made:
            NO_CLUSTER.unlink(missing_ok=True)


def _forbid_cluster() -> bool:
    if NO_CLUSTER.exists() or CLUSTERS.is_dir():
        return False
    NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    NO_CLUSTER.write_text("create_main_cluster = off\n")
    return True
