import asyncio
import json
import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

import bot
from bot.channels.base import Document, Picture
from bot.channels.sandbox import wording
from bot.channels.sandbox.channel import SandboxChannel
from bot.channels.sandbox.transcript import Broadcast
from handlers.messages import InboundKind
from schedules.outbox import Content, MessageKind
from schedules.people.address import Address
from tests.browser.scripted_desk import RECORDED, ScriptedDesk

Client = TestClient[web.Request, web.Application]
PAGES = Path(bot.__file__).parent / "web" / "pages" / "sandbox"
HANZI = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def desk() -> ScriptedDesk:
    return ScriptedDesk()


@pytest.fixture
async def client(desk: ScriptedDesk) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(desk.channel.routes(desk.take_in))
    async with TestClient(TestServer(app)) as served:
        yield served
        await desk.channel.close()


async def body_of(response: ClientResponse) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(await response.text())
    return body


async def refusal_of(response: ClientResponse) -> tuple[int, str]:
    body = await body_of(response)
    assert set(body) == {"error"}
    assert HANZI.search(body["error"])
    return response.status, body["error"]


async def test_a_sentence_gets_replies_with_buttons(client: Client, desk: ScriptedDesk) -> None:
    response = await client.post("/sandbox/messages", json={"from": "1004", "text": "昨天主题党日"})
    buttons = [{"label": "撤销", "action": "undo:12"}, {"label": "更正", "action": "correct:12"}]
    assert await body_of(response) == {"replies": [{"text": RECORDED, "buttons": buttons}]}
    assert (desk.taken[0].sender.account, desk.taken[0].group, desk.taken[0].kind) == ("1004", None, InboundKind.TEXT)
    assert desk.taken[0].sent_at == desk.now()


async def test_a_button_is_an_action_and_a_chat_is_a_group(client: Client, desk: ScriptedDesk) -> None:
    await client.post("/sandbox/messages", json={"from": "1002", "action": "undo:12", "chat": "jgdw"})
    taken = desk.taken[0]
    assert (taken.kind, taken.action, taken.text) == (InboundKind.ACTION, "undo:12", "")
    assert taken.group is not None
    assert (taken.group.account, taken.group.is_group, taken.group.channel) == ("jgdw", True, "sandbox")


async def test_a_message_sent_again_under_its_key_is_one_message(client: Client, desk: ScriptedDesk) -> None:
    message = {"from": "1004", "text": "昨天主题党日", "key": "k1"}
    first, second = [await body_of(await client.post("/sandbox/messages", json=message)) for _ in range(2)]
    assert first == second
    assert len(desk.taken) == 1
    lines = (await body_of(await client.get("/sandbox/history?member=1004")))["lines"]
    assert [line["kind"] for line in lines] == ["said", "reply"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 200_000,
        b"{}",
        b'{"from": "1004"}',
        b'{"text": "hi"}',
        b'{"from": "1004", "text": ""}',
        b'{"from": "1004", "text": "  "}',
        b'{"from": "1004", "text": 5}',
        b'{"from": 1004, "text": "hi"}',
        b'{"from": "1004", "text": "hi", "action": "undo"}',
        b'{"from": "1004", "text": "hi", "chat": ""}',
        b'{"from": "1004", "text": "hi", "colour": "red"}',
        b'{"from": "1004", "text": "a\\u0000b"}',
        b'{"from": "1004", "text": "\\ud800"}',
    ],
)
async def test_a_bad_message_is_refused_in_one_sentence(client: Client, desk: ScriptedDesk, body: bytes) -> None:
    response = await client.post("/sandbox/messages", data=body, headers={"Content-Type": "application/json"})
    assert (await refusal_of(response))[0] == 400
    assert desk.taken == []


async def test_a_body_without_end_is_refused(client: Client, desk: ScriptedDesk) -> None:
    for size in (300_000, 2_000_000):
        body = BytesIO(b'{"from": "1004", "text": "' + b"x" * size + b'"}')
        response = await client.post("/sandbox/messages", data=body, headers={"Content-Type": "application/json"})
        assert (await refusal_of(response))[0] == 413
    assert desk.taken == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "zhibu.example.com"},
        {"Host": "192.168.1.20:8080"},
        {"Host": "127.0.0.1.example.com"},
        {"Host": "127.0.0.1:80:80"},
        {"Host": ""},
        {"Origin": "https://evil.example.com"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["", "/people", "/outbox", "/history?member=1004", "/events", "/messages"])
async def test_strangers_are_kept_out(client: Client, desk: ScriptedDesk, headers: dict[str, str], path: str) -> None:
    if path == "/messages":
        response = await client.post("/sandbox/messages", json={"from": "1", "text": "x"}, headers=headers)
    else:
        response = await client.get(f"/sandbox{path}", headers=headers)
    assert (await refusal_of(response))[0] == 403
    assert desk.taken == []


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080", "LOCALHOST"])
async def test_this_machine_is_let_in_under_all_its_names(client: Client, host: str) -> None:
    response = await client.get("/sandbox/people", headers={"Host": host})
    assert response.status == 200


async def test_a_form_of_another_page_cannot_speak(client: Client, desk: ScriptedDesk) -> None:
    text = json.dumps({"from": "1004", "text": "x"})
    plain = await client.post("/sandbox/messages", data=text, headers={"Content-Type": "text/plain"})
    assert (await refusal_of(plain))[0] == 415
    cross = await client.post(
        "/sandbox/messages", data=text, headers={"Content-Type": "application/json", "Sec-Fetch-Site": "same-site"}
    )
    assert (await refusal_of(cross))[0] == 403
    assert desk.taken == []


async def test_the_clock_goes_forward_and_plays_each_due_instant(client: Client, desk: ScriptedDesk) -> None:
    response = await client.post("/sandbox/clock", json={"at": "2026-06-05T18:00:00+08:00"})
    assert await body_of(response) == {
        "at": "2026-06-05T18:00:00+08:00",
        "until": "2026-06-05T18:00:00+08:00",
        "playing": False,
        "next": "2026-06-08T09:05:00+08:00",
        "played": 5,
        "sent": 6,
    }
    outbox = (await body_of(await client.get("/sandbox/outbox")))["messages"]
    assert [message["kind"] for message in outbox] == ["reminder"] * 5 + ["digest"]
    assert (outbox[-1]["recipient"], outbox[-1]["group"]) == ("jgdw", True)
    assert desk.now().isoformat() == "2026-06-05T18:00:00+08:00"


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2026-06-01T08:59:59+08:00", 409),
        ("2020-01-01T00:00:00+08:00", 409),
        ("2026-06-02T09:00:00", 400),
        ("2026-06-02", 400),
        ("soon", 400),
        ("", 400),
        (20260602, 400),
        (None, 400),
        ("9999-12-31T00:00:00+08:00", 400),
        ("9999-12-31T23:59:59-23:59", 400),
        ("0001-01-01T00:00:00+23:59", 409),
    ],
)
async def test_the_clock_refuses(client: Client, desk: ScriptedDesk, at: object, status: int) -> None:
    before = desk.now()
    response = await client.post("/sandbox/clock", json={"at": at})
    assert (await refusal_of(response))[0] == status
    assert desk.now() == before


async def test_the_clock_may_be_set_to_now(client: Client) -> None:
    response = await client.post("/sandbox/clock", json={"at": "2026-06-01T01:00:00Z"})
    assert (await body_of(response))["played"] == 0


async def test_one_hand_at_a_time_moves_the_clock(
    client: Client, desk: ScriptedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[int] = []
    send = desk.tell

    async def tell_while_another_tries(content: Content, *, kind: MessageKind, to: str, group: bool = False) -> None:
        response = await client.post("/sandbox/clock", json={"at": "2026-06-03T09:00:00+08:00"})
        refused.append((await refusal_of(response))[0])
        await send(content, kind=kind, to=to, group=group)

    monkeypatch.setattr(desk, "tell", tell_while_another_tries)
    response = await client.post("/sandbox/clock", json={"at": "2026-06-02T09:00:00+08:00"})
    assert (response.status, refused) == (200, [409])


async def test_what_was_sent_outlives_the_process(client: Client, desk: ScriptedDesk) -> None:
    await client.post("/sandbox/messages", json={"from": "1004", "text": "昨天主题党日"})
    await client.post("/sandbox/clock", json={"at": "2026-06-02T18:00:00+08:00"})
    before = (await body_of(await client.get("/sandbox/history?member=1004")))["lines"]
    assert [line["kind"] for line in before] == ["said", "reply", "reminder", "reminder"]

    restarted = web.Application()
    restarted.add_routes(SandboxChannel(desk).routes(desk.take_in))
    async with TestClient(TestServer(restarted)) as later:
        after = (await body_of(await later.get("/sandbox/history?member=1004")))["lines"]
    assert after == before[2:]


async def test_a_reply_that_the_outbox_keeps_too_stands_in_the_chat_once(client: Client, desk: ScriptedDesk) -> None:
    await client.post("/sandbox/messages", json={"from": "1004", "text": "昨天主题党日"})
    reply = desk.answered[desk.taken[0].key].replies[0]
    await desk.tell(Content(text="先前的答复"), kind=MessageKind.REPLY, to="1004")
    desk.sent[-1] = type(desk.sent[-1])(
        key="reply:1",
        kind=MessageKind.REPLY,
        send_at=desk.now(),
        sent_at=desk.now(),
        address=desk.taken[0].sender,
        text=reply.text,
    )
    lines = (await body_of(await client.get("/sandbox/history?member=1004")))["lines"]
    assert [line["text"] for line in lines].count(reply.text) == 1


async def test_what_cannot_be_kept_is_told_and_leaves_nothing(client: Client, desk: ScriptedDesk) -> None:
    desk.is_full = True
    response = await client.post("/sandbox/messages", json={"from": "1004", "text": "昨天主题党日"})
    assert (await refusal_of(response))[0] == 503
    assert (await body_of(await client.get("/sandbox/history?member=1004")))["lines"] == []


@pytest.mark.parametrize("query", ["", "?member=", "?member=1004&chat=jgdw"])
async def test_a_history_is_of_one_chat(client: Client, query: str) -> None:
    assert (await refusal_of(await client.get(f"/sandbox/history{query}")))[0] == 400


async def test_chats_do_not_mix(client: Client) -> None:
    await client.post("/sandbox/messages", json={"from": "1002", "text": "群里说", "chat": "jgdw"})
    await client.post("/sandbox/messages", json={"from": "1002", "text": "私下说"})
    group = (await body_of(await client.get("/sandbox/history?chat=jgdw")))["lines"]
    own = (await body_of(await client.get("/sandbox/history?member=1002")))["lines"]
    assert [line["text"] for line in group] == ["群里说", "收到：群里说"]
    assert [line["text"] for line in own] == ["私下说", "收到：私下说"]
    assert group[0]["author"] == "1002"


async def test_everybody_is_listed_with_posts(client: Client) -> None:
    people = await body_of(await client.get("/sandbox/people"))
    assert len(people["members"]) == 30
    assert {"member": "1004", "organisation": "zb1", "role": "secretary"} in people["posts"]
    assert people["organisations"][1] == {
        "id": "jgdw",
        "name": "市××局机关党委",
        "kind": "committee",
        "parent": "dz",
    }


async def test_events_tell_of_lines_and_of_the_clock_and_end_with_the_channel(
    client: Client, desk: ScriptedDesk
) -> None:
    async with client.get("/sandbox/events") as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readuntil(b"\n\n") == b"retry: 1000\n\n"
        await client.post("/sandbox/clock", json={"at": "2026-06-01T09:05:00+08:00"})
        events = [(await stream.content.readuntil(b"\n\n")).decode() for _ in range(3)]
        names, data = zip(*(event.strip().split("\ndata: ") for event in events), strict=True)
        assert names == ("event: line", "event: clock", "event: clock")
        assert json.loads(data[0])["recipient"] == "1004"
        assert [json.loads(each)["playing"] for each in data[1:]] == [True, False]
        await desk.channel.close()
        assert await stream.content.read() == b""


async def test_a_page_that_was_closed_is_no_fault(
    client: Client, desk: ScriptedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    async with client.get("/sandbox/events") as stream:
        await stream.content.readuntil(b"\n\n")
    for _ in range(5):
        await desk.tell(Content(text="提醒"), kind=MessageKind.REMINDER, to="1004")
        await asyncio.sleep(0.02)
    assert [record.getMessage() for record in caplog.records] == []


async def test_a_page_that_does_not_listen_is_let_go() -> None:
    broadcast = Broadcast()
    watcher = broadcast.watch(beat=60)
    assert await anext(watcher) == "retry: 1000\n\n"
    for number in range(1200):
        broadcast.tell("line", {"id": number})
    assert len([frame async for frame in watcher]) == 1000


async def test_a_quiet_stream_beats() -> None:
    watcher = Broadcast().watch(beat=0.01)
    assert [await anext(watcher), await anext(watcher)] == ["retry: 1000\n\n", ":\n\n"]


@pytest.mark.parametrize(
    "path", ["", "/explain", "/static/sandbox.js", "/static/sandbox.css", "/static/icon.svg", "/people"]
)
async def test_every_answer_is_strict_about_where_things_come_from(client: Client, path: str) -> None:
    response = await client.get(f"/sandbox{path}")
    assert response.status == 200
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["sandbox.html", "explain.html", "nothing.js", "..%2Fsandbox.html", "%2Fetc%2Fpasswd", "sandbox.py"]
)
async def test_no_other_file_is_served(client: Client, name: str) -> None:
    response = await client.get(f"/sandbox/static/{name}")
    assert response.status == 404


def test_pages_hold_no_inline_script_or_style_and_no_address() -> None:
    for page in PAGES.glob("*.html"):
        assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", page.read_text(encoding="utf-8")) == []
    for file in PAGES.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"https?://|//[a-z]+\.", text) == [], file.name
        assert re.findall(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", text) == [], file.name


async def test_a_picture_stands_in_its_chat_with_its_words(client: Client, desk: ScriptedDesk) -> None:
    group, key = Address(channel="sandbox", account="jgdw", is_group=True), "chart:jgdw:W:2026-W27+2026-06:sandbox"
    await desk.channel.show(group, Picture(png=b"\x89PNG", alt="（图）办理情况"), key=key)
    (line,) = (await body_of(await client.get("/sandbox/history?chat=jgdw")))["lines"]
    assert line["text"] == "（图）办理情况"
    shown = await client.get(line["picture"])
    assert (shown.status, shown.content_type, await shown.read()) == (200, "image/png", b"\x89PNG")
    assert await refusal_of(await client.get("/sandbox/pictures/nothing")) == (404, wording.NO_SUCH_PICTURE)


async def test_a_file_is_fetched_from_its_chat(client: Client, desk: ScriptedDesk) -> None:
    document = Document(name="第一党支部台账.xlsx", content=b"PK")
    await desk.channel.give(Address(channel="sandbox", account="1001"), document, key="ledger:zb1:1")
    (line,) = (await body_of(await client.get("/sandbox/history?member=1001")))["lines"]
    given = await client.get(line["file"])
    assert (line["text"], await given.read()) == (document.name, b"PK")
    assert "attachment" in given.headers["Content-Disposition"]
    assert await refusal_of(await client.get("/sandbox/files/nothing")) == (404, wording.GONE_FILE)
