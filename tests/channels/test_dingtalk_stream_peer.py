"""The platform's own client, `dingtalk-stream`, at the same fake: both receive alike.

It is in no lock file. Install it anywhere, and name that Python in `$ZHIBU_PEER_PYTHON`; it may be this one.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.dingtalk.gateway import DingtalkGateway
from bot.channels.dingtalk.settings import DingtalkSettings
from handlers.messages import InboundMessage, Outcome
from schedules.outbox import Button, Content
from schedules.people.address import Address
from schedules.people.contacts import ContactNews
from tests.fakes import dingtalk_peer
from tests.fakes.dingtalk_callbacks import FakePeople
from tests.fakes.dingtalk_cards import PRESSES, FakeCards
from tests.waiting import until

PYTHON = os.environ.get("ZHIBU_PEER_PYTHON", sys.executable)
HAS_PEER = subprocess.run([PYTHON, "-c", "import dingtalk_stream"], capture_output=True, check=False).returncode == 0  # noqa: S603 - ours
pytestmark = pytest.mark.skipif(not HAS_PEER, reason="dingtalk-stream is not installed; see $ZHIBU_PEER_PYTHON")

BESIDE_NOTHING = "-P"
"""What lies beside the script is not imported: one of the fakes has the peer's own name."""
ASKED = Content(text="哪一天开的？", buttons=(Button(label="今天", action="pick:1"),))
PROXIES = {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"}


async def line_of(peer: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(30):
        return await peer.readline()


@pytest.fixture
async def fake() -> AsyncIterator[FakeCards]:
    async with FakeCards() as fake:
        yield fake


@pytest.fixture
async def peer(fake: FakeCards) -> AsyncIterator[asyncio.StreamReader]:
    """What the official client prints, once it is connected."""
    child = await asyncio.create_subprocess_exec(
        *(PYTHON, BESIDE_NOTHING, str(Path(dingtalk_peer.__file__)), fake.base, fake.client_id, fake.client_secret),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name not in PROXIES},
    )
    await until(lambda: fake.sockets)
    assert child.stdout is not None
    yield child.stdout
    child.kill()
    await child.wait()


async def test_both_receive_alike(fake: FakeCards, peer: asyncio.StreamReader) -> None:
    people = FakePeople(sending=fake)
    parts = [{"text": "党课"}, {"type": "picture", "downloadCode": "code"}]
    messages = [
        people.text("zhangsan", "9月3日党课"),
        people.text("lisi", " 支委会", group="cidGroup=="),
        people.message("wangwu", "richText", content={"richText": parts}),
    ]
    frames = [await fake.tell(message) for message in messages]
    theirs = [json.loads(await line_of(peer)) for _ in messages]
    await until(lambda: all(fake.ack_of(frame) for frame in frames))
    their_acks = [fake.ack_of(frame) for frame in frames]

    heard: list[InboundMessage] = []

    async def take_in(message: InboundMessage) -> Outcome:
        heard.append(message)
        return Outcome()

    settings = DingtalkSettings.model_validate(fake.settings() | {"mode": "stream"})
    channel = DingtalkGateway(settings, now=lambda: datetime.now(UTC))
    channel.listen(take_in)
    await until(lambda: len(fake.sockets) == 2)
    frames = [await fake.tell(message) for message in messages]
    await until(lambda: all(fake.ack_of(frame) for frame in frames))
    await channel.close()
    ours = [item for item in heard if "#" not in item.key]
    assert [[item.key.partition(":")[2].partition(":")[2], item.sender.account] for item in ours] == [
        told[:2] for told in theirs
    ]
    assert [item.text for item in ours] == ["".join(told[3]).strip() for told in theirs]
    assert [told[2] for told in theirs] == [message["conversationId"] for message in messages]
    assert [ack and ack["code"] for ack in their_acks] == [200] * 3
    assert {tuple(sorted(ack)) for ack in fake.acks} == {("code", "data", "headers", "message")}


async def test_both_hear_presses_and_events_alike(fake: FakeCards, peer: asyncio.StreamReader) -> None:
    settings = DingtalkSettings.model_validate(fake.settings() | {"mode": "stream"})
    channel = DingtalkGateway(settings, now=lambda: datetime.now(UTC))
    pressed: list[InboundMessage] = []
    learned: list[ContactNews] = []

    async def take_in(message: InboundMessage) -> Outcome:
        pressed.append(message)
        return Outcome(replies=(Content(text="已登记"),))

    async def learn(news: ContactNews) -> None:
        learned.append(news)

    channel.inform(learn)
    await channel.send(Address(channel="dingtalk", account="zhangsan"), ASKED, key="reminder:1")
    [card] = fake.cards
    press, event = fake.press_of(card, "今天"), {"userId": ["lisi"]}
    theirs = await bring(fake, press, event)
    told = [json.loads(await line_of(peer)) for _ in theirs]
    channel.listen(take_in)
    await until(lambda: len(fake.sockets) == 2)
    ours = await bring(fake, press, event)
    await channel.close()

    [message], [news] = pressed, learned
    assert sorted(told, key=str) == sorted(
        [
            [message.card, message.sender.account, {"action": message.action, "label": "今天"}],
            ["user_leave_org", "dingcorp", {"userId": list(news.left)}],
        ],
        key=str,
    )
    assert [ack["code"] for ack in (*theirs, *ours)] == [200] * 4
    assert set(json.loads(ours[0]["data"])) == set(json.loads(theirs[0]["data"])) == {"response"}


async def bring(fake: FakeCards, press: object, event: object) -> list[dict[str, Any]]:
    """Tell of a press and of an event; how they are acknowledged."""
    frames = [
        await fake.push("CALLBACK", PRESSES, press),
        await fake.push("EVENT", "*", event, event="user_leave_org"),
    ]
    await until(lambda: all(fake.ack_of(frame) for frame in frames))
    return [ack for frame in frames if (ack := fake.ack_of(frame))]
