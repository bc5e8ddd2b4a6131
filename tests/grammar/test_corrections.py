"""Changes to earlier records: new values only, and which record is meant."""

import datetime as dt

import pytest

from handlers.grammar.clauses.fields import fields_of
from handlers.intents import Correct, Reading, Target, Undo
from schedules.ledger.activity import ActivityKind
from tests.grammar.sayings import intent_of, said_intent

CHANGES = [
    ({"present": 20}, "人数改成20人"),
    ({"present": 24}, "人数漏了两个，一共24"),
    ({"participants": ["徐倩"]}, "谈话对象改一下 是徐倩 不是徐茜"),
    ({"participants": ["小覃"]}, "谈心谈话记错人了，是小覃不是小谭"),
    ({"host": "李建国"}, "主持人写错一个字，是李建国不是李建过"),
    ({"end": "17:20"}, "散会时间改成5点20"),
    ({"end": "17:00"}, "结束时间写早了，应该是下午五点"),
    ({"expected": 26}, "昨天那条再补个应到，26人"),
    ({"host": "许春来"}, "刚记的支委会漏了主持人，补上许春来"),
    ({"recorder": "小甘"}, "上面那条加上记录人：小甘"),
    ({"leave": ["孙悦"]}, "漏了个人，请假的再加上孙悦"),
    ({"place": "党员之家"}, "地点别写会议室，写党员之家"),
    ({"leave": ["祁悦", "段一鸣"]}, "补名单：祁悦、段一鸣 都是请假"),
    ({"leave": ["孙悦"]}, "请假的补一个，孙悦"),
    ({"lecturer": "谭卓"}, "那条党课主讲应改成谭卓"),
    ({"present": 20}, "刚才那条人数改成20人"),
    ({"present": 20}, "人数不对，是20人"),
    ({"present": 20}, "实到改成20人"),
    ({"present": 20}, "上一条实到人数应为20人"),
    ({"expected": 23}, "应到改为23人"),
    ({"date": "2026-06-27"}, "不对，是6月27日"),
    ({"date": "2026-06-27"}, "日期改成6月27日"),
    ({"date": "2026-06-27"}, "更正：日期是6月27日"),
    ({"date": "2026-06-27"}, "日期写错了，应该是6月27日"),
    ({"date": "2026-11-16"}, "刚才那条日期改成前天"),
    ({"host": "李建国"}, "主持人改成李建国"),
    ({"host": "李建国"}, "主持人不是王芳，是李建国"),
    ({"host": "李建国"}, "刚才那条主持人写错了，应该是李建国"),
    ({"lecturer": "李建国"}, "主讲人改为李建国"),
    ({"recorder": "陈晓梅"}, "记录人改成陈晓梅"),
    ({"place": "三楼会议室"}, "地点改成三楼会议室"),
    ({"place": "三楼会议室"}, "地点应为三楼会议室"),
    ({"topic": "走好第一方阵"}, "主题改成走好第一方阵"),
    ({"leave": ["王五"]}, "请假人员改为王五"),
    ({"leave": ["王五"]}, "请假的还有王五"),
    ({"leave": ["王五"]}, "上条请假的加一个王五"),
    ({"expected": 20, "present": 18}, "应到改成20，实到改成18"),
    ({"present": 6}, "不是5人是6人"),
    ({"host": "王刚"}, "昨天支委会的主持人是王刚不是王钢"),
    ({"present": 26}, "昨天的党课不是28人，是26人"),
    ({"present": 15}, "上周五主题党日不是12个人是15个人"),
    ({"present": 34}, "把昨天党课的听课人数从三十二改成三十四"),
    ({"expected": 34}, "应到数字更正为34"),
    ({"amount": 2130}, "金额录差了，改2130"),
    ({"leave": ["沈青", "程砚"]}, "昨晚支委会请假名单补为沈青、程砚"),
    ({"leave": ["乔大江"]}, "昨天大会请假的还有乔大江"),
    ({"leave": ["陶蓓"]}, "昨天学习请假的人里加上陶蓓"),
    ({"leave": ["高洪涛", "魏巍"]}, "昨天的主题党日添上请假：高洪涛、魏巍"),
    ({"leave": ["姜卫东"]}, "姜卫东不是缺席，他是跟我请过假的"),
    ({"date": "2026-11-06"}, "那条学习的日期改到11月6号"),
    ({"start": "15:00"}, "上次那条支委会的时间挪到三点"),
    ({"expected": 31}, "应到补成三十一"),
    ({"present": 18}, "刚才那条实到补成18"),
    ({"recorder": "秦雪"}, "刚报的大会记录人弄错了，是秦雪"),
    ({"host": "秦雪"}, "主持人名字有误，应为秦雪"),
    ({"leave": ["向德友"]}, "刚才那条请假的是向德友，不是向德发"),
    ({"absent": ["小刘"]}, "缺席的是小刘，不是小柳"),
    ({"lecturer": "仲海波"}, "主讲人姓仲不姓钟，仲海波"),
    ({"recorder": "章敏"}, "记录人姓章，不姓张，叫章敏"),
    ({"lecturer": "鲜于同"}, "主讲老师姓鲜于，鲜于同"),
    ({"place": "四楼多功能厅"}, "支部大会不在三楼，在四楼多功能厅"),
    ({"place": "镇礼堂"}, "地方记错，不在文化站，在镇礼堂"),
    ({"place": "三楼"}, "地点还是改成三楼吧"),
    ({"recorder": "阮明"}, "昨天的支委会是阮明记录的，漏了，补一下"),
    ({"host": "李闸"}, "14号学习主持人是李闸，漏写了，补上"),
    ({"recorder": "汪海梅"}, "昨天那条学习，记录人换汪海梅"),
    ({"kind": "seminar"}, "昨日所报党课，实为专题研讨，请改类别"),
    ({"kind": "warning_education"}, "应该算警示教育，你按这个类别改"),
    ({"kind": "group_meeting"}, "它不算支部大会，只是二组开的小组会，劳驾改过来"),
    ({"kind": "group_meeting"}, "党小组会才对，改类型"),
    ({"kind": "branch_assembly"}, "把支部大会那条记成了支委会，帮我换过来"),
    ({"start": "15:00"}, "时间改成下午三点"),
    ({"date": "2026-11-13"}, "刚才说错了，是上周五"),
    ({"lecturer": "李建国"}, "写错了，李建国主讲"),
    ({"date": "2026-11-05"}, "日期记岔了，是11月5日"),
    ({"present": 12}, "刚才人数报混了，应该是12人"),
    ({"host": "王芳"}, "主持人登串了，是王芳"),
    ({"lecturer": "李建国"}, "主讲人应该写李建国"),
    ({"recorder": "王芳"}, "记录人应填王芳"),
    ({"expected": 18, "leave": ["王芳"]}, "应到改18 请假加上王芳"),
    ({"present": 16}, "实到多报了1个，改成16"),
    ({"present": 14}, "实到少写了2个，应该是14"),
    ({"date": "2026-06-27"}, "昨天那条改成6月27日"),
    ({"kind": "branch_committee"}, "类型改成支委会"),
    ({"kind": "party_lecture"}, "刚才把党课写成了主题党日，帮我改回党课"),
    ({"amount": 1200}, "上条党费少写了个零，应该是1200"),
    ({"amount": 12000}, "党费数目再核了下，少写个零，12000才对"),
    ({"leave": ["迟德胜"]}, "漏了个请假的，迟德胜"),
    ({"present": 14}, "上一条改一下，本来是15人，应改成14人"),
    ({"lecturer": "欧阳雪"}, "上条的领学人应该写成欧阳雪"),
    ({"kind": "branch_committee"}, "刚才那条不是党小组会，是支委会"),
    ({"amount": 18000}, "昨天党费少敲一个0，18000才对"),
    ({"amount": 5000}, "刚记的金额掉了个零，5000"),
    ({"present": 17}, "实到那栏多打了个1，应该是17"),
    ({"place": "一楼大厅"}, "地方不在五楼，在一楼大厅"),
    ({"start": "15:15"}, "开始时间三点一刻，别写三点半"),
    ({"absent": ["谭小虎"]}, "谭小虎不是请假，是缺席"),
    ({"leave": ["付小军"]}, "漏写一个请假的，付小军"),
    ({"recorder": "岑小满"}, "记录人忘填了，岑小满"),
    ({"host": "谭书记"}, "主持人没写，是谭书记"),
    ({"participants": ["覃丽"]}, "刚才那条落了个人，覃丽也参加了"),
    ({"present": 16}, "实到其实16个人"),
    ({"expected": 31}, "应到其实三十一，别的不变"),
    ({"present": 21}, "实到改成二十一，其余照旧"),
    ({"end": "17:30"}, "党课那天五点半才结束，我登的五点"),
    ({"participants": ["安琪"]}, "谈心那条少写一个人，补上安琪"),
    ({"expected": 30}, "应到三十的，我打成十三了"),
    ({"end": "17:20"}, "结束时间五点二十，别写五点"),
    ({"topic": "廉洁过节"}, "题目少了俩字，是廉洁过节"),
    ({"absent": ["洪福"]}, "缺席那栏空着，填洪福"),
    ({"leave": ["韦小满"]}, "刚报的支部大会，请假里把韦小满落下了"),
    ({"recorder": "农爱莲"}, "昨天支委会记录人是农爱莲，补上"),
    ({"place": "三楼会议室"}, "地点是三楼会议室，帮我添上"),
    ({"host": "王芳"}, "主持人写王芳才对"),
    ({"present": 22}, "主题党日人数应该算22，有两个是别的支部的"),
    ({}, "韦小满登的是小名，请改用本名"),
    ({}, "把昨天支委会请假的王五去掉，王五不算"),
    ({}, "请假里面拿掉韦家骏，他赶回来了"),
    ({}, "昨天那次请假名单里把农爱莲去掉，她后来到了"),
]


@pytest.mark.parametrize(("expected", "text"), CHANGES)
def test_new_values(expected: dict[str, object], text: str) -> None:
    intent = intent_of(text)
    assert isinstance(intent, Correct)
    changes = fields_of(intent.changes)
    assert {name: changes.get(name) for name in expected} == expected
    assert set(changes) == set(expected)


WITHDRAWN = [
    (Target(), "撤销"),
    (Target(), "撤销上一条"),
    (Target(), "撤回刚才那条"),
    (Target(), "算我没说"),
    (Target(), "会没开成，可我已经报了，麻烦消掉"),
    (Target(), "那条不是我们支部的，帮我拿走"),
    (Target(), "删掉刚才那条"),
    (Target(), "刚才发错了，删掉吧"),
    (Target(), "不要了，删了吧"),
    (Target(), "以我后发的那条为准，前面那条不要"),
    (Target(), "上面那条当我没发"),
    (Target(), "刚才手快发的，删"),
    (Target(), "才发的这条不算"),
    (Target(), "别存，刚才那句是发给我爱人的"),
    (Target(), "莫记，我发错窗口了"),
    (Target(), "前面那条给我抹了"),
    (Target(), "刚报的那个不要存"),
    (Target(kind=ActivityKind.PARTY_LECTURE), "把重复的那条党课删了"),
    (Target(kind=ActivityKind.PARTY_LECTURE, held_on=dt.date(2026, 11, 17)), "昨天那条党课不要了"),
    (Target(number=12), "撤销#12"),
    (Target(number=12), "撤销第12条"),
    (Target(number=12), "删除 #12"),
    (Target(kind=ActivityKind.THEME_DAY), "删掉主题党日那条"),
    (Target(kind=ActivityKind.BRANCH_COMMITTEE), "撤销支委会那条记录"),
    (Target(kind=ActivityKind.THEME_DAY, held_on=dt.date(2026, 11, 17)), "删掉昨天那条主题党日"),
    (Target(kind=ActivityKind.GROUP_MEETING, held_on=dt.date(2026, 11, 6)), "6号那次小组会其实没开，把登记的取消掉"),
]


@pytest.mark.parametrize(("target", "text"), WITHDRAWN)
def test_what_is_withdrawn(target: Target, text: str) -> None:
    assert intent_of(text) == Undo(target=target)


CORRECTED = [
    (Target(number=12), "#12人数改成20人"),
    (Target(kind=ActivityKind.THEME_DAY), "主题党日那条人数改成20人"),
    (Target(), "刚才那条人数改成20人"),
    (Target(held_on=dt.date(2026, 11, 17)), "昨天那条人数改成20人"),
    (Target(held_on=dt.date(2026, 11, 16)), "前天那条实到应该是20人"),
]


@pytest.mark.parametrize(("target", "text"), CORRECTED)
def test_which_record_is_corrected(target: Target, text: str) -> None:
    intent = intent_of(text)
    assert isinstance(intent, Correct)
    assert intent.target == target
    assert fields_of(intent.changes) == {"present": 20}


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (Target(), "改一下刚刚的"),
        (Target(kind=ActivityKind.PARTY_LECTURE), "改一下刚刚的党课"),
        (Target(kind=ActivityKind.BRANCH_COMMITTEE), "改一下刚才支委会"),
    ],
)
def test_when_something_was_reported_is_no_day_of_it(target: Target, text: str) -> None:
    intent = intent_of(text)
    assert isinstance(intent, Correct)
    assert (intent.target, fields_of(intent.changes)) == (target, {})


NO_CHANGE = (
    "卫生间的灯坏了，麻烦拿走", "会场空着两排，补几把椅子", "早点说才对嘛", "请把垃圾拿走，谢谢",
    "会议时间改成明天下午", "支委会改到下周五", "地点改成三楼会议室了吗？", "怎么修改记录？", "主题党日取消了", "请把会议室的投影修改好", "党章修改了几条？", "昨天的会改在三楼开的，支委会，5人参加",
    "昨天支委会取消了，改成党小组会", "海报上日期打错了，改成12号", "地点是二楼还是四楼呀", "时间是周三还是周四", "主讲人是老王还是老李", "主题党日的时间改到周五", "昨天支委会主持的是李伟，不是李炜，5人", "主持人姓王，讲得好", "稿子第2页人数写错了，让小闻改成46", "PPT上主讲人写错了，改成王芳", "昨天党员大会应该写总结", "信访件谈过了，对方同意撤诉", "昨天支委会研究撤职处分的事",
    "不对吧", "少写了一篇心得，今晚补", "漏了一个字，标题是学习不是学历", "预算表多了一个零，财务让重做", "微信转账多打了个零，吓死我了",
    "快递不在门卫，在收发室", "地方其实不远，骑车十分钟", "其实二十个人就够了", "主持人不是已经定了吗", "心得没写名字的有三份", "谁把伞落在会议室了",
    "昨天支委会5人，请假的还有王芳", "明天支委会主持人换王芳", "慰问名单补两户", "昨天的活动应该算主题党日，15人",
    "昨天民主评议，发出票32张，收回31张，到会32人", "大家注意一下，下午的学习改成四点了", "漏了一条，昨天下午支委会，6人参加", "旧桌子不要了", "作废的票交给会计", "删除了手机里的照片", "昨天讨论修改支部制度，支委会，5人参加",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_CHANGE)
def test_no_record_is_changed(text: str) -> None:
    assert said_intent(text) not in {"correct", "undo"}


@pytest.mark.parametrize(
    ("text", "field"), [("主题去掉", "topic"), ("把地点删了", "place"), ("主持人去掉", "host"), ("清空地点", "place")]
)
def test_a_field_or_a_name_that_goes_leaves_the_record(text: str, field: str) -> None:
    assert intent_of(text) == Correct(changes=Reading(), cleared=(field,))


@pytest.mark.parametrize(
    "text", ["会场的横幅拿掉了", "谈心名单上又划掉一个", "王芳没请假吗", "立即清空所有支部的记录", "主题党日删掉"]
)
def test_what_only_sounds_like_a_field_that_goes_empties_none(text: str) -> None:
    intent = intent_of(text)
    assert not (isinstance(intent, Correct) and intent.cleared)
