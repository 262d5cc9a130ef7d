"""The coordinator of the demo city: one click to a plan, why something is missing, lessons, and back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

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
        watched_context(browser, running.url) as (context, watch),
    ):
        watch.expected.append("422")  # the refused files
        page = context.new_page()
        sign_in(page, running, "coordinator")
        refuse_a_file(page)
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
        look(page, "alignment")
        page.get_by_test_id("align-accept").click()
        page.locator("dialog[open]").get_by_test_id("confirm-yes").click()
        expect(page.get_by_test_id("align-undo")).to_be_visible(timeout=SLOW)
        expect(result).to_contain_text("已采用", timeout=SLOW)
        mend(page)
        page.get_by_test_id("align-undo").first.click(timeout=SLOW)
        page.locator("dialog[open]").get_by_test_id("confirm-yes").click()
        expect(page.get_by_test_id("align-acceptances")).to_contain_text("已撤销", timeout=SLOW)
        assert page.get_by_test_id("align-undo").count() == 0


def refuse_a_file(page: Page) -> None:
    """A file with a wrong row is refused, and the row is named."""
    page.get_by_text("导入需求、主播课和学校课表").click()
    rows = "学校,班级,学科,每周节数\n没有的小学,三年级1班,音乐,1\n".encode()
    page.get_by_test_id("align-file").set_input_files(
        {"name": "开课需求.csv", "mimeType": "text/csv", "buffer": rows}
    )
    expect(page.get_by_test_id("align-wrong")).to_contain_text("没有的小学", timeout=SLOW)
    page.get_by_test_id("align-import-tables").click()
    # The schools come with a question of their own.
    expect(page.get_by_test_id("align-file")).to_be_enabled(timeout=SLOW)
    page.get_by_test_id("align-file").set_input_files(
        {"name": "课表.fet", "mimeType": "text/xml", "buffer": b"<fet><Days_List>"}
    )
    expect(page.get_by_text("第 1 行起不是完整的 XML")).to_be_visible(timeout=SLOW)
    look(page, "alignment-import")


def mend(page: Page) -> None:
    """Look where a lesson could go; then a teacher falls sick, and the repair is compared."""
    page.get_by_text("只看没排满的").click()
    page.get_by_test_id("align-change").first.click()
    expect(page.get_by_test_id("align-move").locator("li").first).to_be_visible(timeout=SLOW)
    look(page, "alignment-move")
    page.get_by_text("学期中有变化").click()
    page.get_by_test_id("repair-what").select_option("bells")
    page.get_by_test_id("repair-day").fill("2027-05-01")
    look(page, "alignment-bells")
    page.get_by_test_id("repair-what").select_option("teachers")
    page.get_by_test_id("repair-go").click()
    expect(page.get_by_test_id("align-repaired")).to_contain_text("已证明最少", timeout=2 * SLOW)
    expect(page.get_by_test_id("align-compare")).to_contain_text("另一个方案", timeout=SLOW)
    look(page, "alignment-repair")


def look(page: Page, name: str) -> None:
    """Keep a picture in both usual sizes."""
    for width, height in ((1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        screenshot(page, f"{name}-{width}x{height}")
