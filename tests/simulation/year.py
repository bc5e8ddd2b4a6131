"""A year of the real robot on a real database, without sockets: its people are played."""

import heapq
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from bot.robot import Robot
from bot.storage.database import Database
from handlers.messages import InboundKind, InboundMessage
from schedules.calendar.zone import instant_at, local_day_of, start_of
from schedules.duties.assessing import records_since
from schedules.duties.compliance import status_of
from schedules.duties.deadline import obligations_of
from schedules.duties.duty import DutyId, Obligation
from schedules.duties.facts import Facts
from schedules.outbox import Button, Content
from schedules.people.address import Address
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.role import Role
from tests.books import rulebook
from tests.fakes.quiet import QuietChannel
from tests.simulation.bureau import CHANNEL, Bureau, found_bureau, settle_in
from tests.simulation.habits import HOURS, Habit, habit_for, reports_of

BEAT = timedelta(minutes=30)
MOST_PRESSES = 4
DONE = "done:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What arrived at a person or, with `is_group`, at a group."""

    at: datetime
    account: str
    is_group: bool
    text: str


@dataclass(slots=True)
class Letterbox(QuietChannel):
    """The channel at whose end everybody lives."""

    year: "Year"
    name: str = CHANNEL

    async def send(self, address: Address, content: Content, *, key: str) -> list[str]:
        told = Delivered(at=self.year.now, account=address.account, is_group=address.is_group, text=content.text)
        self.year.arrived.append(told)
        if not address.is_group and key.startswith("reminder:"):
            self.year.react(MemberId(address.account), content.buttons)
        return []


@dataclass(order=True, slots=True)
class Event:
    """Somebody says something, or presses a button."""

    at: datetime
    number: int
    who: MemberId = field(compare=False)
    text: str = field(default="", compare=False)
    action: str = field(default="", compare=False)


@dataclass(slots=True, kw_only=True)
class Year:
    """The bureau, its robot and what has happened so far."""

    bureau: Bureau
    database: Database
    seed: int
    first: date
    now: datetime
    end: datetime
    arrived: list[Delivered] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    said: int = 0
    _events: list[Event] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    _answering: set[str] = field(default_factory=set)

    async def play(self) -> None:
        """Live through it."""
        robot = Robot(database=self.database, rulebook=rulebook(), clock=lambda: self.now)
        robot.channels = {CHANNEL: Letterbox(self)}
        await self.database.write(lambda uow: settle_in(uow, self.bureau, local_day_of(self.now)))
        for facts in await self.facts():
            self._expect_reports(facts)
        while (at := await self._next_beat(robot)) < self.end:
            while self._events and self._events[0].at <= at:
                event = heapq.heappop(self._events)
                self.now = max(self.now, event.at)
                await self._hear(robot, event)
            self.now = at
            await robot.beat()
        self.now = self.end

    async def _next_beat(self, robot: Robot) -> datetime:
        """The end of the half-hour in which something is due: so seldom does this year's heart beat."""
        instants = (await robot.next_due_at(), self._events[0].at if self._events else None)
        due = max(self.now, min((instant for instant in instants if instant), default=self.end))
        return due + (start_of(local_day_of(due)) - due) % BEAT

    async def facts(self) -> Sequence[Facts]:
        """What is known of everybody by now."""
        since = records_since(self.now)
        ids = [organisation.id for organisation in self.bureau.organisations]
        return await self.database.read(
            lambda uow: [facts for one in ids if (facts := uow.facts.get(one, since=since))]
        )

    def obligations(self, facts: Facts) -> Iterator[Obligation]:
        """What an organisation owes from its first day to the last."""
        book = rulebook()
        yield from obligations_of(facts, book.catalogue, book.calendar, since=self.first, until=local_day_of(self.end))

    def react(self, who: MemberId, buttons: Sequence[Button]) -> None:
        """Who is reminded answers some of it, within three days, each occurrence once."""
        for action in (button.action for button in buttons if button.action.startswith(DONE)):
            organisation_id, duty_id, period = action.removeprefix(DONE).split(":")
            habit = habit_for(OrganisationId(organisation_id), DutyId(duty_id), period, self.seed)
            if habit in {Habit.LATE, Habit.NEVER} or action in self._answering:
                continue
            self._answering.add(action)
            draw = Random(f"{self.seed}:{action}")
            day = local_day_of(self.now) + timedelta(days=draw.choice((0, 1, 1, 2, 3)))
            at = max(instant_at(day, draw.choice(HOURS)), self.now + timedelta(minutes=20))
            self._at(at, who, action=action)

    def _expect_reports(self, facts: Facts) -> None:
        organisation_id, calendar = facts.organisation.id, rulebook().calendar
        if self.bureau.is_silent(organisation_id):
            return
        for obligation in self.obligations(facts):
            key = (organisation_id, obligation.duty.id, obligation.period.label)
            draw = Random(f"{self.seed}:{key}:reports")
            needed = status_of(obligation, facts, now=self.now).needed
            for report in reports_of(obligation, needed, habit_for(*key, self.seed), calendar, draw):
                if report.at > self.now:
                    self._at(
                        report.at, self._reporter(organisation_id, draw), text=self._named(report.text, organisation_id)
                    )

    def _reporter(self, organisation_id: OrganisationId, draw: Random) -> MemberId:
        """Mostly one of its committee."""
        people = self.bureau.people_of(organisation_id)
        return draw.choice(people[:5] if draw.random() < 0.8 else people).id

    def _named(self, text: str, organisation_id: OrganisationId) -> str:
        secretary = self.bureau.holder_of(Role.SECRETARY, organisation_id)
        return text.replace("{lecturer}", secretary.name if secretary else "")

    def _at(self, at: datetime, who: MemberId, *, text: str = "", action: str = "") -> None:
        heapq.heappush(self._events, Event(at, next(self._numbers), who, text, action))

    async def _hear(self, robot: Robot, event: Event) -> None:
        """Say it, and press the first button of whatever is asked in return."""
        replies = await self._say(robot, event.who, text=event.text, action=event.action)
        for _ in range(MOST_PRESSES):
            asked = [button.action for reply in replies for button in reply.buttons]
            if any("已登记" in reply.text for reply in replies) or not asked:
                break
            replies = await self._say(robot, event.who, action=asked[0])
        if not any("已登记" in reply.text or "已由" in reply.text for reply in replies):
            self.refused.append(f"{event.text or event.action}\n  → {' | '.join(reply.text for reply in replies)}")

    async def _say(self, robot: Robot, who: MemberId, *, text: str = "", action: str = "") -> Sequence[Content]:
        self.said += 1
        message = InboundMessage(
            key=f"{CHANNEL}:{self.said}",
            sender=Address(channel=CHANNEL, account=who),
            sent_at=self.now,
            kind=InboundKind.ACTION if action else InboundKind.TEXT,
            text=text,
            action=action,
        )
        return (await robot.take_in(message)).replies


async def live_through(path: Path, *, branches: int, first: date, until: date, seed: int) -> Year:
    """Some months of a bureau with so many branches, on the migrated database at `path`."""
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    lived = Year(
        bureau=found_bureau(branches, first.year, seed),
        database=database,
        seed=seed,
        first=first,
        now=instant_at(first, HOURS[0]),
        end=start_of(until),
    )
    await lived.play()
    return lived
