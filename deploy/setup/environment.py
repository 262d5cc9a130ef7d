"""The Python environment and the web pages: installed and built when their inputs have changed, else left alone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.setup import machine, packages, processes, stamps as stamping
from deploy.setup.stamps import Stamps
from deploy.setup.voice import Trouble, say

NPM_ENV = {
    "NPM_CONFIG_FUND": "false",
    "NPM_CONFIG_AUDIT": "false",
    "NPM_CONFIG_UPDATE_NOTIFIER": "false",
    "NO_UPDATE_NOTIFIER": "1",
}
PAGES = ("staff.html", "kiosk.html")
REASONS = (
    (
        ("No space left on device", "ENOSPC"),
        "磁盘已满，请清理磁盘",
        "the disk is full, free some space",
    ),
    (
        ("DO NOT MATCH THE HASHES", "EINTEGRITY"),
        "下载的文件与锁定的校验值不符，请检查软件源",
        "a download does not have the locked hash, check the package source",
    ),
    (
        ("Permission denied", "EACCES", "EROFS"),
        "没有写入权限，请检查目录和缓存目录的权限",
        "writing was refused, check the permissions of this directory and of the cache",
    ),
    (
        (
            "Temporary failure in name resolution",
            "Failed to establish a new connection",
            "Max retries exceeded",
            "timed out",
            "ENOTFOUND",
            "EAI_AGAIN",
            "ECONNREFUSED",
            "ETIMEDOUT",
            "ECONNRESET",
            "No matching distribution",
        ),
        "连不上软件源，请检查网络",
        "the package source cannot be reached, check the network",
    ),
)


class Environment:
    """The `.venv` and `web/dist` of one tree."""

    def __init__(self, root: Path, stamps: Stamps) -> None:
        self._root = root
        self._stamps = stamps
        self.python = root / ".venv" / "bin" / "python"

    def require_python(self, *, for_tests: bool) -> None:
        """Make the environment and install the locked packages into it.

        Raises:
            Trouble: if that fails; the sentence says why.
        """
        name = "requirements-dev" if for_tests else "requirements"
        lock = self._root / f"{name}.lock"
        now = stamping.digest([lock], sys.version)
        if self._stamps.same(name, now) and self._python_works():
            return
        machine.require_room(self._root, machine.ROOM_TO_INSTALL)
        if not self._python_works():
            self._make_environment()
        self._stamps.forget(name)
        say(
            "安装 Python 依赖（首次约 1 分钟）",
            "Installing Python packages (a minute the first time)",
        )
        pip = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check"]
        # Wheels only: a source package would run a stranger's build here, and need compilers.
        options = ["--no-input", "--only-binary=:all:", "--require-hashes", "-r", str(lock)]
        self._must(
            [*pip, *options], "pip", "Python 依赖安装失败", "Python packages could not be installed"
        )
        self._stamps.put(name, now)
        if for_tests:  # The tests' lock contains the product's.
            product = stamping.digest([self._root / "requirements.lock"], sys.version)
            self._stamps.put("requirements", product)

    def require_pages(self) -> None:
        """Install the web packages and build the pages.

        Raises:
            Trouble: if that fails; the sentence says why.
        """
        version, npm = machine.require_node()
        self.require_node_packages(self._root / "web", "web-packages")
        web = self._root / "web"
        now = stamping.digest([web], version)
        built = all((web / "dist" / page).is_file() for page in PAGES)
        if built and self._stamps.same("web", now):
            return
        say("生成网页", "Building the pages")
        self._stamps.forget("web")
        self._must(
            [npm, "run", "build"], "web", "网页生成失败", "the pages could not be built", web
        )
        self._stamps.put("web", now)

    def build_copies(self) -> None:
        """Build the relay's inner loop in C where there is a compiler and something to build it with.

        Without one the same loop in Python serves, so nothing here stops a command.
        """
        transport = self._root / "streaming" / "transport"
        # The number is the VERSION in copies.py: a build of other sources must not be taken for this one.
        source, library = transport / "copies.c", transport / "libcopies-2.so"
        compiler = shutil.which("cc") or shutil.which("gcc")
        now = stamping.digest([source], os.uname().machine)
        if library.is_file() and self._stamps.same("copies", now):
            return
        self._stamps.forget("copies")
        for old in transport.glob("libcopies*.so"):
            old.unlink()
        if compiler is None:
            say(
                "没有 C 编译器（可安装 gcc），转发多用约六分之一的 CPU",
                "No C compiler (gcc can be installed): forwarding takes about a sixth more CPU",
            )
            return
        log = self._stamps.log("copies")
        made = library.with_suffix(".new")
        build = [compiler, "-O2", "-shared", "-fPIC", "-o", str(made), str(source)]
        if processes.run(build, cwd=self._root, log=log) == 0:
            made.replace(library)
            self._stamps.put("copies", now)
        else:
            say(
                f"copies.c 编译失败（详情见 {log}），改用 Python 版本",
                f"copies.c could not be built (details in {log}): the Python version serves",
            )

    def require_node_packages(self, folder: Path, name: str) -> None:
        """Install the locked npm packages of one folder.

        Raises:
            Trouble: if that fails; the sentence says why.
        """
        version, npm = machine.require_node()
        now = stamping.digest([folder / "package.json", folder / "package-lock.json"], version)
        if (folder / "node_modules").is_dir() and self._stamps.same(name, now):
            return
        machine.require_room(self._root, machine.ROOM_TO_INSTALL)
        where = folder.relative_to(self._root)
        say(f"安装 {where} 的 npm 依赖", f"Installing the npm packages of {where}")
        self._stamps.forget(name)
        fails = ("npm 依赖安装失败", "npm packages could not be installed")
        self._must([npm, "ci", "--no-audit", "--no-fund"], name, *fails, folder)
        self._stamps.put(name, now)

    def _python_works(self) -> bool:
        """Whether the environment starts and is of this Python; it breaks when its Python is removed."""
        probe = "import sys, pip; sys.stdout.write(sys.version)"
        try:
            said = subprocess.run(
                [self.python, "-c", probe], capture_output=True, text=True, check=False
            )
        except OSError:
            return False
        return said.returncode == 0 and said.stdout == sys.version

    def _make_environment(self) -> None:
        if not machine.can_make_environments():
            packages.require([packages.VENV], self._stamps, "Python")
        say("建立 Python 环境 .venv", "Making the Python environment .venv")
        shutil.rmtree(self._root / ".venv", ignore_errors=True)
        make = [sys.executable, "-m", "venv", str(self._root / ".venv")]
        self._must(make, "venv", "无法建立 Python 环境", "the Python environment could not be made")

    def _must(
        self, command: Sequence[str], name: str, chinese: str, english: str, cwd: Path | None = None
    ) -> None:
        log = self._stamps.log(name)
        if processes.run(command, cwd=cwd or self._root, env=NPM_ENV, log=log) == 0:
            return
        why_chinese, why_english = reason(log)
        raise Trouble(
            f"{chinese}：{why_chinese}，然后再运行一次（详情见 {log}）。",
            f"{english}: {why_english}, then run this again (details in {log}).",
        )


def reason(log: Path) -> tuple[str, str]:
    """Return what a failed installation's log shows to be the reason, and what to do about it."""
    text = log.read_text("utf-8", "replace")
    for signs, chinese, english in REASONS:
        if any(sign in text for sign in signs):
            return chinese, english
    return "请查看日志并改正", "read the log and mend what it names"
