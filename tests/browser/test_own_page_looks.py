"""`/me` in a browser: through the login to the page, on a phone and in the dark, for everybody's eyes and fingers."""

import shutil
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import OVERFLOW, SMALL_TARGETS, faults_of
from tests.browser.served import DESKTOP, PHONE, Hosted, Size
from tests.fakes.dingtalk_login import FakeLogin
from tests.web.test_own_page import opened

pytestmark = pytest.mark.browser


class OwnPage(Hosted):
    """The robot and its platform, as a browser finds them."""

    def __init__(self, database_url: str) -> None:
        super().__init__()
        self.stack = AsyncExitStack()
        self.run(self._open(database_url))

    async def _open(self, database_url: str) -> None:
        fake = await self.stack.enter_async_context(FakeLogin())
        office = await self.stack.enter_async_context(opened(database_url, fake))
        await office.say("2026年5月20日党课，学习党的二十届四中全会精神，李四主讲，到12人")
        self.origin = office.url

    def close(self) -> None:
        self.run(self.stack.aclose())
        self.end()


@pytest.fixture
def own_page(sqlite_template: Path, tmp_path: Path) -> Iterator[OwnPage]:
    path = tmp_path / "zhibu.db"
    shutil.copy(sqlite_template, path)
    served = OwnPage(f"sqlite+aiosqlite:///{path}")
    yield served
    served.close()


def look(browser: Browser, own_page: OwnPage, size: Size, scheme: str) -> Page:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
    )
    page = context.new_page()
    page.goto(f"{own_page.origin}/me")
    return page


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_the_page_fits_and_can_be_used_by_everybody(
    browser: Browser, own_page: OwnPage, size: Size, scheme: str
) -> None:
    page = look(browser, own_page, size, scheme)
    assert page.get_by_role("heading", level=1).inner_text() == "关于我的信息"
    assert page.get_by_text("党课").count() == 1
    assert (page.evaluate(OVERFLOW), page.evaluate(SMALL_TARGETS), faults_of(page)) == ([], [], [])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_the_table_is_downloaded_and_one_can_leave(browser: Browser, own_page: OwnPage) -> None:
    page = look(browser, own_page, PHONE, "light")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出为表格").click()
    assert download.value.suggested_filename == "my-records.csv"
    page.get_by_role("button", name="退出").click()
    # The platform still knows who is there: one is asked, and logged in anew.
    page.wait_for_url("**/me")
    page.context.close()
