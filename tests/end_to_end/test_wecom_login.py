"""`/me` by the login of WeCom, from the first request to the page: in the client, and by a code that is scanned."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import open_app
from bot.robot import Robot
from bot.settings import Settings
from bot.web import wording
from bot.web.seals import LOGIN_WITHIN
from schedules.departure import depart
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.ports import UnitOfWork
from tests.fakes.wecom import FakeWecom
from tests.fakes.wecom_login import CODE_LASTS

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)
CLIENT = {"User-Agent": "Mozilla/5.0 (iPhone) MicroMessenger/7.0.1 wxwork/4.1.36"}
ME = Address(channel="wecom", account="ZhangSan")
BRANCH = Organisation(id=OrganisationId("zb1"), name="第一党支部", kind=OrganisationKind.BRANCH)
HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)"')

Page = tuple[int, str, str]
"""The status, the text, and where one is at the end."""


class Office:
    """The robot, its platform, and one browser."""

    def __init__(self, robot: Robot, fake: FakeWecom, url: str) -> None:
        self.robot, self.fake, self.url = robot, fake, url
        self.now = NOW
        self.browser = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        robot.clock = fake.now = lambda: self.now

    async def get(self, path: str, headers: dict[str, str] | None = None) -> Page:
        async with self.browser.get(f"{self.url}{path}", headers=headers) as response:
            return response.status, await response.text(), str(response.url)

    async def scan(self, page: str, user: str) -> Page:
        """Scan the code on a page."""
        asked = {name: unescape(value) for name, value in HIDDEN.findall(page)} | {"user": user}
        async with self.browser.get(f"{self.fake.base}/fake/scan", params=asked) as response:
            return response.status, await response.text(), str(response.url)


def settle_in(uow: UnitOfWork) -> None:
    uow.organisations.add(BRANCH, next_review_at=NOW + timedelta(days=99))
    uow.members.add(Member(id=MemberId("1"), name="张三", organisation_id=BRANCH.id))
    uow.accounts.add(Account(member_id=MemberId("1"), address=ME))


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    placeholder = TestServer(web.Application())
    await placeholder.start_server()
    url, port = str(placeholder.make_url("")).rstrip("/"), placeholder.port
    await placeholder.close()
    async with FakeWecom() as fake:
        tables = {"database": {"url": database_url}, "server": {"public_url": url}, "wecom": fake.settings()}
        async with open_app(Settings.model_validate(tables)) as app, TestServer(app.web, port=port):
            await app.robot.database.write(settle_in)
            office = Office(app.robot, fake, url)
            yield office
            await office.browser.close()
            for channel in app.robot.channels.values():
                await channel.close()


async def test_in_the_client_one_is_there_at_once(office: Office) -> None:
    status, page, place = await office.get("/me", CLIENT)
    assert (status, place) == (200, f"{office.url}/me")
    assert "企业微信 ZhangSan" in page
    assert office.fake.scopes == ["snsapi_base"]
    assert (await office.get("/me/export"))[0] == 200


async def test_in_a_browser_one_scans_a_code(office: Office) -> None:
    status, page, place = await office.get("/me")
    assert (status, place.startswith(f"{office.fake.base}/wwlogin/sso/login?")) == (200, True)
    status, page, place = await office.scan(page, "zhangsan")
    assert (status, "张三" in page, place) == (200, True, f"{office.url}/me")


@pytest.mark.parametrize(("user", "told"), [("lisi", wording.STRANGER), ("", "不是本单位的企业微信成员")])
async def test_who_is_not_in_the_roster_or_the_corp_sees_nothing(office: Office, user: str, told: str) -> None:
    office.fake.at_client = user
    status, page, _ = await office.get("/me", CLIENT)
    assert (status, told in page, "张三" in page) == (403, True, False)


async def test_who_left_is_let_in_no_more(office: Office) -> None:
    assert (await office.get("/me", CLIENT))[0] == 200
    await office.robot.database.write(lambda uow: depart(uow, ME, NOW, tell_at=NOW))
    assert (await office.get("/me"))[0] == 403


async def test_a_state_is_good_once_for_its_browser_and_for_a_while(office: Office) -> None:
    async def set_out() -> str:
        """The state with which a browser sets out, while its code is on the screen."""
        _, page, _ = await office.get("/me")
        (state,) = [unescape(value) for name, value in HIDDEN.findall(page) if name == "state"]
        return state

    async def come_back(state: str) -> bool:
        code = office.fake.new_code(userid="zhangsan")
        status, page, _ = await office.get(f"/login/wecom/done?state={state}&code={code}")
        assert (status == 200) is (wording.LAPSED not in page)
        return status == 200

    assert not await come_back("made-up")
    stolen, own = await set_out(), await set_out()
    assert not await come_back(stolen), "the browser has set out anew"
    assert await come_back(own)
    assert not await come_back(own)
    await office.browser.post(f"{office.url}/logout")
    late = await set_out()
    office.now += LOGIN_WITHIN + timedelta(seconds=1)
    assert not await come_back(late)


async def test_a_code_lasts_five_minutes(office: Office) -> None:
    _, page, _ = await office.get("/me")
    code = office.fake.new_code(userid="zhangsan")
    office.now += CODE_LASTS + timedelta(seconds=1)
    (state,) = [unescape(value) for name, value in HIDDEN.findall(page) if name == "state"]
    status, page, _ = await office.get(f"/login/wecom/done?state={state}&code={code}")
    assert (status, "42003" in page) == (403, True)
    assert LOGIN_WITHIN > CODE_LASTS
