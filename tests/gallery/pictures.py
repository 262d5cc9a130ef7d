"""Pictures of every page and important state of a running demo city, at both usual sizes.

    python -m tests.gallery.pictures [--only ledger]

Starts a hub with the demo city and a live lesson, walks past every stop of `tests.support.tour`, in Chinese and some in English.
All pictures go to `test-results/gallery` (git-ignored), with a page `index.html` that shows them side by side; the Chinese ones of
1366×768 also go, small, to `deploy/gallery` with a contact page. Prints what axe finds on the
way and ends with 1 where it finds something.
"""

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.gallery.teachers import teachers
from tests.support import full_city
from tests.support.browser import chromium, watched_context
from tests.support.browser_lesson import SLOW, open_classroom, sign_in, wait_for_picture
from tests.support.hindrances import axe_findings, cut_off
from tests.support.hub import Hub, hub
from tests.support.peers_wrtc import require_packages
from tests.support.tour import OPEN, STAFF, Stop, arrive, show_trust

SIZES = ((1366, 768), (1920, 1080))
ENGLISH = frozenset({"overview", "library", "alignment", "timetable", "ledger"})
SHEETS = {"ledger": (1032, 703), "ledger-teacher": (1032, 703), "people-code": (718, 1047)}
"""What people print, and a sheet of A4 without its margins of 12 mm, CSS pixels."""
PICTURED = frozenset({"patrol", "look"})
"""Their lessons' pictures come one after the other, on a thin line's allowance."""
WORKBENCH = Path("test-results/gallery")
BOOK = Path("deploy/gallery")
QUALITY = 55
"""Of the small pictures (WebP): letters stay clean, a picture is about 25 kB."""
SMALL_WIDTH = 1024


@dataclass
class Gallery:
    """The pictures that were taken, and what was found on the way."""

    book: bool
    shown: list[tuple[str, str]] = field(default_factory=list)
    """Name and title of each state."""
    found: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """What was measured on the way."""

    def take(self, page: Page, name: str, title: str, *, judged: bool = True) -> None:
        """Take a state at both sizes."""
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(250)
            shot = page.screenshot(timeout=20_000)
            (WORKBENCH / f"{name}-{width}.png").write_bytes(shot)
            if judged:
                found = [*axe_findings(page), *cut_off(page)]
                self.found += [f"{name} {width}: {line}" for line in found]
            if self.book and width == SIZES[0][0] and not name.endswith("-english"):
                _keep_small(shot, BOOK / f"{name}.webp")
        self.shown.append((name, title))
        print(f"  {name}", flush=True)  # noqa: T201


def _keep_small(shot: bytes, path: Path) -> None:
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    height = round(picture.height * SMALL_WIDTH / picture.width)
    picture.resize((SMALL_WIDTH, height), Image.Resampling.LANCZOS).save(
        path, "WEBP", quality=QUALITY, method=6
    )


def _lesson_is_on(context: BrowserContext, running: Hub, gallery: Gallery) -> Page:
    room = open_classroom(context, running, "demo-room-a")
    for test_id in ("video-board", "video-teacher"):
        wait_for_picture(room, test_id, timeout=3 * SLOW)
    expect(room.get_by_test_id("slate")).to_have_count(0, timeout=SLOW)
    gallery.take(room, "classroom-live", "教室：正在上课")
    return room


def _replay_and_studio(page: Page, running: Hub, gallery: Gallery) -> None:
    page.goto(f"{running.url}/replay")
    page.get_by_test_id("recordings").get_by_role("link").first.click()
    expect(page.get_by_test_id("player")).to_be_visible(timeout=SLOW)
    page.wait_for_timeout(3_000)
    gallery.take(page, "replay", "回放：边上课边看")
    lessons = running.client("hub").get("/api/lessons").json()["items"]
    mine = [each for each in lessons if "publish" in each["can"]]
    if mine:
        page.context.clear_cookies()
        sign_in(page, running, "hub")
        page.goto(f"{running.url}/studio/{mine[0]['id']}")
        wait_for_picture(page, "preview-camera")
        gallery.take(page, "studio-before", "主播室：上课前")


def _english(page: Page, running: Hub, gallery: Gallery, stops: Sequence[Stop]) -> None:
    page.get_by_test_id("language").click()
    for stop in stops:
        arrive(page, running.url, stop)
        gallery.take(page, f"{stop.name}-english", f"{stop.title} (English)")


def walk(running: Hub, only: str) -> Gallery:
    """Take all pictures of a running demo, or those whose name contains `only`."""
    gallery = Gallery(book=not only)
    with (
        sync_playwright() as driver,
        chromium(driver, ["--use-fake-device-for-media-stream", "--lang=zh-CN"]) as browser,
        watched_context(browser, running.url) as (context, watch),
        watched_context(browser, running.url) as (rooms, _),
    ):
        watch.expected += ["401", "404", "503"]
        page = context.new_page()
        for stop in (each for each in OPEN if only in each.name):
            arrive(page, running.url, stop)
            gallery.take(page, stop.name, stop.title)
        if only in "trust":
            show_trust(page, running.url, "zh")
            gallery.take(page, "trust", "让一台电脑信任学校自己的服务器")
        if not only:
            _lesson_is_on(rooms, running, gallery).close()
        sign_in(page, running, "admin")
        for stop in (each for each in STAFF if only in each.name):
            arrive(page, running.url, stop)
            if stop.name in PICTURED:
                begun = time.monotonic()
                expect(page.locator("[data-seen=false]")).to_have_count(0, timeout=6 * SLOW)
                gallery.told.append(f"{stop.name}: pictures after {time.monotonic() - begun:.0f} s")
            if stop.name == "patrol":
                gallery.told.append(page.get_by_test_id("patrol-rate").inner_text())
            gallery.take(page, stop.name, stop.title)
        if not only:
            _on_paper(page, running, gallery)
        english = [each for each in STAFF if each.name in ENGLISH and only in each.name]
        _english(page, running, gallery, english)
        page.get_by_test_id("language").click()
        if not only:
            _replay_and_studio(page, running, gallery)
    return gallery


def _on_paper(page: Page, running: Hub, gallery: Gallery) -> None:
    """Take what people print as its sheets are: the ledger on its side, a code upright."""
    for stop in (each for each in STAFF if each.name in SHEETS):
        arrive(page, running.url, stop)
        width, height = SHEETS[stop.name]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="print")
        name = f"{stop.name}-paper"
        (WORKBENCH / f"{name}-{SIZES[0][0]}.png").write_bytes(page.screenshot(timeout=20_000))
        page.pdf(path=WORKBENCH / f"{name}.pdf", prefer_css_page_size=True)
        gallery.found += [f"{name}: {line}" for line in cut_off(page)]
        page.emulate_media(media="screen")


def _write_pages(gallery: Gallery) -> None:
    rows = [
        f"<h2>{escape(title)}</h2>"
        + "".join(
            f'<img src="{name}-{width}.png" width="{width // 2}" alt="">' for width, _ in SIZES
        )
        for name, title in gallery.shown
    ]
    (WORKBENCH / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{''.join(rows)}")
    if not gallery.book:
        return
    kept = [(name, title) for name, title in gallery.shown if not name.endswith("-english")]
    text = "\n".join(f"## {title}\n\n![{title}]({name}.webp)\n" for name, title in kept)
    (BOOK / "README.md").write_text(
        "# 页面一览 / The pages\n\nMade by `make screenshots`, which also takes each page at 1920×1080 and some in English "
        f"(`{WORKBENCH}/index.html`).\n\n{text}"
    )


def main() -> int:
    """Take the pictures; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument(
        "--only",
        default="",
        help="take the pages whose name contains this; keeps the committed ones",
    )
    asked = parser.parse_args()
    require_packages()
    WORKBENCH.mkdir(parents=True, exist_ok=True)
    BOOK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        full_city.plant(Path(directory) / "data")
        with hub(Path(directory), demo=True) as running, teachers(running):
            gallery = walk(running, asked.only)
    _write_pages(gallery)
    for line in gallery.told:
        print(line)  # noqa: T201
    for line in gallery.found:
        print(f"✗ {line}")  # noqa: T201
    print(f"{len(gallery.shown)} states, {len(gallery.found)} findings: {WORKBENCH}/index.html")  # noqa: T201
    return 1 if gallery.found else 0


if __name__ == "__main__":
    sys.exit(main())
