"""The changes of a roster in Chinese."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from schedules.people.address import Account
from schedules.people.changes import Added, Change, Changed, Changes, Dropped, entries_of
from schedules.people.columns import KINDS, ROLES, STANDINGS, MemberColumn, OrganisationColumn
from schedules.people.contacts import Contact, Matching
from schedules.people.member import Member, MemberId, Standing
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from schedules.people.roster import Roster
from schedules.people.term import Term

ORGANISATION_LABELS: Final[Mapping[str, str]] = {
    "name": OrganisationColumn.NAME,
    "kind": OrganisationColumn.KIND,
    "parent_id": OrganisationColumn.PARENT,
    "profile": OrganisationColumn.PROFILE,
    "term": "任期",
    "founded_on": OrganisationColumn.FOUNDED_ON,
    "groups": "群机器人",
}
MEMBER_LABELS: Final[Mapping[str, str]] = {
    "name": MemberColumn.NAME,
    "organisation_id": MemberColumn.ORGANISATION,
    "standing": MemberColumn.STANDING,
    "joined_on": MemberColumn.JOINED_ON,
    "confirmed_on": MemberColumn.CONFIRMED_ON,
    "left_on": "离开日期",
}
CHANNELS: Final[Mapping[str, str]] = {"wecom": "企业微信", "dingtalk": "钉钉", "sandbox": "沙盒"}
VERBS: Final[Mapping[type, str]] = {Added: "新增", Changed: "变更", Dropped: "结束"}
NOTHING: Final = "无"

_WORDS: Final[Mapping[str, str]] = {
    value: word for word, value in reversed([*KINDS.items(), *ROLES.items(), *STANDINGS.items()])
}
"""The first word that a roster has for a kind, role or standing."""


def describe_changes(changes: Changes, roster: Roster, stored: Roster) -> Sequence[str]:
    """One line for each change."""
    people = {member.id: member.name for member in (*stored.members, *roster.members)}
    places = {organisation.id: organisation.name for organisation in (*stored.organisations, *roster.organisations)}
    return [
        *(_describe_organisation(change) for change in changes.organisations),
        *(_describe_member(change, places) for change in changes.members),
        *(_describe_post(change, people, places) for change in changes.posts),
        *(_describe_account(change, people) for change in changes.accounts),
    ]


def departure_words(member: Member, channel: str, *, stays: bool) -> str:
    """What the officers are told when a platform no longer knows somebody."""
    gone = f"{member.name}（{member.id}）已不在{CHANNELS.get(channel, channel)}的通讯录中，该账号即时停用"
    if stays:
        return f"{gone}，其他账号照常。如已调离，请更新花名册。"
    return f"{gone}；没有其他账号，已按离开处理，职务同时结束，记录保留。仍在本单位的，请重新导入花名册。"


def describe_matching(matching: Matching, channel: str) -> Sequence[str]:
    """How a platform's contacts agree with the roster: one line each for what somebody has to look at."""
    name = CHANNELS.get(channel, channel)
    return [
        f"账号与花名册一致：{len(matching.matched)} 人",
        *(
            f"建议账号 {item.member.name}（{item.member.id}）{name} {item.contact.account}{_places(item.contact)}"
            for item in matching.proposals
        ),
        *(
            f"重名待定 {doubt.member.name}（{doubt.member.id}）：{'；'.join(map(_seat, doubt.contacts))}"
            for doubt in matching.doubts
        ),
        *(f"{name}中没有这个账号 {account.address.account}（{account.member_id}）" for account in matching.missing),
        *(f"{name}中没有同名的人 {member.name}（{member.id}）" for member in matching.unknown),
    ]


def _seat(contact: Contact) -> str:
    return f"{contact.account}{_places(contact)}"


def _places(contact: Contact) -> str:
    return f"（{'、'.join(contact.departments)}）" if contact.departments else ""


def _describe_organisation(change: Change[Organisation]) -> str:
    match change:
        case Added(entry=new):
            return f"新增组织 {new.name}（{new.id}，{word_of(new.kind)}）"
        case Changed(before=old, after=new):
            return f"变更组织 {old.name}（{old.id}）：{_told(old, new, ORGANISATION_LABELS)}"
        case Dropped(entry=old):
            return f"花名册中没有组织 {old.name}（{old.id}），组织与台账均予保留"


def _describe_member(change: Change[Member], places: Mapping[OrganisationId, str]) -> str:
    match change:
        case Added(entry=new):
            return f"新增人员 {new.name}（{new.id}，{places[new.organisation_id]}）"
        case Changed(before=old, after=new):
            return f"变更人员 {old.name}（{old.id}）：{_told(old, new, MEMBER_LABELS)}"
        case Dropped(entry=old):
            return f"离开人员 {old.name}（{old.id}），职务同时结束，记录保留"


def _describe_post(change: Change[Post], people: Mapping[MemberId, str], places: Mapping[OrganisationId, str]) -> str:
    verb = VERBS[type(change)]
    post = entries_of(change)[-1]
    return f"{verb}职务 {people[post.member_id]}（{post.member_id}）{places[post.organisation_id]} {word_of(post.role)}"


def _describe_account(change: Change[Account], people: Mapping[MemberId, str]) -> str:
    verb = VERBS[type(change)]
    account = entries_of(change)[-1]
    channel = CHANNELS.get(account.address.channel, account.address.channel)
    return f"{verb}账号 {people[account.member_id]}（{account.member_id}）{channel} {account.address.account}"


def _told(old: Organisation | Member, new: Organisation | Member, labels: Mapping[str, str]) -> str:
    pairs = ((label, getattr(old, field), getattr(new, field)) for field, label in labels.items())
    return "；".join(
        f"{label} {word_of(before)} → {word_of(after)}" for label, before, after in pairs if before != after
    )


def word_of(value: Any) -> str:  # noqa: ANN401 - the value of any field
    """A field's value as a roster writes it."""
    match value:
        case Term():
            return f"{value.starts_on or '未填'} 至 {value.ends_on}"
        case Mapping():
            return "、".join(f"{CHANNELS.get(channel, channel)} {name}" for channel, name in value.items()) or NOTHING
        case None:
            return NOTHING
        case OrganisationKind() | Role() | Standing():
            return _WORDS.get(value, value.value)
        case _:
            return str(value)
