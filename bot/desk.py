"""The robot behind the sandbox: its clock can be moved, and everybody in it can be played."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.channels.sandbox.desk import People
from bot.clock import Clock
from bot.robot import Robot
from bot.storage.database import Database
from handlers.messages import InboundMessage, Outcome
from handlers.ports import UnitOfWork
from schedules.calendar.zone import SHANGHAI, local_day_of
from schedules.outbox import DeliveryState, OutboundMessage
from schedules.people.address import Account, Address

CHANNEL = "sandbox"
AHEAD = "sandbox.ahead_seconds"


@dataclass(slots=True, kw_only=True)
class MovableClock:
    """A clock that runs, ahead of the machine's by a span that only grows."""

    machine: Clock
    ahead: timedelta = timedelta()
    held_at: datetime | None = None

    def __call__(self) -> datetime:
        """What it shows."""
        return self.held_at or (self.machine() + self.ahead).astimezone(SHANGHAI)

    def hold(self, at: datetime) -> None:
        """Stop at an instant."""
        self.held_at = at

    def run_from(self, at: datetime) -> None:
        """Run on from an instant."""
        self.ahead = at - self.machine()
        self.held_at = None


@dataclass(slots=True, kw_only=True)
class Desk:
    """A `SandboxDesk` over the real robot and its real database."""

    robot: Robot
    clock: MovableClock
    moving: asyncio.Lock = field(default_factory=asyncio.Lock)

    def now(self) -> datetime:
        """What the sandbox's clock shows."""
        return self.clock()

    async def take_in(self, message: InboundMessage) -> Outcome:
        """Take a message in."""
        return await self.robot.take_in(message)

    async def advance(self, until: datetime) -> AsyncIterator[datetime]:
        """Move the clock on, playing every due instant between."""
        async with self.moving:
            try:
                while (due := await self.robot.next_due_at()) is not None and due <= until:
                    at = max(due, self.clock())
                    self.clock.hold(at)
                    await self.robot.beat()
                    yield at
            finally:
                self.clock.run_from(max(until, self.clock()))
                await save_clock(self.robot.database, self.clock)

    async def next_due_at(self) -> datetime | None:
        """The next instant at which something is due by itself."""
        return await self.robot.next_due_at()

    async def people(self) -> People:
        """Who there is today."""
        today = local_day_of(self.clock())

        def look(uow: UnitOfWork) -> People:
            return People(
                organisations=uow.organisations.list(),
                members=[item for item in uow.members.list() if item.left_on is None or item.left_on > today],
                posts=[post for post in uow.posts.list() if post.is_held_on(today)],
            )

        return await self.robot.database.read(look)

    async def list_sent(self, *, limit: int) -> Sequence[OutboundMessage]:
        """The last messages that were sent."""
        return await self.robot.database.read(lambda uow: uow.outbox.list_newest(state=DeliveryState.SENT, limit=limit))


def seat_everybody(uow: UnitOfWork) -> None:
    """Give every member and every organisation's group a place in the sandbox: staff number and organisation id."""
    seated = {account.member_id for account in uow.accounts.list() if account.address.channel == CHANNEL}
    for member in uow.members.list():
        if member.id not in seated and member.left_on is None:
            uow.accounts.add(Account(member_id=member.id, address=Address(channel=CHANNEL, account=member.id)))
    for organisation in uow.organisations.list():
        group = Address(channel=CHANNEL, account=organisation.id, is_group=True)
        if uow.chats.get(group) is None:
            uow.chats.add(group, organisation.id)
        if CHANNEL not in organisation.groups:
            current = uow.organisations.claim(organisation.id) or organisation
            uow.organisations.update(replace(current, groups={**current.groups, CHANNEL: group.account}))


async def open_clock(database: Database, machine: Clock, *, at: datetime | None) -> MovableClock:
    """The sandbox's clock as it was left, or, in a database that never had one, at the given instant."""
    kept = await database.read(lambda uow: uow.meta.get(AHEAD))
    clock = MovableClock(machine=machine)
    if kept is not None:
        clock.ahead = timedelta(seconds=float(kept))
    elif at is not None:
        clock.run_from(at)
        await save_clock(database, clock)
        await database.write(lambda uow: _review_all(uow, at))
    return clock


def _review_all(uow: UnitOfWork, at: datetime) -> None:
    """Reviews that another clock put off are due on this one."""
    for organisation in uow.organisations.list():
        uow.reviews.update(organisation.id, next_review_at=at)


async def save_clock(database: Database, clock: MovableClock) -> None:
    """Keep how far the clock is ahead, for the next start."""
    await database.write(lambda uow: uow.meta.update(AHEAD, str(clock.ahead.total_seconds())))
