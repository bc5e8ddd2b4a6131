"""The use case of a departure: a platform tells that somebody is no longer in its contacts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from schedules.calendar.zone import local_day_of
from schedules.outbox import Content, MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.role import OFFICERS
from schedules.people.wording import departure_words
from schedules.ports import UnitOfWork


def depart(uow: UnitOfWork, address: Address, now: datetime, *, tell_at: datetime) -> Member | None:
    """Take away an account that its platform knows no more: nothing is sent to it, and it may do nothing.

    With his last account a member has left, and his posts end. The officers who stay are told at `tell_at`.
    """
    account = uow.accounts.get(address)
    member = uow.members.get(account.member_id) if account else None
    if member is None:
        return None
    uow.accounts.cancel(address)
    today = local_day_of(now)
    stays = member.left_on is not None or bool(uow.accounts.list(member_id=member.id))
    if not stays:
        _end(uow, member, now)
    for officer in _officers_of(uow, member, today):
        _tell(uow, officer, departure_words(member, address.channel, stays=stays), address, tell_at)
    return member


def _end(uow: UnitOfWork, member: Member, now: datetime) -> None:
    today = local_day_of(now)
    uow.members.update(replace(member, left_on=today))
    touched = {member.organisation_id}
    for post in uow.posts.list(member_id=member.id):
        if post.is_held_on(today):
            touched.add(post.organisation_id)
            if post.starts_on == today:
                uow.posts.cancel(post)
            else:
                uow.posts.update(replace(post, ends_until=today))
    for organisation_id in sorted(touched):
        uow.reviews.update(organisation_id, next_review_at=now)


def _officers_of(uow: UnitOfWork, member: Member, today: date) -> Sequence[MemberId]:
    """The officers of his organisation, or of the next one above that has any left."""
    organisation_id: OrganisationId | None = member.organisation_id
    while organisation_id is not None:
        posts = uow.posts.list(organisation_id=organisation_id)
        holders = (post.member_id for post in posts if post.role in OFFICERS and post.is_held_on(today))
        if officers := [holder for holder in dict.fromkeys(holders) if holder != member.id]:
            return officers
        organisation = uow.organisations.get(organisation_id)
        organisation_id = organisation.parent_id if organisation else None
    return ()


def _tell(uow: UnitOfWork, officer: MemberId, words: str, gone: Address, at: datetime) -> None:
    key = f"departure:{gone.channel}:{gone.account}:{local_day_of(at)}:{officer}"
    content = Content(text=words)
    uow.outbox.add(OutboundMessage(key=key, kind=MessageKind.NOTICE, send_at=at, recipient=officer, content=content))
