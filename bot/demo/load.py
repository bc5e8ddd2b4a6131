"""Loading the demo organisation into an empty database."""

from datetime import date, datetime

from bot.demo.demo import demo_organisation
from handlers.ports import UnitOfWork
from schedules.people.address import Address


def load_demo(uow: UnitOfWork, today: date, now: datetime) -> bool:
    """Store the demo organisation where there is no organisation yet; whether it was stored."""
    if uow.organisations.list():
        return False
    demo = demo_organisation(today)
    for organisation in demo.organisations:
        uow.organisations.add(organisation, next_review_at=now)
        uow.chats.add(Address(channel="sandbox", account=organisation.id, is_group=True), organisation.id)
    for member in demo.members:
        uow.members.add(member)
    for post in demo.posts:
        uow.posts.add(post)
    for account in demo.accounts:
        uow.accounts.add(account)
    for activity in demo.activities:
        uow.activities.add(activity)
    return True
