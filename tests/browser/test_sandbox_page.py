import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from schedules.outbox import Content, MessageKind
from tests.browser.looking import HIDE, OVERFLOW, SMALL_TARGETS, faults_of, say
from tests.browser.served import DESKTOP, PHONE, OpenPage, Sandbox, Size

pytestmark = pytest.mark.browser

REPORT = "昨天下午开展主题党日，应到13人，实到12人，高雨桐请假"
HISTORY = "**/sandbox/history?*"


def pass_day(page: Page) -> None:
    page.get_by_role("button", name="下一天").click()


def test_a_sentence_is_answered_and_a_button_of_its_card_works(page: Page, sandbox: Sandbox) -> None:
    say(page, REPORT)
    expect(page.locator(".mine .bubble")).to_have_text(REPORT)
    card = page.locator(".bubble.card", has_text="已登记")
    card.get_by_role("button", name="撤销").click()
    expect(page.locator(".bubble", has_text="已撤销")).to_be_visible()
    assert [(m.text, m.action) for m in sandbox.desk.taken] == [(REPORT, ""), ("", "undo:12")]
    expect(page.locator(".line")).to_have_count(3)


def test_an_empty_chat_says_what_to_try_first(page: Page) -> None:
    expect(page.get_by_text("可以先试这三件事")).to_be_visible()
    page.locator(".empty").get_by_role("button", name=REPORT).click()
    expect(page.locator(".bubble", has_text="已登记")).to_be_visible()
    expect(page.locator(".empty")).to_have_count(0)


def test_a_reminder_for_somebody_else_is_one_tap_away(page: Page) -> None:
    page.get_by_role("option", name=re.compile("李明")).click()
    expect(page.locator("#chat-note")).to_contain_text("李明")
    page.locator("#next-reminder").click()
    expect(page.locator(".remark")).to_contain_text("提醒送给了 陈静")
    page.get_by_role("button", name="去看看").click()
    expect(page.locator("#chat-note")).to_contain_text("陈静")
    expect(page.locator(".card-title", has_text="温馨提示")).to_be_visible()


def test_what_was_typed_and_not_sent_waits_in_its_own_chat(page: Page) -> None:
    page.get_by_label("要说的话").fill("写到一半")
    page.get_by_role("option", name=re.compile("李明")).click()
    expect(page.get_by_label("要说的话")).to_have_value("")
    page.get_by_role("option", name=re.compile("陈静")).click()
    expect(page.get_by_label("要说的话")).to_have_value("写到一半")


def test_an_example_is_one_tap(page: Page, sandbox: Sandbox) -> None:
    page.get_by_role("group", name="可以这样说").get_by_role("button", name="帮助").click()
    expect(page.locator(".bubble", has_text="收到：帮助")).to_be_visible()
    assert [m.text for m in sandbox.desk.taken] == ["帮助"]


def test_moving_the_clock_brings_reminders_live(page: Page) -> None:
    page.locator("#next-reminder").click()
    expect(page.locator(".card-title", has_text="温馨提示")).to_be_visible()
    expect(page.locator("#clock-time")).to_have_text("09:05")
    expect(page.locator("#clock-note")).to_have_text("到了，途中送出 1 条消息。")
    expect(page.locator(".card-kind")).to_have_text("提醒")


def test_the_clock_goes_to_a_day_and_the_feed_tells_who_got_what(page: Page) -> None:
    page.get_by_label("走到哪一天").fill("2026-06-05")
    page.get_by_role("button", name="到这一天").click()
    expect(page.locator("#clock-day")).to_have_text("2026年6月5日（周五）")
    expect(page.locator("#clock-time")).to_have_text("18:00")
    expect(page.locator(".feed-item")).to_have_count(6)
    newest = page.locator(".feed-item").first
    expect(newest).to_contain_text("市××局机关党委")
    expect(newest).to_contain_text("简报")
    group = page.get_by_role("option", name=re.compile("市××局机关党委 6 人"))
    expect(group.locator(".badge")).to_have_text("1")
    newest.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("市××局机关党委")
    expect(page.locator(".card-title")).to_have_text("市××局机关党委 本周工作简报")
    expect(group).to_have_attribute("aria-selected", "true")
    expect(group.locator(".badge")).to_be_hidden()


def test_the_clock_refuses_to_go_back_in_words(page: Page, sandbox: Sandbox) -> None:
    sandbox.desk.instant += timedelta(days=9)
    page.get_by_label("走到哪一天").fill("2026-06-05")
    page.get_by_role("button", name="到这一天").click()
    expect(page.locator("#clock-note")).to_have_text("时钟只能往前走：现在已是 2026-06-10 09:00。")


def test_a_page_that_began_without_the_server_begins_anew_on_retry(page: Page) -> None:
    page.route("**/sandbox/clock", lambda route: route.abort())
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("没有连上本机的服务")
    page.unroute("**/sandbox/clock")
    page.get_by_role("alert").get_by_role("button", name="重试").click()
    expect(page.locator("#clock-time")).to_have_text("09:00")
    page.get_by_role("option", name=re.compile("陈静")).focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name=re.compile("李明"))).to_be_focused()


def test_another_page_sees_what_is_said_and_sent(open_page: OpenPage) -> None:
    first, second = open_page(), open_page()
    say(first, REPORT)
    expect(second.locator(".bubble", has_text="已登记")).to_be_visible()
    pass_day(second)
    expect(first.locator(".card-title", has_text="温馨提示").first).to_be_visible()
    expect(first.locator("#clock-day")).to_have_text("2026年6月2日（周二）")
    expect(first.locator(".line.mine")).to_have_count(1)


def test_who_one_is_and_what_was_said_outlive_a_reload(page: Page) -> None:
    page.get_by_label("查找人员或群").fill("组织委员 第二党支部")
    page.get_by_role("option", name=re.compile("黄志强")).click()
    expect(page.locator("#chat-note")).to_have_text("我是黄志强 · 第二党支部组织委员")
    say(page, "帮助")
    expect(page.locator(".bubble", has_text="收到：帮助")).to_be_visible()
    page.reload()
    expect(page.locator("#chat-note")).to_contain_text("黄志强")
    expect(page.locator(".mine .bubble")).to_have_text("帮助")
    expect(page.locator(".line")).to_have_count(2)


def test_in_a_group_one_chooses_who_speaks(page: Page, sandbox: Sandbox) -> None:
    page.get_by_role("option", name=re.compile("^市××局机关党委 6 人")).click()
    page.get_by_label("发言人").select_option("1008")
    say(page, "本周简报")
    expect(page.locator(".bubble", has_text="收到：本周简报")).to_be_visible()
    taken = sandbox.desk.taken[0]
    assert (taken.sender.account, taken.group and taken.group.account) == ("1008", "jgdw")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到输入框")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("查找人员或群")).to_be_focused()
    page.keyboard.type("2001")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name=re.compile("张国栋"))).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#chat-note")).to_contain_text("张国栋")
    expect(page.get_by_label("要说的话")).to_be_focused()
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("主题党日")
    page.keyboard.press("Enter")
    expect(page.locator(".mine .text")).to_have_text("第一行\n主题党日")
    undo = page.get_by_role("button", name="撤销")
    expect(undo).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if undo.evaluate("node => node === document.activeElement"):
            break
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".bubble", has_text="已撤销")).to_be_visible()


def test_arrows_walk_through_the_list_which_is_one_stop(page: Page) -> None:
    page.get_by_role("option", name=re.compile("陈静")).focus()
    for key, name in (("ArrowDown", "李明"), ("ArrowUp", "陈静"), ("Home", "市××局党组"), ("End", "未登记的账号")):
        page.keyboard.press(key)
        expect(page.get_by_role("option", name=re.compile(name)).first).to_be_focused()
    assert page.locator("[role=option][tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#people-list')") is None


def test_what_arrives_is_announced_and_the_past_is_not(page: Page) -> None:
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    say(page, "帮助")
    expect(log.locator(".bubble", has_text="收到：帮助")).to_be_visible()


def test_a_search_without_a_find_says_so(page: Page) -> None:
    page.get_by_label("查找人员或群").fill("查无此人")
    expect(page.get_by_text("没有找到，换个词试试。")).to_be_visible()
    page.get_by_label("查找人员或群").fill("")
    expect(page.get_by_role("option")).to_have_count(39)


def test_a_lost_server_is_told_and_the_message_goes_out_once_on_retry(page: Page, sandbox: Sandbox) -> None:
    sandbox.stop()
    say(page, REPORT)
    expect(page.get_by_role("alert")).to_contain_text("没有连上本机的服务")
    expect(page.locator(".failed")).to_contain_text("没有送到")
    sandbox.start()
    page.get_by_role("button", name="重新发送").click()
    expect(page.locator(".bubble", has_text="已登记")).to_be_visible()
    expect(page.locator(".failed")).to_have_count(0)
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.locator(".mine")).to_have_count(1)
    assert [m.text for m in sandbox.desk.taken] == [REPORT]


def test_the_page_catches_up_by_itself_when_the_server_is_back(page: Page, sandbox: Sandbox) -> None:
    sandbox.stop()
    expect(page.get_by_role("alert")).to_be_visible()
    sandbox.start()
    expect(page.get_by_role("alert")).to_be_hidden()
    pass_day(page)
    expect(page.locator(".card-title").first).to_be_visible()


def test_a_page_that_nobody_looks_at_gives_its_connection_back_and_catches_up(page: Page, sandbox: Sandbox) -> None:
    expect(page.locator(".empty")).to_be_visible()
    page.evaluate(HIDE, arg=True)
    sandbox.run(sandbox.desk.tell(Content(text="提醒一条"), kind=MessageKind.REMINDER, to="1004"))
    page.wait_for_timeout(300)
    expect(page.locator(".line")).to_have_count(0)
    page.evaluate(HIDE, arg=False)
    expect(page.locator(".bubble", has_text="提醒一条")).to_be_visible()


def test_a_full_disk_is_told_in_the_servers_words(page: Page, sandbox: Sandbox) -> None:
    sandbox.desk.is_full = True
    say(page, REPORT)
    expect(page.get_by_role("alert")).to_contain_text("现在存不下来")
    sandbox.desk.is_full = False
    page.get_by_role("button", name="重新发送").click()
    expect(page.locator(".bubble", has_text="已登记")).to_be_visible()


def test_a_failing_server_is_told_like_a_lost_one(page: Page) -> None:
    page.route("**/sandbox/messages", lambda route: route.fulfill(status=500, body="500"))
    say(page, REPORT)
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute("**/sandbox/messages")
    page.get_by_role("alert").get_by_role("button", name="重试").click()
    expect(page.locator(".bubble", has_text="已登记")).to_be_visible()


def test_a_connection_that_comes_back_does_not_hide_that_a_message_failed(page: Page) -> None:
    page.route("**/sandbox/messages", lambda route: route.fulfill(status=500, body="500"))
    say(page, REPORT)
    expect(page.get_by_role("alert")).to_contain_text("没有办成")
    page.evaluate(HIDE, arg=True)
    with page.expect_response("**/sandbox/clock"):
        page.evaluate(HIDE, arg=False)
    page.wait_for_timeout(300)
    expect(page.get_by_role("alert")).to_contain_text("没有办成", timeout=100)


def hold(page: Page, address: str) -> list[Route]:
    """Keep back the answers from an address; the page is told them through what this gives."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep)
    return held


def go_to_another_slowly(page: Page) -> list[Route]:
    """Pick 李明; the answer with the history waits."""
    histories = hold(page, HISTORY)
    with page.expect_request(HISTORY):
        page.get_by_role("option", name=re.compile("李明")).click()
    expect(page.locator("#chat-note")).to_contain_text("李明")
    return histories


def test_one_persons_chat_does_not_stand_under_anothers_name(page: Page) -> None:
    say(page, REPORT)
    expect(page.locator(".bubble", has_text="已登记")).to_be_visible()
    go_to_another_slowly(page)
    assert page.locator(".line").count() == 0


def test_what_is_said_while_the_history_is_on_its_way_stays(page: Page) -> None:
    histories = go_to_another_slowly(page)
    say(page, REPORT)
    expect(page.locator(".bubble", has_text="已登记")).to_be_visible()
    histories[0].fulfill(json={"lines": []})
    page.wait_for_timeout(300)
    expect(page.locator(".bubble", has_text="已登记")).to_be_visible(timeout=100)


def test_what_is_said_before_the_first_history_came_is_sent(page: Page) -> None:
    hold(page, HISTORY)
    with page.expect_request(HISTORY):
        page.reload()
    expect(page.locator("#clock-time")).to_have_text(re.compile(":"))
    say(page, REPORT)
    expect(page.locator(".bubble", has_text="已登记")).to_be_visible()


def test_what_is_typed_before_the_page_knows_the_time_waits_in_its_box(page: Page) -> None:
    hold(page, "**/sandbox/clock")
    with page.expect_request(HISTORY):
        page.reload()
    say(page, REPORT)
    page.get_by_role("button", name="下一天").click()
    expect(page.get_by_label("要说的话")).to_have_value(REPORT)
    assert page.locator(".line").count() == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_two_thousand_characters_are_folded_and_stay_inside(open_page: OpenPage, size: Size) -> None:
    page = open_page(size=size)
    page.get_by_label("要说的话").fill("学" * 1900)
    expect(page.locator("#counter")).to_have_text("1,900 / 2,000 字")
    page.get_by_label("要说的话").fill("x" * 2100)
    expect(page.locator("#counter")).to_contain_text("助手一次最多读 2,000 字")
    page.keyboard.press("Enter")
    unfold = page.locator(".mine").get_by_role("button", name="展开全文")
    expect(unfold).to_be_visible()
    folded = page.locator(".mine .bubble").bounding_box()
    unfold.click()
    unfolded = page.locator(".mine .bubble").bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert folded["height"] < 400
    assert unfolded["height"] > folded["height"] + 100
    assert page.evaluate(OVERFLOW) == []


def test_a_phone_has_one_column_with_drawers(open_page: OpenPage) -> None:
    page = open_page(size=PHONE, touch=True)
    expect(page.get_by_role("listbox")).to_be_hidden()
    opener = page.get_by_role("button", name="选择身份")
    opener.click()
    expect(page.get_by_role("listbox")).to_be_visible()
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(opener).to_be_focused()
    page.locator("#open-desk").click()
    pass_day(page)
    expect(page.locator("#clock-day")).to_have_text("2026年6月2日（周二）")
    page.get_by_role("button", name="收起时钟").click()
    expect(page.locator(".card-title").first).to_be_visible()
    opener.click()
    page.get_by_role("option", name=re.compile("李明")).click()
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("#chat-note")).to_contain_text("李明")


def test_on_a_phone_nothing_scrolls_sideways_and_every_target_is_large(open_page: OpenPage) -> None:
    page = open_page(size=PHONE, touch=True)

    def check() -> None:
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 375
        assert page.evaluate(OVERFLOW) == []
        assert page.evaluate(SMALL_TARGETS) == []

    check()
    say(page, REPORT)
    expect(page.get_by_role("button", name="撤销")).to_be_visible()
    check()
    page.locator("#open-desk").click()
    page.get_by_label("走到哪一天").fill("2026-06-05")
    page.get_by_role("button", name="到这一天").click()
    expect(page.locator(".feed-item")).to_have_count(6)
    check()
    page.keyboard.press("Escape")
    page.locator("#open-people").click()
    expect(page.get_by_role("listbox")).to_be_visible()
    check()
    page.get_by_role("option", name=re.compile("^市××局机关党委")).click()
    expect(page.get_by_label("发言人")).to_be_visible()
    check()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, (900, 700), PHONE], ids=["desktop", "tablet", "phone"])
def test_axe_finds_no_serious_fault(open_page: OpenPage, sandbox: Sandbox, size: Size, scheme: str) -> None:
    page = open_page(size=size, scheme=scheme)
    assert faults_of(page) == []
    say(page, REPORT)
    expect(page.get_by_role("button", name="撤销")).to_be_visible()
    if size != DESKTOP:
        page.locator("#open-desk").click()
    page.get_by_label("走到哪一天").fill("2026-06-05")
    page.get_by_role("button", name="到这一天").click()
    expect(page.locator(".feed-item")).to_have_count(6)
    assert faults_of(page) == []
    page.keyboard.press("Escape")
    if size == PHONE:
        page.locator("#open-people").click()
        assert faults_of(page) == []
    page.get_by_role("option", name=re.compile("^市××局机关党委")).click()
    expect(page.get_by_label("发言人")).to_be_visible()
    sandbox.stop()
    say(page, "帮助")
    expect(page.locator(".failed")).to_be_visible()
    assert faults_of(page) == []


def test_the_browser_enforces_the_policy(page: Page, sandbox: Sandbox) -> None:
    response = page.request.get(sandbox.url)
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    blocked = page.evaluate("""() => new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.hacked = 1";
      document.body.append(script);
    })""")
    assert blocked == "script-src-elem"
    assert page.evaluate("window.hacked") is None


def test_what_people_type_is_text_and_never_markup(page: Page) -> None:
    say(page, "<img src=x onerror=alert(1)><b>粗</b>")
    expect(page.locator(".mine .text")).to_have_text("<img src=x onerror=alert(1)><b>粗</b>")
    assert page.locator(".lines img, .lines b").count() == 0
