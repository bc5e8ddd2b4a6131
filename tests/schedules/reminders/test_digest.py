import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.wecom.splitting import TEXT_BYTES, parts_of
from schedules.duties.status import Assessment, Status
from schedules.errors import ScheduleError
from schedules.ledger.activity import Activity, ActivityId, ActivityKind, Attendance
from schedules.outbox import MessageKind
from schedules.people.member import MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Role
from schedules.people.term import Term
from schedules.reminders.digest import compose_digest, digest_of, family_of
from schedules.reminders.issue import monthly_issue_of, parse_issue, weekly_issue_of
from schedules.reminders.reach import Reach
from schedules.reminders.review import Review
from tests.schedules.reminders.office import BRANCH, COMMITTEE, PEOPLE, Office, at
from tests.schedules.reminders.values import assessment, committee, day, dossier, obligation, organisation, post, review

NOW = at("2026-06-26T16:10")
WEEK = weekly_issue_of(day("2026-06-26"))
MAY, JUNE = obligation("2026-05"), obligation("2026-06")


def record(on: str = "2026-06-24", told_on: str | None = None, number: int = 1) -> Activity:
    return Activity(
        id=ActivityId(number),
        organisation_id=BRANCH,
        kind=ActivityKind.THEME_DAY,
        held_on=day(on),
        reported_by=MemberId("1004"),
        reported_at=at(f"{told_on or on}T17:00"),
    )


def met(owed: Any = JUNE, number: int = 1) -> Assessment:  # noqa: ANN401 - an obligation
    return replace(assessment(owed, Status.MET, done=1), counted=(ActivityId(number),))


def branch(name: str, *judged: Assessment, activities: tuple[Activity, ...] = (), **told: Any) -> Review:  # noqa: ANN401
    own = organisation(id=OrganisationId(name), name=name, **told)
    return review(dossier(organisation=own, activities=activities, parent=committee()), *judged)


OFFICE = review(dossier(post("2002", Role.CLERK), post("2003", Role.SECRETARY), organisation=committee()))
LATE, OPEN = assessment(MAY, Status.OVERDUE), assessment(JUNE)


def compose(*below: Review, own: Review = OFFICE, now: str = "2026-06-26T16:10") -> str:
    return compose_digest(own, below, WEEK, at(now))


def test_digest_of_a_committee() -> None:
    text = compose(
        branch("第一党支部", met(), activities=(record(),)),
        branch("第二党支部", OPEN, LATE),
        branch("第三党支部", OPEN, term=Term(ends_on=day("2026-11-30"))),
    )
    assert text == (
        "【市统计局机关党委工作简报·周报】2026年6月22日（周一）至6月28日（周日）\n"
        "本周完成：\n"
        "· 主题党日（6月）：第一党支部，累计1/3\n"
        "近期到期：\n"
        "· 主题党日（6月），6月30日（周二）前：第二党支部、第三党支部\n"
        "逾期待补办：\n"
        "· 主题党日（5月），5月31日（周日）到期：第二党支部\n"
        "重要日期：\n"
        "· 七一：还有5天\n"
        "· 第三党支部换届：本届任期至2026年11月30日（周一）\n"
        "上级可以协助：\n"
        "· 第三党支部换届：提醒启动换届，指导准备请示\n"
        "· 主题党日：牵头联合开展，或协调场地、讲解\n"
        "需要协助的，请联系市统计局机关党委党务干事、书记。"
    )


def test_digest_of_a_branch_names_no_other_and_no_share() -> None:
    above = (post("2002", Role.ORGANISER, COMMITTEE),)
    known = dossier(organisation=organisation(), activities=(record(),), parent=committee(), superiors=above)
    text = compose(own=review(known, met(), LATE))
    assert text.splitlines()[1:5] == [
        "本周完成：",
        "· 主题党日（6月）",
        "逾期待补办：",
        "· 主题党日（5月），5月31日（周日）到期",
    ]
    assert text.endswith("请联系市统计局机关党委组织委员。")
    assert "党支部、" not in text


def test_empty_week_says_so() -> None:
    assert compose(branch("第一党支部"), now="2026-07-03T16:10").splitlines()[1:] == [
        "本周没有新登记的事项，也没有临近到期或逾期的事项。"
    ]


def test_branches_stand_in_the_rosters_order_and_not_by_what_they_lack() -> None:
    text = compose(branch("第一党支部", OPEN), branch("第二党支部", OPEN, LATE), branch("第三党支部", LATE))
    assert "6月30日（周二）前：第一党支部、第二党支部\n" in text
    assert "5月31日（周日）到期：第二党支部、第三党支部\n" in text


def test_many_branches_are_counted() -> None:
    text = compose(*(branch(f"第{number}党支部", OPEN) for number in range(1, 8)))
    assert "第1党支部、第2党支部、第3党支部、第4党支部等7个组织" in text


def test_many_duties_are_all_named() -> None:
    owed = [assessment(obligation("2026-06", id=f"d{number:02}", name=f"事项{number:02}")) for number in range(12)]
    text = compose(branch("第一党支部", *owed))
    assert "· 另有4项：事项08（6月）、事项09（6月）、事项10（6月）、事项11（6月）" in text


@pytest.mark.parametrize(
    ("on", "told_on", "is_told"),
    [
        ("2026-06-24", "2026-06-24", True),
        ("2026-06-10", "2026-06-23", True),
        ("2026-06-10", "2026-06-10", False),
    ],
)
def test_done_is_what_came_in_during_the_week(on: str, told_on: str, *, is_told: bool) -> None:
    text = compose(branch("第一党支部", met(), activities=(record(on, told_on),)))
    assert ("本周完成" in text) is is_told


def test_sensitive_duties_and_waived_ones_stay_out() -> None:
    sensitive = assessment(obligation("2026-06", marks=frozenset({"sensitive"})))
    text = compose(branch("第一党支部", sensitive, assessment(JUNE, Status.WAIVED)), now="2026-07-03T16:10")
    assert "没有临近到期" in text


def test_week_looks_two_weeks_ahead_and_month_one_month() -> None:
    july = branch("第一党支部", assessment(obligation("2026-07")))
    assert "近期到期" not in compose_digest(OFFICE, [july], WEEK, at("2026-07-01T10:00"))
    month = monthly_issue_of(day("2026-07-01"))
    assert "本期没有" not in compose_digest(OFFICE, [july], month, at("2026-07-01T10:00"))
    assert "近期到期" in compose_digest(OFFICE, [july], month, at("2026-07-01T10:00"))


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        ("2026-12-26", "本届任期至2026年12月26日（周六）"),
        ("2026-12-27", None),
        ("2026-06-25", "本届任期已于2026年6月25日（周四）届满"),
    ],
)
def test_terms_are_told_half_a_year_ahead(ends_on: str, words: str | None) -> None:
    text = compose(branch("第一党支部", term=Term(ends_on=day(ends_on))))
    assert (f"第一党支部换届：{words}" in text) if words else ("换届" not in text)


def test_term_tells_how_far_the_election_has_come() -> None:
    request = replace(record(), kind=ActivityKind.ELECTION, tags=frozenset({"换届请示"}))
    text = compose(branch("第一党支部", activities=(request,), term=Term(ends_on=day("2026-08-30"))))
    assert "第一党支部换届：本届任期至2026年8月30日（周日），正在筹备" in text


def test_family_ends_at_branches() -> None:
    def named(name: str, kind: OrganisationKind, parent: str | None = None) -> Organisation:
        parent_id = OrganisationId(parent) if parent else None
        return Organisation(id=OrganisationId(name), name=name, kind=kind, parent_id=parent_id)

    every = [
        named("committee", OrganisationKind.COMMITTEE),
        named("general", OrganisationKind.GENERAL_BRANCH, "committee"),
        named("zb1", OrganisationKind.BRANCH, "committee"),
        named("zb2", OrganisationKind.BRANCH, "general"),
        named("group", OrganisationKind.GROUP, "zb1"),
    ]

    def family(root: int) -> list[str]:
        found = family_of(every[root], lambda above: [item for item in every if item.parent_id == above])
        return [item.id for item in found]

    assert family(0) == ["committee", "general", "zb2", "zb1"]
    assert family(2) == ["zb1"]


NASTY = (
    "<@all>",
    "@所有人",
    "[x](http://evil.example/a)",
    "www.evil.example",
    "<a href='https://evil.example'>",
    "一\n@all",
)
POWER = re.compile(r"@|<|>|\[|\]|`|https?://|[a-z0-9]\.[a-z]", re.IGNORECASE)


@pytest.mark.parametrize("nasty", NASTY)
def test_names_call_nobody_together_and_make_no_link(nasty: str) -> None:
    owed = assessment(obligation("2026-06", name=nasty))
    late = assessment(obligation("2026-05", name=nasty, kinds=frozenset({ActivityKind.THEME_DAY})), Status.OVERDUE)
    named = branch(nasty, met(), owed, late, activities=(record(),), term=Term(ends_on=day("2026-08-30")))
    office = replace(committee(), name=nasty)
    own = review(dossier(post("2002", Role.CLERK), organisation=office), assessment(MAY, Status.OVERDUE))
    reach = Reach(silent=(nasty,))
    text = compose_digest(own, [named], WEEK, at("2026-06-26T16:10"), reach)
    assert POWER.search(nasty)
    assert not POWER.search(text.replace("【", "").replace("】", ""))
    assert text.count("\n") == compose_digest(
        own, [replace_name(named, "平常")], WEEK, NOW, Reach(silent=("平常",))
    ).count("\n")


def replace_name(told: Review, name: str) -> Review:
    own = replace(told.dossier.facts.organisation, name=name)
    return replace(told, dossier=replace(told.dossier, facts=replace(told.dossier.facts, organisation=own)))


def test_rates_tell_how_many_of_how_many_over_all() -> None:
    def held(present: int, expected: int, number: int, on: str = "2026-06-24") -> Activity:
        return replace(record(on, number=number), attendance=Attendance(present=present, expected=expected))

    first = branch("第一党支部", met(), activities=(held(9, 10, 1), held(5, 10, 2, "2026-05-31")))
    second = branch("第二党支部", OPEN, LATE, activities=(held(10, 20, 3), record(number=4)))
    month = compose_digest(OFFICE, [first, second], monthly_issue_of(day("2026-06-30")), at("2026-06-30T10:10"))
    assert "\n6月应办2项，已办1项（50%）。\n出席：2次活动应到30人次，实到19人次（63%）。\n" in month
    week = compose(first, second)
    assert "应办" not in week, "a week has no share of its own"
    assert "出席：2次活动应到30人次" in week


def test_rates_of_a_month_long_past_are_not_told() -> None:
    told = compose_digest(
        OFFICE, [branch("第一党支部", LATE)], monthly_issue_of(day("2026-05-31")), at("2026-08-03T10:00")
    )
    assert "5月应办" not in told, "its obligations are no longer all judged"


def test_month_told_with_a_week_covers_both() -> None:
    issue = parse_issue("2026-W27+2026-06")
    assert issue
    early = branch("第一党支部", met(), activities=(record("2026-06-02"),))
    text = compose_digest(OFFICE, [early], issue, at("2026-07-03T16:10"))
    assert text.startswith(
        "【市统计局机关党委工作简报·周报、6月月报】2026年6月1日（周一）至7月5日（周日）\n6月以来完成："
    )


def test_help_is_offered_for_what_is_late_to_most_and_only_three_times() -> None:
    def late(number: int, kind: ActivityKind) -> Assessment:
        return assessment(obligation("2026-05", id=f"d{number}", name=kind, kinds=frozenset({kind})), Status.OVERDUE)

    kinds = (ActivityKind.DUES, ActivityKind.STUDY, ActivityKind.PARTY_LECTURE, ActivityKind.THEME_DAY)
    judged = [late(number, kind) for number, kind in enumerate(kinds)]
    text = compose(branch("第一党支部", *judged), branch("第二党支部", *judged[1:]))
    offers = text.split("上级可以协助：\n")[1].splitlines()[:4]
    assert [line.split("：")[0] for line in offers[:3]] == ["· study", "· party_lecture", "· theme_day"]
    assert offers[3].startswith("需要协助的，请联系")
    assert "上级可以协助" not in compose(branch("第一党支部", OPEN)), "what is not late needs no help"


async def test_burden_and_who_hears_nothing_are_told_as_stored(office: Office) -> None:
    await office.found()
    await office.go_to(at("2026-06-26T16:00"))
    book = office.book
    text = await office.database.read(
        lambda uow: digest_of(uow, COMMITTEE, office.now, catalogue=book.catalogue, calendar=book.calendar)
    )
    sent = Counter(item.recipient for item in office.arrived if item.kind is MessageKind.REMINDER)
    assert text.endswith(
        f"6月支部助手共发提醒{sent.total()}条，平均每人{sent.total() / 6:.1f}条，单人最多{max(sent.values())}条。"
    )
    assert "收不到提醒：市统计局机关党委、第一党支部。" in text
    assert not [name for name, *_ in PEOPLE.values() if name in text]


def test_digest_of_forty_branches_is_cut_at_line_ends() -> None:
    every = [
        branch(f"市统计局机关第{number}党支部", OPEN, LATE, term=Term(ends_on=day("2026-11-30")))
        for number in range(40)
    ]
    text = compose(*every)
    parts = parts_of(text)
    assert len(parts) > 1
    assert all(len(part.encode()) <= TEXT_BYTES for part in parts)
    assert "\n".join(parts) == text


async def test_digest_on_demand(office: Office) -> None:
    await office.found()
    book = office.book

    async def ask(organisation_id: str, period: str | None = None) -> str:
        return await office.database.read(
            lambda uow: digest_of(
                uow,
                OrganisationId(organisation_id),
                at("2026-06-26T10:00"),
                catalogue=book.catalogue,
                calendar=book.calendar,
                period=period,
            )
        )

    assert (await ask(COMMITTEE)).startswith("【市统计局机关党委工作简报·周报】2026年6月22日（周一）至6月28日（周日）")
    assert (await ask(BRANCH, "2026-06")).startswith("【第一党支部工作简报·月报】2026年6月1日（周一）至6月30日（周二）")
    for organisation_id, period in (("nobody", None), (COMMITTEE, "2026-99")):
        with pytest.raises(ScheduleError):
            await ask(organisation_id, period)
