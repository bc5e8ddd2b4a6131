"""Questions to the bot, exports, reminders and help; and questions that are not for it."""

import datetime as dt

import pytest

from handlers.intents import Export, Help, Query, QueryTopic, Remind, RemindWish
from schedules.ledger.activity import ActivityKind as K
from tests.grammar.sayings import intent_of, rows, said_intent

TOPICS = {
    QueryTopic.OPEN_DUTIES: (
        "这个月还差什么",
        "本月待办",
        "查一下本月待办",
        "我们支部这个月还欠什么？",
        "本月还有什么没做",
        "有没有逾期的",
        "下一项要办的是什么",
        "年底前还要办哪些",
        "我这边还有什么任务",
        "党课谁还没讲",
        "第四季度党课什么时候到期",
        "哪些活还没干完，说来听听",
        "俺们组还有啥没办",
        "上季度还有哪些没开",
        "上个月还有哪些没开",
        "九月份哪些会没开",
        "上个月哪些没办",
        "上月有啥没落实的",
        "还差哪几样",
        "党课还差几次",
        "年底前还要开几次支委会",
        "月底前还得开几个会",
        "今年还要上几次党课",
        "仲有边样未做",
    ),
    QueryTopic.DUE: (
        "组织生活会啥时候截止",
        "主题党日最晚哪天",
        "民主评议什么时候要办完",
        "下次主题党日什么时候",
        "下次支委会哪天开？",
        "请问下一次谈心谈话是几号",
        "党费什么时候交",
        "党课下次什么时候",
        "谈心谈话截止到几号",
        "几号前交党费",
        "民主评议还有几天",
        "最晚什么时候开组织生活会",
        "我们支部的民主评议党员几号之前要搞完",
    ),
    QueryTopic.UNKNOWN: (
        "5月的记录",
        "我们支部上个月的会议记录",
        "9月台账。",
        "9月开了什么会",
        "10月都搞了啥活动",
    ),
    QueryTopic.COUNT: (
        "今年开了几次支委会",
        "今年开了几次支委会？",
        "本季度上了几次党课",
        "上半年主题党日搞了多少次？",
        "今年一共开了多少次支部党员大会",
        "李明今年参加了几次活动",
        "今年慰问了几户",
        "查询：今年主题党日次数",
    ),
    QueryTopic.TALKS_LEFT: ("还有谁没谈过话", "还有谁没有谈心谈话？", "今年还有哪些人没谈心谈话"),
    QueryTopic.RECORDS: (
        "党课记录",
        "支委会的台账",
        "谈话记录",
        "最近一次党课是谁讲的",
        "上回主题党日搞的啥",
        "三季度党课是谁讲的",
        "谁主持的上次组织生活会",
        "这个季度的党课讲了没有",
        "九月份主题党日没有记吗",
        "支委会怎么没登记上",
        "上周三支委会登的是谁主持",
        "一季度支委会开够三次没",
        "上个月的主题党日有登记吗",
        "咱们支部上次开党员大会是哪天",
        "第三季度意识形态研究过了吧，查一下",
        "党费什么时候交的",
        "主题党日是哪天",
        "二季度党员大会什么时候召开",
    ),
    QueryTopic.TERM: (
        "换届是哪年",
        "咱支部换届是啥时候",
        "支部几时到届",
        "离换届还有多长时间",
        "我们这届哪年满",
        "咱支部任期到什么时候",
        "换届什么时候到期",
        "什么时候换届",
        "我们支部什么时候换届？",
    ),
    QueryTopic.MY_RECORDS: ("我报过什么", "我的记录", "我登记过什么", "我上个月报了几次"),
    QueryTopic.WHY_REMINDED: ("为什么提醒我", "为啥提醒我", "为什么老给我发这个提醒", "怎么老给我发消息"),
    QueryTopic.STORED_ABOUT_ME: ("你存了我什么", "你存了我什么？", "你记了我什么", "你都记了我什么", "把我的信息删掉"),
    QueryTopic.DIGEST: ("本周简报", "看简报"),
}


@pytest.mark.parametrize(("topic", "text"), rows(TOPICS))
def test_what_is_asked_about(topic: QueryTopic, text: str) -> None:
    intent = intent_of(text)
    assert isinstance(intent, Query)
    assert intent.topic is topic


SPANS = [
    (K.BRANCH_COMMITTEE, "2026-01-01", "2027-01-01", "今年开了几次支委会"),
    (K.BRANCH_COMMITTEE, "2025-01-01", "2026-01-01", "去年开了几次支委会"),
    (K.THEME_DAY, "2026-11-01", "2026-12-01", "本月主题党日搞了几次"),
    (K.THEME_DAY, "2026-10-01", "2026-11-01", "上个月主题党日搞了几次"),
]


@pytest.mark.parametrize(("kind", "since", "until", "text"), SPANS)
def test_span_of_a_question(kind: K, since: str, until: str, text: str) -> None:
    intent = intent_of(text)
    assert isinstance(intent, Query)
    assert (intent.kind, intent.since) == (kind, dt.date.fromisoformat(since))
    assert intent.until == dt.date.fromisoformat(until)


EXPORTS = (
    "要台账",
    "我调走了，支部的东西统统给我导出来",
    "上半年支委会的清单请提供电子版",
    "导出 党课 2026-01 至 2026-06",
    "把全年参会情况拉个表",
    "打包下载全年三会一课资料",
    "导出台账",
    "导出今年的台账",
    "把上半年的党课台账导出来",
    "下载本季度三会一课台账",
    "导出支委会记录",
    "把主题党日的记录导成excel",
    "导出 支委会 2026-01 至 2026-09",
    "三季度的记录给我拉一张表",
    "参会情况做张表出来",
    "做个第二季度汇总表",
    "今年的党课统计表给一份",
    "我要上半年全部活动的表",
    "把请假情况统计成表格",
    "帮我拉下党课记录",
    "把谈话情况打一份纸质的",
)


@pytest.mark.parametrize("text", EXPORTS)
def test_file_is_asked_for(text: str) -> None:
    assert isinstance(intent_of(text), Export)


HELPS = (
    "谈话登不进去怎么办",
    "新调来的同志咋添进来",
    "给个样例我照着填",
    "我能替支部报吗",
    "有没有省事点的法子",
    "下一步该做啥",
    "我该弄点什么",
    "点样登记",
    "你问我哪天我怎么答",
    "记岔了要咋个改",
    "一次能录好几条吗",
    "一条消息里能写两个活动吗",
    "两个活动能放一条里发吗",
    "可以一条写两次学习吗",
    "一条消息能不能报两个会",
    "帮助",
    "怎么用",
    "使用帮助",
    "有没有模板",
    "发个例子看看",
    "可以语音吗",
    "照片能传吗",
    "help",
    "菜单",
    "这个机器人怎么用？",
    "你能做什么？",
    "你会什么？",
    "怎么登记？",
    "跟你说话要注意啥",
    "记错了怎么整",
    "照片咋传",
    "语音能识别吗",
    "导出能不能只要三列",
    "补记上个月的要怎么说",
    "不会用，教下",
    "登记党课要写哪些内容",
    "群里怎么喊你",
    "怎样把提醒关掉",
    "台账在哪导",
    "组织生活会怎么往里登",
    "我能替别人登吗",
    "有啥口令没有",
    "头一回用，从哪开始",
    "发一句话你就能记住吗",
    "写错别字你认得出来吗",
    "格式有要求没",
    "能发照片登记吗",
    "登党课要不要写内容",
    "支委会要填些什么",
    "登记谈话时要写哪几项",
    "你能干点啥",
)


@pytest.mark.parametrize("text", HELPS)
def test_help_is_asked_for(text: str) -> None:
    assert isinstance(intent_of(text), Help)


REMINDERS = [
    (RemindWish.ADD, "2026-11-20", "周五开支委会，到点喊我一声"),
    (RemindWish.ADD, "2026-11-25", "25号交党费你得催着我"),
    (RemindWish.LATER, None, "过两个钟头再跟我说"),
    (RemindWish.STOP, None, "不想再收到催办了"),
    (RemindWish.STOP, None, "党课不用再提示了，讲完了"),
    (RemindWish.STOP, None, "上周让你提醒的事不用了"),
    (RemindWish.ADD, "2026-11-19", "明天提醒我收党费"),
    (RemindWish.ADD, "2026-11-20", "周五提醒我开支委会"),
    (RemindWish.ADD, "2026-11-25", "25号提醒我上报材料"),
    (RemindWish.STOP, None, "别再提醒我了"),
    (RemindWish.STOP, None, "不用提醒了"),
    (RemindWish.STOP, None, "停止提醒"),
    (RemindWish.STOP, None, "消息太多了，别发了"),
    (RemindWish.STOP, None, "党课的提醒先停掉"),
    (RemindWish.STOP, None, "别天天催，三天一次就够"),
    (RemindWish.STOP, None, "别一天到晚发消息了"),
    (RemindWish.ADD, "2026-11-23", "下周一早上提我一句"),
    (RemindWish.ADD, None, "换届前三个月跟我说一声"),
    (RemindWish.STOP, None, "主题党日那个提醒先别推了，月底再说"),
]


@pytest.mark.parametrize(("wish", "day", "text"), REMINDERS)
def test_wish_about_reminders(wish: RemindWish, day: str | None, text: str) -> None:
    intent = intent_of(text)
    assert isinstance(intent, Remind)
    assert intent.wish is wish
    assert intent.on == (dt.date.fromisoformat(day) if day else None)


NOT_FOR_THE_BOT = (
    "照着抄一遍就行",
    "8点做核酸的都下楼",
    "厂里催着我们交货",
    "我还欠着一篇心得体会没写",
    "会议纪要只差书记签字",
    "谁替我领份学习材料",
    "那天不算支委会，就是几个人碰了碰，没有记录",
    "好想哪天党日去爬山",
    "这个月啥活动也没搞",
    "这个表怎么填啊谁知道",
    "有没有人教教我，打印机一直卡纸",
    "谁教教我excel怎么筛选",
    "别催我，马上到",
    "有事跟我说一声",
    "菜单上有鱼",
    "功能饮料少喝",
    "帮助群众是应该的",
    "叫我小岑就行",
    "提醒过你多少回了",
    "闹钟没响，迟到了",
    "他问我咋登录内网",
    "上一条微信你看了没",
    "群里别发广告",
    "把签到表打印一份放会议室",
    "跟领导说话有啥讲究",
    "谢谢小张提醒", "多亏小计提醒，不然又忘了", "咋没人提醒我今天集中学习", "没人通知我昨天有支委会呀", "机器人提醒好及时", "你还管什么时候下班",
    "你中午吃什么？", "明天会议室有人用吗", "谢谢提醒", "小王在吗？", "谁有党徽借我一个", "明天几点集合？", "投影仪怎么连", "周五的会在哪个会议室？", "今天几号？",
)  # fmt: skip


@pytest.mark.parametrize("text", NOT_FOR_THE_BOT)
def test_question_to_somebody_else(text: str) -> None:
    assert said_intent(text) in {"none", "plan"}


ASKED_BRIEFLY = (
    "仲有边样未做？",
    "还差哪几样",
    "眼下尚欠几件",
    "上季度谁请过假",
    "我们下一次换届是几时",
    "支部哪年到届",
    "二季度党课上了没有，系统里能查到不",
    "咱支部二季度大会开过没",
    "我一共跟几个人谈过心",
    "张晓今年谈过了吗",
    "三月支委会的主持人是谁",
    "今年发展党员走到哪一步了",
    "3月的三会一课是不是只差党课了",
    "书记讲课那天到底是11月几号？",
    "四月份的主题党日登记了没",
    "本月党费登记了吗，帮我看下",
    "支委会这个月开了没",
    "刚才那条存进去没",
    "我报过的都有哪些，看看",
    "帮我瞅瞅还欠啥",
    "上半年党课上过没有？",
    "三季度党费总共收了好多钱",
    "第二党小组本季度达标了不",
    "这个月支委会开了不",
    "组织生活会最晚哪天前要开完",
    "上季度三会一课完成得怎么样",
    "今年主题党日开展得如何",
)


@pytest.mark.parametrize("text", ASKED_BRIEFLY)
def test_colloquial_question_is_for_the_bot(text: str) -> None:
    assert said_intent(text) == "query"


@pytest.mark.parametrize(
    "text",
    ["昨天支委会开了，王芳没来，实到4人", "昨天大家都去了没有缺席，主题党日12人", "昨天开了党课，没有请假的，20人"],
)
def test_denial_inside_a_report_asks_nothing(text: str) -> None:
    assert said_intent(text) == "record"


@pytest.mark.parametrize("text", ["二季度的表出一份", "今年的ledger给我download一个", "上半年支委会的表导一份"])
def test_colloquial_wish_for_a_file(text: str) -> None:
    assert said_intent(text) == "export"


@pytest.mark.parametrize(
    "text",
    [
        "党课怎么登",
        "支委会咋录",
        "谈心谈话怎样填？",
        "主题党日如何撤",
        "怎么把人名改过来",
        "怎样把一次活动分成两条来登？",
        "你都能干啥",
        "登错了可以自己改不",
        "地点要是忘了写，后面还能补吗",
        "报学习不写人数行不行",
        "谈心谈话内容要不要写进来？",
        "除了记开会，你还管什么",
        "这机器人咋使唤呢",
        "在你这能看到谁还没参加吗",
        "接龙你认不认",
        "直接粘贴过来成不成",
        "“待确认”是什么意思",
        "请问登记谈心谈话须写明哪些要素",
    ],
)
def test_how_something_is_entered_is_a_call_for_help(text: str) -> None:
    assert said_intent(text) == "help"
