"""The use case of a platform that tells of its contacts: who left loses all, who came is proposed to the administrators."""

from dataclasses import replace
from datetime import datetime

from handlers.commands.stranger import administrators
from handlers.contact_wording import APPROVE, approve_newcomer
from handlers.ports import UnitOfWork
from schedules.calendar.zone import local_day_of
from schedules.departure import depart
from schedules.enrolment import stored_roster
from schedules.outbox import Button, Content, MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.people.contacts import ContactNews, Proposal, match_contacts


def learn(uow: UnitOfWork, news: ContactNews, now: datetime, *, tell_at: datetime) -> None:
    """Follow what a platform tells of its contacts; people are told of it at `tell_at`."""
    for old, new in news.renamed:
        _rename(uow, news.channel, old, new)
    for account in news.left:
        depart(uow, Address(channel=news.channel, account=account), now, tell_at=tell_at)
    if news.joined:
        matching = match_contacts(news.joined, stored_roster(uow, local_day_of(now)), news.channel)
        for proposal in matching.proposals:
            _propose(uow, proposal, news.channel, now, tell_at)


def _rename(uow: UnitOfWork, channel: str, old: str, new: str) -> None:
    account = uow.accounts.get(Address(channel=channel, account=old))
    if account is None:
        return
    uow.accounts.cancel(account.address)
    uow.accounts.add(replace(account, address=Address(channel=channel, account=new)))


def _propose(uow: UnitOfWork, proposal: Proposal, channel: str, now: datetime, tell_at: datetime) -> None:
    """Each administrator is asked once, with one tap to confirm."""
    account, member = proposal.contact.account, proposal.member
    words = approve_newcomer(channel, account, proposal.contact.departments, member)
    button = Button(label=APPROVE, action=f"approve:{channel}:{account}:{member.id}")
    for admin in administrators(uow, local_day_of(now)):
        notice = OutboundMessage(
            key=f"newcomer:{channel}:{account}:{admin.id}",
            kind=MessageKind.NOTICE,
            send_at=tell_at,
            recipient=admin.id,
            content=Content(text=words, buttons=(button,)),
        )
        uow.outbox.add(notice)
