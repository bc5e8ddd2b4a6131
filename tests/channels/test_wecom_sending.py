"""Sending through the app and the robots, against the fake platform and its faults."""

import asyncio
import logging
import re
import traceback
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.channels.base import SendError
from bot.channels.wecom import calls
from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.limits import MINUTE
from bot.channels.wecom.menu import words_of
from bot.channels.wecom.settings import WecomSettings
from handlers.grammar.parse import parse
from handlers.intents import Help, Query
from handlers.messages import InboundMessage, Outcome
from schedules.outbox import Button, Content
from schedules.people.address import Address
from tests.fakes.allowances import Allowances
from tests.fakes.wecom import GETTOKEN, ROBOT, SEND, FakeWecom, Fault

GROUP = Address(channel="wecom", account="committee-group", is_group=True)


def member(user: str = "zhangsan") -> Address:
    return Address(channel="wecom", account=user)


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
async def fake(clock: Clock) -> AsyncIterator[FakeWecom]:
    async with FakeWecom(now=clock) as fake:
        yield fake


def channel_to(fake: FakeWecom, clock: Clock, **changes: Any) -> WecomGateway:  # noqa: ANN401  settings as in a file
    settings = WecomSettings.model_validate(fake.settings() | changes)
    return WecomGateway(settings, now=clock, allow=Allowances(clock).allow)


@pytest.fixture
async def channel(fake: FakeWecom, clock: Clock) -> AsyncIterator[WecomGateway]:
    channel = channel_to(fake, clock)
    yield channel
    await channel.close()


async def error_of(channel: WecomGateway, address: Address, text: str = "党课", key: str = "k") -> SendError:
    with pytest.raises(SendError) as raised:
        await channel.send(address, Content(text=text), key=key)
    return raised.value


# -- the token ----------------------------------------------------------------------------------------------------


async def test_a_hundred_sends_at_once_ask_for_one_token(fake: FakeWecom, channel: WecomGateway) -> None:
    await send_to_many(channel, 100)
    assert fake.requests[GETTOKEN] == 1
    assert len(fake.sent) == 100


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_an_expired_token_is_replaced_once_for_a_hundred_sends(
    fake: FakeWecom, channel: WecomGateway, code: int
) -> None:
    await send_to_many(channel, 1)
    fake.expire_token(code)
    await send_to_many(channel, 100)
    assert fake.requests[GETTOKEN] == 2
    assert fake.most_gettokens_at_once == 1
    assert len({sent.target for sent in fake.sent}) == 100
    assert fake.requests[SEND] <= 1 + 200


async def test_a_token_that_is_never_taken_is_not_asked_for_in_a_loop(fake: FakeWecom, channel: WecomGateway) -> None:
    fake.fail(SEND, Fault(code=40014), times=1000)
    for number in range(50):
        error = await error_of(channel, member(f"u{number}"))
        assert (error.permanent, error.pause) == (False, timedelta(minutes=1))
    assert fake.requests[GETTOKEN] <= 2


async def test_a_token_is_replaced_before_it_expires(fake: FakeWecom, channel: WecomGateway, clock: Clock) -> None:
    await send_to_many(channel, 1)
    clock.advance(minutes=114)
    await send_to_many(channel, 1)
    assert fake.requests[GETTOKEN] == 1
    clock.advance(minutes=2)
    await send_to_many(channel, 1)
    assert fake.requests[GETTOKEN] == 2
    assert fake.requests[SEND] == 3


@pytest.mark.parametrize("changes", [{"secret": "wrong"}, {"corp_id": "wwother"}])
async def test_wrong_keys_are_permanent_and_not_tried_again(
    fake: FakeWecom, clock: Clock, changes: dict[str, str]
) -> None:
    channel = channel_to(fake, clock, **changes)
    errors = [await error_of(channel, member(f"u{number}")) for number in range(20)]
    await channel.close()
    assert all(error.permanent for error in errors)
    assert fake.requests == {GETTOKEN: 1}


async def test_wrong_keys_that_were_put_right_are_tried_after_a_while(
    fake: FakeWecom, channel: WecomGateway, clock: Clock
) -> None:
    fake.fail(GETTOKEN, Fault(code=40091))
    assert (await error_of(channel, member())).permanent
    clock.advance(minutes=10)
    await channel.send(member(), Content(text="党课"), key="k")
    assert fake.texts_to("zhangsan") == ["党课"]


async def test_a_platform_that_gives_no_token_is_left_alone_by_a_hundred_sends(
    fake: FakeWecom, channel: WecomGateway
) -> None:
    fake.fail(GETTOKEN, Fault(status=502), times=100)
    outcomes = await asyncio.gather(
        *(channel.send(member(f"u{n}"), Content(text="党课"), key="k") for n in range(100)), return_exceptions=True
    )
    assert all(isinstance(error, SendError) and not error.ambiguous and not error.permanent for error in outcomes)
    assert fake.requests == {GETTOKEN: 1}


# -- what arrives -------------------------------------------------------------------------------------------------


async def test_a_text_to_a_member(fake: FakeWecom, channel: WecomGateway) -> None:
    await channel.send(member("ZhangSan"), Content(text="七一前请完成专题党课"), key="r1")
    [sent] = fake.sent
    assert (sent.target, sent.text) == ("ZhangSan", "七一前请完成专题党课")
    assert sent.payload["agentid"] == fake.agent_id
    assert sent.payload["enable_duplicate_check"] == 1
    assert 1800 <= sent.payload["duplicate_check_interval"] <= 14400


async def test_a_text_to_a_group(fake: FakeWecom, channel: WecomGateway) -> None:
    await channel.send(GROUP, Content(text="本周简报"), key="d1")
    assert fake.texts_to("committee-group") == ["本周简报"]
    assert fake.requests[GETTOKEN] == 0


BUTTONS = (Button(label="完成", action="done:1"), Button(label="推迟", action="later:1"))


async def test_buttons_come_as_a_card(fake: FakeWecom, channel: WecomGateway) -> None:
    await channel.send(member(), Content(text="专题党课\n6月30日前完成", buttons=BUTTONS), key="k")
    [sent] = fake.sent
    card = sent.payload["template_card"]
    assert (card["main_title"]["title"], card["sub_title_text"]) == ("专题党课", "6月30日前完成")
    assert [(button["text"], button["key"]) for button in card["button_list"]] == [
        ("完成", "done:1|完成"),
        ("推迟", "later:1|推迟"),
    ]
    assert re.fullmatch("[0-9A-Za-z_@-]{1,128}", card["task_id"])


async def test_two_cards_have_two_ids_and_one_card_has_one(fake: FakeWecom, channel: WecomGateway) -> None:
    for key in ("r1", "r2", "r1"):
        await channel.send(member(), Content(text="党课", buttons=BUTTONS), key=key)
    assert len({sent.payload["template_card"]["task_id"] for sent in fake.sent}) == 2
    assert [sent.state for sent in fake.sent] == ["delivered", "delivered", "duplicate"]


@pytest.mark.parametrize("text", ["党" * 37, "党课\n" + "党" * 161], ids=["title", "text"])
async def test_what_is_too_long_for_a_card_is_one_text_with_numbers(
    fake: FakeWecom, channel: WecomGateway, text: str
) -> None:
    await channel.send(member(), Content(text=text, buttons=BUTTONS), key="k")
    assert fake.texts_to("zhangsan") == [f"{text}\n回复 1 完成，2 推迟"]


async def test_a_card_comes_beside_a_long_text_only_where_numbers_do_not_reach(
    fake: FakeWecom, channel: WecomGateway
) -> None:
    many = tuple(Button(label=str(number), action=f"pick:{number}") for number in range(1, 11))
    await channel.send(member(), Content(text="党" * 37, buttons=many), key="k")
    assert fake.texts_to("zhangsan") == ["党" * 37, "党" * 35 + "…"]


ORGANISATIONS = tuple(Button(label=f"第{number}党支部全体党员大会", action=f"pick:{number}") for number in range(1, 9))


async def test_what_is_no_button_is_chosen_from_a_list(fake: FakeWecom, channel: WecomGateway) -> None:
    await channel.send(member(), Content(text="是哪个支部？", buttons=ORGANISATIONS), key="k")
    [sent] = fake.sent
    card = sent.payload["template_card"]
    assert card["card_type"] == "vote_interaction"
    assert card["checkbox"]["option_list"][7] == {"id": "pick:8|第8党支部全体党员大会", "text": "第8党支部全体党员大会"}


@pytest.mark.parametrize(
    "buttons",
    [
        (Button(label="补充到李明同志昨天下午登记的这一条", action="a" * 120),),
        (Button(label="补充到李明同志昨天下午三点钟登记的这一条", action="a"),),
        tuple(Button(label=str(number), action=f"a:{number}") for number in range(21)),
    ],
    ids=["key", "label", "many"],
)
async def test_what_no_card_holds_comes_as_numbers(
    fake: FakeWecom, channel: WecomGateway, buttons: tuple[Button, ...]
) -> None:
    await channel.send(member(), Content(text="是同一次吗？", buttons=buttons), key="k")
    [text] = fake.texts_to("zhangsan")
    assert text.startswith(f"是同一次吗？\n回复 1 {buttons[0].label}")


async def test_where_the_platform_takes_no_cards_numbers_come_instead(fake: FakeWecom, channel: WecomGateway) -> None:
    fake.has_callback = False
    await channel.send(member(), Content(text="党课", buttons=BUTTONS), key="k")
    assert fake.texts_to("zhangsan") == ["党课\n回复 1 完成，2 推迟"]
    assert channel.counts == {"cardless": 1}


async def test_who_reads_in_the_plug_in_gets_numbers(fake: FakeWecom, clock: Clock) -> None:
    channel = channel_to(fake, clock, text_only_accounts=["ZhangSan"])
    for user in ("zhangsan", "lisi"):
        await channel.send(member(user), Content(text="党课", buttons=BUTTONS), key="k")
    await channel.close()
    assert fake.texts_to("zhangsan") == ["党课\n回复 1 完成，2 推迟"]
    assert fake.texts_to("lisi") == ["党课"]


@pytest.mark.parametrize("lacks", [["cards"], ["cards", "duplicate_check"]])
async def test_a_private_deployment_is_asked_for_nothing_that_it_lacks(
    fake: FakeWecom, clock: Clock, lacks: list[str]
) -> None:
    channel = channel_to(fake, clock, lacks=lacks)
    await channel.send(member(), Content(text="党课", buttons=BUTTONS), key="k")
    await channel.close()
    [sent] = fake.sent
    assert sent.text == "党课\n回复 1 完成，2 推迟"
    assert ("enable_duplicate_check" in sent.payload) is ("duplicate_check" not in lacks)


@pytest.mark.parametrize(("feature", "name"), [("robots", "群机器人"), ("appchat", "应用群聊"), ("menu", "应用菜单")])
async def test_what_is_lacking_is_named(fake: FakeWecom, clock: Clock, feature: str, name: str) -> None:
    channel = channel_to(fake, clock, lacks=[feature])
    account = "committee-group" if feature == "robots" else "appchat:1"
    group = Address(channel="wecom", account=account, is_group=True)
    with pytest.raises(SendError, match=name) as raised:
        await (channel.set_menu() if feature == "menu" else channel.send(group, Content(text="x"), key="k"))
    await channel.close()
    assert raised.value.permanent
    assert not fake.requests


async def test_a_robot_calls_whom_the_settings_name_and_nobody_else(fake: FakeWecom, clock: Clock) -> None:
    channel = channel_to(fake, clock, mentions={"committee-group": ["zhaomin"]})
    await channel.send(GROUP, Content(text="本周简报 <@lisi> @all\n" + "党课\n" * 400), key="d1")
    await channel.close()
    first, *rest = fake.sent
    assert first.payload["text"]["mentioned_list"] == ["zhaomin"]
    assert first.text.startswith("本周简报 ＜@lisi> ＠all")
    assert rest
    assert all("mentioned_list" not in sent.payload["text"] for sent in rest)


async def test_where_cards_are_not_shown_buttons_become_numbered_choices(fake: FakeWecom, clock: Clock) -> None:
    channel = channel_to(fake, clock, text_only=True)
    await channel.send(member(), Content(text="党课", buttons=BUTTONS), key="k")
    await channel.close()
    assert fake.texts_to("zhangsan") == ["党课\n回复 1 完成，2 推迟"]


async def test_a_group_is_given_no_choices_that_nobody_would_hear(fake: FakeWecom, channel: WecomGateway) -> None:
    await channel.send(GROUP, Content(text="简报", buttons=BUTTONS), key="k")
    assert fake.texts_to(GROUP.account) == ["简报"]


async def test_the_same_message_sent_twice_arrives_once(fake: FakeWecom, channel: WecomGateway) -> None:
    fake.fail(SEND, Fault(reset=True, carried_out=True))
    assert (await error_of(channel, member(), key="r1")).ambiguous
    await channel.send(member(), Content(text="党课"), key="r1")
    assert fake.texts_to("zhangsan") == ["党课"]


async def test_two_messages_that_say_the_same_both_arrive(fake: FakeWecom, channel: WecomGateway) -> None:
    await channel.send(member(), Content(text="已登记"), key="r1")
    await channel.send(member(), Content(text="已登记"), key="r2")
    assert fake.texts_to("zhangsan") == ["已登记", "已登记"]


async def test_a_long_text_arrives_in_parts_and_in_order(fake: FakeWecom, channel: WecomGateway) -> None:
    lines = [f"{number} 第{number}党支部 尚未完成" for number in range(200)]
    for address in (member(), GROUP):
        await channel.send(address, Content(text="\n".join(lines)), key="d1")
        parts = fake.texts_to(address.account)
        assert len(parts) > 1
        assert "\n".join(parts).split("\n") == lines


async def test_a_retry_goes_on_with_the_part_that_failed(fake: FakeWecom, channel: WecomGateway) -> None:
    text = "\n".join("一二三四五六七八九十" * 10 for _ in range(20))
    fake.fail(ROBOT, Fault(), times=2)
    fake.fail(ROBOT, Fault(code=-1))
    await error_of(channel, GROUP, text)
    assert len(fake.texts_to(GROUP.account)) == 2
    await channel.send(GROUP, Content(text=text), key="k")
    assert "\n".join(fake.texts_to(GROUP.account)) == text


async def test_other_words_under_the_same_key_are_sent_whole(fake: FakeWecom, channel: WecomGateway) -> None:
    first, second = ("\n".join(line * 600 for line in lines) for lines in (("甲", "乙"), ("丙", "乙")))
    fake.fail(ROBOT, Fault())
    fake.fail(ROBOT, Fault(code=-1))
    await error_of(channel, GROUP, first)
    await channel.send(GROUP, Content(text=second), key="k")
    assert fake.texts_to(GROUP.account) == ["甲" * 600, "丙" * 600, "乙" * 600]


@pytest.mark.parametrize("text", ["@all 开会", "<@zhangsan>", '<a href="http://x">点我</a>', "@所有人", "<A HREF='x'>"])
async def test_what_people_type_calls_nobody(fake: FakeWecom, channel: WecomGateway, text: str) -> None:
    await channel.send(GROUP, Content(text=text), key="k")
    [arrived] = fake.texts_to(GROUP.account)
    for power in ("@all", "@所有人", "<@", "<a", "<A"):
        assert power not in arrived
    assert fake.sent[0].payload.keys() == {"msgtype", "text"}
    assert fake.sent[0].payload["text"].keys() == {"content"}


# -- the app itself -----------------------------------------------------------------------------------------------


async def test_the_menu_speaks_in_words_that_the_robot_reads(
    fake: FakeWecom, channel: WecomGateway, clock: Clock
) -> None:
    await channel.set_menu()
    assert 0 < len(fake.menu) <= 3
    assert all(len(entry["name"].encode()) <= 16 for entry in fake.menu)
    assert all(len(entry.get("sub_button", [])) <= 5 for entry in fake.menu)
    entries = [below for entry in fake.menu for below in entry.get("sub_button", [entry])]
    assert {"记一条", "本月待办", "台账", "简报", "帮助"} <= {entry["name"] for entry in entries}
    for entry in entries:
        assert entry["type"] == "click"
        assert len(entry["name"].encode()) <= 40
        assert len(entry["key"].encode()) <= 128
        words = words_of(entry["key"])
        assert words is not None
        assert isinstance(parse(words, clock()).intent, Query | Help)


# -- faults -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        *(40003, 40008, 40013, 40031, 40056, 40058, 40063, 41001, 41011, 43004, 44004, 45002, 48002),
        *(50002, 60011, 60111, 81012, 81013, 82001, 86008, 301002),
    ],
)
async def test_what_trying_again_cannot_mend_is_permanent(fake: FakeWecom, channel: WecomGateway, code: int) -> None:
    fake.fail(SEND, Fault(code=code))
    error = await error_of(channel, member())
    assert (error.permanent, error.ambiguous) == (True, False)
    assert str(code) in error.reason
    assert fake.requests[SEND] == 1


@pytest.mark.parametrize("code", [93000, 93004, 93008])
async def test_a_robot_that_is_gone_is_permanent(fake: FakeWecom, channel: WecomGateway, code: int) -> None:
    fake.fail(ROBOT, Fault(code=code))
    assert (await error_of(channel, GROUP)).permanent


@pytest.mark.parametrize(
    ("code", "pause"),
    [
        (-1, None),
        (999999, None),
        (45009, timedelta(hours=1)),
        (45033, timedelta(seconds=30)),
        (50003, timedelta(hours=1)),
        (60020, timedelta(minutes=10)),
    ],
)
async def test_what_passes_is_waited_for(
    fake: FakeWecom, channel: WecomGateway, code: int, pause: timedelta | None
) -> None:
    fake.fail(SEND, Fault(code=code))
    error = await error_of(channel, member())
    assert (error.permanent, error.ambiguous, error.pause) == (False, False, pause)
    await channel.send(member(), Content(text="党课"), key="k")
    assert fake.texts_to("zhangsan") == ["党课"]


@pytest.mark.parametrize(
    ("fault", "ambiguous"),
    [
        (Fault(reset=True), True),
        (Fault(reset=True, carried_out=True), True),
        (Fault(status=500), True),
        (Fault(status=503), True),
        (Fault(status=403), False),
        (Fault(garbage=True), True),
        (Fault(delay=3, carried_out=True), True),
    ],
)
async def test_an_unknown_outcome_is_told_as_such(
    fake: FakeWecom, channel: WecomGateway, monkeypatch: pytest.MonkeyPatch, fault: Fault, *, ambiguous: bool
) -> None:
    monkeypatch.setattr(calls, "TIMEOUT", aiohttp.ClientTimeout(total=2))  # long enough for a token on a busy machine
    for address, path in ((member(), SEND), (GROUP, ROBOT)):
        fake.fail(path, fault)
        error = await error_of(channel, address)
        assert (error.permanent, error.ambiguous) == (False, ambiguous)


async def test_a_platform_that_cannot_be_reached_is_no_doubt(fake: FakeWecom, clock: Clock) -> None:
    channel = channel_to(fake, clock, api_base="http://127.0.0.1:9")
    for address in (member(), GROUP):
        error = await error_of(channel, address)
        assert (error.permanent, error.ambiguous) == (False, False)
    await channel.close()


@pytest.mark.parametrize("unreached", ["invalid", "unlicensed"])
async def test_a_member_out_of_reach_is_permanent(fake: FakeWecom, channel: WecomGateway, unreached: str) -> None:
    getattr(fake, unreached).add("lisi")
    assert (await error_of(channel, member("LiSi"))).permanent
    await channel.send(member(), Content(text="党课"), key="k")
    assert fake.texts_to("zhangsan") == ["党课"]


async def take_in(_: InboundMessage) -> Outcome:
    raise AssertionError("there is no app to say anything to")


async def test_an_unknown_robot_and_a_missing_app_are_permanent(fake: FakeWecom, clock: Clock) -> None:
    channel = WecomGateway(WecomSettings.model_validate({"robots": {"a": "K"}, "api_base": fake.base}), now=clock)
    assert (await error_of(channel, member())).permanent
    assert (await error_of(channel, GROUP)).permanent
    assert channel.routes(take_in) == []
    await channel.close()
    assert fake.requests == {}


# -- limits -------------------------------------------------------------------------------------------------------


async def test_a_robot_never_says_more_than_twenty_things_a_minute(
    fake: FakeWecom, channel: WecomGateway, clock: Clock
) -> None:
    texts = [f"d{number}" for number in range(65)]
    pauses = []
    for text in texts:
        if pause := await pause_of(channel, text):
            pauses.append(pause)
            clock.advance(seconds=pause.total_seconds())
            assert await pause_of(channel, text) is None
        clock.advance(seconds=0.5)
    assert len(pauses) == 3
    assert all(timedelta() < pause <= MINUTE for pause in pauses)
    assert fake.requests[ROBOT] == 65
    assert fake.texts_to(GROUP.account) == texts


async def test_a_member_never_loses_the_thirty_first_message_of_a_minute(
    fake: FakeWecom, channel: WecomGateway, clock: Clock
) -> None:
    for number in range(30):
        await channel.send(member("ZhangSan" if number % 2 else "zhangsan"), Content(text=f"{number}"), key=str(number))
    assert (await error_of(channel, member(), key="30")).pause == MINUTE
    clock.advance(seconds=61)
    await channel.send(member(), Content(text="党课"), key="30")
    assert {sent.state for sent in fake.sent} == {"delivered"}


async def test_one_that_waits_holds_up_nobody_else(channel: WecomGateway) -> None:
    for number in range(20):
        await channel.send(GROUP, Content(text="简报"), key=str(number))
    error = await error_of(channel, GROUP, key="20")
    assert (error.untried, error.pause) == (True, MINUTE)
    await channel.send(member(), Content(text="党课"), key="k")


async def test_a_text_that_no_limit_lets_through_is_permanent(channel: WecomGateway) -> None:
    assert (await error_of(channel, GROUP, "字" * 20_000)).permanent


async def pause_of(channel: WecomGateway, text: str) -> timedelta | None:
    try:
        await channel.send(GROUP, Content(text=text), key=text)
    except SendError as error:
        return error.pause
    return None


# -- secrets ------------------------------------------------------------------------------------------------------


async def test_no_secret_is_in_an_error_or_a_log(
    fake: FakeWecom, channel: WecomGateway, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    [robot_key] = fake.robots.values()
    told: list[str] = []
    faults = [Fault(status=500), Fault(garbage=True), Fault(reset=True), Fault(code=60020), Fault(echo=True)]
    for address, path in ((member(), GETTOKEN), (member(), SEND), (GROUP, ROBOT)):
        for fault in faults:
            fake.fail(path, fault, times=2)
            error = await error_of(channel, address)
            fake.heal()
            told += [error.reason, "".join(traceback.format_exception(error)), repr(error)]
            clock.advance(hours=3)
    told.append(caplog.text)
    assert fake.tokens_given
    for secret in (fake.secret, robot_key, *fake.tokens_given):
        assert not any(secret in text for text in told)
    assert fake.secret not in repr(WecomSettings.model_validate(fake.settings()))


async def send_to_many(channel: WecomGateway, count: int) -> None:
    await asyncio.gather(*(channel.send(member(f"u{n}"), Content(text="党课"), key=f"k{n}") for n in range(count)))
