"""导出台账: a file for officers, in private; what stands in it; and what happens where no file can be given."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.channels.base import Channel
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.settings import WecomSettings
from bot.exporting import Exporter
from bot.exports.workbook import write_workbook
from bot.pump import Pump
from handlers.ledger_table import Table, list_excerpt
from handlers.replies import NO_EXPORT, NO_EXPORT_OF_BRANCHES, NO_RECORDS, NOT_ALLOWED
from schedules.ledger.excerpt import read_excerpt
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from tests.fakes.quiet import QuietChannel
from tests.fakes.wecom import UPLOAD, FakeWecom, Fault
from tests.handlers.conftest import NOW, Talk

SECRETARY, MEMBER = "1001", "1003"


class Deaf(QuietChannel):
    """A channel without files."""

    name = "wecom"

    def __init__(self) -> None:
        self.said: list[str] = []

    async def send(self, address: Address, content: Content, *, key: str) -> list[str]:
        assert address.account
        assert key
        self.said.append(content.text)
        return []


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom(now=lambda: NOW) as fake:
        yield fake


async def pump(talk: Talk, channel: Channel) -> None:
    channels = {"sandbox": channel}  # where everybody's account is
    clock = lambda: talk.now + timedelta(minutes=1)  # noqa: E731 - the pump's clock
    export = Exporter(database=talk.database)
    pump = Pump(database=talk.database, channels=channels, rulebook=talk.rulebook, clock=clock, export=export)
    await pump.pump_due()


async def files_of(talk: Talk) -> list[OutboundMessage]:
    messages = await talk.database.read(lambda uow: uow.outbox.list())
    return [message for message in messages if message.kind is MessageKind.LEDGER]


def rows_in(workbook: bytes) -> list[tuple[object, ...]]:
    return [*load_workbook(BytesIO(workbook)).worksheets[0].iter_rows(values_only=True)]


async def test_an_officer_gets_the_ledger_as_a_file(talk: Talk, fake: FakeWecom) -> None:
    await talk.say("6月9日主题党日，应到15人实到12人，张三、李四请假，陈立缺席", who=MEMBER)
    await talk.say("6月12日下午3点党课，主题《走好第一方阵》，到20人", who=MEMBER)
    assert await talk.say("导出台账", who=SECRETARY) == "第一党支部的台账共 2 条，文件随后发来。"
    channel = WecomChannel(WecomSettings.model_validate(fake.settings()), now=lambda: NOW)
    await pump(talk, channel)
    await channel.close()
    ((name, content),) = fake.uploads.values()
    assert name == "第一党支部台账 2026-01-01至2026-06-25.xlsx"
    (sent,) = fake.sent
    assert (sent.payload["msgtype"], sent.target) == ("file", SECRETARY)
    head, first, second = rows_in(content)
    assert [dict(zip(head, row, strict=True))["类型"] for row in (first, second)] == ["主题党日", "党课"]
    assert dict(zip(head, first, strict=True)) | {"应到": 15, "实到": 12, "缺席": "陈立"} == dict(
        zip(head, first, strict=True)
    )
    (file,) = await files_of(talk)
    assert (file.state, file.text, file.receipt is not None) == (DeliveryState.SENT, name, True)


async def test_what_was_asked_for_is_what_is_in_it(talk: Talk) -> None:
    await talk.say("6月9日主题党日，到12人", who=MEMBER)
    await talk.say("6月12日党课，到20人", who=MEMBER)
    assert "共 1 条" in await talk.say("导出党课台账", who=SECRETARY)
    assert await talk.say("导出去年的台账", who=SECRETARY) == NO_RECORDS
    assert len(await files_of(talk)) == 1


async def test_who_talked_with_whom_is_for_the_branch_alone(talk: Talk) -> None:
    await talk.say("6月9日主题党日，到12人", who=MEMBER)
    await talk.say("6月12日和陈立谈心谈话", who=MEMBER)
    assert "共 2 条，" in await talk.say("导出台账", who=SECRETARY)
    assert "共 1 条（谈心谈话由其本组织导出" in await talk.say("导出第一党支部台账", who="2002")
    assert await talk.say("导出第一党支部谈心谈话台账", who="2002") == NOT_ALLOWED
    files = [await talk.database.read(partial(list_excerpt, excerpt=read_excerpt(x.key))) for x in await files_of(talk)]
    assert [len(records) for records in files] == [2, 1]


async def test_members_are_told_who_exports(talk: Talk) -> None:
    await talk.say("6月9日主题党日，到12人", who=MEMBER)
    assert await talk.say("导出台账", who=MEMBER) == NO_EXPORT
    assert not await files_of(talk)


@pytest.mark.parametrize("text", ["导出各支部", "导出全部支部的台账", "把各支部台账导出来"])
async def test_of_all_branches_a_committee_gets_a_file_each(talk: Talk, text: str) -> None:
    await talk.say("6月9日主题党日，到12人", who=MEMBER)
    await talk.say("6月12日和陈立谈心谈话", who=MEMBER)
    assert await talk.say(text, who="2002") == (
        "1 个支部的台账共 1 条（谈心谈话由其本组织导出，不在内），每个支部一个文件，另有 1 个支部没有相关记录，文件随后发来。"
    )
    await talk.say("6月12日党课，到20人", who="1005")
    answer = await talk.say(text, who="2002")
    assert answer == "2 个支部的台账共 2 条（谈心谈话由其本组织导出，不在内），每个支部一个文件，文件随后发来。"
    assert [read_excerpt(x.key).organisation_id for x in await files_of(talk)] == ["zb1", "zb1", "zb2"]
    assert {x.recipient for x in await files_of(talk)} == {"2002"}


async def test_of_all_branches_only_what_was_asked_for_is_given_out(talk: Talk) -> None:
    await talk.say("6月9日主题党日，到12人", who=MEMBER)
    await talk.say("6月12日党课，到20人", who="1005")
    assert "1 个支部的台账共 1 条" in await talk.say("导出各支部的党课台账", who="2002")
    assert await talk.say("导出各支部去年的台账", who="2002") == NO_RECORDS
    assert await talk.say("导出各支部谈心谈话台账", who="2002") == NOT_ALLOWED
    assert [read_excerpt(x.key).organisation_id for x in await files_of(talk)] == ["zb2"]


@pytest.mark.parametrize("who", [MEMBER, SECRETARY])
async def test_who_is_no_officer_of_a_committee_is_told_who_exports_its_branches(talk: Talk, who: str) -> None:
    await talk.say("6月9日主题党日，到12人", who=MEMBER)
    assert await talk.say("导出各支部", who=who) == NO_EXPORT_OF_BRANCHES
    assert not await files_of(talk)


async def test_a_platform_that_takes_no_file_says_so(talk: Talk, fake: FakeWecom) -> None:
    await talk.say("6月9日主题党日，到12人", who=MEMBER)
    await talk.say("导出台账", who=SECRETARY)
    deaf = Deaf()
    await pump(talk, deaf)
    await talk.say("导出台账", who=SECRETARY)
    settings = WecomSettings.model_validate(fake.settings() | {"lacks": ["media"]})
    lacking = WecomChannel(settings, now=lambda: NOW)
    await pump(talk, lacking)
    await lacking.close()
    (told,) = fake.texts_to(SECRETARY)
    assert deaf.said == [told]
    assert "zhibu activities export" in told
    assert {file.state for file in await files_of(talk)} == {DeliveryState.SENT}


async def test_an_upload_that_fails_for_now_is_tried_again(talk: Talk, fake: FakeWecom) -> None:
    await talk.say("6月9日主题党日，到12人", who=MEMBER)
    await talk.say("导出台账", who=SECRETARY)
    fake.fail(UPLOAD, Fault(code=-1))
    channel = WecomChannel(WecomSettings.model_validate(fake.settings()), now=lambda: NOW)
    await pump(talk, channel)
    (file,) = await files_of(talk)
    assert (file.state, fake.sent) == (DeliveryState.PENDING, [])
    talk.now += timedelta(minutes=5)
    await pump(talk, channel)
    await channel.close()
    assert [sent.payload["msgtype"] for sent in fake.sent] == ["file"]


def test_what_people_type_is_no_formula() -> None:
    (row,) = rows_in(write_workbook(Table(name="a", rows=(("=1+1", 'x\x01"', None, 3),))))
    assert row == ("=1+1", 'x"', None, 3)
    book = load_workbook(BytesIO(write_workbook(Table(name="a", rows=(("=1+1",),)))))
    assert book.worksheets[0]["A1"].data_type == "s"


@pytest.mark.parametrize("text", ["导出主题党日和党课", "导出今年的主题党日、党课记录"])
async def test_of_two_kinds_both_are_in_one_file(talk: Talk, text: str) -> None:
    await talk.say("6月9日主题党日，到12人")
    await talk.say("6月10日支委会，到5人")
    await talk.say("6月12日党课，到20人")
    assert await talk.say(text, who=SECRETARY) == "第一党支部的主题党日、党课台账共 2 条，文件随后发来。"
    (file,) = await files_of(talk)
    found = await talk.database.read(partial(list_excerpt, excerpt=read_excerpt(file.key)))
    assert [each.kind for each in found] == ["theme_day", "party_lecture"]


async def test_talks_of_a_branch_stay_out_of_two_kinds_as_well(talk: Talk) -> None:
    await talk.say("6月9日和陈立谈心谈话", who=SECRETARY)
    await talk.say("6月12日党课，到20人")
    answer = await talk.say("导出第一党支部的谈心谈话和党课", who="2002")
    assert answer.startswith("第一党支部的党课台账共 1 条（谈心谈话由其本组织导出，不在内）")
    (file,) = await files_of(talk)
    found = await talk.database.read(partial(list_excerpt, excerpt=read_excerpt(file.key)))
    assert [each.kind for each in found] == ["party_lecture"]
