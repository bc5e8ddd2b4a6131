"""I3, I4: the picture that goes with a month's digest, where an organisation has asked for it."""

from dataclasses import dataclass, field, replace
from io import BytesIO

import pytest
from PIL import Image

from bot import wording
from bot.channels.base import Picture
from bot.painting import Painter
from bot.robot import Robot
from bot.storage.database import Database
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.people.organisation import Organisation
from schedules.ports import UnitOfWork
from schedules.reminders.wording import Reason
from tests.books import rulebook
from tests.fakes.quiet import QuietChannel
from tests.schedules.reminders.office import COMMITTEE, Office, at

JUST_A_FRIDAY = at("2026-06-12T16:30")
MONTH_ENDS = at("2026-07-03T16:30")
"""The week in which June's last working day lies ends here."""


@dataclass
class Wordy(QuietChannel):
    """A channel that takes words alone."""

    name: str = "sandbox"
    arrived: list[str] = field(default_factory=list)

    async def send(self, address: Address, content: Content, *, key: str) -> list[str]:
        assert content.text
        assert address.is_group
        self.arrived.append(key.partition(":")[0])
        return []


@dataclass
class Shown(Wordy):
    """A channel that shows pictures too."""

    pictures: list[Picture] = field(default_factory=list)

    async def show(self, address: Address, picture: Picture, *, key: str) -> list[str]:
        assert address.is_group
        self.arrived.append(key.partition(":")[0])
        self.pictures.append(picture)
        return []


@pytest.fixture
async def robot(database: Database) -> Robot:
    """A committee and its branch at the end of June, over either database."""
    office = Office(database=database, book=rulebook(), now=at("2026-06-01T08:00"))
    await office.found()
    robot = Robot(database=database, rulebook=rulebook(), clock=lambda: MONTH_ENDS)
    robot.paint = Painter(database=database, rulebook=rulebook, clock=lambda: MONTH_ENDS)
    return robot


async def settle(robot: Robot, *, digest_chart: bool) -> None:
    def change(uow: UnitOfWork) -> None:
        committee = uow.organisations.get(COMMITTEE)
        assert isinstance(committee, Organisation)
        settings = replace(committee.settings, digest_chart=digest_chart)
        uow.organisations.update(replace(committee, settings=settings))

    await robot.database.write(change)


async def charts(robot: Robot) -> list[OutboundMessage]:
    return list(await robot.database.read(lambda uow: uow.outbox.list(kind=MessageKind.CHART)))


async def play(robot: Robot, channel: Wordy) -> Wordy:
    robot.channels = {"sandbox": channel}
    await robot.beat()
    return channel


async def test_picture_follows_the_digest_that_closes_a_month(robot: Robot) -> None:
    await settle(robot, digest_chart=True)
    channel = Shown()
    await play(robot, channel)
    assert channel.arrived == ["digest", "chart"]
    (picture,) = channel.pictures
    with Image.open(BytesIO(picture.png)) as image:
        assert image.format == "PNG"
    assert picture.alt.startswith("（图）市统计局机关党委应办事项办理情况，已完成／应办：")
    (chart,) = await charts(robot)
    assert (chart.state, chart.text) == (DeliveryState.SENT, picture.alt)


async def test_nobody_gets_a_picture_who_has_not_asked_for_it(robot: Robot) -> None:
    assert (await play(robot, Shown())).arrived == ["digest"]


async def test_other_weeks_have_no_picture(robot: Robot) -> None:
    await settle(robot, digest_chart=True)
    robot.clock = lambda: JUST_A_FRIDAY
    assert (await play(robot, Shown())).arrived == ["digest"]


async def test_switched_off_meanwhile_it_is_not_sent(robot: Robot) -> None:
    await settle(robot, digest_chart=True)
    await robot.tick()
    await settle(robot, digest_chart=False)
    assert (await play(robot, Shown())).arrived == ["digest"]
    (chart,) = await charts(robot)
    assert (chart.state, chart.reason) == (DeliveryState.SUPPRESSED, Reason.SWITCHED_OFF)


async def test_where_no_picture_can_be_shown_the_admin_is_told_how_to_stop_it(robot: Robot) -> None:
    await settle(robot, digest_chart=True)
    assert (await play(robot, Wordy())).arrived == ["digest"]
    (chart,) = await charts(robot)
    assert (chart.state, chart.reason) == (DeliveryState.DEAD, wording.NO_PICTURES)


async def test_a_font_that_is_none_stops_the_picture_alone(robot: Robot) -> None:
    await settle(robot, digest_chart=True)
    robot.paint = Painter(database=robot.database, rulebook=rulebook, clock=robot.clock, font="/nowhere.ttf")
    assert (await play(robot, Shown())).arrived == ["digest"]
    (chart,) = await charts(robot)
    assert chart.state is DeliveryState.DEAD
    assert "/nowhere.ttf" in chart.reason
