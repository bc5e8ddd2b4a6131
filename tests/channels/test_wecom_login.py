"""Who is at a browser, in the client and outside it."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.channels.base import Identifying, SendError
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.login import IdentifyingGateway
from bot.channels.wecom.settings import WecomSettings
from bot.storage.database import Database
from bot.web.seals import Seals
from tests.fakes.wecom import FakeWecom, Fault
from tests.fakes.wecom_login import WHO

NOW = datetime(2026, 6, 1, tzinfo=UTC)
IN_CLIENT = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/7.0.1 wxwork/4.1.36 MailPlugin_Electron"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Chrome/148.0 Safari/537.36"
BACK = "https://dj.example.gov.cn/login/wecom/done"


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom() as fake:
        yield fake


@pytest.fixture
async def gateway(fake: FakeWecom) -> AsyncIterator[IdentifyingGateway]:
    platform = {key: value for key, value in fake.settings().items() if key not in {"oauth_base", "login_base"}}
    gateway = IdentifyingGateway(WecomSettings.model_validate(platform), now=lambda: datetime.now(UTC))
    yield gateway
    await gateway.close()


def test_the_client_is_asked_without_a_question(gateway: IdentifyingGateway, fake: FakeWecom) -> None:
    address = urlsplit(gateway.login_address(back=BACK, state="abc", user_agent=IN_CLIENT))
    assert (address.netloc, address.path) == ("open.weixin.qq.com", "/connect/oauth2/authorize")
    assert address.fragment == "wechat_redirect"
    assert parse_qs(address.query) == {
        "appid": [fake.corp_id],
        "redirect_uri": [BACK],
        "response_type": ["code"],
        "scope": ["snsapi_base"],
        "state": ["abc"],
        "agentid": [str(fake.agent_id)],
    }


def test_elsewhere_one_scans_a_code(gateway: IdentifyingGateway, fake: FakeWecom) -> None:
    address = urlsplit(gateway.login_address(back=BACK, state="abc", user_agent=BROWSER))
    assert (address.netloc, address.path) == ("login.work.weixin.qq.com", "/wwlogin/sso/login")
    asked = parse_qs(address.query)
    assert (asked["login_type"], asked["redirect_uri"], asked["appid"]) == (["CorpApp"], [BACK], [fake.corp_id])


@pytest.mark.parametrize("name", ["userid", "UserId"])
async def test_a_code_tells_who_is_there_once(fake: FakeWecom, gateway: IdentifyingGateway, name: str) -> None:
    fake.codes["C"] = {name: "ZhangSan"}
    assert await gateway.identify("C", inside=False) == "ZhangSan"
    with pytest.raises(SendError, match="40029") as raised:
        await gateway.identify("C", inside=False)
    assert raised.value.permanent


async def test_who_is_no_member_is_nobody(fake: FakeWecom, gateway: IdentifyingGateway) -> None:
    fake.codes["C"] = {"openid": "O", "external_userid": "E"}
    with pytest.raises(SendError, match="不是本单位") as raised:
        await gateway.identify("C", inside=True)
    assert raised.value.permanent


async def test_a_platform_that_is_away_is_not_the_visitors_fault(fake: FakeWecom, gateway: IdentifyingGateway) -> None:
    fake.fail(WHO, Fault(code=-1))
    with pytest.raises(SendError) as raised:
        await gateway.identify("C", inside=True)
    assert not raised.value.permanent


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_state_is_what_the_platform_gives_back(database: Database) -> None:
    seals = Seals(database)
    state = await seals.seal_state(NOW)
    assert re.fullmatch("[0-9A-Za-z]{1,128}", state)
    assert [await seals.take_state(state, state, NOW) for _ in range(2)] == [True, False]


def test_a_deployment_without_login_offers_none(fake: FakeWecom) -> None:
    for lacking in (
        {"lacks": ["login"]},
        {"corp_id": "", "secret": "", "token": "", "encoding_aes_key": "", "agent_id": None},
    ):
        settings = WecomSettings.model_validate(fake.settings() | lacking)
        assert not settings.tells_who
        assert not isinstance(WecomGateway(settings, now=lambda: NOW), Identifying)
    assert isinstance(IdentifyingGateway(WecomSettings(), now=lambda: NOW), Identifying)
