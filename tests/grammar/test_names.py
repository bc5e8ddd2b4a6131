"""Names as they are written, and who did what."""

import pytest

from tests.grammar.sayings import record_of, rows

PEOPLE = (
    "李建国", "王芳", "欧阳春", "司马青云", "诸葛明", "上官婉", "阿依古丽·买买提", "买买提·艾力", "张伟", "马小军", "钱多多", "夏天明", "毕秋实", "郭刚", "杜若", "尉迟恭", "呼延灼",
)  # fmt: skip
TELLINGS = {
    "host": ("昨天召开支委会，{}主持，5人参加", "昨天支委会，主持人：{}，5人参加", "昨天由{}主持召开支委会，5人参加"),
    "lecturer": ("昨天上党课，{}主讲，30人听课", "昨天党课，主讲人：{}，30人参加"),
    "recorder": ("昨天召开支委会，5人参加，记录人：{}",),
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize(("role", "text"), rows(TELLINGS))
def test_name_in_its_role(role: str, text: str, name: str) -> None:
    record = record_of(text.format(name))
    assert record[role] == name
    assert {key for key in ("host", "lecturer", "recorder") if key in record} == {role}


@pytest.mark.parametrize("name", PEOPLE)
def test_name_on_leave(name: str) -> None:
    assert record_of(f"昨天召开支部党员大会，应到15人，实到14人，请假：{name}")["leave"] == [name]


TITLED = {
    "李书记": ("昨天李书记讲了党课，30人听课", "昨天党课，李书记主讲，30人参加"),
    "郑书记": ("昨天上党课，主讲是我们郑书记，30人听课", "昨天党课，主讲都是郑书记，30人参加"),
    "书记": ("昨天书记讲了党课，30人听课", "昨天上党课，书记主讲，30人参加"),
    "王局长": ("昨天王局长讲党课，30人听课",),
    "纪检组长": ("昨天廉政党课，纪检组长讲的，35人听课",),
    "方晴": ("昨天集中学习，领学方晴，20人参加", "集中学习 11月17日 领学方晴 20人参加"),
    "李建国": ("昨天李建国书记讲了党课，30人听课", "昨天党课，李建国同志主讲，30人参加"),
}


@pytest.mark.parametrize(("expected", "text"), rows(TITLED))
def test_title_stands_where_no_name_does(expected: str, text: str) -> None:
    assert record_of(text)["lecturer"] == expected


READ_OUT = {
    "杜若": ("昨天集中学习，杜若念的文件，20人", "昨天集中学习，20人，念的是杜若", "昨天学文件，杜若领着念的，20人", "昨天请杜若回来讲党课，20人", "昨天集中学习20人杜若领学的在活动室", "昨天集中学习，杜若领雪，20人"),
    None: ("昨天集中学习，读的是文选第三卷，20人", "昨天支部大会念的文件，20人"),
}  # fmt: skip


@pytest.mark.parametrize(("lecturer", "text"), rows(READ_OUT))
def test_who_read_to_the_others(lecturer: str | None, text: str) -> None:
    assert record_of(text).get("lecturer") == lecturer


@pytest.mark.parametrize(
    "text", ["昨天三人去党校参加轮训：柏青、靳小岚、游方", "昨天积极分子柏青、靳小岚和游方去区党校了，学了一天"]
)
def test_who_went_to_be_trained(text: str) -> None:
    assert record_of(text)["participants"] == ["柏青", "靳小岚", "游方"]


def test_weather_is_nobody() -> None:
    assert "participants" not in record_of("昨天理论学习 高温天还有24人到 学的防汛抗旱重要论述")


def test_those_on_leave_are_told_one_by_one() -> None:
    assert record_of("昨天支委会应到五人实到三人请假两个一个老裴一个宫婷")["leave"] == ["老裴", "宫婷"]


def test_slip_in_a_word_for_a_role() -> None:
    assert record_of("昨天支部大会，到会29人，卢志平主侍，甘霖记陆")["host"] == "卢志平"


RECORDED = (
    "昨天支委会，5人，老韩主持，柏舟记",
    "昨天支委会 5人 老韩主持 记：柏舟",
    "昨天支委会，5人，参加：杜衡、柏舟（记录），老韩主持",
    "昨天支委会5人，老韩主持，柏舟做的记录，记录写好了",
)


@pytest.mark.parametrize("text", RECORDED)
def test_minutes_are_taken_in_few_words(text: str) -> None:
    record = record_of(text)
    assert (record["host"], record["recorder"]) == ("老韩", "柏舟")


def test_excuse_of_the_family_is_a_leave() -> None:
    assert record_of("主题党日11月12日18人，邵刚父亲去世请丧假")["leave"] == ["邵刚"]
    assert record_of("支委会今天4人，老魏血糖高住院没来，算请假")["leave"] == ["老魏"]


NOBODY = (
    "昨天升国旗、唱国歌、重温誓词，主题党日，27人",
    "昨天观看纪录片两集，集中学习，12人",
    "昨天召开支部党员大会，12人参加", "昨天参观党史馆开展主题党日，12人", "昨天集中学习党章，18人参加", "昨天在和平街社区志愿服务，8人参加", "昨天全体党员参加主题党日", "昨天学习雷锋精神主题党日，15人参加",
)  # fmt: skip


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_named(text: str) -> None:
    assert not {"host", "lecturer", "recorder", "leave", "absent", "participants"} & set(record_of(text))


OFFICES = {
    "宋主任": ("昨天警示教育，市纪委宋主任授课，38人", "昨天警示教育，38人，主讲是市纪委的宋主任"),
    "佟老师": ("昨天保密教育党课，主讲保密办佟老师，听课32人", "昨天党课，主讲区委党校佟老师，40人"),
    "许老师": ("昨天党课，宣讲团许老师讲的，25人", "昨天党课，主讲党校许老师，25人"),
    "斯琴高娃": ("昨天党课，斯琴高娃同志授课，20人",),
    "纪检组长": ("昨天党课，纪检组长主讲，25人",),
    "尚老": ("昨天主题党日，尚老讲的，25人",),
}


@pytest.mark.parametrize(("expected", "text"), rows(OFFICES))
def test_an_office_is_no_part_of_a_name(expected: str, text: str) -> None:
    assert record_of(text)["lecturer"] == expected


RECORDERS = {
    "冯静": ("昨天支委会5人，冯静记", "昨天支委会，冯静记，5人", "昨天支委会5人，记：冯静", "昨天支委会5人，记录冯静"),
    None: (
        "昨天支委会5人，记录写好了",
        "昨天支委会5人，帮我记",
        "昨天集中学习，看纪录片两集，20人",
        "昨天支委会5人，学习笔记",
    ),
}


@pytest.mark.parametrize(("expected", "text"), rows(RECORDERS))
def test_who_kept_the_minutes(expected: str | None, text: str) -> None:
    assert record_of(text).get("recorder") == expected


PARTNERS = {
    "王建新": ("昨天与王建新同志谈心谈话",),
    "才让多杰": ("昨天与才让多杰同志谈心谈话",),
    "何卫人": ("昨天和何卫人谈心",),
    "毕秋实": ("昨天和毕秋实谈心", "谈心谈话对象：毕秋实，昨天"),
}


@pytest.mark.parametrize(("expected", "text"), rows(PARTNERS))
def test_names_made_of_words(expected: str, text: str) -> None:
    assert record_of(text)["participants"] == [expected]


REASONS = {
    "leave": ("昨天支委会4人，钱进因病假未到", "昨天支委会4人，除钱进住院以外都到了", "昨天支委会4人，钱进请丧假"),
    "absent": ("昨天支委会4人，钱进未到", "昨天支委会4人，除钱进外都到了"),
}  # fmt: skip


@pytest.mark.parametrize(("role", "text"), rows(REASONS))
def test_whoever_has_a_reason_is_on_leave(role: str, text: str) -> None:
    record = record_of(text)
    assert {key: record[key] for key in ("leave", "absent") if key in record} == {role: ["钱进"]}


OPENERS = {
    "邵刚": ("昨天主题党日18人，邵刚父亲去世请丧假", "昨天主题党日18人，邵刚结婚请婚假", "昨天主题党日 17/18 邵刚出差"),
    "丁大姐": ("昨天主题党日18人，丁大姐腿脚不好请假",),
    "郭师傅": ("昨天主题党日18人，郭师傅孩子高考请假",),
}


@pytest.mark.parametrize(("expected", "text"), rows(OPENERS))
def test_whoever_opens_the_clause_is_on_leave(expected: str, text: str) -> None:
    assert record_of(text)["leave"] == [expected]


def test_names_are_introduced_behind_a_count() -> None:
    record = record_of("昨天小组会十个人来了八个请假的是老方和小金")
    assert (record["expected"], record["present"], record["leave"]) == (10, 8, ["老方", "小金"])


WITH_WHOM = {
    "小龙": ("昨天跟小龙散了会儿步聊聊工作，算谈心谈话", "谈心谈话登记一下，昨天跟小龙吃饭时说了说家常", "昨天跟小龙摆龙门阵，算谈心谈话一次"),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), rows(WITH_WHOM))
def test_a_talk_over_something_else(expected: str, text: str) -> None:
    assert record_of(text)["participants"] == [expected]


BRACKETED = {
    ("刘刚", "何洁"): ("昨天支部大会33人，2人请假（刘刚、何洁）", "昨天支部大会33人，两人请假：刘刚、何洁"),
    ("闻涛",): (
        "昨天组织生活会应到13实到12，请假1（闻涛外业）", "昨天组织生活会应到13实到12，请假1人（闻涛巡堤）", "昨天党课20人，请假：闻涛高考陪考",
        "昨天党课20人，讲解：凌波 请假：闻涛（病）",
    ),
    ("邱波", "夏岚"): ("昨天党课20人，请假2人（出差：邱波；公休：夏岚）", "昨天党课20人，2人请假（外出培训：邱波，病假：夏岚）"),
    ("贺兰",): ("昨天党课20人，贺兰生病请假",),
    ("贺兰生",): ("昨天党课20人，贺兰生请假",),
    ("阿拉坦仓", "白音朝鲁"): ("昨天党课20人，请假2人（阿拉坦仓、白音朝鲁）",),
    ("老周", "小郑"): ("昨天小组会请假两人，一个是老周一个是小郑，到了7个",),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), rows(BRACKETED))
def test_those_counted_on_leave_are_named(expected: tuple[str, ...], text: str) -> None:
    record = record_of(text)
    assert record["leave"] == list(expected)
    assert "participants" not in record


READERS = {
    "张帆": ("昨天集中学习，领学张帆，18人", "昨天集中学习18人，领学 张帆"),
    None: ("昨天集中学习，领学党史，18人", "昨天集中学习，领学时政，18人"),
}


@pytest.mark.parametrize(("expected", "text"), rows(READERS))
def test_who_led_the_reading(expected: str | None, text: str) -> None:
    assert record_of(text).get("lecturer") == expected


def test_the_commission_is_nobodys_name() -> None:
    assert "participants" not in record_of("昨天组织生活会，25名党员参加，纪委彭主任到会指导")


TEACHERS = {
    "孟涛": (
        "昨天听了区纪委孟涛的廉政党课", "昨天听孟涛讲党课，40人", "昨天请了市委讲师团的孟涛来讲党课，40人", "昨天集中学习，孟涛带着大家学了条例", "昨天微党课，演讲人孟涛", "昨天党课 孟涛，40人",
        "昨天学习会上孟涛带读了原文", "昨天集中学习，孟涛领着学的，20人", "昨天党课，讲的人是孟涛，20人",
    ),
    "书记": ("昨天书记党课30人", "昨天书记来村里讲党课，30人", "昨天书记微党课《一碗水》，30人"),
    "于建国": ("昨天在报告厅听了书记于建国讲的专题党课", "昨天党课由书记于建国讲"),
    "泽仁卓玛": ("昨天党课，泽仁卓玛讲的民族团结，30人",),
    "初组长": ("昨天党课，由初组长主讲，30人",),
    "伏晓岚": ("昨天党课讲的家风，伏晓岚主讲，27人",),
    "张书记": ("昨天机关党委张书记来给我们讲党课，讲的纪律建设，26个人",),
    "郑部长": ("昨天党课，郑部长从三个方面讲了怎么当好干部，48人",),
    "李书记": ("昨天党课，主讲是区委李书记，30人", "昨天党课，区委李书记主讲，30人"),
    "周涛": ("昨天党课，周涛作专题报告，22人", "昨天党课，周涛作了专题辅导，22人"),
    "屈静": ("昨天线上集中学习，25人，屈静导学",),
    "陈亮": ("昨天党课，书记没来，由副书记陈亮代讲，28人", "昨天的党课由陈亮代讲，28人", "昨天集中学习，陈亮代领学，28人"),
    None: ("昨天给我们上廉政党课，28人", "昨天党小组会7人，下次学习轮到小杜领学", "昨天党课，两位老党员给我们讲了抗战故事", "昨天支委会5人，李书记最后给大家讲了三点", "昨天党课30人，李书记没来", "昨天党小组组长张宇召集了小组会，6人", "第一党小组组长张宇昨天召集了小组会，6人", "昨天党课，李明主持，30人", "昨天我讲的党课，30人"),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), rows(TEACHERS))
def test_who_taught_in_any_construction(expected: str | None, text: str) -> None:
    assert record_of(text).get("lecturer") == expected


ATTENDING = {
    ("温岚", "乌力吉", "老米"): (
        "昨天小组会来的就温岚、乌力吉、老米三个", "昨天小组会，来的有温岚、乌力吉、老米", "【活动】小组会【时间】昨天【人员】温岚、乌力吉、老米", "昨天小组会签到：温岚、乌力吉、老米，共3人",
    ),
    ("王刚", "李丽", "周涛"): ("昨天专题研讨，王刚、李丽、周涛作了重点发言，22人",),
    ("陆明华", "涂志刚", "才让多杰"): ("昨天小组会，参加人员：陆明华、涂志刚、才让多杰",),
    ("石秀", "杨雄", "李逵"): ("昨天小组会石秀杨雄李逵三个人", "昨天小组会石秀、杨雄、李逵三人全到"),
    ("金玉兰", "朴成日"): ("昨天选派金玉兰、朴成日到党校培训", "昨天派金玉兰、朴成日去党校培训"),
    ("温岚",): ("昨天走访2户，温岚和我一块去的", "昨天走访2户，温岚代表支部去的", "昨天党务培训，支部派温岚参加"),
    None: ("昨天民主生活会，周县长到会指导，5人参加", "昨天组织生活会，局长温岚到会讲话，9人"),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), rows(ATTENDING))
def test_who_took_part(expected: tuple[str, ...] | None, text: str) -> None:
    found = record_of(text).get("participants")
    assert found == (list(expected) if expected else None)


def test_whoever_lectured_is_no_topic() -> None:
    record = record_of("昨天听了区纪委孟涛的廉政党课")
    assert (record["lecturer"], record["topic"]) == ("孟涛", "廉政党课")


ONE_BY_ONE = {
    "昨天支委会，请假2人，一个是李强一个是陈静": "leave",
    "昨天党课，请假的有两个，一个是李强，另一个是陈静": "leave",
    "昨天党员大会，缺席2人，一个叫李强，还有一个叫陈静": "absent",
    "昨天和两个同志谈心，一个是李强一个是陈静": "participants",
    "昨天和两位同志谈心，一位是李强，另外一位是陈静": "participants",
    "昨天支委会，书记李强与委员陈静参加": "participants",
    "昨天支委会，书记李强和委员陈静请假": "leave",
    "昨天书记李强与组织委员陈静谈心": "participants",
}


@pytest.mark.parametrize(("text", "field"), ONE_BY_ONE.items())
def test_two_who_are_named_one_by_one_or_by_their_posts_are_two(text: str, field: str) -> None:
    told = record_of(text)
    assert told[field] == ["李强", "陈静"]
    assert "topic" not in told


CUT_INTO_WORDS = (
    ({"lecturer": "成功"}, "昨天微党课，青年党员成功主讲，18人"),
    ({"lecturer": "阿不都·热合曼"}, "昨天党课，阿不都·热合曼书记讲，20人"),
    ({"lecturer": "欧阳处长"}, "昨天党课，主讲欧阳处长，20人"),
    ({"lecturer": "韦思明"}, "领学人换成了韦思明，昨天集中学习，22人"),
    ({"host": "岑山", "leave": ["零雪", "覃波"]}, "补录 支部党员大会 11.17 应36 实34 请2（零雪、覃波） 主持岑山"),
    ({"recorder": "宋词"}, "昨天支委会，宣传委员宋词负责会议记录，5人"),
    ({"leave": ["尚可", "左右", "文明"]}, "昨天支部大会，29人到会，有3个请了假：尚可、左右、文明"),
    ({"leave": ["达来"]}, "昨天支委会，四人出席，一人请假（达来）"),
    ({"leave": ["窦英", "邵武", "路苇"]}, "昨天支部大会，到会40人，病假1人窦英，出差2人：邵武、路苇"),
    ({"leave": ["杜仲", "防风"]}, "昨晚集中学习，应到18实到16，杜仲和防风请了假"),
    ({"leave": ["白术", "苍术"]}, "昨天党课26人听，请假人员2名，即白术、苍术"),
    ({"leave": ["汪洋"]}, "昨天主题党日18人参加，汪洋出国探亲，请假"),
    ({"lecturer": "普洱"}, "昨天书记普洱上党课一次，受众31"),
    ({"lecturer": "玫瑰"}, "昨天集中学习由玫瑰带领大家读原文，12人"),
    ({"host": "竹叶青"}, "昨天主题党日由第二党小组组长竹叶青牵头组织并主持，17人"),
    ({"leave": ["褚文"]}, "昨天主题党日，褚文开庭请假，其余15人都去了"),
)  # fmt: skip


@pytest.mark.parametrize(("people", "text"), CUT_INTO_WORDS)
def test_name_of_any_words_is_whole(people: dict[str, object], text: str) -> None:
    record = record_of(text)
    told = {key: record[key] for key in ("host", "lecturer", "recorder", "leave", "absent") if key in record}
    assert told == people


TAKING_PART = {
    ("孟凡", "孟想"): ("昨天谈心：孟凡、孟想", "昨天跟孟凡孟想两位同志谈心"),
    ("张海", "李雪"): ("昨天跟张海李雪两位同志谈心谈话", "昨天和张海、李雪两口子一块儿谈的心"),
    ("苏和",): ("昨天跟护林员苏和坐树底下谈了谈心",),
    ("司马晴",): ("昨天晚饭后和司马晴走了两圈，谈了心",),
    ("何方",): ("昨天我和何方一起走访慰问了退休党员2户",),
    ("葛小舟",): ("昨天跟新来的书记员葛小舟聊了聊，算谈心谈话",),
    ("老贾", "翟燕"): ("昨天支委会，我、老贾、翟燕三个都在",),
}  # fmt: skip


@pytest.mark.parametrize(("names", "text"), rows(TAKING_PART))
def test_those_who_took_part(names: tuple[str, ...], text: str) -> None:
    assert record_of(text)["participants"] == list(names)


GLUED = [
    ("participants", ["周瑜", "鲁肃"], "昨天和周瑜鲁肃谈心"),
    ("participants", ["王小明", "李强"], "昨天和王小明李强谈心"),
    ("participants", ["欧阳修远"], "昨天和欧阳修远谈心"),
    ("participants", ["应欢"], "昨天跟应欢谈心"),
    ("participants", ["包志刚"], "和包志刚的谈心谈话补一下，11月5号"),
    ("participants", ["宋慧", "薛涛"], "昨天找宋慧和薛涛各谈了一次"),
    ("participants", ["李婷", "刘畅", "钟鸣"], "昨天党日参加的有李婷刘畅钟鸣"),
    ("leave", ["周瑜", "鲁肃"], "昨天支委会，周瑜鲁肃请假"),
    ("leave", ["滕飞", "包青松", "柯姗"], "昨天支部大会应到36实到33，请假的有滕飞包青松还有柯姗"),
    ("participants", ["张三", "李四"], "昨天中心组学习8人，专题研讨，张三李四发言"),
    ("leave", ["刘洋", "陈静", "赵磊"], "昨天党员大会请假三个刘洋陈静赵磊主持人张强"),
    ("leave", ["刘洋", "陈静"], "昨天党员大会28人参加刘洋陈静请假"),
    ("leave", ["刘洋", "欧阳修"], "昨天党员大会请假2人刘洋欧阳修"),
    ("leave", ["老王", "老李"], "昨天支委会老王老李请假，5人"),
    ("participants", ["小张", "小王", "小李"], "昨天跟小张小王小李谈了谈心"),
    ("participants", ["老王", "老李", "小张"], "我昨天跟三个同志谈心，老王老李还有小张"),
    ("leave", ["张三", "李四", "王五"], "昨天支委会，张三李四王五请假"),
    ("absent", ["周瑜", "鲁肃"], "昨天主题党日15人，周瑜鲁肃没来"),
]


@pytest.mark.parametrize(("field", "people", "text"), GLUED)
def test_names_without_a_mark_between_them(field: str, people: list[str], text: str) -> None:
    assert record_of(text)[field] == people


@pytest.mark.parametrize(
    ("host", "recorder", "text"),
    [
        ("李书记", "小王", "支部党员大会昨天开的到了二十八个人李书记主持的小王记录"),
        ("王强", "李伟", "支部党员大会昨天开的28人王强主持的李伟记录"),
        ("小王", "小李", "昨天支委会主持的小王记录的小李"),
    ],
)
def test_who_did_it_stands_before_or_behind(host: str, recorder: str, text: str) -> None:
    record = record_of(text)
    assert (record["host"], record["recorder"]) == (host, recorder)


@pytest.mark.parametrize(
    ("text", "topic", "lecturer"),
    [
        ("昨天集中学习二十届四中全会精神刘洋领学二十六人参加", "二十届四中全会精神", "刘洋"),
        ("昨天学习全会精神王强领学20人", "全会精神", "王强"),
    ],
)
def test_a_name_right_behind_what_was_studied_is_no_part_of_it(text: str, topic: str, lecturer: str) -> None:
    record = record_of(text)
    assert record["lecturer"] == lecturer
    assert str(record["topic"]).endswith(topic)


def test_whoever_agrees_is_not_joined_to_anybody() -> None:
    assert "participants" not in record_of("昨天支部大会，何静同意，24人参加")
