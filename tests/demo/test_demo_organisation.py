from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources

import pytest

from bot.demo import Demo, demo_organisation
from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import start_of
from schedules.duties.assessing import assess
from schedules.duties.catalogue import Catalogue, parse_catalogue
from schedules.duties.duty import DutyId
from schedules.duties.facts import Facts
from schedules.duties.status import Status
from schedules.ledger.activity import Activity, ActivityId, ActivityKind
from schedules.people.member import Standing
from schedules.people.organisation import Organisation, OrganisationKind
from schedules.people.role import BRANCH_COMMITTEE, Role

DAYS = [date(2026, 11, 22), date(2026, 6, 1), date(2026, 10, 1), date(2027, 1, 31), date(2028, 2, 29)]


@pytest.fixture(params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture
def demo(today: date) -> Demo:
    return demo_organisation(today)


def branches(demo: Demo) -> list[Organisation]:
    return [o for o in demo.organisations if o.kind is OrganisationKind.BRANCH]


def full_members(demo: Demo, branch: Organisation) -> int:
    return sum(m.organisation_id == branch.id and m.standing is Standing.FULL for m in demo.members)


def theme_days(demo: Demo, branch: Organisation) -> list[Activity]:
    return [a for a in demo.activities if a.organisation_id == branch.id and a.kind is ActivityKind.THEME_DAY]


def test_everybody_and_everything_refers_to_what_exists(demo: Demo) -> None:
    seen = set()
    for organisation in demo.organisations:
        assert organisation.parent_id is None or organisation.parent_id in seen
        seen.add(organisation.id)
    ids, names = {m.id for m in demo.members}, {m.name for m in demo.members}
    assert all(m.organisation_id in seen for m in demo.members)
    assert all(p.organisation_id in seen and p.member_id in ids for p in demo.posts)
    assert all(a.organisation_id in seen and a.reported_by in ids for a in demo.activities)
    spoken_of = [n for a in demo.activities for n in (a.host, a.lecturer, a.recorder, *a.participants) if n]
    assert names.issuperset(spoken_of)


def test_thirty_people_hold_posts_and_each_has_a_sandbox_account_of_his_own_number(demo: Demo) -> None:
    assert len(demo.members) == 30
    assert {p.member_id for p in demo.posts} == {m.id for m in demo.members}
    sandbox = {a.address.account: a.member_id for a in demo.accounts if a.address.channel == "sandbox"}
    assert sandbox == {m.id: m.id for m in demo.members}
    assert len({m.name for m in demo.members}) == 30


def test_one_person_is_on_both_platforms(demo: Demo) -> None:
    channels = Counter(a.member_id for a in demo.accounts if a.address.channel in {"wecom", "dingtalk"})
    assert list(channels.values()) == [2]


def test_one_is_on_probation_and_one_joined_in_this_month(demo: Demo, today: date) -> None:
    probationary = [m for m in demo.members if m.standing is Standing.PROBATIONARY]
    assert len(probationary) == 1
    assert probationary[0].confirmed_on is None
    assert probationary[0].joined_on is not None
    assert (
        probationary[0].joined_on < today < probationary[0].joined_on.replace(year=probationary[0].joined_on.year + 1)
    )
    assert len([m for m in demo.members if m.joined_on and m.joined_on.month == today.month]) == 1
    assert all(m.joined_on < today for m in demo.members if m.joined_on)


def test_the_committee_hears_of_three_branches_and_one_of_them_is_too_small_for_a_branch_committee(demo: Demo) -> None:
    committee = next(o for o in demo.organisations if o.kind is OrganisationKind.COMMITTEE)
    settings = committee.settings
    assert (settings.weekly_digest, settings.monthly_digest, settings.escalations) == (True, True, True)
    assert {b.parent_id for b in branches(demo)} == {committee.id}
    small = [b for b in branches(demo) if full_members(demo, b) < 7]
    assert (len(branches(demo)), len(small)) == (3, 1)
    roles = {p.role for p in demo.posts if p.organisation_id == small[0].id}
    assert roles & BRANCH_COMMITTEE == {Role.SECRETARY, Role.DEPUTY}
    assert {o.profile for o in demo.organisations} == {"neimenggu-shizhi-2023"}
    assert all(o.groups == {"sandbox": o.id} for o in demo.organisations)


def test_one_term_ends_in_five_months_and_the_others_much_later(demo: Demo, today: date) -> None:
    months_left = sorted(
        (o.term.ends_on.year - today.year) * 12 + o.term.ends_on.month - today.month
        for o in demo.organisations
        if o.term
    )
    assert months_left == [5, 14, 19, 26]


def test_records_lie_on_working_days_of_the_half_year_before(demo: Demo, today: date) -> None:
    calendar = WorkCalendar.of()
    assert all(today - timedelta(days=183) <= a.held_on < today for a in demo.activities)
    assert all(calendar.is_workday(a.held_on) for a in demo.activities)
    assert 70 <= len(demo.activities) <= 140


def test_one_branch_is_exemplary_and_one_late(demo: Demo, today: date) -> None:
    first, second, third = (theme_days(demo, b) for b in branches(demo))
    assert len({(a.held_on.year, a.held_on.month) for a in first}) == len(first) >= 5
    assert len(second) + 2 <= len(first)
    assert len(second) < len(third) <= len(first)
    assert today - first[-1].held_on < timedelta(days=32) < today - second[-1].held_on


@pytest.mark.parametrize("day", [date(2026, 6, 1), date(2026, 9, 7), date(2026, 11, 22)], ids=str)
def test_by_the_catalogue_one_branch_owes_nothing_and_one_much(day: date) -> None:
    demo = demo_organisation(day)
    overdue: dict[str, set[DutyId]] = {
        organisation.id: {
            assessment.obligation.duty.id
            for assessment in assess(
                facts_of(demo, organisation), read_catalogue(), WorkCalendar.of(), now=start_of(day)
            )
            if assessment.status is Status.OVERDUE
        }
        for organisation in demo.organisations
    }
    assert overdue["zb1"] == set()
    assert overdue["zb2"] >= {"zhuti-dangri", "zhiweihui"}
    assert len(overdue["zb3"]) <= 2
    assert overdue["jgdw"] == set()


def facts_of(demo: Demo, organisation: Organisation) -> Facts:
    posts = [p for p in demo.posts if p.organisation_id == organisation.id]
    holders = {p.member_id for p in posts}
    return Facts(
        organisation=organisation,
        members=[m for m in demo.members if m.organisation_id == organisation.id or m.id in holders],
        posts=posts,
        activities=[
            replace(a, id=ActivityId(number))
            for number, a in enumerate(demo.activities, 1)
            if a.organisation_id == organisation.id
        ],
        children=[o for o in demo.organisations if o.parent_id == organisation.id],
        parent=next((o for o in demo.organisations if o.id == organisation.parent_id), None),
    )


@lru_cache(maxsize=1)
def read_catalogue() -> Catalogue:
    folder = resources.files("schedules.duties") / "profiles"
    catalogue, problems = parse_catalogue(
        {f.name: f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".toml")}
    )
    assert not problems
    return catalogue


def test_who_was_expected_was_there_or_on_leave(demo: Demo) -> None:
    counted = [a.attendance for a in demo.activities if a.attendance.expected is not None]
    assert counted
    assert all(c.expected == (c.present or 0) + len(c.leave) for c in counted)
    assert any(c.leave for c in counted)
