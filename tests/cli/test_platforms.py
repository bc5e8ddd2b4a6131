"""`zhibu check` and `zhibu wecom menu`, against the fake platform."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot import wording
from bot.clock import system_now
from bot.storage.database import Database
from schedules.outbox import Content, MessageKind, OutboundMessage
from schedules.people.address import Address
from tests.cli.conftest import Done, Zhibu
from tests.fakes.dingtalk_office import FakeOffice
from tests.fakes.dingtalk_sending import READ_STATE, FakeSending
from tests.fakes.dingtalk_sending import Fault as DingtalkFault
from tests.fakes.wecom import CREATE_GROUP, MENU, RECALL, FakeWecom, Fault

IN_ORDER, NOT_SO = "✓", "✗"


@pytest.fixture
async def fake() -> AsyncIterator[FakeWecom]:
    async with FakeWecom(now=system_now) as fake:
        yield fake


def write_settings(settings: Mapping[str, Any]) -> None:
    robots = settings["robots"]
    values = [f"{key} = {value!r}" for key, value in settings.items() if key != "robots"]
    lines = ["[wecom]", *values, "[wecom.robots]", *(f"{key} = {value!r}" for key, value in robots.items())]
    Path("zhibu.toml").write_text("\n".join(lines), "utf-8")


async def call(zhibu: Zhibu, *arguments: str) -> Done:
    return await asyncio.to_thread(zhibu, *arguments)


async def test_the_menu_is_set(fake: FakeWecom, zhibu: Zhibu) -> None:
    write_settings(fake.settings())
    done = await call(zhibu, "wecom", "menu")

    assert done.status == 0
    assert [entry["name"] for entry in fake.menu] == ["记一条", "本月待办", "更多"]
    assert "记一条、本月待办、台账、简报、我的数据、帮助" in done.out


async def test_a_menu_that_the_platform_does_not_take(fake: FakeWecom, zhibu: Zhibu) -> None:
    write_settings(fake.settings())
    fake.fail(MENU, Fault(code=60020))
    done = await call(zhibu, "wecom", "menu")

    assert done.status == 1
    assert "企业可信IP" in done.err


ROSTER = {
    "组织.csv": "编号,名称,类型\njw,机关党委,机关党委\nzb1,第一党支部,党支部\nzb2,第二党支部,党支部\n",
    "人员.csv": "工号,姓名,组织编号,职务,企业微信账号\n1,王芳,zb1,委员@jw,wangfang\n2,李建国,zb1,书记；书记@jw,lijianguo\n3,赵敏,zb2,书记,zhaomin\n",
}


def write_roster(platform: str = "企业微信") -> None:
    for name, rows in ROSTER.items():
        Path(name).write_text(rows.replace("企业微信", platform), "utf-8")


async def test_a_group_is_made_for_an_organisation_and_its_digests_go_there(fake: FakeWecom, zhibu: Zhibu) -> None:
    write_settings(fake.settings())
    write_roster()
    await call(zhibu, "roster", "import", ".", "--apply")
    done = await call(zhibu, "wecom", "group", "zb1")

    assert (done.status, done.out.startswith("已建群：第一党支部，2 人")) == (0, True)
    [(chat_id, group)] = fake.groups.items()
    assert (group["owner"], group["userlist"]) == ("lijianguo", ["lijianguo", "wangfang"])
    assert "接收简报" in fake.texts_to(chat_id)[0]
    assert (await call(zhibu, "wecom", "group", "jw")).out.startswith("已建群：机关党委，2 人"), (
        "who holds a post there"
    )
    assert "不足 2 人" in (await call(zhibu, "wecom", "group", "zb2")).err
    assert "没有编号为 zb9 的组织" in (await call(zhibu, "wecom", "group", "zb9")).err
    fake.fail(CREATE_GROUP, Fault(code=48002))
    assert "48002" in (await call(zhibu, "wecom", "group", "zb1")).err


def write_attachments() -> None:
    Path("a.md").write_text("**通知**", "utf-8")
    Path("a.png").write_bytes(b"\x89PNG" + bytes(20))


async def test_each_form_is_posted_in_a_group(fake: FakeWecom, zhibu: Zhibu) -> None:
    write_settings(fake.settings())
    write_attachments()
    link = ("--link", "https://dj.example.gov.cn/", "--title", "学习材料", "--text", "请阅")
    forms = [
        ("--text", "请阅"),
        ("--markdown", "a.md"),
        ("--image", "a.png"),
        ("--file", "a.png"),
        link,
        (*link, "--card"),
    ]
    write_roster()
    await call(zhibu, "roster", "import", ".", "--apply")
    for form in forms:
        assert (await call(zhibu, "wecom", "post", "committee-group", *form)).out == "已发给群“committee-group”。\n"
        assert (await call(zhibu, "wecom", "post", "1", *form)).out == "已发给王芳同志。\n"
    for target in ("committee-group", "wangfang"):
        kinds = [sent.payload["msgtype"] for sent in fake.sent if sent.target == target]
        assert kinds == ["text", "markdown", "image", "file", "news", "template_card"]
    await call(zhibu, "wecom", "group", "zb1")
    assert (await call(zhibu, "wecom", "post", "zb1", "--file", "a.png")).out == "已发给第一党支部的群。\n"
    assert fake.sent[-1].payload["msgtype"] == "file"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("committee-group",), "请在 --text"),
        (("committee-group", "--text", "a", "--image", "a.png"), "一次发一条"),
        (("committee-group", "--link", "https://a.cn"), "--title"),
        (("committee-group", "--file", "none.pdf"), "none.pdf"),
        (("another", "--text", "a"), "another"),
    ],
)
async def test_what_cannot_be_posted_is_told(
    fake: FakeWecom, zhibu: Zhibu, arguments: tuple[str, ...], told: str
) -> None:
    write_settings(fake.settings())
    done = await call(zhibu, "wecom", "post", *arguments)
    assert (done.status, told in done.err, fake.sent) == (1, True, [])


async def test_sent_messages_are_taken_back(fake: FakeWecom, zhibu: Zhibu) -> None:
    write_settings(fake.settings())
    assert (await call(zhibu, "outbox", "recall", "1")).err.startswith("发件箱中没有 #1")
    address = Address(channel="wecom", account="wangfang")
    notice = OutboundMessage(
        key="n1", kind=MessageKind.NOTICE, send_at=system_now(), address=address, content=Content(text="会议改期")
    )
    database = await Database.open("sqlite+aiosqlite:///var/zhibu.db")
    await database.write(lambda uow: uow.outbox.add(notice))
    await database.close()

    done = await call(zhibu, "outbox", "recall", "1")
    assert (done.status, done.out) == (1, f"#1 没有撤回：{wording.NOT_SENT}。\n")
    assert (await call(zhibu, "pump")).out == "已处理 1 条。\n"
    fake.fail(RECALL, Fault(code=40058))
    assert "40058" in (await call(zhibu, "outbox", "recall", "1")).out
    for _ in range(2):
        assert (await call(zhibu, "outbox", "recall", "1")).out == "#1 已撤回。\n"
    assert len(fake.recalled) == 1
    assert "已撤回" in (await call(zhibu, "outbox", "list", "--all")).out


async def test_the_keys_are_tried(fake: FakeWecom, zhibu: Zhibu) -> None:
    write_settings(fake.settings())
    done = await call(zhibu, "check", "wecom")
    assert (done.status, NOT_SO in done.out) == (0, False)
    assert f"{IN_ORDER} 企业微信应用：已取得访问凭证" in done.out

    write_settings(fake.settings() | {"secret": "another"})
    done = await call(zhibu, "check", "wecom")
    assert done.status == 1
    [fault] = [line for line in done.out.splitlines() if line.startswith(NOT_SO)]
    assert "请在管理后台 → 应用管理" in fault


@pytest.fixture
async def dingtalk() -> AsyncIterator[FakeSending]:
    async with FakeSending() as fake:
        yield fake


def connect_dingtalk(fake: FakeSending, **changes: str) -> None:
    settings = {key: value for key, value in fake.settings().items() if key != "robots"} | changes
    Path("zhibu.toml").write_text("\n".join(["[dingtalk]", *(f"{k} = {v!r}" for k, v in settings.items())]), "utf-8")


async def test_the_keys_of_dingtalk_are_tried(dingtalk: FakeSending, zhibu: Zhibu) -> None:
    connect_dingtalk(dingtalk)
    done = await call(zhibu, "check", "dingtalk")

    assert done.status == 0
    assert done.out.startswith(f"{IN_ORDER} 钉钉：")
    assert not dingtalk.sent


@pytest.mark.parametrize(
    ("changes", "page"),
    [
        ({"client_secret": "wrong"}, "凭证与基础信息"),
        ({"robot_code": "dingother"}, "机器人 核对 RobotCode"),
        ({"api_base": "http://127.0.0.1:9"}, "api_base"),
    ],
)
async def test_each_fault_of_dingtalk_is_a_line_that_tells_where_to_mend_it(
    dingtalk: FakeSending, zhibu: Zhibu, changes: dict[str, str], page: str
) -> None:
    connect_dingtalk(dingtalk, **changes)
    done = await call(zhibu, "check", "dingtalk")

    assert done.status == 1
    [line] = done.out.splitlines()
    assert line.startswith(f"{NOT_SO} ")
    assert page in line


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("AccessTokenPermissionDenied", "权限管理"),
        ("IpNotInWhiteList", "安全设置"),
        ("ApiCountLimitForOrg", "用量管理"),
    ],
)
async def test_what_the_platform_denies_the_robot_is_told(
    dingtalk: FakeSending, zhibu: Zhibu, code: str, page: str
) -> None:
    connect_dingtalk(dingtalk)
    dingtalk.fail(READ_STATE, DingtalkFault(status=403, code=f"Forbidden.AccessDenied.{code}"))
    done = await call(zhibu, "check", "dingtalk")

    assert done.status == 1
    assert page in done.out


@pytest.mark.parametrize("platform", ["wecom", "dingtalk"])
def test_a_platform_that_is_not_set_up_is_told_how(zhibu: Zhibu, platform: str) -> None:
    done = zhibu("check", platform)

    assert done.status == 1
    assert f"[{platform}]" in done.out


def test_what_is_not_in_order_has_its_remedy(zhibu: Zhibu) -> None:
    Path("zhibu.toml").write_text('[sandbox]\nenabled = "off"', "utf-8")
    done = zhibu("check")
    wrong = [line for line in done.out.splitlines() if line.startswith(NOT_SO)]

    assert done.status == 1
    assert any("花名册：0 个组织" in line and "zhibu roster import" in line for line in wrong)
    assert any("渠道：未配置" in line for line in wrong)
    assert all("请" in line for line in wrong)


def test_everything_is_looked_at(office: Zhibu) -> None:
    done = office("check")

    assert done.status == 0, done
    assert [line[0] for line in done.out.splitlines()] == [IN_ORDER] * 7


def test_a_database_that_cannot_be_opened_is_one_of_the_findings(zhibu: Zhibu) -> None:
    Path("x").mkdir()
    Path("zhibu.toml").write_text('[database]\nurl = "sqlite+aiosqlite:///x"', "utf-8")
    done = zhibu("check")

    assert done.status == 1
    assert f"{NOT_SO} 数据库：打不开数据库文件。请" in done.out


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("[wecom.robots]\nx = 'KEY'", "企业微信群机器人"),
        ("[dingtalk.robots]\nx = { access_token = 'KEY', secret = 'SECx' }", "钉钉群机器人"),
    ],
)
def test_robots_of_groups_are_a_channel(zhibu: Zhibu, table: str, name: str) -> None:
    Path("zhibu.toml").write_text(table, "utf-8")

    assert f"{IN_ORDER} 设置：没有问题；渠道：{name}\n" in zhibu("check").out


def write_dingtalk_settings(settings: Mapping[str, Any]) -> None:
    lines = ["[dingtalk]", *(f"{key} = {value!r}" for key, value in settings.items() if key != "robots")]
    for name, robot in settings["robots"].items():
        lines += [f"[dingtalk.robots.{name}]", *(f"{key} = {value!r}" for key, value in robot.items())]
    Path("zhibu.toml").write_text("\n".join(lines), "utf-8")


async def test_each_form_is_posted_on_dingtalk(zhibu: Zhibu) -> None:
    write_attachments()
    write_roster("钉钉")
    await call(zhibu, "roster", "import", ".", "--apply")
    link = ("--link", "https://dj.example.gov.cn/", "--title", "学习材料", "--text", "请阅")
    worded = [("--text", "请阅"), ("--markdown", "a.md"), link, (*link, "--card")]
    async with FakeOffice() as fake:
        write_dingtalk_settings(fake.settings())
        for form in worded:
            posted = await call(zhibu, "dingtalk", "post", "committee-group", *form)
            assert posted.out == "已发给群“committee-group”。\n"
        for form in [*worded, ("--image", "a.png"), ("--file", "a.png")]:
            done = await call(zhibu, "dingtalk", "post", "1", *form)
            assert (done.out, done.err) == ("已发给王芳同志。\n", "")
        refused = await call(zhibu, "dingtalk", "post", "committee-group", "--image", "a.png")
        assert (refused.status, "自定义机器人" in refused.err) == (1, True)
    kinds = {
        target: [sent.kind for sent in fake.sent if sent.target == target] for target in ("committee-group", "wangfang")
    }
    assert kinds == {
        "committee-group": ["text", "markdown", "link", "actionCard"],
        "wangfang": [
            "sampleText", "sampleMarkdown", "sampleLink", "sampleActionCard", "sampleImageMsg", "sampleFile",
        ],
    }  # fmt: skip
