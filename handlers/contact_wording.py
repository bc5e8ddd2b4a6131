"""What people are told of a platform's contacts."""

from collections.abc import Sequence

from schedules.people.member import Member
from schedules.people.wording import CHANNELS

APPROVE = "登记为本人账号"


def approve_newcomer(channel: str, account: str, departments: Sequence[str], member: Member) -> str:
    """What the administrator is asked when a platform's contacts have somebody of a member's name."""
    place = f"，在{'、'.join(departments)}" if departments else ""
    there = f"{CHANNELS.get(channel, channel)}通讯录中有{member.name}（账号 {account}{place}）"
    return f"{there}，花名册中的{member.name}（工号 {member.id}）还没有账号。是否登记为本人账号？"
