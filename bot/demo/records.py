"""The demo's records: what recurs each month, laid over the half-year before a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from bot.demo.people import month_before
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import instant_at
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, Attendance
from schedules.people.member import Member, MemberId, Standing
from schedules.people.organisation import OrganisationId
from schedules.people.role import BRANCH_COMMITTEE, Post, Role

HALF_YEAR = timedelta(days=183)
MONTHS_BACK = 6
REPORTED = time(17, 20)
ALL_MONTHS = range(1, 13)
IN_PARTY = frozenset({Standing.FULL, Standing.PROBATIONARY})
UNCOUNTED = frozenset({ActivityKind.TALK, ActivityKind.DUES, ActivityKind.REPORT, ActivityKind.DEVELOPMENT})
CENTER_GROUP = frozenset({Role.SECRETARY, Role.LEADER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """Who belongs where, for the attendance of a record."""

    members: Sequence[Member]
    posts: Sequence[Post]

    def names_of(self, organisation_id: OrganisationId, kind: ActivityKind) -> tuple[str, ...]:
        """The names of those expected at an activity of this kind."""
        if kind is ActivityKind.BRANCH_COMMITTEE:
            return self._names_of_posts(organisation_id, BRANCH_COMMITTEE)
        if kind is ActivityKind.CENTER_GROUP:
            return self._names_of_posts(organisation_id, CENTER_GROUP)
        at_home = tuple(m.name for m in self.members if m.organisation_id == organisation_id and m.standing in IN_PARTY)
        return at_home or self._names_of_posts(organisation_id, frozenset(Role))

    def _names_of_posts(self, organisation_id: OrganisationId, roles: frozenset[Role]) -> tuple[str, ...]:
        holders = {p.member_id for p in self.posts if p.organisation_id == organisation_id and p.role in roles}
        return tuple(member.name for member in self.members if member.id in holders)


def records_of(
    rows: Iterable[Mapping[str, Any]], members: Sequence[Member], posts: Sequence[Post], today: date
) -> tuple[Activity, ...]:
    """The records of the half-year before `today`, oldest first."""
    roll = Roll(members=members, posts=posts)
    activities = [_activity_of(row, roll, day) for row in rows for day in _days_of(row, today)]
    return tuple(sorted(activities, key=lambda activity: activity.held_on))


def _days_of(row: Mapping[str, Any], today: date) -> Iterator[date]:
    calendar = WorkCalendar.of()
    for ago in range(MONTHS_BACK, -1, -1):
        month = month_before(today, ago)
        if month.month not in row.get("months", ALL_MONTHS) or ago in row.get("skip", ()):
            continue
        day = calendar.workday_on_or_after(month.replace(day=row["day"]))
        if today - HALF_YEAR <= day < today:
            yield day


def _activity_of(row: Mapping[str, Any], roll: Roll, day: date) -> Activity:
    kind, organisation_id = ActivityKind(row["kind"]), OrganisationId(row["organisation"])
    expected = () if kind in UNCOUNTED else roll.names_of(organisation_id, kind)
    return Activity(
        id=ActivityId(0),
        organisation_id=organisation_id,
        kind=kind,
        held_on=day,
        reported_by=MemberId(str(row["by"])),
        reported_at=instant_at(day, REPORTED),
        starts=time.fromisoformat(row["starts"]) if "starts" in row else None,
        topic=_turn_of(row.get("topics"), day),
        attendance=_attendance_of(expected, day, {row.get("host"), row.get("lecturer"), row.get("recorder")}),
        host=row.get("host"),
        lecturer=row.get("lecturer"),
        recorder=row.get("recorder"),
        place=row.get("place"),
        participants=(partner,) if (partner := _turn_of(row.get("partners"), day)) else (),
        amount=Decimal(row["amount"]) if "amount" in row else None,
    )


def _turn_of(choices: Sequence[str] | None, day: date) -> str | None:
    return choices[day.month % len(choices)] if choices else None


def _attendance_of(expected: Sequence[str], day: date, speakers: set[str | None]) -> Attendance:
    if not expected:
        return Attendance()
    absent = [name for name in expected if name not in speakers]
    leave = (absent[day.month % len(absent)],) if day.month % 2 and absent else ()
    return Attendance(expected=len(expected), present=len(expected) - len(leave), leave=leave)
