"""What is kept about one person, for himself alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import own_page_wording as words
from handlers.ports import UnitOfWork
from handlers.replies import line_of
from handlers.sender import Sender
from schedules.calendar.zone import local_day_of
from schedules.ledger.activity import Activity
from schedules.outbox import DeliveryState
from schedules.people.member import Member

SENT_KEPT = timedelta(days=90)

Line = tuple[str, str]
"""What it is, and what stands there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page."""

    title: str
    lines: tuple[Line, ...]


def kept_about(uow: UnitOfWork, sender: Sender, now: datetime) -> Sequence[Section]:
    """All that is kept about a member: himself, his accounts, his wishes, his records, and what he was told."""
    member, today = sender.member, local_day_of(now)
    own = uow.activities.list(reported_by=member.id)
    known = {activity.id for activity in own}
    here = uow.activities.list(organisation_id=sender.home.id)
    others = [activity for activity in here if activity.id not in known and is_named(member, activity)]
    sections = {
        words.MYSELF: _myself(uow, sender, now),
        words.WISHES: words.wish_lines(uow.preferences.get(member.id)),
        words.RECORDED: ((words.RECORD, line_of(activity, today)) for activity in own),
        words.NAMED: ((words.RECORD, line_of(activity, today)) for activity in others),
        words.TOLD: _told(uow, member, now),
    }
    return [Section(title=title, lines=tuple(lines)) for title, lines in sections.items()]


def is_named(member: Member, activity: Activity) -> bool:
    """Whether a record names a member."""
    attendance = activity.attendance
    alone = (activity.host, activity.lecturer, activity.recorder)
    return member.name in (*alone, *activity.participants, *attendance.leave, *attendance.absent)


def _myself(uow: UnitOfWork, sender: Sender, now: datetime) -> Iterator[Line]:
    accounts = uow.accounts.list(member_id=sender.member.id)
    yield from words.member_lines(sender.member, sender.home)
    for post in uow.posts.list(member_id=sender.member.id):
        organisation = uow.organisations.get(post.organisation_id)
        yield words.post_line(post, organisation.name if organisation else post.organisation_id, local_day_of(now))
    for account in accounts:
        yield words.account_line(account)
    yield words.files_line(sum(len(uow.attachments.list(sender=account.address)) for account in accounts))


def _told(uow: UnitOfWork, member: Member, now: datetime) -> Iterator[Line]:
    sent = uow.outbox.list(states=(DeliveryState.SENT,), recipient=member.id, since=now - SENT_KEPT)
    for message in reversed(sent):
        yield words.message_line(message)
