"""Several activities in one message: where one ends, and what is shared or dealt out."""

import pytest

from handlers.intents import Plan, RecordActivities
from tests.grammar.sayings import at, intent_of, record_of, records_of, rows

Told = tuple[tuple[str, str, int | None], ...]
TODAY, BEFORE = "2026-11-18", "2026-11-17"
SEVERAL: dict[str, Told] = {
    "昨天党员大会和党课连着开的，大会两点，党课三点半，都是26人": (("branch_assembly", BEFORE, 26), ("party_lecture", BEFORE, 26)),
    "昨天民评跟组织生活会套着开的，26人": (("appraisal", BEFORE, 26), ("org_life", BEFORE, 26)),
    "昨天办了两件：一是支委会，5人；二是收党费，1200元": (("branch_committee", BEFORE, 5), ("dues", BEFORE, None)),
    "昨天上午敬老院慰问，下午社区志愿服务": (("visit", BEFORE, None), ("volunteer", BEFORE, None)),
    "昨天上午支委会5人，下午看望老党员": (("branch_committee", BEFORE, 5), ("visit", BEFORE, None)),
    "今天支委会5人，大会27人": (("branch_committee", TODAY, 5), ("branch_assembly", TODAY, 27)),
    "11.17支委5人，11.18大会31人": (("branch_committee", BEFORE, 5), ("branch_assembly", TODAY, 31)),
    "昨天先集中学习再开支委会，前者17人，后者5人": (("study", BEFORE, 17), ("branch_committee", BEFORE, 5)),
    "今天和昨天都开了支委会，今天4人，昨天5人": (("branch_committee", TODAY, 4), ("branch_committee", BEFORE, 5)),
    "组织生活会和民主评议党员同一天开的，11月12日，都是27人": (("org_life", "2026-11-12", 27), ("appraisal", "2026-11-12", 27)),
    "①支委会11/17 5人②党课11/18 28人③党费1309元同日收": (("branch_committee", BEFORE, 5), ("party_lecture", TODAY, 28), ("dues", TODAY, None)),
    "11月 支委会 ✔（11.2 4人，11.7 5人） 党日 ✔（11.16 24人）": (("branch_committee", "2026-11-02", 4), ("branch_committee", "2026-11-07", 5), ("theme_day", "2026-11-16", 24)),
    "上午开完支委会下午接着开大会，都在六楼，5个人和33个人": (("branch_committee", TODAY, 5), ("branch_assembly", TODAY, 33)),
    "昨天先学了一小时文件，14人，完了又去社区扫雪，去了10个": (("study", BEFORE, 14), ("volunteer", BEFORE, 10)),
    "党费11.5收的，1420元；同一天开了支委会，5人到": (("dues", "2026-11-05", None), ("branch_committee", "2026-11-05", 5)),
    "今天八点半支委会5人，九点半接着开支部大会，到33人": (("branch_committee", TODAY, 5), ("branch_assembly", TODAY, 33)),
    "昨天党员大会顺带把党费收了，31人，1420元": (("branch_assembly", BEFORE, 31), ("dues", BEFORE, None)),
    "主题党日和党课一起搞的，11月16日，26人": (("theme_day", "2026-11-16", 26), ("party_lecture", "2026-11-16", 26)),
    "支委会10.9、10.23、11.6，到会5、4、5人": (("branch_committee", "2026-10-09", 5), ("branch_committee", "2026-10-23", 4), ("branch_committee", "2026-11-06", 5)),
    "上午九点支委会4人，九点半党课，30人听": (("branch_committee", TODAY, 4), ("party_lecture", TODAY, 30)),
    "昨天下午分别找小郭、小彭谈心，之后开支委会5人": (("talk", BEFORE, None), ("branch_committee", BEFORE, 5)),
    "11月16日：支委会（5人）、集中学习（21人）": (("branch_committee", "2026-11-16", 5), ("study", "2026-11-16", 21)),
    "十一月的支委会是十六号开的五个人党员大会是昨天开的三十个人": (("branch_committee", "2026-11-16", 5), ("branch_assembly", BEFORE, 30)),
    "一季度党课（3月6日）、二季度党课（6月5日）都上了，每堂30人": (("party_lecture", "2026-03-06", 30), ("party_lecture", "2026-06-05", 30)),
    "昨天一天三个会：上午支委会(4人) 下午小组会(6人) 晚上集中学习(11人)": (("branch_committee", BEFORE, 4), ("group_meeting", BEFORE, 6), ("study", BEFORE, 11)),
    "11月17日 党小组会\n一组 8人 秦风主持\n第二小组 7人 白露主持": (("group_meeting", BEFORE, 8), ("group_meeting", BEFORE, 7)),
    "昨天三个组分头集中学习：一组7人、二组6人、三组8人": (("study", BEFORE, 7), ("study", BEFORE, 6), ("study", BEFORE, 8)),
    "昨天下班后开的小组会，一组7人二组8人合着开的": (("group_meeting", BEFORE, 7),),
    "党课上了两回，一回5号，一回12号，每回都是30人": (("party_lecture", "2026-11-05", 30), ("party_lecture", "2026-11-12", 30)),
    "昨天小组会8个人，散会时大家顺手把党费也交了，400元": (("group_meeting", BEFORE, 8), ("dues", BEFORE, None)),
    "昨天两件事：上午支部大会29人，下午全体去社区扫楼道，14个人去了": (("branch_assembly", BEFORE, 29), ("volunteer", BEFORE, 14)),
    "昨天上午一组集中学习6人下午二组集中学习8人": (("study", BEFORE, 6), ("study", BEFORE, 8)),
    "昨天上午支部大会29人，下午补签到表3人": (("branch_assembly", BEFORE, 29),),
    "10月两次学习：12号19人、26号17人": (("study", "2026-10-12", 19), ("study", "2026-10-26", 17)),
    "昨天党员大会32人，会后接着民主评议": (("branch_assembly", BEFORE, 32), ("appraisal", BEFORE, None)),
    "党小组会11月3日一次、11月16日一次，两次都是十个人": (("group_meeting", "2026-11-03", 10), ("group_meeting", "2026-11-16", 10)),
    "党费：\n9月 1180元（9月8日收）\n10月 1180元（10月9日收）\n11月 1200元（11月9日收）": (("dues", "2026-09-08", None), ("dues", "2026-10-09", None), ("dues", "2026-11-09", None)),
    "支委会 11月6日 5人\n组织生活会 11月16日 20人": (("branch_committee", "2026-11-06", 5), ("org_life", "2026-11-16", 20)),
    "上周三次活动：周一支委会5人，周三读书会17人，周五党课20人": (("branch_committee", "2026-11-09", 5), ("study", "2026-11-11", 17), ("party_lecture", "2026-11-13", 20)),
    "这个月支委会开了两次一次是六号一次是十六号每次都是五个人": (("branch_committee", "2026-11-06", 5), ("branch_committee", "2026-11-16", 5)),
    "慰问了两家，6号去的老党员彭德家，16号去的困难职工党员谷兰家": (("visit", "2026-11-06", None), ("visit", "2026-11-16", None)),
    "情况报告如下：\n支委会 2次（11月6日、11月16日）": (("branch_committee", "2026-11-06", None), ("branch_committee", "2026-11-16", None)),
    "上周一支委会5人，周三党课20人": (("branch_committee", "2026-11-09", 5), ("party_lecture", "2026-11-11", 20)),
    "上周五支委会5人，周一党课20人": (("branch_committee", "2026-11-13", 5), ("party_lecture", "2026-11-16", 20)),
    "昨天开完党员大会（29人）紧跟着就民主评议，还是这29人": (("branch_assembly", BEFORE, 29), ("appraisal", BEFORE, 29)),
    "10月党费580元，11月党费600元，昨天收齐": (("dues", BEFORE, None), ("dues", BEFORE, None)),
    "昨天跟老段谈了心；支部收齐11月党费980元": (("talk", BEFORE, None), ("dues", BEFORE, None)),
    "昨天主题党日16人，收党费980元": (("theme_day", BEFORE, 16), ("dues", BEFORE, None)),
    "昨天支委会，完了又跟老段谈了谈心，支委会5人": (("branch_committee", BEFORE, 5), ("talk", BEFORE, None)),
    "年度民主评议+组织生活会，昨天一起开，应到33，实到31": (("appraisal", BEFORE, 31), ("org_life", BEFORE, 31)),
    "昨天下午党课+支委会。党课主讲匡德贵，31人；支委会5人": (("party_lecture", BEFORE, 31), ("branch_committee", BEFORE, 5)),
    "昨天先开支委会后开党员大会，支委会李明主持5人，大会王芳主持31人": (("branch_committee", BEFORE, 5), ("branch_assembly", BEFORE, 31)),
    "昨天开了支委会、党员大会。支委会讨论发展对象，5人参加。党员大会通过了预备党员转正，31人到会": (("branch_committee", BEFORE, 5), ("branch_assembly", BEFORE, 31)),
    "11月支委会和小组会都开了：支委会11月5日5人，小组会11月8日9人": (("branch_committee", "2026-11-05", 5), ("group_meeting", "2026-11-08", 9)),
    "昨天上午党课、下午主题党日。党课主讲李明，30人；主题党日去烈士陵园，28人": (("party_lecture", BEFORE, 30), ("theme_day", BEFORE, 28)),
    "昨天和老吴谈心，并召开支委会": (("talk", BEFORE, None), ("branch_committee", BEFORE, None)),
    "今天慰问老党员两户，又开了小组会，7人": (("visit", TODAY, None), ("group_meeting", TODAY, 7)),
    "今天先开支委会，后开支部大会，大会28人": (("branch_committee", TODAY, None), ("branch_assembly", TODAY, 28)),
    "11月16号先开党员大会后上党课，都是30人": (("branch_assembly", "2026-11-16", 30), ("party_lecture", "2026-11-16", 30)),
    "昨天下午收党费1450元，顺便集中学习了一个小时，18人": (("dues", BEFORE, None), ("study", BEFORE, 18)),
    "昨天跟小董谈了心，顺带把支委会也开了，四个人": (("talk", BEFORE, None), ("branch_committee", BEFORE, 4)),
    "11月16日，支委会，5人；党小组会，8人": (("branch_committee", "2026-11-16", 5), ("group_meeting", "2026-11-16", 8)),
    "11月16日，支委会，5人；同日，党小组会，8人": (("branch_committee", "2026-11-16", 5), ("group_meeting", "2026-11-16", 8)),
    "昨天干了三件事，开支委会、收党费、走访老党员": (("branch_committee", BEFORE, None), ("dues", BEFORE, None), ("visit", BEFORE, None)),
    "昨天下午三点支部大会、四点支委会，分别31人和5人": (("branch_assembly", BEFORE, 31), ("branch_committee", BEFORE, 5)),
    "昨天先跟小屈谈心，完了集中学习，18人": (("talk", BEFORE, None), ("study", BEFORE, 18)),
    "昨天上午支委会4人，下午白露讲廉洁党课26人": (("branch_committee", BEFORE, 4), ("party_lecture", BEFORE, 26)),
    "早上支委会四个人到会老卢请假下午同黄阿妹谈了心": (("branch_committee", TODAY, 4), ("talk", TODAY, None)),
    "11月16日召开支委会、党小组会各一次": (("branch_committee", "2026-11-16", None), ("group_meeting", "2026-11-16", None)),
    "11.16跟石磊，11.17跟石鑫，谈心": (("talk", "2026-11-16", None), ("talk", BEFORE, None)),
    "11月5日放假，11月16日支委会5人": (("branch_committee", "2026-11-16", 5),),
    "10月21号集中学习两场，上午宁可领学18人，下午苗圃领学17人": (("study", "2026-10-21", 18), ("study", "2026-10-21", 17)),
    "8月党费1265元收齐，今天；昨天还开了支委会，4人": (("dues", TODAY, None), ("branch_committee", BEFORE, 4)),
    "昨天的党课改今天上了，32人": (("party_lecture", TODAY, 32),),
    "昨天党小组会挪到今天开的，7人": (("group_meeting", TODAY, 7),),
    "本来16号开的党小组会因暴雨挪到昨天，7人": (("group_meeting", BEFORE, 7),),
    "上个月27号党日，今天补登，21人": (("theme_day", "2026-10-27", 21),),
    "上周二上周四各学了一次，都是17人": (("study", "2026-11-10", 17), ("study", "2026-11-12", 17)),
    "昨天下午党员大会，会后慰问了退休的尹老": (("branch_assembly", BEFORE, None), ("visit", BEFORE, None)),
    "11月12日主题党日，上午参观，下午座谈，24人": (("theme_day", "2026-11-12", 24),),
    "昨天支委会研究慰问老党员、收党费两件事，5人": (("branch_committee", BEFORE, 5),),
    "今天组织生活会开完了，应到13实到13，会前谈心都谈过了": (("org_life", TODAY, 13),),
    "11月5号、12号各开了一次党小组会，人数都是7": (("group_meeting", "2026-11-05", 7), ("group_meeting", "2026-11-12", 7)),
    "小组会：九月没开，十月十二号开了8人，十一月六号开了6人": (("group_meeting", "2026-10-12", 8), ("group_meeting", "2026-11-06", 6)),
}  # fmt: skip


@pytest.mark.parametrize("text", SEVERAL)
def test_each_activity_has_its_own(text: str) -> None:
    assert tuple((r["kind"], r["date"], r.get("present")) for r in records_of(text)) == SEVERAL[text]


HOSTED = {
    ("李明", "王芳"): ("昨天开了支委会和党员大会。支委会5人参加，李明主持；党员大会31人，王芳主持",),
    ("李明", "李明"): ("昨天支委会5人，党员大会31人，都是李明主持", "昨天支委会5人，党员大会31人，都由李明主持", "昨天支委会和党员大会都由李明主持召开，5人"),
}  # fmt: skip


@pytest.mark.parametrize(("hosts", "text"), rows(HOSTED))
def test_each_has_its_host_or_all_have_one(hosts: tuple[str, str], text: str) -> None:
    assert [(record["host"], record.get("topic")) for record in records_of(text)] == [(host, None) for host in hosts]


EVENING: dict[str, Told] = {
    "上午支委会，下午支部大会，5人和32人": (("branch_committee", TODAY, 5), ("branch_assembly", TODAY, 32)),
    "上午集中学习，下午主题党日，都是22人": (("study", TODAY, 22), ("theme_day", TODAY, 22)),
    "11月16日：支委会；11月17日：党小组会；11月18日：集中学习": (("branch_committee", "2026-11-16", None), ("group_meeting", BEFORE, None), ("study", TODAY, None)),
    "周二支委会，今天党课": (("branch_committee", BEFORE, None), ("party_lecture", TODAY, None)),
    "上午慰问老党员4户，下午开的支部大会，实到36": (("visit", TODAY, None), ("branch_assembly", TODAY, 36)),
}  # fmt: skip


@pytest.mark.parametrize("text", EVENING)
def test_day_that_is_nearly_over_is_told_like_the_days_before(text: str) -> None:
    found = records_of(text, at("2026-11-18 17:30"))
    assert tuple((r["kind"], r["date"], r.get("present")) for r in found) == EVENING[text]


def test_hours_are_shared() -> None:
    first, second = records_of("志愿服务：11.7去了8人，11.8去了6人，都是早七点到九点")
    assert (first["start"], first["end"]) == (second["start"], second["end"]) == ("07:00", "09:00")


TALKS = {
    "谈心：11月13日邶风 11月14日卫硕人 11月15日柏舟": ("邶风", "卫硕人", "柏舟"),
    "3日张三、5日李四，都谈过了": ("张三", "李四"),
    "上周和两位同志谈了心，周二邶风，周四卫硕人": ("邶风", "卫硕人"),
}


@pytest.mark.parametrize("text", TALKS)
def test_list_of_days_and_names_is_as_many_talks(text: str) -> None:
    assert [r["participants"] for r in records_of(text)] == [[name] for name in TALKS[text]]


@pytest.mark.parametrize("text", [
    "全体党员帮村民抢收玉米两天（10月7日、8日），每天12人", "7、8号两天党员去社区志愿服务", "党员志愿服务了两天，10月7到8",
    "7号、8号党务干部培训，26人", "10月7日、8日党员志愿服务", "业务培训（10.7、10.8），26人",
])  # fmt: skip
def test_days_of_one_activity_are_a_range(text: str) -> None:
    record = record_of(text, at("2026-10-20 10:30"))
    assert (record["date"], record["end_date"]) == ("2026-10-07", "2026-10-08")


@pytest.mark.parametrize("text", [
    "会议类别：□支部党员大会 □支委会 ☑党小组会 □党课\n日期：11月16日\n应到9 实到8",
    "类型：[ ]支委会 [√]党小组会 [ ]党课\n时间：2026-11-16\n实到：8",
    "类型：支委会（ ） 党小组会（√） 党课（ ）\n时间：2026-11-16\n实到：8",
])  # fmt: skip
def test_ticked_kind_is_meant(text: str) -> None:
    assert record_of(text)["kind"] == "group_meeting"


def test_numbers_told_of_several_days_are_dealt_out() -> None:
    records = records_of("上周集中学习了两次，周一和周三，分别18人和20人")
    assert [(r["date"], r["present"]) for r in records] == [("2026-11-09", 18), ("2026-11-11", 20)]


NAMED = {
    "上周四开完支委会又接着开了党员大会，支委会5个人，大会21个人": {"branch_committee": 5, "branch_assembly": 21},
    "昨天支委会5人、党员大会27人都开了": {"branch_committee": 5, "branch_assembly": 27},
    "11月10日先开支委会再开党员大会，支委会到会5人，党员大会到会27人": {"branch_committee": 5, "branch_assembly": 27},
    "昨天上了党课也搞了主题党日，党课18人，党日16人": {"party_lecture": 18, "theme_day": 16},
    "昨天主题党日，先上党课，12人参加": {"theme_day": 12},
}


@pytest.mark.parametrize("text", NAMED)
def test_numbers_behind_the_names_of_several_meetings(text: str) -> None:
    assert {record["kind"]: record["present"] for record in records_of(text)} == NAMED[text]


@pytest.mark.parametrize("text", [
    "17日、18日各开了一次支委会，都是5人", "11月17日和18日支委会，5人", "支委会开了两次，17号、18号", "17号、18号支委会，分别是5人和4人",
])  # fmt: skip
def test_days_side_by_side_with_one_meeting_each_are_two(text: str) -> None:
    assert [record["date"] for record in records_of(text)] == [BEFORE, TODAY]


@pytest.mark.parametrize("text", ["周一和周四各开了一次支委会，都是5人", "3号和28号各开了一次支委会，都是5人"])
def test_no_day_of_a_list_is_still_to_come(text: str) -> None:
    assert [r["date"] for r in records_of(text) if str(r["date"]) > TODAY] == []


def test_what_followed_took_place_at_its_own_hour() -> None:
    first, second = records_of("11月16日下午两点开支部党员大会，实到32，三点半接着开组织生活会，人数一样")
    assert (first["start"], second["kind"], second["start"]) == ("14:00", "org_life", "15:30")


def test_verb_between_two_hours_only_tells_that_it_went_on() -> None:
    record = record_of("昨天书记讲党课讲的是抗战精神从三点讲到四点三十七个人")
    assert (record["start"], record["end"], record["topic"]) == ("15:00", "16:00", "抗战精神")


def test_hours_of_what_a_heading_names_are_each_ones_own() -> None:
    records = records_of("昨天开完支委会接着开的大会，支委会4点，大会4点半")
    assert [(r["kind"], r["start"]) for r in records] == [("branch_committee", "16:00"), ("branch_assembly", "16:30")]


def test_name_of_a_group_is_no_topic() -> None:
    found = records_of("昨天 党小组会\n一组 8人 秦风主持\n第二小组 7人 白露主持")
    assert ["topic" in record for record in found] == [False, False]


LIST_OF_A_WEEK = "本周三次活动都搞完了：周一支委会，周三党课，周五党日"


@pytest.mark.parametrize(
    ("now", "kept", "ahead"),
    [
        ("2026-11-16 10:00", ["2026-11-16"], ["2026-11-18", "2026-11-20"]),
        ("2026-11-18 20:00", ["2026-11-16", "2026-11-18"], ["2026-11-20"]),
        ("2026-11-20 20:00", ["2026-11-16", "2026-11-18", "2026-11-20"], []),
    ],
)
def test_of_a_list_of_a_week_what_has_come_is_kept_and_the_rest_named(
    now: str, kept: list[str], ahead: list[str]
) -> None:
    intent = intent_of(LIST_OF_A_WEEK, at(now))
    assert isinstance(intent, RecordActivities)
    assert [str(reading.held_on) for reading in intent.readings] == kept
    assert [str(plan.planned_on) for plan in intent.ahead] == ahead


@pytest.mark.parametrize("text", ["原定15号的集中学习昨天才办，来了15人", "昨天支委会研究了下周党日，5人"])
def test_what_is_only_spoken_of_is_not_said_to_lie_ahead(text: str) -> None:
    intent = intent_of(text)
    assert isinstance(intent, RecordActivities)
    assert intent.ahead == ()


def test_each_kind_has_the_hour_behind_its_name() -> None:
    told = records_of("昨天党员大会和党课连着开的，大会两点，党课三点半，都是26人")
    assert [record["start"] for record in told] == ["14:00", "15:30"]


def test_no_record_takes_its_day_from_what_is_only_planned() -> None:
    told = records_of("昨天党课32人，本月主题党日暂定廿六号之后。上午跟骆阳聊了聊，算谈心谈话")
    assert [(record["kind"], record["date"]) for record in told] == [("party_lecture", BEFORE), ("talk", BEFORE)]


def test_what_was_decided_at_a_meeting_lies_ahead() -> None:
    intent = intent_of("刚开完支委会，定了下周四搞主题党日，去红旗渠")
    assert isinstance(intent, RecordActivities)
    assert [(reading.kind, reading.place) for reading in intent.readings] == [("branch_committee", None)]
    assert [str(plan.planned_on) for plan in intent.ahead] == ["2026-11-26"]


@pytest.mark.parametrize(
    ("text", "day", "postponed"),
    [
        ("今天的支委会改到明天", "2026-11-19", True),
        ("明天的党员大会推迟到下周二", "2026-11-24", True),
        ("原定于11月26日召开的党员大会推迟至11月30日召开", "2026-11-30", True),
        ("明天的党课提前到今天下午四点", "2026-11-18", False),
    ],
)
def test_a_meeting_is_planned_on_the_day_to_which_it_was_moved(text: str, day: str, *, postponed: bool) -> None:
    plan = intent_of(text)
    assert isinstance(plan, Plan)
    assert (str(plan.planned_on), plan.postponed) == (day, postponed)


def test_items_that_were_talked_over_are_no_activities() -> None:
    (record,) = records_of("昨天支委会议了三件事，一是党费，二是换届，三是发展，5人")
    assert (record["kind"], record["present"]) == ("branch_committee", 5)
    assert record["topic"] == "一是党费，二是换届，三是发展"


@pytest.mark.parametrize(
    ("text", "paid"),
    [
        ("9月、10月的党费都收齐了，9月1180元，10月1200元", ["1180", "1200"]),
        ("党费9月1180元，10月1200元，都收齐了", ["1180", "1200"]),
        ("党费9月1180元，10月1200元，昨天一起收的", ["1180", "1200"]),
        ("党费9月1180元，10月1200元，合计2380元，昨天收齐", ["2380"]),
    ],
)
def test_dues_of_each_month_are_told_by_their_sums(text: str, paid: list[str]) -> None:
    assert [str(record["amount"]) for record in records_of(text)] == paid


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("昨天开了支委会，今天也开了", [BEFORE, TODAY]),
        ("支委会11月2号开了，今天也开了", ["2026-11-02", TODAY]),
        ("主题党日昨天搞了，今天又补了一次", [BEFORE, TODAY]),
        ("这个月2号9号16号都开了支委会", ["2026-11-02", "2026-11-09", "2026-11-16"]),
        ("支委会每周一开，这个月2号9号16号都开了，今天也开了", ["2026-11-02", "2026-11-09", "2026-11-16", TODAY]),
        ("昨天党课，他们今天也开了", []),
    ],
)
def test_what_was_held_on_another_day_too_is_told_twice(text: str, days: list[str]) -> None:
    assert [record["date"] for record in records_of(text)] == days
