"""The burden of being reminded (减负体检): how often a year's duties speak to those who hold posts, and to every member."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from schedules.calendar.periods import MONTHS_OF, Cadence
from schedules.duties import faults
from schedules.duties.catalogue import Catalogue
from schedules.duties.duty import Duty
from schedules.duties.facts import Facts
from schedules.errors import Problem
from schedules.people.organisation import OrganisationKind
from schedules.people.role import Role

MONTHS = 12
MOST_A_MONTH = 20
"""One each working day, if nothing is ever recorded: beyond that, one merged message a day no longer helps."""

MOST_OF_MEMBERS = 3
"""The same for members without a post."""

NOBODYS = frozenset({Role.MEMBER, Role.SUBJECT, Role.SUPERIOR})


def check_catalogue_burden(catalogue: Catalogue, profile: str | None) -> Iterator[Problem]:
    """For each profile and kind of organisation, whoever hears too much; what a profile took from another is told there."""
    seen: set[str] = set()
    for name, kind in catalogue.owned:
        if name in catalogue.profiles and profile in {None, name} and kind is not OrganisationKind.MEMBER:
            for problem in _check_roles(catalogue.owned[name, kind]):
                if problem.message not in seen:
                    seen.add(problem.message)
                    yield problem


def check_burden_of_people(facts: Facts, duties: Iterable[Duty]) -> Iterator[Problem]:
    """Whoever hears too much in an organisation, all that he is there taken together."""
    owed = tuple(duties)
    names = {member.id: member.name for member in facts.members}
    here = [post for post in facts.posts if post.organisation_id == facts.organisation.id and post.ends_until is None]
    for member_id in dict.fromkeys(post.member_id for post in here):
        roles = {post.role for post in here if post.member_id == member_id}
        if (often := asked_a_month(owed, roles)) > MOST_A_MONTH:
            yield faults.asked_often(names.get(member_id, member_id), often, MOST_A_MONTH)
    if (often := asked_a_month(owed, {Role.MEMBER})) > MOST_OF_MEMBERS:
        yield faults.asked_often(faults.EVERY_MEMBER, often, MOST_OF_MEMBERS)


def asked_a_month(duties: Iterable[Duty], roles: AbstractSet[Role]) -> int:
    """How often in a month, on average and rounded up, duties that return speak to who has these roles.

    Members without a post hear the last stage only.
    """
    stages = (
        _times_a_year(duty) * (len(duty.lead_days) if roles & set(duty.audience) - NOBODYS else 1)
        for duty in duties
        if roles & set(duty.audience)
    )
    return -(-sum(stages) // MONTHS)


def _check_roles(duties: tuple[Duty, ...]) -> Iterator[Problem]:
    for role in sorted({role for duty in duties for role in duty.audience} - NOBODYS):
        if (often := asked_a_month(duties, {role})) > MOST_A_MONTH:
            yield faults.asked_often(faults.name_of(role), often, MOST_A_MONTH)
    if (often := asked_a_month(duties, {Role.MEMBER})) > MOST_OF_MEMBERS:
        yield faults.asked_often(faults.EVERY_MEMBER, often, MOST_OF_MEMBERS)


def _times_a_year(duty: Duty) -> int:
    if duty.cadence in MONTHS_OF:
        return MONTHS // MONTHS_OF[duty.cadence]
    return int(duty.cadence is Cadence.WINDOW)
