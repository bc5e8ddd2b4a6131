"""How many were there, and who was not."""

import pytest

from handlers.intents import RecordActivities
from tests.grammar.sayings import intent_of, names_in, record_of, records_of, rows

DAY = "昨天召开支部党员大会，"
COUNTS = {
    (15, 12): (
        "应到15人，实到12人", "应到15实到12", "应到党员15名，实到党员12名", "应到会15人、实到会12人", "应到15人实到十二人", "应到：15人；实到：12人", "应到十五人，实到十二人",
        "实到12人，应到15人", "应参加15人，实际参加12人", "应到 15 人，实到 12 人", "应到１５人，实到１２人", "实到/应到：12/15", "应到15名到会12名", "15应到12实到", "15人应到，12人实到", "应 15 实 12", "成员15到12", "共15名党员，实到12名", "应评15人，实评12人", "应去15实去12",
        "实到/应到 12/15", "15个人来12个", "15名党员来12名", "实到十二，应到十五",
    ),
    (None, None): ("来了10多人", "二十余名党员参加", "三十来人到会"),
    (29, 12): ("29名党员中12名到会", "29人里12人参加"),
    (13, 12): ("有表决权的党员13名，到会12名", "本应到13，实到12", "党员13名，到会12名"),
    (None, 12): (
        "12人参加", "到会12人", "参加12人", "共12人参加", "实到12人", "12名党员参加", "十二人到会", "参加人数12", "到了12个人", "12位同志参会", "一共12个人", "到12人", "参会人数12人",
        "出席12人", "12人参会", "12人参加，有3人请假", "12人参加 1人值班", "主题：党章，人数12", "人数=12", "一行12人", "签到：郭子仪、李光弼、程咬金、秦琼、尉迟恭、罗成、单雄信、王伯当、谢映登、魏征、徐世绩、张公瑾，共12人", "有12人到会，有1人缺席", "听的人12", "来的人有12个", "参加的人：12",
        "党员9人、积极分子3人", "支委5人全部到会，共12人", "党员9人、群众3人参加", "党员9名和积极分子3名", "共12人，党员8人、积极分子3人", "12人，其中党员9人、群众3人", "党员12人，积极分子3人请假", "党员十二个分两批看的", "人12", "一百零六人参加，我支部12人", "12名同志代表支部参加", "三班值班没来 共12人",
        "12到 2假", "党员12", "党员十二，会后合影", "12个养护工党员听", "凑了12个开了", "老崔出差，剩下12个在", "两个退休老同志听不见也要来，12人",
        "12人一个不少，区纪委来了两位指导", "12个人有9个发了言", "听讲=12", "十二个听", "王芳、李强两位发言，12人", "通过了两个发展对象，12人", "表彰三个人，12人", "一队7人二队5人", "一组7人，二组5人", "一组7人，二组5人，共12人", "实到十二（一人五分钟发言）", "又多来俩，12人", "来了12个后生",
    ),
    (None, 11): ("实到十一",),
    (20, None): ("应到20人", "应到党员20名", "20名党员除老张外都到了", "20名党员除老张以外全部参加"),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), rows(COUNTS))
def test_expected_and_present(expected: tuple[int | None, int | None], text: str) -> None:
    record = record_of(DAY + text)
    assert (record.get("expected"), record.get("present")) == expected


AWAY = {
    (("王五",), ()): ("应到15人实到14人，请假1人：王五", "实到14人，王五请假", "14人参加，请假：王五", "应到15，实到14，请假1人（王五）", "到会14人，王五因公请假"),
    (("王芳", "李强"), ()): ("实到12人，请假2人：王芳、李强", "12人到会，王芳、李强请假", "到12人，请假：王芳，李强", "12人参加，请假人员：王芳 李强", "实到12人，请假2人（王芳、李强）", "到会12人，王芳和李强请假"),
    (("小侯", "王芳"), ()): ("12人到会，有两个请假一个是小侯一个是王芳", "12人到会，请假的一位是小侯，一位是王芳", "12人到会，请假2人，一个是小侯，一个是王芳"),
    (("万里", "古丽娜尔", "小崔"), ()): ("12人到会，请假：万里、古丽娜尔、小崔", "12人到会，请假3人：万里、古丽娜尔、小崔"),
    (("老梁", "小何"), ()): ("12人到会，老梁、小何两位请假", "12人到会，请假2人，分别是老梁、小何", "12人到会，两人请假，老梁、小何", "12人到会，老梁、小何都跟支部请了假", "12人到会，老梁、小何俩请的公假", "12人到会，老梁、小何因病假未到"),
    (("海日罕", "时迁"), ()): ("12人到会，海日罕、时迁因病假未到", "12人到会，海日罕（产假）、时迁（开会）请假"),
    (("柏青",), ()): ("实到14人（柏青病假）", "到了14位，柏青出公差", "14人到会，柏青培训去了"),
    (("钱穆",), ()): ("14人到会，钱穆去省里开会了请假", "14人到会，钱穆在外地", "14人到会，钱穆外出培训没参加"),
    (("钱穆", "陈垣"), ()): ("14人到会，钱穆事假陈垣病假", "14人到会，钱穆、陈垣下乡没到"),
    ((), ("隋红",)): ("五个委员缺了隋红", "来了14个，缺的是隋红"),
    (("老梁",), ("小何",)): ("12人到会，老梁请假，小何无故不到", "12人到会，老梁请假，缺小何一人", "12人到会，请假：老梁，未参会人员：小何"),
    ((), ("老张",)): ("15名党员除老张外全部参加", "除老张以外全部到会", "除老张之外都来了"),
    (("老葛",), ()): ("到4人，老葛痛风犯了下不了地，请假", "到会4人，老葛孩子高考，请假了"),
    ((), ("赵敏",)): ("实到14人，缺席1人：赵敏", "14人参加，缺席：赵敏", "14人参加，赵敏缺席"),
    (("王芳",), ("赵敏",)): ("实到13人，请假：王芳，缺席：赵敏", "13人参加，王芳请假，赵敏缺席", "应到15人，实到13人，请假1人：王芳；缺席1人：赵敏"),
    ((), ()): ("应到15人，实到15人，请假：无", "实到15人，无人请假", "全体党员15人参加", "应到15实到15，缺席无", "12人到会，请假一个", "12人到会，请假2人，一个是病假，一个是事假"),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), rows(AWAY))
def test_who_was_away(expected: tuple[tuple[str, ...], tuple[str, ...]], text: str) -> None:
    record = record_of(DAY + text)
    assert (names_in(record, "leave"), names_in(record, "absent")) == expected


COUNTED_AWAY = {
    (3, None): ("应到15人，实到12人，请假3人", "实到12人，3人请假", "12人到会，请假三人", "应到15实到12请假3"),
    (None, 2): ("应到14人，实到12人，缺席2人", "实到12人，2人缺席", "12人参加，缺席两人"),
    (1, 2): ("应到15人，实到12人，请假1人，缺席2人", "实到12人，1人请假，2人缺席"),
}


@pytest.mark.parametrize(("expected", "text"), rows(COUNTED_AWAY))
def test_how_many_were_away(expected: tuple[int | None, int | None], text: str) -> None:
    intent = intent_of(DAY + text)
    assert isinstance(intent, RecordActivities)
    (reading,) = intent.readings
    assert reading.present == 12
    assert (reading.leave_count, reading.absent_count) == expected


def test_why_somebody_was_away_is_no_topic() -> None:
    assert "topic" not in record_of("昨天党小组会老王、小李没来，老王住院，小李出差")


OTHER_NUMBERS = (
    "来了七八个人", "到会十五六个人", "学习文件3份", "观看了2部影片", "学习2个小时", "第二季度", "讨论了5项议题", "共45分钟", "通过了3项决议", "学习了第4期简报", "在203会议室", "学习党章第12条",
)  # fmt: skip


@pytest.mark.parametrize("text", OTHER_NUMBERS)
def test_number_of_other_things_is_no_attendance(text: str) -> None:
    record = record_of(DAY + text)
    assert not {"expected", "present", "leave", "absent"} & set(record)


OURS = {
    28: ("昨天主题党日，两个支部一起搞的，共60人，我支部28人", "昨天主题党日，60人是全馆的数，我们支部28人"),
    18: ("昨天专题研讨，一人五分钟，18个人都讲了", "昨天主题党日去看抗旱打井，18个党员，回来一人写了几句感想"),
    12: (
        "昨天去农商行支部搞联学共建，我们去了12人，他们9人",
        "昨天党建座谈会，工委来了3个人，我们支部12人参加",
        "昨天党课，办公室来了12人",
    ),
    25: (
        "昨天支部大会接收预备党员1名，25人参加",
        "昨天发展党员1名，党员大会到会25人",
        "昨天按期转正1人，支部大会25人参加",
        "昨天换届选举产生委员5名，25人参加",
        "昨天党课邀请2名专家授课，25人听",
        "昨天主题党日请了3位老党员讲故事，25人",
        "昨天支委扩大会确定入党积极分子3名，25人参会",
        "昨天党员大会，上级督导组2人到会指导，我们25人参加",
        "昨天民主生活会，班子25人，上级督导组2人到会指导",
        "昨天支委会研究张三同志转正，25人",
    ),
    30: ("昨天支部大会，实到30人，收到3500元", "昨天支部大会30人，讲了二十来分钟"),
    34: ("昨天支部大会，应到三十有六，实到三十有四",),
}


@pytest.mark.parametrize(("expected", "text"), rows(OURS))
def test_our_own_number_counts(expected: int, text: str) -> None:
    assert record_of(text)["present"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "昨天支委会研究张三同志转正",
        "昨天支委会讨论王五同志入党问题",
        "昨天支委会听取了张三同志的思想汇报",
        "昨天接收预备党员2名",
        "昨天党员大会，上级2人到会指导",
    ],
)
def test_those_whom_it_was_about_or_who_guided_it_were_not_counted(text: str) -> None:
    assert "present" not in record_of(text)


@pytest.mark.parametrize(
    ("went", "text"),
    [(4, "走访退休老党员，4人同去"), (12, "去敬老院慰问，包了饺子，12人"), (5, "慰问两户困难党员，一起去的5个人"), (None, "慰问困难党员，3人，每人500元")],
)  # fmt: skip
def test_how_many_went_to_visit(went: int | None, text: str) -> None:
    assert record_of(f"昨天{text}").get("present") == went


@pytest.mark.parametrize("text", ["补三个 8号支委会 16号党员大会", "漏了两个，11月3号支委会，11月6号党员大会"])
def test_how_many_records_are_sent_is_no_attendance(text: str) -> None:
    assert [record.get("present") for record in records_of(text)] == [None, None]


def test_those_who_were_visited_are_not_added_to_those_who_went() -> None:
    assert record_of("昨天慰问12位老人，9名党员参加")["present"] == 9


@pytest.mark.parametrize(
    ("expected", "text"),
    [((8, 7), "11/14党小组会，7/8，1人请假：贝贝"), ((12, 10), "11/14党小组会，10/12，2人请假"), ((12, 10), "11/14党小组会，10/12，王芳主持"), ((5, 5), "11/14支委会 5/5")],
)  # fmt: skip
def test_numbers_with_a_stroke_behind_a_day_with_one_are_people(expected: tuple[int, int], text: str) -> None:
    record = record_of(text)
    assert (record["date"], record["expected"], record["present"]) == ("2026-11-14", *expected)


AWAY_BY_NUMBER = {
    ("云霞", "施莉"): ("昨天组织生活会，20到18，云霞和施莉上手术", "昨天组织生活会，应到20，实到18，云霞、施莉出诊"),
    ("闻莺",): ("昨天支委会，4名委员到了3名，闻莺下户去了",),
    ("梅雪",): ("昨天民主评议党员，应到25实到24，梅雪巡堤", "昨天民主评议党员，应到25实到24，梅雪休陪护假"),
    None: ("昨天换届大会，应到61，实到58，选出盛夏为书记，仇海、翁然、上官云为委员",),
}


@pytest.mark.parametrize(("names", "text"), rows(AWAY_BY_NUMBER))
def test_as_many_as_did_not_come_were_away(names: tuple[str, ...] | None, text: str) -> None:
    assert record_of(text).get("leave") == (list(names) if names else None)
