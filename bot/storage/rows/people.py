"""Organisations and people."""

from collections.abc import Mapping

from bot.storage.codec import Codec
from bot.storage.rows.optional import day_or_none, instant_or_none, iso_or_none, text_or_none
from bot.storage.statements import Row
from schedules.people.address import Account, Address
from schedules.people.member import Member, Standing
from schedules.people.organisation import Organisation, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.people.term import Term

Values = dict[str, object]

_SETTINGS = Codec(OrganisationSettings, remembers=True)
_GROUPS = Codec(Mapping[str, str], remembers=True)  # type: ignore[type-abstract]  # it makes a dict of it


def organisation_row(organisation: Organisation) -> Values:
    """An organisation's columns, all but `next_review_at`."""
    term = organisation.term
    return {
        "id": organisation.id,
        "name": organisation.name,
        "kind": organisation.kind.value,
        "parent_id": organisation.parent_id,
        "profile": organisation.profile,
        "term_starts_on": iso_or_none(term.starts_on) if term else None,
        "term_ends_on": iso_or_none(term.ends_on) if term else None,
        "settings": _SETTINGS.dumps(organisation.settings),
        "groups": _GROUPS.dumps(organisation.groups),
        "founded_on": iso_or_none(organisation.founded_on),
    }


def organisation_of(row: Row) -> Organisation:
    """The organisation of a row."""
    id_, name, kind, parent_id, profile, term_starts_on, term_ends_on, settings, groups, founded_on, _ = row
    ends_on = day_or_none(term_ends_on)
    return Organisation(
        id=id_,
        name=name,
        kind=OrganisationKind(kind),
        parent_id=parent_id,
        profile=profile,
        term=Term(starts_on=day_or_none(term_starts_on), ends_on=ends_on) if ends_on else None,
        settings=_SETTINGS.loads(settings),
        groups=_GROUPS.loads(groups),
        founded_on=day_or_none(founded_on),
    )


def member_row(member: Member) -> Values:
    """A member's columns."""
    return {
        "id": member.id,
        "name": member.name,
        "organisation_id": member.organisation_id,
        "standing": member.standing.value,
        "joined_on": iso_or_none(member.joined_on),
        "confirmed_on": iso_or_none(member.confirmed_on),
        "left_on": iso_or_none(member.left_on),
    }


def member_of(row: Row) -> Member:
    """The member of a row."""
    id_, name, organisation_id, standing, joined_on, confirmed_on, left_on = row
    return Member(
        id=id_,
        name=name,
        organisation_id=organisation_id,
        standing=Standing(standing),
        joined_on=day_or_none(joined_on),
        confirmed_on=day_or_none(confirmed_on),
        left_on=day_or_none(left_on),
    )


def post_key(post: Post) -> Values:
    """The columns that make a post the same one."""
    return {
        "member_id": post.member_id,
        "organisation_id": post.organisation_id,
        "role": post.role.value,
        "starts_on": iso_or_none(post.starts_on) or "",
    }


def post_row(post: Post) -> Values:
    """A post's columns."""
    return {**post_key(post), "ends_until": iso_or_none(post.ends_until)}


def post_of(row: Row) -> Post:
    """The post of a row."""
    member_id, organisation_id, role, starts_on, ends_until = row
    return Post(
        member_id=member_id,
        organisation_id=organisation_id,
        role=Role(role),
        starts_on=day_or_none(starts_on or None),
        ends_until=day_or_none(ends_until),
    )


def account_key(address: Address) -> Values:
    """The columns that find an account, in whatever case its name is written."""
    return {
        "channel": address.channel,
        "account_folded": address.account.casefold(),
        "is_group": int(address.is_group),
    }


def account_row(account: Account) -> Values:
    """An account's columns."""
    return {
        **account_key(account.address),
        "account": account.address.account,
        "member_id": account.member_id,
        "last_seen_at": text_or_none(account.last_seen_at),
    }


def account_of(row: Row) -> Account:
    """The account of a row."""
    channel, _, is_group, account, member_id, last_seen_at = row
    return Account(
        member_id=member_id,
        address=Address(channel=channel, account=account, is_group=bool(is_group)),
        last_seen_at=instant_or_none(last_seen_at),
    )
