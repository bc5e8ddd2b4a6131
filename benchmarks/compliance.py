"""What it costs to judge every duty: `python -m benchmarks.compliance [--most N] [--stored N]`.

First in memory: organisations of three kinds, each with a year of records, streamed one after the other; microseconds for
an obligation, memory of the process; neither must grow with the number of organisations. Then the same organisations
stored, on SQLite and on PostgreSQL: reading and judging all of them, and a beat when nothing is due. Beside each beat an
empty transaction is timed: what that takes, too, is the machine's and the database's.
"""

import argparse
import asyncio
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks import postgresql
from bot.storage import tables
from bot.storage.codec import instant_text
from bot.storage.database import Database
from bot.storage.migration import migrate
from bot.storage.rows import ledger, people
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import SHANGHAI
from schedules.duties.catalogue import Catalogue, parse_catalogue
from schedules.duties.compliance import status_of
from schedules.duties.deadline import obligations_of
from schedules.duties.facts import Facts
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, Attendance
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from schedules.reminders.rules import ReminderRules
from schedules.tick import tick

PROFILES = Path(__file__).parents[1] / "schedules" / "duties" / "profiles"
NOW = datetime(2026, 11, 20, 9, 5, tzinfo=SHANGHAI)
KINDS = (OrganisationKind.BRANCH, OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP, OrganisationKind.COMMITTEE)
TOPICS = ("学习全会精神", "民族理论专题研讨", "“七一”专题党课", "述职评议", "学习计划", None)
NAMES = tuple(f"成员{number}" for number in range(12))
RECORDS = 80
BEATS = 300
HEAP = 200
"""Organisations that are stored in one transaction."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compliance")
    parser.add_argument("--most", type=int, default=100_000, metavar="N", help="organisations in memory")
    parser.add_argument("--stored", type=int, default=10_000, metavar="N", help="organisations in a database")
    options = parser.parse_args()
    catalogue, _ = parse_catalogue({path.name: path.read_text("utf-8") for path in PROFILES.glob("*.toml")})
    calendar = WorkCalendar.of()
    print(f"{'organisations':>14}{'obligations':>13}{'µs each':>10}{'ms an organisation':>20}{'MB':>7}")
    for count in sizes(options.most):
        print(judge(count, catalogue, calendar))
    head = f"\n{'database':>12}{'organisations':>15}{'fill s':>9}{'obligations':>13}{'µs each':>10}"
    print(f"{head}{'ms an organisation':>20}{'MB':>7}{'beat ms p50':>13}{'p99':>8}{'empty ms p50':>14}{'p99':>8}")
    for count in sizes(options.stored):
        with tempfile.TemporaryDirectory() as folder:
            print(asyncio.run(measure("SQLite", f"sqlite+aiosqlite:///{folder}/zhibu.db", count, catalogue, calendar)))
        postgresql.create_database("zhibu_beat")
        print(asyncio.run(measure("PostgreSQL", postgresql.url_of("zhibu_beat"), count, catalogue, calendar)))


def sizes(most: int) -> Iterator[int]:
    """100, 1,000 … up to `most`."""
    count = 100
    while count <= most:
        yield count
        count *= 10


def judge(count: int, catalogue: Catalogue, calendar: WorkCalendar) -> str:
    """One line of the first table. Seconds of the processor; making up the organisations is not timed."""
    judged, seconds = 0, 0.0
    for number in range(count):
        facts = facts_of(number)
        begun = time.process_time()
        judged += judge_one(facts, catalogue, calendar)
        seconds += time.process_time() - begun
    return f"{count:>14,}{judged:>13,}{seconds / judged * 1e6:>10.1f}{seconds / count * 1e3:>20.2f}{megabytes():>7}"


def judge_one(facts: Facts, catalogue: Catalogue, calendar: WorkCalendar) -> int:
    """Judge what an organisation owes in a quarter; how many obligations these are."""
    owed = obligations_of(facts, catalogue, calendar, since=date(2026, 9, 20), until=date(2026, 12, 22))
    return sum(status_of(obligation, facts, now=NOW).needed > 0 for obligation in owed)


def megabytes() -> int:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


async def measure(name: str, url: str, count: int, catalogue: Catalogue, calendar: WorkCalendar) -> str:
    """One line of the second table: microseconds of this processor, milliseconds of the clock with all that it waited for."""
    await migrate(url)
    begun = time.perf_counter()
    await fill(url, count)
    filled = time.perf_counter() - begun
    database = await Database.open(url)
    try:
        beats, empty = [], []
        for _ in range(BEATS):
            beats.append(await timed_beat(database, catalogue, calendar))
            empty.append(await timed_nothing(database))
        begun, worked = time.perf_counter(), time.process_time()
        judged = sum([await judge_stored(database, number, catalogue, calendar) for number in range(count)])
        seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    finally:
        await database.close()
    return (
        f"{name:>12}{count:>15,}{filled:>9.1f}{judged:>13,}{worked / judged * 1e6:>10.1f}{seconds / count * 1e3:>20.2f}"
        f"{megabytes():>7}{quantile(beats, 0.5):>13.2f}{quantile(beats, 0.99):>8.2f}"
        f"{quantile(empty, 0.5):>14.2f}{quantile(empty, 0.99):>8.2f}"
    )


async def judge_stored(database: Database, number: int, catalogue: Catalogue, calendar: WorkCalendar) -> int:
    """Read an organisation's facts and judge them."""
    facts = await database.read(lambda uow: uow.facts.get(OrganisationId(f"o{number}"), since=date(2025, 1, 1)))
    assert facts is not None
    return judge_one(facts, catalogue, calendar)


async def timed_beat(database: Database, catalogue: Catalogue, calendar: WorkCalendar) -> float:
    """Seconds of one beat that finds nothing due."""
    begun = time.perf_counter()
    outcome = await database.write(
        lambda uow: tick(uow, NOW, catalogue=catalogue, calendar=calendar, rules=ReminderRules())
    )
    assert not outcome.reviewed
    return time.perf_counter() - begun


async def timed_nothing(database: Database) -> float:
    """Seconds of a transaction that does nothing."""
    begun = time.perf_counter()
    await database.write(lambda _: None)
    return time.perf_counter() - begun


def quantile(seconds: list[float], part: float) -> float:
    """In milliseconds."""
    return sorted(seconds)[int(len(seconds) * part)] * 1e3


async def fill(url: str, count: int) -> None:
    """Store organisations whose review is not due before tomorrow, with their people and records, in heaps."""
    engine = create_async_engine(url)
    for first in range(0, count, HEAP):
        every = [facts_of(number) for number in range(first, min(first + HEAP, count))]
        due = instant_text(NOW + timedelta(days=1, seconds=first))
        async with engine.begin() as connection:
            for table, rows in (
                (
                    tables.organisations,
                    [people.organisation_row(one.organisation) | {"next_review_at": due} for one in every],
                ),
                (tables.members, [people.member_row(member) for one in every for member in one.members]),
                (tables.posts, [people.post_row(post) for one in every for post in one.posts]),
                (tables.activities, [ledger.activity_row(record) for one in every for record in one.activities]),
            ):
                await connection.execute(insert(table), rows)
    await engine.dispose()


def organisation_of(number: int) -> Organisation:
    """One of three kinds, as a bureau has them."""
    kind = KINDS[number % len(KINDS)]
    return Organisation(
        id=OrganisationId(f"o{number}"), name=f"组织{number}", kind=kind, profile="neimenggu-shizhi-2023"
    )


def facts_of(number: int) -> Facts:
    """An organisation with twelve members, three posts and a year of records."""
    organisation = organisation_of(number)
    members = tuple(
        Member(id=MemberId(f"{number}-{index}"), name=name, organisation_id=organisation.id)
        for index, name in enumerate(NAMES)
    )
    roles = (Role.SECRETARY, Role.ORGANISER, Role.PUBLICITY)
    posts = tuple(
        Post(member_id=member.id, organisation_id=organisation.id, role=role)
        for member, role in zip(members, roles, strict=False)
    )
    chance = random.Random(number)
    records = tuple(record_of(index, organisation.id, chance) for index in range(RECORDS))
    return Facts(organisation=organisation, members=members, posts=posts, activities=records)


def record_of(index: int, organisation_id: OrganisationId, chance: random.Random) -> Activity:
    """A record of some day of the year."""
    return Activity(
        id=ActivityId(index + 1),
        organisation_id=organisation_id,
        kind=chance.choice(tuple(ActivityKind)),
        held_on=NOW.date() - timedelta(days=chance.randrange(365)),
        reported_by=MemberId(f"{organisation_id[1:]}-0"),
        reported_at=NOW,
        topic=chance.choice(TOPICS),
        host=chance.choice(NAMES),
        lecturer=chance.choice(NAMES),
        participants=tuple(chance.sample(NAMES, 2)),
        attendance=Attendance(expected=12, present=12),
    )


if __name__ == "__main__":
    main()
