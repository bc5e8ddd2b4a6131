"""What could not be sent, told to those who can mend it: once a day, in private, in hours in which people are told things."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.storage.unit_of_work import SqlUnitOfWork
from bot.wording import tell_undelivered
from handlers.context import Rulebook
from schedules.calendar.zone import local_day_of
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.member import MemberId
from schedules.people.role import Role
from schedules.reminders.hours import may_send_at
from schedules.wording import NO_ACCOUNT

PREFIX = "dead-letters:"
TOLD = "dead_letters.told"
UNREACHED = "dead_letters.unreached"
LOOKED_BACK = timedelta(days=31)
"""How far back messages to people without an account are looked at: who still has none then is told of again."""


def report_dead_letters(uow: SqlUnitOfWork, rulebook: Rulebook, now: datetime) -> int:
    """Tell the administrators of messages that were given up, and of people without an account, since they were told.

    How many messages that makes.
    """
    dead = [item for item in uow.outbox.list(states=[DeliveryState.DEAD]) if not item.key.startswith(PREFIX)]
    unreached = uow.outbox.list_recipients(reason=NO_ACCOUNT, since=now - LOOKED_BACK)
    known_dead, known_unreached = _told(uow, TOLD), _told(uow, UNREACHED)
    reasons = Counter(item.reason for item in dead if item.id not in known_dead)
    people = sum(member_id not in known_unreached for member_id in unreached)
    if not (reasons or people) or not may_send_at(now, rulebook.calendar, rulebook.rules):
        return 0
    words = tell_undelivered(reasons, people)
    made = sum(uow.outbox.add(_report(admin, words, now)) for admin in _administrators(uow, now))
    if made:
        uow.meta.update(TOLD, json.dumps([item.id for item in dead]))
        uow.meta.update(UNREACHED, json.dumps(unreached))
    return made


def _told(uow: SqlUnitOfWork, key: str) -> set[object]:
    return set(json.loads(uow.meta.get(key) or "[]"))


def _report(admin: MemberId, words: str, now: datetime) -> OutboundMessage:
    return OutboundMessage(
        key=f"{PREFIX}{local_day_of(now)}:{admin}",
        kind=MessageKind.NOTICE,
        send_at=now,
        recipient=admin,
        content=Content(text=words),
    )


def _administrators(uow: SqlUnitOfWork, now: datetime) -> Sequence[MemberId]:
    """Whoever is an administrator today; where nobody is, the clerks of the organisations above all others."""
    posts = [post for post in uow.posts.list() if post.is_held_on(local_day_of(now))]
    roots = {item.id for item in uow.organisations.list() if item.parent_id is None}
    admins = [post.member_id for post in posts if post.role is Role.ADMIN]
    clerks = [post.member_id for post in posts if post.role is Role.CLERK and post.organisation_id in roots]
    return list(dict.fromkeys(admins or clerks))
