import gzip
from pathlib import Path

import httpx
import pytest

from server.pages import Build, tags
from tests.support.app import Hall

SCRIPT = "console.log('同课');" * 100


@pytest.fixture
def built(hall: Hall) -> Hall:
    web = hall.data_dir / "web"
    (web / "assets").mkdir(parents=True)
    (web / "staff.html").write_text("<title>staff</title>", "utf-8")
    (web / "kiosk.html").write_text("<title>kiosk</title>", "utf-8")
    (web / "assets" / "app-abc123.js").write_text(SCRIPT, "utf-8")
    (web / "favicon.svg").write_text("<svg/>")
    (hall.data_dir / "outside.txt").write_text("secret")
    (web / "link.txt").symlink_to(hall.data_dir / "outside.txt")
    return hall


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/login", "staff"),
        ("/studio", "staff"),
        ("/studio/lesson-1", "staff"),
        ("/replay/lesson-1", "staff"),
        ("/anything/else", "staff"),
        ("/classroom", "kiosk"),
        ("/classrooms", "staff"),
    ],
)
async def test_every_path_without_a_dot_has_its_entry(built: Hall, path: str, entry: str) -> None:
    answer = await built.client().get(path)
    assert (answer.status_code, answer.text) == (200, f"<title>{entry}</title>")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


async def test_hashed_assets_are_kept_for_ever_and_travel_compressed(built: Hall) -> None:
    answer = await built.client().get("/assets/app-abc123.js")
    assert answer.text == SCRIPT
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "application/javascript; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(gzip.compress(SCRIPT.encode(), 9, mtime=0))
    plain = await built.client().get("/assets/app-abc123.js", headers={"Accept-Encoding": ""})
    assert "content-encoding" not in plain.headers


async def test_what_the_browser_holds_is_not_sent_again(built: Hall) -> None:
    client = built.client()
    etag = (await client.get("/login")).headers["etag"]
    again = await client.get("/login", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_new_build_is_served_at_once(built: Hall) -> None:
    client = built.client()
    await client.get("/login")
    (built.data_dir / "web" / "staff.html").write_text("<title>a newer build</title>", "utf-8")
    assert "newer" in (await client.get("/login")).text


async def test_a_page_is_told_at_once_what_it_needs(built: Hall) -> None:
    web = built.data_dir / "web"
    (web / "staff.html").write_text("<head><title>staff</title></head>", "utf-8")
    (web / "ahead.json").write_text('{"/replay/:lesson": ["assets/a.js", "assets/a.css"]}')
    client = built.client()
    replay, login = await client.get("/replay/lesson-1"), await client.get("/login")
    assert replay.text == (
        '<head><title>staff</title><link rel="modulepreload" crossorigin href="/assets/a.js">'
        '<link rel="stylesheet" crossorigin href="/assets/a.css"></head>'
    )
    assert login.text == "<head><title>staff</title></head>"
    assert replay.headers["etag"] != login.headers["etag"]


@pytest.mark.parametrize(
    ("path", "script"),
    [
        ("replay", "list"),
        ("replay/", "list"),
        ("replay/a-lesson", "one"),
        ("replay/a-lesson/more", ""),
        ("replays", ""),
        ("", ""),
    ],
)
def test_a_pattern_fits_whole_paths(path: str, script: str) -> None:
    found = tags({"/replay": ["list.js"], "/replay/:lesson": ["one.js"]}, path)
    assert found == (
        f'<link rel="modulepreload" crossorigin href="/{script}.js">' if script else ""
    )


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone.js",
        "/link.txt",
        "/%2e%2e/outside.txt",
        "/..%2Foutside.txt",
        "/assets/../../outside.txt",
        "/a%00b.js",
        "/" + "a" * 600,
        "/%ff%fe.js",
    ],
)
async def test_what_is_not_of_the_build_is_not_found(built: Hall, path: str) -> None:
    answer = await built.client().get(httpx.URL(path))
    assert answer.status_code in {400, 404}
    assert "secret" not in answer.text


async def test_without_a_build_a_page_says_what_to_do(hall: Hall) -> None:
    answer = await hall.client().get("/login")
    assert answer.status_code == 503
    assert "make run" in answer.text
    assert "网页还没有构建" in answer.text


@pytest.mark.parametrize(
    ("who", "home"),
    [
        (None, "/login"),
        ("lin", "/studio"),
        ("he", "/replay"),
        ("tang", "/replay"),
        ("a", "/classroom"),
    ],
)
async def test_everybody_is_sent_to_the_page_of_their_work(
    hall: Hall, who: str | None, home: str
) -> None:
    if who is None:
        client = hall.client()
    else:
        client = await (hall.device(who) if who == "a" else hall.person(who))
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, home)
    assert answer.headers["cache-control"] == "no-store"


async def test_the_memory_of_files_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.pages.CACHE_SIZE", 3)
    build = Build(tmp_path)
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text("x")
        assert await build.file(f"{number}.txt") is not None
    assert len(build._files) == 3
