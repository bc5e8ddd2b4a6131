"""The stores of what people settle about their own reminders."""

from collections.abc import Sequence

from sqlalchemy import BindParameter, bindparam, delete, or_, select, union

from bot.storage.advisory import lock_person
from bot.storage.rows import preferences as rows
from bot.storage.statements import InsertNew, Runner, Statement
from bot.storage.tables import handovers, members, organisations, posts, preferences
from schedules.duties.handover import Handover
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.preferences import Preferences

_ID: BindParameter[str] = bindparam("id")
_ABOVE = select(organisations.c.parent_id).where(organisations.c.id == _ID).scalar_subquery()
_PEOPLE = union(
    select(members.c.id).where(members.c.organisation_id == _ID),
    select(posts.c.member_id).where(or_(posts.c.organisation_id == _ID, posts.c.organisation_id == _ABOVE)),
)
_GET = Statement(select(preferences).where(preferences.c.member_id == bindparam("member_id")))
_LIST = Statement(select(preferences).where(preferences.c.member_id.in_(_PEOPLE)).order_by(preferences.c.member_id))
_PUT = InsertNew(preferences, replace=["state"])


class PreferencesOf:
    """What people have settled about their own reminders."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, member_id: MemberId) -> Preferences:
        """Those of one person, kept from other transactions until this one ends: they may be about to be changed."""
        lock_person(self._runner, member_id)
        row = self._runner.row(_GET, member_id=member_id)
        return rows.preferences_of(row) if row else Preferences(member_id=member_id)

    def list(self, *, organisation_id: OrganisationId) -> Sequence[Preferences]:
        """Those of the people of an organisation, and of who holds a post in it or in the one above it."""
        return [rows.preferences_of(row) for row in self._runner.rows(_LIST, id=organisation_id)]

    def update(self, preferences: Preferences) -> None:
        """Store them."""
        self._runner.run(_PUT, **rows.preferences_row(preferences))


_KEY = [column == bindparam(column.name) for column in handovers.primary_key]
_LIST_HANDOVERS = Statement(
    select(handovers)
    .where(handovers.c.organisation_id == bindparam("organisation_id"))
    .order_by(*handovers.primary_key)
)
_PUT_HANDOVER = InsertNew(handovers, replace=["taker", "at"])
_CANCEL_HANDOVER = Statement(delete(handovers).where(*_KEY))


class Handovers:
    """What has been handed over; each person hands an obligation to one other at a time."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def list(self, *, organisation_id: OrganisationId) -> Sequence[Handover]:
        """Those of one organisation."""
        found = self._runner.rows(_LIST_HANDOVERS, organisation_id=organisation_id)
        return [rows.handover_of(row) for row in found]

    def add(self, handover: Handover) -> None:
        """Store one, in place of an earlier one of the same giver."""
        self._runner.run(_PUT_HANDOVER, **rows.handover_row(handover))

    def cancel(self, handover: Handover) -> None:
        """Forget one."""
        self._runner.run(_CANCEL_HANDOVER, **rows.handover_row(handover))
