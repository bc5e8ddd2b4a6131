"""A field or a name goes from a record that stays, and what was withdrawn stands again."""

import pytest

from bot.storage.database import Database
from handlers import replies
from schedules.ledger.activity import ActivityId, ActivityState
from tests.handlers.conftest import Talk

MEETING = "昨天15:00支委会，实到3人，应到5人，请假2人：王芳、张晓，地点三楼会议室，主持人李建国，主题评优"


@pytest.mark.parametrize(
    "text", ["地点去掉", "把地点删掉", "地点那栏清空", "删掉支委会的地点", "本月支委会的地点不要了"]
)
async def test_a_field_is_emptied_and_the_rest_stays(talk: Talk, text: str) -> None:
    await talk.say(MEETING, who="1002")
    assert "已更正 #1 支委会：地点 三楼会议室 → （空）。" in await talk.say(text, who="1002")
    (record,) = await talk.ledger()
    assert (record.place, record.host, record.attendance.leave) == (None, "李建国", ("王芳", "张晓"))


async def test_every_field_can_go_and_what_is_empty_is_said_to_be(talk: Talk) -> None:
    await talk.say(MEETING, who="1002")
    for text in ("主题去掉", "主持人删了", "时间去掉", "应到人数清空", "人数去掉", "请假的全部去掉"):
        assert "→ （空）" in await talk.say(text, who="1002"), text
    assert "没有改动" in await talk.say("缺席那栏清空", who="1002")
    (record,) = await talk.ledger()
    assert (record.topic, record.host, record.starts, record.tags) == (None, None, None, frozenset())
    assert (record.attendance.present, record.attendance.leave, record.attendance.leave_count) == (None, (), None)


@pytest.mark.parametrize("text", ["清空请假", "清空请假名单", "删掉昨天支委会的请假"])
async def test_the_verb_may_come_first(talk: Talk, text: str) -> None:
    await talk.say(MEETING, who="1002")
    assert "请假 王芳、张晓 → （空）" in await talk.say(text, who="1002")


@pytest.mark.parametrize("text", ["清空缺席", "缺席清空", "清空支委会的缺席"])
async def test_who_was_absent_goes_too(talk: Talk, text: str) -> None:
    await talk.say("昨天支委会，应到5人，实到4人，缺席张晓", who="1002")
    assert "缺席 张晓 → （空）" in await talk.say(text, who="1002")


@pytest.mark.parametrize(
    "text",
    [
        "把请假的王芳去掉",
        "王芳没请假",
        "王芳没请假，她来了",
        "王芳来了，没请假",
        "请假名单里把王芳拿掉",
        "把王芳从请假里去掉",
    ],
)
async def test_one_name_goes_and_the_others_stay(talk: Talk, text: str) -> None:
    await talk.say(MEETING, who="1002")
    assert "请假 王芳、张晓 → 张晓" in await talk.say(text, who="1002")
    (record,) = await talk.ledger()
    assert (record.attendance.leave, record.attendance.leave_count or 1) == (("张晓",), 1)


async def test_who_is_not_on_the_list_is_not_taken_out(talk: Talk) -> None:
    await talk.say(MEETING, who="1002")
    assert "没有改动" in await talk.say("陈立没请假", who="1002")


async def test_a_name_goes_and_the_count_that_is_told_beside_it_comes(talk: Talk) -> None:
    await talk.say(MEETING, who="1002")
    answer = await talk.say("把请假的王芳去掉，她来了，实到4", who="1002")
    assert "实到 3 → 4" in answer
    assert "请假 王芳、张晓 → 张晓" in answer


async def test_the_two_of_a_talk_cannot_go(talk: Talk) -> None:
    await talk.say("昨天和王芳谈心谈话", who="1001")
    assert "要更正这一条" in await talk.say("主持人去掉", who="1001")


async def test_a_field_goes_from_a_report_that_a_question_is_open_about(talk: Talk) -> None:
    await talk.say("前几天开了党课，到10人，地点三楼会议室")
    answer = await talk.say("地点去掉")
    assert answer.startswith("好的，地点 （空）。")
    await talk.say("6月23日")
    (record,) = await talk.ledger()
    assert (record.place, record.attendance.present) == (None, 10)


@pytest.mark.parametrize("text", ["恢复", "刚才撤销的恢复一下", "不撤了", "恢复刚才那条", "恢复 #1"])
async def test_what_was_withdrawn_stands_again_and_its_history_tells_both(
    talk: Talk, database: Database, text: str
) -> None:
    await talk.say("昨天主题党日，到12人")
    assert replies.HOW_TO_RESTORE in await talk.say("撤销")
    assert "状态 已撤销 → 已登记" in await talk.say(text)
    (record,) = await talk.ledger()
    assert record.state is ActivityState.RECORDED
    history = await database.read(lambda uow: uow.amendments.list(activity_id=ActivityId(1)))
    assert [(each.before["state"], each.after["state"]) for each in history] == [
        ("recorded", "void"),
        ("void", "recorded"),
    ]


async def test_what_was_told_anew_is_not_restored_beside_it(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人")
    await talk.say("撤销")
    await talk.say("昨天主题党日，到13人")
    assert "没有重复登记" in await talk.say("恢复")
    assert sorted(record.state for record in await talk.ledger()) == [ActivityState.RECORDED, ActivityState.VOID]


async def test_nobody_restores_what_he_may_not_change_or_was_never_withdrawn(talk: Talk) -> None:
    await talk.say("昨天主题党日，到12人")
    await talk.say("撤销")
    assert await talk.say("恢复", who="1004") == replies.NOTHING_WITHDRAWN
    assert await talk.say("恢复 #1", who="1004") == replies.NOT_YOURS
    assert await talk.say("恢复 #7") == replies.NOT_YOURS
    await talk.say("恢复")
    assert "没有改动" in await talk.say("恢复 #1")


async def test_not_withdrawing_after_all_is_an_answer_to_the_question_which(talk: Talk) -> None:
    await talk.say("昨天支委会，实到4人")
    await talk.say("前天支委会，实到5人")
    await talk.say("删掉本月的支委会")
    assert await talk.say("不撤了") == replies.UNCHANGED


@pytest.mark.parametrize("text", ["清空地点和主持人", "地点、主持人都去掉", "把地点和主持人清空", "删掉主持人和地点"])
async def test_several_fields_are_emptied_at_once(talk: Talk, text: str) -> None:
    await talk.say("6月24日支委会，到4人，主持人王芳，地点会议室，记录人陈立")
    await talk.say(text)
    (record,) = await talk.ledger()
    assert (record.place, record.host, record.recorder) == (None, None, "陈立")


@pytest.mark.parametrize("text", ["陈立改成请假", "把陈立改为请假", "陈立同志改成请假了"])
async def test_who_was_told_to_be_absent_is_on_leave_instead(talk: Talk, text: str) -> None:
    await talk.say("6月24日支委会，到4人，缺席陈立，请假王芳")
    await talk.say(text)
    (record,) = await talk.ledger()
    assert (record.attendance.leave, record.attendance.absent) == (("王芳", "陈立"), ())


@pytest.mark.parametrize("text", ["人数改成请假", "下午改成请假"])
async def test_what_is_no_person_is_not_on_leave(talk: Talk, text: str) -> None:
    await talk.say("6月24日支委会，到4人，缺席陈立")
    await talk.say(text)
    (record,) = await talk.ledger()
    assert (record.attendance.leave, record.attendance.absent) == ((), ("陈立",))


@pytest.mark.parametrize("text", ["主持人是我", "主持人改成我", "是我主持的", "主持人应该是我自己。"])
async def test_one_names_oneself(talk: Talk, text: str) -> None:
    await talk.say("6月24日支委会，到4人，主持人王芳")
    await talk.say(text)
    (record,) = await talk.ledger()
    assert record.host == "张晓"


async def test_one_names_oneself_in_a_report(talk: Talk) -> None:
    await talk.say("6月24日党课，到9人，主讲人是我")
    (record,) = await talk.ledger()
    assert record.lecturer == "张晓"


@pytest.mark.parametrize("text", ["聊了几句", "和大家说了几句"])
async def test_a_few_words_are_not_counted(talk: Talk, text: str) -> None:
    assert "共" not in await talk.say(text)
