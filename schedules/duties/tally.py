"""How much of an obligation is done: records, hours, members or pairs."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import ceil

from schedules.calendar.periods import Cadence
from schedules.duties.anniversary import celebrated_in
from schedules.duties.duty import Anchor, Duty, Obligation, Scope
from schedules.duties.event import events_of
from schedules.duties.facts import Facts
from schedules.duties.roster import members_of, talkers_of, was_there
from schedules.ledger.activity import Activity, ActivityKind
from schedules.ledger.hours import hours_of
from schedules.ledger.tags import WHOLE, is_tagged
from schedules.people.member import Member

Unit = Hashable
"""What is counted apart: a member, a pair of members, the organisation as a whole."""

ORGANISATION: Unit = "organisation"
Amount = int | Fraction
Contribution = tuple[date, Unit, Amount]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """`done` of `needed`, in the duty's own unit; `met_on` is the day from which on nothing was missing.

    `missing` are the members, or pairs of members, that are still to be reached.
    """

    done: int
    needed: int
    met_on: date | None
    missing: frozenset[Unit] = frozenset()


def needed_of(obligation: Obligation, facts: Facts) -> int:
    """How much is owed: records, hours, members or pairs."""
    return len(units_owed(obligation, facts)) if counts_people(obligation.duty) else _quota_of(obligation, facts)


def counts_people(duty: Duty) -> bool:
    """Whether members or pairs are counted, each for itself, and not records."""
    return duty.per != "organisation" or duty.anchor is not None


def units_owed(obligation: Obligation, facts: Facts) -> frozenset[Unit]:
    """Whoever must be reached each."""
    duty, day = obligation.duty, obligation.period.last_on
    if duty.anchor:
        return frozenset(member.id for member in celebrated_in(duty.anchor, facts, obligation.period))
    members = members_of(facts, duty.scope, day)
    if duty.per == "pair":
        return frozenset(_pairs_of(members))
    alone = duty.scope is duty.partner and len(members) == 1
    return frozenset(() if alone else (member.id for member in members))


def tally_of(obligation: Obligation, facts: Facts, counted: Sequence[Activity]) -> Tally:
    """Add up the records that count."""
    people = counts_people(obligation.duty)
    if not people and obligation.duty.unit == "records":
        return _tally_of_records(_quota_of(obligation, facts), counted)
    owed = units_owed(obligation, facts) if people else frozenset({ORGANISATION})
    quota = _quota_of(obligation, facts)
    sums: defaultdict[Unit, Amount] = defaultdict(int)
    missing, met_on = set(owed), None
    for day, unit, amount in sorted(_contributions(obligation, facts, counted, owed), key=lambda one: one[0]):
        sums[unit] += amount
        if unit in missing and sums[unit] >= quota:
            missing.remove(unit)
            met_on = met_on if missing else day
    done = len(owed) - len(missing) if people else int(sums[ORGANISATION])
    unreached = frozenset(missing) if people else frozenset()
    return Tally(done=done, needed=len(owed) if people else quota, met_on=met_on, missing=unreached)


def _tally_of_records(quota: int, counted: Sequence[Activity]) -> Tally:
    """Nothing is missing from the day of the last record that is asked for; they come oldest first."""
    needed = max(quota, 1)
    met_on = counted[needed - 1].held_on if len(counted) >= needed else None
    return Tally(done=len(counted), needed=quota, met_on=met_on)


def _quota_of(obligation: Obligation, facts: Facts) -> int:
    duty, period = obligation.duty, obligation.period
    if duty.trigger:
        return sum(event.day == period.starts_on for event in events_of(duty, facts))
    if duty.scope is Scope.CHILDREN:
        return sum(child.term is not None and child.term.ends_on == period.last_on for child in facts.children)
    founded_on = facts.organisation.founded_on
    if duty.cadence is Cadence.YEARLY and not counts_people(duty) and founded_on and founded_on in period:
        return ceil(duty.min_count * Fraction((period.ends_until - founded_on).days, _length_of(obligation)))
    return duty.min_count


def _length_of(obligation: Obligation) -> int:
    return (obligation.period.ends_until - obligation.period.starts_on).days


def _contributions(
    obligation: Obligation, facts: Facts, counted: Iterable[Activity], owed: frozenset[Unit]
) -> Iterator[Contribution]:
    duty = obligation.duty
    for activity in counted:
        amount = hours_of(activity) if duty.unit == "hours" else 1
        for unit in _units_reached(activity, duty, facts, owed):
            yield activity.held_on, unit, amount
    if duty.anchor is Anchor.PROBATION_END:
        for member in facts.members:
            if member.confirmed_on and member.id in owed:
                yield member.confirmed_on, member.id, 1


def _units_reached(activity: Activity, duty: Duty, facts: Facts, owed: frozenset[Unit]) -> frozenset[Unit]:
    if not counts_people(duty):
        return frozenset({ORGANISATION})
    if is_tagged(activity, WHOLE) or _names_nobody(activity, duty):
        return owed
    if activity.kind is ActivityKind.TALK:
        return owed & _talked(activity, duty, facts)
    people = (*facts.members, *facts.veterans)
    return frozenset(member.id for member in people if member.id in owed and was_there(activity, member, people))


def _names_nobody(activity: Activity, duty: Duty) -> bool:
    # Stages of development and anniversaries are often kept without a name, for privacy's sake.
    return not activity.participants and (duty.anchor is not None or activity.kind is ActivityKind.DEVELOPMENT)


def _talked(talk: Activity, duty: Duty, facts: Facts) -> frozenset[Unit]:
    talkers = talkers_of(talk, facts)
    if duty.per == "pair":
        return frozenset(_pairs_of(talkers))
    partners = members_of(facts, duty.partner or Scope.MEMBERS, talk.held_on)
    return frozenset(one.id for one in talkers if any(other in partners and other is not one for other in talkers))


def _pairs_of(members: Iterable[Member]) -> Iterator[Unit]:
    return (frozenset({one.id, other.id}) for one, other in combinations(members, 2))
