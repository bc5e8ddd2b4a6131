"""What is kept, what is asked, and what is never kept."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.storage.database import Database
from handlers import replies
from handlers.grammar.judgement import seconding
from handlers.grammar.judgement.opinion import INTENTS
from handlers.messages import InboundKind
from handlers.ports import UnitOfWork
from schedules.ledger.activity import ActivityKind, ActivityState
from schedules.outbox import Button
from schedules.people.member import MemberId
from schedules.people.organisation import OrganisationId
from schedules.people.role import Post, Role
from tests.handlers.conftest import Talk


async def test_a_plain_sentence_becomes_a_record(talk: Talk) -> None:
    answer = await talk.say("昨天下午主题党日，参观党史馆，应到15人实到12人，请假3人")
    assert "已登记" in answer
    (record,) = await talk.ledger()
    assert (record.kind, record.held_on, record.attendance.expected, record.attendance.present) == (
        ActivityKind.THEME_DAY,
        date(2026, 6, 24),
        15,
        12,
    )


@pytest.mark.parametrize(
    ("now", "text", "day"),
    [
        ("2026-06-25T08:30:00+00:00", "今天下午上党课，李建国主讲，到20人", date(2026, 6, 25)),
        ("2026-06-24T23:30:00+00:00", "昨天上党课，李建国主讲，到20人", date(2026, 6, 24)),
    ],
)
async def test_day_and_hour_are_those_of_shanghai_though_the_clock_is_in_another_zone(
    talk: Talk, now: str, text: str, day: date
) -> None:
    talk.now = datetime.fromisoformat(now)
    assert "已登记" in await talk.say(text)
    assert [record.held_on for record in await talk.ledger()] == [day]


async def test_a_redelivery_gets_the_first_answer_and_is_done_once(talk: Talk) -> None:
    first = await talk.send(text="昨天党课，李建国主讲，到20人", key="wecom:1")
    second = await talk.send(text="昨天党课，李建国主讲，到20人", key="wecom:1")
    assert (second.replies, second.repeated) == (first.replies, True)
    assert len(await talk.ledger()) == 1


async def test_sender_of_a_message_too_long_to_be_read_is_told(talk: Talk) -> None:
    answer = await talk.say("昨天党课，李建国主讲，到20人。" + "哦，" * 1300)
    assert "已登记" in answer
    assert "只读了前面的部分" in answer
    assert "只读了" not in await talk.say("昨天支委会，4人参加。")


async def test_two_processes_that_get_the_same_message_at_once_do_it_once(talk: Talk, database_url: str) -> None:
    other = await Database.open(database_url)
    there = replace(talk, database=other)
    text = "昨天党课，李建国主讲，到20人"
    told = await asyncio.gather(*(each.send(text=text, key="wecom:1") for each in (talk, there) * 5))
    assert sorted(one.repeated for one in told) == [False] + [True] * 9
    assert len({one.replies for one in told}) == 1
    assert len(await talk.ledger()) == 1
    await other.close()


@pytest.mark.parametrize("text", ["2月30日开了党课", "前几天开了党课"])
async def test_a_missing_day_is_asked_for(talk: Talk, text: str) -> None:
    answer = await talk.say(text)
    assert "哪一天" in answer
    assert await talk.ledger() == []
    assert "已登记" in await talk.say("6月23日")
    (record,) = await talk.ledger()
    assert record.held_on == date(2026, 6, 23)


async def test_a_message_about_something_else_is_no_answer_for_the_day_in_it(talk: Talk) -> None:
    await talk.say("前几天开了党课")
    await talk.say("消防演习今天全体党员参加，四十人")
    assert await talk.ledger() == []
    assert "已登记" in await talk.say("应该是上周三下午")


async def test_a_withdrawal_that_is_only_likely_shows_the_record_first(talk: Talk) -> None:
    await talk.say("昨天党课，李建国主讲，到20人")
    assert "哪一条" in await talk.say("我昏了头，把隔壁支部的党课报到咱们这来了，拿掉吧")
    (record,) = await talk.ledger()
    assert record.state is not ActivityState.VOID
    await talk.say("1")
    assert [record.state for record in await talk.ledger()] == [ActivityState.VOID]


async def test_an_option_is_chosen_by_its_number_or_its_button(talk: Talk) -> None:
    await talk.say("前几天开了党课")
    assert "已登记" in await talk.say("2")
    await talk.say("前几天开了支委会")
    assert "已登记" in await talk.press("pick:2026-06-24")
    assert {record.held_on for record in await talk.ledger()} == {date(2026, 6, 23), date(2026, 6, 24)}


async def test_a_draft_can_be_left(talk: Talk) -> None:
    await talk.say("前几天开了党课")
    assert "没有登记" in await talk.say("算了")
    await talk.say("6月23日")
    assert await talk.ledger() == []


async def test_a_draft_is_forgotten_after_a_day(talk: Talk) -> None:
    await talk.say("前几天开了党课")
    talk.now = talk.now.replace(day=27)
    await talk.say("6月23日")
    assert await talk.ledger() == []


async def test_two_people_in_one_group_never_mix(talk: Talk) -> None:
    await talk.say("前几天开了党课", group="g1", who="1003")
    await talk.say("6月23日", group="g1", who="1004")
    assert await talk.ledger() == []


async def test_counts_that_do_not_add_up_are_asked_about_once(talk: Talk) -> None:
    assert "对不上" in await talk.say("昨天党员大会，应到23人实到20人，请假1人")
    assert "已登记" in await talk.say("按原样登记")
    assert len(await talk.ledger()) == 1


async def test_counts_are_corrected_in_the_answer(talk: Talk) -> None:
    await talk.say("昨天党员大会，应到23人实到20人，请假1人")
    assert "已登记" in await talk.say("实到22人")
    (record,) = await talk.ledger()
    assert record.attendance.present == 22


async def test_the_second_reporter_is_asked_whether_it_is_the_same(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人", who="1003")
    question = await talk.send(text="昨天主题党日，参观党史馆，到13人", who="1004")
    assert "张晓 已登记" in question.replies[0].text
    assert Button(label="补充到这一条", action="pick:same") in question.replies[0].buttons
    assert len(await talk.ledger()) == 1
    await talk.say("补充到这一条", who="1004")
    (record,) = await talk.ledger()
    assert record.attendance.present == 12, "what stands there stays"


async def test_another_one_of_the_day_is_its_own_record(talk: Talk) -> None:
    await talk.say("昨天集中学习，到12人", who="1003")
    await talk.say("昨天集中学习，到9人", who="1004")
    await talk.say("另记一次", who="1004")
    assert len(await talk.ledger()) == 2


async def test_the_same_report_is_not_doubled(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人", who="1003")
    assert "已由 张晓 登记" in await talk.say("昨天主题党日，到12人", who="1004")
    assert "已由您登记" in await talk.say("昨天主题党日，到12人", who="1003")
    assert len(await talk.ledger()) == 1


async def test_a_talk_keeps_the_pair_and_the_day_alone(talk: Talk) -> None:
    answer = await talk.say("昨天和陈立同志谈心谈话，主要谈他爱人生病和孩子上学的事，情绪稳定")
    assert "没有保存" in answer, "the sender is told what was not kept"
    (record,) = await talk.ledger()
    assert (record.kind, record.host, record.participants, record.topic) == (ActivityKind.TALK, "张晓", ("陈立",), None)


async def test_what_a_group_must_not_hear_is_said_in_private(talk: Talk) -> None:
    in_group = await talk.say("昨天和陈立同志谈心谈话，他爱人生病了", group="g1")
    assert "没有保存" not in in_group
    (notice,) = await talk.notices("1003")
    assert notice.content is not None
    assert "没有保存" in notice.content.text


async def test_a_secret_mark_stops_everything(talk: Talk) -> None:
    assert "没有保存任何内容" in await talk.say("【机密】昨天支委会学习某某文件，到5人")
    assert await talk.ledger() == []


@pytest.mark.parametrize(
    "text", ["明天下午两点半开支委会", "昨天的支委会没开成", "支委会开了吗？", "哈哈哈哈", "提醒我下周三开支委会"]
)
async def test_nothing_is_recorded_where_nothing_took_place(talk: Talk, text: str) -> None:
    assert await talk.say(text)
    assert await talk.ledger() == []


async def test_a_late_entry_is_marked(talk: Talk) -> None:
    assert "补录" in await talk.say("补登：4月20日主题党日，到12人")
    (record,) = await talk.ledger()
    assert record.late


async def test_a_photo_gets_one_courteous_line(talk: Talk) -> None:
    outcome = await talk.send(kind=InboundKind.OTHER)
    assert "不接收图片" in outcome.replies[0].text


async def test_an_officer_above_may_name_a_branch(talk: Talk) -> None:
    assert "第二党支部" in await talk.say("二支部昨天主题党日，到12人", who="2002")
    assert len(await talk.ledger("zb2")) == 1


async def test_a_member_may_not_report_for_another_branch(talk: Talk) -> None:
    assert "没有找到" in await talk.say("二支部昨天主题党日，到12人", who="1003")
    assert await talk.ledger("zb2") == []


async def test_a_withdrawn_record_stays_visible_as_withdrawn(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人")
    assert "已撤销" in await talk.say("撤销上一条")
    (record,) = await talk.ledger()
    assert record.state is ActivityState.VOID


async def test_what_a_list_tells_before_its_day_is_named_and_not_kept(talk: Talk) -> None:
    answer = await talk.say("本周三次活动都搞完了：周一支委会，周四党课，周五党日")
    assert "已登记" in answer
    assert "周五）主题党日还没有到日子，没有登记" in answer
    assert len(await talk.ledger()) == 2


async def test_an_older_record_is_withdrawn_only_once_it_was_named(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人")
    talk.now += timedelta(hours=3)
    question = await talk.send(text="发错窗口了，别登")
    assert "要撤销的是这一条吗" in question.replies[0].text
    assert "主题党日" in question.replies[0].buttons[0].label
    assert await talk.say("不是") == replies.UNCHANGED
    assert [record.state for record in await talk.ledger()] == [ActivityState.RECORDED]
    await talk.say("撤销上一条")
    assert "已撤销" in await talk.say("是的")


async def test_a_correction_keeps_history_and_says_old_and_new(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人")
    answer = await talk.say("人数改成20人")
    assert "12 → 20" in answer
    (record,) = await talk.ledger()
    amendments = await talk.database.read(lambda uow: uow.amendments.list(activity_id=record.id))
    assert [(dict(item.before), dict(item.after)) for item in amendments] == [({"present": "12"}, {"present": "20"})]


async def test_a_correction_that_no_rule_heard_is_made_only_once_the_record_was_seen(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.say("昨天主题党日，到12人")
    with monkeypatch.context() as judge:
        judge.setattr(seconding, "verdict_of", lambda _: dict.fromkeys(INTENTS, -9.0) | {"correct": 3.0, "none": 0.0})
        question = await talk.send(text="刚才那条要动两处：到会20，记录人王芳")
    assert "要更正哪一条" in question.replies[0].text
    assert "主题党日" in question.replies[0].buttons[0].label
    assert [record.recorder for record in await talk.ledger()] == [None]
    assert "王芳" in await talk.say("1")


async def test_only_ones_own_records_are_changed(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人", who="1003")
    (record,) = await talk.ledger()
    assert "没有改动" in await talk.press(f"undo:{record.id}", who="1004")
    assert "没有找到" in await talk.press(f"undo:{record.id}", who="1006")
    assert "已撤销" in await talk.press(f"undo:{record.id}", who="1001")


async def test_the_branch_hears_of_a_change_from_above(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人", who="1003")
    (record,) = await talk.ledger()
    await talk.press(f"undo:{record.id}", who="2002")
    (notice,) = await talk.notices("1001")
    assert notice.content is not None
    assert "韩冬" in notice.content.text


async def test_a_stranger_gets_help_and_can_do_nothing(talk: Talk) -> None:
    answer = await talk.say("昨天主题党日，到12人", who="nobody")
    assert "钱进" in answer
    assert await talk.ledger() == []
    assert len(await talk.notices("9001")) == 1
    await talk.say("在吗", who="nobody")
    assert len(await talk.notices("9001")) == 1, "the administrator hears of him once"


async def test_who_has_left_is_a_stranger(talk: Talk) -> None:
    def leave(uow: UnitOfWork) -> None:
        member = uow.members.get(MemberId("1003"))
        assert member is not None
        uow.members.update(replace(member, left_on=date(2026, 6, 1)))

    await talk.store(leave)
    assert "不在花名册" in await talk.say("昨天主题党日，到12人", who="1003")
    assert await talk.ledger() == []


async def test_a_correction_that_does_not_add_up_says_so(talk: Talk) -> None:
    await talk.say("昨天主题党日，应到15人实到12人，请假3人")
    assert "对不上" in await talk.say("人数改成20人")


async def test_the_digest_of_the_month_is_given_when_it_is_asked_for(talk: Talk) -> None:
    assert "月报" in await talk.say("本月简报", who="2001")
    assert "周报" in await talk.say("本周简报", who="2001")


async def test_a_branch_is_chosen_once_and_kept(talk: Talk) -> None:
    await _give_post(talk, "1001", "jgdw", Role.DEPUTY)
    assert "哪个组织" in await talk.say("昨天集中学习，到12人", who="1001")
    assert "第一党支部" in await talk.say("第一党支部", who="1001")
    assert "已登记（第一党支部）" in await talk.say("前天集中学习，到12人", who="1001")


async def test_a_number_chooses_nothing_that_only_spares_typing(talk: Talk) -> None:
    await talk.say("昨天党课，李建国主讲，到20人")
    assert await talk.say("1") == replies.NOTHING
    (record,) = await talk.ledger()
    assert (record.state, record.attendance.present) == (ActivityState.RECORDED, 20)


async def test_the_weekday_before_a_branch_is_no_number_of_it(talk: Talk) -> None:
    assert "已登记（第一党支部）" in await talk.say("上周五支部开了主题党日，18个人参加")


async def test_what_is_open_of_one_kind_is_told_of_it_alone(talk: Talk) -> None:
    told = await talk.say("党课最晚哪天", who="1001")
    assert "党课" in told
    assert "主题党日" not in told


@pytest.mark.parametrize(("text", "answer"), [("谢谢！", "不客气。"), ("好的", "好的。"), ("在吗", "您好。")])
async def test_courtesy_is_answered_in_a_word_and_not_at_all_in_a_group(talk: Talk, text: str, answer: str) -> None:
    assert (await talk.say(text)).startswith(answer)
    assert await talk.say(text, group="g1") == ""


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("昨天支部的人都去看了红色电影《长津湖》", "主题 红色电影《长津湖》"),
        ("昨天集中学习，主题：《条例》", "主题 条例"),
        ("昨天集中学习，主题：《准则》和《条例》", "主题 《准则》和《条例》"),
    ],
)
async def test_a_topic_is_shown_whole(talk: Talk, text: str, topic: str) -> None:
    assert topic in await talk.say(text)


async def test_what_has_to_be_changed_is_no_plan_and_no_second_report(talk: Talk) -> None:
    await talk.say("6月23日支委会，应到5人，实到5人")
    assert "5 → 4" in await talk.say("我要改6月23号的支委会，实到改4人")
    assert len(await talk.ledger()) == 1


async def _give_post(talk: Talk, member: str, organisation: str, role: Role) -> None:
    post = Post(member_id=MemberId(member), organisation_id=OrganisationId(organisation), role=role)
    await talk.store(lambda uow: uow.posts.add(post))


@pytest.mark.parametrize(
    ("text", "organisation"), [("机关党委昨天开展志愿服务，8人", "jgdw"), ("昨天我们支部去志愿服务，8人", "zb1")]
)
async def test_who_has_posts_in_two_is_not_asked_for_the_one_that_he_names(
    talk: Talk, text: str, organisation: str
) -> None:
    await _give_post(talk, "1002", "jgdw", Role.ORGANISER)
    assert "已登记" in await talk.say(text, who="1002")
    assert len(await talk.ledger(organisation)) == 1


async def test_a_question_about_a_branch_that_is_not_ones_own_is_not_answered_with_another(talk: Talk) -> None:
    told = await talk.say("第二党支部今年开了几次支委会", who="1003")
    assert "没有找到您可以查询的组织“第二党支部”" in told
    assert "共" in await talk.say("第二党支部今年开了几次支委会", who="2001")


async def test_the_digest_of_a_month_that_is_named(talk: Talk) -> None:
    assert "月报】2026年5月" in await talk.say("5月简报", who="1001")
    assert "周报】2026年6月15日" in await talk.say("上周简报", who="1001")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # Friday 19 June is a day off (端午), and 20 and 21 June are a weekend.
        ("前几天开了党课", ["6月18日（周四）", "6月17日（周三）", "6月16日（周二）"]),
        ("开了党课，到20人", ["6月22日（周一）", "6月21日（周日）", "6月18日（周四）"]),
    ],
)
async def test_days_that_are_likely_are_offered(talk: Talk, text: str, days: list[str]) -> None:
    talk.now = datetime.fromisoformat("2026-06-22T09:00:00+08:00")
    asked = await talk.send(text=text)
    assert [button.label for button in asked.replies[0].buttons][:-1] == days


async def test_a_change_in_a_group_never_meets_another_record_than_the_one_just_spoken_of(talk: Talk) -> None:
    await talk.say("6月23日党课，李建国主讲，到20人", who="1004")
    await talk.say("6月22日支委会，到5人", who="1002")
    await talk.say("今天主题党日，应到13人，实到12人", who="1003", group="g1")
    assert "没有改动" in await talk.say("人数是11人", who="1004", group="g1")
    asked = await talk.send(text="人数是11人", who="1002", group="g1")
    assert [button.label for button in asked.replies[0].buttons][:2] == [
        "6月25日（周四） 主题党日",
        "6月22日（周一） 支委会",
    ]
    assert "12 → 11" in await talk.say("1", who="1002", group="g1")
    told = {record.kind: record.attendance.present for record in await talk.ledger()}
    assert told == {ActivityKind.PARTY_LECTURE: 20, ActivityKind.THEME_DAY: 11, ActivityKind.BRANCH_COMMITTEE: 5}


@pytest.mark.parametrize(
    "words", ["昨天一支部主题党日到12人，二支部党课到10人", "一支部昨天支委会，到3人；二支部昨天党课，到9人"]
)
async def test_of_several_organisations_nothing_is_kept_under_one_of_them(talk: Talk, words: str) -> None:
    assert await talk.say(words, who="2002") == replies.ONE_ORGANISATION
    assert await talk.ledger() == []


async def test_an_organisation_that_only_took_part_is_none_that_is_reported_for(talk: Talk) -> None:
    assert "已登记（第一党支部）" in await talk.say("一支部昨天主题党日，二支部也来了5人，到12人", who="2002")


async def test_several_reports_of_one_organisation_are_kept(talk: Talk) -> None:
    await talk.say("一支部6月23日主题党日到12人；6月24日第一党支部党课到10人", who="2002")
    assert len(await talk.ledger()) == 2
