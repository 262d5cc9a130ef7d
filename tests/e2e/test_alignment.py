"""The coordinator of the demo city: one click to a plan, why something is missing, lessons, and back."""

import io
import re
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.support.browser import chromium, screenshot, watched_context
from tests.support.browser_lesson import SLOW, sign_in
from tests.support.hub import Hub, hub
from tests.support.peers_wrtc import AXE, require_packages

pytestmark = [pytest.mark.e2e]

Rows = tuple[tuple[str | int, ...], ...]
SCHOOL = "换课小学"
PLACES: Mapping[str, Rows] = {
    "学校": (("学区", "学校"), ("安州区第一学区", SCHOOL)),
    "教室": (("学校", "教室", "用途"), (SCHOOL, "同步课堂教室", "接收教室")),
    "班级": (("学校", "班级", "年级"), (SCHOOL, "三年级1班", 3), (SCHOOL, "三年级2班", 3)),
    "作息": (
        ("学校", "作息名称", "从哪天起", "节次", "上课", "下课"),
        (SCHOOL, "全年", "1月1日", 1, "08:20", "09:00"),
    ),
}
"""A school with one receiving room and one period a day."""
WISHES: Mapping[str, Rows] = {
    "开课需求": (
        ("学校", "班级", "学科", "每周节数"),
        (SCHOOL, "三年级1班", "书法", 1),
        (SCHOOL, "三年级2班", "书法", 1),
    ),
    "主播课": (
        ("主播学校", "主播教师", "学科", "年级", "星期", "上课", "下课"),
        ("游仙区城东小学", "尹秀兰", "书法", 3, "周一", "08:20", "09:00"),
        ("游仙区城东小学", "尹秀兰", "书法", 3, "周二", "08:20", "09:00"),
    ),
}
"""Two classes, two lessons, one room: each gets one of them, and they can only change places."""


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
        refuse_files(page)
        plant_a_school(running)
        import_wishes(page)
        page.get_by_test_id("align-seconds").select_option("10")
        page.get_by_test_id("align-start").click()
        result = page.get_by_test_id("align-result")
        expect(result).to_be_visible(timeout=4 * SLOW)
        expect(page.get_by_test_id("align-runs")).to_contain_text(re.compile(r"排上 \d+ / 52 节"))
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
        swap(page)
        mend(page)
        page.get_by_test_id("align-undo").first.click(timeout=SLOW)
        page.locator("dialog[open]").get_by_test_id("confirm-yes").click()
        expect(page.get_by_test_id("align-acceptances")).to_contain_text("已撤销", timeout=SLOW)
        assert page.get_by_test_id("align-undo").count() == 0


def plant_a_school(running: Hub) -> None:
    """Add the school with one room."""
    answer = running.client("admin").post(
        "/api/organisation/imports",
        params={"city_id": "demo-city", "name": "学校.xlsx", "dry_run": "false"},
        content=workbook(PLACES),
    )
    assert answer.status_code == 200, answer.text


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Return an XLSX file."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def import_wishes(page: Page) -> None:
    """A file without mistakes is written on a second click."""
    page.get_by_test_id("align-import-rows").click()
    page.get_by_test_id("align-file").set_input_files(
        {"name": "需求.xlsx", "mimeType": "application/zip", "buffer": workbook(WISHES)}
    )
    page.get_by_test_id("align-write").click(timeout=SLOW)
    expect(page.get_by_text("已写入")).to_be_visible(timeout=SLOW)


def refuse_files(page: Page) -> None:
    """A file with a wrong row is refused, and the row is named; so is a file that breaks off."""
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


def swap(page: Page) -> None:
    """Two classes that want the only room change places."""
    page.get_by_text("只看没排满的").click()
    page.get_by_placeholder("找学校或班级").fill(SCHOOL)
    lesson = page.locator("td", has=page.get_by_test_id("align-change"))
    expect(lesson).to_have_count(1)
    before = lesson.evaluate("cell => cell.cellIndex")
    page.get_by_test_id("align-change").click()
    expect(page.get_by_test_id("align-swap")).to_be_visible(timeout=SLOW)
    look(page, "alignment-swap", "align-swap")
    page.get_by_test_id("align-swap").click()
    expect(page.get_by_test_id("align-runs")).to_contain_text("手工调整", timeout=SLOW)
    # The new proposal is shown as soon as the old one's choices are gone.
    expect(page.get_by_test_id("align-move")).to_have_count(0, timeout=SLOW)
    page.get_by_placeholder("找学校或班级").fill(SCHOOL)
    expect(lesson).to_have_count(1)
    assert {before, lesson.evaluate("cell => cell.cellIndex")} == {1, 2}
    page.get_by_placeholder("找学校或班级").fill("")


def mend(page: Page) -> None:
    """Look where a lesson could go; then a teacher falls sick, and the repair is compared."""
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


def look(page: Page, name: str, part: str = "") -> None:
    """Keep a picture in both usual sizes, of the page as it stands or scrolled to a part of it."""
    for width, height in ((1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        if part:
            page.get_by_test_id(part).scroll_into_view_if_needed()
        screenshot(page, f"{name}-{width}x{height}")
