import os
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import minio.time
import pytest
from sqlalchemy import create_engine, text

from server.clock import SystemClock
from server.credentials import load_credentials
from server.doctor import examination
from server.doctor.findings import Verdict
from server.migrations.run import downgrade, upgrade
from server.settings import ServerSettings
from tests.support.app import MovedClock
from tests.support.node_process import free_udp_port
from tests.support.object_store import ACCESS_KEY, seaweedfs

Usage = namedtuple("Usage", "total used free")
CLOCK = SystemClock()


def settings(tmp_path: Path, **given: object) -> ServerSettings:
    return ServerSettings(data_dir=tmp_path / "data", **given)  # type: ignore[arg-type]


async def test_a_fresh_machine_has_no_failure_and_no_database_yet(tmp_path: Path) -> None:
    given = settings(tmp_path, media_port=free_udp_port(), media_addresses=("127.0.0.1",))
    found = await examination.examine(given, CLOCK)
    assert [one for one in found if one.verdict is Verdict.FAIL] == []
    assert not (tmp_path / "data" / "tongke.sqlite3").exists()
    assert list((tmp_path / "data" / "store").rglob("*.bin")) == []


async def test_secrets_that_others_can_read_are_told(tmp_path: Path) -> None:
    given = settings(tmp_path)
    given.data_dir.mkdir()
    load_credentials(given.data_dir)
    good, _ = await examination.data_directory(given, CLOCK)
    os.chmod(given.data_dir / "secrets.toml", 0o644)
    bad, _ = await examination.data_directory(given, CLOCK)
    assert (good.verdict, bad.verdict) == (Verdict.OK, Verdict.WARN)
    assert "chmod 600" in bad.found.zh


@pytest.mark.parametrize(
    ("free", "verdicts"),
    [
        (400_000_000, [Verdict.FAIL]),
        (10_000_000_000, [Verdict.OK, Verdict.WARN]),
        (100_000_000_000, [Verdict.OK, Verdict.OK]),
    ],
)
async def test_a_disk_is_judged_by_the_hours_that_it_can_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, verdicts: list[Verdict]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, free))
    found = await examination.data_directory(settings(tmp_path), CLOCK)
    assert [one.verdict for one in found] == verdicts


async def test_a_database_is_judged_by_its_revision(tmp_path: Path) -> None:
    given = settings(tmp_path)
    given.data_dir.mkdir()
    upgrade(given.database_address)
    (now,) = await examination.database(given, CLOCK)
    downgrade(given.database_address)
    (older,) = await examination.database(given, CLOCK)
    engine = create_engine(given.database_address.replace("+aiosqlite", ""))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    (newer,) = await examination.database(given, CLOCK)
    verdicts = (now.verdict, older.verdict, newer.verdict)
    assert verdicts == (Verdict.OK, Verdict.WARN, Verdict.FAIL)


async def test_a_database_that_is_away_is_a_line_without_its_password(tmp_path: Path) -> None:
    given = settings(tmp_path, database_url="postgresql+psycopg://user:hidden@127.0.0.1:9/none")
    (found,) = await examination.database(given, CLOCK)
    assert found.verdict is Verdict.FAIL
    assert "TONGKE_DATABASE_URL" in found.found.zh
    assert "hidden" not in found.found.zh


async def test_a_store_is_written_read_and_emptied_again(tmp_path: Path) -> None:
    given = settings(tmp_path)
    (found,) = await examination.store(given, CLOCK)
    assert found.verdict is Verdict.OK
    assert [path for path in (given.data_dir / "store").rglob("*") if path.is_file()] == []
    (away,) = await examination.store(
        settings(tmp_path, store="s3://key:hidden@127.0.0.1:9/bucket?secure=0"), CLOCK
    )
    assert away.verdict is Verdict.FAIL
    assert "hidden" not in away.found.zh


@pytest.mark.integration
async def test_what_is_wrong_with_a_store_is_told_in_chinese_without_its_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told(address: str) -> str:
        (found,) = await examination.store(settings(tmp_path, store=address), CLOCK)
        assert (found.verdict is Verdict.FAIL) == ("不能使用" in found.found.zh)
        assert "not-a-secret" not in found.found.zh
        return found.found.zh

    with seaweedfs() as weed:
        right = weed.address("doctor")
        assert "能写、能读、能删" in await told(right)
        assert "没有权限" in await told(right.replace("not-a-secret", "hidden"))
        assert "没有权限" in await told(right.replace(ACCESS_KEY, "somebody"))
        real = minio.time.utcnow
        monkeypatch.setattr(minio.time, "utcnow", lambda: real() - timedelta(hours=2))
        assert "时间" in await told(right)


async def test_a_clock_from_the_last_century_fails(tmp_path: Path) -> None:
    (found,) = await examination.clock_is_right(
        settings(tmp_path), MovedClock(datetime(1999, 1, 1, tzinfo=UTC))
    )
    assert found.verdict is Verdict.FAIL
