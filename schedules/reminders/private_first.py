"""Private first: which digest of a group would tell of what somebody is reminded of in private."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import last_day_before, local_day_of
from schedules.duties.duty import Obligation
from schedules.duties.facts import Facts
from schedules.people.member import MemberId
from schedules.people.organisation import Organisation
from schedules.reminders.audience import NO_POSTS
from schedules.reminders.issue import appointments_between
from schedules.reminders.rules import DAY, ReminderRules

SEEN_AHEAD = timedelta(days=14)
"""A digest tells of what is due in so many days."""

LOOKED_AHEAD = timedelta(days=14)


def digest_that_tells(  # noqa: PLR0913 - an obligation, who is asked, and the books
    obligation: Obligation,
    recipient: MemberId,
    facts: Facts,
    *,
    now: datetime,
    calendar: WorkCalendar,
    rules: ReminderRules,
) -> datetime | None:
    """The next digest, of the organisation's group or the upper one's, that would list an obligation as not done.

    For those who answer for the organisation: to others the group is no matter.
    """
    answers = any(post.member_id == recipient and post.role not in NO_POSTS for post in facts.posts)
    if "sensitive" in obligation.duty.marks or not answers:
        return None
    due_on = last_day_before(obligation.deadline.due_at)
    comings = (at for at in _digests_of(facts, now, calendar, rules) if due_on <= local_day_of(at) + SEEN_AHEAD)
    return min(comings, default=None)


def _digests_of(facts: Facts, now: datetime, calendar: WorkCalendar, rules: ReminderRules) -> Iterator[datetime]:
    today = local_day_of(now)
    for organisation in filter(None, (facts.organisation, facts.parent)):
        if _has_digest(organisation):
            coming = appointments_between(organisation, today, today + LOOKED_AHEAD, calendar=calendar, rules=rules)
            yield from (one.at for one in coming if one.at > now + DAY / 24)


def _has_digest(organisation: Organisation) -> bool:
    return bool(organisation.groups) and (organisation.settings.weekly_digest or organisation.settings.monthly_digest)
