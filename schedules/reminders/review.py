"""An organisation, looked at: what is known of it and how each of its obligations stands."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from schedules.calendar.workdays import WorkCalendar
from schedules.duties.assessing import assess, records_since
from schedules.duties.catalogue import Catalogue
from schedules.duties.duty import DutyId
from schedules.duties.facts import Facts
from schedules.duties.handover import Handover
from schedules.duties.status import Assessment
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.preferences import Preferences
from schedules.people.role import Post
from schedules.ports import UnitOfWork

LOOK_AHEAD = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dossier:
    """What reminders need of one organisation: its facts, the posts held in the one above it, what people have settled.

    One is like no other, so that what was found out about it can be remembered.
    """

    facts: Facts
    superiors: Sequence[Post] = ()
    preferences: Mapping[MemberId, Preferences] = field(default_factory=dict)
    handovers: Sequence[Handover] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A dossier and, judged at one moment, the obligations of the last two months and the next one."""

    dossier: Dossier
    assessments: Sequence[Assessment]


def review_of(
    dossier: Dossier,
    *,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    now: datetime,
    only: Container[DutyId] | None = None,
) -> Review:
    """Judge the obligations of an organisation that may have to be spoken of: all, or those of some duties."""
    assessments = assess(dossier.facts, catalogue, calendar, now=now, ahead=LOOK_AHEAD, only=only)
    return Review(dossier=dossier, assessments=assessments)


def dossier_in(uow: UnitOfWork, organisation_id: OrganisationId, now: datetime) -> Dossier | None:
    """What is stored of an organisation; None where it is gone."""
    facts = uow.facts.get(organisation_id, since=records_since(now))
    if facts is None:
        return None
    return Dossier(
        facts=facts,
        superiors=uow.posts.list(organisation_id=facts.parent.id) if facts.parent else (),
        preferences={one.member_id: one for one in uow.preferences.list(organisation_id=organisation_id)},
        handovers=uow.handovers.list(organisation_id=organisation_id),
    )


def dossiers_in(uow: UnitOfWork, now: datetime) -> list[Dossier]:
    """What is stored of every organisation."""
    found = (dossier_in(uow, organisation.id, now) for organisation in uow.organisations.list())
    return [dossier for dossier in found if dossier]


def reviews_in(  # noqa: PLR0913 - a use case and its books
    uow: UnitOfWork,
    organisation_ids: Iterable[OrganisationId],
    now: datetime,
    *,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    only: Container[DutyId] | None = None,
) -> list[Review]:
    """Reviews of stored organisations, those that are gone left out."""
    dossiers = (dossier_in(uow, organisation_id, now) for organisation_id in organisation_ids)
    return [
        review_of(dossier, catalogue=catalogue, calendar=calendar, now=now, only=only)
        for dossier in dossiers
        if dossier
    ]
