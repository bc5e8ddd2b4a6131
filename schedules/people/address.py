"""Where a person or a group is reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from schedules.people.member import MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address (渠道账号): an account, or with `is_group` a group, on one channel (`wecom`, `dingtalk`, `sandbox`)."""

    channel: str
    account: str
    is_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A member's account on a channel, as the roster or the contact sync gives it, never as somebody types it."""

    member_id: MemberId
    address: Address
    last_seen_at: datetime | None = None


def choose_account(accounts: Sequence[Account], *, first: str | None) -> Account | None:
    """Of a member's accounts, last used first: where he wrote last, else that on the platform `first`, else any."""
    used = [account for account in accounts if account.last_seen_at is not None]
    preferred = [account for account in accounts if account.address.channel == first]
    return next(iter((*used, *preferred, *accounts)), None)
