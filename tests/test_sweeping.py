"""What is forgotten, and when."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.storage.database import Database
from bot.sweeping import sweep
from handlers.conversation import Asked
from handlers.intents import Query, QueryTopic
from schedules.calendar.zone import SHANGHAI
from schedules.duties.duty import DutyId
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.reminders.stage import ReminderState
from tests.books import rulebook
from tests.storage.samples import BRANCH, CONVERSATION, REMINDER

NOW = datetime(2026, 6, 25, 18, 0, tzinfo=SHANGHAI)


def notice(key: str, send_at: datetime, state: DeliveryState) -> OutboundMessage:
    return OutboundMessage(
        key=key, kind=MessageKind.NOTICE, send_at=send_at, state=state, content=Content(text="..."), text="..."
    )


async def test_what_was_sent_is_forgotten_after_ninety_days_and_what_waits_is_not(database: Database) -> None:
    long_ago = NOW - timedelta(days=91)
    messages = [
        notice("old", long_ago, DeliveryState.SENT),
        notice("waiting", long_ago, DeliveryState.PENDING),
        notice("new", NOW - timedelta(days=89), DeliveryState.SENT),
    ]
    await database.write(lambda uow: uow.outbox.add(*messages))
    await sweep(database, rulebook(), NOW)
    left = await database.read(lambda uow: uow.outbox.list())
    assert [message.key for message in left] == ["waiting", "new"]


async def test_an_answer_is_forgotten_before_its_key(database: Database) -> None:
    replies = (Content(text="..."),)
    await database.write(lambda uow: uow.inbox.add("k", at=NOW - timedelta(days=2), replies=replies))
    await sweep(database, rulebook(), NOW)
    assert await database.read(lambda uow: uow.inbox.get("k")) == ()
    await sweep(database, rulebook(), NOW + timedelta(days=31))
    assert await database.read(lambda uow: uow.inbox.get("k")) is None


async def test_a_draft_is_forgotten_after_its_day_and_a_question_sooner_though_nobody_says_anything(
    database: Database,
) -> None:
    asked = Asked(query=Query(topic=QueryTopic.COUNT, names=("王芳",)), organisation_id=BRANCH, at=NOW)
    told = replace(CONVERSATION, asked=asked, expires_at=NOW + timedelta(days=1))
    await database.write(lambda uow: uow.conversations.update(told))
    for age, left in (
        (timedelta(minutes=9), told),
        (timedelta(minutes=10), replace(told, asked=None)),
        (timedelta(days=1), replace(told, asked=None, draft=None, expires_at=None, files=())),
    ):
        await sweep(database, rulebook(), NOW + age)
        assert await database.read(lambda uow: uow.conversations.get(told.key)) == left


async def test_how_far_a_message_has_come_is_forgotten_when_nobody_goes_on_with_it(database: Database) -> None:
    said = {"0:ab": ["name"], "1:cd": []}
    await database.write(lambda uow: uow.meta.update("said", "something else"))
    await database.write(lambda uow: uow.sayings.update("m1", said, at=NOW))
    await sweep(database, rulebook(), NOW + timedelta(days=1))
    assert await database.read(lambda uow: uow.sayings.get("m1")) == said
    await sweep(database, rulebook(), NOW + timedelta(days=3))
    assert await database.read(lambda uow: uow.sayings.get("m1")) == {}
    assert await database.read(lambda uow: uow.meta.get("said")) == "something else"


async def test_reminders_are_forgotten_after_more_than_a_year_and_what_waits_is_not(database: Database) -> None:
    ages = {"old": (401, ReminderState.SENT), "waiting": (401, ReminderState.PLANNED), "new": (399, ReminderState.SENT)}
    reminders = [
        replace(
            REMINDER,
            key=replace(REMINDER.key, duty_id=DutyId(name)),
            send_at=NOW - timedelta(days=days),
            state=state,
        )
        for name, (days, state) in ages.items()
    ]
    await database.write(lambda uow: uow.reminders.add(reminders))
    await sweep(database, rulebook(), NOW)
    left = await database.read(lambda uow: uow.reminders.list())
    assert [reminder.key.duty_id for reminder in left] == ["waiting", "new"]
