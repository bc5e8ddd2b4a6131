"""Activities, amendments, waivers, facts: alike on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.duties.facts import Facts
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, ActivityState
from schedules.people.member import Member, MemberId
from schedules.people.organisation import OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from tests.storage.samples import (
    ACTIVITY,
    AMENDMENT,
    BRANCH,
    COMMITTEE,
    DAY,
    LI,
    MEMBER,
    NOW,
    ORGANISATION,
    PARENT,
    POST,
    WAIVER,
    WANG,
)

PLAIN = Activity(
    id=ActivityId(0),
    organisation_id=BRANCH,
    kind=ActivityKind.STUDY,
    held_on=DAY,
    reported_by=WANG,
    reported_at=NOW,
)


async def test_activities_come_back_whole(settled: Database) -> None:
    full = await settled.write(lambda uow: uow.activities.add(ACTIVITY))
    plain = await settled.write(lambda uow: uow.activities.add(PLAIN))
    assert await settled.read(lambda uow: uow.activities.get(full)) == replace(ACTIVITY, id=full)
    assert await settled.read(lambda uow: uow.activities.get(plain)) == replace(PLAIN, id=plain)
    assert await settled.read(lambda uow: uow.activities.get(ActivityId(999))) is None
    assert plain > full > 0


async def test_activities_are_listed_newest_day_first_as_filtered(settled: Database) -> None:
    def add(uow: SqlUnitOfWork) -> list[ActivityId]:
        days = [DAY, DAY + timedelta(days=1), DAY, DAY - timedelta(days=1)]
        kinds = [ActivityKind.STUDY, ActivityKind.STUDY, ActivityKind.TALK, ActivityKind.STUDY]
        reporters = [WANG, LI, LI, WANG]
        return [
            uow.activities.add(replace(PLAIN, held_on=day, kind=kind, reported_by=reporter))
            for day, kind, reporter in zip(days, kinds, reporters, strict=True)
        ]

    first, newest, talk, oldest = await settled.write(add)

    def ids(found: Sequence[Activity]) -> list[ActivityId]:
        return [activity.id for activity in found]

    def scenario(uow: SqlUnitOfWork) -> None:
        listed = uow.activities.list
        assert ids(listed()) == [newest, talk, first, oldest]
        assert ids(listed(organisation_id=BRANCH, limit=2)) == [newest, talk]
        assert ids(listed(organisation_id=COMMITTEE)) == []
        assert ids(listed(kind=ActivityKind.TALK)) == [talk]
        assert ids(listed(since=DAY)) == [newest, talk, first]
        assert ids(listed(until=DAY)) == [oldest]
        assert ids(listed(since=DAY, until=DAY + timedelta(days=1), kind=ActivityKind.STUDY)) == [first]
        assert ids(listed(reported_by=WANG, organisation_id=BRANCH)) == [first, oldest]

    await settled.read(scenario)


async def test_a_change_keeps_what_was(settled: Database) -> None:
    id_ = await settled.write(lambda uow: uow.activities.add(ACTIVITY))
    void = replace(ACTIVITY, id=id_, state=ActivityState.VOID, topic=None, amount=None, tags=frozenset())
    one = replace(AMENDMENT, activity_id=id_)
    two = replace(one, by=LI, before={"state": "pending"}, after={"state": "void"})

    def scenario(uow: SqlUnitOfWork) -> None:
        other = uow.activities.add(PLAIN)
        uow.activities.update(replace(void, state=ActivityState.PENDING), one)
        uow.activities.update(void, two)
        assert uow.activities.get(id_) == void
        assert uow.amendments.list(activity_id=id_) == [one, two]
        assert uow.amendments.list(activity_id=other) == []
        assert uow.activities.get(other) == replace(PLAIN, id=other)

    await settled.write(scenario)


async def test_a_record_of_nobody_is_refused(settled: Database) -> None:
    with pytest.raises(StorageError):
        await settled.write(lambda uow: uow.activities.add(replace(PLAIN, reported_by=MemberId("none"))))


async def test_of_two_waivers_the_later_one_holds(settled: Database) -> None:
    later = replace(WAIVER, reason="巡察", by=WANG)
    other = replace(WAIVER, period="2026-07")

    def scenario(uow: SqlUnitOfWork) -> None:
        for waiver in (WAIVER, other, later, replace(WAIVER, organisation_id=COMMITTEE)):
            uow.waivers.add(waiver)
        assert uow.waivers.list(organisation_id=BRANCH) == [later, other]
        uow.waivers.cancel(WAIVER)
        assert uow.waivers.list(organisation_id=BRANCH) == [other]

    await settled.write(scenario)


async def test_facts_hold_all_that_is_known(settled: Database) -> None:
    since = DAY - timedelta(days=30)
    secretary_of_both = replace(POST, organisation_id=COMMITTEE)
    child = replace(ORGANISATION, id=OrganisationId("zb1-1"), parent_id=BRANCH)
    below = Post(member_id=WANG, organisation_id=child.id, role=Role.GROUP_LEAD)

    def add(uow: SqlUnitOfWork) -> list[ActivityId]:
        uow.organisations.add(child, next_review_at=NOW)
        for post in (POST, secretary_of_both, below):
            uow.posts.add(post)
        uow.waivers.add(WAIVER)
        uow.waivers.add(replace(WAIVER, organisation_id=COMMITTEE))
        return [
            uow.activities.add(activity)
            for activity in (
                replace(PLAIN, held_on=since),
                replace(PLAIN, held_on=since - timedelta(days=1)),
                replace(PLAIN, state=ActivityState.VOID),
                replace(PLAIN, organisation_id=COMMITTEE),
                replace(PLAIN, state=ActivityState.PENDING),
            )
        ]

    oldest, *_, pending = await settled.write(add)
    assert await settled.read(lambda uow: uow.facts.get(BRANCH, since=since)) == Facts(
        organisation=ORGANISATION,
        members=[MEMBER, Member(id=WANG, name="王芳", organisation_id=BRANCH)],
        posts=[POST],
        activities=[
            replace(PLAIN, id=pending, state=ActivityState.PENDING),
            replace(PLAIN, id=oldest, held_on=since),
        ],
        waivers=[WAIVER],
        children=[child],
        parent=PARENT,
        posts_below=[below],
    )


async def test_who_holds_a_post_is_one_of_an_organisations_people(settled: Database) -> None:
    held = Post(member_id=LI, organisation_id=COMMITTEE, role=Role.LEADER)
    long_past = Post(member_id=WANG, organisation_id=COMMITTEE, role=Role.LEADER, ends_until=date(2020, 1, 1))

    def scenario(uow: SqlUnitOfWork) -> None:
        uow.posts.add(held)
        uow.posts.add(long_past)
        facts = uow.facts.get(COMMITTEE, since=date(2020, 1, 1))
        assert facts is not None
        assert facts.members == [MEMBER]
        assert facts.parent is None
        assert facts.children == [ORGANISATION]

    await settled.write(scenario)


async def test_who_leads_elsewhere_and_who_is_a_veteran_below_is_known(settled: Database) -> None:
    office = replace(ORGANISATION, id=OrganisationId("dz"), kind=OrganisationKind.PARTY_GROUP, parent_id=None)
    leads = Post(member_id=LI, organisation_id=office.id, role=Role.LEADER)
    veteran = replace(MEMBER, id=MemberId("1003"), joined_on=date(1976, 7, 1))

    def scenario(uow: SqlUnitOfWork) -> None:
        uow.organisations.add(office, next_review_at=NOW)
        uow.posts.add(leads)
        uow.posts.add(replace(leads, organisation_id=COMMITTEE))
        uow.members.add(veteran)
        uow.members.add(replace(veteran, id=MemberId("1004"), joined_on=date(1999, 7, 1)))
        branch, above = uow.facts.get(BRANCH, since=DAY), uow.facts.get(COMMITTEE, since=DAY)
        assert branch is not None
        assert above is not None
        assert (branch.leading, branch.veterans) == ((leads,), ())
        assert (above.leading, above.veterans) == ((), (veteran,))

    await settled.write(scenario)


async def test_there_are_no_facts_of_what_is_not_there(settled: Database) -> None:
    assert await settled.read(lambda uow: uow.facts.get(OrganisationId("none"), since=DAY)) is None
