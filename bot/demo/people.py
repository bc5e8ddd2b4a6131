"""Organisations and people of the demo, from the rows of its script."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId, Standing
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.people.term import Term

PROFILE = "neimenggu-shizhi-2023"
LAST_COMMON_DAY = 28
PROBATION_MONTHS = 8
YEARS_IN_PARTY = 12


def organisation_of(row: Mapping[str, Any], today: date) -> Organisation:
    """An organisation, with its sandbox group named as itself."""
    organisation_id = OrganisationId(row["id"])
    return Organisation(
        id=organisation_id,
        name=row["name"],
        kind=OrganisationKind(row["kind"]),
        parent_id=OrganisationId(row["parent"]) if "parent" in row else None,
        profile=PROFILE,
        term=_term_of(row["term"], today) if "term" in row else None,
        settings=OrganisationSettings(**row.get("settings", {})),
        groups={"sandbox": organisation_id},
    )


def member_of(key: str, row: Mapping[str, Any], today: date) -> Member:
    """A person; only who has `birthday` joined in the month of `today`."""
    standing = Standing(row.get("standing", "full"))
    joined_on = _joined_on(int(key), standing, today, birthday="birthday" in row)
    confirmed_on = joined_on.replace(year=joined_on.year + 1) if joined_on and standing is Standing.FULL else None
    return Member(
        id=MemberId(key),
        name=row["name"],
        organisation_id=OrganisationId(row["home"]),
        standing=standing,
        joined_on=joined_on,
        confirmed_on=confirmed_on,
    )


def posts_of(key: str, row: Mapping[str, Any]) -> tuple[Post, ...]:
    """The posts that a person holds, written `role@organisation`."""
    pairs = (post.split("@") for post in row["posts"])
    return tuple(
        Post(member_id=MemberId(key), organisation_id=OrganisationId(organisation), role=Role(role))
        for role, organisation in pairs
    )


def accounts_of(key: str, row: Mapping[str, Any]) -> tuple[Account, ...]:
    """The sandbox account, named as the staff number, and those on real platforms."""
    accounts = {"sandbox": key, **row.get("accounts", {})}
    return tuple(
        Account(member_id=MemberId(key), address=Address(channel=channel, account=account))
        for channel, account in accounts.items()
    )


def month_before(today: date, months: int) -> date:
    """The first day of the month `months` before that of `today`; after it where negative."""
    index = today.year * 12 + today.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _term_of(row: Mapping[str, int], today: date) -> Term:
    ends_on = month_before(today, -row["ends_in_months"]).replace(day=min(today.day, LAST_COMMON_DAY))
    return Term(starts_on=ends_on.replace(year=ends_on.year - row["years"]), ends_on=ends_on)


def _joined_on(number: int, standing: Standing, today: date, *, birthday: bool) -> date | None:
    day = number * 7 % LAST_COMMON_DAY + 1
    if standing is Standing.PROBATIONARY:
        return month_before(today, PROBATION_MONTHS).replace(day=day)
    if standing is not Standing.FULL:
        return None
    if birthday:
        return date(today.year - YEARS_IN_PARTY, today.month, min(today.day + 6, LAST_COMMON_DAY))
    return month_before(today, 12 * (3 + number % 20) + 1 + number % 11).replace(day=day)
