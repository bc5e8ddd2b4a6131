"""I3: what could not be sent is told to those who can mend it; what is in no message is put into one."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.balance import balance_of
from bot.dead_letters import report_dead_letters
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from bot.sweeping import sweep
from handlers.context import Rulebook
from schedules.calendar.zone import SHANGHAI
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from schedules.reminders.stage import ReminderState
from schedules.wording import NO_ACCOUNT
from tests.books import rulebook
from tests.storage.samples import REMINDER

NOW = datetime(2026, 6, 25, 10, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
ADMIN, CLERK = MemberId("9001"), MemberId("9002")


def dead(number: int, reason: str) -> OutboundMessage:
    return OutboundMessage(
        key=f"m{number}",
        kind=MessageKind.NOTICE,
        send_at=NOW,
        content=Content(text="..."),
        state=DeliveryState.DEAD,
        reason=reason,
    )


def settle_in(uow: SqlUnitOfWork, *roles: tuple[MemberId, Role]) -> None:
    root = Organisation(id=OrganisationId("jgdw"), name="机关党委", kind=OrganisationKind.COMMITTEE)
    uow.organisations.add(root, next_review_at=NOW)
    for member, role in roles:
        uow.members.add(Member(id=member, name=str(member), organisation_id=root.id))
        uow.posts.add(Post(member_id=member, organisation_id=root.id, role=role))


async def add(database: Database, *messages: OutboundMessage) -> None:
    await database.write(lambda uow: uow.outbox.add(*messages))


async def tell(database: Database, now: datetime, book: Rulebook | None = None) -> int:
    return await database.write(lambda uow: report_dead_letters(uow, book or rulebook(), now))


async def reports(database: Database) -> list[OutboundMessage]:
    return [item for item in await database.read(lambda uow: uow.outbox.list()) if item.key.startswith("dead-letters")]


async def test_administrators_are_told_once_a_day_of_what_is_new(database: Database) -> None:
    await database.write(lambda uow: settle_in(uow, (ADMIN, Role.ADMIN), (CLERK, Role.CLERK)))
    assert await tell(database, NOW) == 0
    await add(database, *(dead(number, "账号不对") for number in range(3)))
    assert await tell(database, NOW) == 1
    await add(database, dead(3, "机器人已停用"))
    assert await tell(database, NOW + timedelta(hours=1)) == 0
    assert await tell(database, NOW + DAY) == 1
    assert await tell(database, NOW + 4 * DAY) == 0
    first, second = await reports(database)
    assert first.recipient == second.recipient == ADMIN
    assert first.content is not None
    assert second.content is not None
    assert "有 3 条消息没有发出" in first.content.text
    assert "账号不对（3 条）" in first.content.text
    assert "zhibu outbox retry" in first.content.text
    assert "机器人已停用（1 条）" in second.content.text
    assert "账号不对" not in second.content.text


def unreached(number: int, now: datetime) -> OutboundMessage:
    return OutboundMessage(
        key=f"reminder:{number}:{now}",
        kind=MessageKind.REMINDER,
        send_at=now,
        recipient=MemberId(str(number)),
        state=DeliveryState.SUPPRESSED,
        reason=NO_ACCOUNT,
    )


async def test_people_without_an_account_are_counted_in_one_line_when_they_are_new(database: Database) -> None:
    await database.write(lambda uow: settle_in(uow, (ADMIN, Role.ADMIN)))
    await add(database, dead(1, "账号不对"))
    for day in range(3):
        await add(database, *(unreached(number, NOW + day * DAY) for number in (1, 2)))
    assert [await tell(database, NOW + day * DAY) for day in (0, 1)] == [1, 0]
    await add(database, unreached(3, NOW))
    assert await tell(database, NOW + 4 * DAY) == 1
    first, second = await reports(database)
    assert first.content is not None
    assert second.content is not None
    assert "有 1 条消息没有发出" in first.content.text
    assert "有 2 位同志没有可用的账号" in first.content.text
    assert second.content.text == "管理员同志：有 1 位同志没有可用的账号，收不到提醒，请在花名册中补填后重新导入。"


async def test_from_december_on_a_year_without_holidays_is_told_of_each_month(database: Database) -> None:
    calendar = replace(rulebook().calendar, complete_years=frozenset({2026}))
    book = replace(rulebook(), calendar=calendar)
    days = [(2026, 11, 30), (2026, 12, 1), (2026, 12, 2), (2027, 1, 4), (2027, 1, 5), (2027, 2, 1)]
    await database.write(lambda uow: settle_in(uow, (ADMIN, Role.ADMIN)))
    for day in days:
        await tell(database, datetime(*day, 10, tzinfo=SHANGHAI), book)
    told = [(item.key.split(":")[1], item.content and item.content.text) for item in await reports(database)]
    assert [day for day, _ in told] == ["2026-12-01", "2027-01-04", "2027-02-01"]
    assert all(text and "还没有 2027 年的放假和调休安排" in text and "暂定" in text for _, text in told)


@pytest.mark.parametrize("now", [NOW.replace(hour=22), datetime(2026, 6, 27, 10, tzinfo=SHANGHAI)])
async def test_nobody_is_told_at_night_or_on_a_day_off(database: Database, now: datetime) -> None:
    await database.write(lambda uow: settle_in(uow, (ADMIN, Role.ADMIN)))
    await database.write(lambda uow: uow.outbox.add(dead(1, "账号不对")))
    assert await tell(database, now) == 0
    assert await tell(database, datetime(2026, 6, 29, 10, tzinfo=SHANGHAI)) == 1


async def test_without_an_administrator_the_clerk_at_the_top_is_told(database: Database) -> None:
    await database.write(lambda uow: settle_in(uow, (CLERK, Role.CLERK)))
    await database.write(lambda uow: uow.outbox.add(dead(1, "账号不对")))
    assert await tell(database, NOW) == 1
    (report,) = await reports(database)
    assert report.recipient == CLERK


async def test_a_report_that_cannot_be_sent_is_not_reported(database: Database) -> None:
    await database.write(lambda uow: settle_in(uow, (ADMIN, Role.ADMIN)))
    await database.write(lambda uow: uow.outbox.add(dead(1, "账号不对")))
    await tell(database, NOW)
    (report,) = await reports(database)
    await database.write(lambda uow: uow.outbox.update(replace(report, state=DeliveryState.DEAD)))
    assert await tell(database, NOW + DAY) == 0


async def test_what_no_message_carries_is_seen_in_the_balance_and_put_into_one(database: Database) -> None:
    lost = replace(REMINDER, state=ReminderState.PLANNED, reason="", message_key="gone", send_at=NOW)
    await database.write(lambda uow: uow.reminders.add([lost]))
    balance = await database.read(balance_of)
    assert (balance.planned, balance.pending, balance.adrift) == (1, 0, 1)
    await sweep(database, rulebook(), NOW)
    balance = await database.read(balance_of)
    assert (balance.planned, balance.pending, balance.adrift) == (1, 1, 0)
    (message,) = await database.read(lambda uow: uow.outbox.list())
    assert (message.state, message.recipient) == (DeliveryState.PENDING, lost.key.recipient)
