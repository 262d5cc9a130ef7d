"""A walk past every page of the staff in the demo city, and the states that matter: where it is, and how one comes there.

The gallery takes pictures on this walk; a browser test asks axe on it. So a page that is added here is seen by both.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from server.tls.page import STYLE, Shown, page as trust_page
from tests.support.browser_lesson import SLOW

HUB_SCHOOL = "demo-school-hub"


@dataclass(frozen=True, slots=True)
class Stop:
    """One state of a page: `title` is what a reader of the gallery is told."""

    name: str
    title: str
    path: str
    act: Callable[[Page], None] | None = None
    """What leads from the fresh page to the state."""
    settles: bool = True
    """Whether the page at some time has asked everything; a patrol wall asks without end."""


def _press(*test_ids: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        for test_id in test_ids:
            page.get_by_test_id(test_id).first.click()

    return act


def _wait_for_the_wall(page: Page) -> None:
    expect(page.locator("[data-testid^=patrol-][data-seen]").first).to_be_visible(timeout=SLOW)


def _ask_while_the_server_fails(page: Page) -> None:
    page.route("**/api/overview", lambda route: route.fulfill(status=503, body=""))
    page.get_by_test_id("nav-overview").click()
    expect(page.get_by_role("alert")).to_be_visible(timeout=SLOW)
    page.unroute("**/api/overview")


def _search_for_nothing(page: Page) -> None:
    page.get_by_test_id("search").fill("没有这样的课")
    expect(page.get_by_test_id("recordings")).to_have_count(0, timeout=SLOW)


def _turn_to_next_week(page: Page) -> None:
    with page.expect_response(re.compile("/api/timetables/week")):
        page.get_by_test_id("week-after").click()
    page.wait_for_load_state("networkidle", timeout=SLOW)


def _open_a_planned_lesson(page: Page) -> None:
    _turn_to_next_week(page)
    page.locator("[data-lesson]").first.click()
    expect(page.get_by_test_id("change")).to_be_visible(timeout=SLOW)


def carry_a_lesson(page: Page) -> None:
    """Lift a lesson of next week by the keyboard, and have the server asked about another place."""
    _turn_to_next_week(page)
    page.locator("[data-lesson]").first.press("Shift+ArrowDown")
    expect(page.get_by_test_id("week-ghost")).to_have_attribute(
        "data-answer", re.compile("free|clash"), timeout=SLOW
    )
    page.get_by_test_id("week-ghost").scroll_into_view_if_needed()


def _make_a_code(page: Page) -> None:
    page.locator("[data-testid=people] .row", has_text="full-teacher-").get_by_role(
        "button"
    ).first.click()
    expect(page.get_by_test_id("slip-code")).to_be_visible(timeout=SLOW)


def _ask_to_revoke(page: Page) -> None:
    page.locator("[data-device] button").first.click()
    expect(page.locator("dialog[open]")).to_be_visible(timeout=SLOW)


def _look_at_a_month_without_lessons(page: Page) -> None:
    page.get_by_test_id("ledger-first").fill("2020-01-01")
    page.get_by_test_id("ledger-last").fill("2020-01-31")


OPEN = (
    Stop("login", "登录", "/login"),
    Stop("invitation", "凭邀请码第一次进入", "/invitation"),
    Stop("missing", "没有这个页面", "/no-such-page"),
)
"""Pages that nobody needs to sign in for."""
STAFF = (
    Stop("overview", "全市一览：今天", "/overview"),
    Stop("overview-away", "全市一览：服务器出错", "/studio", _ask_while_the_server_fails),
    Stop("look", "一节课：现在的画面，各班收到什么", "/overview/lesson/full-now-7"),
    Stop("patrol", "巡课：正在上的课", "/overview/patrol", _wait_for_the_wall, settles=False),
    Stop("studio-today", "主播室：今天的课", "/studio"),
    Stop("library", "回放库", "/replay"),
    Stop("library-empty", "回放库：什么也没找到", "/replay", _search_for_nothing),
    Stop("alignment", "排课：需求、方案", "/alignment"),
    Stop("timetable", "一所学校的一周", f"/timetable?school={HUB_SCHOOL}"),
    Stop(
        "timetable-change",
        "一周：改一节课",
        f"/timetable?school={HUB_SCHOOL}",
        _open_a_planned_lesson,
    ),
    Stop(
        "timetable-carry",
        "一周：用方向键移动一节课",
        f"/timetable?school={HUB_SCHOOL}",
        carry_a_lesson,
    ),
    Stop("schools", "学校：班级", f"/schools?school={HUB_SCHOOL}"),
    Stop("schools-rooms", "学校：教室", f"/schools?school={HUB_SCHOOL}", _press("tab-rooms")),
    Stop("schools-bells", "学校：作息", f"/schools?school={HUB_SCHOOL}", _press("tab-bells")),
    Stop("schools-calendar", "学校：校历", f"/schools?school={HUB_SCHOOL}", _press("tab-calendar")),
    Stop("import", "导入学校资料", "/schools/import"),
    Stop("devices", "设备", "/devices"),
    Stop("devices-add", "设备：放一台新的", "/devices", _press("add-device")),
    Stop("devices-revoke", "设备：停用之前问一句", "/devices", _ask_to_revoke),
    Stop("people", "人员", "/people"),
    Stop("people-add", "人员：邀请一位", "/people", _press("add-person")),
    Stop("people-code", "人员：打印给新老师的代码", "/people", _make_a_code),
    Stop("ledger", "台账：按学校", "/ledger", _press("ledger-half-year")),
    Stop("ledger-class", "台账：按班级", "/ledger", _press("ledger-half-year", "by-class")),
    Stop("ledger-teacher", "台账：按教师", "/ledger", _press("ledger-half-year", "by-teacher")),
    Stop("ledger-empty", "台账：这段时间没有课", "/ledger", _look_at_a_month_without_lessons),
    Stop("retention", "保存与删除", "/retention"),
)
"""Pages of the staff, as an administrator of a full city (`full_city`) sees them."""


def show_trust(page: Page, origin: str, language: str) -> None:
    """Show the page that tells how to trust a server's authority; a hub without TLS has none, so it is given what its router would send."""
    shown = Shown(origin, ":".join(["A7"] * 32), datetime(2036, 9, 1, tzinfo=UTC))
    page.route(
        "**/trust",
        lambda route: route.fulfill(
            body=trust_page(shown, language), content_type="text/html; charset=utf-8"
        ),
    )
    page.route(
        "**/trust/style.css", lambda route: route.fulfill(body=STYLE, content_type="text/css")
    )
    page.goto(f"{origin}/trust")


def arrive(page: Page, origin: str, stop: Stop) -> None:
    """Go to a stop and wait until the page has got what it asked for. `origin` is the hub's address without a path."""
    page.goto(f"{origin}{stop.path}")
    expect(page.locator("h1").first).to_be_visible(timeout=SLOW)
    if stop.settles:
        page.wait_for_load_state("networkidle", timeout=SLOW)
    if stop.act:
        stop.act(page)
        if stop.settles:
            page.wait_for_load_state("networkidle", timeout=SLOW)
