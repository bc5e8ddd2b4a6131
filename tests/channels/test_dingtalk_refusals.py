"""What the platform refuses: given up, waited for or told as unknown, in Chinese with a remedy, and without a secret."""

import logging
import traceback
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.channels.base import SendError
from bot.channels.dingtalk import calls
from bot.channels.dingtalk.channel import DingtalkChannel
from bot.channels.dingtalk.settings import DingtalkSettings
from schedules.outbox import Content
from schedules.people.address import Address
from tests.fakes.dingtalk_sending import ROBOT, TO_MEMBERS, TOKEN, FakeSending, Fault

MEMBER = Address(channel="dingtalk", account="zhangsan")
GROUP = Address(channel="dingtalk", account="committee-group", is_group=True)
NEVER = "Forbidden.AccessDenied."


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 6, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[FakeSending]:
    async with FakeSending(now=clock) as fake:
        yield fake


@pytest.fixture
async def channel(fake: FakeSending, clock: Clock) -> AsyncIterator[DingtalkChannel]:
    channel = DingtalkChannel(DingtalkSettings.model_validate(fake.settings()), now=clock)
    yield channel
    await channel.close()


async def error_of(channel: DingtalkChannel, address: Address) -> SendError:
    with pytest.raises(SendError) as raised:
        await channel.send(address, Content(text="党课"), key="k")
    return raised.value


@pytest.mark.parametrize(
    "code",
    [
        *("chatbotId.notAllow.sendOTO", "robot.oto.notExist", "invalid.openConversationId", "group.disbanded"),
        *("bot.stopped", "staffId.notExisted", "invalidParameter.robotCode.auth"),
    ],
)
async def test_what_trying_again_cannot_mend_is_permanent(
    fake: FakeSending, channel: DingtalkChannel, code: str
) -> None:
    fake.fail(TO_MEMBERS, Fault(status=400, code=code))
    error = await error_of(channel, MEMBER)
    assert (error.permanent, error.ambiguous) == (True, False)
    assert error.reason.startswith(f"钉钉 {code}：")
    assert "请" in error.reason


@pytest.mark.parametrize("code", [400013, 400101, 400102, 400105, 400106, 430101, 430104, "400101"])
async def test_a_robot_that_is_gone_is_permanent(fake: FakeSending, channel: DingtalkChannel, code: int | str) -> None:
    fake.fail(ROBOT, Fault(code=code))
    assert (await error_of(channel, GROUP)).permanent


@pytest.mark.parametrize(
    ("status", "code", "pause"),
    [
        (403, f"{NEVER}QpsLimitForAppkeyAndApi", timedelta(seconds=2)),
        (403, f"{NEVER}QpmLimitForAppkeyAndApi", timedelta(minutes=1)),
        (403, f"{NEVER}QpsLimitForApi", timedelta(seconds=30)),
        (403, f"{NEVER}ApiCountLimitForOrg", timedelta(hours=1)),
        (403, f"{NEVER}AccessTokenPermissionDenied", timedelta(minutes=10)),
        (403, f"{NEVER}IpNotInWhiteList", timedelta(minutes=10)),
        (400, "send.too.fast", timedelta(minutes=1)),
        (400, "too.many.people", timedelta(minutes=1)),
        (429, "system.busy", None),
        (400, "something.new", None),
    ],
)
async def test_what_passes_is_waited_for(
    fake: FakeSending, channel: DingtalkChannel, status: int, code: str, pause: timedelta | None
) -> None:
    fake.fail(TO_MEMBERS, Fault(status=status, code=code))
    error = await error_of(channel, MEMBER)
    assert (error.permanent, error.ambiguous, error.pause) == (False, False, pause)
    await channel.send(MEMBER, Content(text="党课"), key="k")
    assert fake.texts_to("zhangsan") == ["党课"]


@pytest.mark.parametrize(
    ("code", "message"),
    [(410100, "发送速度太快而限流"), (130101, "send too fast, exceed 20 times per minute"), (7, "Send too fast")],
)
async def test_a_robot_that_was_too_quick_is_left_alone_for_ten_minutes(
    fake: FakeSending, channel: DingtalkChannel, code: int, message: str
) -> None:
    fake.fail(ROBOT, Fault(code=code, message=message))
    error = await error_of(channel, GROUP)
    assert (error.permanent, error.pause) == (False, timedelta(minutes=10))


async def test_a_member_that_there_is_not_is_permanent(fake: FakeSending, channel: DingtalkChannel) -> None:
    fake.invalid.add("zhangsan")
    error = await error_of(channel, MEMBER)
    assert error.permanent
    assert "人员表" in error.reason


async def test_a_member_under_flow_control_is_sent_to_again(fake: FakeSending, channel: DingtalkChannel) -> None:
    fake.controlled.add("zhangsan")
    error = await error_of(channel, MEMBER)
    assert (error.permanent, error.pause) == (False, timedelta(minutes=1))
    fake.controlled.clear()
    await channel.send(MEMBER, Content(text="党课"), key="k")
    assert fake.texts_to("zhangsan") == ["党课"]


# -- the rules of a group's robot ---------------------------------------------------------------------------------


async def test_a_robot_that_wants_a_keyword(fake: FakeSending, channel: DingtalkChannel) -> None:
    fake.robots["committee-group"].keyword = "通知"
    assert "关键词" in (await error_of(channel, GROUP)).reason


async def test_a_robot_that_does_not_listen_to_the_address(fake: FakeSending, channel: DingtalkChannel) -> None:
    fake.robots["committee-group"].shuts_out = "192.0.2.1"
    reason = (await error_of(channel, GROUP)).reason
    assert "IP" in reason
    assert "192.0.2.1" in reason


async def test_a_robot_with_another_secret(fake: FakeSending, channel: DingtalkChannel) -> None:
    fake.robots["committee-group"].secret = "SECother"
    error = await error_of(channel, GROUP)
    assert "加签密钥" in error.reason
    assert (error.permanent, error.pause) == (False, timedelta(minutes=10))


async def test_a_robot_with_another_time(fake: FakeSending, channel: DingtalkChannel, clock: Clock) -> None:
    fake.now = lambda: clock() + timedelta(hours=2)
    assert "校准系统时钟" in (await error_of(channel, GROUP)).reason


@pytest.mark.parametrize(
    ("message", "remedy"),
    [("机器人发送签名不匹配", "加签密钥"), ("关键词不匹配", "关键词"), ("a rule of next year", "安全设置")],
)
async def test_newer_words_for_a_broken_rule(
    fake: FakeSending, channel: DingtalkChannel, message: str, remedy: str
) -> None:
    fake.fail(ROBOT, Fault(code=310000, message=message))
    assert remedy in (await error_of(channel, GROUP)).reason


# -- the network --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "ambiguous"),
    [
        (Fault(reset=True), True),
        (Fault(reset=True, carried_out=True), True),
        (Fault(status=500, code="system.error"), True),
        (Fault(status=504, garbage=True), True),
        (Fault(status=403, garbage=True), False),
        (Fault(garbage=True), True),
        (Fault(delay=3, carried_out=True), True),
    ],
)
async def test_an_unknown_outcome_is_told_as_such(
    fake: FakeSending, channel: DingtalkChannel, monkeypatch: pytest.MonkeyPatch, fault: Fault, *, ambiguous: bool
) -> None:
    monkeypatch.setattr(calls, "TIMEOUT", aiohttp.ClientTimeout(total=2))  # long enough for a token on a busy machine
    for address, path in ((MEMBER, TO_MEMBERS), (GROUP, ROBOT)):
        fake.fail(path, fault)
        error = await error_of(channel, address)
        assert (error.permanent, error.ambiguous) == (False, ambiguous)


@pytest.mark.parametrize("status", [200, 403])
async def test_the_gateway_that_bans_an_address_is_waited_for(
    fake: FakeSending, channel: DingtalkChannel, status: int
) -> None:
    fake.fail(TO_MEMBERS, Fault(status=status, body={"status": 1111, "wait": 5, "source": "x5", "punish": "deny"}))
    error = await error_of(channel, MEMBER)
    assert (error.permanent, error.pause) == (False, timedelta(minutes=5))
    assert "出口 IP" in error.reason


@pytest.mark.parametrize("body", [{"Code": "bot.stopped", "Message": "x", "RequestId": "1"}])
async def test_keys_are_read_whatever_their_case(
    fake: FakeSending, channel: DingtalkChannel, body: dict[str, str]
) -> None:
    fake.fail(TO_MEMBERS, Fault(status=400, body=body))
    assert (await error_of(channel, MEMBER)).permanent


async def test_a_platform_that_cannot_be_reached_is_no_doubt(fake: FakeSending, clock: Clock) -> None:
    nowhere = {"api_base": "http://127.0.0.1:9", "oapi_base": "http://127.0.0.1:9"}
    channel = DingtalkChannel(DingtalkSettings.model_validate(fake.settings() | nowhere), now=clock)
    for address in (MEMBER, GROUP):
        error = await error_of(channel, address)
        assert (error.permanent, error.ambiguous) == (False, False)
    await channel.close()


async def test_an_unknown_robot_and_a_missing_app_are_permanent(fake: FakeSending, clock: Clock) -> None:
    settings = {"robots": {"a": {"access_token": "K"}}, "api_base": fake.base, "oapi_base": fake.base}
    channel = DingtalkChannel(DingtalkSettings.model_validate(settings), now=clock)
    assert (await error_of(channel, MEMBER)).permanent
    assert (await error_of(channel, GROUP)).permanent
    await channel.close()
    assert fake.requests == {}


async def test_no_secret_is_in_an_error_or_a_log(
    fake: FakeSending, channel: DingtalkChannel, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    [robot] = fake.robots.values()
    told: list[str] = []
    faults = [Fault(status=500), Fault(garbage=True), Fault(reset=True), Fault(status=400, code="x", echo=True)]
    for address, path in ((MEMBER, TOKEN), (MEMBER, TO_MEMBERS), (GROUP, ROBOT)):
        for fault in faults:
            fake.fail(path, fault, times=2)
            error = await error_of(channel, address)
            fake.heal()
            told += [error.reason, "".join(traceback.format_exception(error)), repr(error)]
            clock.instant += timedelta(hours=3)
    told.append(caplog.text)
    assert fake.tokens_given
    for secret in (fake.client_secret, robot.access_token, robot.secret, *fake.tokens_given):
        assert not any(secret in text for text in told)
