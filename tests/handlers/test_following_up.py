"""上个月呢, 那党课呢, 二支部呢: the question before, with one thing exchanged."""

from datetime import timedelta

import pytest

from handlers import replies
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.role import Post, Role
from tests.handlers.conftest import Talk

CLERK = "2002"
QUESTION = "这个月开了几次支委会"
BESIDES = Post(member_id=MemberId("1001"), organisation_id=OrganisationId("jgdw"), role=Role.DEPUTY)


async def report(talk: Talk) -> None:
    for text in ("5月12日支委会，到5人", "6月10日支委会，到5人", "6月17日支委会，到4人", "6月12日党课，到20人"):
        await talk.say(text, who="1002")
    await talk.say("6月11日支委会，到3人", who="1005")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上个月呢", "第一党支部 2026年5月1日（周五）至2026年5月31日（周日）：支委会共 1 次。"),
        ("那党课呢？", "第一党支部 2026年6月1日（周一）至2026年6月25日（周四）：党课共 1 次。"),
        ("今年的呢", "第一党支部 2026年1月1日（周四）至2026年6月25日（周四）：支委会共 3 次。"),
        ("去年呢", "第一党支部 2025年1月1日（周三）至2025年12月31日（周三）：支委会共 0 次。"),
        ("那上个月的党课呢", "第一党支部 2026年5月1日（周五）至2026年5月31日（周日）：党课共 0 次。"),
    ],
)
async def test_one_thing_is_exchanged(talk: Talk, text: str, expected: str) -> None:
    await report(talk)
    await talk.say(QUESTION)
    assert await talk.say(text) == expected


async def test_what_was_exchanged_stays(talk: Talk) -> None:
    await report(talk)
    assert "支委会共 2 次" in await talk.say(f"第一党支部{QUESTION}", who=CLERK)
    assert (
        await talk.say("二支部呢", who=CLERK)
        == "第二党支部 2026年6月1日（周一）至2026年6月25日（周四）：支委会共 1 次。"
    )
    assert "第二党支部 2026年1月1日" in await talk.say("今年呢", who=CLERK)
    assert "市统计局机关党委 2026年1月1日" in await talk.say("机关党委呢", who=CLERK)


@pytest.mark.parametrize("question", ["述职评议什么时候要搞完", "民主评议最晚哪天"])
async def test_until_when_something_is_to_be_done_is_asked_of_another_branch(talk: Talk, question: str) -> None:
    assert "截止" in await talk.say(f"第一党支部{question}", who=CLERK)
    told = await talk.say("二支部呢", who=CLERK)
    assert told.startswith("第二党支部：")
    assert "评议" in told


async def test_another_branch_is_for_who_may_ask_about_it(talk: Talk) -> None:
    await report(talk)
    await talk.say(QUESTION)
    assert await talk.say("二支部呢") == replies.not_to_be_asked("二支部")
    assert "第一党支部 2026年5月1日" in await talk.say("上个月呢"), "what was not answered exchanges nothing"


async def test_each_branch_is_asked_about_where_that_can_be(talk: Talk) -> None:
    await talk.say("第一党支部还差什么", who=CLERK)
    assert (await talk.say("各支部呢", who=CLERK)).startswith("各支部待办")
    assert (await talk.say("主题党日呢", who=CLERK)).startswith("各支部待办")
    assert (await talk.say("下个月呢", who=CLERK)).startswith(
        "各支部 2026年7月1日（周三）至2026年7月31日（周五）到期，"
    )
    assert (await talk.say("上个月呢", who=CLERK)).startswith(
        "各支部 2026年5月1日（周五）至2026年5月31日（周日）未完成，"
    )


async def test_the_records_of_each_branch_are_counted(talk: Talk) -> None:
    await report(talk)
    counted = "各支部 2026年6月1日（周一）至2026年6月25日（周四）：支委会\n· 第一党支部：共 2 次\n· 第二党支部：共 1 次"
    assert await talk.say("各支部这个月开了几次支委会", who=CLERK) == counted
    await talk.say(QUESTION, who=CLERK)
    assert await talk.say("各支部呢", who=CLERK) == counted
    assert await talk.say("各支部这个月开了几次支委会") == replies.NOT_ALLOWED


async def test_which_branch_still_owes_something_is_told_of_each(talk: Talk) -> None:
    assert (await talk.say("哪些支部还没开党课", who=CLERK)).startswith("各支部待办")


async def test_who_names_his_own_branch_is_told_of_no_other(talk: Talk) -> None:
    await report(talk)
    await talk.say("6月18日机关党委党课，到30人", who="2001")
    await talk.store(lambda uow: uow.posts.add(BESIDES))
    assert "市统计局机关党委" in await talk.say("今年开了几次党课", who="1001")
    assert "市统计局机关党委" not in await talk.say("第一党支部今年开了几次党课", who="1001")


async def test_what_was_listed_is_asked_again(talk: Talk) -> None:
    await report(talk)
    await talk.say(QUESTION)
    assert "的记录 4 条" in await talk.say("今年的记录")
    assert "的记录 1 条" in await talk.say("上个月呢")


@pytest.mark.parametrize(("text", "told"), [("民主评议呢", "民主评议党员"), ("那述职评议呢", "述职评议考核")])
async def test_until_when_is_asked_of_something_else(talk: Talk, text: str, told: str) -> None:
    await talk.say(QUESTION, who="1001")
    assert "党费" in await talk.say("党费什么时候交", who="1001")
    assert told in await talk.say(text, who="1001")
    assert "第一党支部：" in await talk.say("我们支部呢", who="1001")
    assert await talk.say("张晓呢", who="1001") == replies.NOTHING


async def test_until_when_is_asked_of_another_branch(talk: Talk) -> None:
    await talk.say("第一党支部党费什么时候交", who=CLERK)
    assert (await talk.say("二支部呢", who=CLERK)).startswith("第二党支部：\n· 按月交纳党费")


@pytest.mark.parametrize("text", ["上个月呢", "那党课呢", "二支部呢", "我们支部呢"])
async def test_without_a_question_before_it_is_said_what_to_ask(talk: Talk, text: str) -> None:
    await report(talk)
    await talk.say(QUESTION, who="1004")
    assert await talk.say(text) == replies.WHAT_TO_ASK


async def test_what_is_said_in_a_group_is_left_to_the_group(talk: Talk) -> None:
    await report(talk)
    await talk.say(QUESTION)
    assert await talk.say("上个月呢", group="g1") == ""
    await talk.say(QUESTION, group="g1")
    assert await talk.say("上个月呢", who="1004", group="g1") == ""
    assert "支委会共 1 次" in await talk.say("上个月呢", group="g1")


async def test_a_question_is_remembered_for_ten_minutes(talk: Talk) -> None:
    await report(talk)
    await talk.say(QUESTION)
    talk.now += timedelta(minutes=8)
    assert "支委会共 1 次" in await talk.say("上个月呢")
    talk.now += timedelta(minutes=10)
    assert await talk.say("今年呢") == replies.WHAT_TO_ASK


@pytest.mark.parametrize(
    ("question", "text"),
    [("换届什么时候到期", "党课呢"), ("换届什么时候到期", "去年呢"), (QUESTION, "下个月呢"), ("本周简报", "去年呢")],
)
async def test_what_a_question_does_not_have_is_not_exchanged(talk: Talk, question: str, text: str) -> None:
    await talk.say(question)
    assert await talk.say(text) == replies.WHAT_TO_ASK


async def test_what_the_bot_asks_in_between_comes_first(talk: Talk) -> None:
    await talk.say(QUESTION)
    assert "是哪一天开展的" in await talk.say("党课，到10人")
    assert "没有看懂这个回答" in await talk.say("上个月呢")
    await talk.say(QUESTION)
    assert "支委会共 0 次" in await talk.say("上个月呢")


async def test_the_question_behind_a_report_is_the_question_before(talk: Talk) -> None:
    assert "已登记" in await talk.say("昨天党课到12人，今年开了几次党课")
    assert "党课共 0 次" in await talk.say("去年呢")
    assert "已撤销" in await talk.say("撤销")
