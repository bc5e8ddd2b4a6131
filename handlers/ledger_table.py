"""The ledger as a table, for a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import ledger_table_wording as words
from handlers.ports import UnitOfWork
from schedules.ledger.activity import Activity, ActivityKind, ActivityState
from schedules.ledger.excerpt import Excerpt

Cell = str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table (表): what it is called, and its rows, the first of which names the columns."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def list_excerpt(uow: UnitOfWork, excerpt: Excerpt) -> Sequence[Activity]:
    """The records of an excerpt that count, oldest first."""
    found = uow.activities.list(organisation_id=excerpt.organisation_id, since=excerpt.since, until=excerpt.until)
    given = (item for item in reversed(found) if excerpt.has_talks or item.kind is not ActivityKind.TALK)
    wanted = (item for item in given if not excerpt.kinds or item.kind in excerpt.kinds)
    return [activity for activity in wanted if activity.state is not ActivityState.VOID]


def tabulate(uow: UnitOfWork, excerpt: Excerpt) -> Table:
    """An excerpt as it stands."""
    organisation = uow.organisations.get(excerpt.organisation_id)
    name = organisation.name if organisation else excerpt.organisation_id
    rows = [words.row_of(activity, _reporter(uow, activity)) for activity in list_excerpt(uow, excerpt)]
    return Table(name=words.table_name(name, excerpt), rows=(words.COLUMNS, *rows))


def _reporter(uow: UnitOfWork, activity: Activity) -> str:
    member = uow.members.get(activity.reported_by)
    return member.name if member else activity.reported_by
