"""Remembers what has been installed and built from which inputs, so that a second start is fast."""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.setup.voice import Trouble, say

NOT_SOURCES = {"node_modules", "dist", "tests", "__pycache__", ".vite", "coverage"}
"""Folders that nothing is built from."""


def digest(paths: Iterable[Path], *facts: str) -> str:
    """Return a hash of facts and of files by relative name and content; a folder stands for its sources."""
    total = hashlib.sha256("\n".join(facts).encode())
    for path in paths:
        for file in sources(path):
            total.update(f"\0{file.relative_to(path.parent).as_posix()}\0".encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def sources(path: Path) -> list[Path]:
    """Return a file itself, or all files below a folder that something is built from, in a fixed order."""
    if path.is_file():
        return [path]
    found: list[Path] = []
    for entry in sorted(path.iterdir()) if path.is_dir() else []:
        if entry.is_dir() and entry.name not in NOT_SOURCES:
            found += sources(entry)
        elif entry.is_file():
            found.append(entry)
    return found


class Stamps:
    """The folder `.stamps`: one small file for each thing that was done, and the logs of doing it."""

    def __init__(self, root: Path) -> None:
        self.folder = root / ".stamps"

    def open(self) -> None:
        """Make the folder.

        Raises:
            Trouble: if nothing can be written here.
        """
        try:
            self.folder.mkdir(exist_ok=True)
            probe = self.folder / "writable"
            probe.write_text("yes")
            probe.unlink()
        except OSError as error:
            raise Trouble(
                f"无法写入目录 {self.folder.parent}（{error.strerror}）：请换到可写的目录，"
                "或修改它的权限，然后再运行一次。",
                f"cannot write to {self.folder.parent} ({error.strerror}): use a directory that "
                "you may write to, or change its permissions, then run this again.",
            ) from error

    def log(self, name: str) -> Path:
        """Return the path of an emptied log file."""
        path = self.folder / f"{name}.log"
        path.write_bytes(b"")
        return path

    def same(self, name: str, now: str) -> bool:
        """Whether the thing was last done from the same inputs."""
        try:
            return (self.folder / name).read_text() == now
        except OSError:
            return False

    def put(self, name: str, now: str) -> None:
        """Remember that the thing has been done."""
        (self.folder / name).write_text(now)

    def forget(self, name: str) -> None:
        """Forget it, before it is done anew: half done is not done."""
        (self.folder / name).unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the set-up of this tree; a second one waits, so that they do not install over each other."""
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("等待另一个安装过程结束", "Waiting for another set-up of this directory")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
