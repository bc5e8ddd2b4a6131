"""Anniversaries in a member's life: 政治生日, the end of 预备期, 光荣在党50年."""

from collections.abc import Iterator
from datetime import date, timedelta

from schedules.calendar.periods import Cadence, Period, periods_between, range_of
from schedules.calendar.spans import add_months, anniversary_in, day_in
from schedules.duties.duty import Anchor
from schedules.duties.facts import Facts
from schedules.duties.roster import IN_THE_PARTY
from schedules.people.member import Member, Standing

PROBATION_MONTHS = 12
PROBATION_OPENS = timedelta(days=60)
WITHOUT_PROBATION = range_of(date(1969, 4, 24), date(1977, 8, 17))
"""The party constitutions of 1969 and 1973 knew no probation; that of August 1977 brought it back."""

HONOURED_YEARS = 50
HONOURED_UNTIL = (7, 1)
HONOURS_OPEN = (4, 1)


def anniversaries_of(anchor: Anchor, facts: Facts, since: date, until: date) -> Iterator[Period]:
    """The periods in which somebody has an anniversary of that kind."""
    for period in _candidates(anchor, facts, since, until):
        if celebrated_in(anchor, facts, period):
            yield period


def celebrated_in(anchor: Anchor, facts: Facts, period: Period) -> tuple[Member, ...]:
    """Whose anniversary the period is about."""
    people = (*facts.members, *facts.veterans) if anchor is Anchor.FIFTY_YEARS else facts.members
    here = (member for member in people if member.left_on is None and member.standing in IN_THE_PARTY)
    return tuple(member for member in here if _is_celebrated(anchor, member, period))


def probation_ends_on(joined_on: date) -> date:
    """When the probationary period ends: a year after the branch meeting that accepted the person."""
    return add_months(joined_on, PROBATION_MONTHS)


def full_since(member: Member) -> date | None:
    """From when a member's years in the party (党龄) count: full membership, else what the day of joining tells of it."""
    if member.confirmed_on or member.joined_on is None:
        return member.confirmed_on
    return member.joined_on if member.joined_on in WITHOUT_PROBATION else probation_ends_on(member.joined_on)


def _candidates(anchor: Anchor, facts: Facts, since: date, until: date) -> Iterator[Period]:
    match anchor:
        case Anchor.JOINED:
            # A month is the unit in which branches celebrate; the very day would show who is how old.
            yield from periods_between(Cadence.MONTHLY, since, until)
        case Anchor.FIFTY_YEARS:
            for year in range(since.year, until.year + 1):
                yield range_of(day_in(year, HONOURS_OPEN), day_in(year, HONOURED_UNTIL))
        case Anchor.PROBATION_END:
            for joined_on in {member.joined_on for member in facts.members if member.joined_on}:
                ends_on = probation_ends_on(joined_on)
                if since <= ends_on and ends_on - PROBATION_OPENS < until:
                    yield range_of(ends_on - PROBATION_OPENS, ends_on)


def _is_celebrated(anchor: Anchor, member: Member, period: Period) -> bool:
    match anchor:
        case Anchor.JOINED:
            return _has_birthday(member.joined_on, period)
        case Anchor.FIFTY_YEARS:
            return _reaches_fifty(full_since(member), period.last_on)
        case Anchor.PROBATION_END:
            return _ends_probation(member, period)


def _has_birthday(joined_on: date | None, period: Period) -> bool:
    year = period.starts_on.year
    return joined_on is not None and joined_on.year < year and anniversary_in(year, joined_on) in period


def _reaches_fifty(since: date | None, honoured_on: date) -> bool:
    if since is None:
        return False
    reached = anniversary_in(since.year + HONOURED_YEARS, since)
    return day_in(honoured_on.year - 1, HONOURED_UNTIL) < reached <= honoured_on


def _ends_probation(member: Member, period: Period) -> bool:
    if member.joined_on is None or probation_ends_on(member.joined_on) != period.last_on:
        return False
    return member.standing is Standing.PROBATIONARY or member.confirmed_on is not None
