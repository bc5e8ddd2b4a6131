"""What delivery costs: `python -m benchmarks.delivery [--most N] [--messages N] [--records N] [--only TABLE] [--on DATABASE]`.

Planning: organisations whose review is due, all in one go, on both databases; milliseconds for each, those of this
process's processor, and by how much the process grew; none of it must grow with their number. Sending: messages to
different members through the fake platform, which runs in the same process, with its limits and ours off. Claiming: a
batch of messages beside so many that rest after a failure, as they do while a platform is down. Cancelling: from a record
that fulfils a duty to the commit in which its reminders are no longer waiting.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from benchmarks import postgresql
from benchmarks.branches import found_branches
from bot.channels.wecom.channel import WecomChannel
from bot.channels.wecom.settings import WecomSettings
from bot.pump import BATCH, Pump
from bot.storage.database import Database
from bot.storage.migration import migrate
from bot.storage.unit_of_work import SqlUnitOfWork
from handlers.intake import intake
from handlers.messages import InboundMessage
from schedules.calendar.zone import SHANGHAI
from schedules.outbox import Content, MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.people.organisation import OrganisationId
from schedules.reminders.rules import ReminderRules
from schedules.reminders.stage import ReminderState
from schedules.tick import TickOutcome, tick
from tests.books import rulebook
from tests.fakes.wecom import FakeWecom

NOW = datetime(2026, 6, 26, 10, 30, tzinfo=SHANGHAI)
BOOK = replace(rulebook(), rules=ReminderRules(spread_minutes=0))
BATCHES = 20
NO_LIMIT = 10**9


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery")
    parser.add_argument("--most", type=int, default=10_000, metavar="N", help="organisations to plan for")
    parser.add_argument("--messages", type=int, default=1000, metavar="N", help="messages to send")
    parser.add_argument("--resting", type=int, default=5000, metavar="N", help="messages that rest after a failure")
    parser.add_argument("--records", type=int, default=100, metavar="N", help="records that fulfil a duty")
    parser.add_argument("--only", choices=["planning", "sending", "claiming", "cancelling"], help="one table")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="one database")
    chosen = parser.parse_args()
    tables: dict[str, tuple[str, list[int], Callable[[str, int], Awaitable[str]]]] = {
        "planning": (
            f"{'ms each':>10}{'of processor':>14}{'reminders':>11}{'MB more':>9}",
            [*_sizes(chosen.most)],
            _plan,
        ),
        "sending": (f"{'a second':>10}", [chosen.messages], _send),
        "claiming": (f"{'p50 ms':>10}", [chosen.resting], _claim),
        "cancelling": (f"{'p50 ms':>10}{'p99 ms':>11}", [chosen.records], _cancel),
    }
    for name, (heading, counts, measure) in tables.items():
        if chosen.only in (None, name):
            print(f"{name:>14}{'database':>12}{heading}", flush=True)
            for count in counts:
                _print_rows(count, measure, chosen.on)


def _print_rows(count: int, measure: Callable[[str, int], Awaitable[str]], chosen: str | None) -> None:
    for name, fresh_url in FRESH.items():
        if chosen in (None, name):
            with fresh_url() as url:
                print(f"{count:>14}{name:>12}{_run(measure, url, count)}", flush=True)


def _run(measure: Callable[[str, int], Awaitable[str]], url: str, count: int) -> str:
    async def run() -> str:
        return await measure(url, count)

    return asyncio.run(run())


def _sizes(most: int) -> Iterator[int]:
    size = 1000
    while size < most:
        yield size
        size *= 10
    yield most


@contextmanager
def _fresh_file() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite+aiosqlite:///{Path(folder) / 'delivery.db'}"


@contextmanager
def _fresh_copy() -> Iterator[str]:
    postgresql.create_database(postgresql.COPY)
    yield postgresql.url_of(postgresql.COPY)


FRESH = {"sqlite": _fresh_file, "postgresql": _fresh_copy}


async def _plan(url: str, count: int) -> str:
    database = await _settled(url, count)
    before, begun, busy = _resident(), time.perf_counter(), time.process_time()
    while (await database.write(_tick)).reviewed:
        pass
    spent, used, grown = time.perf_counter() - begun, time.process_time() - busy, _resident() - before
    planned = await database.read(lambda uow: sum(uow.reminders.count().values()))
    await database.close()
    return f"{spent / count * 1000:>10.2f}{used / count * 1000:>14.2f}{planned:>11}{grown:>9.0f}"


def _resident() -> float:
    """How much memory the process has, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def _tick(uow: SqlUnitOfWork) -> TickOutcome:
    return tick(uow, NOW, catalogue=BOOK.catalogue, calendar=BOOK.calendar, rules=BOOK.rules)


async def _send(url: str, count: int) -> str:
    database = await _settled(url, 0)
    async with FakeWecom(member_limit=NO_LIMIT, now=lambda: NOW) as fake:
        await database.write(lambda uow: [uow.outbox.add(_notice(number)) for number in range(count)])
        channel = WecomChannel(WecomSettings.model_validate(fake.settings()), now=lambda: NOW)
        pump = Pump(database=database, channels={"wecom": channel}, rulebook=BOOK, clock=lambda: NOW)
        begun = time.perf_counter()
        while await pump.pump_due():
            pass
        spent = time.perf_counter() - begun
        assert len(fake.sent) == count
        await channel.close()
    await database.close()
    return f"{count / spent:>10.0f}"


async def _claim(url: str, count: int) -> str:
    database = await _settled(url, 0)
    resting = [
        replace(_notice(number), send_at=NOW - timedelta(hours=1), rests_until=NOW + timedelta(hours=1))
        for number in range(count)
    ]
    due = [_notice(count + number) for number in range(BATCHES * BATCH)]
    await database.write(lambda uow: [uow.outbox.add(message) for message in (*resting, *due)])
    spans = [await _claim_batch(database) for _ in range(BATCHES)]
    await database.close()
    return f"{median(spans) * 1000:>10.1f}"


async def _claim_batch(database: Database) -> float:
    until = NOW + timedelta(minutes=2)
    begun = time.perf_counter()
    claimed = await database.write(lambda uow: uow.outbox.claim(due_by=NOW, leased_until=until, limit=BATCH))
    assert len(claimed) == BATCH
    return time.perf_counter() - begun


async def _cancel(url: str, count: int) -> str:
    database = await _settled(url, count)
    while (await database.write(_tick)).reviewed:
        pass
    spans = [await _cancel_one(database, number) for number in range(count)]
    await database.close()
    return f"{median(spans) * 1000:>10.1f}{quantiles(spans, n=100)[-1] * 1000:>11.1f}"


async def _cancel_one(database: Database, number: int) -> float:
    organisation = OrganisationId(f"z{number}")
    message = InboundMessage(
        key=f"wecom:{number}",
        sender=Address(channel="wecom", account=f"u{number}-0"),
        text="昨天主题党日，到12人",
        sent_at=NOW,
    )
    waiting = await _planned(database, organisation)
    begun = time.perf_counter()
    await database.write(lambda uow: intake(uow, message, NOW, rulebook=BOOK))
    spent = time.perf_counter() - begun
    assert await _planned(database, organisation) < waiting
    return spent


async def _planned(database: Database, organisation: OrganisationId) -> int:
    state = ReminderState.PLANNED
    return len(await database.read(lambda uow: uow.reminders.list(organisation_id=organisation, state=state)))


async def _settled(url: str, count: int) -> Database:
    await migrate(url)
    await found_branches(url, count, NOW)
    return await Database.open(url)


def _notice(number: int) -> OutboundMessage:
    address = Address(channel="wecom", account=f"u{number}")
    return OutboundMessage(
        key=f"n{number}", kind=MessageKind.NOTICE, send_at=NOW, address=address, content=Content(text=f"第 {number} 条")
    )


if __name__ == "__main__":
    main()
