"""What it costs to judge every duty: `python -m benchmarks.compliance [--most N] [--stored N]`.

First in memory: organisations of three kinds, each with a year of records, streamed one after the other; microseconds for
an obligation, memory of the process; both must not grow with the number of organisations. Then stored, on SQLite and on
PostgreSQL: a beat when nothing is due.
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

from benchmarks import postgresql
from bot.storage.database import Database
from bot.storage.migration import migrate
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
from schedules.ports import UnitOfWork
from schedules.reminders.rules import ReminderRules
from schedules.tick import tick

PROFILES = Path(__file__).parents[1] / "schedules" / "duties" / "profiles"
NOW = datetime(2026, 11, 20, 9, 5, tzinfo=SHANGHAI)
KINDS = (OrganisationKind.BRANCH, OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP, OrganisationKind.COMMITTEE)
TOPICS = ("学习全会精神", "民族理论专题研讨", "“七一”专题党课", "述职评议", "学习计划", None)
NAMES = tuple(f"成员{number}" for number in range(12))
RECORDS = 80
BEATS = 300


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compliance")
    parser.add_argument("--most", type=int, default=10_000, metavar="N", help="organisations in memory")
    parser.add_argument("--stored", type=int, default=10_000, metavar="N", help="organisations in a database")
    options = parser.parse_args()
    catalogue, _ = parse_catalogue({path.name: path.read_text("utf-8") for path in PROFILES.glob("*.toml")})
    calendar = WorkCalendar.of()
    print(f"{'organisations':>14}{'obligations':>13}{'µs each':>10}{'ms an organisation':>20}{'MB':>7}")
    for count in sizes(options.most):
        print(judge(count, catalogue, calendar))
    print(f"\n{'database':>14}{'organisations':>15}{'beat ms p50':>13}{'p99':>8}")
    for count in sizes(options.stored):
        with tempfile.TemporaryDirectory() as folder:
            print(asyncio.run(beat("SQLite", f"sqlite+aiosqlite:///{folder}/zhibu.db", count, catalogue, calendar)))
        postgresql.create_database("zhibu_beat")
        print(asyncio.run(beat("PostgreSQL", postgresql.url_of("zhibu_beat"), count, catalogue, calendar)))


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
        owed = obligations_of(facts, catalogue, calendar, since=date(2026, 9, 20), until=date(2026, 12, 22))
        judged += sum(status_of(obligation, facts, now=NOW).needed > 0 for obligation in owed)
        seconds += time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{count:>14,}{judged:>13,}{seconds / judged * 1e6:>10.1f}{seconds / count * 1e3:>20.2f}{memory:>7}"


async def beat(name: str, url: str, count: int, catalogue: Catalogue, calendar: WorkCalendar) -> str:
    """One line of the second table."""
    await migrate(url)
    database = await Database.open(url)
    try:
        await database.write(lambda uow: store(uow, count))
        taken = sorted([await timed_beat(database, catalogue, calendar) for _ in range(BEATS)])
    finally:
        await database.close()
    return f"{name:>14}{count:>15,}{taken[BEATS // 2] * 1e3:>13.2f}{taken[BEATS * 99 // 100] * 1e3:>8.2f}"


async def timed_beat(database: Database, catalogue: Catalogue, calendar: WorkCalendar) -> float:
    """Seconds of one beat that finds nothing due."""
    begun = time.perf_counter()
    outcome = await database.write(
        lambda uow: tick(uow, NOW, catalogue=catalogue, calendar=calendar, rules=ReminderRules())
    )
    assert not outcome.reviewed
    return time.perf_counter() - begun


def store(uow: UnitOfWork, count: int) -> None:
    """Organisations whose review is not due before tomorrow."""
    for number in range(count):
        uow.organisations.add(organisation_of(number), next_review_at=NOW + timedelta(days=1, seconds=number))


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
        reported_by=MemberId("0"),
        reported_at=NOW,
        topic=chance.choice(TOPICS),
        host=chance.choice(NAMES),
        lecturer=chance.choice(NAMES),
        participants=tuple(chance.sample(NAMES, 2)),
        attendance=Attendance(expected=12, present=12),
    )


if __name__ == "__main__":
    main()
