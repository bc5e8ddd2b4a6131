"""The words of the page on which somebody sees what is kept about him."""

from collections.abc import Iterator
from datetime import date

from schedules.outbox import OutboundMessage
from schedules.people.address import Account
from schedules.people.columns import MemberColumn
from schedules.people.member import Member
from schedules.people.organisation import Organisation
from schedules.people.preferences import Preferences
from schedules.people.role import Post
from schedules.people.wording import CHANNELS, word_of
from schedules.wording import day_words, instant_words

MYSELF = "本人"
WISHES = "提醒的设置"
RECORDED = "本人登记的记录"
NAMED = "写到本人的记录"
TOLD = "九十天内收到的消息"
CATEGORY, ITEM, CONTENT = "类别", "项目", "内容"
RECORD = "记录"

Line = tuple[str, str]


def member_lines(member: Member, home: Organisation) -> Iterator[Line]:
    """The row of the roster."""
    yield MemberColumn.NAME.value, member.name
    yield MemberColumn.ID.value, member.id
    yield "所在组织", home.name
    yield MemberColumn.STANDING.value, word_of(member.standing)
    for column, day in ((MemberColumn.JOINED_ON, member.joined_on), (MemberColumn.CONFIRMED_ON, member.confirmed_on)):
        if day:
            yield column.value, day_words(day)


def post_line(post: Post, place: str, today: date) -> Line:
    """A post, past or present."""
    begun = f"{day_words(post.starts_on)}起" if post.starts_on else ""
    ended = f"{day_words(post.ends_until)}卸任" if post.ends_until and post.ends_until <= today else ""
    span = "，".join(filter(None, (begun, ended)))
    return "职务", f"{place} {word_of(post.role)}{f'（{span}）' if span else ''}"


def account_line(account: Account) -> Line:
    """An account, and when it was last written from."""
    seen = f"，最近在此发言 {instant_words(account.last_seen_at)}" if account.last_seen_at else ""
    return "账号", f"{CHANNELS.get(account.address.channel, account.address.channel)} {account.address.account}{seen}"


def files_line(count: int) -> Line:
    """How many files came from him."""
    return "发来的附件", f"{count} 个，随记录保存"


def wish_lines(wishes: Preferences) -> Iterator[Line]:
    """What he has settled about his reminders."""
    if absence := wishes.absence:
        until = f"至{day_words(absence.ends_until)}前" if absence.ends_until else "起"
        yield "暂停提醒", f"{day_words(absence.starts_on)}{until}"
    for span in wishes.quiet:
        yield "安静时段", f"{span.starts:%H:%M}-{span.ends:%H:%M}"
    for duty in sorted(wishes.stopped):
        yield "不再提醒", duty


def message_line(message: OutboundMessage) -> Line:
    """A message that went to him."""
    return instant_words(message.sent_at or message.send_at), message.text
