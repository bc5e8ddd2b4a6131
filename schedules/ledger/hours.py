"""Hours of study (学时) that a record tells of."""

import re
from datetime import date, datetime
from fractions import Fraction

from schedules.ledger.activity import Activity

TOLD = re.compile(r"(\d{1,3}(?:\.\d)?)\s*个?学时")
DAY_HOURS = 8
HOUR_SECONDS = 3600


def hours_of(activity: Activity) -> Fraction:
    """The hours that the topic tells, else those between the clock times, else eight for each day of several; else none."""
    told = TOLD.search(activity.topic or "")
    if told:
        return Fraction(told[1])
    days = ((activity.ended_on or activity.held_on) - activity.held_on).days + 1
    if activity.starts and activity.ends:
        starts, ends = (datetime.combine(date.min, clock) for clock in (activity.starts, activity.ends))
        return Fraction(max(0, int((ends - starts).total_seconds())), HOUR_SECONDS) * days
    return Fraction(DAY_HOURS * days if days > 1 else 0)
