"""Files of DingTalk: what people sent is fetched by its code, what they are to get is handed over."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.channels.base import Document, Fetching, Giving, SendError
from bot.channels.dingtalk.gateway import DingtalkGateway
from bot.channels.dingtalk.settings import DingtalkSettings
from schedules.people.address import Address
from tests.fakes.dingtalk_office import FIND, FakeOffice
from tests.fakes.dingtalk_sending import Fault

PHOTO = bytes(range(256)) * 2000
LEDGER = Document(name="台账.xlsx", content=PHOTO)
CONVERSATION = Address(channel="dingtalk", account="cidA1b2C3==", is_group=True)


@pytest.fixture
async def fake() -> AsyncIterator[FakeOffice]:
    async with FakeOffice() as fake:
        fake.files["code"] = PHOTO
        yield fake


@pytest.fixture
async def channel(fake: FakeOffice) -> AsyncIterator[DingtalkGateway]:
    channel = DingtalkGateway(DingtalkSettings.model_validate(fake.settings()), now=lambda: datetime.now(UTC))
    assert isinstance(channel, Fetching)
    assert isinstance(channel, Giving)
    yield channel
    await channel.close()


async def fetched(channel: DingtalkGateway, code: str) -> bytes:
    return b"".join([chunk async for chunk in channel.fetch(code)])


async def test_a_file_is_fetched_by_its_code(channel: DingtalkGateway) -> None:
    assert await fetched(channel, "code") == PHOTO


async def test_a_code_that_lapsed_is_given_up(channel: DingtalkGateway) -> None:
    with pytest.raises(SendError) as lost:
        await fetched(channel, "lapsed")
    assert lost.value.permanent


@pytest.mark.parametrize("body", [{"downloadUrl": "ftp://127.0.0.1/x"}, {"downloadUrl": "http://127.0.0.1:1/x"}, {}])
async def test_what_is_nowhere_is_tried_again(fake: FakeOffice, channel: DingtalkGateway, body: dict[str, str]) -> None:
    fake.fail(FIND, Fault(body=body or {"success": True}))
    with pytest.raises(SendError) as late:
        await fetched(channel, "code")
    assert not late.value.permanent
    assert await fetched(channel, "code") == PHOTO


@pytest.mark.parametrize("address", [Address(channel="dingtalk", account="zhangsan"), CONVERSATION])
async def test_a_file_is_handed_over_given_and_taken_back(
    fake: FakeOffice, channel: DingtalkGateway, address: Address
) -> None:
    [name] = await channel.give(address, LEDGER, key="k")
    [sent] = fake.sent
    assert (sent.target, sent.kind) == (address.account, "sampleFile")
    assert (sent.words["fileName"], sent.words["fileType"]) == ("台账.xlsx", "xlsx")
    assert fake.uploads[sent.words["mediaId"]] == ("file", "台账.xlsx", PHOTO)
    await channel.recall(address, name)
    assert fake.sent == []


async def test_a_groups_own_robot_gives_no_files(channel: DingtalkGateway) -> None:
    with pytest.raises(SendError) as refused:
        await channel.give(Address(channel="dingtalk", account="committee-group", is_group=True), LEDGER, key="k")
    assert refused.value.permanent
