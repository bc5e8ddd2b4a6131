"""What can be answered to a reminder, by words and by buttons, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from handlers import reminder_wording as words
from handlers import replies
from handlers.messages import InboundKind
from handlers.ports import UnitOfWork
from schedules.calendar.zone import SHANGHAI, local_day_of
from schedules.delivery import Sent, settle, word_message
from schedules.outbox import DeliveryState, MessageKind
from schedules.people.member import Member, MemberId
from schedules.people.organisation import OrganisationId, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.reminders.stage import ReminderState
from schedules.reminders.worded import Worded
from schedules.tick import TickOutcome, tick
from tests.handlers.conftest import Talk

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BRANCH = OrganisationId("zb1")
THEME_DAY = "zhuti-dangri"
ABOUT = f"zb1:{THEME_DAY}:2026-06"
SECRETARY, ORGANISER, MEMBER = "1001", "1002", "1003"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


async def run_until(talk: Talk, end: str) -> None:
    """Play everything that is due up to an instant."""
    while (due := await talk.database.read(_next_due)) is not None and due <= at(end):
        talk.now = max(talk.now, due)
        while (await talk.database.write(lambda uow: _tick(uow, talk))).reviewed:
            pass
        await talk.store(lambda uow: _pump(uow, talk))
    talk.now = at(end)


def _next_due(uow: UnitOfWork) -> datetime | None:
    return min((one for one in (uow.reviews.get(), uow.outbox.get_next_due_at()) if one), default=None)


def _tick(uow: UnitOfWork, talk: Talk) -> TickOutcome:
    book = talk.rulebook
    return tick(uow, talk.now, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules)


def _pump(uow: UnitOfWork, talk: Talk) -> None:
    book, now = talk.rulebook, talk.now
    for message in uow.outbox.claim(due_by=now, leased_until=now + timedelta(minutes=2), limit=50):
        worded = word_message(uow, message, now, catalogue=book.catalogue, calendar=book.calendar, rules=book.rules)
        sent = (
            Sent(text=worded.text, buttons=worded.buttons, told=worded.told) if isinstance(worded, Worded) else worded
        )
        settle(uow, message, sent, now)


async def told(talk: Talk, who: str, words: str = "主题党日（6月）") -> list[date]:
    """The days on which somebody was reminded."""
    messages = await talk.database.read(
        lambda uow: uow.outbox.list(states=(DeliveryState.SENT,), kind=MessageKind.REMINDER, recipient=MemberId(who))
    )
    return [local_day_of(one.sent_at) for one in messages if one.sent_at and words in one.text]


async def notice_to(talk: Talk, who: str) -> str:
    (*_, last) = [one for one in await talk.notices(who) if one.kind is MessageKind.NOTICE]
    assert last.content
    return last.content.text


async def actions_of_notice(talk: Talk, who: str) -> Sequence[str]:
    (*_, last) = [one for one in await talk.notices(who) if one.kind is MessageKind.NOTICE]
    assert last.content
    return [button.action for button in last.content.buttons]


@pytest.fixture
async def reminded(talk: Talk) -> Talk:
    """The branch's organiser was reminded on 23 June of June's theme day, and of nothing else."""
    off = frozenset(duty.id for duty in talk.rulebook.catalogue.duties.values()) - {THEME_DAY}

    def keep_one(uow: UnitOfWork) -> None:
        for organisation in uow.organisations.list():
            settings = OrganisationSettings(duties_off=off, owed_from=date(2026, 6, 1))
            uow.organisations.update(replace(organisation, settings=settings))
            uow.reviews.update(organisation.id, next_review_at=at("2026-06-22T08:00"))

    await talk.store(keep_one)
    talk.now = at("2026-06-22T08:00")
    await run_until(talk, "2026-06-23T10:00")
    assert await told(talk, ORGANISER) == [date(2026, 6, 23)]
    return talk


async def test_later_is_tomorrow_with_other_days_to_choose(reminded: Talk) -> None:
    outcome = await reminded.send(text="推迟", who=ORGANISER)
    assert "推迟到2026年6月24日（周三）再提醒" in outcome.replies[0].text
    actions = [button.action for button in outcome.replies[0].buttons]
    assert actions == [f"later:{ABOUT}:2026-06-29", f"later:{ABOUT}:2026-06-30"]
    assert "6月29日" in await reminded.say("1", who=ORGANISER)
    await run_until(reminded, "2026-06-30T18:00")
    assert await told(reminded, ORGANISER) == [date(2026, 6, 23), date(2026, 6, 29), date(2026, 6, 30)]


async def test_put_off_to_a_day_silences_the_stages_before_it_and_adds_none(reminded: Talk) -> None:
    await reminded.say("推迟主题党日到6月29日", who=ORGANISER)
    await run_until(reminded, "2026-07-31T18:00")
    june = [day for day in await told(reminded, ORGANISER) if day.month == 6]
    assert june == [date(2026, 6, 23), date(2026, 6, 29), date(2026, 6, 30)], "not on the 26th, two days ahead"
    months = await told(reminded, ORGANISER, "主题党日（7月）")
    assert months == [date(2026, 7, 24), date(2026, 7, 29), date(2026, 7, 31)], "the next occurrence is as ever"


async def test_gathering_that_is_put_off_takes_its_reminder_along(reminded: Talk) -> None:
    assert "“主题党日（6月）”推迟到2026年6月29日" in await reminded.say("主题党日推迟到6月29日", who=ORGANISER)
    await run_until(reminded, "2026-06-30T18:00")
    assert await told(reminded, ORGANISER) == [date(2026, 6, 23), date(2026, 6, 29), date(2026, 6, 30)]


async def test_officer_who_was_not_reminded_yet_puts_it_off_as_well(reminded: Talk) -> None:
    assert "推迟到2026年6月29日" in await reminded.say("主题党日推迟到6月29日", who=SECRETARY)
    assert "推迟到2026年6月26日" in await reminded.say("推迟主题党日到6月26日", who=SECRETARY)
    assert "已标为不适用" in await reminded.say("主题党日不适用，全支部都在外地防汛", who=SECRETARY)


@pytest.mark.parametrize(
    ("text", "who"),
    [("主题党日推迟到6月29日", MEMBER), ("党课推迟到6月29日", ORGANISER), ("6月29日开主题党日", ORGANISER)],
)
async def test_other_plans_move_no_reminder(reminded: Talk, text: str, who: str) -> None:
    assert await reminded.say(text, who=who) == replies.PLANNED
    await run_until(reminded, "2026-06-26T18:00")
    assert date(2026, 6, 26) in await told(reminded, ORGANISER)


async def test_nothing_is_put_off_beyond_its_due_day(reminded: Talk) -> None:
    assert "2026年6月30日（周二）（到截止日为止，不能再往后）" in await reminded.say("推迟到7月20日", who=ORGANISER)
    await run_until(reminded, "2026-06-30T18:00")
    assert (await told(reminded, ORGANISER))[1:] == [date(2026, 6, 30)]


async def test_handed_over_the_other_one_is_reminded_from_the_next_stage_on(reminded: Talk) -> None:
    asked = await reminded.send(text="转交", who=ORGANISER)
    labels = {button.label: button.action for button in asked.replies[0].buttons}
    assert "王芳" not in labels
    assert "已转交给张晓同志" in await reminded.press(labels["张晓"], who=ORGANISER)
    text = await notice_to(reminded, MEMBER)
    assert "王芳同志请您办理：主题党日（6月），6月30日（周二）前，尚未登记。" in text
    assert "依据：" in text
    await run_until(reminded, "2026-06-27T18:00")
    assert (await told(reminded, ORGANISER), await told(reminded, MEMBER)) == ([date(2026, 6, 23)], [date(2026, 6, 26)])


async def test_handed_over_by_name_and_given_back(reminded: Talk) -> None:
    assert "没有找到这位同志" in await reminded.say("转交给赵四", who=ORGANISER)
    assert "已转交给张晓同志" in await reminded.say("转交给张晓", who=ORGANISER)
    back = next(action for action in await actions_of_notice(reminded, MEMBER) if action.startswith("hand:"))
    assert "已转交给王芳同志" in await reminded.press(back, who=MEMBER)
    await run_until(reminded, "2026-06-26T18:00")
    assert (await told(reminded, ORGANISER))[1:] == [date(2026, 6, 26)]
    assert await told(reminded, MEMBER) == []


async def test_nothing_is_handed_to_who_wants_no_more_of_the_kind(reminded: Talk) -> None:
    def stop(uow: UnitOfWork) -> None:
        own = uow.preferences.get(MemberId(MEMBER))
        uow.preferences.update(replace(own, stopped=frozenset({THEME_DAY})))

    await reminded.store(stop)
    assert "已停止这一类提醒，请另选一人" in await reminded.say("转交给张晓", who=ORGANISER)


async def test_who_took_it_over_can_answer_in_words(reminded: Talk) -> None:
    await reminded.say("转交张晓", who=ORGANISER)
    assert "哪一天" in await reminded.say("已完成", who=MEMBER)
    assert "已登记" in await reminded.say("6月22日", who=MEMBER)
    await run_until(reminded, "2026-07-10T18:00")
    assert await told(reminded, MEMBER) == []


async def test_nobody_hands_over_what_he_was_not_reminded_of(reminded: Talk) -> None:
    assert "没有提醒过您" in await reminded.press(f"hand:{ABOUT}:1004", who=MEMBER)
    assert await reminded.notices("1004") == []


async def test_stopped_kind_goes_to_who_is_next_and_comes_back(reminded: Talk) -> None:
    assert "由李建国同志接收" in await reminded.say("停止提醒", who=ORGANISER)
    await run_until(reminded, "2026-06-27T18:00")
    assert (await told(reminded, ORGANISER))[1:] == []
    assert await told(reminded, SECRETARY) == [date(2026, 6, 23), date(2026, 6, 26)]
    assert "已恢复" in await reminded.say("恢复提醒", who=ORGANISER)
    await run_until(reminded, "2026-06-30T18:00")
    assert date(2026, 6, 30) in await told(reminded, ORGANISER)


async def test_last_one_who_is_told_cannot_stop_it(reminded: Talk) -> None:
    await reminded.say("停止提醒", who=ORGANISER)
    await run_until(reminded, "2026-06-24T10:00")
    assert "只有您接收提醒" in await reminded.say("不再提醒", who=SECRETARY)
    await run_until(reminded, "2026-06-27T18:00")
    assert date(2026, 6, 26) in await told(reminded, SECRETARY)


async def test_officer_waives_with_a_reason(reminded: Talk) -> None:
    asked = await reminded.send(text="不适用", who=ORGANISER)
    assert asked.replies[0].buttons[0].label == "本期没有此项任务"
    assert "已标为不适用：主题党日（6月）（本期没有此项任务）" in await reminded.say("1", who=ORGANISER)
    await run_until(reminded, "2026-07-10T18:00")
    assert (await told(reminded, ORGANISER))[1:] == []
    (waiver,) = await reminded.database.read(lambda uow: uow.waivers.list(organisation_id=BRANCH))
    assert (waiver.by, waiver.reason) == (ORGANISER, "本期没有此项任务")


async def test_member_asks_an_officer_who_agrees(reminded: Talk) -> None:
    assert "已请李建国同志、王芳同志确认" in await reminded.press(f"na:{ABOUT}:above", who=MEMBER)
    assert await reminded.database.read(lambda uow: uow.waivers.list(organisation_id=BRANCH)) == []
    text = await notice_to(reminded, SECRETARY)
    assert "张晓同志提出不适用，理由：上级已统一安排。" in text
    agree, _ = await actions_of_notice(reminded, SECRETARY)
    await run_until(reminded, "2026-06-23T11:00")
    assert "张晓提出，李建国确认" in await reminded.say("1", who=SECRETARY), "by number, where there are no buttons"
    assert "李建国同志已同意" in await notice_to(reminded, MEMBER)
    assert "不适用" in await reminded.press(agree, who=ORGANISER), "the second officer hears that it is settled"
    assert len(await reminded.database.read(lambda uow: uow.waivers.list(organisation_id=BRANCH))) == 1


async def test_member_asks_an_officer_who_does_not_agree(reminded: Talk) -> None:
    await reminded.press(f"na:{ABOUT}:above", who=MEMBER)
    _, refuse = await actions_of_notice(reminded, SECRETARY)
    assert "仍按待办办理" in await reminded.press(refuse, who=SECRETARY)
    assert "没有同意" in await notice_to(reminded, MEMBER)
    await run_until(reminded, "2026-06-26T18:00")
    assert date(2026, 6, 26) in await told(reminded, ORGANISER)


async def test_officer_waives_with_a_reason_of_his_own(reminded: Talk) -> None:
    said = await reminded.say("不适用，因为全支部都在外地防汛：六月底才回", who=ORGANISER)
    assert "已标为不适用：主题党日（6月）（全支部都在外地防汛：六月底才回）" in said
    (waiver,) = await reminded.database.read(lambda uow: uow.waivers.list(organisation_id=BRANCH))
    assert waiver.reason == "全支部都在外地防汛：六月底才回"


async def test_officer_sees_the_reason_that_somebody_gave_in_words(reminded: Talk) -> None:
    await reminded.press(f"hand:{ABOUT}:{MEMBER}", who=ORGANISER)
    assert "确认之前仍按待办提醒" in await reminded.say("主题党日不适用，支部刚成立", who=MEMBER)
    assert "张晓同志提出不适用，理由：支部刚成立。" in await notice_to(reminded, SECRETARY)
    agree, _ = await actions_of_notice(reminded, SECRETARY)
    assert "（支部刚成立，张晓提出，李建国确认）" in await reminded.press(agree, who=SECRETARY)


async def test_reason_that_may_not_be_kept_is_not(reminded: Talk) -> None:
    asked = await reminded.send(text="不适用，因为张晓得了癌症住院", who=ORGANISER)
    assert "为什么不适用" in asked.replies[0].text
    assert await reminded.database.read(lambda uow: uow.waivers.list(organisation_id=BRANCH)) == []


async def test_nobody_agrees_to_his_own_wish_without_being_an_officer(reminded: Talk) -> None:
    await reminded.press(f"waive:{ABOUT}:above:{MEMBER}", who=MEMBER)
    await reminded.press(f"waive:{ABOUT}:above:{MEMBER}", who="1006")
    assert await reminded.database.read(lambda uow: uow.waivers.list(organisation_id=BRANCH)) == []


async def test_who_is_away_hears_nothing_and_once_when_back(reminded: Talk) -> None:
    assert "不再提醒您" in await reminded.say("暂停提醒到6月29日", who=ORGANISER)
    await run_until(reminded, "2026-06-28T18:00")
    assert (await told(reminded, ORGANISER))[1:] == []
    assert await told(reminded, SECRETARY) == [date(2026, 6, 23), date(2026, 6, 26)], "the next in line is told instead"
    await run_until(reminded, "2026-06-30T18:00")
    assert (await told(reminded, ORGANISER))[1:] == [date(2026, 6, 29), date(2026, 6, 30)]


async def test_who_is_away_without_an_end_says_when_he_is_back(reminded: Talk) -> None:
    await reminded.say("暂停提醒", who=ORGANISER)
    await run_until(reminded, "2026-06-26T18:00")
    assert "至2026年6月29日（周一）前不再提醒您" in await reminded.say("我下周一回来", who=ORGANISER)
    await run_until(reminded, "2026-06-29T18:00")
    assert (await told(reminded, ORGANISER))[1:] == [date(2026, 6, 29)]


async def test_who_is_back_is_reminded_from_that_day_on_but_not_of_what_he_stopped(reminded: Talk) -> None:
    await reminded.say("暂停提醒到7月20日", who=ORGANISER)
    await run_until(reminded, "2026-06-25T10:00")
    assert "从今天起照常提醒您" in await reminded.say("我出差回来了", who=ORGANISER)
    await run_until(reminded, "2026-06-26T18:00")
    assert (await told(reminded, ORGANISER))[1:] == [date(2026, 6, 26)]
    await reminded.say("停止提醒", who=ORGANISER)
    await reminded.say("我回来了", who=ORGANISER)
    await run_until(reminded, "2026-06-30T18:00")
    assert date(2026, 6, 30) not in await told(reminded, ORGANISER)


async def test_officer_says_when_somebody_else_is_back(reminded: Talk) -> None:
    assert "至2026年6月29日（周一）前不再提醒王芳同志" in await reminded.say("王芳下周一回来", who=SECRETARY)


async def test_officer_pauses_somebody_else_who_is_told_of_it(reminded: Talk) -> None:
    assert "不再提醒王芳同志" in await reminded.say("暂停提醒王芳", who=SECRETARY)
    assert "李建国同志已为您暂停提醒" in await notice_to(reminded, ORGANISER)
    await run_until(reminded, "2026-06-26T18:00")
    assert (await told(reminded, ORGANISER))[1:] == []
    assert "已恢复对王芳同志" in await reminded.say("恢复提醒王芳", who=SECRETARY)
    assert "需要其所在组织" in await reminded.say("暂停提醒王芳", who=MEMBER)


async def test_of_two_people_of_one_name_one_is_chosen(reminded: Talk) -> None:
    double = Member(id=MemberId("1099"), name="王芳", organisation_id=BRANCH)
    await reminded.store(lambda uow: uow.members.add(double))
    asked = await reminded.send(text="暂停提醒王芳到7月1日", who=SECRETARY)
    assert [button.action for button in asked.replies[0].buttons] == ["pause:1002:2026-07-01", "pause:1099:2026-07-01"]
    assert "至2026年7月1日（周三）前不再提醒王芳同志" in await reminded.say("2", who=SECRETARY)
    kept = await reminded.database.read(lambda uow: uow.preferences.get(MemberId("1099")))
    assert kept.absence


async def test_own_quiet_hours_move_the_message_of_the_day(reminded: Talk) -> None:
    assert "每天08:30—10:00不发提醒" in await reminded.say("免打扰 8:30-10:00", who=ORGANISER)
    await run_until(reminded, "2026-06-26T09:55")
    assert (await told(reminded, ORGANISER))[1:] == []
    await run_until(reminded, "2026-06-26T11:00")
    assert (await told(reminded, ORGANISER))[1:] == [date(2026, 6, 26)]
    assert "每天12:00—14:00不发提醒" in await reminded.say("以后中午不要给我发消息", who=ORGANISER)
    assert "请缩短" in await reminded.say("免打扰 8:00-18:30", who=ORGANISER)
    assert "已取消" in await reminded.say("取消免打扰", who=ORGANISER)
    assert "没有设置" in await reminded.say("免打扰", who=ORGANISER)


async def test_answer_of_a_stranger_to_the_branch_changes_nothing(reminded: Talk) -> None:
    for verb in ("done", "later", "hand", "na", "stop", "more"):
        assert "已经过时" in await reminded.press(f"{verb}:{ABOUT}", who="1006")


@pytest.mark.parametrize("action", ["later", "later:zb1", "later:zb1:x:2026-06", f"pause:{ORGANISER}:x", "waive:a:b:c"])
async def test_broken_buttons_are_answered_politely(reminded: Talk, action: str) -> None:
    assert await reminded.press(action, who=MEMBER)


async def test_answers_without_a_reminder_are_answered_politely(reminded: Talk) -> None:
    for text in ("推迟", "转交", "不适用", "停止提醒", "已完成"):
        assert "没有找到与这次回复对应的待办提醒" in await reminded.say(text, who="1004")


@pytest.mark.parametrize("text", ["别老提醒我了", "不要再催了", "提醒太多了", "停止提醒"])
async def test_who_has_had_enough_is_told_how_to_stop_or_to_mute(reminded: Talk, text: str) -> None:
    answer = await reminded.say(text, who="1004")
    assert all(way in answer for way in ("“停止提醒”", "“暂停提醒到", "“免打扰 "))


async def test_done_opens_a_record_that_counts(reminded: Talk) -> None:
    asked = await reminded.send(action=f"done:{ABOUT}", who=ORGANISER, kind=InboundKind.ACTION)
    assert "主题党日是哪一天开展的" in asked.replies[0].text
    assert "已完成：" in await reminded.say("6月22日", who=ORGANISER)
    reminders = await reminded.database.read(lambda uow: uow.reminders.list(organisation_id=BRANCH))
    assert not [one for one in reminders if one.state is ReminderState.PLANNED]


async def test_new_secretary_hears_of_it_from_the_day_of_the_handover(reminded: Talk) -> None:
    def hand_over_post(uow: UnitOfWork) -> None:
        (post,) = uow.posts.list(member_id=MemberId(ORGANISER))
        uow.posts.update(replace(post, ends_until=date(2026, 6, 26)))
        uow.posts.add(
            Post(member_id=MemberId("1004"), organisation_id=BRANCH, role=Role.ORGANISER, starts_on=date(2026, 6, 26))
        )

    await reminded.store(hand_over_post)
    await run_until(reminded, "2026-06-26T18:00")
    assert (await told(reminded, ORGANISER), await told(reminded, "1004")) == (
        [date(2026, 6, 23)],
        [date(2026, 6, 26)],
    )


async def test_open_duties_are_told_of_every_organisation_that_one_answers_for(reminded: Talk) -> None:
    post = Post(member_id=MemberId(SECRETARY), organisation_id=OrganisationId("zb2"), role=Role.SECRETARY)
    await reminded.store(lambda uow: uow.posts.add(post))
    told = await reminded.say("本月待办", who=SECRETARY)
    assert "第一党支部 待办 1 项：\n· 主题党日" in told
    assert "第二党支部 待办 1 项" in told
    assert "第二党支部" not in await reminded.say("本月待办", who=SECRETARY, group="g1")


@pytest.fixture
async def of_two_duties(reminded: Talk) -> Talk:
    """The organiser was reminded on 26 June of the theme day and of the quarter's lecture."""
    lecture = "dangke"

    def owe_lecture(uow: UnitOfWork) -> None:
        branch = uow.organisations.get(BRANCH)
        assert branch
        off, leads = branch.settings.duties_off - {lecture}, {lecture: (4, 0)}
        settings = replace(branch.settings, duties_off=off, lead_days=leads, audiences={lecture: ("organiser",)})
        uow.organisations.update(replace(branch, settings=settings))
        uow.reviews.update(BRANCH, next_review_at=at("2026-06-26T00:00"))

    await reminded.store(owe_lecture)
    await run_until(reminded, "2026-06-26T18:00")
    return reminded


async def test_which_of_several_is_asked_in_the_order_of_their_days(of_two_duties: Talk) -> None:
    asked = await of_two_duties.send(text="推迟到6月29日", who=ORGANISER)
    labels = [button.label for button in asked.replies[0].buttons]
    assert labels == ["党课（第二季度）", "主题党日（6月）", "全部推迟"]
    assert "“主题党日（6月）”推迟到2026年6月29日" in await of_two_duties.say("2", who=ORGANISER)


async def test_all_of_a_reminder_can_be_put_off_at_once(of_two_duties: Talk) -> None:
    await of_two_duties.say("推迟到6月29日", who=ORGANISER)
    assert await of_two_duties.say("3", who=ORGANISER) == (
        "好的，以下2项到时再提醒：\n· 2026年6月29日（周一）：党课（第二季度）、主题党日（6月）"
    )
    await run_until(of_two_duties, "2026-06-29T18:00")
    last = (await of_two_duties.database.read(lambda uow: uow.outbox.list(recipient=MemberId(ORGANISER))))[-1]
    assert last.sent_at
    assert (local_day_of(last.sent_at), "党课" in last.text, "主题党日" in last.text) == (date(2026, 6, 29), True, True)


async def test_two_periods_of_one_duty_are_put_off_together_and_stopped_at_once(reminded: Talk) -> None:
    reminded.now = at("2026-07-24T08:00")  # after a month without the robot
    await run_until(reminded, "2026-07-24T18:00")
    assert "主题党日（6月）、主题党日（7月）" in await reminded.say("推迟主题党日到7月30日", who=ORGANISER)
    stopping = await reminded.say("停止提醒主题党日", who=ORGANISER)
    assert "不再向您提醒“主题党日”" in stopping


async def test_whoever_was_named_takes_over_what_is_chosen(of_two_duties: Talk) -> None:
    asked = await of_two_duties.send(text="转交给张晓", who=ORGANISER)
    assert [button.action.rpartition(":")[2] for button in asked.replies[0].buttons] == [MEMBER, MEMBER]
    assert "已转交给张晓同志：“主题党日（6月）”" in await of_two_duties.say("2", who=ORGANISER)


async def test_an_item_is_meant_by_its_number_in_the_message(of_two_duties: Talk) -> None:
    message = (await of_two_duties.database.read(lambda uow: uow.outbox.list(recipient=MemberId(ORGANISER))))[-1]
    assert "\n2. 主题党日（6月）" in message.text
    assert "“主题党日（6月）”推迟到2026年6月29日" in await of_two_duties.say("第2项推迟到6月29日", who=ORGANISER)
    assert "已转交给张晓同志：“主题党日（6月）”" in await of_two_duties.say("第二项让张晓来办", who=ORGANISER)
    assert await of_two_duties.say("第9项推迟", who=ORGANISER) == words.NOTHING_OPEN


async def test_nothing_open_is_put_off_by_a_button_of_long_ago(reminded: Talk) -> None:
    await reminded.say("今天主题党日，到12人", who=ORGANISER)
    assert await reminded.press("later_all:", who=ORGANISER) == words.NOTHING_OPEN


@pytest.mark.parametrize("text", ["已开", "开过了", "已经办完了", "第1项办完了"])
async def test_a_word_or_two_say_that_it_is_done(reminded: Talk, text: str) -> None:
    assert "主题党日是哪一天开展的？" in await reminded.say(text, who=ORGANISER)


@pytest.mark.parametrize("text", ["没开成", "还没开", "好的，马上办"])
async def test_what_is_not_done_yet_stays_open_and_the_way_on_is_told(reminded: Talk, text: str) -> None:
    assert await reminded.say(text, who=ORGANISER) == words.NOT_YET
    assert await reminded.ledger() == []


@pytest.mark.parametrize("text", ["下周补", "下周一再开", "主题党日下周补", "都推迟到下周一"])
async def test_a_day_to_come_puts_it_off(reminded: Talk, text: str) -> None:
    assert "6月29日（周一）" in await reminded.say(text, who=ORGANISER)
    await run_until(reminded, "2026-06-30T18:00")
    assert await told(reminded, ORGANISER) == [date(2026, 6, 23), date(2026, 6, 29), date(2026, 6, 30)]


@pytest.mark.parametrize("text", ["转给张晓", "主题党日转给张晓同志"])
async def test_it_is_handed_on_in_other_words(reminded: Talk, text: str) -> None:
    assert "已转交给张晓同志" in await reminded.say(text, who=ORGANISER)


@pytest.mark.parametrize("text", ["已开", "没开成", "下周补"])
async def test_to_nobody_who_was_not_reminded_these_words_mean_anything(reminded: Talk, text: str) -> None:
    assert await reminded.say(text, who="1004") == replies.NOTHING
