"""Whom the robot reaches, and how much it asks of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from schedules.calendar.zone import local_day_of, start_of
from schedules.outbox import MessageKind
from schedules.people.member import MemberId
from schedules.people.role import Role
from schedules.ports import UnitOfWork
from schedules.reminders.audience import has_left
from schedules.reminders.review import Dossier, Review

OFFICE = (Role.ORGANISER, Role.CLERK, Role.DEPUTY, Role.SECRETARY)
"""Who does an organisation's daily work, the nearest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """The reminders of a month: how many went out, to how many people they could have gone, the most to one of them."""

    month: date
    messages: int
    people: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The organisations none of whose people has an account, and the burden of this month."""

    silent: tuple[str, ...] = ()
    burden: Burden | None = None


def reach_in(uow: UnitOfWork, reviews: Sequence[Review], now: datetime) -> Reach:
    """How the people of these organisations are reached."""
    dossiers = [review.dossier for review in reviews]
    silent = [dossier.facts.organisation.name for dossier in dossiers if is_silent(uow, dossier, local_day_of(now))]
    return Reach(silent=tuple(silent), burden=_burden_in(uow, dossiers, local_day_of(now)))


def is_silent(uow: UnitOfWork, dossier: Dossier, day: date) -> bool:
    """Whether none of an organisation's people has an account, so that nobody there hears anything."""
    people = (member.id for member in dossier.facts.members if not has_left(member, day))
    return not any(uow.accounts.list(member_id=member_id) for member_id in people)


def office_of(uow: UnitOfWork, dossier: Dossier, day: date) -> tuple[MemberId, ...]:
    """Who does the office's work and has an account: those of the first role that is filled so."""
    posts = [post for post in dossier.facts.posts if post.is_held_on(day)]
    left = {member.id for member in dossier.facts.members if has_left(member, day)}
    for role in OFFICE:
        holders = dict.fromkeys(post.member_id for post in posts if post.role is role and post.member_id not in left)
        if found := tuple(holder for holder in holders if uow.accounts.list(member_id=holder)):
            return found
    return ()


def _burden_in(uow: UnitOfWork, dossiers: Iterable[Dossier], day: date) -> Burden | None:
    month = day.replace(day=1)
    sent: dict[MemberId, int] = {}
    for facts in (dossier.facts for dossier in dossiers):
        found = uow.outbox.count_sent(
            organisation_id=facts.organisation.id, kind=MessageKind.REMINDER, since=start_of(month)
        )
        sent |= {one.id: found.get(one.id, 0) for one in facts.members if not has_left(one, day)}
    if not sent:
        return None
    return Burden(month=month, messages=sum(sent.values()), people=len(sent), most=max(sent.values()))
