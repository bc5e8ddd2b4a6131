"""I2: a card that is pressed after its 72 hours, and then again, is answered in words and does what it says once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.wecom.gateway import WecomGateway
from bot.channels.wecom.settings import WecomSettings
from bot.robot import Robot
from bot.storage.database import Database
from schedules.ledger.activity import ActivityKind
from tests.chaos.office import START, settle_in
from tests.chaos.several import BOOK
from tests.fakes.wecom import UPDATE_CARD, FakeWecom

LONG_AFTER = timedelta(hours=73)


async def test_a_card_that_is_pressed_when_it_has_lapsed_does_what_it_says_once(
    database: Database, aiohttp_server: Callable[[web.Application], Awaitable[TestServer]]
) -> None:
    now = START
    async with FakeWecom(now=lambda: now) as fake:
        channel = WecomGateway(WecomSettings.model_validate(fake.settings()), now=lambda: now)
        robot = Robot(database=database, rulebook=BOOK, clock=lambda: now, channels={"wecom": channel})
        app = web.Application()
        app.add_routes(channel.routes(robot.take_in))
        fake.connect(str((await aiohttp_server(app)).make_url("/wecom/callback")))
        await database.write(settle_in)
        await robot.beat()
        card = [item for item in fake.sent if item.target == "u4"][-1].payload["template_card"]
        (code,) = (code for code, (user, _) in fake.cards.codes.items() if user == "u4")
        key = next(button["key"] for button in card["button_list"] if "zhiyuan-fuwu" in button["key"])
        now += LONG_AFTER
        first, again = [await fake.press("u4", key, task_id=card["task_id"], code=code) for _ in range(2)]
        assert first.reply is not None
        assert "志愿服务是哪一天" in first.reply
        assert again.reply == first.reply
        assert "已登记" in str((await fake.say("u4", "6月29日")).reply)
        late = await fake.press("u4", key, task_id=card["task_id"], code=code)
        assert late.reply == first.reply, "what it says was done, and is not begun anew"
        await channel.close()
        assert "已过期" in fake.texts_to("u4")[-1]
    assert (fake.requests[UPDATE_CARD], fake.cards.updated) == (1, [])
    (record,) = await database.read(lambda uow: uow.activities.list())
    assert record.kind is ActivityKind.VOLUNTEER
