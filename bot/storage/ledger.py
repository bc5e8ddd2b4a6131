"""The stores of what took place, and all that is known of an organisation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import BindParameter, and_, bindparam, delete, exists, func, insert, or_, select, union, update

from bot.storage.people import Posts
from bot.storage.rows import ledger as rows
from bot.storage.rows import people
from bot.storage.statements import InsertNew, InsertNumbered, Listing, Runner, Statement
from bot.storage.tables import activities, amendments, members, organisations, posts, waivers
from schedules.duties.duty import Waiver
from schedules.duties.facts import Facts
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, ActivityState, Amendment
from schedules.ledger.tags import SUBMITTED
from schedules.people.member import Member, MemberId
from schedules.people.organisation import OrganisationId, OrganisationKind

_COLUMNS = [column.name for column in activities.c if column.name != "id"]
_BY_ORGANISATION = activities.c.organisation_id == bindparam("organisation_id")
_SINCE = activities.c.held_on >= bindparam("since")
_NEWEST_FIRST = select(activities).order_by(activities.c.held_on.desc(), activities.c.id.desc())
_BY_ID = activities.c.id == bindparam("id")

_GET = Statement(select(activities).where(_BY_ID).with_for_update())
_ADD = InsertNumbered(activities)
_UPDATE = Statement(update(activities).where(_BY_ID), columns=_COLUMNS)
_LIST = Listing(
    _NEWEST_FIRST,
    organisation_id=_BY_ORGANISATION,
    kind=activities.c.kind == bindparam("kind"),
    since=_SINCE,
    until=activities.c.held_on < bindparam("until"),
    reported_by=activities.c.reported_by == bindparam("reported_by"),
)


class Activities:
    """The ledger. A record is withdrawn by its state and never deleted."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, activity_id: ActivityId) -> Activity | None:
        """A record, kept from other transactions until this one ends: it may be about to be changed."""
        row = self._runner.row(_GET, id=activity_id)
        return rows.activity_of(row) if row else None

    def list(  # noqa: PLR0913 - the filters of one ledger
        self,
        *,
        organisation_id: OrganisationId | None = None,
        kind: ActivityKind | None = None,
        since: date | None = None,
        until: date | None = None,
        reported_by: MemberId | None = None,
        limit: int | None = None,
    ) -> Sequence[Activity]:
        """Newest day first, withdrawn ones included; `since` inclusive, `until` exclusive, both by `held_on`."""
        found = self._runner.listed(
            _LIST,
            organisation_id=organisation_id,
            kind=kind and kind.value,
            since=since and since.isoformat(),
            until=until and until.isoformat(),
            reported_by=reported_by,
            limit=limit,
        )
        return [rows.activity_of(row) for row in found]

    def add(self, activity: Activity) -> ActivityId:
        """Store a new record; its `id` is ignored and given back."""
        return ActivityId(self._runner.add(_ADD, **rows.activity_row(activity)))

    def update(self, activity: Activity, amendment: Amendment) -> None:
        """Store a changed record together with what changed."""
        self._runner.run(_UPDATE, id=activity.id, **rows.activity_row(activity))
        self._runner.run(_ADD_AMENDMENT, **rows.amendment_row(amendment))


_LIST_AMENDMENTS = Statement(
    select(amendments).where(amendments.c.activity_id == bindparam("activity_id")).order_by(amendments.c.id)
)
_ADD_AMENDMENT = Statement(insert(amendments), columns=[column.name for column in amendments.c if column.name != "id"])


class Amendments:
    """The history of records, oldest first."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def list(self, *, activity_id: ActivityId) -> Sequence[Amendment]:
        """That of one record."""
        return [rows.amendment_of(row) for row in self._runner.rows(_LIST_AMENDMENTS, activity_id=activity_id)]


_THIS_WAIVER = [column == bindparam(column.name) for column in waivers.primary_key]
_LIST_WAIVERS = Statement(
    select(waivers)
    .where(waivers.c.organisation_id == bindparam("organisation_id"))
    .order_by(waivers.c.duty_id, waivers.c.period)
)
_ADD_WAIVER = InsertNew(waivers, replace=["reason", "by", "at"])
_CANCEL_WAIVER = Statement(delete(waivers).where(*_THIS_WAIVER))


class Waivers:
    """Waivers of an organisation; of two for the same duty and period the later one holds."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def list(self, *, organisation_id: OrganisationId) -> Sequence[Waiver]:
        """Those of one organisation."""
        found = self._runner.rows(_LIST_WAIVERS, organisation_id=organisation_id)
        return [rows.waiver_of(row) for row in found]

    def add(self, waiver: Waiver) -> None:
        """Store one."""
        self._runner.run(_ADD_WAIVER, **rows.waiver_row(waiver))

    def cancel(self, waiver: Waiver) -> None:
        """Forget one."""
        self._runner.run(_CANCEL_WAIVER, **rows.waiver_row(waiver))


_ID: BindParameter[str] = bindparam("id")
_FAMILY = Statement(
    select(organisations)
    .where(
        or_(
            organisations.c.id == _ID,
            organisations.c.parent_id == _ID,
            organisations.c.id == select(organisations.c.parent_id).where(organisations.c.id == _ID).scalar_subquery(),
        )
    )
    .order_by(organisations.c.id)
)
# A 党组's leaders and a 党小组's members are at home in a branch: whoever holds a post is one of an organisation's people.
_HELD = select(posts.c.member_id).where(
    posts.c.organisation_id == _ID, or_(posts.c.ends_until.is_(None), posts.c.ends_until > bindparam("since"))
)
_AT_HOME = select(members.c.id).where(members.c.organisation_id == _ID)
# One list of whom to look for, and no OR: PostgreSQL would walk through all members for it.
_PEOPLE = Statement(select(members).where(members.c.id.in_(union(_AT_HOME, _HELD))).order_by(members.c.id))
_BELOW = select(organisations.c.id).where(organisations.c.parent_id == _ID)
_TWO_BELOW = select(organisations.c.id).where(organisations.c.parent_id.in_(_BELOW))
# Asked of each post, and not listed beforehand: a list of all of them grows with the number of organisations.
_IN_A_LEADERSHIP = exists().where(
    organisations.c.id == posts.c.organisation_id, organisations.c.kind == OrganisationKind.PARTY_GROUP.value
)
_BUSY_BELOW = select(posts.c.member_id).where(posts.c.organisation_id.in_(_BELOW))
_POSTS_AROUND = Statement(
    select(posts)
    .where(
        posts.c.member_id.in_(union(_AT_HOME, _BUSY_BELOW)),
        or_(
            posts.c.organisation_id.in_(_BELOW),
            and_(posts.c.member_id.in_(_AT_HOME), _IN_A_LEADERSHIP),
        ),
    )
    .order_by(*posts.primary_key)
)
_VETERANS = Statement(
    select(members)
    .where(
        or_(members.c.organisation_id.in_(_BELOW), members.c.organisation_id.in_(_TWO_BELOW)),
        func.coalesce(members.c.joined_on, members.c.confirmed_on) < bindparam("joined_before"),
    )
    .order_by(members.c.id)
)
_ANSWERED = Statement(
    _NEWEST_FIRST.where(
        activities.c.organisation_id.in_(_BELOW),
        _SINCE,
        activities.c.state != ActivityState.VOID.value,
        activities.c.tags.contains(SUBMITTED),
    )
)
_NEARLY_FIFTY_YEARS = 47
MOST_REMEMBERED = 500
"""Organisations; one with its people takes some twenty kilobytes."""
_COUNTING = Statement(_NEWEST_FIRST.where(_BY_ORGANISATION, _SINCE, activities.c.state != ActivityState.VOID.value))


class FactsOf:
    """All that is known of an organisation, in six statements, eight where there are others below it."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._posts, self._waivers = Posts(runner), Waivers(runner)

    def get(self, organisation_id: OrganisationId, *, since: date) -> Facts | None:
        """Facts with the records that are not void and were held on or after `since`.

        Its members are those at home in it and those who have held a post in it since then.
        """
        settled = self.get_roster(organisation_id, since=since)
        if settled is None:
            return None
        first = since.isoformat()
        counting = self._runner.rows(_COUNTING, organisation_id=organisation_id, since=first)
        return replace(
            settled,
            activities=[rows.activity_of(row) for row in counting],
            waivers=self._waivers.list(organisation_id=organisation_id),
            records_below=self._answered(organisation_id, first) if settled.children else (),
        )

    def get_roster(self, organisation_id: OrganisationId, *, since: date) -> Facts | None:
        """The same without records and waivers: remembered until the roster changes, of the organisations last looked at."""
        known: dict[tuple[OrganisationId, date], Facts | None] = self._runner.roster.recall("facts", dict)
        key = organisation_id, since
        if key not in known:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            known[key] = self._read_roster(organisation_id, since)
        return known[key]

    def _read_roster(self, organisation_id: OrganisationId, since: date) -> Facts | None:
        family = [people.organisation_of(row) for row in self._runner.rows(_FAMILY, id=organisation_id)]
        own = next((one for one in family if one.id == organisation_id), None)
        if own is None:
            return None
        found = self._runner.rows(_PEOPLE, id=organisation_id, since=since.isoformat())
        around = [people.post_of(row) for row in self._runner.rows(_POSTS_AROUND, id=organisation_id)]
        children = [one for one in family if one.parent_id == organisation_id]
        below = {child.id for child in children}
        return Facts(
            organisation=own,
            members=[people.member_of(row) for row in found],
            posts=self._posts.list(organisation_id=organisation_id),
            children=children,
            parent=next((one for one in family if one.id == own.parent_id), None),
            posts_below=[post for post in around if post.organisation_id in below],
            leading=tuple(post for post in around if post.organisation_id not in below | {organisation_id}),
            veterans=self._veterans(organisation_id, since) if children else (),
        )

    def _answered(self, organisation_id: OrganisationId, since: str) -> Sequence[Activity]:
        return tuple(rows.activity_of(row) for row in self._runner.rows(_ANSWERED, id=organisation_id, since=since))

    def _veterans(self, organisation_id: OrganisationId, since: date) -> Sequence[Member]:
        long_ago = date(since.year - _NEARLY_FIFTY_YEARS, 1, 1).isoformat()
        found = self._runner.rows(_VETERANS, id=organisation_id, joined_before=long_ago)
        return tuple(people.member_of(row) for row in found)
