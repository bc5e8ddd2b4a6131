"""A platform's contacts (通讯录) beside the roster: who is who, by account, else by name and department."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from schedules.people.address import Account, Address
from schedules.people.columns import PARTY_WORDS
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId
from schedules.people.roster import Roster

SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody whom a platform knows: his account, his name, the names of the departments that he is in and of those above."""

    account: str
    name: str
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactNews:
    """What changed in a platform's contacts: accounts that are gone, those that are called otherwise now, people who came."""

    channel: str
    left: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    joined: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A member without an account, and who on the platform is probably he: a person is to confirm it."""

    member: Member
    contact: Contact

    def account_on(self, channel: str) -> Account:
        """The account that it would give him."""
        return Account(member_id=self.member.id, address=Address(channel=channel, account=self.contact.account))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A member of whose name there are several, here or there, and no department tells them apart."""

    member: Member
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """How contacts and roster agree. `missing` are accounts of the roster that the platform does not know."""

    matched: Sequence[Account] = ()
    proposals: Sequence[Proposal] = ()
    doubts: Sequence[Doubt] = ()
    missing: Sequence[Account] = ()
    unknown: Sequence[Member] = ()


def match_contacts(contacts: Collection[Contact], roster: Roster, channel: str) -> Matching:
    """Who of the roster is who on the platform `channel`; nothing is decided by a name alone that two people bear."""
    known = [account for account in roster.accounts if account.address.channel == channel]
    there = {contact.account.casefold() for contact in contacts}
    matched = [account for account in known if account.address.account.casefold() in there]
    taken = {account.address.account.casefold() for account in known}
    seated = {account.member_id for account in known}
    waiting = [member for member in roster.members if member.left_on is None and member.id not in seated]
    namesakes: defaultdict[str, list[Contact]] = defaultdict(list)
    for contact in contacts:
        if contact.account.casefold() not in taken:
            namesakes[_bare_name(contact.name)].append(contact)
    organisations = {organisation.id: organisation for organisation in roster.organisations}
    candidates = {
        member.id: _nearest_to(member, namesakes.get(_bare_name(member.name), []), organisations) for member in waiting
    }
    claims = _claims_on(candidates)
    found = [(member, candidates[member.id]) for member in waiting]
    sure = [(member, who[0]) for member, who in found if len(who) == 1 and claims[who[0].account] == 1]
    proposed = {member.id for member, _ in sure}
    return Matching(
        matched=matched,
        proposals=[Proposal(member=member, contact=contact) for member, contact in sure],
        doubts=[Doubt(member=member, contacts=who) for member, who in found if who and member.id not in proposed],
        missing=[account for account in known if account.address.account.casefold() not in there],
        unknown=[member for member, who in found if not who],
    )


def _claims_on(candidates: Mapping[MemberId, Sequence[Contact]]) -> Mapping[str, int]:
    """For how many members each contact would do."""
    claims: defaultdict[str, int] = defaultdict(int)
    for contacts in candidates.values():
        for contact in contacts:
            claims[contact.account] += 1
    return claims


def _nearest_to(
    member: Member, namesakes: Sequence[Contact], organisations: Mapping[OrganisationId, Organisation]
) -> tuple[Contact, ...]:
    """Of those of his name, where there are several, the ones in a department of his organisation, if any is."""
    if len(namesakes) < 2:  # noqa: PLR2004 - one is nobody's namesake
        return tuple(namesakes)
    homes = {_bare(home.name) for home in _homes_of(member, organisations)} - {""}
    near = tuple(contact for contact in namesakes if _is_near(contact, homes))
    return near or tuple(namesakes)


def _homes_of(member: Member, organisations: Mapping[OrganisationId, Organisation]) -> Iterator[Organisation]:
    """His organisation, then those above it that are no root: a root is everybody's."""
    seen: set[OrganisationId] = set()
    home = organisations.get(member.organisation_id)
    while home is not None and home.parent_id is not None and home.id not in seen:
        seen.add(home.id)
        yield home
        home = organisations.get(home.parent_id)


def _is_near(contact: Contact, homes: Collection[str]) -> bool:
    departments = [_bare(department) for department in contact.departments]
    return any(home in department or department in home for department in departments if department for home in homes)


def _bare_name(name: str) -> str:
    return SPACES.sub("", name)


def _bare(name: str) -> str:
    """办公室 of 办公室党支部: what a party organisation and an office have in common."""
    return PARTY_WORDS.sub("", SPACES.sub("", name))
