"""The demo organisation as values, relative to the day on which it is looked at."""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from bot.demo.people import accounts_of, member_of, organisation_of, posts_of
from bot.demo.records import records_of
from schedules.ledger.activity import Activity
from schedules.people.address import Account
from schedules.people.member import Member
from schedules.people.organisation import Organisation
from schedules.people.role import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """Everything that the demo organisation consists of; upper organisations come before those below them."""

    organisations: tuple[Organisation, ...]
    members: tuple[Member, ...]
    posts: tuple[Post, ...]
    accounts: tuple[Account, ...]
    activities: tuple[Activity, ...]


def demo_organisation(today: date) -> Demo:
    """The demo organisation with a half-year of records before `today`."""
    script = _read_script()
    members = tuple(member_of(key, row, today) for key, row in script["members"].items())
    posts = tuple(post for key, row in script["members"].items() for post in posts_of(key, row))
    return Demo(
        organisations=tuple(organisation_of(row, today) for row in script["organisations"]),
        members=members,
        posts=posts,
        accounts=tuple(account for key, row in script["members"].items() for account in accounts_of(key, row)),
        activities=records_of(script["records"], members, posts, today),
    )


def _read_script() -> dict[str, Any]:
    return tomllib.loads(files("bot.demo").joinpath("demo.toml").read_text(encoding="utf-8"))
