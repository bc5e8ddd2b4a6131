"""The example that docs/roster.md ships: it must import as it stands."""

from pathlib import Path

from bot.imports.roster_file import read_roster
from schedules.people.columns import KINDS, MemberColumn, OrganisationColumn
from schedules.people.role import Role
from schedules.people.roster import parse_roster

DOCS = Path(__file__).parents[2] / "docs"


def test_the_example_is_without_a_fault() -> None:
    roster, problems = parse_roster(*read_roster(DOCS / "roster-example"), profiles={"base"})

    assert not problems
    assert roster.columns == {*OrganisationColumn, *MemberColumn}
    assert {post.role for post in roster.posts} >= {Role.SECRETARY, Role.CLERK, Role.ADMIN}
    assert len(roster.accounts) == len(roster.members)


def test_the_page_names_every_column_and_kind() -> None:
    page = (DOCS / "roster.md").read_text("utf-8")

    assert not [word for word in (*OrganisationColumn, *MemberColumn, *KINDS) if word not in page]
