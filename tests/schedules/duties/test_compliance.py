from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from schedules.duties.compliance import status_of
from schedules.duties.status import Status
from schedules.duties.wording import why
from schedules.ledger.activity import ActivityKind, ActivityState, Attendance
from schedules.people.member import MemberId, Standing
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from schedules.people.term import Term
from tests.schedules.duties.branches import Branch, Peopler, Recorder

JULY_FIRST = "2026-06-15..2026-07-15"


@pytest.mark.parametrize(
    ("duty", "period", "kind", "day", "at", "status"),
    [
        ("zhuti-dangri", "2026-06", "theme_day", "2026-06-01", "2026-06-02", "met"),
        ("zhuti-dangri", "2026-06", "theme_day", "2026-06-30", "2026-06-30", "met"),
        ("zhuti-dangri", "2026-06", "theme_day", "2026-05-31", "2026-06-10", "open"),
        ("zhuti-dangri", "2026-06", "theme_day", "2026-07-01", "2026-07-01", "overdue"),
        ("zhuti-dangri", "2026-06", "study", "2026-06-10", "2026-06-12", "open"),
        ("zhuti-dangri", "2026-06", "study", "2026-06-10", "2026-06-24", "due_soon"),
        ("zhuti-dangri", "2026-06", "theme_day", "2026-06-20", "2026-06-18", "open"),  # not held yet
        ("zhuti-dangri", "2026-06", "study", "2026-06-10", "2026-05-31", "upcoming"),
        ("zhiweihui", "2026-06", "branch_committee", "2026-06-15", "2026-06-30", "met"),
        ("dangyuan-dahui", "2026Q2", "branch_assembly", "2026-04-01", "2026-06-01", "met"),
        ("dangyuan-dahui", "2026Q2", "branch_assembly", "2026-03-31", "2026-06-01", "open"),
        ("dangke", "2026Q2", "party_lecture", "2026-06-30", "2026-07-01", "met"),
        ("zuzhi-shenghuo-hui", "2026", "org_life", "2026-03-01", "2026-04-01", "met"),
        ("zuzhi-shenghuo-hui", "2026", "study", "2026-03-01", "2026-09-30", "upcoming"),
        ("zuzhi-shenghuo-hui", "2026", "study", "2026-03-01", "2027-01-01", "overdue"),
    ],
)
def test_counts_of_a_branch(
    *, branch: Branch, record: Recorder, duty: str, period: str, kind: str, day: str, at: str, status: str
) -> None:
    assert branch.recording(record(kind, day)).judged(duty, period, at).status == status


@pytest.mark.parametrize(
    ("day", "lecturer", "at", "status"),
    [
        ("2026-06-14", "陈静", "2026-06-21", "due_soon"),
        ("2026-06-15", "陈静", "2026-06-20", "met"),
        ("2026-07-01", "陈静", "2026-07-02", "met"),
        ("2026-07-15", "陈静", "2026-07-15", "met"),
        ("2026-07-16", "陈静", "2026-07-17", "overdue"),
        ("2026-06-28", "陈静同志", "2026-06-29", "met"),
        ("2026-06-28", "书记", "2026-06-29", "met"),
        ("2026-06-28", "支部书记", "2026-06-29", "met"),
        ("2026-06-28", "陈书记", "2026-06-29", "met"),
        ("2026-06-28", "支部书记陈静", "2026-06-29", "met"),
        ("2026-06-28", "李书记", "2026-06-29", "due_soon"),
        ("2026-06-28", "副书记", "2026-06-29", "due_soon"),
        ("2026-06-28", "陈副书记", "2026-06-29", "due_soon"),
        ("2026-06-28", "李明", "2026-06-29", "due_soon"),
        ("2026-06-28", None, "2026-06-29", "due_soon"),
        ("2026-06-28", "李明", "2026-07-10", "due_soon"),  # asked for until 30 June, not late until 15 July
        ("2026-06-28", "李明", "2026-07-16", "overdue"),
    ],
)
def test_the_lecture_around_1_july_is_the_secretarys(
    *, branch: Branch, record: Recorder, day: str, lecturer: str | None, at: str, status: str
) -> None:
    told = branch.recording(record("party_lecture", day, lecturer=lecturer))
    assert told.judged("qiyi-zhuanti-dangke", JULY_FIRST, at).status == status


def test_who_was_secretary_on_that_day_counts(branch: Branch, record: Recorder) -> None:
    posts = [
        type(post)(
            member_id=post.member_id, organisation_id=post.organisation_id, role=post.role, ends_until=date(2026, 6, 20)
        )
        if post.role is Role.SECRETARY
        else post
        for post in branch.facts.posts
    ]
    left = branch.having(posts=posts)
    before, after = (
        record("party_lecture", "2026-06-19", lecturer="陈静"),
        record("party_lecture", "2026-06-20", lecturer="陈静"),
    )
    assert left.recording(before).judged("qiyi-zhuanti-dangke", JULY_FIRST, "2026-07-01").status is Status.MET
    assert left.recording(after).judged("qiyi-zhuanti-dangke", JULY_FIRST, "2026-07-01").done == 0


@pytest.mark.parametrize(
    ("day", "told", "reason"),
    [
        ("2026-06-28", {"lecturer": "李明"}, "6月28日由李明主讲，此项须由书记主讲"),
        ("2026-06-28", {}, "6月28日的记录未登记主讲人，此项须由书记主讲"),
        (
            "2026-07-20",
            {"lecturer": "陈静"},
            "7月20日不在规定时段（6月15日（周一）至7月15日（周三））内；如确属补办，可注明所属周期 2026-06-15..2026-07-15",
        ),
    ],
)
def test_why_a_record_does_not_count(
    *, branch: Branch, record: Recorder, day: str, told: dict[str, Any], reason: str
) -> None:
    assessment = branch.recording(record("party_lecture", day, **told)).judged(
        "qiyi-zhuanti-dangke", JULY_FIRST, "2026-07-25"
    )
    assert [one.reason for one in assessment.uncounted] == [reason]
    assert assessment.counted == ()


def test_a_lecture_far_from_the_window_is_not_even_mentioned(branch: Branch, record: Recorder) -> None:
    far = record("party_lecture", "2026-03-20", lecturer="陈静")
    assert branch.recording(far).judged("qiyi-zhuanti-dangke", JULY_FIRST, "2026-07-25").uncounted == ()


def test_a_topic_tag_is_asked_for(party_group: Branch, record: Recorder) -> None:
    plain = record("center_group", "2026-05-06", topic="学习贯彻党的创新理论")
    tagged = record("center_group", "2026-05-07", topic="铸牢中华民族共同体意识专题研讨")
    assessment = party_group.recording(plain, tagged).judged("minzu-lilun-zhuanti", "2026", "2026-06-01")
    assert (assessment.status, assessment.counted) == (Status.MET, (2,))
    assert [one.reason for one in assessment.uncounted] == ["5月6日的记录主题中未体现“民族理论”"]


def test_several_counters_over_the_same_records(party_group: Branch, record: Recorder) -> None:
    """May is missed and June has two: the month stays missed while the year's sum goes on."""
    days = [f"2026-{month:02}-10" for month in (1, 2, 3, 4, 6, 6, 7, 8, 9, 10, 11, 12)]
    year = party_group.recording(*(record("center_group", day) for day in days))
    assert year.judged("zhongxinzu-xuexi-monthly", "2026-05", "2026-12-31").status is Status.OVERDUE
    assert year.judged("zhongxinzu-xuexi-monthly", "2026-06", "2026-12-31").done == 2
    total = year.judged("zhongxinzu-xuexi-yearly", "2026", "2026-12-31")
    assert (total.status, total.done, total.needed) == (Status.MET, 12, 12)
    fewer = party_group.recording(*(record("center_group", day) for day in days[1:]))
    assert fewer.judged("zhongxinzu-xuexi-yearly", "2026", "2026-12-31").done == 11


@pytest.mark.parametrize(
    ("kind", "topic", "status"),
    [("center_group", "重点发言人交流研讨", "met"), ("seminar", None, "met"), ("center_group", "集体学习", "open")],
)
def test_a_quarters_discussion_is_more_than_study(
    *, party_group: Branch, record: Recorder, kind: str, topic: str | None, status: str
) -> None:
    told = party_group.recording(record(kind, "2026-05-06", topic=topic))
    assert told.judged("zhongxinzu-yantao-quarterly", "2026Q2", "2026-05-20").status == status


@pytest.mark.parametrize(
    ("counts_for", "last_year", "this_year"),
    [
        (None, "overdue", "met"),
        ("2025", "met_late", "upcoming"),
        ("2026", "overdue", "met"),
        ("2025Q4", "met_late", "upcoming"),
    ],
)
def test_a_january_meeting_may_be_last_years(
    *, branch: Branch, record: Recorder, counts_for: str | None, last_year: str, this_year: str
) -> None:
    told = branch.recording(record("org_life", "2026-01-23", counts_for=counts_for))
    assert told.judged("zuzhi-shenghuo-hui", "2025", "2026-02-01").status == last_year
    assert told.judged("zuzhi-shenghuo-hui", "2026", "2026-02-01").status == this_year


def test_a_record_booked_elsewhere_says_so(branch: Branch, record: Recorder) -> None:
    told = branch.recording(record("org_life", "2026-01-23", counts_for="2025"))
    reasons = [one.reason for one in told.judged("zuzhi-shenghuo-hui", "2026", "2026-02-01").uncounted]
    assert reasons == ["1月23日的记录已注明计入 2025"]


@pytest.mark.parametrize("counts_for", [JULY_FIRST, "2026"])
def test_a_window_missed_is_made_up_late_by_naming_it(branch: Branch, record: Recorder, counts_for: str | None) -> None:
    late = record("party_lecture", "2026-07-20", lecturer="陈静", counts_for=counts_for)
    assert branch.recording(late).judged("qiyi-zhuanti-dangke", JULY_FIRST, "2026-07-25").status is Status.MET_LATE


def test_a_year_names_no_month(branch: Branch, record: Recorder) -> None:
    told = branch.recording(record("theme_day", "2026-06-10", counts_for="2026"))
    assert told.judged("zhuti-dangri", "2026-06", "2026-06-20").status is Status.MET


def test_a_plan_after_its_window_is_late_and_counts(branch: Branch, record: Recorder) -> None:
    plan = record("report", "2026-04-10", topic="支部“三会一课”年度学习计划")
    period = "2026-01-01..2026-03-31"
    assert branch.recording(plan).judged("sanhui-yike-jihua", period, "2026-04-09").status is Status.OVERDUE
    assert branch.recording(plan).judged("sanhui-yike-jihua", period, "2026-04-10").status is Status.MET_LATE


def test_a_waiver_stands_above_all(branch: Branch) -> None:
    waived = branch.waiving("zhuti-dangri", "2026-06")
    assessment = waived.judged("zhuti-dangri", "2026-06", "2026-08-01")
    assert assessment.status is Status.WAIVED
    assert "本期不作要求：全员外出" in why(assessment)
    assert waived.judged("zhuti-dangri", "2026-07", "2026-08-01").status is Status.OVERDUE


def test_a_pending_record_counts(branch: Branch, record: Recorder) -> None:
    pending = branch.recording(record("theme_day", "2026-06-10", state=ActivityState.PENDING))
    assert pending.judged("zhuti-dangri", "2026-06", "2026-06-11").status is Status.MET


def test_evidence_never_withholds_met(branch: Branch, record: Recorder) -> None:
    assessment = branch.recording(record("theme_day", "2026-06-10", place="会议室")).judged(
        "zhuti-dangri", "2026-06", "2026-06-11"
    )
    assert assessment.status is Status.MET
    assert assessment.addable == ("主持人", "记录人", "主题", "应到人数", "实到人数")


def test_the_explanation_names_rule_clause_count_and_day(branch: Branch) -> None:
    assert why(branch.judged("zhuti-dangri", "2026-05", "2026-05-20")) == (
        "每月至少1次（《支部工作条例》第16条）；已完成0/1次，还差1次；请于5月29日（周五）前完成，最迟5月31日（周日）。"
    )


def test_a_provisional_date_and_a_proposal_are_called_so(branch: Branch) -> None:
    assert "暂定" in why(branch.judged("zhuti-dangri", "2027-01", "2027-01-10"))
    assert "建议值" in why(branch.judged("dangke", "2026Q2", "2026-05-01"))
    assert "建议值" not in why(branch.judged("zhuti-dangri", "2026-06", "2026-06-10"))


def test_the_judgement_turns_at_midnight_in_shanghai(branch: Branch) -> None:
    obligation = branch.obligation("zhuti-dangri", "2026-06")
    for zone in (ZoneInfo("UTC"), ZoneInfo("America/New_York")):
        last = obligation.deadline.grace_until.astimezone(zone)
        assert status_of(obligation, branch.facts, now=last).status is Status.OVERDUE
        assert status_of(obligation, branch.facts, now=last - last.resolution).status is Status.DUE_SOON


class TestTalks:
    def test_pairs_of_the_committee(self, branch: Branch, record: Recorder) -> None:
        talks = [
            record("talk", "2026-03-01", host="陈静", participants=("李明", "王敏")),
            record("talk", "2026-04-01", host="李明", participants=("陈静",)),
        ]
        assessment = branch.recording(*talks).judged("tanxin-zhiwei-zhijian", "2026", "2026-05-01")
        assert (assessment.done, assessment.needed) == (3, 3)
        assessment = branch.recording(talks[1]).judged("tanxin-zhiwei-zhijian", "2026", "2026-05-01")
        assert (assessment.done, assessment.needed) == (1, 3)

    def test_members_reached_by_the_committee(self, branch: Branch, record: Recorder) -> None:
        talks = [
            record("talk", "2026-03-01", host="陈静", participants=(name,))
            for name in ("赵海燕", "刘洋", "孙晓东", "吴桂兰")
        ]
        told = branch.recording(*talks)
        assessment = told.judged("tanxin-zhiwei-dangyuan", "2026", "2026-05-01")
        assert (assessment.status, assessment.done, assessment.needed) == (Status.OPEN, 4, 5)
        last = record("talk", "2026-12-31", host="郑伟", participants=("王敏同志",))
        assert (
            branch.recording(*talks, last).judged("tanxin-zhiwei-dangyuan", "2026", "2026-12-31").status is Status.MET
        )

    def test_members_among_themselves(self, branch: Branch, record: Recorder) -> None:
        with_committee = record("talk", "2026-03-01", host="陈静", participants=("赵海燕",))
        among_members = record("talk", "2026-03-02", host="刘洋", participants=("孙晓东",))
        told = branch.recording(with_committee, among_members)
        assert told.judged("tanxin-dangyuan-zhijian", "2026", "2026-05-01").done == 2

    def test_without_a_host_the_reporter_talked(self, branch: Branch, record: Recorder) -> None:
        told = branch.recording(record("talk", "2026-03-01", participants=("赵海燕",)))
        assert told.judged("tanxin-zhiwei-dangyuan", "2026", "2026-05-01").done == 1

    def test_two_of_one_name_are_nobody(self, branch: Branch, record: Recorder, person: Peopler) -> None:
        twins = branch.having(members=(*branch.facts.members, person(9, "赵海燕")))
        told = twins.recording(record("talk", "2026-03-01", host="陈静", participants=("赵海燕",)))
        assert told.judged("tanxin-zhiwei-dangyuan", "2026", "2026-05-01").done == 0

    def test_all_may_be_confirmed_as_a_whole(self, branch: Branch, record: Recorder) -> None:
        told = branch.recording(record("talk", "2026-03-01", tags=frozenset({"整体确认"})))
        assert told.judged("tanxin-zhiwei-zhijian", "2026", "2026-05-01").status is Status.MET

    def test_who_is_not_in_the_party_is_not_counted(self, branch: Branch, person: Peopler) -> None:
        members = (
            *branch.facts.members,
            person(9, "外人", standing=Standing.NONE),
            person(10, "新人", standing=Standing.PROBATIONARY),
        )
        assert branch.having(members=members).judged("tanxin-zhiwei-dangyuan", "2026", "2026-05-01").needed == 6


class TestElections:
    @pytest.fixture
    def ending(self, branch: Branch) -> Branch:
        return branch.being(term=Term(ends_on=date(2026, 12, 6)))

    @pytest.mark.parametrize(
        ("day", "topic", "at", "status"),
        [
            ("2026-06-08", "党员大会选举", "2026-07-01", "open"),
            ("2026-06-09", "党员大会选举", "2026-07-01", "met"),
            ("2026-12-06", None, "2026-12-07", "met"),
            ("2026-12-06", "介绍候选人情况，投票选举产生新一届支委会", "2026-12-07", "met"),
            ("2026-12-07", None, "2026-12-08", "met_late"),
            ("2026-10-10", "报送换届请示", "2026-11-01", "open"),
            ("2026-10-10", "工委批复同意换届", "2026-12-01", "due_soon"),
            ("2026-10-10", "报送换届请示", "2026-12-07", "overdue"),
        ],
    )
    def test_an_election_counts_and_its_steps_do_not(
        self, *, ending: Branch, record: Recorder, day: str, topic: str | None, at: str, status: str
    ) -> None:
        told = ending.recording(record("election", day, topic=topic))
        assert told.judged("huanjie-zhibu", "2026-06-09..2026-12-06", at).status == status

    def test_the_upper_office_reminds_each_branch_in_time(self, ending: Branch, record: Recorder) -> None:
        branches = [
            Organisation(
                id=OrganisationId(name), name=name, kind=OrganisationKind.BRANCH, term=Term(ends_on=date(2026, 12, 6))
            )
            for name in "ab"
        ]
        upper = ending.being(kind=OrganisationKind.COMMITTEE, profile="ningxia-2023", term=None).having(
            children=branches
        )
        told = upper.recording(record("report", "2026-06-10", topic="向第一党支部发换届提醒函"))
        assessment = told.judged("huanjie-tixing-6m", "2026-06-09..2026-12-06", "2026-07-01")
        assert (assessment.done, assessment.needed) == (1, 2)


class TestHours:
    def test_hours_are_summed_for_each_member(self, branch: Branch, record: Recorder) -> None:
        full = Attendance(expected=8, present=8)
        partly = Attendance(expected=8, present=7, absent=("郑伟",))
        days = [
            record("training", "2026-03-02", ended_on=date(2026, 3, 4), attendance=full),  # 24
            record("training", "2026-05-06", topic="任职培训，6学时", attendance=full),
            record("training", "2026-09-01", starts=time(9), ends=time(11), attendance=partly),
        ]
        assessment = branch.recording(*days).judged("dangyuan-xueshi-32", "2026", "2026-10-01")
        assert (assessment.done, assessment.needed) == (7, 8)

    def test_a_training_of_unknown_length_is_named(self, branch: Branch, record: Recorder) -> None:
        told = branch.recording(record("training", "2026-03-02", attendance=Attendance(expected=8, present=8)))
        reasons = [one.reason for one in told.judged("dangyuan-xueshi-32", "2026", "2026-10-01").uncounted]
        assert reasons == ["3月2日的培训未登记起止时间，无法计算学时"]


def test_what_a_kind_may_fulfil(branch: Branch, party_group: Branch) -> None:
    def told_by(who: Branch, kind: ActivityKind) -> set[str]:
        return {duty.id for duty in who.catalogue.duties_told_by(kind, who.facts.organisation)}

    assert told_by(branch, ActivityKind.PARTY_LECTURE) >= {"dangke", "qiyi-zhuanti-dangke"}
    assert "zhuti-dangri" not in told_by(branch, ActivityKind.PARTY_LECTURE)
    assert "yixue-yibao" in told_by(party_group, ActivityKind.CENTER_GROUP)


def test_who_leads_the_office_is_to_take_part_in_his_branchs_life(branch: Branch, record: Recorder) -> None:
    leader = Post(member_id=MemberId("0005"), organisation_id=OrganisationId("dz"), role=Role.LEADER)
    assert branch.owes("shuangchong-zuzhi-shenghuo", "2026-04-01", "2026-06-30") == []
    led = branch.having(leading=(leader,))
    there = record("theme_day", "2026-06-11", attendance=Attendance(expected=8, present=7, leave=("刘洋",)))
    assert led.recording(there).judged("shuangchong-zuzhi-shenghuo", "2026Q2", "2026-07-01").status == "overdue"
    all_there = record("theme_day", "2026-06-11", attendance=Attendance(expected=8, present=8))
    assert led.recording(all_there).judged("shuangchong-zuzhi-shenghuo", "2026Q2", "2026-07-01").status == "met"


@pytest.mark.parametrize(
    ("told", "owed"),
    [
        ({"joined_on": date(1976, 7, 1)}, True),  # no probation in those years
        ({"joined_on": date(1976, 7, 2)}, False),
        ({"joined_on": date(1975, 7, 1), "confirmed_on": date(1976, 7, 1)}, True),
        ({"joined_on": date(1975, 7, 1)}, False),  # reached fifty the year before
        ({"joined_on": date(1976, 7, 1), "left_on": date(2026, 1, 1)}, False),
    ],
)
def test_fifty_years_are_counted_of_members_of_the_branches(
    branch: Branch, person: Peopler, told: dict[str, Any], *, owed: bool
) -> None:
    committee = branch.being(kind=OrganisationKind.COMMITTEE, profile="base").having(members=(), posts=())
    above = committee.having(veterans=(person(1, "梁志", **told),))
    assert bool(above.owes("guangrong-50", "2026-04-01", "2026-07-01")) is owed


def test_the_medal_names_a_member_of_a_branch(branch: Branch, person: Peopler, record: Recorder) -> None:
    committee = branch.being(kind=OrganisationKind.COMMITTEE, profile="base").having(members=(), posts=())
    above = committee.having(veterans=(person(1, "梁志", joined_on=date(1977, 9, 1), confirmed_on=None),))
    assert above.owes("guangrong-50", "2027-04-01", "2028-12-01") == []
    above = committee.having(veterans=(person(1, "梁志", joined_on=date(1976, 9, 1)),))
    given = record("visit", "2027-06-28", topic="颁发光荣在党50年纪念章", participants=("梁志",))
    assert above.recording(given).judged("guangrong-50", "2027-04-01..2027-07-01", "2027-06-30").status == "met"
