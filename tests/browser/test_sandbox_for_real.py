import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from schedules.calendar.zone import instant_at
from tests.browser.looking import OVERFLOW, SMALL_TARGETS, faults_of, say
from tests.browser.served import PHONE, OpenPage, RealSandbox

pytestmark = pytest.mark.browser


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RealSandbox]:
    served = RealSandbox(tmp_path, instant_at(date(2026, 6, 1), time(8)))
    yield served
    served.end()


def go_to(page: Page, day: str) -> None:
    page.get_by_label("走到哪一天").fill(day)
    page.get_by_role("button", name="到这一天").click()
    expect(page.locator("#clock-time")).to_have_text("18:00", timeout=30_000)


def test_the_first_minute_of_a_secretary(page: Page) -> None:
    page.locator(".empty li").first.get_by_role("button").click()
    expect(page.locator(".bubble.card")).to_contain_text("已登记（第一党支部）")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".bubble").last).to_contain_text("撤销")
    say(page, "本月待办")
    expect(page.locator(".bubble").last).to_contain_text("待办")


def test_the_clock_brings_reminders_to_people_and_the_digest_to_the_committees_group(page: Page) -> None:
    page.locator("#next-reminder").click()
    expect(page.locator("#clock-note")).to_have_text(re.compile("到了，途中送出 [0-9]+ 条消息"), timeout=30_000)
    go_to(page, "2026-06-05")
    expect(page.locator(".feed-item", has_text="简报").first).to_be_visible()
    page.get_by_role("option", name=re.compile("^市××局机关党委 ")).click()
    expect(page.locator(".card-title", has_text="周报").first).to_be_visible()


def test_the_page_stays_in_order_with_what_the_robot_really_says(open_page: OpenPage) -> None:
    page = open_page(size=PHONE, scheme="dark", touch=True, at="#m/2003")
    page.locator("#open-desk").click()
    go_to(page, "2026-06-26")
    assert page.evaluate(SMALL_TARGETS) == []
    page.keyboard.press("Escape")
    expect(page.locator(".card-buttons").first).to_be_visible()
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert faults_of(page) == []
