"""A teacher comes in through the bureau's identity server, with a real one and a real browser, and is out of both afterwards."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.support.browser import chromium, screenshot, watched_context
from tests.support.browser_lesson import SLOW
from tests.support.hub import free_tcp_port, hub
from tests.support.hub_city import TEACHER
from tests.support.identity_server import bureau_server

pytestmark = pytest.mark.e2e

FONTS = "https://fonts.googleapis.com"


def test_a_teacher_comes_in_by_the_bureaus_account_and_is_out_of_both(
    playwright: Playwright, tmp_path: Path
) -> None:
    port = free_tcp_port()
    site = f"http://127.0.0.1:{port}"
    with (
        bureau_server(site, {"t-0815": {"preferred_username": TEACHER}}) as bureau,
        hub(tmp_path, port=port, **bureau.settings()) as running,
        chromium(playwright) as browser,
        watched_context(browser, running.url, also_allowed=[bureau.issuer, FONTS]) as (
            context,
            watch,
        ),
    ):
        watch.expected.append("401")
        # The forms over there ask for a font of the wide world, which no test may need.
        context.route(f"{FONTS}/**", lambda route: route.fulfill(content_type="text/css", body=""))
        page = context.new_page()
        page.goto(f"{running.url}/studio")
        button = page.get_by_test_id("login-identity")
        expect(button).to_have_text("统一身份登录", timeout=SLOW)
        screenshot(page, "login-identity")
        button.click()
        page.locator("input[name=login]").fill("t-0815")
        page.locator("input[name=password]").fill("whatever")
        page.get_by_role("button", name="Sign-in").click()
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url(f"{running.url}/studio", timeout=SLOW)
        page.get_by_test_id("sign-out").click()
        page.get_by_role("button", name="Yes, sign me out").click()
        expect(button).to_be_visible(timeout=SLOW)
        # Whoever sits down next is asked for a password again, there and here.
        button.click()
        expect(page.locator("input[name=password]")).to_be_visible(timeout=SLOW)
        page.goto(f"{running.url}/login?refused=unknown")
        expect(page.get_by_test_id("login-error")).to_contain_text("请找学校的管理员开通")
