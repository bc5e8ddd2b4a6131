"""Cards of DingTalk with the real robot behind them: a question, what follows it, and a reminder about several things."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import App, open_app
from bot.settings import Settings
from schedules.ledger.attachment import AttachmentState
from schedules.outbox import DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Account, Address
from schedules.people.contacts import ContactNews
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from schedules.ports import UnitOfWork
from tests.fakes.dingtalk_callbacks import FakePoster
from tests.fakes.dingtalk_cards import Card
from tests.fakes.dingtalk_office import FakeOffice
from tests.waiting import until

NOW = datetime(2026, 6, 24, 1, 10, tzinfo=UTC)
BRANCH = Organisation(
    id=OrganisationId("zb1"), name="第一党支部", kind=OrganisationKind.BRANCH, profile="neimenggu-shizhi-2023"
)
USER = "zhangsan"
GROUP = "cidBranch=="
PHOTO, PAPER = b"\xff\xd8\xff\xe0" + b"x" * 5000, b"%PDF-1.7\n" + b"y" * 5000
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Office:
    """One branch, its secretary, and what he sees on DingTalk."""

    def __init__(self, app: App, fake: FakeOffice, people: FakePoster) -> None:
        self.robot, self.fake, self.people = app.robot, fake, people

    async def card(self, number: int) -> Card:
        await until(lambda: len(self.fake.cards) > number)
        return self.fake.cards[number]

    async def press(self, card: Card, label: str, *, user: str = "") -> None:
        assert await self.fake.press(card, label, session=self.people.session, user=user) == 200

    async def records(self) -> int:
        return len(await self.robot.database.read(lambda uow: uow.activities.list()))

    async def unposted(self) -> list[OutboundMessage]:
        pending = [DeliveryState.PENDING]
        return list(await self.robot.database.read(lambda uow: uow.outbox.list(states=pending, kind=MessageKind.REPLY)))


def settle_in(uow: UnitOfWork) -> None:
    uow.organisations.add(BRANCH, next_review_at=NOW)
    uow.members.add(Member(id=MemberId("1"), name="张三", organisation_id=BRANCH.id))
    uow.posts.add(Post(member_id=MemberId("1"), organisation_id=BRANCH.id, role=Role.SECRETARY))
    uow.accounts.add(Account(member_id=MemberId("1"), address=Address(channel="dingtalk", account=USER)))


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with FakeOffice() as fake:
        placeholder = TestServer(web.Application())
        await placeholder.start_server()
        url, port = str(placeholder.make_url("")).rstrip("/"), placeholder.port
        await placeholder.close()
        dingtalk = {key: value for key, value in fake.settings().items() if key != "robots"}
        tables = {
            "database": {"url": database_url},
            "server": {"public_url": url},
            "dingtalk": dingtalk,
            "evidence": {"files": True, "folder": str(tmp_path / "files")},
        }
        async with open_app(Settings.model_validate(tables)) as app, aiohttp.ClientSession() as session:
            app.robot.clock = lambda: NOW
            await app.robot.database.write(settle_in)
            server = TestServer(app.web, port=port)
            await server.start_server()
            people = FakePoster(sending=fake, callback=f"{url}/dingtalk/robot", session=session)
            yield Office(app, fake, people)
            for channel in app.robot.channels.values():
                await channel.close()
            await server.close()


@on_sqlite
async def test_a_question_is_answered_on_its_card(office: Office) -> None:
    await office.people.say(USER, "开了党课，到12人")
    asked = await office.card(0)
    assert asked.labels
    assert await office.records() == 0
    await office.press(asked, asked.labels[0])
    await until(lambda: asked.labels == [])
    assert asked.variables["answer"].startswith("✓ ")


@on_sqlite
async def test_a_question_in_a_group_is_answered_by_who_was_asked_until_it_is_a_record(office: Office) -> None:
    await office.people.say(USER, "开了党课，到12人", group=GROUP)
    asked = await office.card(0)
    assert asked.user == GROUP
    await office.press(asked, asked.labels[0], user="lisi")
    assert (bool(asked.whispered), asked.variables["answer"], await office.records()) == (True, "", 0)
    number = 0
    while not await office.records():
        await office.press(asked, asked.labels[0], user=USER)
        if not await office.records():
            number += 1
            asked = await office.card(number)
    assert {card.user for card in office.fake.cards} == {GROUP}
    assert office.fake.texts_to(USER) == []


async def test_a_reminder_of_two_things_keeps_the_buttons_of_the_other(office: Office) -> None:
    await office.robot.tick()
    office.robot.clock = lambda: NOW + timedelta(minutes=30)
    await office.robot.pump()
    reminder = await office.card(0)
    assert reminder.labels[:2] == ["第1项已完成", "第2项已完成"]
    before = reminder.labels
    await office.press(reminder, "第1项已完成")
    assert [label for label in before if label not in reminder.labels] == [
        label for label in before if label.startswith("第1项")
    ]
    await office.press(reminder, "第2项已完成")
    assert not [label for label in reminder.labels if label.startswith(("第1项", "第2项"))]


@on_sqlite
async def test_what_was_said_leaves_nothing_waiting(office: Office) -> None:
    await office.people.say(USER, "昨天下午主题党日，参观党史馆，到12人")
    await until(lambda: office.fake.cards or office.fake.sent)

    async with asyncio.timeout(10):
        while await office.unposted():  # noqa: ASYNC110  it is a database that is asked
            await asyncio.sleep(0.01)
    assert await office.records() == 1


@on_sqlite
async def test_a_card_whose_day_is_over_says_so_politely(office: Office) -> None:
    await office.people.say(USER, "开了党课，到12人")
    asked = await office.card(0)
    office.robot.clock = lambda: NOW + timedelta(days=2)
    await office.press(asked, asked.labels[0])
    assert "过期" in asked.variables["answer"] or "重新" in asked.variables["answer"]
    assert asked.labels == []
    assert await office.records() == 0


@on_sqlite
async def test_a_photo_and_a_file_are_kept_with_the_record(office: Office, tmp_path: Path) -> None:
    office.fake.files = {"photo": PHOTO, "paper": PAPER}
    await office.people.say(USER, "昨天下午主题党日，参观党史馆，到12人")
    for kind, content in [
        ("picture", {"downloadCode": "photo"}),
        ("file", {"downloadCode": "paper", "fileName": "签到.pdf"}),
    ]:
        await office.people.post(office.people.message(USER, kind, content=content))
    assert office.robot.fetcher is not None
    assert await office.robot.fetcher.fetch_due() == 2
    kept = await office.robot.database.read(lambda uow: uow.attachments.list())
    assert [(file.state, file.activity_id is not None) for file in kept] == [(AttachmentState.KEPT, True)] * 2
    assert sorted(path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()) == [PAPER, PHOTO]


@on_sqlite
async def test_who_left_is_a_stranger_and_his_cards_are_dead(office: Office) -> None:
    await office.people.say(USER, "开了党课，到12人")
    asked = await office.card(0)
    await office.robot.learn(ContactNews(channel="dingtalk", left=(USER,)))
    await office.press(asked, asked.labels[0])
    assert "花名册" in asked.variables["answer"]
    assert await office.records() == 0
