"""Every duty, each with its golden case: met on the first and the last day of its period, not met beside it."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from schedules.duties.catalogue import Catalogue
from schedules.duties.duty import Occasion
from schedules.duties.status import Assessment, Status
from schedules.duties.wording import why
from schedules.ledger.activity import ActivityId, Attendance
from schedules.ledger.tags import opening_tag
from schedules.people.member import Standing
from schedules.people.organisation import OrganisationKind, OrganisationSettings
from schedules.people.role import Role
from schedules.people.term import Term
from tests.schedules.duties.branches import Branch, Peopler, Recorder, post_of

ROWS = tomllib.loads((Path(__file__).parent / "golden.toml").read_text(encoding="utf-8"))["rows"]
DAY = timedelta(days=1)
DONE = frozenset({Status.MET, Status.MET_LATE})


@dataclass(frozen=True, kw_only=True)
class Case:
    """A row of the table, with the organisation that owes it."""

    row: dict[str, Any]
    owner: Branch
    record: Recorder

    def judged(self, held_on: date, at: date) -> Assessment:
        told = {"topic": self.row["topic"], "lecturer": "陈静", "attendance": Attendance(expected=8, present=8)}
        times = range(self.row.get("times", 1))
        records = [self.record(self.row["kind"], str(held_on), **told) for _ in times]
        return self.owner.recording(*records).judged(self.row["duty"], self.row["period"], str(at))


@pytest.fixture(params=ROWS, ids=lambda row: row["duty"])
def case(request: pytest.FixtureRequest, branch: Branch, record: Recorder, person: Peopler) -> Case:
    row = request.param
    windows = {row["duty"]: row["window"]} if "window" in row else {}
    settings = OrganisationSettings(duties_on=frozenset({row["duty"]}), windows=windows)
    posts = [*branch.facts.posts, post_of("0001", Role.DISCIPLINE_SECRETARY), post_of("0004", Role.LEADER)]
    members = (*branch.facts.members, person(9, "梁志", standing=Standing.APPLICANT))
    owner = branch.being(profile=row["profile"], kind=OrganisationKind(row["owner"]), settings=settings)
    return Case(row=row, owner=owner.having(posts=posts, members=members), record=record)


def test_met_on_the_first_and_the_last_day(case: Case) -> None:
    first, last = case.row["first"], case.row["last"]
    assert case.judged(first, last).status is Status.MET
    assert case.judged(last, last).status is Status.MET


def test_not_met_the_day_before(case: Case) -> None:
    assessment = case.judged(case.row["first"] - DAY, case.row["last"] + DAY)
    assert (assessment.status, assessment.counted) == (Status.OVERDUE, ())


def test_not_met_in_time_the_day_after(case: Case) -> None:
    assessment = case.judged(case.row["last"] + DAY, case.row["last"] + DAY)
    assert assessment.status is (Status.MET_LATE if case.row.get("late") else Status.OVERDUE)


def test_open_without_records(case: Case) -> None:
    bare = case.owner.judged(case.row["duty"], case.row["period"], str(case.row["last"]))
    assert bare.status in {Status.OPEN, Status.DUE_SOON}
    assert why(bare)


def test_the_tables_together_hold_every_duty(catalogue: Catalogue) -> None:
    apart = {row[0] for row in FOLLOW_UPS} | {row[0] for row in ANNIVERSARIES} | {row[0] for row in TERMS}
    apart |= {row[0] for row in POSTS} | {row[2] for row in OPENED} | {"zhuanzheng-hou-peixun"}
    assert {row["duty"] for row in ROWS} | apart == set(catalogue.duties)


FOLLOW_UPS = [
    # duty, profile, owner, the record that sets it going, its day, the last day in time, the answer
    (
        "yixue-yibao",
        "neimenggu-shizhi-2023",
        "party_group",
        ("center_group", None),
        "2026-06-11",
        "2026-06-18",
        ("report", "一学一报"),
    ),
    (
        "jishi-genjin-xue",
        "neimenggu-shizhi-2023",
        "branch",
        ("other", "跟进学任务"),
        "2026-06-11",
        "2026-06-26",
        ("study", "及时跟进学"),
    ),
    (
        "shenqingren-tanhua",
        "base",
        "branch",
        ("development", "收到入党申请书"),
        "2026-01-31",
        "2026-02-28",
        ("talk", "入党申请人谈话"),
    ),
    (
        "yushen-hou-dahui",
        "base",
        "branch",
        ("development", "预审合格"),
        "2026-06-11",
        "2026-07-11",
        ("branch_assembly", "接收预备党员"),
    ),
    (
        "dangwei-shenpi-3m",
        "base",
        "committee",
        ("development", "报批"),
        "2026-06-11",
        "2026-09-11",
        ("development", "审批预备党员"),
    ),
    (
        "jijifenzi-yinian",
        "base",
        "branch",
        ("development", "确定积极分子"),
        "2024-02-29",
        "2025-02-28",
        ("development", "确定为发展对象"),
    ),
]


@pytest.mark.parametrize(
    ("duty", "profile", "owner", "cause", "day", "last", "answer"), FOLLOW_UPS, ids=[row[0] for row in FOLLOW_UPS]
)
def test_what_follows_a_record(
    *,
    branch: Branch,
    record: Recorder,
    duty: str,
    profile: str,
    owner: str,
    cause: tuple[str, str | None],
    day: str,
    last: str,
    answer: tuple[str, str],
) -> None:
    after = str(date.fromisoformat(last) + DAY)
    there = branch.being(profile=profile, kind=OrganisationKind(owner))
    first = record(cause[0], day, topic=cause[1])
    told = {"topic": answer[1], "host": "陈静"}
    period = f"{day}..{last}"
    assert there.owes(duty, "2024-01-01", "2027-01-01") == []
    assert there.recording(first).judged(duty, period, last).status in {Status.OPEN, Status.DUE_SOON}
    assert there.recording(first).judged(duty, period, after).status is Status.OVERDUE
    assert there.recording(first, record(answer[0], last, **told)).judged(duty, period, after).status is Status.MET
    assert (
        there.recording(first, record(answer[0], after, **told)).judged(duty, period, after).status is Status.MET_LATE
    )
    before = str(date.fromisoformat(day) - DAY)
    assert (
        there.recording(first, record(answer[0], before, **told)).judged(duty, period, after).status is Status.OVERDUE
    )


TERMS = [
    ("huanjie-zhibu", "branch", "base", ("election", "党员大会选举")),
    ("huanjie-zongzhi", "general_branch", "base", ("election", "党员大会选举")),
    ("huanjie-jiguan-dangwei", "committee", "base", ("election", "党员大会选举")),
    ("huanjie-tixing-6m", "committee", "ningxia-2023", ("report", "换届提醒函")),
]


@pytest.mark.parametrize(("duty", "owner", "profile", "answer"), TERMS, ids=[row[0] for row in TERMS])
def test_terms(
    branch: Branch, record: Recorder, *, duty: str, owner: str, profile: str, answer: tuple[str, str]
) -> None:
    ending = branch.being(kind=OrganisationKind(owner), profile=profile, term=Term(ends_on=date(2026, 12, 6)))
    ending = ending.having(children=[ending.facts.organisation])
    period = "2026-06-09..2026-12-06"
    for day, status in (
        ("2026-06-08", "overdue"),
        ("2026-06-09", "met"),
        ("2026-12-06", "met"),
        ("2026-12-07", "met_late"),
    ):
        told = ending.recording(record(answer[0], day, topic=answer[1]))
        assert told.judged(duty, period, "2026-12-08").status == status


ANNIVERSARIES = [
    # duty, owner, profile, whose day, period, a day outside, a day inside
    (
        "zhengzhi-shengri",
        "branch",
        "suzhou-2020",
        {"joined_on": date(2004, 2, 29)},
        "2026-02",
        "2026-01-31",
        "2026-02-28",
    ),
    (
        "guangrong-50",
        "committee",
        "base",
        {"confirmed_on": date(1976, 7, 1)},
        "2026-04-01..2026-07-01",
        "2026-07-02",
        "2026-07-01",
    ),
    (
        "guangrong-50",
        "committee",
        "base",
        {"confirmed_on": date(1976, 7, 2)},
        "2027-04-01..2027-07-01",
        "2026-07-01",
        "2027-04-01",
    ),
    (
        "yubei-zhuanzheng",
        "branch",
        "base",
        {"joined_on": date(2025, 9, 10), "standing": Standing.PROBATIONARY},
        "2026-07-12..2026-09-10",
        "2026-09-11",
        "2026-09-10",
    ),
]
KINDS = {
    "zhengzhi-shengri": ("theme_day", "政治生日"),
    "guangrong-50": ("visit", "颁发光荣在党50年纪念章"),
    "yubei-zhuanzheng": ("development", "讨论转正"),
}


@pytest.mark.parametrize(("duty", "owner", "profile", "told", "period", "outside", "inside"), ANNIVERSARIES)
def test_anniversaries(
    *,
    branch: Branch,
    record: Recorder,
    person: Peopler,
    duty: str,
    owner: str,
    profile: str,
    told: dict[str, Any],
    period: str,
    outside: str,
    inside: str,
) -> None:
    one = branch.being(kind=OrganisationKind(owner), profile=profile).having(members=(person(1, "梁志", **told),))
    assert one.owes(duty, "2026-01-01", "2027-08-01")[0] == period
    kind, topic = KINDS[duty]
    late = "2027-09-01"
    assert one.recording(record(kind, outside, topic=topic)).judged(duty, period, late).status is not Status.MET
    assert one.recording(record(kind, inside, topic=topic)).judged(duty, period, late).status is Status.MET
    assert one.recording(record(kind, inside, topic=topic, participants=("别人",))).judged(duty, period, late).done == 0


def test_full_membership_ends_the_probation(branch: Branch, person: Peopler) -> None:
    confirmed = person(1, "梁志", joined_on=date(2025, 9, 10), confirmed_on=date(2026, 9, 15))
    one = branch.having(members=(confirmed,))
    assert one.judged("yubei-zhuanzheng", "2026-07-12..2026-09-10", "2026-10-01").status is Status.MET_LATE


POSTS = [
    ("renzhi-tanhua", "committee", "ningxia-2023", Occasion.NEW_SECRETARY_BELOW, "2026-07-11", ("talk", "任职谈话")),
    ("lianzheng-tanhua", "party_group", "ningxia-2023", Occasion.NEW_LEADER, "2026-07-11", ("talk", "廉政谈话")),
    ("xinren-shuji-peixun", "branch", "base", Occasion.NEW_SECRETARY, "2026-12-11", ("training", "任职培训")),
]


@pytest.mark.parametrize(
    ("duty", "owner", "profile", "occasion", "last", "answer"), POSTS, ids=[row[0] for row in POSTS]
)
def test_what_follows_a_new_post(
    *,
    branch: Branch,
    record: Recorder,
    duty: str,
    owner: str,
    profile: str,
    occasion: Occasion,
    last: str,
    answer: tuple[str, str],
) -> None:
    role = Role.LEADER if occasion is Occasion.NEW_LEADER else Role.SECRETARY
    new = post_of("0002", role, starts_on=date(2026, 6, 11))
    below = occasion is Occasion.NEW_SECRETARY_BELOW
    there = branch.being(kind=OrganisationKind(owner), profile=profile)
    there = there.having(posts=() if below else (new,), posts_below=(new,) if below else ())
    period = f"2026-06-11..{last}"
    told = {"topic": answer[1], "host": "陈静", "participants": ("李明",)}
    assert there.judged(duty, period, last).status in {Status.OPEN, Status.DUE_SOON}
    assert there.recording(record(answer[0], last, **told)).judged(duty, period, last).status is Status.MET
    other = record(answer[0], last, **{**told, "participants": ("刘洋",)})
    assert there.recording(other).judged(duty, period, last).done == 0


def test_training_follows_full_membership(branch: Branch, record: Recorder, person: Peopler) -> None:
    one = branch.having(members=(person(1, "梁志", confirmed_on=date(2026, 6, 11)),))
    course = record("training", "2027-06-11", participants=("梁志",))
    period = "2026-06-11..2027-06-11"
    assert one.recording(course).judged("zhuanzheng-hou-peixun", period, "2027-06-11").status is Status.MET
    assert one.judged("zhuanzheng-hou-peixun", period, "2027-06-12").status is Status.OVERDUE


def test_each_study_wants_its_own_report(party_group: Branch, record: Recorder) -> None:
    studies = [record("center_group", "2026-06-03"), record("center_group", "2026-06-08")]
    told = party_group.recording(*studies, record("report", "2026-06-09", topic="一学一报"))
    first, second = "2026-06-03..2026-06-10", "2026-06-08..2026-06-15"
    assert told.judged("yixue-yibao", first, "2026-06-10").status is Status.MET
    assert told.judged("yixue-yibao", second, "2026-06-10").status is not Status.MET


def test_a_report_may_name_the_study_that_it_is_about(party_group: Branch, record: Recorder) -> None:
    first, second = "2026-06-03..2026-06-10", "2026-06-08..2026-06-15"
    studies = [record("center_group", "2026-06-03"), record("center_group", "2026-06-08")]
    told = party_group.recording(*studies, record("report", "2026-06-09", topic="一学一报", counts_for=second))
    assert told.judged("yixue-yibao", first, "2026-06-10").done == 0
    assert told.judged("yixue-yibao", second, "2026-06-10").status is Status.MET


OPENED = [
    # what an officer says has come up: profile, owner, the duty, the record that does it
    ("neimenggu-shizhi-2023", "party_group", "xunting-pangting", "center_group", "巡听旁听中心组学习"),
    ("central-2024", "party_group", "diyi-yiti", "study", "第一议题学习"),
    ("suzhou-2020", "branch", "chongwen-rudang-shici", "theme_day", "重温入党誓词"),
    ("neimenggu-shizhi-2023", "branch", "duikao-dangzhang-chawenti", "rectification", "对照党章党规查找问题"),
    ("ningxia-2023", "branch", "liuge-bitan", "talk", "六个必谈"),
    ("suzhou-2020", "branch", "shige-bitan", "talk", "十个必谈"),
    ("neimenggu-shizhi-2023", "branch", "xinli-shudao", "talk", "心理疏导"),
    ("neimenggu-shizhi-2023", "branch", "chufen-dangyuan-sixiang", "talk", "思想政治工作"),
    ("ningxia-2023", "committee", "dangjian-yuetan", "talk", "约谈"),
    ("ningxia-2023", "committee", "luntan-baopi", "report", "讲座报批"),
    ("ningxia-2023", "committee", "xinruzhi-jilv-jiaoyu", "training", "新入职干部廉政教育"),
    ("county-2020", "party_group", "zhongda-shixiang-baogao", "report", "重大事项请示报告"),
    ("county-2020", "party_group", "liexi-huiyi", "other", "专职副书记列席会议"),
    ("county-2020", "committee", "tingqu-dangzuzhi-yijian", "other", "听取党支部意见"),
    ("central-2024", "party_group", "zhuanxiang-ducha", "rectification", "机关党建专项督查"),
    ("ningxia-2023", "committee", "huanjie-zhidao", "election", "换届指导"),
    ("base", "branch", "huanjie-yanqi", "election", "延期换届请示"),
    ("central-2024", "committee", "renmian-shenpi", "report", "负责人任免审批"),
    ("base", "branch", "zhiwei-buque", "election", "支委补选"),
    ("base", "committee", "fazhan-duixiang-peixun", "training", "发展对象短期集中培训"),
    ("ningxia-2023", "committee", "shuang-hanxun", "other", "双函询"),
    ("base", "branch", "fazhan-gongshi", "development", "接收对象公示"),
    ("neimenggu-shizhi-2023", "branch", "525-liucheng", "development", "525流程"),
    ("base", "branch", "weiwen-lao-dangyuan", "visit", None),
    ("ningxia-2023", "work_committee", "pingxuan-dangwu", "appraisal", "最美党务工作者评选"),
    ("base", "branch", "zhengji-anli", "report", "优秀案例申报"),
    ("county-2020", "committee", "daode-mofan-tuijian", "appraisal", "道德模范推荐"),
    ("suzhou-2020", "branch", "diangke", "party_lecture", "按需点课"),
    ("ningxia-2023", "committee", "sanji-sanzhang-ducha", "rectification", "党建督查指导"),
    ("base", "branch", "chuli-buhege", "other", "处置"),
    ("neimenggu-shizhi-2023", "branch", "shenbao-zuiqiang", "report", "最强党支部申报"),
    ("central-2024", "branch", "shenbao-siqiang", "report", "四强党支部申报"),
]


@pytest.mark.parametrize(("profile", "owner", "duty", "kind", "topic"), OPENED, ids=[row[2] for row in OPENED])
def test_what_an_officer_opens(
    *, branch: Branch, record: Recorder, profile: str, owner: str, duty: str, kind: str, topic: str | None
) -> None:
    settings = OrganisationSettings(duties_on=frozenset({duty}))
    there = branch.being(profile=profile, kind=OrganisationKind(owner), settings=settings)
    opening = record("other", "2026-06-11", tags=frozenset({opening_tag(duty)}), counts_for="2026-06-11..2026-06-20")
    period = "2026-06-11..2026-06-20"
    assert there.owes(duty, "2026-01-01", "2027-01-01") == []
    assert there.recording(opening).judged(duty, period, "2026-06-20").status is Status.DUE_SOON
    assert there.recording(opening).judged(duty, period, "2026-06-21").status is Status.OVERDUE
    for day, status in (
        ("2026-06-10", "overdue"),
        ("2026-06-11", "met"),
        ("2026-06-20", "met"),
        ("2026-06-21", "met_late"),
    ):
        told = there.recording(opening, record(kind, day, topic=topic))
        assert told.judged(duty, period, "2026-06-22").status == status


def test_an_occasion_without_a_day_leaves_thirty(branch: Branch, record: Recorder) -> None:
    opening = record("other", "2026-06-11", tags=frozenset({opening_tag("zhengji-anli")}))
    assert branch.recording(opening).owes("zhengji-anli", "2026-01-01", "2027-01-01") == ["2026-06-11..2026-07-11"]


@pytest.mark.parametrize(
    ("record_below", "owed"),
    [
        (("branch_assembly", "2026-06-11", "讨论接收预备党员"), ["2026-06-11..2026-09-11"]),
        (("branch_assembly", "2026-06-11", "预备党员转正"), ["2026-06-11..2026-09-11"]),
        (("development", "2026-06-11", "支部大会票决通过转正"), ["2026-06-11..2026-09-11"]),
        (("development", "2026-06-11", "预备党员转正公示"), []),
        (("study", "2026-06-11", "学习接收预备党员的规定"), []),
        (("branch_assembly", "2026-06-11", "学习全会精神"), []),
    ],
)
def test_a_committee_answers_what_its_branches_decide(
    branch: Branch, record: Recorder, record_below: tuple[str, str, str], owed: list[str]
) -> None:
    kind, day, topic = record_below
    below = branch.being(kind=OrganisationKind.COMMITTEE).having(
        records_below=(replace(record(kind, day, topic=topic), id=ActivityId(77)),)
    )
    assert below.owes("dangwei-shenpi-3m", "2026-06-01", "2026-12-31") == owed
    if owed:
        approved = below.recording(record("development", "2026-07-01", topic="审批预备党员"))
        assert approved.judged("dangwei-shenpi-3m", owed[0], "2026-07-02").status == "met"
