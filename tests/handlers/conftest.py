"""A branch on a real database, and people who talk to the bot."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from bot.storage.database import Database
from handlers.context import Rulebook
from handlers.intake import intake
from handlers.messages import InboundKind, InboundMessage, Outcome
from handlers.ports import UnitOfWork
from schedules.calendar.zone import SHANGHAI
from schedules.ledger.activity import Activity
from schedules.outbox import OutboundMessage
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from tests.books import rulebook

NOW = datetime(2026, 6, 25, 18, 0, tzinfo=SHANGHAI)

PEOPLE = {
    "1001": ("李建国", "zb1", Role.SECRETARY),
    "1002": ("王芳", "zb1", Role.ORGANISER),
    "1003": ("张晓", "zb1", None),
    "1004": ("陈立", "zb1", None),
    "1005": ("周敏", "zb2", Role.SECRETARY),
    "1006": ("孙浩", "zb2", None),
    "2001": ("赵敏", "jgdw", Role.SECRETARY),
    "2002": ("韩冬", "jgdw", Role.CLERK),
    "9001": ("钱进", "jgdw", Role.ADMIN),
}


@dataclass(slots=True)
class Talk:
    """A chat with the bot: each line is its own message, a minute after the one before."""

    database: Database
    rulebook: Rulebook
    now: datetime = NOW
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def say(self, text: str, *, who: str = "1003", group: str | None = None) -> str:
        """Say something; the answers as one text."""
        return _words(await self.send(text=text, who=who, group=group))

    async def press(self, action: str, *, who: str = "1003") -> str:
        """Press a button."""
        return _words(await self.send(action=action, who=who, kind=InboundKind.ACTION))

    async def send(
        self,
        *,
        who: str = "1003",
        text: str = "",
        action: str = "",
        group: str | None = None,
        kind: InboundKind = InboundKind.TEXT,
        media: str = "",
        key: str | None = None,
    ) -> Outcome:
        """Send one message."""
        self.now += timedelta(minutes=1)
        message = InboundMessage(
            key=key or f"sandbox:{next(self.numbers)}",
            sender=Address(channel="sandbox", account=who),
            sent_at=self.now,
            kind=kind,
            group=Address(channel="sandbox", account=group, is_group=True) if group else None,
            text=text,
            action=action,
            media=media,
        )
        now = self.now
        return await self.database.write(lambda uow: intake(uow, message, now, rulebook=self.rulebook))

    async def ledger(self, organisation_id: str = "zb1") -> list[Activity]:
        """The records of a branch, newest day first."""
        return list(
            await self.database.read(lambda uow: uow.activities.list(organisation_id=OrganisationId(organisation_id)))
        )

    async def notices(self, who: str) -> list[OutboundMessage]:
        """What waits in the outbox for somebody."""
        return list(await self.database.read(lambda uow: uow.outbox.list(recipient=MemberId(who))))

    async def store(self, change: Callable[[UnitOfWork], object]) -> None:
        """Change something directly."""
        await self.database.write(change)


@pytest.fixture
async def talk(database: Database) -> Talk:
    """A committee with two branches whose people write in the sandbox."""
    await database.write(_found)
    return Talk(database, rulebook())


def _found(uow: UnitOfWork) -> None:
    committee = OrganisationId("jgdw")
    for key, name, kind, parent in (
        ("jgdw", "市统计局机关党委", OrganisationKind.COMMITTEE, None),
        ("zb1", "第一党支部", OrganisationKind.BRANCH, committee),
        ("zb2", "第二党支部", OrganisationKind.BRANCH, committee),
    ):
        organisation = Organisation(
            id=OrganisationId(key), name=name, kind=kind, parent_id=parent, profile="neimenggu-shizhi-2023"
        )
        uow.organisations.add(organisation, next_review_at=NOW)
    for number, (name, home, role) in PEOPLE.items():
        member = Member(
            id=MemberId(number), name=name, organisation_id=OrganisationId(home), joined_on=date(2010, 7, 1)
        )
        uow.members.add(member)
        uow.accounts.add(Account(member_id=member.id, address=Address(channel="sandbox", account=number)))
        if role is not None:
            uow.posts.add(Post(member_id=member.id, organisation_id=member.organisation_id, role=role))


def _words(outcome: Outcome) -> str:
    return "\n".join(reply.text for reply in outcome.replies)
