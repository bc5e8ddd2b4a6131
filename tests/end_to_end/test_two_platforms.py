"""One roster on two platforms at once: a secretary with an account on each, the real robot, and both fakes on sockets."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import App, open_app
from bot.settings import Settings
from schedules.outbox import DeliveryState, MessageKind
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.ports import UnitOfWork
from tests.fakes.dingtalk_callbacks import FakePoster
from tests.fakes.dingtalk_cards import Card
from tests.fakes.dingtalk_lists import FakeLists
from tests.fakes.dingtalk_sending import Fault
from tests.fakes.wecom import FakeWecom
from tests.waiting import until

NOW = datetime(2026, 6, 24, 1, 10, tzinfo=UTC)
BRANCH = OrganisationId("zb1")
ADDRESSES = {name: Address(channel=name, account="lijianguo") for name in ("wecom", "dingtalk")}
DAY = timedelta(days=1)
LECTURE = "今天党课，书记主讲，到12人"
HELD = ("今天主题党日，参观党史馆，到12人", LECTURE)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Branch:
    """A branch whose secretary has both accounts, and a clock that is set by hand."""

    def __init__(self, app: App, wecom: FakeWecom, dingtalk: FakeLists, people: FakePoster) -> None:
        self.robot, self.wecom, self.dingtalk, self.people = app.robot, wecom, dingtalk, people
        self.now = NOW
        self.robot.clock = lambda: self.now

    async def settle(
        self, *, platform: str, tasks: bool = False, calendar: bool = False, owed_from: date = date(2026, 6, 1)
    ) -> None:
        organisation = Organisation(
            id=BRANCH,
            name="第一党支部",
            kind=OrganisationKind.BRANCH,
            profile="neimenggu-shizhi-2023",
            settings=OrganisationSettings(platform=platform, tasks=tasks, calendar=calendar, owed_from=owed_from),
        )

        def store(uow: UnitOfWork) -> None:
            uow.organisations.add(organisation, next_review_at=NOW)
            uow.members.add(Member(id=MemberId("1"), name="李建国", organisation_id=BRANCH))
            uow.posts.add(Post(member_id=MemberId("1"), organisation_id=BRANCH, role=Role.SECRETARY))
            for address in ADDRESSES.values():
                uow.accounts.add(Account(member_id=MemberId("1"), address=address))

        await self.robot.database.write(store)

    async def write_on(self, platform: str, words: str) -> None:
        if platform == "wecom":
            assert (await self.wecom.say("lijianguo", words)).status == 200
        else:
            assert (await self.people.say("lijianguo", words))[0] == 200

    async def beat(self, at: datetime) -> None:
        self.now = at
        await self.robot.tick()
        while await self.robot.pump():
            pass

    async def remind(self) -> None:
        """Let the morning of the first day pass."""
        for minute in (0, 15, 30, 31, 32):
            await self.beat(NOW + timedelta(minutes=minute))

    async def reminded_on(self) -> list[str]:
        """The platforms of all reminders that were sent."""
        sent = await self.robot.database.read(
            lambda uow: uow.outbox.list(states=[DeliveryState.SENT], kind=MessageKind.REMINDER)
        )
        return [message.receipt.address.channel for message in sent if message.receipt]

    def seen(self) -> dict[str, int]:
        """How many messages of the robot's own are on each platform."""
        return {"wecom": len(self.wecom.texts_to("lijianguo")), "dingtalk": len(self.dingtalk.cards)}

    async def records(self) -> int:
        return len(await self.robot.database.read(lambda uow: uow.activities.list()))

    async def card(self) -> Card:
        await until(lambda: self.dingtalk.cards)
        return self.dingtalk.cards[-1]


@pytest.fixture
async def branch(database_url: str, tmp_path: Path) -> AsyncIterator[Branch]:
    async with FakeLists() as dingtalk, FakeWecom() as wecom, aiohttp.ClientSession() as session:
        dingtalk.people[1] = [("lijianguo", "李建国")]
        placeholder = TestServer(web.Application())
        await placeholder.start_server()
        url, port = str(placeholder.make_url("")).rstrip("/"), placeholder.port
        await placeholder.close()
        tables = {
            "database": {"url": database_url},
            "server": {"public_url": url},
            "dingtalk": dingtalk.settings() | {"robots": {}},
            "wecom": wecom.settings() | {"robots": {}},
            "evidence": {"folder": str(tmp_path / "files")},
        }
        async with open_app(Settings.model_validate(tables)) as app:
            server = TestServer(app.web, port=port)
            await server.start_server()
            wecom.connect(f"{url}/wecom/callback")
            people = FakePoster(sending=dingtalk, callback=f"{url}/dingtalk/robot", session=session)
            yield Branch(app, wecom, dingtalk, people)
            for channel in app.robot.channels.values():
                await channel.close()
            await server.close()


@pytest.mark.parametrize("platform", ["wecom", "dingtalk"])
async def test_a_reminder_comes_once_where_its_reader_wrote_last(branch: Branch, platform: str) -> None:
    await branch.settle(platform="wecom" if platform == "dingtalk" else "dingtalk")
    await branch.write_on("dingtalk" if platform == "wecom" else "wecom", "帮助")
    branch.now += timedelta(minutes=1)
    await branch.write_on(platform, "帮助")
    before = branch.seen()
    await branch.remind()
    assert await branch.reminded_on() == [platform]
    after = branch.seen()
    assert [name for name in after if after[name] > before[name]] == [platform]


@on_sqlite
@pytest.mark.parametrize("platform", ["wecom", "dingtalk"])
async def test_who_never_wrote_is_reminded_where_his_organisation_wants(branch: Branch, platform: str) -> None:
    await branch.settle(platform=platform)
    await branch.remind()
    assert await branch.reminded_on() == [platform]


@on_sqlite
@pytest.mark.parametrize("platform", ["wecom", "dingtalk"])
async def test_a_record_from_either_platform_silences_both(branch: Branch, platform: str) -> None:
    await branch.settle(platform="dingtalk" if platform == "wecom" else "wecom")
    await branch.remind()
    assert len(await branch.reminded_on()) == 1
    branch.now += timedelta(hours=1)
    for words in HELD:
        await branch.write_on(platform, words)
    assert await branch.records() == len(HELD)
    for day in range(1, 6):
        await branch.beat(NOW + day * DAY + timedelta(minutes=30))
    told = await branch.robot.database.read(lambda uow: uow.outbox.list(kind=MessageKind.REMINDER))
    texts = [message.text for message in told if message.sent_at and message.sent_at > NOW + DAY]
    assert not [text for text in texts if "主题党日（6月）" in text]


@on_sqlite
async def test_a_button_on_dingtalk_knows_what_was_recorded_on_wecom(branch: Branch) -> None:
    await branch.settle(platform="dingtalk")
    await branch.remind()
    card = await branch.card()
    [label] = [label for label in card.labels if "1" in label and "完成" in label]
    branch.now += timedelta(minutes=5)
    await branch.write_on("wecom", LECTURE)
    assert await branch.dingtalk.press(card, label, session=branch.people.session) == 200
    assert await branch.records() == 1
    assert card.variables["answer"].endswith("“党课（第二季度）”已经完成，不再提醒。")


@on_sqlite
async def test_a_button_on_wecom_knows_what_was_recorded_on_dingtalk(branch: Branch) -> None:
    await branch.settle(platform="wecom")
    await branch.remind()
    [reminder] = await branch.robot.database.read(lambda uow: uow.outbox.list(kind=MessageKind.REMINDER))
    assert reminder.content
    branch.now += timedelta(minutes=5)
    await branch.write_on("dingtalk", LECTURE)
    pressed = await branch.wecom.press("lijianguo", reminder.content.buttons[0].action)
    assert pressed.reply == "“党课（第二季度）”已经完成，不再提醒。"
    assert await branch.records() == 1


async def test_what_was_reminded_of_is_a_to_do_until_its_record(branch: Branch) -> None:
    await branch.settle(platform="dingtalk", tasks=True)
    branch.dingtalk.fail("/v1.0/todo/users/union-lijianguo/tasks", Fault(reset=True, carried_out=True))
    await branch.remind()
    given = branch.dingtalk.open_tasks("lijianguo")
    assert "主题党日（6月） 第一党支部" in given
    assert len(given) == len(set(given)), "an answer that was lost gives nothing twice"
    branch.now += timedelta(minutes=5)
    await branch.write_on("wecom", HELD[0])
    await branch.beat(branch.now + timedelta(minutes=1))
    done = branch.dingtalk.done_tasks("lijianguo")
    assert done == ["“七一”主题党日 第一党支部", "主题党日（6月） 第一党支部"]
    assert branch.dingtalk.open_tasks("lijianguo") == [one for one in given if one not in done]
    await branch.beat(branch.now + DAY)
    assert branch.dingtalk.done_tasks("lijianguo") == done


@on_sqlite
async def test_a_month_is_ticked_off_while_the_one_before_is_still_owed(branch: Branch) -> None:
    await branch.settle(platform="dingtalk", tasks=True, owed_from=date(2026, 5, 1))
    await branch.remind()
    await branch.write_on("dingtalk", HELD[0])
    await branch.beat(branch.now + timedelta(minutes=1))
    assert "主题党日（6月） 第一党支部" in branch.dingtalk.done_tasks("lijianguo")
    assert "主题党日（5月） 第一党支部" in branch.dingtalk.open_tasks("lijianguo")


@on_sqlite
async def test_what_is_waived_is_no_to_do_any_more(branch: Branch) -> None:
    await branch.settle(platform="dingtalk", tasks=True)
    await branch.remind()
    given = branch.dingtalk.open_tasks("lijianguo")
    tasks = await branch.robot.database.read(lambda uow: uow.outbox.list(kind=MessageKind.TASK))
    [task] = [task for task in tasks if task.text.startswith("主题党日")]
    occurrence = task.key.removeprefix("task:").rpartition(":")[0]
    await branch.people.say("lijianguo", f"不适用 ⟨na:{occurrence}:above⟩")
    await branch.beat(branch.now + timedelta(minutes=1))
    assert branch.dingtalk.done_tasks("lijianguo") == []
    assert branch.dingtalk.open_tasks("lijianguo") == [one for one in given if not one.startswith("主题党日")]


@on_sqlite
async def test_without_the_setting_nobody_has_to_dos(branch: Branch) -> None:
    await branch.settle(platform="dingtalk")
    await branch.remind()
    assert branch.dingtalk.lists == {}


@on_sqlite
async def test_on_a_platform_without_lists_nobody_has_to_dos(branch: Branch) -> None:
    await branch.settle(platform="wecom", tasks=True)
    await branch.remind()
    tasks = await branch.robot.database.read(lambda uow: uow.outbox.list(kind=MessageKind.TASK))
    assert (list(tasks), branch.dingtalk.lists) == ([], {})


@on_sqlite
async def test_lists_that_may_not_be_written_hold_up_nothing(branch: Branch) -> None:
    await branch.settle(platform="dingtalk", tasks=True)
    denied = Fault(status=403, code="Forbidden.AccessDenied.AccessTokenPermissionDenied")
    branch.dingtalk.fail("/v1.0/todo/users/union-lijianguo/tasks", denied, times=100)
    await branch.remind()
    await branch.write_on("dingtalk", HELD[0])
    await branch.beat(NOW + DAY + timedelta(minutes=30))
    assert await branch.records() == 1
    tasks = await branch.robot.database.read(lambda uow: uow.outbox.list(kind=MessageKind.TASK))
    assert any("待办的读写权限" in task.reason for task in tasks)


@on_sqlite
async def test_a_meeting_that_is_announced_is_noted_by_who_wants_it(branch: Branch) -> None:
    await branch.settle(platform="dingtalk", calendar=True)
    await branch.people.say("lijianguo", "6月30日下午召开支部党员大会，请大家准时参加")
    card = await branch.card()
    assert card.labels == ["记入我的日程"]
    assert await branch.dingtalk.press(card, "记入我的日程", session=branch.people.session) == 200
    await branch.people.say("lijianguo", "记入我的日程 ⟨note:branch_assembly:2026-06-30⟩")
    for minute in (1, 2):
        await branch.beat(NOW + timedelta(minutes=minute))
    [event] = branch.dingtalk.calendars["lijianguo"]
    told = await branch.robot.database.read(
        lambda uow: uow.outbox.list(recipient=MemberId("1"), kind=MessageKind.EVENT)
    )
    assert [message.text for message in told] == ["第一党支部 支部党员大会"], (
        "what is kept about him is told him at /me"
    )
    assert (event["summary"], event["start"]) == ("第一党支部 支部党员大会", {"date": "2026-06-30"})
    assert await branch.records() == 0


@on_sqlite
async def test_the_ledger_comes_as_a_file(branch: Branch) -> None:
    await branch.settle(platform="dingtalk")
    await branch.write_on("dingtalk", LECTURE)
    await branch.write_on("dingtalk", "导出台账")
    await branch.beat(NOW + timedelta(minutes=1))
    [(kind, name, content)] = branch.dingtalk.uploads.values()
    assert (kind, name[-5:], content[:2]) == ("file", ".xlsx", b"PK")
    assert [sent.words["fileName"] for sent in branch.dingtalk.sent if sent.kind == "sampleFile"] == [name]
