"""Sending through the app's robot, the groups' robots and sessions, against the fake platform."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from bot.channels.base import SendError
from bot.channels.dingtalk.cards import SAY, action_in
from bot.channels.dingtalk.channel import DingtalkChannel
from bot.channels.dingtalk.robot import sign
from bot.channels.dingtalk.session import Session
from bot.channels.dingtalk.settings import DingtalkSettings
from schedules.outbox import Button, Content
from schedules.people.address import Address
from tests.fakes.allowances import Allowances
from tests.fakes.dingtalk_sending import READ_STATE, ROBOT, SESSION, TO_GROUP, TO_MEMBERS, TOKEN, FakeSending, Fault

MEMBER = Address(channel="dingtalk", account="zhangsan")
CONVERSATION = Address(channel="dingtalk", account="cidA1b2C3==", is_group=True)
GROUP = Address(channel="dingtalk", account="committee-group", is_group=True)
BUTTONS = (
    Button(label="完成", action="done:zb1:lecture:2026Q2"),
    Button(label="推迟", action="later:zb1:lecture:2026Q2"),
)


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 6, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant

    def advance(self, **span: float) -> None:
        self.instant += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[FakeSending]:
    async with FakeSending(now=clock) as fake:
        yield fake


def channel_to(fake: FakeSending, clock: Clock, **changes: Any) -> DingtalkChannel:  # noqa: ANN401  settings as in a file
    return DingtalkChannel(DingtalkSettings.model_validate(fake.settings() | changes), now=clock)


@pytest.fixture
async def channel(fake: FakeSending, clock: Clock) -> AsyncIterator[DingtalkChannel]:
    channel = channel_to(fake, clock)
    yield channel
    await channel.close()


async def error_of(channel: DingtalkChannel, address: Address, text: str = "党课", key: str = "k") -> SendError:
    with pytest.raises(SendError) as raised:
        await channel.send(address, Content(text=text), key=key)
    return raised.value


async def send_to_many(channel: DingtalkChannel, count: int) -> None:
    people = [Address(channel="dingtalk", account=f"u{number}") for number in range(count)]
    await asyncio.gather(*(channel.send(one, Content(text="党课"), key=one.account) for one in people))


# -- the token ----------------------------------------------------------------------------------------------------


async def test_a_hundred_sends_at_once_ask_for_one_token(fake: FakeSending, channel: DingtalkChannel) -> None:
    await send_to_many(channel, 100)
    assert fake.requests[TOKEN] == 1
    assert len(fake.sent) == 100


async def test_a_token_that_lapsed_is_replaced_once_for_a_hundred_sends(
    fake: FakeSending, channel: DingtalkChannel
) -> None:
    await send_to_many(channel, 1)
    fake.expire_token()
    await send_to_many(channel, 100)
    assert fake.requests[TOKEN] == 2
    assert fake.most_tokens_asked_at_once == 1
    assert len({sent.target for sent in fake.sent}) == 100


async def test_a_token_that_is_never_taken_is_not_asked_for_in_a_loop(
    fake: FakeSending, channel: DingtalkChannel
) -> None:
    fake.fail(TO_MEMBERS, Fault(status=400, code="InvalidAuthentication"), times=1000)
    for number in range(50):
        error = await error_of(channel, Address(channel="dingtalk", account=f"u{number}"))
        assert (error.permanent, error.pause) == (False, timedelta(minutes=1))
    assert fake.requests[TOKEN] <= 2


async def test_a_token_is_replaced_before_it_expires(fake: FakeSending, channel: DingtalkChannel, clock: Clock) -> None:
    for minutes, asked in ((0, 1), (109, 1), (2, 2)):
        clock.advance(minutes=minutes)
        await send_to_many(channel, 1)
        assert fake.requests[TOKEN] == asked
    assert fake.requests[TO_MEMBERS] == 3


@pytest.mark.parametrize("changes", [{"client_secret": "wrong"}, {"client_id": "dingother"}])
async def test_wrong_keys_are_permanent_and_not_tried_again(
    fake: FakeSending, clock: Clock, changes: dict[str, str]
) -> None:
    channel = channel_to(fake, clock, **changes)
    errors = [await error_of(channel, MEMBER) for _ in range(20)]
    await channel.close()
    assert all(error.permanent for error in errors)
    assert "凭证与基础信息" in errors[0].reason
    assert fake.requests == {TOKEN: 1}


async def test_wrong_keys_that_were_put_right_are_tried_after_a_while(
    fake: FakeSending, channel: DingtalkChannel, clock: Clock
) -> None:
    fake.fail(TOKEN, Fault(status=400, code="invalidClientIdOrSecret"))
    assert (await error_of(channel, MEMBER)).permanent
    clock.advance(minutes=10)
    await channel.send(MEMBER, Content(text="党课"), key="k")
    assert fake.texts_to("zhangsan") == ["党课"]


# -- what arrives -------------------------------------------------------------------------------------------------


async def test_a_text_to_a_member(fake: FakeSending, channel: DingtalkChannel) -> None:
    await channel.send(MEMBER, Content(text="七一前请完成专题党课\n[到时] 再提醒"), key="r1")
    [sent] = fake.sent
    assert (sent.path, sent.target, sent.kind) == (TO_MEMBERS, "zhangsan", "sampleText")
    assert sent.text == "七一前请完成专题党课\n[到时] 再提醒"


async def test_a_text_to_a_conversation(fake: FakeSending, channel: DingtalkChannel) -> None:
    await channel.send(CONVERSATION, Content(text="已登记"), key="r1")
    [sent] = fake.sent
    assert (sent.path, sent.target, sent.text) == (TO_GROUP, CONVERSATION.account, "已登记")


async def test_a_conversation_is_told_how_to_choose(fake: FakeSending, channel: DingtalkChannel) -> None:
    await channel.send(CONVERSATION, Content(text="已登记", buttons=BUTTONS), key="r1")
    assert fake.texts_to(CONVERSATION.account) == ["已登记\n@我并回复 1 完成，2 推迟"]


async def test_a_text_through_a_robot_of_a_group(fake: FakeSending, channel: DingtalkChannel) -> None:
    await channel.send(GROUP, Content(text="本周简报", buttons=BUTTONS), key="d1")
    [sent] = fake.sent
    assert (sent.path, sent.kind, sent.text, sent.mentioned) == (ROBOT, "text", "本周简报", ())
    assert fake.requests == {ROBOT: 1}


async def test_a_robot_says_the_same_message_once(fake: FakeSending, channel: DingtalkChannel) -> None:
    fake.fail(ROBOT, Fault(reset=True, carried_out=True))
    assert (await error_of(channel, GROUP, key="d1")).ambiguous
    await channel.send(GROUP, Content(text="党课"), key="d1")
    await channel.send(GROUP, Content(text="党课"), key="d2")
    assert fake.texts_to(GROUP.account) == ["党课", "党课"]


@pytest.mark.parametrize(
    ("secret", "timestamp", "signature"),
    [
        ("this is a secret", "1577262236757", "DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA="),
        ("SECtest", "1700000000000", "aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g="),
        ("this is secret", "1600000000000", "MYEtKC4/NfMR1l4prX++ai6oOf70X1xOf6UlnyUhJH4="),
        ("SEC" + "0123456789abcdef" * 4, "1735689600000", "HHFFYH7lGRFOPyRi68lvzxhkd2phffG34ExwwCJQSxo="),
    ],
)
def test_signatures_as_they_are_known(secret: str, timestamp: str, signature: str) -> None:
    assert sign(secret, timestamp) == signature


async def test_signatures_with_every_sign_arrive_whole(
    fake: FakeSending, channel: DingtalkChannel, clock: Clock
) -> None:
    for number in range(20):
        await channel.send(GROUP, Content(text=f"{number}"), key=f"{number}")
        clock.advance(milliseconds=7)
    assert len(fake.sent) == 20


async def test_a_long_text_arrives_in_parts_and_in_order(fake: FakeSending, channel: DingtalkChannel) -> None:
    lines = [f"{number} 第{number}党支部 “尚未完成”\\" for number in range(1000)]
    for address in (MEMBER, CONVERSATION, GROUP):
        await channel.send(address, Content(text="\n".join(lines)), key="d1")
        parts = fake.texts_to(address.account)
        assert len(parts) > 1
        assert "\n".join(parts).split("\n") == lines


async def test_a_retry_goes_on_with_the_part_that_failed(fake: FakeSending, channel: DingtalkChannel) -> None:
    text = "\n".join("一二三四五六七八九十" * 60 for _ in range(12))
    fake.fail(TO_MEMBERS, Fault(), times=2)
    fake.fail(TO_MEMBERS, Fault(status=429, code="system.busy"))
    await error_of(channel, MEMBER, text)
    assert len(fake.texts_to(MEMBER.account)) == 2
    await channel.send(MEMBER, Content(text=text), key="k")
    assert "\n".join(fake.texts_to(MEMBER.account)) == text


# -- buttons ------------------------------------------------------------------------------------------------------


async def test_buttons_come_as_a_card_and_say_their_action(fake: FakeSending, channel: DingtalkChannel) -> None:
    await channel.send(MEMBER, Content(text="专题党课\n# 6月30日前完成", buttons=BUTTONS), key="k")
    [sent] = fake.sent
    assert (sent.kind, sent.words["title"]) == ("sampleActionCard2", "专题党课")
    assert sent.text == "专题党课  \n＃ 6月30日前完成"
    for number, button in enumerate(BUTTONS, start=1):
        said = unquote(sent.words[f"actionURL{number}"].removeprefix(SAY))
        assert said.startswith(button.label)
        assert action_in(said) == button.action


@pytest.mark.parametrize(
    ("count", "kind"),
    [(1, "sampleActionCard"), (3, "sampleActionCard3"), (5, "sampleActionCard5"), (6, "sampleMarkdown")],
)
async def test_any_number_of_buttons_finds_its_shape(
    fake: FakeSending, channel: DingtalkChannel, count: int, kind: str
) -> None:
    buttons = tuple(Button(label=f"第{number}项", action=f"pick:{number}") for number in range(count))
    await channel.send(MEMBER, Content(text="请选择", buttons=buttons), key="k")
    [sent] = fake.sent
    assert sent.kind == kind
    assert all(button.label in str(sent.words) for button in buttons)


async def test_a_long_text_has_its_buttons_below_the_last_part(fake: FakeSending, channel: DingtalkChannel) -> None:
    await channel.send(MEMBER, Content(text="党\n" * 1200, buttons=BUTTONS), key="k")
    assert [sent.kind for sent in fake.sent] == ["sampleText", "sampleActionCard2"]


def test_what_a_person_types_is_no_button() -> None:
    assert not action_in("完成 done:zb1:lecture:2026Q2")
    assert not action_in("⟨done:1⟩ 这是什么")


# -- answers ------------------------------------------------------------------------------------------------------


def session_to(fake: FakeSending, clock: Clock, target: str, **changes: Any) -> Session:  # noqa: ANN401  any field
    fields: dict[str, Any] = {"webhook": fake.open_session(target), "expires_at": clock() + timedelta(minutes=90)}
    return Session(**(fields | changes))


async def test_an_answer_goes_by_the_session_and_costs_no_call(
    fake: FakeSending, channel: DingtalkChannel, clock: Clock
) -> None:
    session = session_to(fake, clock, "zhangsan")
    await channel.answer(MEMBER, Content(text="已登记", buttons=BUTTONS), key="m1", session=session)
    [sent] = fake.sent
    assert (sent.path, sent.kind, sent.text) == (SESSION, "actionCard", "已登记")
    assert [button["title"] for button in sent.words["btns"]] == ["完成", "推迟"]
    assert fake.requests == {SESSION: 1}


async def test_an_answer_in_a_group_calls_who_asked(fake: FakeSending, channel: DingtalkChannel, clock: Clock) -> None:
    session = session_to(fake, clock, CONVERSATION.account, mention="zhangsan")
    await channel.answer(CONVERSATION, Content(text="已登记"), key="m1", session=session)
    [sent] = fake.sent
    assert (sent.text, sent.mentioned) == ("@zhangsan 已登记", ("zhangsan",))


@pytest.mark.parametrize("state", ["lapsed", "unknown", "foreign", "broken"])
async def test_an_answer_goes_another_way_when_the_session_is_no_good(
    fake: FakeSending, channel: DingtalkChannel, clock: Clock, state: str
) -> None:
    changes: dict[str, dict[str, Any]] = {
        "lapsed": {"expires_at": clock()},
        "unknown": {"webhook": f"{fake.base}{SESSION}?session=none"},
        "foreign": {"webhook": "http://169.254.169.254/robot/sendBySession?session=x"},
        "broken": {},
    }
    if state == "broken":
        fake.fail(SESSION, Fault(code=-1))
    session = session_to(fake, clock, "zhangsan", **changes[state])
    await channel.answer(MEMBER, Content(text="已登记"), key="m1", session=session)
    [sent] = fake.sent
    assert (sent.path, sent.text) == (TO_MEMBERS, "已登记")


async def test_an_answer_of_many_parts_goes_on_where_the_session_ended(
    fake: FakeSending, channel: DingtalkChannel, clock: Clock
) -> None:
    text = "\n".join("一二三四五六七八九十" * 60 for _ in range(12))
    fake.fail(SESSION, Fault(), times=1)
    fake.fail(SESSION, Fault(code=300001))
    await channel.answer(MEMBER, Content(text=text), key="m1", session=session_to(fake, clock, "zhangsan"))
    assert [sent.path for sent in fake.sent] == [SESSION, *[TO_MEMBERS] * 11]
    assert "\n".join(fake.texts_to("zhangsan")) == text


# -- limits -------------------------------------------------------------------------------------------------------


async def test_a_robot_never_says_more_than_twenty_things_a_minute(fake: FakeSending, clock: Clock) -> None:
    settings = DingtalkSettings.model_validate(fake.settings())
    channel = DingtalkChannel(settings, now=clock, allow=Allowances(clock).allow)
    pauses = 0
    for number in range(65):
        if pause := await pause_of(channel, f"{number}"):
            pauses += 1
            clock.advance(seconds=pause.total_seconds())
            assert await pause_of(channel, f"{number}") is None
        clock.advance(seconds=0.5)
    await channel.close()
    assert pauses == 3
    assert fake.texts_to(GROUP.account) == [f"{number}" for number in range(65)]
    assert fake.requests == {ROBOT: 65}


async def pause_of(channel: DingtalkChannel, text: str) -> timedelta | None:
    try:
        await channel.send(GROUP, Content(text=text), key=text)
    except SendError as error:
        return error.pause
    return None


async def test_the_app_keeps_within_twenty_calls_a_second(fake: FakeSending, clock: Clock) -> None:
    settings = DingtalkSettings.model_validate(fake.settings())
    channel = DingtalkChannel(settings, now=clock, allow=Allowances(clock).allow)
    await send_to_many(channel, 20)
    error = await error_of(channel, MEMBER)
    await channel.send(GROUP, Content(text="简报"), key="d1")
    await channel.close()
    assert (error.untried, error.permanent) == (True, False)
    assert fake.requests[TO_MEMBERS] == 20


async def test_a_text_that_no_limit_lets_through_is_permanent(channel: DingtalkChannel) -> None:
    assert (await error_of(channel, GROUP, "字" * 50_000)).permanent


# -- the app itself -----------------------------------------------------------------------------------------------


async def test_keys_in_order(fake: FakeSending, channel: DingtalkChannel) -> None:
    await channel.check()
    assert fake.requests == {TOKEN: 1, READ_STATE: 1}
    assert not fake.sent


@pytest.mark.parametrize(
    ("changes", "page"), [({"client_secret": "wrong"}, "凭证与基础信息"), ({"robot_code": "dingother"}, "RobotCode")]
)
async def test_keys_not_in_order(fake: FakeSending, clock: Clock, changes: dict[str, Any], page: str) -> None:
    channel = channel_to(fake, clock, **changes)
    with pytest.raises(SendError, match=page):
        await channel.check()
    await channel.close()


# -- calling people by a group's own robot ---------------------------------------------------------------------------


async def test_whom_the_setting_names_is_called_once_by_each_message(fake: FakeSending, clock: Clock) -> None:
    robot = fake.settings()["robots"]["committee-group"] | {"mentions": ["zhaomin", "handong"]}
    channel = channel_to(fake, clock, robots={"committee-group": robot})
    await channel.send(GROUP, Content(text="@lisi 本周简报\n" + "一二三四五六七八九十" * 150), key="k")
    await channel.close()
    first, *others = fake.sent
    assert first.mentioned == ("zhaomin", "handong")
    assert first.text.startswith("@zhaomin @handong @lisi")
    assert {sent.mentioned for sent in others} == {()}


# -- taking back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [MEMBER, CONVERSATION])
async def test_every_part_of_a_message_is_taken_back(
    fake: FakeSending, channel: DingtalkChannel, address: Address
) -> None:
    await channel.send(address, Content(text="留下"), key="a")
    names = await channel.send(address, Content(text="一二三四五六七八九十" * 150), key="b")
    assert (len(names), len(fake.sent)) == (2, 3)
    for name in names:
        await channel.recall(address, name)
    assert fake.texts_to(address.account) == ["留下"]
    with pytest.raises(SendError, match="已过期"):
        await channel.recall(address, names[0])


async def test_what_a_groups_own_robot_said_has_no_name(channel: DingtalkChannel) -> None:
    assert await channel.send(GROUP, Content(text="党课"), key="a") == []


async def test_the_names_of_what_went_out_before_a_fault_are_kept(fake: FakeSending, channel: DingtalkChannel) -> None:
    fake.fail(TO_MEMBERS, Fault())
    fake.fail(TO_MEMBERS, Fault(status=503))
    content = Content(text="一二三四五六七八九十" * 150)
    with pytest.raises(SendError):
        await channel.send(MEMBER, content, key="a")
    assert len(await channel.send(MEMBER, content, key="a")) == 2
