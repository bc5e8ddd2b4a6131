"""Decrypted callbacks, as the conversation gets to see them."""

import contextlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.events import EVENT_TYPES

from bot.channels.wecom.cards import Press
from bot.channels.wecom.contacts import BookChange
from bot.channels.wecom.crypto import VerificationError
from bot.channels.wecom.messages import Heard, Unheard, parse_plain, read_callback
from handlers.messages import InboundKind, InboundMessage
from schedules.people.address import Address

CORP = "ww0123456789"
COMMON = (
    "<ToUserName><![CDATA[ww0123456789]]></ToUserName><FromUserName><![CDATA[ZhangSan]]></FromUserName>"
    "<CreateTime>1780304400</CreateTime>"
)
NUMBER = "<MsgId>9223372036854775807</MsgId><AgentID>1000002</AgentID>"
VECTORS = json.loads(Path(__file__).with_name("wecom_vectors.json").read_text("utf-8"))


def message(kind: str, fields: str = "", *, common: str = COMMON, number: str = NUMBER) -> bytes:
    return f"<xml>{common}<MsgType><![CDATA[{kind}]]></MsgType>{fields}{number}</xml>".encode()


def event(name: str, fields: str = "") -> bytes:
    return message("event", f"<Event><![CDATA[{name}]]></Event>{fields}", number="<AgentID>1000002</AgentID>")


def read(plain: bytes, *, corp_id: str = CORP) -> InboundMessage | None:
    received = read_callback(plain, corp_id=corp_id)
    return received.message if isinstance(received, Heard) else None


def kind_of(plain: bytes) -> InboundKind | None:
    found = read(plain)
    return found.kind if found else None


def test_a_text() -> None:
    assert read(message("text", "<Content><![CDATA[9月3日党课]]></Content>")) == InboundMessage(
        key="wecom:ww0123456789:9223372036854775807",
        sender=Address(channel="wecom", account="ZhangSan"),
        sent_at=datetime(2026, 6, 1, 9, tzinfo=UTC),
        text="9月3日党课",
    )


def test_a_text_keeps_its_lines_and_marks() -> None:
    found = read(message("text", "<Content><![CDATA[一\n二 <b>&amp;]]]]><![CDATA[>]]></Content>"))
    assert found is not None
    assert found.text == "一\n二 <b>&amp;]]>"


def test_an_empty_text() -> None:
    found = read(message("text", "<Content><![CDATA[]]></Content>"))
    assert found is not None
    assert found.text == ""


@pytest.mark.parametrize("vector", [v for v in VECTORS if "<MsgId>" in v["plaintext"]], ids=lambda v: v["name"])
def test_the_official_examples(vector: dict[str, str]) -> None:
    found = read(vector["plaintext"].encode(), corp_id=vector["receiveid"])
    assert found is not None
    assert found.text in {"hello", "test"}


@pytest.mark.parametrize("kind", ["voice", "location", "link"])
def test_what_is_not_words(kind: str) -> None:
    assert kind_of(message(kind, "<MediaId><![CDATA[M]]></MediaId>")) is InboundKind.OTHER


@pytest.mark.parametrize("kind", ["image", "video", "shortvideo"])
def test_photos_and_videos_have_the_platforms_name(kind: str) -> None:
    found = read(message(kind, "<MediaId><![CDATA[M]]></MediaId>"))
    assert found is not None
    assert (found.kind, found.media) == (InboundKind.FILE, "M")
    with pytest.raises(VerificationError):
        read(message(kind, ""))


@pytest.mark.parametrize("name", ["click", "template_card_event", "template_card_menu_event", "taskcard_click"])
def test_what_was_pressed(name: str) -> None:
    found = read(event(name, "<EventKey><![CDATA[done:7]]></EventKey><TaskId><![CDATA[t]]></TaskId>"))
    assert found is not None
    assert (found.kind, found.action, found.text) == (InboundKind.ACTION, "done:7", "")


def test_a_menu_entry_that_stands_for_words_counts_as_typing_them() -> None:
    found = read(event("click", "<EventKey><![CDATA[say:还差哪些]]></EventKey>"))
    assert found is not None
    assert (found.kind, found.action, found.text) == (InboundKind.TEXT, "", "还差哪些")


@pytest.mark.parametrize("name", ["enter_agent", "subscribe"])
def test_who_comes_in(name: str) -> None:
    assert kind_of(event(name, "<EventKey><![CDATA[]]></EventKey>")) is InboundKind.ENTER


@pytest.mark.parametrize(
    "name",
    [
        *("unsubscribe", "LOCATION", "view", "view_miniprogram", "scancode_push", "pic_weixin", "location_select"),
        *("change_contact", "batch_job_result", "open_approval_change", "inactive_alert", "of_next_year"),
    ],
)
def test_events_that_say_nothing_to_us(name: str) -> None:
    assert read(event(name)) is None


def test_a_kind_of_next_year_says_nothing_to_us() -> None:
    assert read(message("hologram")) is None


def test_contact_events_are_typed() -> None:
    renamed = "<ChangeType>update_user</ChangeType><UserID>a</UserID><NewUserID>b</NewUserID>"
    assert read_callback(event("change_contact", renamed), corp_id=CORP) == BookChange(
        name="update_user", account="a", new_account="b"
    )


@pytest.mark.parametrize(
    ("plain", "name", "known"),
    [
        (event("view", "<EventKey>https://example.gov.cn/</EventKey>"), "view", True),
        (event("batch_job_result", "<BatchJob><JobId>1</JobId></BatchJob>"), "batch_job_result", True),
        (event("of_next_year"), "unknown", False),
        (message("hologram"), "unknown", False),
    ],
)
def test_what_asks_nothing_of_us_is_told_apart(plain: bytes, name: str, *, known: bool) -> None:
    assert read_callback(plain, corp_id=CORP) == Unheard(name=name, known=known)


def test_a_press_tells_whose_card_may_be_updated() -> None:
    fields = "<EventKey>undo:7|撤销</EventKey><TaskId>t</TaskId><ResponseCode>RC</ResponseCode>"
    received = read_callback(event("template_card_event", fields), corp_id=CORP)
    assert isinstance(received, Heard)
    assert received.message.action == "undo:7"
    assert received.press == Press(user="ZhangSan", task_id="t", response_code="RC", label="撤销")


SELECTED = (
    "<EventKey>choose</EventKey><ResponseCode>RC</ResponseCode><SelectedItems><SelectedItem><QuestionKey>choose"
    "</QuestionKey><OptionIds><OptionId>pick:zb2|第二党支部</OptionId></OptionIds></SelectedItem></SelectedItems>"
)


def test_a_choice_on_a_card_is_a_press_of_its_option() -> None:
    received = read_callback(event("template_card_event", SELECTED), corp_id=CORP)
    assert isinstance(received, Heard)
    assert (received.message.action, received.press and received.press.label) == ("pick:zb2", "第二党支部")


@pytest.mark.parametrize(
    "items", ["", "<SelectedItems/>", "<SelectedItems>x</SelectedItems>", "<SelectedItems><a/></SelectedItems>"]
)
def test_a_card_that_was_sent_without_a_choice_is_refused(items: str) -> None:
    with pytest.raises(VerificationError):
        read_callback(event("template_card_event", f"<EventKey>choose</EventKey>{items}"), corp_id=CORP)


def test_card_events_carry_their_response_code() -> None:
    parsed = parse_plain(event("template_card_event", "<ResponseCode>RC</ResponseCode><TaskId>t</TaskId>"))
    assert (parsed.response_code, parsed.task_id, parsed.agent) == ("RC", "t", 1000002)


def test_two_buttons_in_one_second_are_two_events() -> None:
    first, second, again = (
        read(event("template_card_event", f"<EventKey>{key}</EventKey><ResponseCode>{code}</ResponseCode>"))
        for key, code in (("done:1", "A"), ("done:1", "B"), ("done:1", "A"))
    )
    assert first is not None
    assert second is not None
    assert first.key != second.key
    assert first == again
    assert first.key.startswith("wecom:ww0123456789:")


NO_SENDER = COMMON.replace("<FromUserName><![CDATA[ZhangSan]]></FromUserName>", "")
NO_TIME = COMMON.replace("<CreateTime>1780304400</CreateTime>", "")
TEXT = "<Content>x</Content>"
BOMB = (
    b'<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b"]>"
)


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"   ",
        b"\x00",
        b"\xff\xfe<xml>",
        b"1616140317555161061",
        b"not xml",
        b'{"msgtype": "text"}',
        b"<xml/>",
        b"<xml></xml>",
        b"<xml>words</xml>",
        b"<xml><a></xml>",
        b"<root><MsgType>text</MsgType></root>",
        b"<xml><MsgType></MsgType></xml>",
        b"<xml><MsgType><a>text</a></MsgType></xml>",
        b"<xml><MsgType>event</MsgType></xml>",
        b"<xml><MsgType>event</MsgType><Event></Event></xml>",
        message("text", TEXT, common=NO_SENDER),
        message("text", TEXT, common=NO_SENDER + "<FromUserName/>"),
        message("text", TEXT, common=NO_SENDER + "<FromUserName><a>b</a></FromUserName>"),
        message("text", TEXT, common=COMMON + "<FromUserName>other</FromUserName>"),
        message("text", TEXT, common=NO_TIME),
        message("text", TEXT, common=NO_TIME + "<CreateTime>soon</CreateTime>"),
        message("text", TEXT, common=NO_TIME + "<CreateTime>-5</CreateTime>"),
        message("text", TEXT, common=NO_TIME + "<CreateTime>99999999999999999999</CreateTime>"),
        message("text", TEXT, number=""),
        message("text", TEXT, number="<MsgId>0</MsgId>"),
        message("text", TEXT, number="<MsgId>-7</MsgId>"),
        message("text", TEXT, number="<MsgId>abc</MsgId>"),
        message("text", TEXT, number="<MsgId>1</MsgId><MsgId>2</MsgId>"),
        message("text", TEXT + TEXT),
        message("text", "<Content><a>x</a></Content>"),
        message("text", "<Content>a\x00b</Content>"),
        message("text", "<Content>&undefined;</Content>"),
        message("text", "<Content><![CDATA[open</Content>"),
        event("click"),
        event("click", "<EventKey/>"),
        event("template_card_event", "<EventKey><a/></EventKey>"),
        b"<!DOCTYPE xml><xml></xml>" + message("text", TEXT),
        b"<!DOCTYPE xml>" + message("text", TEXT),
        BOMB + message("text", "<Content>&i;</Content>"),
        b'<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + message("text", "<Content>&a;</Content>"),
        b'<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/x.dtd">' + message("text", TEXT),
        b'<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "b">]>' + message("text", "<Content>&a;</Content>"),
        b"<!-- --><!DOCTYPE xml>" + message("text", TEXT),
        b"<xml>" * 20000,
        b"<xml>" * 5000 + b"</xml>" * 5000,
        message("text", TEXT).decode().encode("utf-16"),
    ],
)
def test_what_is_no_message_is_refused_with_one_error(plain: bytes) -> None:
    with pytest.raises(VerificationError):
        read(plain)


def test_every_vector_that_is_no_xml_is_refused() -> None:
    plains = [v["plaintext"] for v in VECTORS if not v["plaintext"].startswith("<xml>")]
    assert len(plains) == 7
    for plain in plains:
        with pytest.raises(VerificationError):
            read(plain.encode())


PIECES = [
    "<",
    ">",
    "/",
    "xml",
    "<xml>",
    "</xml>",
    "MsgType",
    "<MsgType>text</MsgType>",
    "&a;",
    "<![CDATA[",
    "]]>",
    "\x00",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_plaintext_is_a_message_or_one_error(plain: str) -> None:
    with contextlib.suppress(VerificationError):
        read(plain.encode())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_every_text_is_read_as_it_was_typed(text: str) -> None:
    escaped = text.replace("]]>", "]]]]><![CDATA[>")
    found = read(message("text", f"<Content><![CDATA[{escaped}]]></Content>"))
    assert found is not None
    assert found.text == text.strip()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.lists(st.sampled_from(PIECES), max_size=5))
def test_what_needs_no_parser_is_read_as_a_parser_reads_it(text: str, pieces: list[str]) -> None:
    usual = message("text", f"<Content><![CDATA[{text}]]></Content>{''.join(pieces)}")
    found = []
    for plain in (usual, usual.replace(b"<xml>", b"<xml> ", 1)):
        with contextlib.suppress(VerificationError):
            found.append(read(plain))
    assert len(found) in {0, 2}
    assert found[:1] == found[1:]


PAGE = (Path(__file__).parents[2] / "docs" / "wecom-protocol.md").read_text("utf-8")


def listed(heading: str) -> dict[str, str]:
    """Each name of a table, with what is said to be done about it."""
    rows = PAGE.partition(f"## {heading}")[2].partition("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in row.split("|")[1:3]] for row in rows if row.startswith("| `")]
    return {name: done for names, done in cells for name in re.findall(r"`(\w+)`", names)}


def test_the_page_tells_what_is_done_about_every_message_and_event() -> None:
    fields = "<EventKey>k</EventKey><MediaId>M</MediaId>"
    for kind, done in listed("应用收到的消息").items():
        assert (done == "用") is (read(message(kind, fields)) is not None), kind
    for name, done in listed("应用收到的事件").items():
        assert (done == "用") is (read(event(name, fields)) is not None), name
        received = read_callback(event(name, fields), corp_id=CORP)
        assert not isinstance(received, Unheard) or received.known, name
    known = {name.lower() for name in listed("应用收到的事件")}
    assert {name for name in EVENT_TYPES if name not in known} == set()
