"""The roster (名册): organisations and people as an office keeps them in a workbook."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from schedules.errors import Problem
from schedules.people.address import Account, Address
from schedules.people.columns import (
    ACCOUNT_COLUMNS,
    KINDS,
    ROBOT_COLUMNS,
    ROLES,
    STANDINGS,
    Column,
    MemberColumn,
    OrganisationColumn,
)
from schedules.people.member import Member, MemberId, Standing
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post
from schedules.people.sheet import Row, Sheet, read_table
from schedules.people.term import Term

BASE_PROFILE = "base"

_BETWEEN_POSTS = re.compile("[；;、，,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Organisations and people, parents before their children.

    `columns` are those that it has: what has no column is not known, and stays as it is stored.
    """

    organisations: Sequence[Organisation] = ()
    members: Sequence[Member] = ()
    posts: Sequence[Post] = ()
    accounts: Sequence[Account] = ()
    columns: frozenset[Column] = frozenset()


def parse_roster(
    organisation_rows: Sheet, member_rows: Sheet, *, profiles: Collection[str] = ()
) -> tuple[Roster, Sequence[Problem]]:
    """A roster, with every fault of it: the roster may be used only if there is none.

    `profiles` are those that the catalogue knows; none: they are not looked at.
    """
    organisation_table = read_table(organisation_rows, OrganisationColumn)
    member_table = read_table(member_rows, MemberColumn)
    places = _rows_by_key(organisation_table.rows, OrganisationColumn.ID)
    people = _rows_by_key(member_table.rows, MemberColumn.ID)
    organisations = [_organisation_of(key, row, frozenset(profiles)) for key, row in places]
    _check_parents(organisations, dict(places))
    known = frozenset(key for key, _ in places)
    members = [_member_of(key, row, known) for key, row in people]
    accounts = [account for key, row in people for account in _accounts_of(key, row)]
    _check_accounts(accounts, dict(people))
    roster = Roster(
        organisations=_parents_first(organisations),
        members=members,
        posts=[*dict.fromkeys(_all_posts(members, people, known))],
        accounts=accounts,
        columns=organisation_table.columns | member_table.columns,
    )
    empty = [
        Problem(where=sheet.name, message="没有一行内容", remedy="请在表头之下每行填写一项")
        for sheet, rows in ((organisation_rows, places), (member_rows, people))
        if not rows
    ]
    return roster, [*organisation_table.problems, *member_table.problems, *empty]


def _rows_by_key(rows: Sequence[Row], column: Column) -> list[tuple[str, Row]]:
    first: dict[str, Row] = {}
    keyed = [(row.key(column), row) for row in rows]
    for key, row in keyed:
        if key and first.setdefault(key, row) is not row:
            row.report(column, f"{key} 与第{first[key].number}行重复", "请只留一行，或改正编号")
    return keyed


def _organisation_of(key: str, row: Row, profiles: frozenset[str]) -> Organisation:
    profile = row.key(OrganisationColumn.PROFILE) or BASE_PROFILE
    if profiles and profile not in profiles:
        row.report(OrganisationColumn.PROFILE, f"没有方案“{profile}”", f"可以写：{'、'.join(sorted(profiles))}")
    robots = {channel: row.text(column) for column, channel in ROBOT_COLUMNS.items()}
    return Organisation(
        id=OrganisationId(key),
        name=row.text(OrganisationColumn.NAME),
        kind=row.choice(OrganisationColumn.KIND, KINDS) or OrganisationKind.BRANCH,
        parent_id=OrganisationId(row.key(OrganisationColumn.PARENT)) or None,
        profile=profile,
        term=_term_of(row),
        founded_on=row.day(OrganisationColumn.FOUNDED_ON),
        groups={channel: robot for channel, robot in robots.items() if robot},
    )


def _term_of(row: Row) -> Term | None:
    starts_on, ends_on = row.day(OrganisationColumn.TERM_STARTS), row.day(OrganisationColumn.TERM_ENDS)
    if ends_on is None:
        if starts_on is not None and not row.cells.get(OrganisationColumn.TERM_ENDS):
            row.report(OrganisationColumn.TERM_ENDS, "填了本届起始而没有届满日期", "请补上届满日期")
        return None
    if starts_on is not None and starts_on >= ends_on:
        row.report(OrganisationColumn.TERM_ENDS, f"届满日期不晚于本届起始 {starts_on}", "请核对两个日期")
    return Term(starts_on=starts_on, ends_on=ends_on)


def _check_parents(organisations: Sequence[Organisation], rows: Mapping[str, Row]) -> None:
    parents = {organisation.id: organisation.parent_id for organisation in organisations}
    for organisation in organisations:
        if organisation.parent_id is None:
            continue
        row = rows[organisation.id]
        if organisation.parent_id not in parents:
            row.report(OrganisationColumn.PARENT, f"没有编号为 {organisation.parent_id} 的组织", "请先在本表登记上级")
        elif organisation.id in _ancestors_of(organisation, parents):
            row.report(OrganisationColumn.PARENT, "上级绕回了自己", "请改正上级编号")


def _ancestors_of(
    organisation: Organisation, parents: Mapping[OrganisationId, OrganisationId | None]
) -> list[OrganisationId]:
    """From the next one up; ends where the chain does, or where it begins to repeat."""
    found: list[OrganisationId] = []
    parent = organisation.parent_id
    while parent is not None and parent not in found:
        found.append(parent)
        parent = parents.get(parent)
    return found


def _parents_first(organisations: Sequence[Organisation]) -> list[Organisation]:
    parents = {organisation.id: organisation.parent_id for organisation in organisations}
    return sorted(organisations, key=lambda organisation: len(_ancestors_of(organisation, parents)))


def _member_of(key: str, row: Row, known: frozenset[str]) -> Member:
    home = row.key(MemberColumn.ORGANISATION)
    if home and home not in known:
        row.report(MemberColumn.ORGANISATION, f"没有编号为 {home} 的组织", "请先在“组织”表登记")
    joined_on, confirmed_on = row.day(MemberColumn.JOINED_ON), row.day(MemberColumn.CONFIRMED_ON)
    if joined_on and confirmed_on and confirmed_on < joined_on:
        row.report(MemberColumn.CONFIRMED_ON, f"转正日期早于入党日期 {joined_on}", "请核对两个日期")
    return Member(
        id=MemberId(key),
        name=row.text(MemberColumn.NAME),
        organisation_id=OrganisationId(home),
        standing=row.choice(MemberColumn.STANDING, STANDINGS) or Standing.FULL,
        joined_on=joined_on,
        confirmed_on=confirmed_on,
    )


def _all_posts(members: Sequence[Member], people: Sequence[tuple[str, Row]], known: frozenset[str]) -> Iterator[Post]:
    for member, (_, row) in zip(members, people, strict=True):
        yield from _posts_of(member, row, known)


def _posts_of(member: Member, row: Row, known: frozenset[str]) -> Iterator[Post]:
    words = filter(None, _BETWEEN_POSTS.split(row.key(MemberColumn.POSTS)))
    for word in dict.fromkeys(words):
        role, at, place = word.partition("@")
        if role not in ROLES:
            row.report(MemberColumn.POSTS, f"不认识职务“{role}”", f"可以写：{'、'.join(ROLES)}；几个职务之间用；隔开")
        elif at and place not in known:
            row.report(MemberColumn.POSTS, f"“{word}”中没有编号为 {place} 的组织", "请写成 书记@组织编号")
        else:
            organisation_id = OrganisationId(place) if at else member.organisation_id
            yield Post(member_id=member.id, organisation_id=organisation_id, role=ROLES[role])


def _accounts_of(key: str, row: Row) -> Iterator[Account]:
    for column, channel in ACCOUNT_COLUMNS.items():
        if account := row.key(column):
            yield Account(member_id=MemberId(key), address=Address(channel=channel, account=account))


def _check_accounts(accounts: Sequence[Account], rows: Mapping[str, Row]) -> None:
    columns = {channel: column for column, channel in ACCOUNT_COLUMNS.items()}
    owners: dict[Address, MemberId] = {}
    for account in accounts:
        owner = owners.setdefault(account.address, account.member_id)
        if owner != account.member_id:
            rows[account.member_id].report(
                columns[account.address.channel],
                f"账号 {account.address.account} 已属于工号 {owner}",
                "一个账号只属于一人",
            )
