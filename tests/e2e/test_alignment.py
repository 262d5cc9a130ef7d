"""The coordinator of the demo city: one click to a plan, why something is missing, lessons, and back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.support.browser import chromium, screenshot, watched_context
from tests.support.browser_lesson import SLOW, sign_in
from tests.support.hub import hub
from tests.support.peers_wrtc import AXE, require_packages

pytestmark = [pytest.mark.e2e]


def test_a_coordinator_plans_reads_accepts_and_undoes_the_week(
    playwright: Playwright, tmp_path: Path
) -> None:
    require_packages()
    with (
        hub(tmp_path, demo=True) as running,
        chromium(playwright) as browser,
        watched_context(browser, running.url) as (context, _),
    ):
        page = context.new_page()
        sign_in(page, running, "coordinator")
        page.get_by_test_id("align-seconds").select_option("10")
        page.get_by_test_id("align-start").click()
        result = page.get_by_test_id("align-result")
        expect(result).to_be_visible(timeout=4 * SLOW)
        expect(page.get_by_test_id("align-runs")).to_contain_text(re.compile(r"排上 \d+ / 50 节"))
        page.get_by_text("只看没排满的").click()
        result.get_by_text("为什么？").first.click()
        expect(page.get_by_test_id("align-unmet")).to_contain_text(
            re.compile("可以这样解决|放宽一条"), timeout=SLOW
        )
        page.evaluate(AXE.read_text(encoding="utf-8"))
        findings = page.evaluate("() => axe.run(document).then(found => found.violations)")
        assert [each["id"] for each in findings] == []
        for width, height in ((1366, 768), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            screenshot(page, f"alignment-{width}x{height}")
        page.get_by_test_id("align-accept").click()
        page.locator("dialog[open]").get_by_test_id("confirm-yes").click()
        page.get_by_test_id("align-undo").click(timeout=SLOW)
        page.locator("dialog[open]").get_by_test_id("confirm-yes").click()
        expect(page.get_by_test_id("align-acceptances")).to_contain_text("已撤销", timeout=SLOW)
        assert page.get_by_test_id("align-undo").count() == 0
