"""One person on two platforms: a message once, where he wrote last or where his organisation wants it."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.channels.base import Channel
from bot.pump import Pump
from handlers.intake import intake
from handlers.messages import InboundMessage
from schedules.outbox import Content, MessageKind, OutboundMessage
from schedules.people.address import Account, Address
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId, OrganisationSettings
from schedules.people.settling import settle, write_settings
from tests.fakes.quiet import QuietChannel
from tests.handlers.conftest import NOW, Talk

WECOM, DINGTALK = Address(channel="wecom", account="ZhangXiao"), Address(channel="dingtalk", account="zhangxiao")
BRANCH = OrganisationId("zb1")


@dataclass
class Listening(QuietChannel):
    """A channel that keeps what it is given."""

    name: str
    sent: list[str] = field(default_factory=list)

    async def send(self, address: Address, content: Content, *, key: str) -> list[str]:
        assert address in {WECOM, DINGTALK}
        assert content.text
        self.sent.append(key)
        return []


class Member:
    """Somebody with two accounts, and what reaches him on each."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.wecom, self.dingtalk = talk, Listening("wecom"), Listening("dingtalk")
        self._number = 0

    async def write_on(self, address: Address) -> None:
        self.talk.now += timedelta(minutes=1)
        self._number += 1
        message = InboundMessage(key=f"m{self._number}", sender=address, sent_at=self.talk.now, text="昨天党课，到9人")
        now, book = self.talk.now, self.talk.rulebook
        await self.talk.database.write(lambda uow: intake(uow, message, now, rulebook=book))

    async def choose(self, value: str) -> None:
        organisation = await self.talk.database.read(lambda uow: uow.organisations.get(BRANCH))
        assert organisation
        settings = settle(organisation.settings, "platform", value)
        assert isinstance(settings, OrganisationSettings)
        await self.talk.store(lambda uow: uow.organisations.update(replace(organisation, settings=settings)))

    async def is_reached_on(self) -> list[str]:
        """The platforms on which the next message arrives."""
        self._number += 1
        message = OutboundMessage(
            key=f"r{self._number}",
            kind=MessageKind.NOTICE,
            send_at=NOW,
            recipient=MemberId("1003"),
            content=Content(text="党课"),
        )
        await self.talk.store(lambda uow: uow.outbox.add(message))
        channels: dict[str, Channel] = {"wecom": self.wecom, "dingtalk": self.dingtalk}
        now, book = self.talk.now, self.talk.rulebook
        await Pump(database=self.talk.database, channels=channels, rulebook=book, clock=lambda: now).pump_due()
        return [name for name in ("wecom", "dingtalk") if message.key in getattr(self, name).sent]


@pytest.fixture
async def member(talk: Talk) -> Member:
    for address in (WECOM, DINGTALK):
        await seat(talk, address)
    return Member(talk)


async def seat(talk: Talk, address: Address) -> None:
    await talk.store(lambda uow: uow.accounts.add(Account(member_id=MemberId("1003"), address=address)))


async def test_a_message_comes_once_where_its_reader_wrote_last(member: Member) -> None:
    for address in (WECOM, DINGTALK, DINGTALK, WECOM):
        await member.write_on(address)
        assert await member.is_reached_on() == [address.channel]


@pytest.mark.parametrize(("word", "channel"), [("wecom", "wecom"), ("钉钉", "dingtalk"), ("企业微信", "wecom")])
async def test_who_never_wrote_is_reached_where_his_organisation_wants(member: Member, word: str, channel: str) -> None:
    await member.choose(word)
    assert await member.is_reached_on() == [channel]


@pytest.mark.parametrize("address", [WECOM, DINGTALK])
async def test_what_somebody_did_counts_for_more_than_what_his_organisation_wants(
    member: Member, address: Address
) -> None:
    await member.write_on(address)
    await member.choose("dingtalk" if address is WECOM else "wecom")
    assert await member.is_reached_on() == [address.channel]


async def test_a_record_from_either_platform_is_one_ledger(member: Member) -> None:
    await member.write_on(WECOM)
    await member.write_on(DINGTALK)
    assert len(await member.talk.ledger()) == 1


async def test_writing_where_one_wrote_before_leaves_the_roster_alone(member: Member) -> None:
    await member.write_on(DINGTALK)
    before = await member.talk.database.read(lambda uow: uow.accounts.get(DINGTALK))
    await member.write_on(DINGTALK)
    assert await member.talk.database.read(lambda uow: uow.accounts.get(DINGTALK)) == before
    assert before
    assert before.last_seen_at is not None


async def test_the_choice_is_read_as_it_was_written(member: Member) -> None:
    await member.choose("dingtalk")
    settings = (await member.talk.database.read(lambda uow: uow.organisations.list()))[1].settings
    assert write_settings(settings) == {"platform": "dingtalk"}
    await member.choose("-")
    assert not write_settings((await member.talk.database.read(lambda uow: uow.organisations.list()))[1].settings)
