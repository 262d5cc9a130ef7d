"""The examination: each check returns its findings and raises nothing that a broken installation can cause.

It works beside a running server and without one, and leaves nothing behind but a data directory.
"""

import asyncio
import ctypes
import os
import secrets
import shutil
import stat
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.exc import SQLAlchemyError

from server import preflight
from server.clock import Clock
from server.credentials import FILE_NAME
from server.doctor.findings import Finding, Verdict
from server.doctor.network import (
    addresses,
    certificate,
    identity_server,
    media_ports,
    server_answers,
)
from server.errors import StartError
from server.migrations.run import revisions
from server.recordings.storage import in_chinese
from server.settings import ServerSettings
from server.words import Words
from streaming.errors import StoreError
from streaming.store.address import open_store

BYTES_PER_HOUR = 700_000_000
"""Of a recorded hour with two tracks of 800 kbit/s."""
ROOM_HOURS = 40
"""A week of one studio; with less somebody should look after the disk now."""
STORE_PATIENCE = 15.0
"""Seconds in which a store must have written, read and deleted one small object."""
BUILT = datetime(2025, 1, 1, tzinfo=UTC)
"""No clock that is right shows less."""
CLOCK_UNSYNCHRONISED = 5
"""TIME_ERROR. Source: adjtimex(2)."""

Check = Callable[[ServerSettings, Clock], Awaitable[Sequence[Finding]]]


async def examine(settings: ServerSettings, clock: Clock) -> list[Finding]:
    """Return all findings in the order in which they are read."""
    checks: tuple[Check, ...] = (
        data_directory,
        database,
        store,
        clock_is_right,
        media_ports,
        addresses,
        certificate,
        identity_server,
        server_answers,
    )
    found: list[Finding] = []
    for check in checks:
        found += await check(settings, clock)
    return found


async def data_directory(settings: ServerSettings, _clock: Clock) -> list[Finding]:
    """See that the directory can be written, has room, and keeps its secrets to itself."""
    about, disk = Words("数据目录", "Data directory"), Words("磁盘", "Disk")
    path = settings.data_dir
    try:
        await asyncio.to_thread(preflight.check_data_directory, path)
    except StartError as error:
        return [Finding(Verdict.FAIL, about, error.words)]
    found = [Finding(Verdict.OK, about, Words(f"{path} 可以写入", f"{path} can be written"))]
    if open_to_others := await asyncio.to_thread(_readable_by_others, path / FILE_NAME):
        found[0] = Finding(
            Verdict.WARN,
            about,
            Words(
                f"密钥文件 {open_to_others} 别的用户也能读：请运行 chmod 600 {open_to_others}",
                f"other users can read the secrets {open_to_others}: run chmod 600 {open_to_others}",
            ),
        )
    free = shutil.disk_usage(path).free
    hours = free // BYTES_PER_HOUR
    gigabytes = free // 1_000_000_000
    if hours < ROOM_HOURS:
        words = Words(
            f"还剩 {gigabytes} GB，只够录大约 {hours} 小时：请清理磁盘，或把录像放到 S3 存储（TONGKE_STORE）",
            f"{gigabytes} GB free, enough for about {hours} recorded hours: free some space, or keep recordings in S3 (TONGKE_STORE)",
        )
        return [*found, Finding(Verdict.WARN, disk, words)]
    words = Words(
        f"还剩 {gigabytes} GB，大约够录 {hours} 小时",
        f"{gigabytes} GB free, about {hours} recorded hours",
    )
    return [*found, Finding(Verdict.OK, disk, words)]


async def database(settings: ServerSettings, _clock: Clock) -> list[Finding]:
    """See that the database answers, and whether its tables are those of this program."""
    about = Words("数据库", "Database")
    file = settings.data_dir / "tongke.sqlite3"
    if not settings.database_url and not file.exists():
        words = Words("还没有，第一次启动时自动建立", "there is none yet; the first start makes it")
        return [Finding(Verdict.OK, about, words)]
    try:
        current, head, known = await asyncio.to_thread(revisions, settings.database_address)
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0][:200]
        words = Words(
            f"连不上（{reason}）：请检查 TONGKE_DATABASE_URL 和数据库是否在运行",
            f"it does not answer ({reason}): check TONGKE_DATABASE_URL, and that it runs",
        )
        return [Finding(Verdict.FAIL, about, words)]
    if current == head:
        words = Words(f"正常，版本 {current}", f"it answers, revision {current}")
        return [Finding(Verdict.OK, about, words)]
    if known:
        words = Words(
            f"版本是 {current or '空'}，程序需要 {head}：下次启动时自动升级，升级前请先备份（tongke backup）",
            f"revision {current or 'none'}, this program needs {head}: the next start brings it up; back it up before (tongke backup)",
        )
        return [Finding(Verdict.WARN, about, words)]
    words = Words(
        f"版本 {current} 比这个程序新：请装回较新的程序，或用 tongke restore 恢复备份",
        f"revision {current} is newer than this program: install the newer program again, or restore a backup (tongke restore)",
    )
    return [Finding(Verdict.FAIL, about, words)]


async def store(settings: ServerSettings, _clock: Clock) -> list[Finding]:
    """Write one small object, read it back, delete it."""
    about = Words("录像存储", "Store of recordings")
    key, content = f"doctor/{secrets.token_hex(8)}", secrets.token_bytes(64)
    try:
        opened = open_store(settings.store_address)
        try:
            async with asyncio.timeout(STORE_PATIENCE):
                await opened.ensure()
                await opened.put(key, content, "application/octet-stream")
                back = b"".join([part async for part in opened.read(key)])
                await opened.delete(key)
        finally:
            await opened.close()
    except (StoreError, TimeoutError) as error:
        reason = str(error) or f"{STORE_PATIENCE:.0f} s"
        words = Words(
            f"不能使用（{in_chinese(reason)}）：请检查 TONGKE_STORE 的地址、密钥和网络",
            f"it cannot be used ({reason}): check address, keys and network of TONGKE_STORE",
        )
        return [Finding(Verdict.FAIL, about, words)]
    if back != content:
        words = Words(
            f"{opened.name} 读回来的和写进去的不一样：请检查磁盘或存储服务",
            f"{opened.name} gave back something else than was written: check its disks",
        )
        return [Finding(Verdict.FAIL, about, words)]
    words = Words(f"{opened.name} 能写、能读、能删", f"{opened.name} was written, read and deleted")
    return [Finding(Verdict.OK, about, words)]


async def clock_is_right(_settings: ServerSettings, clock: Clock) -> list[Finding]:
    """See that the clock is set by others: bells, plans and certificates hang on it."""
    about = Words("时钟", "Clock")
    try:
        local = clock.now().astimezone(ZoneInfo("Asia/Shanghai"))
    except ZoneInfoNotFoundError:
        words = Words(
            "系统没有时区数据：请安装 tzdata", "the system knows no time zones: install tzdata"
        )
        return [Finding(Verdict.FAIL, about, words)]
    if clock.now() < BUILT:
        words = Words(
            f"现在显示 {local:%Y-%m-%d %H:%M}，明显不对：请校准系统时间",
            f"it shows {local:%Y-%m-%d %H:%M}, which is wrong: set it",
        )
        return [Finding(Verdict.FAIL, about, words)]
    if _clock_state() == CLOCK_UNSYNCHRONISED:
        words = Words(
            f"北京时间 {local:%Y-%m-%d %H:%M}，没有自动对时：请打开网络校时（timedatectl set-ntp true），打铃和上课都靠它",
            f"{local:%Y-%m-%d %H:%M} in Beijing, set by nobody: switch on time synchronisation (timedatectl set-ntp true)",
        )
        return [Finding(Verdict.WARN, about, words)]
    words = Words(
        f"北京时间 {local:%Y-%m-%d %H:%M}，已自动对时",
        f"{local:%Y-%m-%d %H:%M} in Beijing, synchronised",
    )
    return [Finding(Verdict.OK, about, words)]


def _readable_by_others(path: Path) -> Path | None:
    try:
        mode = path.stat().st_mode
    except OSError:
        return None
    return path if mode & (stat.S_IRWXG | stat.S_IRWXO) else None


def _clock_state() -> int:
    """Return what the kernel says of the clock's synchronisation; asks only, sets nothing."""
    if os.name != "posix":
        return 0
    # A zeroed `struct timex` means: read. Its size is below 256 bytes on every architecture.
    try:
        return int(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(256)))
    except (OSError, AttributeError):
        return 0
