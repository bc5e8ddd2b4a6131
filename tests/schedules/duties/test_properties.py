from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import start_of
from schedules.duties.catalogue import Catalogue
from schedules.duties.compliance import status_of
from schedules.duties.status import Status
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, Attendance
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationKind, OrganisationSettings
from schedules.people.term import Term
from tests.schedules.duties.branches import HERE, NAMES, Branch, branch_facts, noon

RANK = (Status.OVERDUE, Status.UPCOMING, Status.OPEN, Status.DUE_SOON, Status.MET_LATE, Status.MET)
DONE = frozenset({Status.MET, Status.MET_LATE})
SINCE, UNTIL = date(2025, 1, 1), date(2027, 7, 1)
DAYS = st.dates(min_value=SINCE, max_value=UNTIL)
LABELS = st.sampled_from(
    ["2025", "2026", "2026H1", "2026Q2", "2026-06", "2026-06-15..2026-07-15", "2025-11-01..2026-03-31", "nonsense"]
)
TOPICS = st.sampled_from(["专题研讨", "民族理论专题研讨", "述职评议", "学习计划", "换届请示", "16学时", "整体确认", ""])
PEOPLE = st.lists(st.sampled_from(NAMES), unique=True, max_size=3).map(tuple)


@st.composite
def records(draw: st.DrawFn) -> Activity:
    day = draw(DAYS)
    return Activity(
        id=ActivityId(draw(st.integers(1, 10**6))),
        organisation_id=HERE,
        kind=draw(st.sampled_from(ActivityKind)),
        held_on=day,
        reported_by=MemberId("0001"),
        reported_at=noon(str(day)),
        topic=draw(st.none() | TOPICS),
        host=draw(st.none() | st.sampled_from(NAMES)),
        lecturer=draw(st.none() | st.sampled_from(NAMES)),
        participants=draw(PEOPLE),
        attendance=Attendance(expected=draw(st.none() | st.just(8)), present=draw(st.none() | st.just(8))),
        counts_for=draw(st.none() | LABELS),
    )


LEDGERS = st.lists(records(), max_size=12, unique_by=lambda record: record.id)
OWNERS = st.sampled_from(
    [
        ("neimenggu-shizhi-2023", OrganisationKind.BRANCH),
        ("neimenggu-shizhi-2023", OrganisationKind.PARTY_GROUP),
        ("suzhou-2020", OrganisationKind.COMMITTEE),
        ("county-2020", OrganisationKind.DISCIPLINE_COMMITTEE),
    ]
)


@pytest.fixture(scope="module")
def owner(catalogue: Catalogue, calendar: WorkCalendar) -> Branch:
    return Branch(catalogue=catalogue, calendar=calendar, facts=branch_facts()).being(
        term=Term(ends_on=date(2026, 8, 1))
    )


def standing_in(
    owner: Branch, profile: str, kind: OrganisationKind, ledger: Sequence[Activity], *, single_use: bool = False
) -> Branch:
    there = owner.being(profile=profile, kind=kind, settings=OrganisationSettings(single_use=single_use))
    return there.having(activities=tuple(ledger))


@settings(max_examples=40, deadline=None)
@given(OWNERS, LEDGERS)
def test_a_record_counts_in_one_period_of_a_duty(
    owner: Branch, where: tuple[str, OrganisationKind], ledger: list[Activity]
) -> None:
    branch = standing_in(owner, *where, ledger)
    booked: set[tuple[str, int]] = set()
    for obligation in branch.obligations(str(SINCE), str(UNTIL)):
        for activity_id in status_of(obligation, branch.facts, now=start_of(UNTIL)).counted:
            assert (obligation.duty.id, activity_id) not in booked
            booked.add((obligation.duty.id, activity_id))


@settings(max_examples=40, deadline=None)
@given(OWNERS, LEDGERS, records(), DAYS, st.booleans())
def test_another_record_never_lowers_a_status(  # noqa: PLR0917 - what hypothesis draws
    owner: Branch,
    where: tuple[str, OrganisationKind],
    ledger: list[Activity],
    extra: Activity,
    at: date,
    single_use: bool,  # noqa: FBT001 - as above
) -> None:
    extra = replace(extra, id=ActivityId(0))
    before = standing_in(owner, *where, ledger, single_use=single_use)
    after = standing_in(owner, *where, [*ledger, extra], single_use=single_use)
    for obligation in before.obligations(str(SINCE), str(UNTIL)):
        if obligation.duty.trigger:
            continue  # a record that sets a duty going makes a new obligation
        old = status_of(obligation, before.facts, now=start_of(at))
        new = status_of(obligation, after.facts, now=start_of(at))
        assert RANK.index(new.status) >= RANK.index(old.status)
        assert new.done >= old.done


@settings(max_examples=40, deadline=None)
@given(OWNERS, LEDGERS, DAYS, st.integers(0, 400), st.booleans())
def test_what_is_met_stays_met_as_time_goes_on(  # noqa: PLR0917 - as above
    owner: Branch,
    where: tuple[str, OrganisationKind],
    ledger: list[Activity],
    at: date,
    later: int,
    single_use: bool,  # noqa: FBT001 - as above
) -> None:
    branch = standing_in(owner, *where, ledger, single_use=single_use)
    for obligation in branch.obligations(str(SINCE), str(UNTIL)):
        before = status_of(obligation, branch.facts, now=start_of(at)).status
        after = status_of(obligation, branch.facts, now=start_of(at + timedelta(days=later))).status
        assert before not in DONE or after is before


@settings(max_examples=60, deadline=None)
@given(OWNERS, DAYS, st.integers(1, 60))
def test_ranges_side_by_side_yield_what_one_range_yields(
    owner: Branch, where: tuple[str, OrganisationKind], since: date, length: int
) -> None:
    branch = standing_in(owner, *where, ())
    until = since + timedelta(days=length)
    by_day = {
        (one.duty.id, one.period)
        for n in range(length)
        for one in branch.obligations(str(since + timedelta(days=n)), str(since + timedelta(days=n + 1)))
    }
    assert by_day == {(one.duty.id, one.period) for one in branch.obligations(str(since), str(until))}


@settings(max_examples=60, deadline=None)
@given(OWNERS, DAYS)
def test_instants_are_in_order(owner: Branch, where: tuple[str, OrganisationKind], day: date) -> None:
    branch = standing_in(owner, *where, ())
    for obligation in branch.obligations(str(day), str(day + timedelta(days=40))):
        deadline = obligation.deadline
        assert deadline.opens_at < deadline.due_at <= deadline.grace_until
