import asyncio

from bot.storage.database import Database
from tests.books import rulebook
from tests.schedules.reminders.office import Office, at


async def test_fortnight_of_reminders_is_the_same_on_both_databases(database: Database, office: Office) -> None:
    other = Office(database=database, book=rulebook(), now=office.now)
    for one in (office, other):
        await one.found()
        await one.go_to(at("2026-06-16T18:00"))
    assert other.arrived == office.arrived
    assert {item.kind for item in office.arrived} == {"reminder", "digest"}
    assert list(await other.reminders()) == list(await office.reminders())


async def test_beats_of_two_processes_at_once_plan_once(database: Database) -> None:
    first, second = (Office(database=database, book=rulebook(), now=at("2026-06-23T08:00")) for _ in range(2))
    await first.found()
    outcomes = [item for run in await asyncio.gather(first.tick(), second.tick()) for item in run]
    reminders, messages = await first.reminders(), await first.messages()
    waiting = {item.key for item in messages}
    planned = [item for item in reminders if item.state == "planned"]
    assert sum(item.reviewed for item in outcomes) == 2
    assert planned
    assert {item.message_key for item in planned} <= waiting
    recipients = [item.recipient for item in messages if item.recipient]
    assert len(recipients) == len(set(recipients))
