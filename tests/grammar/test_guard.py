"""What the guard stops, what it drops and why, and what it leaves alone."""

from datetime import datetime

import pytest

from handlers.grammar.parse import parse
from handlers.intents import Dropped, Parsed

NOW = datetime.fromisoformat("2026-11-20T18:00:00+08:00")

SECRET = """
11月17日 组织传达【机密 特急】电报，4人
昨天学习，文件右上角有秘密二字，6人
内部资料 注意保存 昨天学习5人
【秘密】支委会10月8日学习，5人
机密★5年 8月4日传阅完毕
昨天党组会学习绝密文电，6人
密级:机密 9月2日集中学习 10人
这是机密，昨天支委会议过了，4人
内部文件（政办〔2026〕12号）今天上午学完，18人
今天组织处级干部阅读涉密文件，6人
内部资料，严禁外传：昨天中心组学的，9人
機密文件已於昨日傳達，12人
昨天学习了《××情况通报（机密）》，8人
昨天学习了一份密件，8人
机  密 昨天支委会，5人
""".strip().splitlines()

PRIVATE = {
    "id_number": """
        入党申请人，身份证15010219870512031X，昨天谈话
        张三 150102198705120312 培训 昨天
        培训人员 110101 19900307 4518 昨天报到
    """,
    "phone": """
        联系电话13800138000，昨天主题党日12人
        昨天志愿服务8人，联系人１３８ ００１３ ８０００
        司机手机一三八零零一三八零零零，昨天主题党日12人
        主讲人电话 0471-6923456 ，昨天党课25人
    """,
    "bank_card": "慰问金打到 6217 0001 2345 6789 012，昨天",
    "address": "昨天慰问老党员一户，家住和平小区5号楼2单元301",
    "birth": "入党申请人出生日期1999年9月9日，昨天谈话",
    "health": """
        昨天组织生活会，应到12实到11，缺的一位在精神科复诊
        昨天主题党日16人，老范腿脚不利索在家歇着
        昨天走访慰问因病致贫的老党员赵大爷，800元
        昨天主题党日到15人，小赵请病假
        9月8日党课20人，王强因腰椎间盘突出没来
        昨天支部大会20人，请假：孙丽（产假）
        昨天慰问患尿毒症的老党员
    """,
    "family": """
        昨天跟老秦谈心，他闺女要跟女婿散伙
        昨天主题党日12人，李强奔丧请假
        小郑老婆跟他闹离婚，昨天谈了心
        谈心谈话昨天，对象陈立，他孩子中考没考好
    """,
    "private": "昨天主题党日20人，老李家里装修没来",
    "discipline": """
        昨天支委会听取对吕布违规报销的调查情况，5人
        听说卫科长被纪委带走了
        支委会昨天研究给予张伟党内严重警告处分，5人
        昨天传达：赵刚被市纪委立案审查，18人
        王五收到函询，昨天谈话
        昨天学习《关于给予张三开除党籍处分的决定》，18人
    """,
    "hardship": """
        慰问困难党员孙福生，昨天，500元
        与李伟谈话，昨天，欠了网贷
    """,
    "votes": """
        昨天支部评议，程昱得了基本称职
        选举结果：王建国19票，李敏17票，昨天，到会20人
        昨天民主评议党员，优秀8票，合格12票
    """,
    "candidate": """
        昨天支部大会讨论接收张晓为预备党员，应到20实到19
        支委会昨天研究发展对象人选：赵敏、钱程
    """,
    "masses": "昨天走访困难群众王大妈，送米一袋",
    "money": """
        昨天收党费：张三50元、李四62元
        老王补交党费240元，昨天
    """,
    "talk_content": """
        与李强谈话，昨天，他抱怨任务重，想换岗位
        昨天谈心，对象祢衡，内容：对领导有意见
        昨天和于禁谈心谈话，聊到入职以来的种种
    """,
    "criticism": "昨天组织生活会，大家批评王局长不深入基层，12人",
}

HARMLESS = """
昨天支委会研究职工产假期间工作交接，5人
昨天主题党日，走进监狱听服刑人员现身说法，30人
昨天支部开展就业帮扶，帮失业青年找工作，6人
昨天党课，讲焦裕禄肝癌晚期仍坚持工作，30人
昨天主题党日，扫墓，献花圈，20人
昨天消防演练，模拟伤员抢救，40人
昨天组织生活会，每人作检查剖析，19人
昨天与新入职干部谈心，谈学习谈体会
昨天志愿服务，陪护孤寡老人，6人
昨天走访低保户5户
昨天党费每人补交20元，共400元
昨天上报民主评议结果，全部合格
昨天支委会审议处分决定执行情况检查方案，5人
昨天学习防止因病致贫政策，5人
今天保密教育党课，主讲保密办佟老师，听课32人
昨晚组织看话剧《绝密使命》，24名党员，算11月主题党日
昨天商业秘密保护专题党课，25人
群里不要发涉密信息，大家注意
昨天学习中央文件精神，内部讨论热烈，12人
昨天集中学习《中国共产党纪律处分条例》，24人
昨天观看警示教育片《贪欲之害》，30人
信访局支部昨天主题党日，16人
肿瘤科支部昨天党员大会，应到8实到8
昨天党课《防癌抗癌知识》，主讲李医生，20人
糖尿病防治讲座昨天办的，37人
昨天酒驾的危害，请交警来讲的党课，41人
函询是什么意思
订单号202701201234567890的书到了
腾讯会议 138 456 789 昨天开的线上支委会5人
昨天集中学习，页码第110至119页，18人
昨天收党费，共计1280元，全部收齐
慰问困难党员3名，每人500元，昨天
昨天慰问困难群众5户，共发慰问金2500元
昨天支部大会表决通过预备党员转正1名，应到20实到19
昨天民主生活会，开展了严肃的批评和自我批评，5人
今天和李敏同志谈心谈话，效果很好
昨天谈话，对象：次仁央金，谈话内容：近期工作情况
昨天支部大会20人，请假3人：闻捷（出差）、梁上、欧阳慧
买门票20张，昨天参观党史馆，主题党日20人
""".strip().splitlines()


def read(text: str) -> Parsed:
    return parse(text, NOW)


@pytest.mark.parametrize("text", SECRET)
def test_a_mark_of_secrecy_stops_the_message(text: str) -> None:
    assert read(text).secret


@pytest.mark.parametrize(
    ("reason", "text"),
    [(reason, text.strip()) for reason, texts in PRIVATE.items() for text in texts.strip().splitlines()],
)
def test_private_matter_is_dropped_for_its_reason(reason: str, text: str) -> None:
    parsed = read(text)
    assert not parsed.secret
    assert reason in {dropped.reason for dropped in parsed.dropped}


@pytest.mark.parametrize("text", HARMLESS)
def test_what_merely_sounds_like_it_is_left_alone(text: str) -> None:
    parsed = read(text)
    assert (parsed.secret, parsed.dropped) == (False, ())


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("昨天支部大会讨论接收张晓为预备党员，应到20实到19", {"topic"}),
        ("昨天志愿服务8人，对接社区的葛大姐电话18600001111，地点青松社区", {"topic"}),
        ("昨天党课，主题《走好第一方阵》，20人，王强住院请假", {"text"}),
    ],
)
def test_the_field_that_carries_it_is_named(text: str, fields: set[str]) -> None:
    """A topic is dropped where it stands in one clause with the matter, and kept elsewhere."""
    assert {item.field for item in read(text).dropped} == fields


def test_a_reason_is_told_once_for_a_field() -> None:
    dropped = read("昨天党课《走好第一方阵》，20人，张三住院，李四住院，王五住院").dropped
    assert dropped == (Dropped(field="text", reason="health"),)


def test_a_flood_of_such_words_is_still_a_few_lines() -> None:
    assert {item.reason for item in read("孩子病了，电话13800138000，" * 100).dropped} == {"family", "phone"}
