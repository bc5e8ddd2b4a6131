"""What is said while a question is open, and right after a record was kept."""

from datetime import date, time, timedelta

import pytest

from schedules.ledger.activity import ActivityKind, ActivityState
from tests.handlers.conftest import Talk


@pytest.mark.parametrize("text", ["到场12人", "实到12人", "一共12个人", "12人参加"])
async def test_a_bare_count_right_after_a_record_completes_it(talk: Talk, text: str) -> None:
    await talk.say("昨天下午主题党日，参观党史馆")
    assert "已更正" in await talk.say(text)
    (record,) = await talk.ledger()
    assert record.attendance.present == 12


async def test_people_place_and_time_right_after_a_record_complete_it(talk: Talk) -> None:
    await talk.say("昨天支委会，5人")
    for text in ("主持人李建国", "地点三楼会议室", "下午三点开始", "王芳请假"):
        assert "已更正" in await talk.say(text)
    (record,) = await talk.ledger()
    assert (record.host, record.place, record.starts) == ("李建国", "三楼会议室", time(15, 0))
    assert record.attendance.leave == ("王芳",)


@pytest.mark.parametrize(
    "text",
    [
        "还有李强",
        "李强也来了",
        "漏了李强",
        "再加一个人，李强",
        "名单不全，还有李强也来了",
        "刚才忘了说，李强也在",
        "李强也参加了，忘写了",
    ],
)
async def test_whoever_is_named_besides_right_after_a_record_joins_those_it_names(talk: Talk, text: str) -> None:
    await talk.say("昨天支委会，李娜、赵刚参加，5人")
    assert "已更正" in await talk.say(text)
    (record,) = await talk.ledger()
    assert record.attendance.present == 5
    assert record.participants == ("李娜", "赵刚", "李强")


@pytest.mark.parametrize("text", ["文件也到了", "书记也来了", "还有时间", "还有二支部", "李强来了"])
async def test_what_names_nobody_besides_joins_nothing(talk: Talk, text: str) -> None:
    await talk.say("昨天支委会，李娜、赵刚参加，5人")
    before = await talk.ledger()
    assert "已更正" not in await talk.say(text)
    assert await talk.ledger() == before


async def test_whoever_is_named_besides_joins_the_report_that_is_asked_about(talk: Talk) -> None:
    await talk.say("前几天开了党课，到10人")
    assert "哪一天" in await talk.say("还有李强")
    await talk.say("6月23日")
    (record,) = await talk.ledger()
    assert record.participants == ("李强",)


async def test_nobody_joins_a_talk(talk: Talk) -> None:
    await talk.say("昨天和张晓谈心谈话")
    assert "已更正" not in await talk.say("还有李强")


@pytest.mark.parametrize("text", ["人数不对", "刚才那条地点写错了", "记错人了", "主持人搞错了"])
async def test_a_fault_without_its_value_is_asked_about(talk: Talk, text: str) -> None:
    await talk.say("昨天支委会，5人")
    assert "直接说新的内容" in await talk.say(text)
    assert "已更正" in await talk.say("人数改成6人")


async def test_half_an_hour_later_a_bare_count_is_nothing(talk: Talk) -> None:
    await talk.say("昨天下午主题党日，参观党史馆")
    talk.now += timedelta(minutes=31)
    assert "没有保存" in await talk.say("到场12人")
    (record,) = await talk.ledger()
    assert record.attendance.present is None


async def test_in_a_group_a_bare_count_is_left_to_the_people(talk: Talk) -> None:
    await talk.say("昨天下午主题党日，参观党史馆", group="g1")
    assert await talk.say("到场12人", group="g1") == ""
    (record,) = await talk.ledger()
    assert record.attendance.present is None


@pytest.mark.parametrize("text", ["到场12人", "人数改成12人"])
async def test_while_a_question_is_open_the_report_is_completed(talk: Talk, text: str) -> None:
    await talk.say("前几天开了党课，到10人")
    assert "哪一天" in await talk.say(text)
    assert await talk.ledger() == []
    await talk.say("6月23日")
    (record,) = await talk.ledger()
    assert (record.kind, record.held_on, record.attendance.present) == (
        ActivityKind.PARTY_LECTURE,
        date(2026, 6, 23),
        12,
    )


async def test_a_correction_that_names_a_record_leaves_the_open_report_alone(talk: Talk) -> None:
    await talk.say("6月20日党小组会，6人")
    await talk.say("前几天开了党课，到10人")
    await talk.say("6月20日的党小组会人数改成7人")
    (record,) = await talk.ledger()
    assert (record.kind, record.attendance.present) == (ActivityKind.GROUP_MEETING, 7)


async def test_another_report_is_no_answer_to_the_question_for_a_day(talk: Talk) -> None:
    await talk.say("前几天开了党课，到10人")
    assert "已登记" in await talk.say("昨天支委会，5人")
    (record,) = await talk.ledger()
    assert (record.kind, record.attendance.present) == (ActivityKind.BRANCH_COMMITTEE, 5)


async def test_politeness_is_no_answer_and_no_mistake(talk: Talk) -> None:
    await talk.say("前几天开了党课，到10人")
    answer = await talk.say("谢谢")
    assert "没有看懂" not in answer
    assert "哪一天" in answer


@pytest.mark.parametrize("text", ["没开成", "没开"])
async def test_what_was_not_held_is_not_recorded(talk: Talk, text: str) -> None:
    await talk.say("前几天开了党课，到10人")
    assert "没有登记" in await talk.say(text)
    assert await talk.ledger() == []


@pytest.mark.parametrize("text", ["撤销", "不要了", "删了吧"])
async def test_what_is_withdrawn_is_the_open_report_and_not_the_record_before(talk: Talk, text: str) -> None:
    await talk.say("6月20日党小组会，6人")
    await talk.say("前几天开了党课，到10人")
    assert "没有登记" in await talk.say(text)
    assert [record.kind for record in await talk.ledger()] == [ActivityKind.GROUP_MEETING]
    assert "已撤销" in await talk.say("撤销")


async def test_what_it_was_about_may_be_told_afterwards(talk: Talk) -> None:
    await talk.say("昨天支委会，5人")
    assert "是同一次吗" in await talk.say("昨天支委会研究了两件事：党费收缴、年底评优，5人")
    assert "党费收缴、年底评优" in await talk.say("是的")
    (kept,) = await talk.ledger()
    assert kept.topic == "党费收缴、年底评优"
    assert "没有重复登记" in await talk.say("昨天支委会研究了两件事：党费收缴、年底评优，5人")


@pytest.mark.parametrize(("text", "count"), [("是的", 1), ("同一次", 1), ("不是", 2), ("另一次", 2)])
async def test_yes_and_no_answer_whether_it_is_the_same(talk: Talk, text: str, count: int) -> None:
    await talk.say("昨天主题党日，参观党史馆，到12人")
    assert "是同一次吗" in await talk.say("昨天主题党日，植树，到9人", who="1004")
    await talk.say(text, who="1004")
    assert len(await talk.ledger()) == count


async def test_yes_keeps_odd_counts_as_typed(talk: Talk) -> None:
    await talk.say("昨天党课，应到10人，实到12人")
    assert "已登记" in await talk.say("没错")
    (record,) = await talk.ledger()
    assert (record.attendance.expected, record.attendance.present) == (10, 12)


async def test_what_is_changed_while_a_question_stays_open_is_said(talk: Talk) -> None:
    await talk.say("今天15:00开了支委会")
    assert "是同一次吗" in await talk.say("今天支委会开完了，5个人，研究了评优")
    told = await talk.say("人数不对，4个人")
    assert told.startswith("好的，实到 4。")
    assert "是同一次吗" in told
    assert "已补充" in await talk.say("是")
    (record,) = await talk.ledger()
    assert (record.attendance.present, record.topic) == (4, "评优")


async def test_what_stands_beside_the_day_that_was_asked_for_is_kept(talk: Talk) -> None:
    await talk.say("前几天开展志愿服务")
    assert "实到 8" in await talk.say("6月22日，到8人，主持人王芳")
    (record,) = await talk.ledger()
    assert (record.held_on, record.attendance.present, record.host) == (date(2026, 6, 22), 8, "王芳")


async def test_a_name_that_is_to_be_taken_out_goes_and_nobody_is_counted_for_it(talk: Talk) -> None:
    await talk.say("昨天支委会，实到4人，王芳请假")
    assert "请假 王芳 → （空）" in await talk.say("请假名单里把王芳拿掉，她后来到了")
    (record,) = await talk.ledger()
    assert (record.attendance.leave, record.attendance.present) == ((), 4)


async def test_what_was_left_out_is_filled_in(talk: Talk) -> None:
    await talk.say("昨天支委会，实到4人")
    for text in ("漏了个请假的，王芳", "记录人忘填了，李建国", "时间没填上，下午三点到五点", "实到其实5个人"):
        assert "已更正" in await talk.say(text), text
    (record,) = await talk.ledger()
    assert (record.attendance.leave, record.recorder, record.attendance.present) == (("王芳",), "李建国", 5)
    assert (record.starts, record.ends) == (time(15, 0), time(17, 0))


@pytest.mark.parametrize(
    "text", ["漏了个请假的，陈立", "请假的还有陈立", "请假的加一个陈立", "刚才那条少写了请假的，是陈立"]
)
async def test_who_was_left_out_comes_besides_the_others(talk: Talk, text: str) -> None:
    await talk.say("昨天支委会，实到4人，王芳请假")
    assert "已更正" in await talk.say(text)
    (record,) = await talk.ledger()
    assert record.attendance.leave == ("王芳", "陈立")


async def test_who_was_not_on_leave_is_absent(talk: Talk) -> None:
    await talk.say("昨天支委会，实到4人，请假：王芳、陈立")
    await talk.say("陈立不是请假，是缺席")
    (record,) = await talk.ledger()
    assert (record.attendance.leave, record.attendance.absent) == (("王芳",), ("陈立",))


async def test_who_is_named_anew_takes_the_place_of_the_others(talk: Talk) -> None:
    await talk.say("昨天支委会，实到4人，王芳请假")
    await talk.say("请假人员改为陈立")
    (record,) = await talk.ledger()
    assert record.attendance.leave == ("陈立",)


async def test_records_that_look_alike_are_told_apart_and_the_question_stands(talk: Talk) -> None:
    await talk.say("6月24日党课，到10人")
    await talk.say("6月24日党课，主题学习党章，李建国主讲")
    await talk.say("2")
    first, second = sorted(record.id for record in await talk.ledger())
    outcome = await talk.send(text="删掉6月24日那条")
    labels = [button.label for button in outcome.replies[0].buttons]
    assert labels[:2] == [f"#{second} 6月24日（周三） 党课", f"#{first} 6月24日（周三） 党课"]
    assert await talk.say("你猜") == "没有看懂这个回答。要撤销哪一条？请选择。不改了请回复“算了”。"


async def test_who_is_away_besides_comes_to_those_of_the_open_report(talk: Talk) -> None:
    await talk.say("前几天开了党课，到10人，请假的有王芳")
    assert "请假 王芳、张晓" in await talk.say("请假的还有张晓")
    await talk.say("6月23日")
    (record,) = await talk.ledger()
    assert record.attendance.leave == ("王芳", "张晓")


async def test_of_two_open_reports_the_one_that_is_named_is_corrected(talk: Talk) -> None:
    await talk.say("6月23日主题党日，到7人")
    await talk.say("6月23日主题党日，参观党史馆，到12人；6月22日支委会，5人")
    assert "是同一次" in await talk.say("支委会那条人数改成4")
    await talk.say("另记一次")
    assert {record.attendance.present for record in await talk.ledger()} == {7, 12, 4}


async def test_a_question_that_was_open_is_asked_again_when_something_else_is_done(talk: Talk) -> None:
    await talk.say("6月20日党小组会，6人")
    await talk.say("前几天开了党课，到10人")
    for text in ("昨天支委会，5人", "6月20日的党小组会人数改成7人", "撤销6月20日的党小组会"):
        assert "刚才说的党课还没有登记。“前几天”不能确定是哪一天" in await talk.say(text)
    await talk.say("6月23日")
    assert {record.kind for record in await talk.ledger() if record.state is ActivityState.RECORDED} == {
        ActivityKind.PARTY_LECTURE,
        ActivityKind.BRANCH_COMMITTEE,
    }


async def test_a_report_told_anew_takes_the_place_of_the_open_one(talk: Talk) -> None:
    await talk.say("前几天开了党课，到10人")
    assert "还没有登记" not in await talk.say("6月23日党课，到10人")


async def test_of_two_questions_the_first_is_put_aside_in_words(talk: Talk) -> None:
    await talk.say("前几天开了党课，到10人")
    answer = await talk.say("支委会，5人")
    assert answer.startswith("刚才说的党课没有登记，请稍后再说一次。\n支委会是哪一天开展的？")


async def test_all_that_is_put_aside_is_named(talk: Talk) -> None:
    await talk.say("前几天开了党课，到10人，志愿服务9人去社区")
    assert "刚才说的党课、志愿服务没有登记" in await talk.say("支委会，5人")


@pytest.mark.parametrize("text", ["党课推迟到周五", "支委会周五开", "推迟到周五"])
async def test_what_is_to_be_held_later_is_no_answer_to_the_question_for_a_day(talk: Talk, text: str) -> None:
    await talk.say("志愿服务，到10人")
    await talk.say(text)
    assert await talk.ledger() == []


async def test_what_two_records_of_one_message_may_both_take_is_asked_about(talk: Talk) -> None:
    await talk.say("6月23日上午支委会，5人；下午主题党日，参观党史馆，到12人")
    for text in ("王芳请假", "人数改成4人", "撤销"):
        assert "哪一条？请选择。" in await talk.say(text)
        await talk.say("算了")
    assert {record.attendance.present for record in await talk.ledger()} == {5, 12}


async def test_nobody_is_present_at_a_talk_or_away_from_it(talk: Talk) -> None:
    await talk.say("昨天和李建国谈心谈话")
    for text in ("王芳请假", "请假的还有王芳", "人数改成12人", "接龙\n1. 王芳 到\n2. 陈立 请假"):
        assert "已更正" not in await talk.say(text)
    (record,) = await talk.ledger()
    assert record.participants == ("李建国",)


async def test_what_is_told_of_another_gathering_completes_no_record(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人")
    await talk.say("周敏他们支部昨天也搞了党课，周敏讲的")
    (record,) = await talk.ledger()
    assert record.lecturer is None


async def test_one_more_of_its_kind_is_taken_while_a_question_is_open(talk: Talk) -> None:
    await talk.say("收了5月党费1300")
    answer = await talk.say("还有4月的也收了1240")
    assert "好的，另有一条4月党费收缴" in answer
    assert "“5月”不能确定是哪一天" in answer
    await talk.say("5月29日")
    await talk.say("4月28日")
    assert [each.amount for each in await talk.ledger()] == [1300, 1240]


async def test_one_more_of_its_kind_is_taken_right_behind_it(talk: Talk) -> None:
    await talk.say("5月29日收党费1300元")
    await talk.say("还有4月28日也收了1240")
    assert [each.amount for each in await talk.ledger()] == [1300, 1240]


@pytest.mark.parametrize("text", ["不对，张晓没出差，是陈立", "张晓没请假，请假的是陈立"])
async def test_another_was_away(talk: Talk, text: str) -> None:
    await talk.say("昨天支委会，到5人，张晓、周敏请假")
    await talk.say(text)
    assert [set(each.attendance.leave) for each in await talk.ledger()] == [{"周敏", "陈立"}]


async def test_the_talk_is_meant_and_not_what_is_asked_about(talk: Talk) -> None:
    await talk.say("昨天和陈立谈心谈话")
    await talk.say("前几天主题党日，到9人")
    assert "谈心谈话：日期" in await talk.say("刚刚那个谈话是前天的")


async def test_what_another_branch_did_changes_nothing(talk: Talk) -> None:
    await talk.say("昨天主题党日，地点社区，到12人")
    await talk.say("转发：昨天下午第二党支部开展主题党日活动，参观党史馆，12名党员参加。")
    assert [each.place for each in await talk.ledger()] == ["社区"]


async def test_what_was_not_held_is_no_day_of_the_report(talk: Talk) -> None:
    await talk.say("昨天党小组会，到5人")
    await talk.say("昨天党小组会，主题学习党章，到6人")
    assert "是同一次" in await talk.say("今天没开会")
    assert len(await talk.ledger()) == 1
    await talk.say("算了")
    await talk.say("前几天主题党日，到9人")
    assert "是哪一天开展的" in await talk.say("今天没开会")
    assert len(await talk.ledger()) == 1


async def test_one_more_is_of_the_kind_that_was_told_last(talk: Talk) -> None:
    await talk.say("前几天主题党日，到9人")
    await talk.say("6月22日志愿服务，5人")
    await talk.say("还有上周二也去了四个人")
    await talk.say("6月20日")
    assert {(each.kind, each.attendance.present) for each in await talk.ledger()} == {
        ("volunteer", 5),
        ("volunteer", 4),
        ("theme_day", 9),
    }


async def test_a_name_goes_and_not_the_record(talk: Talk) -> None:
    await talk.say("昨天支委会，到5人，张晓、陈立请假")
    assert "请假 张晓、陈立 → 陈立" in await talk.say("张晓去掉")


async def test_whoever_was_away_besides_joins_those_on_leave(talk: Talk) -> None:
    await talk.say("昨天支委会，5人，王芳请假")
    assert "已更正" in await talk.say("刚才漏了李四请假")
    (record,) = await talk.ledger()
    assert record.attendance.leave == ("王芳", "李四")


async def test_the_last_character_of_a_name_is_no_number_of_people(talk: Talk) -> None:
    await talk.say("昨天支委会，5人")
    await talk.say("王三来了")
    (record,) = await talk.ledger()
    assert record.attendance.present == 5


@pytest.mark.parametrize("report", ["昨天党课，5人", "昨天参加培训，5人"])
@pytest.mark.parametrize(
    "text",
    [
        "谢谢",
        "谢谢啊",
        "高兴",
        "明白",
        "费心了",
        "我在302",
        "十二点吃饭",
        "去食堂",
        "王芳找你",
        "发票300元",
        "差一个人",
        "李强去不了",
        "周敏说她来不了",
    ],
)
async def test_thanks_and_talk_of_the_day_change_nothing(talk: Talk, report: str, text: str) -> None:
    await talk.say(report)
    before = await talk.ledger()
    assert "已更正" not in await talk.say(text)
    assert await talk.ledger() == before
