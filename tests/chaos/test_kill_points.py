"""I1 to I4: a server that is killed at any point loses nothing, does nothing twice and goes on where it was.

Each test is one death of a real server: reports come in, reminders and the digest are due, the server dies at its point,
another one is started at the same address, and then the platform's log is compared with the database. A failure prints
the seed; `CHAOS_SEED` plays it again. What R5 would be, an effect without its confirmation, cannot be reached: both are
in one transaction, which R4 kills between any two of its statements.
"""

import asyncio
import os
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import make_url

from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from tests.chaos.office import GROUP, START, Office, is_sqlite
from tests.chaos.processes import work_of
from tests.fakes.wecom import GETTOKEN, ROBOT, SEND

REPORTS = 5
SEED = os.environ.get("CHAOS_SEED") or str(random.randrange(10**6))  # noqa: S311 - not for secrets
TURNS = [0, 1, *(pytest.param(turn, marks=pytest.mark.soak) for turn in range(2, 25))]

INSIDE = {
    "R0": ("R0", 1, REPORTS),
    "R1": ("R1", 1, REPORTS),
    "R2": ("R2", 1, REPORTS),
    "R3": ("R3", 1, 2),
    "R4": ("R4", 2, 12 * REPORTS),
    "P0": ("P0", 1, 3),
    "P1": ("P2", 2, 2),
    "P2": ("P2", 3, 24),
    "P3": ("P3", 1, 3),
    "P4": ("P4", 1, 3),
    "S0": ("S0", 1, 2),
    "S2": ("S2", 1, 5),
    "S3": ("S3", 1, 12),
}
"""Points of our own process: by which failpoint, and from which to which turn of it."""
ON_THE_WAY = {
    "S1 not carried out": (SEND, False),
    "S1 carried out": (SEND, True),
    "D1 not carried out": (ROBOT, False),
    "D1 carried out": (ROBOT, True),
    "T0": (GETTOKEN, False),
    "T1": (GETTOKEN, True),
}
"""Points at which the request is written and no answer is read: by its path, and whether the platform acts on it."""
LONG = "\n".join(f"第 {number:03} 行，{'一' * 60}" for number in range(60))
PIECES = [
    (2, False),
    *(pytest.param(nth, done, marks=pytest.mark.soak) for nth, done in [(2, True), (3, True), (4, False)]),
]
DIGEST = {"D0": "S0", "D2": "S2", "D3": "S3"}
"""Points of an office in which there is nothing to send but the digest."""


def turn_of(first: int, last: int, turn: int, chance: random.Random) -> int:
    """The first, the second, then any."""
    return min(first + turn, last) if turn < 2 else chance.randint(first, last)


def chance_of(point: str, turn: int) -> random.Random:
    return random.Random(f"{SEED} {point} {turn}")  # noqa: S311 - not for secrets


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("point", INSIDE)
async def test_killed_inside(
    point: str, turn: int, office: Office, record_property: Callable[[str, object], None]
) -> None:
    name, first, last = INSIDE[point]
    nth = turn_of(first, last, turn, chance_of(point, turn))
    await die_and_come_back(office, point, f"{name}:{nth}", record_property)


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("point", ON_THE_WAY)
async def test_killed_on_the_way(
    point: str, turn: int, office: Office, record_property: Callable[[str, object], None]
) -> None:
    office.fake.path, office.fake.carried_out = ON_THE_WAY[point]
    office.fake.nth = turn_of(1, 4, turn, chance_of(point, turn)) if office.fake.path == SEND else 1
    await die_and_come_back(office, point, "", record_property)


def cancel_posts(uow: SqlUnitOfWork) -> None:
    for post in uow.posts.list():
        uow.posts.cancel(post)


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("point", DIGEST)
async def test_killed_at_the_digest(
    point: str, turn: int, office: Office, record_property: Callable[[str, object], None]
) -> None:
    await office.database.write(cancel_posts)
    nth = turn_of(1, 8, turn, chance_of(point, turn)) if point == "D3" else 1
    await die_and_come_back(office, point, f"{DIGEST[point]}:{nth}", record_property)


@pytest.mark.parametrize(("nth", "carried_out"), PIECES)
async def test_killed_between_the_pieces_of_a_message_to_a_group(
    office: Office,
    nth: int,
    carried_out: bool,  # noqa: FBT001 - a case
) -> None:
    address = Address(channel="wecom", account=GROUP, is_group=True)
    long = OutboundMessage(
        key="long", kind=MessageKind.NOTICE, send_at=START, address=address, content=Content(text=LONG)
    )
    await office.database.write(lambda uow: uow.outbox.add(long))
    office.fake.path, office.fake.nth, office.fake.carried_out = ROBOT, nth, carried_out
    await office.wait_dead(office.start())
    office.start()
    await office.drain()
    pieces = Counter(text for text in office.fake.texts_to(GROUP) if "行，" in text)
    assert len(pieces) > 3
    assert sum(pieces.values()) - len(pieces) <= carried_out, "only what was said and not answered is said again"


async def die_and_come_back(
    office: Office, point: str, failpoint: str, record_property: Callable[[str, object], None]
) -> None:
    """Let a server die at a point under load, start another one, and look at what is left."""
    about = f"CHAOS_SEED={SEED} {point} {failpoint} {office.fake.nth}"
    victim = office.start(failpoint)
    reports = [asyncio.create_task(office.report(number)) for number in range(REPORTS)]
    await office.wait_dead(victim)
    acknowledged = [number for number, heard in office.replies.items() if heard]
    kept = len(await office.records())
    assert kept >= len(acknowledged), f"{about}: acknowledged {acknowledged}, kept {kept}"
    begun = time.monotonic()
    heir = office.start()
    await asyncio.gather(*reports)
    await office.drain()
    record_property("recovery", time.monotonic() - begun)
    record_property("work", work_of(heir))
    await look(office, about, record_property)


async def look(office: Office, about: str, record_property: Callable[[str, object], None]) -> None:
    """Compare the platform's log with the database."""
    records, messages, deliveries = await office.records(), await office.messages(), await office.deliveries()
    told = f"{about}\n{await office.told()}"
    lost = [key for key, count in deliveries.items() if count == 0]
    twice = {key: count - 1 for key, count in deliveries.items() if count > 1}
    doubled = len(records) - len({record.held_on for record in records})
    for name, value in (("lost", len(lost)), ("doubled", doubled), ("duplicates", sum(twice.values()))):
        record_property(name, value)
    assert len(records) == REPORTS, told
    assert (lost, doubled) == ([], 0), told
    assert sum(twice.values()) <= 1, told
    assert twice.keys() <= {message.key for message in messages if message.doubts}, told
    assert {message.state for message in messages} <= {DeliveryState.SENT, DeliveryState.SUPPRESSED}, told
    assert "digest" in {message.key.partition(":")[0] for message in messages}, told
    balance = await office.balance()
    assert (balance.adrift, balance.pending, balance.dead) == (0, 0, 0), told
    if is_sqlite(office.url):
        with sqlite3.connect(str(make_url(office.url).database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
