import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import OVERFLOW, SMALL_TARGETS, faults_of
from tests.browser.served import DESKTOP, PHONE, OpenPage, Sandbox, Size

pytestmark = pytest.mark.browser

REPORT = "昨天下午在三楼会议室开展主题党日，应到13人，实到12人，高雨桐请假"


def open_explanation(page: Page, sandbox: Sandbox) -> Page:
    page.goto(f"{sandbox.url}/explain")
    return page


def read(page: Page, text: str) -> None:
    page.get_by_label("要读的话").fill(text)
    page.get_by_role("button", name="看怎样读").click()


def test_the_sandbox_leads_there_and_back(page: Page) -> None:
    page.get_by_role("link", name="看一句话怎样读").click()
    expect(page.get_by_role("heading", name="还没有要读的话")).to_be_visible()
    page.get_by_role("link", name="回到沙盒").click()
    expect(page.get_by_label("要说的话")).to_be_visible()


def test_a_sentence_is_shown_with_its_words_fields_places_and_rules(page: Page, sandbox: Sandbox) -> None:
    read(open_explanation(page, sandbox), REPORT)
    expect(page.get_by_role("heading", name="会登记为记录")).to_be_visible()
    expect(page.locator("#verdict-note")).to_contain_text("2026年6月1日（周一）")
    first = page.locator(".word").first
    expect(first).to_have_text(re.compile("昨天.*日子.*0–2"))
    expect(first).to_have_class(re.compile("of-time"))
    rows = page.locator("#records tbody tr")
    expect(rows.filter(has_text="日期")).to_contain_text(["2026-05-31昨天0–2"])
    expect(rows.filter(has_text="实到")).to_contain_text(["1212"])
    expect(page.locator("#rules li", has_text="认出事项：主题党日")).to_be_visible()
    expect(page.locator("#opinion-words")).to_have_text(re.compile("最像的是：会登记为记录；其次：.*（相差 \\+"))
    expect(page.locator("#opinion-pieces li")).to_have_count(12)
    expect(page.locator("#questions-none")).to_have_text("不需要再问。")
    assert sandbox.desk.taken == []


def test_a_place_lights_up_its_words(page: Page, sandbox: Sandbox) -> None:
    read(open_explanation(page, sandbox), REPORT)
    place = page.locator("#records tr", has_text="地点").get_by_role("button")
    place.click()
    expect(page.locator(".word.lit .word-text")).to_have_text(["三楼", "会议室"])
    place.click()
    expect(page.locator(".word.lit")).to_have_count(0)


def test_what_is_missing_is_what_would_be_asked(page: Page, sandbox: Sandbox) -> None:
    read(open_explanation(page, sandbox), "前几天开了支委会")
    expect(page.locator("#questions li")).to_have_count(1)
    expect(page.locator("#questions li")).to_contain_text("前几天")


def test_what_would_be_dropped_and_what_stops_is_told(page: Page, sandbox: Sandbox) -> None:
    read(open_explanation(page, sandbox), "昨天主题党日，到12人，李明因病住院请假")
    expect(page.locator("#verdict-note")).to_contain_text("健康情况")
    read(page, "昨天学习了机密★1年文件")
    expect(page.get_by_role("heading", name="整条不处理")).to_be_visible()
    expect(page.locator("#fields-none")).to_have_text("没有要记下的项。")


def test_the_keyboard_alone_is_enough(page: Page, sandbox: Sandbox) -> None:
    open_explanation(page, sandbox)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("要读的话")).to_be_focused()
    page.keyboard.type("昨天主题党日")
    page.keyboard.press("Enter")
    expect(page.locator("#reading")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".place").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".word.lit")).to_have_count(1)


def test_an_emptied_sentence_goes_back_to_the_beginning(page: Page, sandbox: Sandbox) -> None:
    read(open_explanation(page, sandbox), REPORT)
    expect(page.locator("#reading")).to_be_visible()
    read(page, " ")
    expect(page.locator("#blank")).to_be_visible()
    expect(page.locator("#reading")).to_be_hidden()


def test_a_lost_server_is_told(page: Page, sandbox: Sandbox) -> None:
    open_explanation(page, sandbox)
    sandbox.stop()
    read(page, REPORT)
    expect(page.get_by_role("alert")).to_contain_text("没有连上本机的服务")
    sandbox.start()
    read(page, REPORT)
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.locator("#reading")).to_be_visible()


def test_what_is_read_is_text_and_never_markup(page: Page, sandbox: Sandbox) -> None:
    read(open_explanation(page, sandbox), "主题《<img src=x onerror=alert(1)>》")
    expect(page.locator(".word-text").first).to_be_visible()
    assert page.locator(".words img").count() == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_two_thousand_characters_stay_inside(open_page: OpenPage, sandbox: Sandbox, size: Size) -> None:
    page = open_explanation(open_page(size=size), sandbox)
    read(page, "支委会" * 100 + "主题《" + "x" * 1200 + "》" + "学" * 700)
    expect(page.locator("#counted")).to_contain_text("一次最多读 2,000 字")
    expect(page.locator(".word").first).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= size[0]
    assert page.evaluate(OVERFLOW) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_no_serious_fault_and_every_target_is_large(
    open_page: OpenPage, sandbox: Sandbox, size: Size, scheme: str
) -> None:
    page = open_explanation(open_page(size=size, scheme=scheme, touch=size == PHONE), sandbox)
    assert faults_of(page) == []
    for text in (REPORT, "前几天和老张谈心谈话，10.5元，不知道谁请假？删除", "今天天气不错"):
        read(page, text)
        expect(page.locator(".word-text").first).to_contain_text(text[:2])
        assert faults_of(page) == []
        assert page.evaluate(OVERFLOW) == []
        assert page.evaluate(SMALL_TARGETS) == []
