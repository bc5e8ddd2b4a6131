"""Answers that a channel posts: none is lost, what was posted is not said again; and what is left of a pressed card."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.pump import Pump
from bot.robot import Robot
from bot.storage.database import Database
from handlers.messages import InboundKind, InboundMessage, Outcome
from handlers.posting import POSTED_WITHIN, answer_key, card_name, press_key
from schedules.outbox import Button, Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.ports import UnitOfWork
from tests.books import rulebook
from tests.fakes.quiet import QuietChannel

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
ME = Address(channel="dingtalk", account="zhangsan")
BRANCH = Organisation(id=OrganisationId("zb1"), name="第一党支部", kind=OrganisationKind.BRANCH)
SAID = InboundMessage(key="dingtalk:app:1", sender=ME, sent_at=NOW, text="你好", is_posted=True)
CARD = "reminder:1:2026-06-01"
BUTTONS = tuple(
    Button(label=action, action=action)
    for action in ("done:zb1:a:2026-06", "later:zb1:a:2026-06", "done:zb1:b:2026-06", "more:zb1:b:2026-06")
)


class Spoken(QuietChannel):
    """A channel that remembers what it was to say."""

    name = "dingtalk"

    def __init__(self) -> None:
        self.said: list[tuple[Address, str, str]] = []

    async def send(self, address: Address, content: Content, *, key: str) -> list[str]:
        self.said.append((address, content.text, key))
        return []


def settle_in(uow: UnitOfWork) -> None:
    uow.organisations.add(BRANCH, next_review_at=NOW + timedelta(days=9))
    uow.members.add(Member(id=MemberId("1"), name="张三", organisation_id=BRANCH.id))
    uow.accounts.add(Account(member_id=MemberId("1"), address=ME))
    card = OutboundMessage(
        key=CARD,
        kind=MessageKind.REMINDER,
        send_at=NOW,
        recipient=MemberId("1"),
        content=Content(text="有2项待办", buttons=BUTTONS),
        state=DeliveryState.SENT,
    )
    uow.outbox.add(card)


@pytest.fixture
async def robot(database: Database) -> Robot:
    await database.write(settle_in)
    return Robot(database=database, rulebook=rulebook(), clock=lambda: NOW)


async def answers(robot: Robot) -> list[OutboundMessage]:
    return list(await robot.database.read(lambda uow: uow.outbox.list(kind=MessageKind.REPLY)))


async def pump(robot: Robot, later: timedelta) -> Spoken:
    channel = Spoken()
    clock = lambda: NOW + later  # noqa: E731
    await Pump(database=robot.database, channels={"dingtalk": channel}, rulebook=rulebook(), clock=clock).pump_due()
    return channel


async def test_an_answer_that_nobody_posted_goes_out_of_the_outbox(robot: Robot) -> None:
    outcome = await robot.take_in(SAID)
    assert (await pump(robot, POSTED_WITHIN - timedelta(seconds=1))).said == []
    assert (await pump(robot, POSTED_WITHIN)).said == [(ME, outcome.replies[0].text, answer_key(SAID.key, 0))]


async def test_an_answer_that_was_posted_is_not_said_again_and_not_kept(robot: Robot) -> None:
    await robot.take_in(SAID)
    await robot.settle_answers([answer_key(SAID.key, 0)])
    [answer] = await answers(robot)
    assert (answer.state, answer.content, answer.text) == (DeliveryState.SENT, None, "")
    assert (await pump(robot, timedelta(hours=1))).said == []


async def test_what_the_outbox_said_is_not_kept_either(robot: Robot) -> None:
    await robot.take_in(SAID)
    await pump(robot, POSTED_WITHIN)
    [answer] = await answers(robot)
    assert (answer.state, answer.content, answer.text) == (DeliveryState.SENT, None, "")


async def test_a_redelivery_adds_no_answer(robot: Robot) -> None:
    await robot.take_in(SAID)
    assert (await robot.take_in(SAID)).repeated
    assert len(await answers(robot)) == 1


async def test_who_answers_by_itself_leaves_nothing_in_the_outbox(robot: Robot) -> None:
    assert (await robot.take_in(replace(SAID, is_posted=False))).replies
    assert await answers(robot) == []


async def press(robot: Robot, action: str, *, card: str = CARD, by: Address = ME) -> Outcome:
    name = card_name(card)
    key = press_key(by, name, action)
    message = InboundMessage(key=key, sender=by, sent_at=NOW, kind=InboundKind.ACTION, action=action, card=name)
    return await robot.take_in(message)


def labels(outcome: Outcome) -> list[str]:
    return [button.label for button in outcome.left]


async def test_buttons_about_something_else_are_left(robot: Robot) -> None:
    assert labels(await press(robot, BUTTONS[0].action)) == [BUTTONS[2].label, BUTTONS[3].label]
    assert labels(await press(robot, BUTTONS[3].action)) == []


async def test_a_press_that_comes_again_tells_the_same(robot: Robot) -> None:
    first = await press(robot, BUTTONS[0].action)
    assert await press(robot, BUTTONS[0].action) == replace(first, repeated=True)


async def test_of_a_question_nothing_is_left(robot: Robot) -> None:
    question = Content(
        text="哪一次？", buttons=(Button(label="甲", action="pick:1"), Button(label="乙", action="pick:2"))
    )
    notice = OutboundMessage(
        key="q",
        kind=MessageKind.NOTICE,
        send_at=NOW,
        recipient=MemberId("1"),
        content=question,
        state=DeliveryState.SENT,
    )
    await robot.database.write(lambda uow: uow.outbox.add(notice))
    assert labels(await press(robot, "pick:1", card="q")) == []


async def test_of_a_card_that_is_forgotten_or_of_another_nothing_is_left(robot: Robot) -> None:
    assert labels(await press(robot, BUTTONS[0].action, card="unknown")) == []
    assert labels(await press(robot, BUTTONS[0].action, by=replace(ME, account="lisi"))) == []
