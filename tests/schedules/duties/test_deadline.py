from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone

import pytest

from schedules.calendar.workdays import WorkCalendar
from schedules.calendar.zone import SHANGHAI, local_day_of
from schedules.duties.catalogue import parse_catalogue
from schedules.people.organisation import OrganisationKind, OrganisationSettings
from schedules.people.term import Term
from tests.schedules.duties.branches import Branch, Peopler


@pytest.mark.parametrize(
    ("duty", "period", "opens", "last_asked", "last_in_time"),
    [
        ("zhuti-dangri", "2026-06", "2026-06-01", "2026-06-30", "2026-06-30"),
        ("zhuti-dangri", "2026-05", "2026-05-01", "2026-05-29", "2026-05-31"),  # ends on a Sunday
        ("zhuti-dangri", "2026-02", "2026-02-01", "2026-02-28", "2026-02-28"),  # 调休: a Saturday at work
        ("zhuti-dangri", "2024-02", "2024-02-01", "2024-02-29", "2024-02-29"),
        ("zhiweihui", "2025-08", "2025-08-01", "2025-08-29", "2025-08-31"),
        ("dangyuan-dahui", "2026Q1", "2026-01-01", "2026-03-31", "2026-03-31"),
        ("dangke", "2026Q4", "2026-10-01", "2026-12-31", "2026-12-31"),
        ("jiedui-gongjian", "2024H1", "2024-01-01", "2024-06-28", "2024-06-30"),
        ("tanxin-zhiwei-zhijian", "2028", "2028-01-01", "2028-12-29", "2028-12-31"),
        ("zuzhi-shenghuo-hui", "2026", "2026-10-01", "2026-12-31", "2026-12-31"),
        ("qiyi-zhuanti-dangke", "2026-06-15..2026-07-15", "2026-06-15", "2026-06-30", "2026-07-15"),
        ("qiyi-zhuanti-dangke", "2024-06-15..2024-07-15", "2024-06-15", "2024-06-28", "2024-07-15"),
        ("shuzhi-pingyi-kaohe", "2026", "2026-11-01", "2027-01-29", "2027-01-31"),  # crosses the year's end
    ],
)
def test_instants(*, branch: Branch, duty: str, period: str, opens: str, last_asked: str, last_in_time: str) -> None:
    deadline = branch.obligation(duty, period).deadline
    assert str(local_day_of(deadline.opens_at)) == opens
    assert deadline.opens_at.astimezone(SHANGHAI).time() == time.min
    for instant, last in ((deadline.due_at, last_asked), (deadline.grace_until, last_in_time)):
        midnight = instant.astimezone(SHANGHAI)
        assert midnight.time() == time.min
        assert (midnight.date() - date.fromisoformat(last)).days == 1


def test_next_year_is_provisional_until_an_operator_loads_it(branch: Branch) -> None:
    assert not branch.obligation("zhuti-dangri", "2026-12").deadline.provisional
    assert branch.obligation("zhuti-dangri", "2027-01").deadline.provisional
    own = WorkCalendar.of({date(2027, 1, 29): False})
    known = type(branch)(catalogue=branch.catalogue, calendar=own, facts=branch.facts)
    deadline = known.obligation("zhuti-dangri", "2027-01").deadline
    assert not deadline.provisional
    assert local_day_of(deadline.due_at) == date(2027, 1, 29)  # asked for until the 28th


def test_a_range_takes_what_meets_it_and_nothing_else(branch: Branch) -> None:
    assert branch.owes("zhuti-dangri", "2026-06-30", "2026-07-01") == ["2026-06"]
    assert branch.owes("zhuti-dangri", "2026-06-30", "2026-07-02") == ["2026-06", "2026-07"]
    assert branch.owes("zhuti-dangri", "2026-07-01", "2026-07-01") == []
    assert branch.owes("qiyi-zhuanti-dangke", "2026-06-01", "2026-06-15") == []
    assert branch.owes("qiyi-zhuanti-dangke", "2026-06-01", "2026-06-16") == ["2026-06-15..2026-07-15"]
    assert branch.owes("qiyi-zhuanti-dangke", "2026-07-16", "2026-12-31") == []


def test_obligations_come_in_the_order_of_their_due_instants(branch: Branch) -> None:
    due = [one.deadline.due_at for one in branch.obligations("2026-01-01", "2027-01-01")]
    assert due == sorted(due)


def test_instants_do_not_depend_on_the_machines_zone(branch: Branch) -> None:
    # 16:00 UTC is midnight in Shanghai: one second before it June is still in time.
    grace = branch.obligation("zhuti-dangri", "2026-06").deadline.grace_until
    assert grace == datetime(2026, 6, 30, 16, tzinfo=timezone.utc)  # noqa: UP017 - the point is the zone


@pytest.mark.parametrize(("full_members", "owed"), [(6, []), (7, ["2026-06"])])
def test_no_committee_below_seven_full_members(branch: Branch, full_members: int, owed: list[str]) -> None:
    small = branch.having(members=branch.facts.members[:full_members])
    assert small.owes("zhiweihui", "2026-06-01", "2026-07-01") == owed


def test_who_has_left_does_not_make_a_committee(branch: Branch, person: Peopler) -> None:
    members = (*branch.facts.members[:6], person(7, "吴桂兰", left_on=date(2026, 1, 1)))
    assert branch.having(members=members).owes("zhiweihui", "2026-06-01", "2026-07-01") == []


def test_group_meetings_are_owed_by_groups_alone(branch: Branch) -> None:
    assert branch.owes("dangxiaozu-hui", "2026-06-01", "2026-07-01") == []
    group = branch.being(kind=OrganisationKind.GROUP)
    assert group.owes("dangxiaozu-hui", "2026-06-01", "2026-07-01") == ["2026-06"]


def test_the_stored_end_of_the_term_decides(branch: Branch) -> None:
    assert branch.owes("huanjie-zhibu", "2020-01-01", "2030-01-01") == []
    branch = branch.being(term=Term(ends_on=date(2026, 12, 6)))
    assert branch.owes("huanjie-zhibu", "2026-01-01", "2026-06-09") == []
    assert branch.owes("huanjie-zhibu", "2026-01-01", "2026-06-10") == ["2026-06-09..2026-12-06"]
    deadline = branch.obligation("huanjie-zhibu", "2026-06-09..2026-12-06").deadline
    assert local_day_of(deadline.due_at) == date(2026, 12, 5)  # asked for until Friday the 4th
    assert local_day_of(deadline.grace_until) == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("founded", "months", "years"),
    [
        ("2026-06-10", ["2026-06", "2026-07"], ["2026"]),
        ("2026-06-20", ["2026-07"], ["2026"]),
        ("2026-07-20", ["2026-08"], []),
    ],
)
def test_a_young_organisation_owes_what_it_had_half_of_the_time_for(
    branch: Branch, founded: str, months: list[str], years: list[str]
) -> None:
    young = branch.being(founded_on=date.fromisoformat(founded))
    until = "2026-09-01" if founded > "2026-07" else "2026-08-01"
    assert young.owes("zhuti-dangri", "2026-05-01", until) == months
    assert young.owes("tanxin-zhiwei-zhijian", "2026-01-01", "2027-01-01") == years


def test_a_young_organisation_owes_a_smaller_yearly_sum(party_group: Branch) -> None:
    young = party_group.being(founded_on=date(2026, 4, 1))
    assert young.judged("zhongxinzu-xuexi-yearly", "2026", "2026-05-01").needed == 10
    assert party_group.judged("zhongxinzu-xuexi-yearly", "2026", "2026-05-01").needed == 12


def test_nothing_is_owed_of_what_was_over_before_the_first_day_with_us(branch: Branch) -> None:
    new = branch.being(settings=OrganisationSettings(owed_from=date(2026, 11, 22)))
    assert new.owes("zhuti-dangri", "2026-06-01", "2026-12-31") == ["2026-11", "2026-12"]
    assert new.owes("dangke", "2026-06-01", "2026-12-31") == ["2026Q4"]
    assert new.owes("qiyi-zhuanti-dangke", "2026-01-01", "2027-01-01") == []
    assert new.owes("zuzhi-shenghuo-hui", "2026-01-01", "2027-01-01") == ["2026"]


def test_a_term_that_ended_long_ago_stays_owed_until_the_next_is_stored(branch: Branch) -> None:
    since = OrganisationSettings(owed_from=date(2026, 11, 22))
    ended = branch.being(term=Term(ends_on=date(2026, 2, 1)), settings=since)
    assert ended.owes("huanjie-zhibu", "2026-11-01", "2026-12-31") == ["2025-08-05..2026-02-01"]
    assert ended.judged("huanjie-zhibu", "2025-08-05..2026-02-01", "2026-11-22").status == "overdue"


def test_an_organisations_own_settings_win(branch: Branch) -> None:
    own = branch.being(
        settings=OrganisationSettings(
            duties_off=frozenset({"jiedui-gongjian"}),
            min_counts={"zhiyuan-fuwu": 2, "dangke": 0},
            windows={"qiyi-zhuanti-dangke": "06-20..07-10"},
            lead_days={"zhuti-dangri": (5, 1)},
            audiences={"zhuti-dangri": ("secretary",)},
        )
    )
    ids = {one.duty.id for one in own.obligations("2026-06-01", "2026-07-01")}
    assert not ids & {"jiedui-gongjian", "dangke"}
    assert own.obligation("zhiyuan-fuwu", "2026Q2").duty.min_count == 2
    assert own.owes("qiyi-zhuanti-dangke", "2026-01-01", "2027-01-01") == ["2026-06-20..2026-07-10"]
    day = own.obligation("zhuti-dangri", "2026-06").duty
    assert (day.lead_days, day.audience) == ((5, 1), ("secretary",))


def test_unset_and_sensitive_duties_wait_for_the_organisation(branch: Branch) -> None:
    suzhou = branch.being(profile="suzhou-2020")
    assert suzhou.owes("dangzhang-xuexiri", "2026-01-01", "2027-01-01") == []
    dated = suzhou.being(settings=OrganisationSettings(windows={"dangzhang-xuexiri": "09-01..09-10"}))
    assert dated.owes("dangzhang-xuexiri", "2026-01-01", "2027-01-01") == ["2026-09-01..2026-09-10"]
    ids = {duty.id for duty in branch.catalogue.duties_of(branch.facts)}
    assert "xinli-shudao" not in ids
    wanted = branch.being(settings=OrganisationSettings(duties_on=frozenset({"xinli-shudao"})))
    assert "xinli-shudao" in {duty.id for duty in wanted.catalogue.duties_of(wanted.facts)}


OPERATORS_DAYS = {
    date(2027, 2, 10): False,  # a notice lengthens 春节
    date(2027, 2, 27): True,  # and asks for a Saturday in turn
    date(2027, 4, 30): False,
    date(2028, 2, 29): False,
}


@pytest.mark.parametrize(
    ("period", "without_a_notice", "with_a_notice"),
    [
        ("2024-02", "2024-02-29", "2024-02-29"),
        ("2024-06", "2024-06-28", "2024-06-28"),
        ("2025-08", "2025-08-29", "2025-08-29"),
        ("2025-09", "2025-09-30", "2025-09-30"),
        ("2026-01", "2026-01-30", "2026-01-30"),
        ("2026-02", "2026-02-28", "2026-02-28"),  # a Saturday at work
        ("2026-10", "2026-10-30", "2026-10-30"),
        ("2027-01", "2027-01-29", "2027-01-29"),
        ("2027-02", "2027-02-26", "2027-02-27"),
        ("2027-04", "2027-04-30", "2027-04-29"),
        ("2027-10", "2027-10-29", "2027-10-29"),
        ("2028-01", "2028-01-31", "2028-01-31"),
        ("2028-02", "2028-02-29", "2028-02-28"),
        ("2028-12", "2028-12-29", "2028-12-29"),
    ],
)
def test_the_last_day_asked_for_from_2024_to_2028(
    branch: Branch, period: str, without_a_notice: str, with_a_notice: str
) -> None:
    told = replace(branch, calendar=WorkCalendar.of(OPERATORS_DAYS))
    for there, last in ((branch, without_a_notice), (told, with_a_notice)):
        deadline = there.obligation("zhuti-dangri", period).deadline
        assert str(local_day_of(deadline.due_at - timedelta(days=1))) == last
        assert deadline.provisional is (period >= "2027" and there is branch)


@pytest.mark.parametrize(
    ("year", "label"),
    [
        (2024, "2024-01-31..2024-02-16"),
        (2025, "2025-01-19..2025-02-04"),
        (2026, "2026-02-07..2026-02-23"),
        (2027, "2027-01-27..2027-02-12"),
        (2028, "2028-01-16..2028-02-01"),
    ],
)
def test_a_window_around_spring_festival_moves_with_the_moon(branch: Branch, year: int, label: str) -> None:
    there = branch.being(kind=OrganisationKind.PARTY_GROUP, profile="county-2020")
    assert label in there.owes("lianjie-tixing-chunjie", f"{year}-01-01", f"{year + 1}-01-01")


def test_a_duty_that_began_in_mid_period(branch: Branch) -> None:
    text = """
[profile]
id = "own"
name = "自定"
[[duties]]
id = "reading"
name = "读书"
owner_kinds = ["branch"]
cadence = "quarterly"
kinds = ["study"]
valid_from = 2026-05-10
valid_until = 2027-01-01
"""
    catalogue, problems = parse_catalogue({"own.toml": text})
    assert problems == []
    there = replace(branch, catalogue=catalogue).being(profile="own")
    assert there.owes("reading", "2026-01-01", "2027-12-31") == ["2026Q2", "2026Q3", "2026Q4"]
    later, _ = parse_catalogue({"own.toml": text.replace("2026-05-10", "2026-05-20")})
    assert replace(there, catalogue=later).owes("reading", "2026-01-01", "2027-12-31") == ["2026Q3", "2026Q4"]
