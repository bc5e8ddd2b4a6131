"""Questions about one named person, and about what a time that is over left undone."""

from collections.abc import Callable

import pytest

from handlers import replies
from handlers.grammar.requests.beyond import Beyond
from handlers.ports import UnitOfWork
from schedules.people.member import MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind
from schedules.people.role import Post, Role
from tests.handlers.conftest import NOW, Talk


async def test_who_asks_about_one_person_is_told_of_this_one_alone(talk: Talk) -> None:
    await talk.say("昨天和张晓谈心谈话", who="1001")
    await talk.say("前天和王芳谈心谈话", who="1001")
    answer = await talk.say("张晓今年谈过了吗", who="1001")
    assert "张晓" in answer
    assert "王芳" not in answer


async def test_nothing_is_found_of_somebody_who_was_not_there(talk: Talk) -> None:
    await talk.say("昨天和张晓谈心谈话", who="1001")
    assert "没有找到" in await talk.say("王芳今年谈过了吗", who="1001")


async def test_a_member_is_told_of_no_talk_of_others(talk: Talk) -> None:
    await talk.say("昨天和张晓谈心谈话", who="1001")
    assert "没有找到" in await talk.say("张晓今年谈过了吗", who="1004")


@pytest.mark.parametrize("question", ["上个月还有哪些没开", "上个月哪些没办", "五月份哪些会没开"])
async def test_what_a_past_time_left_undone_is_told_and_not_what_was_recorded(talk: Talk, question: str) -> None:
    assert "2026年5月1日（周五）至2026年5月31日（周日）未完成 2 项" in await talk.say(question, who="1001")
    await talk.say("5月12日主题党日，到12人")
    answer = await talk.say(question, who="1001")
    assert "未完成 1 项：\n· 按月交纳党费：已逾期" in answer
    assert "主题党日" not in answer


@pytest.mark.parametrize("question", ["我报了什么", "我昨天报了什么", "我都报了些啥", "我这个月报了几条"])
async def test_who_asks_what_he_reported_is_told_of_everything(talk: Talk, question: str) -> None:
    await talk.say("昨天主题党日，到12人")
    assert "#1 主题党日，6月24日（周三），实到 12" in await talk.say(question)


@pytest.mark.parametrize("question", ["6月的记录", "6月都搞了啥活动", "本月台账"])
async def test_a_month_is_shown_as_a_list_of_its_own(talk: Talk, question: str) -> None:
    await talk.say("5月12日主题党日，到13人")
    await talk.say("昨天主题党日，到12人")
    answer = await talk.say(question)
    assert "#2 主题党日，6月24日（周三），实到 12" in answer
    assert "#1" not in answer


@pytest.mark.parametrize("question", ["我们支部书记是谁", "我们支部有多少党员"])
async def test_what_the_books_do_not_tell_is_not_answered_with_records(talk: Talk, question: str) -> None:
    await talk.say("昨天主题党日，到12人")
    assert await talk.say(question) == replies.BEYOND[Beyond.ROSTER]


async def test_a_count_says_what_it_counts(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人")
    await talk.say("前天支委会，到4人")
    await talk.say("6月11日收缴党费1200元")
    assert "活动共 3 次：主题党日 1、支委会 1、党费收缴 1。" in await talk.say("今年支部活动搞了几次")
    assert "支委会共 1 次" in await talk.say("今年三会一课开了几次")
    assert "党费收缴共 1 次，金额合计 1200元。" in await talk.say("今年党费交了多少")
    answer = await talk.say("张晓今年参加了几次主题党日")
    assert "写明有张晓的主题党日共 0 次。没有逐一登记姓名的不在内。" in answer


async def test_when_the_next_one_is_due_is_told_and_not_when_the_last_ones_were(talk: Talk) -> None:
    assert "主题党日：临近到期，截止6月30日（周二）" in await talk.say("下次主题党日什么时候")


@pytest.mark.parametrize("question", ["这个月还差什么", "换届什么时候"])
async def test_a_report_and_a_question_are_both_heard(talk: Talk, question: str) -> None:
    answer = await talk.say(f"昨天主题党日到12人，{question}")
    assert "已登记" in answer
    assert "待办" in answer or "届满日期" in answer
    (record,) = await talk.ledger()
    assert (record.kind, record.attendance.present) == ("theme_day", 12)


async def test_of_two_questions_both_are_answered(talk: Talk) -> None:
    await talk.say("昨天支委会，5人")
    answer = await talk.say("今年支委会几次，党课几次")
    assert "支委会共 1 次" in answer
    assert "党课共 0 次" in answer


@pytest.mark.parametrize("text", ["昨天主题党日到12人，你记了吗", "昨天主题党日开了吗，还差什么"])
async def test_what_is_asked_of_a_gathering_is_no_report_of_it(talk: Talk, text: str) -> None:
    await talk.say(text)
    assert await talk.ledger() == []


@pytest.mark.parametrize(
    "question",
    [
        "我在这里说的话领导能看到吗",
        "谁能看到我报的谈话",
        "谈话内容会不会存",
        "你会不会告诉别人",
        "刚才那条处分的事你没存吧",
    ],
)
async def test_who_asks_who_sees_it_is_told_what_is_kept_and_for_whom(talk: Talk, question: str) -> None:
    outcome = await talk.send(text=question)
    assert [content.text for content in outcome.replies] == [await talk.say("你存了我什么")]
    assert "只有双方和本支部、上级的书记、委员、党务干事能单独查到" in outcome.replies[0].text


@pytest.mark.parametrize("question", ["我今天报了几条", "我上次报的是什么", "我登记的有哪些"])
async def test_what_was_reported_is_told_with_the_last_first(talk: Talk, question: str) -> None:
    await talk.say("6月23日主题党日，到12人")
    await talk.say("去年12月10日支委会，到4人")
    await talk.say("6月24日党课，到9人", who="1004")
    lines = (await talk.say(question)).splitlines()
    assert [line.split("，")[0] for line in lines[1:]] == ["#2 支委会", "#1 主题党日"]


async def test_of_a_kind_ones_own_records_are_told_alone(talk: Talk) -> None:
    await talk.say("6月23日主题党日，到12人")
    await talk.say("6月24日主题党日植树，到9人", who="1004")
    answer = await talk.say("我登记的主题党日有哪些")
    assert "#1" in answer
    assert "#2" not in answer


@pytest.mark.parametrize("question", ["为什么又发给我", "怎么老发这个"])
async def test_why_it_came_again_is_asked_without_the_word_for_it(talk: Talk, question: str) -> None:
    assert await talk.say(question) == replies.NO_REMINDER


@pytest.mark.parametrize("question", ["各支部还差什么", "各支部待办", "下属支部还差什么"])
async def test_a_committee_is_told_of_each_branch_in_a_line_by_due_date(talk: Talk, question: str) -> None:
    for text in (
        "4月10日收缴党费1200元",
        "5月11日收缴党费1200元",
        "4月12日主题党日，到12人",
        "5月12日主题党日，到12人",
    ):
        await talk.say(f"第一党支部 {text}", who="2002")
    title, *lines = (await talk.say(question, who="2002")).splitlines()
    assert title == "各支部待办，先到期的在前："
    assert [line.split("：")[0] for line in lines[:-1]] == ["· 第二党支部", "· 第一党支部"]
    assert "已逾期" in lines[0]
    assert "截止" in lines[1]
    assert not any(name in line for line in lines for name in ("李建国", "周敏"))


async def test_who_is_no_officer_of_a_committee_is_not_told_of_other_branches(talk: Talk) -> None:
    for who in ("1001", "1003"):
        assert await talk.say("各支部还差什么", who=who) == replies.NOT_ALLOWED


def _below(parent: str | None, key: str, name: str, kind: OrganisationKind) -> Callable[[UnitOfWork], None]:
    above = OrganisationId(parent) if parent else None
    return lambda uow: uow.organisations.add(
        Organisation(id=OrganisationId(key), name=name, kind=kind, parent_id=above), next_review_at=NOW
    )


async def test_of_all_that_stands_below_a_committee_the_branches_are_told(talk: Talk) -> None:
    await talk.store(_below("jgdw", "zz", "机关党总支", OrganisationKind.GENERAL_BRANCH))
    await talk.store(_below("zz", "zb9", "第九党支部", OrganisationKind.BRANCH))
    await talk.store(_below("jgdw", "qn", "青年理论学习小组", OrganisationKind.YOUTH_GROUP))
    answer = await talk.say("各支部还差什么", who="2002")
    assert "机关党总支：" in answer
    assert "第九党支部：" in answer
    assert "青年理论学习小组" not in answer


async def test_a_committee_without_branches_is_told_so(talk: Talk) -> None:
    await talk.store(_below(None, "dw", "市直属党委", OrganisationKind.COMMITTEE))
    post = Post(member_id=MemberId("1003"), organisation_id=OrganisationId("dw"), role=Role.CLERK)
    await talk.store(lambda uow: uow.posts.add(post))
    assert await talk.say("各支部还差什么", who="1003") == replies.NO_BRANCHES


async def test_one_branch_is_not_told_in_its_group_of_the_others(talk: Talk) -> None:
    await talk.say("绑定 第一党支部", who="2002", group="g1")
    assert await talk.say("各支部还差什么", who="2002", group="g1") == replies.IN_PRIVATE
    await talk.say("绑定 市统计局机关党委", who="2002", group="g2")
    assert "第二党支部" in await talk.say("各支部还差什么", who="2002", group="g2")


async def test_what_is_owed_fits_a_telephone_with_the_late_first_and_the_rest_counted(talk: Talk) -> None:
    post = Post(member_id=MemberId("1001"), organisation_id=OrganisationId("zb2"), role=Role.SECRETARY)
    await talk.store(lambda uow: uow.posts.add(post))
    lines = (await talk.say("本月待办", who="1001")).splitlines()
    assert len(lines) <= 12
    headings = [line for line in lines if not line.startswith("· ")]
    assert [line.split()[0] for line in headings[:2]] == ["第一党支部", "第二党支部"]
    late = ["已逾期" in line for line in lines if line.startswith("· ")]
    assert late[0]
    assert late.index(False) > 0
    assert "回复“全部待办”查看" in headings[-2]


async def test_duties_of_one_sort_are_told_in_one_line(talk: Talk) -> None:
    answer = await talk.say("本月待办", who="1001")
    assert "· 按月交纳党费：已逾期 2 项，最早截止4月30日（周四）；待办，截止6月30日（周二）" in answer
    assert answer.count("按月交纳党费") == 1


async def test_all_that_is_owed_is_told_when_all_is_asked_for(talk: Talk) -> None:
    short, whole = await talk.say("本月待办", who="1001"), await talk.say("全部待办", who="1001")
    told = int(short.splitlines()[0].split()[2])
    assert sum(line.startswith("· ") for line in whole.splitlines()) == told
    assert "已逾期（" in whole
    assert "另有" not in whole


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("民主评议最晚哪天", "· 民主评议党员：未到办理时间，截止12月31日（周四），还有 189 天"),
        ("述职评议什么时候要搞完", "· 党组织书记抓党建述职评议考核（建议频次）：未到办理时间，截止"),
        (
            "党费什么时候交",
            "· 按月交纳党费：待办，截止6月30日（周二），还有 5 天；以前的已逾期 2 项，最早截止4月30日（周四）",
        ),
        ("学时还有几天截止", "· 党员年度集中培训学时：待办"),
        ("三会一课什么时候截止", "· 支部党员大会：临近到期，截止6月30日（周二），还有 5 天"),
    ],
)
async def test_until_when_a_duty_is_to_be_done_is_told_by_its_name(talk: Talk, question: str, told: str) -> None:
    assert told in await talk.say(question)


async def test_what_is_done_has_the_day_of_the_next_one(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人")
    answer = await talk.say("主题党日最晚哪天")
    assert "· 主题党日：本期6月24日（周三）已完成；下一次截止7月31日（周五），还有 36 天；以前的" in answer


async def test_a_name_that_nothing_has_is_answered_with_those_like_it_and_in_a_group_not_at_all(talk: Talk) -> None:
    answer = await talk.say("主题教育什么时候截止")
    assert "没有“主题教育”。名称相近的有：" in answer
    assert "主题党日" in answer
    assert await talk.say("快递什么时候交", group="g1") == ""
    assert "民主评议党员" in await talk.say("民主评议几号前要搞完", group="g1")


@pytest.mark.parametrize(
    "question", ["组织生活会和民主评议什么时候", "民主评议、组织生活会最晚哪天", "组织生活会跟民主评议什么时候截止"]
)
async def test_of_several_things_each_one_s_last_day_is_told(talk: Talk, question: str) -> None:
    answer = await talk.say(question, who="1001")
    assert "· 组织生活会：" in answer
    assert "· 民主评议党员：" in answer


async def test_of_several_things_it_is_told_which_is_not_owed(talk: Talk) -> None:
    answer = await talk.say("读书月和组织生活会什么时候", who="1001")
    assert "· 组织生活会：" in answer
    assert "没有“读书月”" in answer


@pytest.mark.parametrize("question", ["上个月漏了什么", "五月份缺了哪些", "上个月落下了啥"])
async def test_what_was_missed_is_what_was_left_undone(talk: Talk, question: str) -> None:
    assert "未完成 2 项" in await talk.say(question, who="1001")


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("我今年谈过几次话", 1),
        ("我这个月找人谈了多少次心", 1),
        ("我们今年谈过几次话", 2),
        ("帮我统计一下今年谈过几次话", 2),
        ("我想知道今年谈了几次话", 2),
        ("我支部今年谈过几次话", 2),
    ],
)
async def test_whose_talks_are_counted(talk: Talk, question: str, count: int) -> None:
    await talk.say("昨天和张晓谈心谈话", who="1001")
    await talk.say("前天和陈立谈心谈话", who="1002")
    assert f"谈心谈话共 {count} 次" in await talk.say(question, who="1001")


@pytest.mark.parametrize("question", ["各支部本月的记录", "本月各支部的记录", "各支部6月台账"])
async def test_the_records_of_each_branch_are_counted(talk: Talk, question: str) -> None:
    await talk.say("昨天主题党日，到12人")
    answer = await talk.say(question, who="2002")
    assert answer.startswith("各支部 2026年6月1日")
    assert "· 第一党支部：共 1 次" in answer
    assert "· 第二党支部：共 0 次" in answer


@pytest.mark.parametrize("question", ["今年支委会哪几个月没开", "支委会今年每个月都有吗", "今年支委会缺哪几个月"])
async def test_the_months_without_a_record_are_named(talk: Talk, question: str) -> None:
    for month in (2, 3, 5, 6):
        await talk.say(f"{month}月10日支委会，到5人", who="1001")
    assert "支委会共 4 次。没有登记的月份：1月、4月。" in await talk.say(question, who="1001")
    for month in (1, 4):
        await talk.say(f"{month}月10日支委会，到5人", who="1001")
    assert "支委会共 6 次。每个月都有登记。" in await talk.say(question, who="1001")


@pytest.mark.parametrize("question", ["6月23日党课谁报的", "6月的党课是谁登记的"])
async def test_who_reported_a_record_is_told(talk: Talk, question: str) -> None:
    await talk.say("6月23日党课，到9人", who="1002")
    assert "（王芳登记）" in await talk.say(question)


@pytest.mark.parametrize("question", ["明天上面来检查，今年党课开了几次", "昨天督查组来了，今年党课开了几次"])
async def test_the_day_of_an_inspection_is_not_the_time_that_is_asked_about(talk: Talk, question: str) -> None:
    await talk.say("6月2日党课，到9人", who="1001")
    assert "2026年1月1日（周四）至2026年6月25日（周四）：党课共 1 次" in await talk.say(question, who="1001")


@pytest.mark.parametrize("text", ["昨天青年小组学习，6人", "青年理论学习小组昨天学习，6人"])
async def test_a_member_of_a_youth_group_reports_for_it_by_its_name(talk: Talk, text: str) -> None:
    await talk.store(_below("jgdw", "qn", "青年理论学习小组", OrganisationKind.YOUTH_GROUP))
    post = Post(member_id=MemberId("1003"), organisation_id=OrganisationId("qn"), role=Role.MEMBER)
    await talk.store(lambda uow: uow.posts.add(post))
    assert "已登记（青年理论学习小组）" in await talk.say(text)
    assert "已登记（第一党支部）" in await talk.say("昨天主题党日，6人")


async def test_of_two_kinds_each_is_counted(talk: Talk) -> None:
    await talk.say("6月9日主题党日，到12人")
    await talk.say("6月12日党课，到20人")
    await talk.say("6月19日党课，到20人")
    answer = await talk.say("今年开了几次主题党日和党课")
    assert "主题党日共 1 次" in answer
    assert "党课共 2 次" in answer


@pytest.mark.parametrize("question", ["主题党日多久一次", "主题党日要求几次", "主题党日每个月都要搞吗"])
async def test_how_often_something_is_to_be_held_is_answered_by_the_rule(talk: Talk, question: str) -> None:
    await talk.say("昨天主题党日，到12人")
    answer = await talk.say(question)
    assert answer.startswith("第一党支部：\n· ")
    assert "每月至少1次，依据" in answer
    assert "#1" not in answer


async def test_how_often_it_was_held_is_counted(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人")
    assert "共 1 次" in await talk.say("今年开了几次主题党日")


@pytest.mark.parametrize("question", ["#1", "#1是谁报的", "#1主讲人是谁"])
async def test_one_record_is_shown_by_its_number(talk: Talk, question: str) -> None:
    await talk.say("昨天党课，王芳主讲，到12人")
    answer = await talk.say(question, who="1004")
    assert answer == "#1 党课，6月24日（周三），主讲 王芳，实到 12（张晓登记）"
    assert await talk.say(question, who="1006") == replies.NO_SUCH_NUMBER


async def test_a_talk_is_not_shown_by_its_number_to_others(talk: Talk) -> None:
    await talk.say("昨天和陈立谈心谈话")
    assert await talk.say("#1", who="1004") == replies.NO_SUCH_NUMBER
    assert await talk.say("#9") == replies.NO_SUCH_NUMBER


async def test_the_ledger_of_a_branch_is_shown(talk: Talk) -> None:
    await talk.say("昨天党课，到12人")
    assert "#1 党课" in await talk.say("帮我看看第一党支部的台账", who="2002")
