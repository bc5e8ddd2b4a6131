"""What could not be sent, or is not known, told to those who can mend it: once a day, in private, at hours for it."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.storage.unit_of_work import SqlUnitOfWork
from bot.wording import tell_administrators
from handlers.context import Rulebook
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.member import MemberId
from schedules.people.role import Role
from schedules.reminders.hours import may_send_at
from schedules.wording import NO_ACCOUNT

PREFIX = "dead-letters:"
TOLD = "dead_letters.told"
UNREACHED = "dead_letters.unreached"
UNKNOWN_YEARS = "dead_letters.unknown_years"
LOOKED_BACK = timedelta(days=31)
"""How far back messages to people without an account are looked at: who still has none then is told of again."""


def report_dead_letters(uow: SqlUnitOfWork, rulebook: Rulebook, now: datetime) -> int:
    """Tell the administrators of messages that were given up, and of people without an account, since they were told.

    Once a month they are told of a year whose holidays are not known. How many messages that makes.
    """
    dead = [item for item in uow.outbox.list(states=[DeliveryState.DEAD]) if not item.key.startswith(PREFIX)]
    unreached = uow.outbox.list_recipients(reason=NO_ACCOUNT, since=now - LOOKED_BACK)
    unknown = _unknown_years(rulebook.calendar, local_day_of(now))
    known_dead, known_unreached, known_unknown = (_told(uow, key) for key in (TOLD, UNREACHED, UNKNOWN_YEARS))
    reasons = Counter(item.reason for item in dead if item.id not in known_dead)
    people = sum(member_id not in known_unreached for member_id in unreached)
    years = [year for month, year in unknown if month not in known_unknown]
    if not (reasons or people or years) or not may_send_at(now, rulebook.calendar, rulebook.rules):
        return 0
    words = tell_administrators(reasons, people, years)
    made = sum(uow.outbox.add(_report(admin, words, now)) for admin in _administrators(uow, now))
    if made:
        uow.meta.update(TOLD, json.dumps([item.id for item in dead]))
        uow.meta.update(UNREACHED, json.dumps(unreached))
        uow.meta.update(UNKNOWN_YEARS, json.dumps([month for month, _ in unknown]))
    return made


def _unknown_years(calendar: WorkCalendar, today: date) -> Sequence[tuple[str, int]]:
    """The years whose holidays ought to be known and are not, and the month in which that is so."""
    years = [year for year in calendar.years_needed(today) if not calendar.data_complete(year)]
    return [(f"{today:%Y-%m}", year) for year in years]


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
