"""I7: whoever sends a thousand messages a minute is told so once, keeps what was answered and disturbs nobody."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from bot.flood import BOOKED_FROM, MOST_A_MINUTE, MOST_SENDERS, Floodgate, book
from bot.robot import Robot
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.messages import InboundMessage
from schedules.calendar.zone import SHANGHAI
from schedules.people.address import Address
from tests.books import rulebook
from tests.chaos.office import settle_in

T = TypeVar("T")

NOW = datetime(2026, 6, 26, 16, 30, tzinfo=SHANGHAI)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def robot(database: Database) -> Robot:
    await database.write(settle_in)
    return Robot(database=database, rulebook=rulebook(), clock=lambda: NOW)


def address(number: int) -> Address:
    return Address(channel="wecom", account=f"u{number}")


def report(number: int, *, who: int = 0) -> InboundMessage:
    text = f"6月{number % 25 + 1}日下午上党课，到{number % 7 + 10}人"
    return InboundMessage(key=f"wecom:{who}:{number}", sender=address(who), sent_at=NOW, text=text)


async def keys(database: Database, count: int) -> int:
    known = await database.read(lambda uow: [uow.inbox.get(report(number).key) for number in range(count)])
    return sum(one is not None for one in known)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_of_a_thousand_messages_a_minute_some_are_read_and_one_tells_of_the_rest(robot: Robot) -> None:
    said = Counter[str]()
    for number in range(1000):
        said.update(reply.text for reply in (await robot.take_in(report(number))).replies)
        if number % 100 == 0:
            assert "已登记" in (await robot.take_in(report(number // 100, who=1))).replies[0].text
    told = {text: count for text, count in said.items() if "没有处理" in text}
    assert list(told.values()) == [1]
    assert said.total() == MOST_A_MINUTE + 1
    assert await keys(robot.database, 1000) == MOST_A_MINUTE


async def test_what_was_taken_in_is_answered_alike_however_much_came_after(robot: Robot) -> None:
    first = await robot.take_in(report(0))
    for number in range(1, 2 * MOST_A_MINUTE):
        await robot.take_in(report(number))
    again = await robot.take_in(report(0))
    assert (again.repeated, again.replies) == (True, first.replies)


async def test_what_one_person_sends_at_once_takes_one_connection(robot: Robot) -> None:
    busy = Busy(robot.database)
    robot.database = busy
    messages = [*(report(number) for number in range(20)), *(report(0, who=who) for who in (1, 2))]
    outcomes = await asyncio.gather(*(robot.take_in(message) for message in messages))
    assert all(outcome.replies for outcome in outcomes)
    assert busy.most == 3
    assert not robot.floodgate.queues


async def test_who_gives_up_waiting_keeps_nobody_behind_him_waiting() -> None:
    gate, done = Floodgate(), []

    async def take_turn(number: int) -> None:
        async with gate.in_turn(address(0)):
            done.append(number)

    async with gate.in_turn(address(0)):
        waiting = [asyncio.create_task(take_turn(number)) for number in range(4)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
    waiting[1].cancel()  # whose turn it has just become
    await asyncio.gather(*waiting, return_exceptions=True)
    assert done == [2, 3]
    assert not gate.queues


async def test_whether_others_are_being_answered_is_known() -> None:
    gate = Floodgate()
    async with gate.in_turn(address(0)):
        assert not gate.has_others
        async with gate.in_turn(address(1)):
            assert gate.has_others


@dataclass
class Busy(Database):
    """A database that counts how many write at once."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.now = self.most = 0

    async def write(self, use_case: Callable[[SqlUnitOfWork], T]) -> T:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            return await super().write(use_case)
        finally:
            self.now -= 1


def test_a_minute_later_everything_is_read_again() -> None:
    gate = Floodgate()
    booked = [gate.count(address(0), NOW) for _ in range(MOST_A_MINUTE + 1)]
    assert booked[: BOOKED_FROM - 1] == [0] * (BOOKED_FROM - 1)
    assert (sum(number or 0 for number in booked), booked[-1]) == (MOST_A_MINUTE, None)
    assert [gate.end(address(0), NOW) for _ in range(2)] == [True, False]
    assert gate.count(address(0), NOW + MINUTE) == 0
    assert gate.count(address(0), NOW) == 0, "a clock that was set back"


async def test_one_who_floods_several_processes_is_held_back_by_all_together(
    database: Database, database_url: str
) -> None:
    await database.write(settle_in)
    others = [await Database.open(database_url) for _ in range(2)]
    robots = [Robot(database=one, rulebook=rulebook(), clock=lambda: NOW) for one in (database, *others)]
    said = Counter[str]()
    for number in range(4 * MOST_A_MINUTE):
        outcome = await robots[number % len(robots)].take_in(report(number))
        said.update(reply.text for reply in outcome.replies)
    assert sum(count for text, count in said.items() if "没有处理" in text) == 1
    assert said.total() <= MOST_A_MINUTE + 1 + (BOOKED_FROM - 1) * len(others)
    assert "已登记" in (await robots[0].take_in(report(0, who=1))).replies[0].text
    for other in others:
        await other.close()


async def test_what_people_usually_send_costs_the_database_nothing_more(robot: Robot) -> None:
    for number in range(BOOKED_FROM - 1):
        await robot.take_in(report(number))
    assert await robot.database.write(lambda uow: book(uow, address(0), MOST_A_MINUTE, NOW))


def test_who_is_silent_is_forgotten() -> None:
    gate = Floodgate()
    for number in range(MOST_SENDERS):
        gate.count(address(number), NOW)
    gate.count(address(-1), NOW + MINUTE)
    assert list(gate.minutes) == [address(-1)]
