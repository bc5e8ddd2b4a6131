"""Where it was."""

from types import ModuleType

import pytest

from handlers.grammar.clauses import likely_places, likely_topics
from handlers.grammar.learned.weights import weights_in
from tests.grammar.sayings import record_of, records_of, rows

PLACES = {
    "三号会议室": ("昨天党课，听众48人，三号会议室", "昨天支委会，三号会议室，5人", "昨天在三号会议室开的支委会"),
    "党员活动中心": ("昨天换届选举，党员活动中心，实到29人", "昨天在党员活动中心换届选举，实到29人"),
    "支部学习室": ("昨天支部学习室学习党章，实到22人",),
    "省委党校主校区": ("昨天支部书记轮训，3人，省委党校主校区",),
    "市规划展览馆": ("昨天主题党日在市规划展览馆举行", "昨天到市规划展览馆开展主题党日"),
    "大堤": ("昨天在大堤上召开了支部党员大会，22名党员",),
    "村里": ("昨天志愿服务去村里劳动，25人",),
    "县委党校": ("11月9日至11日参加县委党校培训，去的是毛国栋",),
    "遵义": ("昨天主题党日去了趟遵义，20人",),
    "坪上村": ("昨天走访慰问，6人去坪上村给五保户送羊肉",),
    "刘家塬": ("昨天走访慰问，6人，去了刘家塬",),
    "西柏坡": ("昨天主题党日去了西柏坡",),
    "小展厅": ("昨天支委会5人，会场改在小展厅", "昨天支委会改在小展厅开的，5人"),
    "革命烈士墓园": ("昨天上午九点，革命烈士墓园，主题党日，24人",),
    "车库": ("昨天小组会5人，在车库",),
    "滨河公园": ("昨天志愿服务，9个人，地点是滨河公园，内容是捡垃圾",),
    "6楼多功能厅": ("昨天党课 题：论实干 6楼多功能厅 62人",),
    "滨江路": ("昨天志愿者到滨江路文明劝导，12人", "昨天主题党日在滨江路开展"),
    "李家坳": ("昨天到李家坳帮秋收，志愿服务，9人", "昨天志愿服务，去李家坳捡垃圾，9人"),
    "红旗渠": ("昨天主题党日去了一趟红旗渠，20人", "昨天主题党日去了趟红旗渠，20人"),
    "消防中队": ("昨天慰问：到消防中队送了西瓜，6人去的",),
    "风电展示中心": ("昨天于风电展示中心开展主题党日，18人",),
    "看守所": ("昨天看守所现场警示教育，41人",),
    "阶梯教室": ("昨天党课，42人\n——阶梯教室",),
    "车上": ("昨天和小李谈心，在车上", "昨天在车上和小李谈心"),
    "田埂上": ("昨天在田埂上和小李谈心",),
    "集市上": ("昨天志愿服务，集市上帮忙打假宣传，9人",),
    "审判楼401": ("昨天集中学习，审判楼401，28人",),
    "6楼": ("昨天集中学习，6楼，20人",),
    "308": ("昨天上午9点，308，支委会，5人",),
    "黄河湿地": ("昨天主题党日去了黄河湿地，28人",),
    "党建书吧": ("昨天上午在党建书吧集中学习，12人",),
    "小花园": ("昨天在小花园里碰上退休的秦老师，谈了心",),
    "英雄广场": ("昨天支部16个人到英雄广场敬献花篮，主题党日",),
    "体育场南门": ("昨天党日，党员志愿队给环卫工人送早餐，在体育场南门，8人",),
    "会议室": ("昨天下午，学习会，会议室坐了20人",),
    "淮河大堤": ("昨天12名党员上淮河大堤开展防汛主题党日",),
    "甘雨家里": ("昨天党小组会在甘雨家里开的，5个人",),
    "食堂二楼": ("昨天支委会改到食堂二楼，5人",),
    "党史馆": ("昨天下午主题党日，参观党史馆，应到15人实到12人", "昨天主题党日，参观了党史馆，12人"),
    "护边哨所": ("昨天党课开到护边哨所，18人听",),
    None: (
        "昨天气象服务中心支部集中学习，20人",
        "昨天集中学习，年轻人布置会场，老同志唱歌，40人",
        "昨天支部学了书记在市委党校的讲话，集中学习，18人",
        "昨天支委会讲到滨江路改造，5人",
        "昨天支委会提到老旧小区改造，5人",
        "昨天主题党日去爬山，20人",
        "昨天支委会4人，老焦请假去打官司",
        "昨天走访慰问，送去米油，2人",
        "昨天和小李谈心，想调去旗里",
        "昨天主题党日，在全市场监管系统开展，20人",
        "昨天看望3户，到退休干部家里走访",
    ),
    "二楼小会议室": ("昨天学习地点改在了二楼小会议室，15人参加的",),
    "社区服务中心": ("昨天在社区服务中心帮老人理发，6名党员",),
    "408会议室": ("昨天支委会（408会议室）", "昨天支委会，地点：408会议室"),
}


@pytest.mark.parametrize(("expected", "text"), rows(PLACES))
def test_place(expected: str | None, text: str) -> None:
    assert record_of(text).get("place") == expected


def test_number_of_a_room_is_no_day() -> None:
    assert record_of("党课，听众48人，三号会议室，11月12日")["date"] == "2026-11-12"


@pytest.mark.parametrize(
    "text", ["昨天党课，一楼报告厅14:30，43人", "党课，一楼报告厅11月11日，43人", "昨天党课，一楼报告厅43/50"]
)
def test_an_hour_a_day_or_a_count_behind_a_room_is_not_its_number(text: str) -> None:
    assert record_of(text)["place"] == "一楼报告厅"


@pytest.mark.parametrize("text", ["昨天在301召开支委会，5人", "昨天支委会，5人，在301", "昨天在301开的支委会，5人"])
def test_number_of_a_room_is_enough(text: str) -> None:
    record = record_of(text)
    assert (record["place"], record["present"]) == ("301", 5)


def test_what_a_party_day_was_filled_with_ends_at_the_comma() -> None:
    record = record_of("昨天的党日活动：植树，50棵，西山，党员20人")
    assert record == {"kind": "theme_day", "date": "2026-11-17", "topic": "植树", "place": "西山", "present": 20}


def test_a_place_for_all_of_several() -> None:
    places = [record.get("place") for record in records_of("11.11小组会8人，11.13主题党日9人，都在党员活动室")]
    assert places == ["党员活动室", "党员活动室"]


def test_an_office_alone_is_no_place() -> None:
    assert "place" not in record_of("厅党组中心组学习，昨天，9人")


def test_a_clause_behind_the_hour_is_a_place_where_it_ends_like_one() -> None:
    assert record_of("昨天下午四点，综合科，支委会，5人")["place"] == "综合科"
    assert record_of("昨天上午10点，行政楼二层，党课，30人")["place"] == "行政楼二层"
    assert "place" not in record_of("昨天下午四点，业务知识，集中学习，5人")


def test_nobody_meets_where_he_left() -> None:
    assert "place" not in record_of("刚跟小佟谈完心走出办公室")


HOURS = {
    "15:00": ("昨天支部大会30人，通知两点半，实际三点才开始", "昨天支委会5人，三点开始，四点结束", "昨天支委会5人，四点半散的，三点开始"),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), rows(HOURS))
def test_what_was_counts_more_than_what_was_planned(expected: str, text: str) -> None:
    record = record_of(text)
    assert record["start"] == expected
    assert "topic" not in record


DECIDED = {
    "转正": ("昨天支委会5人，研究两名预备党员转正",),
    "发展对象": ("昨天支委会5人，研究两名积极分子转发展对象", "昨天支委会，5人，议发展对象"),
    "预备党员": ("昨天支委会5人，讨论接收2名预备党员",),
}


@pytest.mark.parametrize(("expected", "text"), rows(DECIDED))
def test_whom_it_was_about_were_not_those_who_met(expected: str, text: str) -> None:
    record = record_of(text)
    assert expected in str(record["topic"])
    assert record["present"] == 5


TOPICS = {
    "半年总结": ("党建工作半年总结已于昨天报送机关党委", "昨天半年总结报送市直工委了"),
    "发展计划": ("昨天支委会，会上就发展计划进行了研究，5人",),
    "党费使用": ("昨天支委会议题两个：党费使用、困难补助，5人",),
    "党章": ("昨天集中学习，高尚领学了党章，8人", "昨天集中学习，高尚领学了党章，柳青交流发言，8人"),
    "条例": ("昨天集中学习主要是学那个条例，8人", "/log 集中学习 2026-11-17 条例 19人"),
    "评先": ("昨天几个支委在老杜屋碰了个头，五个人，评先的事",),
    "花名册": ("催了两天，党员花名册昨天报到县直工委去了",),
    "值班": ("昨天支委会，五人，把值班安排了", "五个支委昨天碰了一下，说的国庆值班"),
    "全会精神": ("昨天一组的人全坐在我办公室把全会精神学了一遍，集中学习，8人",),
    "抗战": ("昨天集中学习，阅兵刚过，大家坐一块谈抗战精神，11人都在",),
}


WITHOUT_DOERS = {
    "讨论2名预备党员转正": ("昨天党员大会讨论2名预备党员转正，25人",),
    "请了3位老党员讲故事": ("昨天主题党日请了3位老党员讲故事，15人",),
    "植树": ("昨天主题党日是和街道办一起搞的植树活动，20人",),
    "条例": ("昨天集中学习，学了两个小时，学的条例，20人",),
    "电影《长津湖》": ("昨天主题党日组织大家观看了电影《长津湖》，20人",),
    "包饺子慰问环卫工": ("昨天主题党日大家一起包饺子慰问环卫工，20人",),
    None: (
        "昨天我们和财务处一起搞了个党课，共40人",
        "昨天跟社区联合搞的主题党日，15人",
        "昨天支部组织党员开展了主题党日活动，20人参加",
        "昨天区里组织的党课我们去了5个人",
    ),
}


@pytest.mark.parametrize(("expected", "text"), rows(WITHOUT_DOERS))
def test_who_held_it_and_what_it_is_called_is_no_topic(expected: str | None, text: str) -> None:
    assert record_of(text).get("topic") == expected


def test_what_is_visited_is_the_place_and_visiting_it_the_topic() -> None:
    record = record_of("昨天主题党日，参观党史馆，到4人")
    assert (record["topic"], record["place"]) == ("参观党史馆", "党史馆")


@pytest.mark.parametrize("learned", [likely_topics, likely_places])
def test_the_columns_of_the_table_are_the_answers(learned: ModuleType) -> None:
    assert weights_in(learned.TABLE).answers == learned.ANSWERS


@pytest.mark.parametrize(("expected", "text"), rows(TOPICS))
def test_what_it_was_about(expected: str, text: str) -> None:
    assert expected in str(record_of(text)["topic"])


ABOUT_NOTHING = (
    "昨天党费收齐，共860元，老杭手头紧少交了20", "昨天民主评议党员，到会24人", "昨天组织生活会，15人，老汤眼前发黑先走了", "昨天支部大会，应到40，开到现在刚散，到会36人",
    "昨天支部大会，到会人数超过五分之四，实到29人", "昨天换届大会，实到25人，发出选票25张，收回25张", "昨天慰问老党员，每户慰问金600元", "昨天支部大会上选了两名委员，到会29人", "昨天支部大会，出席率90%，27人", "昨天学习会20人，会后自学2小时", "昨天党课28人，局党组成员孙志强到会指导", "昨天机关一支部、二支部联合开展主题党日，45人",
)  # fmt: skip


@pytest.mark.parametrize("text", ABOUT_NOTHING)
def test_what_else_happened_is_no_topic(text: str) -> None:
    assert "topic" not in record_of(text)


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("到烈士陵园", "昨天到烈士陵园开展主题党日，26人"),
        ("赴井冈山开展红色教育", "昨天赴井冈山开展红色教育，33人参加"),
        ("老党员何爷爷讲述抗美援朝的故事", "昨天主题党日上老党员何爷爷讲述抗美援朝的故事，29人"),
        ("革命旧址", "昨天赴革命旧址举行主题党日活动，17人"),
    ],
)
def test_what_was_held_is_no_part_of_its_topic(topic: str, text: str) -> None:
    assert str(record_of(text)["topic"]).endswith(topic)


@pytest.mark.parametrize(
    "text",
    ["昨天志愿服务，8名党员去了2个社区", "昨天主题党日去了一个小区，12人", "昨天主题党日参观了三个展厅，26名党员"],
)
def test_how_many_places_is_no_place(text: str) -> None:
    assert "place" not in record_of(text)


BEHIND_VERBS = {
    "路线方针": ("昨天党课讲的路线方针，20人",),
    "湿地保护法": ("昨天集中学习学的湿地保护法，18人",),
    "意识形态工作": ("昨天支委会研究了意识形态工作，5人",),
    "慰问对象": ("昨天支委会，5人，定了慰问对象",),
    "评先": ("昨天支部大会，议题是评先，20人",),
    "省委一号文件": ("昨天学了省委一号文件，18人",),
}


@pytest.mark.parametrize(("topic", "text"), rows(BEHIND_VERBS))
def test_topic_begins_behind_its_verb(topic: str, text: str) -> None:
    assert record_of(text)["topic"] == topic


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("预备党员转正、党费收缴、年底评优", "昨天支委会研究了三件事：预备党员转正、党费收缴、年底评优，5人"),
        ("一是转正，二是党费，三是评优", "昨天支委会研究了三件事：一是转正，二是党费，三是评优"),
        ("老党员慰问、换届", "支委会昨天研究两件事：老党员慰问、换届，王强主持"),
    ],
)
def test_things_that_are_announced_by_their_number_are_the_topic(topic: str, text: str) -> None:
    assert record_of(text)["topic"] == topic


@pytest.mark.parametrize(
    "text", ["昨天晚上在线上学习了公报，30人", "昨天在腾讯会议上学习了公报，30人", "昨天在微信群里学习了公报，30人"]
)
def test_no_place_ends_inside_a_verb(text: str) -> None:
    assert "place" not in record_of(text)
