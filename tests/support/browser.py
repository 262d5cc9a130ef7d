"""Debian's Chromium, driven by Playwright: launched as a classroom or a teacher would, and strict about the console.

A page opened here fails its test when it wrote an error to the console, threw an exception, broke the
content security policy, or asked any address but its own server's.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
)

from tests.support.timecode import BOARD_TITLE, READER_SCRIPT

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--autoplay-policy=no-user-gesture-required",
    # Chromium hides local addresses behind mDNS names that an ICE-lite node cannot and need not resolve.
    "--disable-features=WebRtcHideLocalIpsWithMdns,Translate,MediaRouter,OptimizationHints",
)


def chromium_missing() -> str | None:
    """Return why no browser test can run here, or None."""
    if shutil.which(CHROMIUM):
        return None
    return f"{CHROMIUM} is missing: apt-get install chromium fonts-noto-cjk"


def camera_arguments(camera: Path, sound: Path) -> list[str]:
    """Return the flags that make two files the machine's camera and microphone, and the board's tab its screen.

    Not `--use-fake-ui-for-media-stream`: it would answer a wish for the screen with a fake screen. The context
    grants camera and microphone instead.
    """
    return [
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera.absolute()}",
        f"--use-file-for-fake-audio-capture={sound.absolute()}",
        f"--auto-select-tab-capture-source-by-title={BOARD_TITLE}",
    ]


@contextmanager
def chromium(
    playwright: Playwright, arguments: Sequence[str] = (), *, home: Path | None = None
) -> Iterator[Browser]:
    """Run one Chromium with a fresh profile for as long as the context lasts; `home` is whose authorities it trusts."""
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        headless=True,
        args=[*ARGUMENTS, *arguments],
        env={**os.environ, "HOME": str(home)} if home else None,
        timeout=60_000,
    )
    try:
        yield browser
    finally:
        browser.close()


@dataclass
class Watch:
    """What the pages of one context did that they must not do."""

    allowed_origins: set[str]
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Parts of messages that the test itself provokes, for example `401`."""

    def on_console(self, message: ConsoleMessage) -> None:
        """Keep errors; Chromium writes CSP violations and failed requests there as well."""
        if message.type == "error" and not any(part in message.text for part in self.expected):
            self.complaints.append(f"console error: {message.text} ({message.location.get('url')})")

    def on_page_error(self, error: Exception) -> None:
        """Keep exceptions that nobody caught."""
        self.complaints.append(f"uncaught: {error}")

    def on_request(self, request: Request) -> None:
        """Keep requests to third parties."""
        parts = urlsplit(request.url)
        if parts.scheme in {"data", "blob", "about"}:
            return
        if f"{parts.scheme}://{parts.netloc}" not in self.allowed_origins:
            self.complaints.append(f"third-party request: {request.url}")

    def assert_clean(self) -> None:
        """Fail with everything that was kept."""
        assert not self.complaints, "the page did what it must not do:\n" + "\n".join(
            dict.fromkeys(self.complaints)
        )


@contextmanager
def watched_context(
    browser: Browser,
    origin: str,
    *,
    also_allowed: Sequence[str] = (),
    width: int = 1366,
    height: int = 768,
) -> Iterator[tuple[BrowserContext, Watch]]:
    """Open a fresh profile whose pages carry the time-code reader; fail at the end if one of them misbehaved.

    `origin` is the hub's address without a path, `also_allowed` further ones (an object store).
    """
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        permissions=["camera", "microphone"],
    )
    watch = Watch({origin, *also_allowed})
    context.add_init_script(READER_SCRIPT)
    context.on("console", watch.on_console)
    context.on("request", watch.on_request)
    context.on("weberror", lambda error: watch.on_page_error(error.error))
    context.set_default_timeout(20_000)
    try:
        yield context, watch
    except Exception:
        _photograph(context)
        raise
    finally:
        context.close()
    watch.assert_clean()


def _photograph(context: BrowserContext) -> None:
    """Keep what every page showed when a test failed, as `test-results/failure-<number>.png`."""
    taken = len(list(Path("test-results").glob("failure-*.png")))
    for number, page in enumerate(context.pages, start=taken + 1):
        with suppress(Error):  # a page that hangs must not hide why
            screenshot(page, f"failure-{number}")


def screenshot(page: Page, name: str) -> Path:
    """Save what a page shows to `test-results/<name>.png` and return the file."""
    path = Path("test-results") / f"{name}.png"
    path.parent.mkdir(exist_ok=True)
    page.screenshot(path=str(path), timeout=10_000)
    return path
