"""What is owed to those whom a roster lists for the first time: it is opened as soon as they are known."""

from collections.abc import Iterator
from datetime import datetime

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import local_day_of
from schedules.duties.assessing import records_since
from schedules.duties.catalogue import Catalogue
from schedules.duties.duty import Duty, Occasion
from schedules.duties.event import Event
from schedules.duties.facts import Facts
from schedules.duties.opening import Refusal, make_opening
from schedules.people.changes import Added, Changes
from schedules.people.member import MemberId
from schedules.people.organisation import Organisation, OrganisationId
from schedules.people.role import OFFICERS
from schedules.ports import UnitOfWork


def open_for_newcomers(
    uow: UnitOfWork, changes: Changes, catalogue: Catalogue, calendar: WorkCalendar, now: datetime
) -> tuple[Duty, ...]:
    """Open what the newcomers' organisations, and those above them, owe to newcomers, once for all of one day.

    Whoever comes with an organisation that is itself new has been there since before we knew.
    """
    founded = {change.entry.id for change in changes.organisations if isinstance(change, Added)}
    homes = {change.entry.organisation_id for change in changes.members if isinstance(change, Added)} - founded
    places = dict.fromkeys(place for home in sorted(homes) for place in _upwards(uow, home))
    return tuple(duty for place in places for duty in _open_in(uow, place, catalogue, calendar, now))


def _upwards(uow: UnitOfWork, organisation_id: OrganisationId) -> Iterator[OrganisationId]:
    above: Organisation | None = uow.organisations.get(organisation_id)
    while above is not None:
        yield above.id
        above = uow.organisations.get(above.parent_id) if above.parent_id else None


def _open_in(
    uow: UnitOfWork, organisation_id: OrganisationId, catalogue: Catalogue, calendar: WorkCalendar, now: datetime
) -> Iterator[Duty]:
    facts = uow.facts.get(organisation_id, since=records_since(now))
    by = _officer_of(facts, now) if facts else None
    if facts is None or by is None:
        return
    for duty in catalogue.duties_of(facts):
        if duty.trigger and duty.trigger.occasion is Occasion.NEW_MEMBER:
            opening = make_opening(duty, Event(day=local_day_of(now)), facts, calendar, by=by, now=now)
            if not isinstance(opening, Refusal):
                uow.activities.add(opening)
                uow.reviews.update(organisation_id, next_review_at=now)
                yield duty


def _officer_of(facts: Facts, now: datetime) -> MemberId | None:
    """In whose name it stands in the ledger."""
    held = (post for post in facts.posts if post.role in OFFICERS and post.is_held_on(local_day_of(now)))
    return next((post.member_id for post in held if post.organisation_id == facts.organisation.id), None)
