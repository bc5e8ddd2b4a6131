"""People who are on no roster: one helpful answer, and a request to the administrator."""

from collections.abc import Sequence
from datetime import date, datetime

from handlers import replies
from handlers.context import Answer, Context, say
from handlers.messages import InboundMessage
from handlers.ports import UnitOfWork
from schedules.calendar.zone import local_day_of
from schedules.outbox import Button, Content, MessageKind, OutboundMessage
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.role import Role

APPROVERS = frozenset({Role.ADMIN})


def greet_stranger(uow: UnitOfWork, message: InboundMessage, now: datetime) -> tuple[Content, ...]:
    """Tell a stranger whom to ask, and the administrators, once, that he wrote."""
    admins = administrators(uow, local_day_of(now))
    sender = message.sender
    for admin in admins:
        notice = OutboundMessage(
            key=f"stranger:{sender.channel}:{sender.account}:{admin.id}",
            kind=MessageKind.NOTICE,
            send_at=now,
            recipient=admin.id,
            content=_request(uow, sender),
        )
        uow.outbox.add(notice)
    return (Content(text=replies.stranger(admins)),)


def approve(context: Context, text: str) -> Answer:
    """Give an account to the member of that staff number: `channel:account:member`, as the request's button carries it."""
    channel, _, rest = text.partition(":")
    account, _, member_id = rest.rpartition(":")
    member = context.uow.members.get(MemberId(member_id))
    allowed = any(post.role in APPROVERS for post in context.sender.posts)
    if not allowed or member is None or member.left_on is not None:
        return say(replies.NOT_ALLOWED)
    address = Address(channel=channel, account=account)
    if context.uow.accounts.get(address) is None:
        context.uow.accounts.add(Account(member_id=member.id, address=address))
    return say(replies.approved(member, account))


def _request(uow: UnitOfWork, sender: Address) -> Content:
    """One tap is enough where the account is a staff number whose member has no account there yet."""
    member = uow.members.get(MemberId(sender.account))
    taken = member and any(
        account.address.channel == sender.channel for account in uow.accounts.list(member_id=member.id)
    )
    if member is None or taken or member.left_on is not None:
        return Content(text=replies.stranger_notice(sender.channel, sender.account))
    action = f"approve:{sender.channel}:{sender.account}:{member.id}"
    words = replies.approve_stranger(sender.channel, sender.account, member)
    return Content(text=words, buttons=(Button(label=replies.APPROVE, action=action),))


def administrators(uow: UnitOfWork, today: date) -> Sequence[Member]:
    """Whoever is an administrator today."""
    posts = [post for post in uow.posts.list() if post.role is Role.ADMIN and post.is_held_on(today)]
    found = (uow.members.get(member_id) for member_id in dict.fromkeys(post.member_id for post in posts))
    return [member for member in found if member is not None and member.left_on is None]
