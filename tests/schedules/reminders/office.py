"""A committee and its branch on a real database, with a clock that steps through whatever is due."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.storage.database import Database
from handlers.context import Rulebook
from schedules.calendar.zone import SHANGHAI, local_day_of
from schedules.delivery import Failed, Result, Sent, settle, word_message
from schedules.ledger.activity import Activity, ActivityId, ActivityKind
from schedules.outbox import MessageKind, OutboundMessage
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.ports import UnitOfWork
from schedules.reminders.stage import Reminder
from schedules.reminders.worded import Suppressed, Worded
from schedules.tick import TickOutcome, tick

COMMITTEE, BRANCH = OrganisationId("jgdw"), OrganisationId("zb1")
PROFILE = "neimenggu-shizhi-2023"
PEOPLE: dict[str, tuple[str, OrganisationId, Role | None]] = {
    "1001": ("李建国", BRANCH, Role.SECRETARY),
    "1002": ("王芳", BRANCH, Role.ORGANISER),
    "1003": ("张晓", BRANCH, None),
    "1004": ("陈立", BRANCH, None),
    "2001": ("赵敏", COMMITTEE, Role.SECRETARY),
    "2002": ("韩冬", COMMITTEE, Role.CLERK),
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What arrived at a member or a group."""

    at: datetime
    kind: MessageKind
    recipient: str
    text: str

    @property
    def day(self) -> date:
        return local_day_of(self.at)


@dataclass(slots=True, kw_only=True)
class Office:
    """The robot without sockets: its clock, its database, and what arrived."""

    database: Database
    book: Rulebook
    now: datetime
    arrived: list[Delivered] = field(default_factory=list)
    broken: Failed | None = None

    async def found(
        self, settings: OrganisationSettings | None = None, own: OrganisationSettings | None = None
    ) -> None:
        """Store the committee, the branch and their people."""
        await self.database.write(lambda uow: _found(uow, settings, own, self.now))

    async def go_to(self, end: datetime) -> None:
        """Move the clock, playing each due instant in between."""
        while (due := await self._next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            await self.beat()
        self.now = end

    async def beat(self) -> None:
        await self.tick()
        while await self.pump():
            pass

    async def tick(self) -> list[TickOutcome]:
        outcomes: list[TickOutcome] = []
        while not outcomes or outcomes[-1].reviewed:
            outcomes.append(await self.database.write(self._tick))
        return outcomes

    async def pump(self) -> int:
        claimed = await self.database.write(
            lambda uow: uow.outbox.claim(due_by=self.now, leased_until=self.now + timedelta(minutes=2), limit=50)
        )
        for message in claimed:
            await self._send(message)
        return len(claimed)

    async def record(self, kind: ActivityKind, **told: Any) -> None:  # noqa: ANN401 - fields of a record
        """Record something of today for the branch."""
        record = Activity(
            id=ActivityId(0),
            organisation_id=BRANCH,
            kind=kind,
            held_on=local_day_of(self.now),
            reported_by=MemberId("1004"),
            reported_at=self.now,
        )
        await self.database.write(lambda uow: uow.activities.add(replace(record, **told)))

    async def reminders(self, organisation_id: OrganisationId = BRANCH) -> Sequence[Reminder]:
        return await self.database.read(lambda uow: uow.reminders.list(organisation_id=organisation_id))

    async def messages(self, **filters: Any) -> Sequence[OutboundMessage]:  # noqa: ANN401 - filters of the outbox
        return await self.database.read(lambda uow: uow.outbox.list(**filters))

    def told(self, recipient: str, words: str = "") -> list[date]:
        """The days on which somebody was told something."""
        return [item.day for item in self.arrived if item.recipient == recipient and words in item.text]

    def _tick(self, uow: UnitOfWork) -> TickOutcome:
        return tick(uow, self.now, catalogue=self.book.catalogue, calendar=self.book.calendar, rules=self.book.rules)

    def _word(self, uow: UnitOfWork, message: OutboundMessage) -> Worded | Suppressed:
        return word_message(
            uow, message, self.now, catalogue=self.book.catalogue, calendar=self.book.calendar, rules=self.book.rules
        )

    async def _send(self, message: OutboundMessage) -> None:
        worded = await self.database.write(lambda uow: self._word(uow, message))
        result: Result = (
            worded if isinstance(worded, Suppressed) else self.broken or Sent(text=worded.text, told=worded.told)
        )
        if isinstance(result, Sent):
            recipient = message.recipient or (message.address.account if message.address else "")
            self.arrived.append(Delivered(at=self.now, kind=message.kind, recipient=recipient, text=result.text))
        await self.database.write(lambda uow: settle(uow, message, result, self.now))

    async def _next_due(self) -> datetime | None:
        instants = await self.database.read(lambda uow: (uow.reviews.get(), uow.outbox.get_next_due_at()))
        return min((instant for instant in instants if instant), default=None)


def _found(
    uow: UnitOfWork, settings: OrganisationSettings | None, own: OrganisationSettings | None, now: datetime
) -> None:
    committee = Organisation(
        id=COMMITTEE,
        name="市统计局机关党委",
        kind=OrganisationKind.COMMITTEE,
        profile=PROFILE,
        settings=settings or OrganisationSettings(weekly_digest=True, monthly_digest=True, escalations=True),
        groups={"sandbox": "jgdw"},
    )
    branch = Organisation(
        id=BRANCH,
        name="第一党支部",
        kind=OrganisationKind.BRANCH,
        parent_id=COMMITTEE,
        profile=PROFILE,
        settings=own or OrganisationSettings(),
    )
    for organisation in (committee, branch):
        uow.organisations.add(organisation, next_review_at=now)
    for number, (name, home, role) in PEOPLE.items():
        member = Member(id=MemberId(number), name=name, organisation_id=home, joined_on=date(2010, 7, 1))
        uow.members.add(member)
        if role:
            uow.posts.add(Post(member_id=member.id, organisation_id=home, role=role))
