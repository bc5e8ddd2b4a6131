"""What a new roster changes in what is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

from schedules.people.address import Account
from schedules.people.columns import ACCOUNT_COLUMNS, ROBOT_COLUMNS, Column, MemberColumn, OrganisationColumn
from schedules.people.member import Member
from schedules.people.organisation import Organisation
from schedules.people.role import Post
from schedules.people.roster import Roster

T = TypeVar("T")

MANY_LEAVERS = 0.1
"""The share of people beyond which a roster looks like half a file."""

ORGANISATION_FIELDS: Final[Mapping[Column, str]] = {
    OrganisationColumn.PARENT: "parent_id",
    OrganisationColumn.PROFILE: "profile",
    OrganisationColumn.TERM_ENDS: "term",
    OrganisationColumn.FOUNDED_ON: "founded_on",
}
MEMBER_FIELDS: Final[Mapping[Column, str]] = {
    MemberColumn.STANDING: "standing",
    MemberColumn.JOINED_ON: "joined_on",
    MemberColumn.CONFIRMED_ON: "confirmed_on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Generic[T]):
    """Listed for the first time."""

    entry: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Generic[T]):
    """Listed in another way than it is stored."""

    before: T
    after: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Generic[T]):
    """Stored, and listed no more."""

    entry: T


Change = Added[T] | Changed[T] | Dropped[T]
"""A change (变动)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All changes that a roster brings, in the order in which they can be written."""

    organisations: Sequence[Change[Organisation]] = ()
    members: Sequence[Change[Member]] = ()
    posts: Sequence[Change[Post]] = ()
    accounts: Sequence[Change[Account]] = ()

    def __bool__(self) -> bool:
        return any((self.organisations, self.members, self.posts, self.accounts))


def differences(roster: Roster, stored: Roster) -> Changes:
    """What is new, changed or gone. `stored` holds the posts of today alone.

    What the roster has no column for stays as it is stored.
    """
    return Changes(
        organisations=[*_organisation_changes(roster, stored)],
        members=[*_member_changes(roster, stored)],
        posts=[*_post_changes(roster, stored)],
        accounts=[*_account_changes(roster, stored)],
    )


def is_drastic(changes: Changes, stored: Roster) -> bool:
    """Whether so many people would leave that somebody has to confirm it."""
    leaving = sum(isinstance(change, Dropped) for change in changes.members)
    return leaving > MANY_LEAVERS * sum(member.left_on is None for member in stored.members)


def entries_of(change: Change[T]) -> tuple[T, ...]:
    """What a change is about: as it was, and as it will be."""
    return (change.before, change.after) if isinstance(change, Changed) else (change.entry,)


def _organisation_changes(roster: Roster, stored: Roster) -> Iterator[Change[Organisation]]:
    known = {organisation.id: organisation for organisation in stored.organisations}
    for organisation in roster.organisations:
        before = known.pop(organisation.id, None)
        after = organisation if before is None else _completed(organisation, before, roster.columns)
        if before is None:
            yield Added(entry=after)
        elif after != before:
            yield Changed(before=before, after=after)
    yield from (Dropped(entry=organisation) for organisation in known.values())


def _completed(organisation: Organisation, before: Organisation, columns: frozenset[Column]) -> Organisation:
    listed = {channel for column, channel in ROBOT_COLUMNS.items() if column in columns}
    unlisted_groups = {channel: group for channel, group in before.groups.items() if channel not in listed}
    return replace(
        organisation,
        settings=before.settings,
        groups={**unlisted_groups, **organisation.groups},
        **_kept(before, ORGANISATION_FIELDS, columns),
    )


def _kept(before: Organisation | Member, fields: Mapping[Column, str], columns: frozenset[Column]) -> dict[str, Any]:
    return {field: getattr(before, field) for column, field in fields.items() if column not in columns}


def _member_changes(roster: Roster, stored: Roster) -> Iterator[Change[Member]]:
    known = {member.id: member for member in stored.members}
    for member in roster.members:
        before = known.pop(member.id, None)
        after = member if before is None else replace(member, **_kept(before, MEMBER_FIELDS, roster.columns))
        if before is None:
            yield Added(entry=after)
        elif after != before:
            yield Changed(before=before, after=after)
    yield from (Dropped(entry=member) for member in known.values() if member.left_on is None)


def _post_changes(roster: Roster, stored: Roster) -> Iterator[Change[Post]]:
    listed = {_holding(post) for post in roster.posts}
    held = {_holding(post) for post in stored.posts}
    staying = {member.id for member in roster.members}
    for post in stored.posts:
        dropped = MemberColumn.POSTS in roster.columns and _holding(post) not in listed
        if dropped or post.member_id not in staying:
            yield Dropped(entry=post)
    yield from (Added(entry=post) for post in roster.posts if _holding(post) not in held)


def _holding(post: Post) -> tuple[str, ...]:
    return post.member_id, post.organisation_id, post.role


def _account_changes(roster: Roster, stored: Roster) -> Iterator[Change[Account]]:
    listed = {account.address: account for account in roster.accounts}
    channels = {channel for column, channel in ACCOUNT_COLUMNS.items() if column in roster.columns}
    staying = {member.id for member in roster.members}
    for before in stored.accounts:
        after = listed.pop(before.address, None)
        if after is not None and after.member_id != before.member_id:
            yield Changed(before=before, after=after)
        elif after is None and (before.address.channel in channels or before.member_id not in staying):
            yield Dropped(entry=before)
    yield from (Added(entry=account) for account in listed.values())
