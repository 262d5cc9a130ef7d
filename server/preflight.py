"""What must be true before the server starts. Each failure is one sentence that says what to do."""

import errno
import fcntl
import os
import shutil
import socket
from pathlib import Path

from server.errors import StartError
from server.words import Words

DISK_LEAST = 500_000_000
"""Bytes. Less than one recorded lesson fits beside the database; recording would stop within the hour."""


def check_data_directory(path: Path) -> None:
    """Make the data directory if it is missing, and see that it can be written and has room.

    Raises:
        StartError: if not.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f".probe-{os.getpid()}"
        probe.write_bytes(b"tongke")
        probe.unlink()
    except OSError as error:
        raise StartError(
            Words(
                f"数据目录 {path} 不能写入（{error.strerror}）：请换一个目录（TONGKE_DATA_DIR）或修改权限。",
                f"The data directory {path} cannot be written ({error.strerror}): choose another one (TONGKE_DATA_DIR) or change its permissions.",
            )
        ) from error
    free = shutil.disk_usage(path).free
    if free < DISK_LEAST:
        megabytes = free // 1_000_000
        raise StartError(
            Words(
                f"数据目录 {path} 所在磁盘只剩 {megabytes} MB，至少需要 500 MB：请清理磁盘，或用 TONGKE_DATA_DIR 换到别的磁盘。",
                f"Only {megabytes} MB are free on the disk of {path}, at least 500 MB are needed: free some space, or move to another disk with TONGKE_DATA_DIR.",
            )
        )


def hold_data_directory(path: Path) -> int:
    """Lock the data directory for this process; return the descriptor that holds the lock until it is closed.

    Raises:
        StartError: if another server holds it.
    """
    descriptor = os.open(path / "tongke.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise StartError(
            Words(
                f"数据目录 {path} 正被另一个同课服务器使用：请先停掉它，或用 TONGKE_DATA_DIR 换一个目录。",
                f"Another Tongke server is using the data directory {path}: stop it first, or choose another directory with TONGKE_DATA_DIR.",
            )
        ) from error
    return descriptor


def open_http_socket(host: str, port: int, setting: str = "TONGKE_HTTP_PORT") -> socket.socket:
    """Return a listening socket for the HTTP server.

    Raises:
        StartError: if the port is taken, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Inherited by what is accepted; asyncio does not set it for a socket made like this one. Without it the body of an
        # answer waits for the browser's delayed acknowledgement of its header: 40 ms for each question.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise _port_error(error, host, port, "TCP", setting) from error
    listener.set_inheritable(False)
    return listener


def check_media_port(port: int, host: str = "0.0.0.0") -> None:  # noqa: S104 - where the node binds
    """See that the media node will be able to bind its UDP port.

    Raises:
        StartError: if it is taken.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _port_error(error, host, port, "UDP", "TONGKE_MEDIA_PORT") from error


def _port_error(error: OSError, host: str, port: int, kind: str, setting: str) -> StartError:
    if error.errno == errno.EADDRINUSE:
        return StartError(
            Words(
                f"{kind} 端口 {port} 已被别的程序占用：请关掉那个程序，或用 {setting} 换一个端口。",
                f"{kind} port {port} is taken by another program: stop it, or choose another port with {setting}.",
            )
        )
    return StartError(
        Words(
            f"不能使用 {kind} 地址 {host}:{port}（{error.strerror}）：请检查 {setting} 和权限。",
            f"{kind} address {host}:{port} cannot be used ({error.strerror}): check {setting} and permissions.",
        )
    )
