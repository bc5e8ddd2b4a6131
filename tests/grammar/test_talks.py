"""谈心谈话: who was talked with, and when; nothing else."""

import pytest

from handlers.intents import RecordTalks
from tests.grammar.sayings import NOW, asks_of, intent_of, names_in, read, record_of, records_of, rows, said_intent

WITH = {
    ("张晓",): (
        "昨天和张晓谈心谈话", "昨天跟张晓谈了心", "昨天与张晓谈心", "昨天找张晓谈话了", "昨天同张晓进行了谈心谈话", "昨天下午我和张晓谈心谈话了一次", "谈心谈话：昨天，对象张晓", "昨天谈心谈话，对象张晓", "昨天对张晓开展了谈心谈话",
        "昨天和张晓聊了聊，谈心谈话", "昨天跟张晓坐下来说了会儿话，他说想回基层", "谈话对象：张晓\n谈话时间：11月17日",
    ),
    ("小佟",): ("昨天给积极分子小佟做了次谈话",),
    ("钱程", "万里", "古丽娜尔"): ("昨天谈了3个：钱程、万里、古丽娜尔", "昨天谈心谈话：钱程、万里、古丽娜尔"),
    ("张晓", "刘洋"): ("昨天和张晓、刘洋谈心谈话", "昨天分别与张晓、刘洋谈心", "昨天跟张晓和刘洋谈了心", "昨天谈心谈话，对象张晓、刘洋"),
    ("韩露",): ("昨天和韩露单独谈心了", "昨天和韩露做了一次谈心谈话", "我和韩露是昨天谈的心", "昨天和韩露在办公室谈心", "昨天下班后和资料室的韩露谈了心", "昨天和新来的选调生韩露谈过心", "昨天和韩露交了交心"),
    ("韩露", "卜凡"): ("昨天分别约谈了韩露、卜凡", "昨天谈了两个：韩露、卜凡", "昨天谈心2人（韩露、卜凡）", "昨天谈心谈话，韩露、卜凡各一次", "昨天和韩露（她姓韩，韩露）、卜凡谈心"),
    ("张开",): ("昨天和张开谈心",),
    ("虞小光",): ("昨天跟老虞的儿子虞小光谈了谈心",),
    ("欧阳春",): ("昨天和欧阳春谈心谈话", "昨天找欧阳春谈心了"),
    ("阿依古丽·买买提",): ("昨天和阿依古丽·买买提谈心谈话",),
    ("龙云",): (
        "昨天把龙云叫到办公室谈了谈", "昨天上午龙云来找我谈心", "昨天我被龙云叫去谈心谈话", "昨天给在外学习的龙云打电话谈心", "谈心谈话：11月17日，与谈人龙云", "昨天的谈话对象是入党积极分子龙云", "昨天同室友龙云谈了心", "昨天和快退休的龙云促膝谈心一小时", "昨天抽空跟龙云坐了坐，谈谈心", "昨天给龙云做思想工作，谈心谈话", "昨天在走廊碰见龙云，顺便聊了聊，谈心谈话一次", "昨天与龙云等3人谈心谈话",
    ),
    ("石秀", "龙云"): ("昨天由组织委员石秀找龙云谈话",),
    ("龙云", "丁香"): ("昨天龙云跟丁香互相谈心", "昨天龙云和丁香谈了心", "昨天午饭后和龙云、丁香边走边谈，算作谈心谈话"),
    ("小陈",): ("昨天和小陈谈心谈话", "昨天找小陈谈了心"),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), rows(WITH))
def test_who_was_talked_with(expected: tuple[str, ...], text: str) -> None:
    found = records_of(text)
    assert found, text
    assert {(record["kind"], record["date"]) for record in found} == {("talk", "2026-11-17")}
    assert [name for record in found for name in names_in(record, "participants")] == list(expected)


def test_talk_alone_is_a_talk() -> None:
    intent = intent_of("刚和张晓谈心谈话了", NOW)
    assert isinstance(intent, RecordTalks)
    assert record_of("刚和张晓谈心谈话了")["date"] == "2026-11-18"


@pytest.mark.parametrize(
    "text",
    [
        "昨天谈心谈话了一次",
        "上周五开展了谈心谈话",
        "昨天支部书记给积极分子3人进行了集体谈话",
        "昨天和两个闹矛盾的同志谈心",
    ],
)
def test_nobody_named_is_asked_about(text: str) -> None:
    assert asks_of(text) == ["participants"]


def test_talk_without_a_day_is_asked_about() -> None:
    assert asks_of("和张晓谈心谈话了") == ["date"]


CONTENT = (
    "昨天和张晓谈心谈话，他母亲住院了，情绪低落",
    "昨天和张晓谈心谈话，了解到他最近在闹离婚",
    "昨天与张晓谈心谈话，他因为处分思想有包袱",
)


@pytest.mark.parametrize("text", CONTENT)
def test_content_of_a_talk_is_dropped(text: str) -> None:
    record = record_of(text)
    assert record["participants"] == ["张晓"]
    assert not any(word in str(record.get("topic", "")) for word in ("住院", "离婚", "处分"))


TALKED_OF = {
    "退休后的打算": ("昨天和张晓谈心，主要聊退休后的打算", "昨天和张晓谈心，聊了聊退休后的打算", "昨天和张晓谈心，谈的是退休后的打算", "昨天就退休后的打算和张晓谈了谈心，谈心谈话"),
    "近期思想情况": ("昨天与张晓谈心谈话，了解近期思想情况", "昨天找张晓谈话，问了问近期思想情况"),
    "转正的事": ("昨天和张晓谈心谈话，谈了转正的事",),
    "近期工作": ("昨天和张晓谈心，聊了近期工作",),
    "轮岗的事": ("昨天跟张晓谈了心，都是轮岗的事",),
    None: ("昨天和张晓谈心，谈了一个小时", "昨天和张晓聊了聊，聊得不错，谈心谈话", "昨天和张晓谈心，谈到十一点", "昨天和张晓谈心，都是年轻同志", "昨天中午和张晓谈了次心就是要求的那种谈心谈话"),
}  # fmt: skip


@pytest.mark.parametrize(("topic", "text"), rows(TALKED_OF))
def test_what_a_talk_was_about(topic: str | None, text: str) -> None:
    record = record_of(text)
    assert (record.get("topic"), record["participants"]) == (topic, ["张晓"])
    assert not read(text).dropped


@pytest.mark.parametrize(
    "text",
    [
        *("昨天跟张晓谈了谈心他对考核有点想法", "昨天和张晓谈心，提醒出勤问题", "昨天和张晓谈心，说他想调科室"),
        *("昨天同张晓倾咗半个钟，佢想调返总部", "和张晓碰了碰思想，昨天，他对轮岗有看法"),
    ],
)
def test_what_is_told_of_a_person_is_dropped(text: str) -> None:
    assert {(each.field, each.reason) for each in read(text).dropped} == {("topic", "talk_content")}


AFTER = (
    "昨天召开支委会，5人参加，会后书记和王芳谈心", "昨天支委会，5人到会。散会后我找王芳谈了心", "昨天上党课，主讲赵敏，30人听课；课后与新党员王芳谈心谈话", "昨天收党费300元，顺便找王芳谈了心",
    "昨天走访慰问老党员3户，还和王芳谈了心", "昨天集中学习，9人，学完跟王芳谈心了", "昨天主题党日20人，结束后同王芳谈话", "昨天主题党日，参观，20人。回来路上和王芳谈心", "昨天支委会5人，又约谈了王芳", "昨天上午小组会5人，还谈了一个人：王芳",
)  # fmt: skip


@pytest.mark.parametrize("text", AFTER)
def test_talk_beside_a_meeting_is_one_of_its_own(text: str) -> None:
    meeting, talk = records_of(text)
    assert "participants" not in meeting
    assert (talk["kind"], talk["date"], talk["participants"]) == ("talk", "2026-11-17", ["王芳"])


DAYS_OF_TWO = ("11月3日王芳、李明，11月4日赵敏，都谈心了", "谈心：11月3日王芳、李明，11月4日赵敏")


@pytest.mark.parametrize("text", DAYS_OF_TWO)
def test_two_may_have_been_talked_with_on_a_day(text: str) -> None:
    found = [(record["participants"], record["date"]) for record in records_of(text)]
    assert found == [(["王芳", "李明"], "2026-11-03"), (["赵敏"], "2026-11-04")]


LISTS = (
    "谈心谈话：王芳 11月3日，李明 11月4日", "本周谈心：\n1）王芳，11月3日，会议室\n2）李明，11月4日，办公室", "谈心：王芳（11月3日）、李明（11月4日）", "谈心：3号王芳，4号李明", "谈心：3号 王芳，4号 李明",
    "谈话：王芳—11月3日；李明—11月4日", "与王芳谈心，11月3日；与李明谈心，11月4日", "11月3日和王芳谈心，11月4日和李明谈心", "谈心谈话：赵敏→王芳，11月3日；赵敏→李明，11月4日",
)  # fmt: skip


@pytest.mark.parametrize("text", LISTS)
def test_day_of_a_list_belongs_to_its_name(text: str) -> None:
    found = [(record["participants"], record["date"]) for record in records_of(text)]
    assert found == [(["王芳"], "2026-11-03"), (["李明"], "2026-11-04")]


TOLD_ONE_BY_ONE = {
    ("2026-11-03 王芳", "2026-11-04 李明", "2026-11-18 赵敏"): ("年底谈心谈话：王芳11月3日，李明11月4日，赵敏今天谈的",),
    ("2026-11-16 王芳", "2026-11-17 李明"): ("这周谈了两位：周一王芳，周二李明", "跟新来的两位都谈了：周一王芳，周二李明"),
    ("2026-11-17 王芳", "2026-11-17 李明"): ("昨天谈了两个，上午王芳，下午李明", "昨天上午和王芳谈心，下午又和李明谈心"),
    ("2026-11-18 王芳", "2026-11-17 李明"): ("王芳今天谈的心，李明昨天谈的",),
    ("2026-11-17 王芳、李明",): ("昨天跟王芳和李明分别谈了谈，一个上午一个下午", "昨天跟股里两个小年轻一起谈了谈心，王芳、李明"),
}  # fmt: skip


@pytest.mark.parametrize(("talks", "text"), rows(TOLD_ONE_BY_ONE))
def test_talks_that_are_told_one_by_one(talks: tuple[str, ...], text: str) -> None:
    found = [f"{record['date']} {'、'.join(names_in(record, 'participants'))}" for record in records_of(text)]
    assert tuple(found) == talks


MENTIONED = (
    "昨天找张晓谈心，主要谈了她对借调的顾虑", "11.17 谈心 张晓 说跟处长合不来", "11月17日谈心谈话，张晓，要求他处理好跟老吕的矛盾", "昨天找张晓谈话，劝他跟对象好好处", "书记今天找张晓谈心了，张晓讲起被误会的事", "昨天跟张晓谈了话，她网贷滚到十几万",
)  # fmt: skip


@pytest.mark.parametrize("text", MENTIONED)
def test_who_is_only_mentioned_took_no_part(text: str) -> None:
    record = record_of(text)
    assert record["participants"] == ["张晓"]
    assert not {"present", "lecturer"} & set(record)


def test_where_one_went_is_nobody() -> None:
    assert record_of("昨天到雷达站找小纪谈心")["participants"] == ["小纪"]


PAIRS = (
    "11月3日支部谈心结对：\n王芳—李明\n赵敏—孙悦", "11月3日谈心谈话：王芳↔李明；赵敏↔孙悦", "11月3日党员互谈，王芳与李明一对，赵敏与孙悦一对", "谈心：1.王芳-李明 11月3日 2.赵敏-孙悦 11月3日",
)  # fmt: skip


@pytest.mark.parametrize("text", PAIRS)
def test_each_pair_is_a_talk(text: str) -> None:
    found = [(record["participants"], record["date"]) for record in records_of(text)]
    assert found == [(["王芳", "李明"], "2026-11-03"), (["赵敏", "孙悦"], "2026-11-03")]


PLACES = {
    "书记室": ("昨天和王芳在书记室谈心", "昨天和王芳谈心（书记室）", "昨天和王芳谈心，书记室"),
    "资料室": ("昨天和王芳谈心（11月17日，资料室）", "昨天和王芳在资料室谈心"),
    "党员活动室": ("已与王芳谈话（11月17日，党员活动室）",),
    None: ("昨天和王芳谈心，我在旁边做的记录", "昨天和王芳谈心，聊到李明、赵敏", "昨天和科室的王芳谈心", "昨天科室的王芳找我谈心"),
}  # fmt: skip


@pytest.mark.parametrize(("place", "text"), rows(PLACES))
def test_where_they_talked(place: str | None, text: str) -> None:
    record = record_of(text)
    assert (record.get("place"), record["participants"]) == (place, ["王芳"])
    assert "recorder" not in record


NO_PAIRS = (
    "昨天支委会，王芳主持-李明记录，5人参加", "昨天主题党日9:00-11:00，15人参加，请假：李明-病假", "昨天在2-3会议室开支委会，5人参加", "昨天一对一帮扶困难户，主题党日，8人参加", "昨天党小组会，分成一组、二组讨论，8人",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_PAIRS)
def test_dashes_beside_other_things_pair_nobody(text: str) -> None:
    assert "participants" not in record_of(text)


PART_OF_IT = (
    "昨天组织生活会，会前开展谈心谈话，12人参加", "昨天主题党日，志愿服务，和老党员谈心，12人参加", "昨天召开支委会，研究与群众谈心谈话工作，5人参加", "昨天主题党日：参观、谈心、重温誓词，15人",
    "昨天党课，题目是怎样与群众谈心，30人", "昨天支委会5人，听取汇报，谈了高飞、李明转正", "昨天主题党日20人，谈了李明的事迹", "昨天组织生活会，12人，大家谈了体会",
)  # fmt: skip


ABOUT_TALKING = {
    "training": ("昨天参加谈心谈话专题培训，5人", "昨天谈心谈话工作培训会，20人参加", "昨天听了谈心谈话技巧讲座，20人", "昨天培训谈心谈话方法，20人参加"),
    "party_lecture": ("昨天谈心谈话党课，赵敏主讲，20人", "昨天党课讲谈心谈话的方法，20人听课"),
    "study": ("昨天开展谈心谈话专题学习，8人", "昨天学习谈心谈话要求，8人"),
    "talk": ("昨天和王芳谈心谈话、学习", "昨天和王芳谈心 谈话很顺利"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), rows(ABOUT_TALKING))
def test_what_is_about_talking_is_no_talk(kind: str, text: str) -> None:
    record = record_of(text)
    assert record["kind"] == kind
    assert record.get("lecturer") in {None, "赵敏"}


@pytest.mark.parametrize("text", PART_OF_IT)
def test_talking_that_is_part_of_a_meeting_is_no_talk(text: str) -> None:
    record = record_of(text)
    assert record["kind"] != "talk"
    assert "participants" not in record


@pytest.mark.parametrize(
    "text", ["昨天和李明的爱人谈心", "昨天跟他谈心了", "昨天谈了仨（都是年轻同志）", "昨天谈心（在会议室）"]
)
def test_nobody_is_made_up(text: str) -> None:
    assert not any("participants" in record for record in records_of(text))


NO_TALK = (
    "明天找张晓谈心谈话", "还没和张晓谈心谈话呢", "谈心谈话要怎么谈？", "下周要和张晓谈心谈话", "谁去和张晓谈心谈话", "应该和张晓谈心谈话", "谈心谈话制度规定每年至少一次", "张晓想找书记谈心谈话",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_TALK)
def test_no_talk_took_place(text: str) -> None:
    assert said_intent(text) not in {"record", "talk"}


def test_each_talk_of_a_list_keeps_its_own_day() -> None:
    found = records_of("11月份谈心谈话：书记分别于3日与甄诚、11日与艾心谈心")
    assert [(record["date"], record["participants"]) for record in found] == [
        ("2026-11-03", ["甄诚"]),
        ("2026-11-11", ["艾心"]),
    ]


def test_of_two_who_talked_the_first_is_the_host_of_the_record() -> None:
    intent = intent_of("昨天龙云跟丁香谈了心")
    assert isinstance(intent, RecordTalks)
    assert [(reading.host, reading.participants) for reading in intent.readings] == [("龙云", ("丁香",))]


@pytest.mark.parametrize("text", ["今天跟小王谈心谈得很好", "昨天和小王谈话，谈得不错", "昨天跟小王谈心来着谈得挺透"])
def test_talk_that_went_well_is_stored(text: str) -> None:
    assert record_of(text)["participants"] == ["小王"]
