"""`/me`: who gets to see it, what stands on it, and what a browser cannot talk it into."""

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import App, open_app
from bot.settings import Settings
from bot.web.seals import LOGIN_WITHIN, SEEN_FOR, Seals
from handlers.messages import InboundMessage
from schedules.departure import depart
from schedules.outbox import DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from schedules.ports import UnitOfWork
from tests.fakes.dingtalk_login import FakeLogin

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)
BRANCH = Organisation(id=OrganisationId("zb1"), name="第一党支部", kind=OrganisationKind.BRANCH)
ME, OTHER = Address(channel="dingtalk", account="zhangsan"), Address(channel="dingtalk", account="lisi")


class Office:
    """The robot at an address of this machine, and browsers that visit it."""

    def __init__(self, app: App, fake: FakeLogin, url: str) -> None:
        self.robot, self.fake, self.url = app.robot, fake, url
        self.browser = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def get(self, path: str, **options: Any) -> tuple[int, str, aiohttp.ClientResponse]:  # noqa: ANN401 - as asked
        async with self.browser.get(self.url + path, **options) as response:
            return response.status, await response.text(), response

    async def say(self, text: str, *, by: Address = ME) -> None:
        await self.robot.take_in(InboundMessage(key=text, sender=by, sent_at=NOW, text=text))


def settle_in(uow: UnitOfWork) -> None:
    uow.organisations.add(BRANCH, next_review_at=NOW + timedelta(days=99))
    people = [("1", "张三", ME), ("2", "李四", OTHER)]
    for id, name, address in people:
        uow.members.add(Member(id=MemberId(id), name=name, organisation_id=BRANCH.id, joined_on=date(2011, 7, 1)))
        uow.accounts.add(Account(member_id=MemberId(id), address=address))
    uow.posts.add(Post(member_id=MemberId("1"), organisation_id=BRANCH.id, role=Role.SECRETARY))
    told = OutboundMessage(
        key="r",
        kind=MessageKind.REMINDER,
        send_at=NOW,
        recipient=MemberId("1"),
        state=DeliveryState.SENT,
        text="=提醒<b>一</b>",
        sent_at=NOW,
    )
    uow.outbox.add(told)


@asynccontextmanager
async def opened(database_url: str, fake: FakeLogin, **changes: object) -> AsyncIterator[Office]:
    placeholder = TestServer(web.Application())
    await placeholder.start_server()
    url = str(placeholder.make_url("")).rstrip("/")
    port = placeholder.port
    await placeholder.close()
    dingtalk = {key: value for key, value in (fake.settings() | changes).items() if key != "robots"}
    tables = {"database": {"url": database_url}, "server": {"public_url": url}, "dingtalk": dingtalk}
    async with open_app(Settings.model_validate(tables)) as app:
        app.robot.clock = lambda: NOW
        await app.robot.database.write(settle_in)
        server = TestServer(app.web, port=port)
        await server.start_server()
        office = Office(app, fake, url)
        yield office
        await office.browser.close()
        await server.close()
        for channel in app.robot.channels.values():
            await channel.close()


@pytest.fixture
async def fake() -> AsyncIterator[FakeLogin]:
    async with FakeLogin() as fake:
        yield fake


@pytest.fixture
async def office(database_url: str, fake: FakeLogin) -> AsyncIterator[Office]:
    async with opened(database_url, fake) as office:
        yield office


async def test_one_sees_what_is_kept_about_oneself_and_nothing_of_others(office: Office) -> None:
    await office.say("2026年5月20日党课，李四主讲，到12人")
    await office.say("2026年5月21日支委会，到3人", by=OTHER)
    await office.say("2026年5月22日主题党日，张三主持，到9人", by=OTHER)
    status, page, _ = await office.get("/me")
    assert status == 200
    for kept in (
        "张三",
        "工号",
        "2011年7月1日",
        "第一党支部 书记",
        "钉钉 zhangsan",
        "党课",
        "主题党日",
        "=提醒&lt;b&gt;一",
    ):
        assert kept in page
    assert "支委会" not in page
    assert "lisi" not in page


async def test_every_answer_is_locked_in(office: Office) -> None:
    _, _, page = await office.get("/me")
    assert "script-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    _, _, sent_on = await office.get("/login/dingtalk", allow_redirects=False)
    assert sent_on.headers["Referrer-Policy"] == "no-referrer"
    cookie = SimpleCookie(sent_on.headers["Set-Cookie"])["zhibu_login"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


async def test_the_table_opens_in_an_office_program_and_runs_nothing(office: Office) -> None:
    await office.get("/me")
    _, text, response = await office.get("/me/export")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert "attachment" in response.headers["Content-Disposition"]
    assert rows[0] == ["类别", "项目", "内容"]
    assert ["本人", "姓名", "张三"] in rows
    assert rows[-1][2].startswith("'=提醒")


async def test_without_a_login_there_is_nothing(office: Office) -> None:
    for path in ("/me", "/me/export"):
        status, text, response = await office.get(path, allow_redirects=False)
        assert (status, "张三" in text, response.headers["Location"].startswith("/")) == (302, False, True)


async def test_a_state_holds_once_and_in_one_browser(office: Office) -> None:
    await office.get("/me")
    assert "zhibu_login" not in {cookie.key for cookie in office.browser.cookie_jar}
    _, _, out = await office.get("/login/dingtalk", allow_redirects=False)
    state = SimpleCookie(out.headers["Set-Cookie"])["zhibu_login"].value
    back = f"/login/dingtalk/done?state={state}&authCode={office.fake.code_for('lisi')}"
    stolen = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
    async with stolen, stolen.get(office.url + back) as refused:
        assert (refused.status, "过期" in await refused.text()) == (403, True)
    headers = {"Cookie": f"zhibu_login={state}"}
    assert (await office.get(back, headers=headers, allow_redirects=False))[0] == 303
    again = f"/login/dingtalk/done?state={state}&authCode={office.fake.code_for('lisi')}"
    assert (await office.get(again, headers=headers, allow_redirects=False))[0] == 403


async def test_a_code_that_is_none_and_a_consent_that_was_refused(office: Office) -> None:
    office.fake.at_browser = ""
    assert (await office.get("/login/dingtalk"))[0] == 403
    _, _, out = await office.get("/login/dingtalk", allow_redirects=False)
    state = SimpleCookie(out.headers["Set-Cookie"])["zhibu_login"].value
    status, page, _ = await office.get(f"/login/dingtalk/done?state={state}&authCode=none")
    assert (status, "重新登录" in page, "fake-secret" in page) == (403, True, False)


async def test_a_consent_in_another_organisation_is_none(office: Office) -> None:
    office.fake.chosen_corp = "dingother"
    status, page, _ = await office.get("/me")
    assert (status, "选择本单位" in page) == (403, True)


async def test_a_stranger_sees_nothing(office: Office) -> None:
    office.fake.at_browser = "stranger"
    status, page, _ = await office.get("/me")
    assert (status, "花名册" in page, "张三" in page) == (403, True, False)


async def test_who_left_sees_nothing_from_that_moment_on(office: Office) -> None:
    assert (await office.get("/me"))[0] == 200
    await office.robot.database.write(lambda uow: depart(uow, ME, NOW, tell_at=NOW))
    assert (await office.get("/me"))[0] == 403
    assert (await office.get("/me/export"))[0] == 403


async def test_a_login_ends(office: Office) -> None:
    await office.get("/me")
    office.robot.clock = lambda: NOW + SEEN_FOR
    assert (await office.get("/me", allow_redirects=False))[0] == 302
    office.robot.clock = lambda: NOW
    assert (await office.get("/me", allow_redirects=False))[0] == 200
    async with office.browser.post(f"{office.url}/logout", allow_redirects=False) as out:
        assert out.status == 303
    assert (await office.get("/me", allow_redirects=False))[0] == 302


async def test_in_the_client_nobody_is_asked(office: Office) -> None:
    agent = {"User-Agent": "Mozilla/5.0 AliApp(DingTalk/7.6.0)"}
    status, page, response = await office.get("/login/dingtalk", headers=agent)
    assert (status, 'data-corp="dingcorp"' in page) == (200, True)
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self' https://g.alicdn.com;" in policy
    state = SimpleCookie(response.headers["Set-Cookie"])["zhibu_login"].value
    code = office.fake.code_for("zhangsan")
    status, page, _ = await office.get(f"/login/dingtalk/done?state={state}&code={code}&inside=1")
    assert (status, "zhangsan" in page) == (200, True)


async def test_without_a_public_address_there_is_no_page(database_url: str, fake: FakeLogin) -> None:
    dingtalk = {key: value for key, value in fake.settings().items() if key != "robots"}
    tables = {"database": {"url": database_url}, "dingtalk": dingtalk}
    async with open_app(Settings.model_validate(tables)) as app:
        offered = {route.canonical for route in app.web.router.resources()}
        assert not offered & {"/me/export", "/logout", "/login/{platform}"}
        async with TestClient(TestServer(app.web)) as browser:
            response = await browser.get("/me")
            assert (response.status, "你存了我什么" in await response.text()) == (404, True)
        for channel in app.robot.channels.values():
            await channel.close()


@pytest.mark.parametrize("path", ["/login/wecom", "/login/x/done", "/me/own.html", "/me/..%2fown.py"])
async def test_what_is_not_there(office: Office, path: str) -> None:
    assert (await office.get(path))[0] == 404


async def test_what_a_browser_keeps_cannot_be_changed(office: Office) -> None:
    seals = Seals(office.robot.database)
    session = await seals.seal_session(ME, NOW)
    assert await seals.open_session(session, NOW) == ME
    assert await Seals(office.robot.database).open_session(session, NOW) == ME
    state = await seals.seal_state(NOW)
    forged = [
        session[:-1] + ("0" if session[-1] != "0" else "1"),
        "",
        ".",
        "x.y",
        f"A{session}",
        state,
        "\ud800.\ud800",
    ]
    assert [await seals.open_session(one, NOW) for one in forged] == [None] * len(forged)
    assert not await seals.take_state(state, state, NOW + LOGIN_WITHIN)
    assert not await seals.take_state(session, session, NOW)
    assert await seals.take_state(state, state, NOW)
