"""The command `tongke`. Settings come from the environment and the TOML file; see `deploy/settings.md`."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from server import backup, backup_postgresql, bulk, first_administrator, logs, preflight
from server.clock import SystemClock
from server.database import Database
from server.demo import seed
from server.demo.year import plant_year
from server.doctor.examination import examine
from server.doctor.findings import Verdict, report
from server.errors import StartError
from server.migrations.run import downgrade, upgrade
from server.serve import serve
from server.settings import REPOSITORY, ServerSettings, load_settings
from server.worker import run_worker


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. What stops a start is one sentence on standard error."""
    given = _parser().parse_args(arguments)
    if given.config:
        os.environ["TONGKE_CONFIG"] = str(Path(given.config).absolute())
    try:
        return _run(given)
    except StartError as error:
        sys.stderr.write(f"✗ {error.words.zh}\n✗ {error.words.en}\n")
        return 2


def _run(given: argparse.Namespace) -> int:  # noqa: C901, PLR0911 - one for each command
    if given.command in {"node", "archiver", "journal"}:
        if getattr(given, "join", None):
            os.environ["TONGKE_SERVER_URL"] = given.join
        return _become(given.command, *getattr(given, "rest", ()))
    settings = load_settings()
    logs.configure(settings.log_level)
    match given.command:
        case "serve":
            return serve(settings, demo=given.demo)
        case "worker":
            return _work(settings)
        case "database":
            return _migrate(settings, given)
        case "backup":
            return _back_up(settings, Path(given.file))
        case "restore":
            return _restore(settings, Path(given.file))
        case "doctor":
            return _examine(settings, "en" if given.english else "zh")
        case "create-admin":
            return _create_admin(settings, given)
        case "import" | "export":
            return _exchange(settings, given)
        case "seed-city":
            return _seed_city(settings)
        case _:
            return _seed(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tongke", description="同课 Tongke")
    parser.add_argument("--config", help="TOML file with settings (also TONGKE_CONFIG)")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("serve", help="run server, media node, archiver and worker")
    command.add_argument("--demo", action="store_true", help="with a demo city and a demo teacher")
    command = commands.add_parser("node", help="run a media node")
    command.add_argument("--join", metavar="URL", help="server to join (also TONGKE_SERVER_URL)")
    command = commands.add_parser("archiver", help="run an archiver beside a media node")
    command.add_argument("--join", metavar="URL", help="server to join (also TONGKE_SERVER_URL)")
    # Its words, its options and its help are those of the media plane, whose business journals are.
    command = commands.add_parser(
        "journal",
        help="look into the journals of a node: inspect, export",
        add_help=False,
        prefix_chars="\0",
    )
    command.add_argument("rest", nargs="*")
    commands.add_parser("worker", help="run background jobs (with PostgreSQL)")
    command = commands.add_parser("database", help="migrate the database")
    command.add_argument("direction", choices=("upgrade", "downgrade"))
    command.add_argument("revision", nargs="?", help="default: head, or one step back")
    command = commands.add_parser("backup", help="write database and secrets into one file")
    command.add_argument("file")
    command = commands.add_parser(
        "restore", help="put a backup in their place; stop the server first"
    )
    command.add_argument("file")
    command = commands.add_parser("doctor", help="check this installation and say what to do")
    command.add_argument("--english", action="store_true", help="in English; default: Chinese")
    command = commands.add_parser("create-admin", help="make an administrator of a city")
    command.add_argument("--username", required=True, help="name to sign in with")
    command.add_argument("--name", required=True, help="the person's own name")
    command.add_argument("--city", default="", help="name of the city; made if there is none")
    command.add_argument(
        "--password-stdin",
        action="store_true",
        help="read a password from standard input; default: print a code to choose one with",
    )
    command = commands.add_parser(
        "import", help="check a file of schools, classes, timetables; with --write take it in"
    )
    command.add_argument("file", help="XLSX, CSV, or OneRoster (ZIP)")
    command.add_argument("--as", dest="username", required=True, help="in whose name")
    command.add_argument("--write", action="store_true", help="write it when nothing is wrong")
    command = commands.add_parser("export", help="write schools, classes and more into a file")
    command.add_argument("file", help="XLSX, or CSV with --sheet")
    command.add_argument("--as", dest="username", required=True, help="what this account may see")
    command.add_argument("--sheet", help="only this one, as CSV: schools, classes, timetable, …")
    commands.add_parser("seed-demo", help="put the demo city into the database")
    commands.add_parser(
        "seed-city",
        help="put a city of 435 schools with a year of about 100,000 lessons into an empty database",
    )
    return parser


def _become(*arguments: str) -> int:
    """Replace this process by one of the media plane's, which reads its own settings and arguments."""
    path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH", ""))))
    os.environ["PYTHONPATH"] = path
    os.execv(sys.executable, [sys.executable, "-m", "streaming", *arguments])  # noqa: S606 - our own module


def _work(settings: ServerSettings) -> int:
    async def until_stopped() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await run_worker(settings, stop)

    asyncio.run(until_stopped())
    return 0


def _migrate(settings: ServerSettings, given: argparse.Namespace) -> int:
    preflight.check_data_directory(settings.data_dir)
    if given.direction == "upgrade":
        upgrade(settings.database_address, given.revision or "head")
    else:
        downgrade(settings.database_address, given.revision or "-1")
    return 0


def _backups(settings: ServerSettings) -> ModuleType:
    return backup_postgresql if settings.on_postgresql else backup


def _back_up(settings: ServerSettings, target: Path) -> int:
    size = _backups(settings).back_up(settings, target)
    sys.stdout.write(f"已备份 / backed up: {target} ({size} B)\n")
    return 0


def _restore(settings: ServerSettings, source: Path) -> int:
    preflight.check_data_directory(settings.data_dir)
    lock = preflight.hold_data_directory(settings.data_dir)
    try:
        aside = _backups(settings).restore(settings, source)
    finally:
        os.close(lock)
    upgrade(settings.database_address)
    kept = f"；原数据库在 / the old one is {aside}" if aside else ""
    sys.stdout.write(f"已恢复 / restored: {source}{kept}\n")
    return 0


def _examine(settings: ServerSettings, language: str) -> int:
    found = asyncio.run(examine(settings, SystemClock()))
    sys.stdout.write(report(found, language))
    return 1 if any(one.verdict is Verdict.FAIL for one in found) else 0


def _create_admin(settings: ServerSettings, given: argparse.Namespace) -> int:
    preflight.check_data_directory(settings.data_dir)
    upgrade(settings.database_address)
    wish = first_administrator.Wish(
        given.username,
        given.name,
        given.city,
        sys.stdin.readline().rstrip("\n") if given.password_stdin else None,
    )
    sys.stdout.write(asyncio.run(first_administrator.create(settings, wish)))
    return 0


def _exchange(settings: ServerSettings, given: argparse.Namespace) -> int:
    preflight.check_data_directory(settings.data_dir)
    upgrade(settings.database_address)
    if given.command == "export":
        wish = bulk.Wish(Path(given.file), given.username, sheet=given.sheet)
        sys.stdout.write(bulk.export_file(settings, wish))
        return 0
    code, told = bulk.import_file(
        settings, bulk.Wish(Path(given.file), given.username, write=given.write)
    )
    sys.stdout.write(told)
    return code


def _seed(settings: ServerSettings) -> int:
    async def planted() -> None:
        database = Database(settings.database_address)
        try:
            await seed.plant(database)
        finally:
            await database.close()

    preflight.check_data_directory(settings.data_dir)
    upgrade(settings.database_address)
    asyncio.run(planted())
    sys.stdout.write(seed.greeting(settings.local_url))
    return 0


def _seed_city(settings: ServerSettings) -> int:
    async def planted() -> int:
        database = Database(settings.database_address)
        try:
            return await plant_year(database, SystemClock().now())
        finally:
            await database.close()

    preflight.check_data_directory(settings.data_dir)
    upgrade(settings.database_address)
    lessons = asyncio.run(planted())
    sys.stdout.write(
        f"模拟城市已写入，一学年共 {lessons} 节课。用 administrator 登录，密码 {seed.PASSWORD}（须以 tongke serve --demo 启动）。\n"
        f"The city is planted with {lessons} lessons of a year; sign in as administrator with {seed.PASSWORD}"
        " (start with tongke serve --demo).\n"
    )
    return 0
