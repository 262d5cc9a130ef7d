"""`tongke import` and `tongke export`: a city's sheets in and out without the pages, in the name of an account and with its rights."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from server.auth.policy import PersonCaller
from server.auth.service import caller_named
from server.clock import SystemClock
from server.database import Database, Transaction
from server.errors import Problem, StartError
from server.organisation.exchange import importing
from server.organisation.exchange.sheets import SHEET
from server.settings import ServerSettings
from server.words import Words

FINDINGS_SHOWN = 40
"""Lines of a terminal; a file with more wrong rows is corrected in the spreadsheet first."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which file, in whose name. `write` False: only say what is wrong with it."""

    file: Path
    username: str
    write: bool = False
    sheet: str | None = None
    """Of an export: one sheet as CSV instead of the workbook."""


def import_file(settings: ServerSettings, wish: Wish) -> tuple[int, str]:
    """Read a file, as the page 导入 does; return the exit code (1: rows do not fit, nothing was written) and what is printed.

    Raises:
        StartError: if account or file do not fit.
    """
    content = _read(wish.file)
    return asyncio.run(_import(settings, wish, content))


def export_file(settings: ServerSettings, wish: Wish) -> str:
    """Write what the account may see into a file; return what is printed.

    Raises:
        StartError: if account, sheet or file do not fit.
    """
    if wish.sheet is not None and wish.sheet not in SHEET:
        names = "、".join(SHEET)
        raise StartError(
            Words(
                f"没有叫 {wish.sheet} 的表，可以是：{names}",
                f"there is no sheet {wish.sheet}; allowed are {names}",
            )
        )
    content = asyncio.run(_export(settings, wish))
    try:
        wish.file.write_bytes(content)
    except OSError as error:
        raise StartError(
            Words(f"写不了 {wish.file}：{error.strerror}", f"{wish.file}: {error.strerror}")
        ) from error
    return f"已导出 / exported: {wish.file} ({len(content)} B)\n"


async def _import(settings: ServerSettings, wish: Wish, content: bytes) -> tuple[int, str]:
    database = Database(settings.database_address)
    try:
        async with database.writing() as transaction:
            person = await _caller(transaction, wish.username)
            run = importing.run_import
            given = (transaction, person, person.place.city, wish.file.name, content)
            now = SystemClock().now()
            # First dry: what is wrong is then told row by row, and not only that something is.
            outcome = await run(*given, now, language="zh", dry_run=True)
            if wish.write and not outcome.findings.total:
                outcome = await run(*given, now, language="zh", dry_run=False)
    except Problem as error:
        raise _told(error) from error
    finally:
        await database.close()
    wrong = outcome.findings
    lines = [each.said("zh") for each in wrong.items[:FINDINGS_SHOWN]]
    if wrong.total:
        lines.append(
            f"有 {wrong.total} 处要改正，什么都没有写入。 / {wrong.total} to correct; nothing was written."
        )
        return 1, "\n".join((*lines, ""))
    for key, counts in outcome.counts.items():
        lines.append(f"{SHEET[key].name.zh}：新增 {counts.created}，修改 {counts.changed}")
    lines.append(
        "已写入；可以在“导入”页面撤销。 / Written; the page 导入 can take it back."
        if wish.write
        else "没有问题。加上 --write 才会写入。 / Nothing is wrong; --write writes it."
    )
    return 0, "\n".join((*lines, ""))


async def _export(settings: ServerSettings, wish: Wish) -> bytes:
    database = Database(settings.database_address)
    try:
        async with database.reading() as transaction:
            person = await _caller(transaction, wish.username)
            city = person.place.city
            return await importing.export(
                transaction, person, city, sheet=wish.sheet, school=None, language="zh"
            )
    except Problem as error:
        raise _told(error) from error
    finally:
        await database.close()


async def _caller(transaction: Transaction, username: str) -> PersonCaller:
    person = await caller_named(transaction, username)
    if person is None:
        raise StartError(
            Words(f"没有用户名是 {username} 的人", f"nobody has the user name {username}")
        )
    return person


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise StartError(
            Words(f"读不了 {file}：{error.strerror}", f"{file}: {error.strerror}")
        ) from error


def _told(error: Problem) -> StartError:
    detail = type(error).detail
    return StartError(Words(detail.said("zh", **error.fields), detail.said("en", **error.fields)))
