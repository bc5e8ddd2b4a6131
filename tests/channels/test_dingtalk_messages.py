"""What people send to the robot, as the conversation gets to see it."""

import contextlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.dingtalk.events import CAME, LEFT
from bot.channels.dingtalk.messages import Received, Unheard, read_message
from bot.channels.dingtalk.session import Session
from bot.channels.sealing import VerificationError, parse_body
from handlers.messages import InboundKind, InboundMessage
from schedules.people.address import Address

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
MOMENT = 1780304400000
WEBHOOK = "http://127.0.0.1/robot/sendBySession?session=s"
COMMON = {
    "msgId": "msgABC==",
    "conversationId": "cidA==",
    "conversationType": "1",
    "senderId": "$:LWCP_v1:$x",
    "senderNick": "某某",
    "senderStaffId": "zhangsan",
    "robotCode": "dingrobot",
    "createAt": MOMENT,
    "sessionWebhook": WEBHOOK,
    "sessionWebhookExpiredTime": MOMENT + 5_400_000,
}
GROUP = {"conversationType": "2", "conversationTitle": "机关党委", "isInAtList": True}


def fields_of(kind: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    return {**COMMON, "msgtype": kind, **changes}


def received(kind: str, **changes: Any) -> Received:  # noqa: ANN401  as above
    found = read_message(fields_of(kind, **changes), client_id="dingapp")
    assert isinstance(found, Received)
    return found


def pieces(kind: str, **changes: Any) -> list[tuple[InboundKind, str]]:  # noqa: ANN401  as above
    return [(item.kind, item.text or item.media or item.action) for item in received(kind, **changes).messages]


def test_a_text_in_private() -> None:
    expected = InboundMessage(
        key="dingtalk:dingapp:msgABC==",
        sender=Address(channel="dingtalk", account="zhangsan"),
        sent_at=AT,
        text="9月3日党课",
        has_calendar=True,
    )
    session = Session(webhook=WEBHOOK, expires_at=AT + timedelta(minutes=90))
    found = received("text", text={"content": "9月3日党课"})
    assert found == Received(messages=(expected,), session=session)
    assert found.place == expected.sender


def test_a_text_in_a_group_is_answered_there_with_a_mention() -> None:
    found = received("text", text={"content": " 9月3日党课"}, **GROUP)
    assert found.messages[0].text == "9月3日党课"
    assert found.place == found.messages[0].group == Address(channel="dingtalk", account="cidA==", is_group=True)
    assert found.session is not None
    assert found.session.mention == "zhangsan"


@pytest.mark.parametrize("place", ["text", "content"])
def test_bare_words_are_read_too(place: str) -> None:
    assert pieces("text", **{place: "党课"}) == [(InboundKind.TEXT, "党课")]


def test_what_no_database_keeps_is_left_out() -> None:
    assert pieces("text", text={"content": "党\0课\ud800 "}) == [(InboundKind.TEXT, "党课?")]


def test_a_button_says_its_action() -> None:
    assert pieces("text", text={"content": "完成 ⟨done:7⟩"}) == [(InboundKind.ACTION, "done:7")]


@pytest.mark.parametrize("kind", ["picture", "file", "video"])
def test_files_have_the_platforms_name(kind: str) -> None:
    content = {"downloadCode": "code", "fileName": "会议记录.docx"}
    assert pieces(kind, content=content) == [(InboundKind.FILE, "code")]


def test_speech_is_read_as_it_was_recognised() -> None:
    content = {"duration": 4000, "downloadCode": "code", "recognition": "今天开了支委会。"}
    assert pieces("audio", content=content) == [(InboundKind.TEXT, "今天开了支委会。")]


def test_speech_that_was_not_recognised_is_no_words() -> None:
    assert pieces("audio", content={"duration": 4000, "downloadCode": "code"}) == [(InboundKind.OTHER, "")]


def test_rich_text_is_its_words_then_its_pictures() -> None:
    parts = [
        {"text": "9月3日"},
        {"type": "picture", "downloadCode": "one", "pictureDownloadCode": "x"},
        {"text": "党课\n"},
        {"type": "picture", "downloadCode": "two"},
    ]
    found = received("richText", content={"richText": parts})
    told = [(item.key[-6:], item.kind, item.text or item.media) for item in found.messages]
    assert told == [
        ("gABC==", InboundKind.TEXT, "9月3日党课"),
        ("BC==#1", InboundKind.FILE, "one"),
        ("BC==#2", InboundKind.FILE, "two"),
    ]


def test_rich_text_of_a_picture_alone() -> None:
    parts = [{"text": " "}, {"type": "picture", "downloadCode": "one"}]
    assert pieces("richText", content={"richText": parts}) == [(InboundKind.FILE, "one")]


@pytest.mark.parametrize("changes", [{"senderStaffId": ""}, {"senderStaffId": None}])
def test_nobody_of_the_organisation_is_not_heard(changes: dict[str, Any]) -> None:
    fields = fields_of("text", text={"content": "党课"}) | changes
    assert read_message(fields, client_id="dingapp") is Unheard.NAMELESS


def test_a_sender_may_be_left_out() -> None:
    fields = fields_of("text", text={"content": "党课"})
    del fields["senderStaffId"]
    assert read_message(fields, client_id="dingapp") is Unheard.NAMELESS


@pytest.mark.parametrize("kind", ["text", "picture", ""])
def test_beyond_the_quota_there_are_no_words(kind: str) -> None:
    fields = fields_of(kind, errorCode="20001", errorMessage="quota exceeded")
    assert read_message(fields, client_id="dingapp") is Unheard.WORDLESS


@pytest.mark.parametrize("content", [{"richText": []}, {"richText": [{"type": "emoji"}, "x", None]}])
def test_rich_text_without_anything_is_unknown(content: object) -> None:
    assert read_message(fields_of("richText", content=content), client_id="dingapp") is Unheard.UNKNOWN


def test_a_kind_of_next_year_is_unknown() -> None:
    assert read_message(fields_of("hologram", content={"x": 1}), client_id="dingapp") is Unheard.UNKNOWN


@pytest.mark.parametrize("moment", ["1780304400000", MOMENT])
def test_moments_come_as_numbers_and_as_digits(moment: object) -> None:
    assert received("text", text={"content": "x"}, createAt=moment).messages[0].sent_at == AT


def test_without_a_session_there_are_other_ways() -> None:
    fields = fields_of("text", text={"content": "x"})
    del fields["sessionWebhook"]
    found = read_message(fields, client_id="dingapp")
    assert isinstance(found, Received)
    assert found.session is None


@pytest.mark.parametrize(
    "changes",
    [
        {"msgId": None},
        {"msgId": ""},
        {"msgId": 7},
        {"msgId": "a\0b"},
        {"msgId": "\ud800"},
        {"msgId": "x" * 5000},
        {"senderStaffId": ["zhangsan"]},
        {"conversationType": "3"},
        {"conversationType": None},
        {"conversationType": "2", "conversationId": ""},
        {"createAt": None},
        {"createAt": "soon"},
        {"createAt": "9" * 400},
        {"createAt": -1},
        {"createAt": 1 << 60},
        {"sessionWebhookExpiredTime": "soon"},
        {"text": {"content": 7}},
        {"text": ["x"]},
        {"msgtype": "picture", "content": {"downloadCode": ""}},
        {"msgtype": "picture", "content": "x"},
        {"msgtype": "audio", "content": {"recognition": 7}},
        {"msgtype": "richText", "content": {"richText": "x"}},
    ],
)
def test_what_lacks_what_every_message_has_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(VerificationError):
        read_message(fields_of("text", text={"content": "党课"}) | changes, client_id="dingapp")


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"7", b'"x"', b"\xff", b"[" * 100_000, b'{"a":' + b"9" * 5000 + b"}"]
)
def test_what_is_no_object_is_refused(raw: bytes) -> None:
    with pytest.raises(VerificationError):
        parse_body(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KINDS = st.sampled_from(["text", "picture", "file", "video", "audio", "richText", "hologram"])


@settings(suppress_health_check=[HealthCheck.too_slow])  # a loaded machine generates slowly
@given(kind=KINDS, changed=st.dictionaries(st.sampled_from([*COMMON, "text", "content", "msgtype"]), JSON, max_size=3))
def test_whatever_comes_is_read_or_refused(kind: str, changed: dict[str, Any]) -> None:
    fields = fields_of(kind, text={"content": "x"}, content={"downloadCode": "c", "richText": []}) | changed
    with contextlib.suppress(VerificationError):
        found = read_message(fields, client_id="dingapp")
        assert isinstance(found, Received | Unheard)


ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "dingtalk-protocol.md").read_text("utf-8")
CODE = "".join(file.read_text("utf-8") for file in sorted((ROOT / "bot" / "channels" / "dingtalk").glob("*.py")))
PATH = re.compile(r"/(?:v1\.0|topapi|robot|media|oauth2)(?:/\w+)+")
TOLD_BY_PLATFORM = {"/v1.0/im/bot/messages/get", "/v1.0/card/instances/callback"}
"""Topics of the stream: nothing is called there."""


def listed(heading: str) -> dict[str, str]:
    """Each name of a table, with what is said to be done about it."""
    rows = PAGE.partition(f"## {heading}")[2].partition("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in row.split("|")[1:3]] for row in rows if row.startswith("| `")]
    return {name: done for names, done in cells for name in re.findall(r"`([\w./]+)`", names)}


def test_the_page_tells_what_is_done_about_every_message() -> None:
    contents: dict[str, dict[str, object]] = {
        "text": {"text": {"content": "党课"}},
        "richText": {"content": {"richText": [{"text": "党课"}]}},
        "audio": {"content": {"recognition": "党课"}},
    }
    for kind, done in listed("机器人收到的消息").items():
        fields = fields_of(kind, **contents.get(kind, {"content": {"downloadCode": "c"}}))
        found = read_message(fields, client_id="dingapp")
        assert (done == "用") is isinstance(found, Received), kind
        assert (done == "用") is (found is not Unheard.UNKNOWN), kind


def test_the_page_tells_what_is_done_about_every_event() -> None:
    told = listed("收到的事件")
    assert {name for name, done in told.items() if done == "用"} == LEFT | CAME
    assert set(told.values()) == {"用", "不理"}


def test_the_page_names_every_interface_that_is_called() -> None:
    called = {path for path in re.findall(r'"(/[^"]+)"', CODE) if PATH.fullmatch(path)} - TOLD_BY_PLATFORM
    assert set(listed("调用的接口")) == called
    kinds = set(re.findall(r'"(sample[A-Z][A-Za-z]+)"', CODE))
    assert kinds == set(re.findall(r"`(sample\w+)`", PAGE.partition("## 调用的接口")[2].partition("不用的：")[0]))
