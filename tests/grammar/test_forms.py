"""Labelled forms, in any order and with any punctuation."""

import pytest

from tests.grammar.sayings import record_of, records_of

FORMS = (
    "会议名称：支委会\n时间：2026年11月10日下午2:30\n地点：三楼会议室\n主持人：李建国\n记录人：陈晓梅\n应到：7人\n实到：6人\n请假：王芳\n主题：研究发展党员工作",
    "主持人：李建国\n记录人：陈晓梅\n地点：三楼会议室\n会议名称：支委会\n请假：王芳\n实到：6人\n应到：7人\n时间：2026年11月10日下午2:30\n主题：研究发展党员工作",
    "会议名称:支委会\n时间:2026年11月10日14:30\n地点:三楼会议室\n主持人:李建国\n记录人:陈晓梅\n应到:7\n实到:6\n请假:王芳\n议题:研究发展党员工作",
    "会议名称：支委会；时间：2026年11月10日下午2点半；地点：三楼会议室；主持人：李建国；记录人：陈晓梅；应到：7人；实到：6人；请假：王芳；主题：研究发展党员工作",
    "会议名称　支委会\n时　　间：２０２６年１１月１０日下午２：３０\n地　　点：三楼会议室\n主 持 人：李建国\n记 录 人：陈晓梅\n应　　到：７人\n实　　到：６人\n请　　假：王芳\n主　　题：研究发展党员工作",
    "1.会议名称：支委会\n2.时间：11月10日下午2:30\n3.地点：三楼会议室\n4.主持人：李建国\n5.记录人：陈晓梅\n6.应到人数：7人\n7.实到人数：6人\n8.请假人员：王芳\n9.会议主题：研究发展党员工作",
)  # fmt: skip
EXPECTED = {
    "kind": "branch_committee", "date": "2026-11-10", "start": "14:30", "place": "三楼会议室", "host": "李建国", "recorder": "陈晓梅", "expected": 7, "present": 6,
    "leave": ["王芳"], "topic": "研究发展党员工作",
}  # fmt: skip


@pytest.mark.parametrize("text", FORMS)
def test_form(text: str) -> None:
    assert record_of(text) == EXPECTED


LECTURE = {"kind": "party_lecture", "date": "2026-06-25", "lecturer": "李建国", "present": 30, "topic": "走好第一方阵"}
LECTURES = (
    "活动类型：党课\n日期：6月25日\n主讲人：李建国\n参加人数：30人\n主题：走好第一方阵",
    "党课\n日期：2026-06-25\n授课人：李建国\n参加人数：30\n题目：走好第一方阵",
    "类型:党课 日期:6.25 主讲:李建国 人数:30 主题:走好第一方阵",
)


@pytest.mark.parametrize("text", LECTURES)
def test_form_of_a_lecture(text: str) -> None:
    assert record_of(text) == LECTURE


EMPTY_FIELDS = (
    "会议名称：支委会\n时间：11月10日\n地点：\n主持人：\n应到：7人\n实到：7人\n请假：无\n缺席：无",
    "会议名称：支委会\n时间：11月10日\n地点：无\n主持人：/\n应到：7人\n实到：7人\n请假：/\n缺席：0人",
)


@pytest.mark.parametrize("text", EMPTY_FIELDS)
def test_empty_fields_stay_empty(text: str) -> None:
    expected = {"kind": "branch_committee", "date": "2026-11-10", "expected": 7, "present": 7}
    assert {name: value for name, value in record_of(text).items() if name != "place"} == expected


def test_hours_of_a_form() -> None:
    record = record_of("活动：主题党日\n时间：11月12日14:00—16:30\n地点：党史馆\n参加人数：18人")
    assert (record["date"], record["start"], record["end"]) == ("2026-11-12", "14:00", "16:30")


@pytest.mark.parametrize(
    "text",
    [
        "会议名称：支委会\n时间：12月10日下午2:30\n地点：三楼会议室\n请各位委员准时参加",
        "会议通知：定于11月20日下午2:30召开支部党员大会，地点三楼会议室，请全体党员参加",
        "主题党日方案\n时间：11月27日上午9点\n地点：梅子沟村\n内容：帮茶农采秋茶\n人数：15人",
        "会议名称：\n时间：\n地点：\n主持人：\n应到：\n实到：",
    ],
)
def test_notice_or_empty_form_is_no_record(text: str) -> None:
    assert records_of(text) == []


def test_day_behind_a_colon_is_no_topic() -> None:
    record = record_of("中心组8月份学习：8月20日，学习《论党的自我革命》，参加9人")
    assert (record["date"], record["topic"]) == ("2026-08-20", "《论党的自我革命》")


def test_name_before_a_colon_is_no_label() -> None:
    record = record_of("一支部：11.10党课 主讲姚副局长 题目《走好第一方阵》 40/43")
    assert record["kind"] == "party_lecture"
    assert (record["lecturer"], record["present"], record["expected"]) == ("姚副局长", 40, 43)


def test_blanks_part_names_and_a_stroke_two_numbers() -> None:
    record = record_of("会议 民主评议党员\n时间 11月16日\n参会 14/17\n请假 葛优 冯巩 姜昆")
    assert (record["present"], record["expected"], record["leave"]) == (14, 17, ["葛优", "冯巩", "姜昆"])


@pytest.mark.parametrize(
    "text", ["11.17支委会 议题：述职评议安排 书记主持 小鲁记录", "11.17支委会 议题：述职评议安排，书记主持"]
)
def test_what_a_blank_parts_from_a_topic_is_whoever_hosted(text: str) -> None:
    record = record_of(text)
    assert (record["topic"], record["host"]) == ("述职评议安排", "书记")


def test_place_that_is_said_ends_before_who_was_there() -> None:
    record = record_of("日期11月16日类别集中学习地点图书室人数18主讲翁虹")
    assert (record["place"], record["present"], record["lecturer"]) == ("图书室", 18, "翁虹")


@pytest.mark.parametrize(
    "text",
    [
        "参加：王丽、李静、张磊；缺席：刘洋（探亲）；时间：昨天下午；内容：学习党纪",
        "主持：孟晓；时间：昨天下午；内容：学习党纪；参加：王丽、李静、张磊",
    ],
)
def test_form_that_names_no_kind_is_asked_for_it(text: str) -> None:
    record = record_of(text)
    assert (record["date"], "kind" in record) == ("2026-11-17", False)
    assert record["participants"] == ["王丽", "李静", "张磊"]


@pytest.mark.parametrize("mark", [".", "、"])
def test_numbers_of_a_list_count_nobody(mark: str) -> None:
    record = record_of(f"主题党日 11月16日 参加人员：1{mark}王丽 2{mark}李静 3{mark}张磊")
    assert record["participants"] == ["王丽", "李静", "张磊"]
    assert "present" not in record


@pytest.mark.parametrize(
    "name",
    [
        "11月份支委会",
        "支委会（扩大）会议",
        "第一党支部11月支委会",
        "机关第一党支部2026年11月支委会",
        "11月份第2次支部委员会会议",
    ],
)
def test_the_name_of_a_meeting_is_not_what_it_was_about(name: str) -> None:
    record = record_of(f"会议名称：{name}\n时间：11月17日\n人数：5")
    assert (record["kind"], record.get("topic")) == ("branch_committee", None)
    assert record_of(f"会议名称：{name}\n时间：11月17日\n议题：年底评优")["topic"] == "年底评优"
