"""The use case of a roster: what is stored of organisations and people, and how changes are written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from schedules.calendar.zone import local_day_of
from schedules.people.address import Account
from schedules.people.changes import Added, Change, Changed, Changes, Dropped, entries_of
from schedules.people.member import Member
from schedules.people.organisation import Organisation, OrganisationId
from schedules.people.role import Post
from schedules.people.roster import Roster
from schedules.ports import UnitOfWork


def stored_roster(uow: UnitOfWork, today: date) -> Roster:
    """What is stored, as if it were a roster; of posts those that are held `today`."""
    return Roster(
        organisations=uow.organisations.list(),
        members=uow.members.list(),
        posts=[post for post in uow.posts.list() if post.is_held_on(today)],
        accounts=uow.accounts.list(),
    )


def claim_roster(uow: UnitOfWork) -> None:
    """Keep what is stored from others who would change it, before it is compared with a roster."""
    for organisation in uow.organisations.list():
        uow.organisations.claim(organisation.id)


def apply_roster(uow: UnitOfWork, changes: Changes, now: datetime) -> None:
    """Write changes. Nobody is deleted: who is listed no more has left, and his posts end.

    An organisation that is listed no more stays, with its ledger.
    """
    today = local_day_of(now)
    for organisation in changes.organisations:
        _write_organisation(uow, organisation, now)
    for member in changes.members:
        _write_member(uow, member, today)
    founded = {change.entry.id for change in changes.organisations if isinstance(change, Added)}
    for post in changes.posts:
        _write_post(uow, post, today, founded)
    for account in changes.accounts:
        _write_account(uow, account)
    for organisation_id in dict.fromkeys(_touched(changes)):
        uow.reviews.update(organisation_id, next_review_at=now)


def _write_organisation(uow: UnitOfWork, change: Change[Organisation], now: datetime) -> None:
    match change:
        case Added():
            uow.organisations.add(_begun(change.entry, now), next_review_at=now)
        case Changed():
            uow.organisations.update(change.after)
        case Dropped():
            pass


def _begun(organisation: Organisation, now: datetime) -> Organisation:
    """Nobody is late with what was over before we knew of it."""
    return replace(organisation, settings=replace(organisation.settings, owed_from=local_day_of(now)))


def _write_member(uow: UnitOfWork, change: Change[Member], today: date) -> None:
    match change:
        case Added():
            uow.members.add(change.entry)
        case Changed():
            uow.members.update(change.after)
        case Dropped():
            uow.members.update(replace(change.entry, left_on=today))


def _write_post(uow: UnitOfWork, change: Change[Post], today: date, founded: set[OrganisationId]) -> None:
    match change:
        case Added(entry=post):
            # Who holds a post in an organisation that is new to us has held it since before we knew.
            starts_on = None if post.organisation_id in founded else today
            uow.posts.add(replace(post, starts_on=starts_on))
        case Changed():
            uow.posts.update(change.after)
        case Dropped(entry=post) if post.starts_on == today:
            uow.posts.cancel(post)
        case Dropped(entry=post):
            uow.posts.update(replace(post, ends_until=today))


def _write_account(uow: UnitOfWork, change: Change[Account]) -> None:
    match change:
        case Added():
            uow.accounts.add(change.entry)
        case Changed():
            uow.accounts.update(change.after)
        case Dropped():
            uow.accounts.cancel(change.entry.address)


def _touched(changes: Changes) -> Iterator[OrganisationId]:
    """Organisations that may owe something else than before."""
    for organisation in changes.organisations:
        yield from (entry.id for entry in entries_of(organisation))
    for member in changes.members:
        yield from (entry.organisation_id for entry in entries_of(member))
    for post in changes.posts:
        yield from (entry.organisation_id for entry in entries_of(post))
