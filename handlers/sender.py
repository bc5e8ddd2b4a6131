"""Who sent a message, and what he may do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schedules.calendar.zone import local_day_of
from schedules.ledger.activity import Activity
from schedules.people.address import Address
from schedules.people.member import Member
from schedules.people.organisation import Organisation, OrganisationId
from schedules.people.role import OFFICERS, Post, Role
from schedules.ports import UnitOfWork

KEEPERS = frozenset({Role.SECRETARY, Role.DEPUTY, Role.ORGANISER, Role.CLERK})
"""The roles that may change any record of their organisation and of those below it."""

OWN_RECORDS_FOR = timedelta(days=30)
"""How long a member may change his own records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A member who writes, with the posts that he holds today and the organisation he is at home in."""

    member: Member
    home: Organisation
    posts: tuple[Post, ...]

    def has_role(self, organisation_id: OrganisationId, roles: frozenset[Role]) -> bool:
        """Whether he holds one of `roles` in the organisation itself."""
        return any(post.organisation_id == organisation_id and post.role in roles for post in self.posts)

    @property
    def organisation_ids(self) -> tuple[OrganisationId, ...]:
        """His organisations, home first, each once."""
        held = (post.organisation_id for post in self.posts if post.role is not Role.MEMBER)
        return tuple(dict.fromkeys((self.home.id, *held)))


def find_sender(uow: UnitOfWork, address: Address, today: date) -> Sender | None:
    """The member behind an account; None for a stranger and for who has left."""
    account = uow.accounts.get(address)
    member = uow.members.get(account.member_id) if account else None
    if member is None or (member.left_on is not None and member.left_on <= today):
        return None
    home = uow.organisations.get(member.organisation_id)
    if home is None:
        return None
    posts = tuple(post for post in uow.posts.list(member_id=member.id) if post.is_held_on(today))
    return Sender(member=member, home=home, posts=posts)


def is_officer(uow: UnitOfWork, sender: Sender, organisation: Organisation, roles: frozenset[Role] = OFFICERS) -> bool:
    """Whether the sender holds one of `roles` in the organisation or in one above it."""
    above: Organisation | None = organisation
    while above is not None:
        if sender.has_role(above.id, roles):
            return True
        above = uow.organisations.get(above.parent_id) if above.parent_id else None
    return False


def may_change(uow: UnitOfWork, sender: Sender, activity: Activity, now: datetime) -> bool:
    """Whether the sender may change a record: his own for thirty days, officers those of their organisation and below."""
    own = activity.reported_by == sender.member.id
    if own and local_day_of(now) - local_day_of(activity.reported_at) <= OWN_RECORDS_FOR:
        return True
    organisation = uow.organisations.get(activity.organisation_id)
    return organisation is not None and is_officer(uow, sender, organisation, KEEPERS)
