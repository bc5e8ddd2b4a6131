"""What could not be sent, told to those who can mend it: once a day, in private, in hours in which people are told things."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.storage.unit_of_work import SqlUnitOfWork
from bot.wording import tell_dead_letters
from handlers.context import Rulebook
from schedules.calendar.zone import local_day_of
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.member import MemberId
from schedules.people.role import Role
from schedules.reminders.hours import may_send_at

PREFIX = "dead-letters:"
TOLD = "dead_letters.told"


def report_dead_letters(uow: SqlUnitOfWork, rulebook: Rulebook, now: datetime) -> int:
    """Tell the administrators of messages that were given up since they were last told; how many messages that makes."""
    known = set(json.loads(uow.meta.get(TOLD) or "[]"))
    dead = [item for item in uow.outbox.list(states=[DeliveryState.DEAD]) if not item.key.startswith(PREFIX)]
    new = [item for item in dead if item.id not in known]
    if not new or not may_send_at(now, rulebook.calendar, rulebook.rules):
        return 0
    made = sum(uow.outbox.add(_report(admin, new, now)) for admin in _administrators(uow, now))
    if made:
        uow.meta.update(TOLD, json.dumps([item.id for item in dead]))
    return made


def _report(admin: MemberId, dead: Sequence[OutboundMessage], now: datetime) -> OutboundMessage:
    return OutboundMessage(
        key=f"{PREFIX}{local_day_of(now)}:{admin}",
        kind=MessageKind.NOTICE,
        send_at=now,
        recipient=admin,
        content=Content(text=tell_dead_letters(Counter(item.reason for item in dead))),
    )


def _administrators(uow: SqlUnitOfWork, now: datetime) -> Sequence[MemberId]:
    """Whoever is an administrator today; where nobody is, the clerks of the organisations above all others."""
    posts = [post for post in uow.posts.list() if post.is_held_on(local_day_of(now))]
    roots = {item.id for item in uow.organisations.list() if item.parent_id is None}
    admins = [post.member_id for post in posts if post.role is Role.ADMIN]
    clerks = [post.member_id for post in posts if post.role is Role.CLERK and post.organisation_id in roots]
    return list(dict.fromkeys(admins or clerks))
