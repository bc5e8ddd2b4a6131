"""People change their mind, press twice, and answer with something else than what was asked."""

from datetime import date, datetime

import pytest

from handlers import replies
from handlers.ports import UnitOfWork
from schedules.calendar.zone import SHANGHAI
from schedules.duties.duty import DutyId
from schedules.ledger.activity import ActivityKind, ActivityState
from schedules.outbox import DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.role import Post, Role
from schedules.reminders.stage import Reminder, ReminderKey, ReminderState, Stage
from tests.handlers.conftest import Talk

CLERK = "2002"


@pytest.mark.parametrize("again", ["撤销", "不用记了", "撤销上一条"])
async def test_a_withdrawal_said_twice_shows_the_record_before_first(talk: Talk, again: str) -> None:
    await talk.say("6月23日主题党日，到12人")
    await talk.say("6月24日党课，到9人")
    assert "已撤销" in await talk.say("撤销")
    assert await talk.say(again) == replies.UNDO_NEXT
    assert await talk.say("算了") == "好的，没有改动。"
    assert [each.state for each in await talk.ledger()] == [ActivityState.VOID, ActivityState.RECORDED]


async def test_a_new_report_after_a_withdrawal_is_withdrawn_at_once(talk: Talk) -> None:
    await talk.say("6月23日主题党日，到12人")
    await talk.say("撤销")
    await talk.say("6月24日党课，到9人")
    assert "已撤销" in await talk.say("撤销")


@pytest.mark.parametrize(
    "text", ["撤错了", "刚才删错了", "不该撤", "撤回撤销", "恢复刚才撤的", "哎呀，撤错了，恢复一下"]
)
async def test_a_withdrawal_by_mistake_is_taken_back(talk: Talk, text: str) -> None:
    await talk.say("6月23日主题党日，到12人")
    await talk.say("6月24日党课，到9人")
    await talk.say("撤销")
    assert "状态 已撤销 → 已登记" in await talk.say(text)
    assert [each.state for each in await talk.ledger()] == [ActivityState.RECORDED, ActivityState.RECORDED]


@pytest.mark.parametrize("text", ["撤错了", "不该撤"])
async def test_where_nothing_was_withdrawn_nothing_is_restored_or_withdrawn(talk: Talk, text: str) -> None:
    await talk.say("6月24日党课，到9人")
    assert await talk.say(text) == replies.NOTHING_WITHDRAWN
    assert await talk.say(text, who="1004") == replies.NOTHING_WITHDRAWN
    (record,) = await talk.ledger()
    assert record.state is ActivityState.RECORDED


async def test_done_means_ones_own_items_and_not_those_told_for_help(talk: Talk) -> None:
    await talk.store(remind_clerk_of_two)
    answer = await talk.say("开了", who=CLERK)
    assert answer.startswith("主题党日是哪一天开展的？")
    await talk.say("6月24日", who=CLERK)
    assert [each.kind for each in await talk.ledger("zb1")] == [ActivityKind.THEME_DAY]
    assert await talk.ledger("zb2") == []
    await talk.say("开了", who=CLERK)
    await talk.say("6月23日", who=CLERK)
    assert [each.kind for each in await talk.ledger("zb2")] == [ActivityKind.THEME_DAY], "what is left is theirs"


def remind_clerk_of_two(uow: UnitOfWork) -> None:
    """One reminder of two branches: the first is for the clerk to see to, with the second he is to help."""
    sent_at = datetime(2026, 6, 25, 9, 0, tzinfo=SHANGHAI)
    message = OutboundMessage(
        key="r1",
        kind=MessageKind.REMINDER,
        send_at=sent_at,
        sent_at=sent_at,
        state=DeliveryState.SENT,
        recipient=MemberId(CLERK),
    )
    uow.outbox.add(message)
    stages = {"zb1": Stage.AHEAD, "zb2": Stage.ESCALATED}
    uow.reminders.add([_reminder(branch, stage, sent_at) for branch, stage in stages.items()])


def _reminder(branch: str, stage: Stage, sent_at: datetime) -> Reminder:
    key = ReminderKey(
        organisation_id=OrganisationId(branch),
        duty_id=DutyId("zhuti-dangri"),
        period="2026-06",
        stage=stage,
        lead_days=1,
        recipient=MemberId(CLERK),
    )
    return Reminder(key=key, send_at=sent_at, message_key="r1", state=ReminderState.SENT)


@pytest.mark.parametrize("text", ["今天到此为止 谢谢", "缺的明天补"])
async def test_words_that_are_no_names_are_put_into_no_record(talk: Talk, text: str) -> None:
    await talk.say("6月24日党课，到9人")
    assert await talk.say(text) == replies.NOTHING
    (record,) = await talk.ledger()
    assert (record.participants, record.attendance.absent) == ((), ())


@pytest.mark.parametrize("text", ["7月20日", "党课定在7月20日", "推迟到7月20日", "那就推迟到7月20日吧"])
async def test_a_day_to_come_is_no_day_of_last_year(talk: Talk, text: str) -> None:
    await talk.say("党课，到10人", who="1002")
    answer = await talk.say(text, who="1002")
    assert "已登记" not in answer
    assert await talk.ledger() == []


async def test_a_day_of_last_year_is_told_with_its_year(talk: Talk) -> None:
    await talk.say("党课，到10人")
    assert await talk.say("7月20日") == (
        "这一天还没有到，没有登记。党课是哪一天开展的？请回复日期，如“6月27日”“上周五”。不登记了请回复“算了”。"
    )
    assert "2025年7月20日" in await talk.say("去年7月20日")


async def test_a_whole_report_answers_the_question_for_its_day(talk: Talk) -> None:
    await talk.say("李建国跟委员谈心谈话了", who="1001")
    await talk.say("6月22日李建国和王芳、张晓谈心谈话", who="1001")
    (record,) = await talk.ledger()
    assert (record.held_on, record.participants) == (date(2026, 6, 22), ("王芳", "张晓"))


@pytest.mark.parametrize("text", ["算了不报了", "不报了", "那就算了吧", "算了，先不登了"])
async def test_a_draft_is_left_in_other_words(talk: Talk, text: str) -> None:
    await talk.say("党课，到10人")
    assert await talk.say(text) == replies.CANCELLED
    assert "6月24日" in await talk.say("昨天主题党日，到5人")


@pytest.mark.parametrize("text", ["没开成下周补", "下周补", "没开呢，下周三再补"])
async def test_what_is_to_be_made_up_leaves_its_question_and_is_put_off(talk: Talk, text: str) -> None:
    await talk.store(remind_clerk_of_two)
    assert "哪一天" in await talk.say("开了", who=CLERK)
    assert "推迟到" in await talk.say(text, who=CLERK)
    assert await talk.say("6月24日", who=CLERK) == replies.NOTHING, "nothing is asked any more"


@pytest.mark.parametrize(
    "text",
    [
        "不该我们开",
        "不该我们办，这是党组办的",
        "这个不是我们支部的事，是机关纪委办的",
        "不归我管",
        "这个月不开了",
        "不用我们开吧",
    ],
)
@pytest.mark.parametrize("asked", [True, False])
async def test_what_is_not_ours_is_answered_with_the_reasons_that_count(talk: Talk, text: str, *, asked: bool) -> None:
    await talk.store(remind_clerk_of_two)
    if asked:
        await talk.say("开了", who=CLERK)
    answer = await talk.say(text, who=CLERK)
    assert "不适用" in answer
    assert await talk.ledger("zb1") == []


async def test_what_was_never_reminded_of_is_left_without_more(talk: Talk) -> None:
    await talk.say("党课，到10人")
    assert await talk.say("没开成下周补") == replies.CANCELLED


async def test_the_kind_completes_a_report_whose_organisation_is_asked_for(talk: Talk) -> None:
    await talk.store(appoint_clerk_to_both)
    assert "哪个组织" in await talk.say("昨天下午开了个会，到5人", who=CLERK)
    assert "哪个组织" in await talk.say("支委会", who=CLERK)
    await talk.say("第二党支部", who=CLERK)
    (record,) = await talk.ledger("zb2")
    assert (record.kind, record.held_on) == (ActivityKind.BRANCH_COMMITTEE, date(2026, 6, 24))
    assert record.attendance.present == 5


@pytest.mark.parametrize("text", ["第二党支部", "二支部的"])
async def test_the_organisation_is_noted_while_something_else_is_asked(talk: Talk, text: str) -> None:
    await talk.store(appoint_clerk_to_both)
    await talk.say("昨天下午开了个会，到5人", who=CLERK)
    await talk.say("第一党支部", who=CLERK)
    assert (await talk.say(text, who=CLERK)).startswith("好的，记在第二党支部。\n")
    await talk.say("支委会", who=CLERK)
    assert [each.kind for each in await talk.ledger("zb2")] == [ActivityKind.BRANCH_COMMITTEE]


async def test_a_day_is_noted_while_the_kind_is_asked(talk: Talk) -> None:
    await talk.say("昨天下午开了个会，到5人")
    assert (await talk.say("6月23日")).startswith("好的，日期 2026年6月23日（周二）。\n")
    await talk.say("支委会")
    (record,) = await talk.ledger()
    assert record.held_on == date(2026, 6, 23)


def appoint_clerk_to_both(uow: UnitOfWork) -> None:
    """The clerk sees to both branches."""
    for branch in ("zb1", "zb2"):
        uow.posts.add(Post(member_id=MemberId(CLERK), organisation_id=OrganisationId(branch), role=Role.CLERK))


async def test_who_adds_to_the_record_of_another_is_offered_no_change_of_it(talk: Talk) -> None:
    await talk.say("昨天主题党日，参观党史馆，到12人")
    await talk.say("昨天主题党日，植树，到9人", who="1004")
    for who, labels in (("1004", []), ("1002", ["撤销", "更正"])):
        await talk.say("昨天主题党日，座谈，到9人，张晓请假", who=who)
        outcome = await talk.send(text="同一次", who=who)
        assert [button.label for button in outcome.replies[0].buttons] == labels


@pytest.mark.parametrize("text", ["别撤了", "不撤了", "不撤", "还是别删了吧", "不改了"])
async def test_a_choice_of_what_to_withdraw_is_left_in_other_words(talk: Talk, text: str) -> None:
    await talk.say("6月15日支委会，到4人；6月16日党课，到9人")
    assert "哪一条" in await talk.say("撤销")
    assert await talk.say(text) == replies.UNCHANGED


async def test_an_officer_above_reports_in_a_branch_s_group_for_that_branch(talk: Talk) -> None:
    group = Address(channel="sandbox", account="g2", is_group=True)
    await talk.store(lambda uow: uow.chats.add(group, OrganisationId("zb2")))
    await talk.store(appoint_clerk_to_the_first)
    await talk.say("昨天主题党日，到10人", who=CLERK, group="g2")
    assert await talk.ledger("zb1") == []
    assert [each.kind for each in await talk.ledger("zb2")] == [ActivityKind.THEME_DAY]


def appoint_clerk_to_the_first(uow: UnitOfWork) -> None:
    """The clerk sees to one branch, and to the others from above."""
    uow.posts.add(Post(member_id=MemberId(CLERK), organisation_id=OrganisationId("zb1"), role=Role.CLERK))


@pytest.mark.parametrize("text", ["#1 人数改成7人", "撤销#1", "把#1的主持人改成王芳"])
async def test_of_a_withdrawn_record_it_is_told_how_it_is_restored(talk: Talk, text: str) -> None:
    await talk.say("6月24日党课，到9人")
    await talk.say("撤销")
    gone = "6月24日（周三） 党课（#1）已经撤销，没有改动。要恢复请回复“恢复 #1”。"
    assert await talk.say(text) == gone
    assert await talk.press("amend:1") == gone
    assert await talk.press("undo:1") == gone
    assert "没有找到可以改动的" in await talk.say(text, who="1005")
    assert "已撤销 → 已登记" in await talk.say("恢复 #1")
    assert "没有找到可以改动的" in await talk.say("#9 人数改成7人")
