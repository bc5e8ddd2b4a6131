"""Days, grouped under the day that is meant; `now` is a Wednesday unless a table says otherwise."""

import datetime as dt

import pytest

from handlers.grammar.days.dates import parse_coming_date, parse_date
from handlers.intents import RecordActivities
from tests.grammar.sayings import NOW, asks_of, at, intent_of, read, record_of, records_of, rows

ON_WEDNESDAY = {
    "2026-09-30": ("三季度最后一天", "第三季度的最后一天"),
    "2026-11-18": (
        "今天", "今日", "两小时前", "半个小时前", "40分钟前", "今儿", "今儿个", "今早", "今天上午", "刚刚", "刚才", "周三", "本周三", "这周三", "星期三", "礼拜三", "11月18日", "11.18", "11/18",
        "18号", "本月18日", "十一月十八日", "2026年11月18日", "2026-11-18", "2026/11/18", "2026.11.18", "20261118", "26年11月18日",
    ),
    "2026-11-17": ("昨天", "昨日", "昨儿", "昨儿个", "昨晚", "昨天下午", "周二", "本周二", "17号", "十七号", "１１月１７日", "一天前"),
    "2026-11-16": ("前天", "前日", "前儿", "本周一", "周一", "星期一", "2天前", "两天前", "十一月十六号"),
    "2026-11-15": ("大前天", "上周日", "上周天", "上星期天", "周日", "星期天", "礼拜天", "三天前"),
    "2026-11-13": ("上周五", "周五", "上个周五", "上个星期五", "上礼拜五", "星期五", "上周的周五", "13日", "11月13日（周五）", "上周5"),
    "2026-11-11": ("上周三", "上星期三", "一周前", "7天前", "11-11", "上周今天", "上周的今天"),
    "2026-11-06": ("上上周五", "上上个星期五", "上上礼拜五", "大上周五", "大上个礼拜五", "两周前的周五", "两个星期前的周五"),
    "2026-10-28": ("28号", "上月28日", "上个月28号", "10月28日", "10.28", "十月二十八日", "10月28号", "10-28", "三周前"),
    "2026-10-31": ("上月31日", "上个月最后一天", "上月最后一天", "10月最后一天", "31号"),
    "2026-09-10": ("2026年9月的10号", "今年9月10号"),
    "2026-10-01": ("国庆节当天", "10月1日", "国庆当天"),
    "2025-12-28": ("12月28日", "去年12月28日", "12.28", "十二月二十八日", "2025年12月28日", "25年12月28日"),
    "2025-06-30": ("去年6月30日", "2025.6.30", "2025年六月三十日", "二〇二五年六月三十日", "20250630"),
    "2026-02-28": ("2月最后一天", "二月二十八", "2月28日", "今年2月28号"),
    "2026-05-08": ("5.8", "5/8", "5月8日", "05-08", "5月8号", "五月八号", "今年5月8日", "2026.5.8"),
    "2026-02-26": ("2.26", "2月26日", "2/26", "02-26", "二月二十六日"),
    "2024-02-29": ("2月29日", "2024年2月29日", "2.29"),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "text"), rows(ON_WEDNESDAY))
def test_day_is_named(expected: str, text: str) -> None:
    assert parse_date(text, NOW) == dt.date.fromisoformat(expected)


BY_THE_MOON = {
    "2026-02-17": ("正月初一", "农历正月初一"),
    "2026-03-03": ("正月十五", "阴历正月十五", "正月十五那天"),
    "2026-02-10": ("腊月廿三", "农历腊月二十三"),
    "2026-09-25": ("农历八月十五", "旧历八月十五日"),
    "2026-10-10": ("农历九月初一",),
    "2026-07-14": ("农历六月初一",),
}


@pytest.mark.parametrize(("expected", "text"), rows(BY_THE_MOON))
def test_day_of_the_moon_is_found_in_the_sun_s_year(expected: str, text: str) -> None:
    assert parse_date(text, NOW) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize("text", ["腊月三十", "农历十三月初一", "正月三十一"])
def test_day_that_the_moon_has_not_is_none(text: str) -> None:
    # The last twelfth month before NOW had twenty-nine days.
    assert parse_date(text, NOW) is None


ON_OTHER_DAYS = [
    ("2026-06-30T09:00", "2026-06-01", "本月第一天"),
    ("2026-03-10T09:00", "2024-05-01", "前年五一"),
    ("2026-03-10T09:00", "2025-03-10", "去年的今天"),
    ("2026-03-10T09:00", "2026-02-10", "上个月的今天"),
    ("2026-03-10T09:00", "2025-12-31", "上年度最后一天"),
    ("2026-05-06T09:00", "2026-04-30", "五一放假前一天"),
    ("2028-10-09T09:00", "2028-10-07", "前晚"),
    ("2028-10-09T09:00", "2028-09-30", "上月末尾那天"),
    ("2027-02-22T09:00", "2027-02-05", "年三十"),
    ("2026-12-03T09:00", "2026-11-28", "28号"),
    ("2026-12-03T09:00", "2026-12-03", "3号"),
    ("2026-12-03T09:00", "2026-12-01", "1号"),
    ("2026-03-03T09:00", "2026-01-30", "30号"),
    ("2026-01-05T09:00", "2025-12-31", "31号"),
    ("2026-01-05T09:00", "2025-12-28", "12月28日"),
    ("2026-01-05T09:00", "2026-01-04", "昨天"),
    ("2026-01-05T09:00", "2026-01-02", "上周五"),
    ("2026-01-05T09:00", "2026-01-02", "周五"),
    ("2026-01-05T09:00", "2025-12-26", "上上周五"),
    ("2026-01-01T09:00", "2025-12-31", "昨天"),
    ("2026-01-01T09:00", "2025-12-29", "大前天"),
    ("2026-01-01T09:00", "2025-12-25", "上月25号"),
    ("2026-01-01T09:00", "2025-12-31", "上个月最后一天"),
    ("2028-03-01T09:00", "2028-02-29", "昨天"),
    ("2028-03-01T09:00", "2028-02-29", "2月29日"),
    ("2028-03-01T09:00", "2028-02-29", "2月最后一天"),
    ("2026-11-16T08:00", "2026-11-13", "周五"),
    ("2026-11-16T08:00", "2026-11-13", "上周五"),
    ("2026-11-22T20:00", "2026-11-20", "周五"),
    ("2026-11-22T20:00", "2026-11-20", "本周五"),
    ("2026-11-22T20:00", "2026-11-13", "上周五"),
    ("2026-11-22T20:00", "2026-11-22", "周日"),
]


@pytest.mark.parametrize(("now", "expected", "text"), ON_OTHER_DAYS)
def test_day_depends_on_the_day_it_is_said(now: str, expected: str, text: str) -> None:
    assert parse_date(text, at(now)) == dt.date.fromisoformat(expected)


NO_DAY = (
    "前几天", "五小时前", "国庆节后第一天上班", "春节前几天", "国庆长假期间", "四月二十几号", "月初", "上旬", "月底", "前阵子", "前段时间", "最近", "上个月", "上半年", "第三季度", "2月30日", "13月5日", "4月31日", "11月31号", "2.5小时",
    "1.5个小时", "12人", "12/15人", "三十二号", "第3期", "两个半小时", "", "不知道", "下次再说",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_DAY)
def test_no_day_is_named(text: str) -> None:
    assert parse_date(text, NOW) is None


COMING = {
    "2026-11-19": ("明天", "19号", "11月19日"),
    "2026-11-20": ("周五", "本周五", "后天", "20号"),
    "2026-11-25": ("下周三", "周三", "25号"),
    "2026-12-05": ("12月5日", "12.5"),
}


@pytest.mark.parametrize(("expected", "text"), rows(COMING))
def test_coming_day_is_named(expected: str, text: str) -> None:
    assert parse_coming_date(text, NOW) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize("text", ["昨天", "上周五", "2025年6月3日", "前几天", "好的"])
def test_past_names_no_coming_day(text: str) -> None:
    assert parse_coming_date(text, NOW) is None


IN_SENTENCES = [
    (("2026-11-14", None, None, "2026-11-15"), "周末两天（14号15号）党务培训，26人"),
    (("2026-11-17", "08:30", "10:40", None), "中心组学习，八点半开始，十点四十收，昨天，8人"),
    (("2026-11-17", "14:30", "15:45", None), "昨天党课，两点半讲到四点差一刻，26人"),
    (("2026-11-17", "09:00", "10:40", None), "【支委会】\n日期 11月17日\n开始 9:00\n结束 10:40\n到会 5人"),
    (("2026-11-17", "14:40", "16:00", None), "昨天下午支委会，本定两点，等领导等到两点四十才开，四点完，5人"),
    (("2026-11-17", "16:30", None, None), "昨天的学习从三点拖到四点半才开始，31人"),
    (("2026-11-17", "14:00", "17:00", None), "昨天支委会十四点开到十七点，5人"),
    (("2026-11-17", "15:00", None, None), "昨天下五三点集中学系，13人"),
    (("2026-11-17", "14:00", "15:00", None), "昨天支部学习两点到三点，原先说到三点半，6人"),
    (("2026-11-17", "15:30", "17:00", None), "昨天支部学习，3:30pm到5pm，21人"),
    (("2026-11-17", "16:00", "17:00", None), "昨天下午4时到5时集中学习，12人"),
    (("2026-11-18", "06:00", "07:30", None), "今天义务劳动扫完了中山街，六点到七点半，16人"),
    (("2026-11-17", None, None, None), "昨天换届选举一点不含糊，应到25，实到24"),
    (("2026-11-17", "19:00", "20:30", None), "昨天双报到 晚7:00-8:30 巡楼 8人"),
    (("2026-11-17", None, None, None), "昨天晌午在三号泵站上的党课，17人听"),
    (("2026-11-17", None, None, None), "昨天开了支委会，5人参加"),
    (("2026-11-17", None, None, None), "昨儿支部党员大会开了，到会23人"),
    (("2026-11-18", "08:30", None, None), "今早8点半上了党课，30人听课"),
    (("2026-11-18", None, None, None), "刚刚开完支委会，5人到齐"),
    (("2026-11-15", None, None, None), "大前天去社区做了志愿服务，8个人"),
    (("2026-05-08", None, None, None), "5.8主题党日，到15人"),
    (("2026-02-26", None, None, None), "2.26组织生活会，20人参加"),
    (("2026-11-17", None, None, None), "昨天集中学习2.5小时，18人参加"),
    (("2026-11-13", "14:30", None, None), "上周五两点半开的支委会，5人参加"),
    (("2026-11-13", "14:30", "16:00", None), "上周五14:30-16:00召开支委会，5人参加"),
    (("2026-11-13", "15:00", "17:00", None), "上周五下午3点到5点开了党小组会，7人参加"),
    (("2026-11-13", "09:00", "11:00", None), "11月13日上午9-11点集中学习，12人参加"),
    (("2026-11-17", "19:30", None, None), "昨晚7点半党小组学习会，6人参加"),
    (("2026-11-10", None, None, "2026-11-12"), "11月10日至12日参加党务培训，3人参加"),
    (("2026-11-10", None, None, "2026-11-12"), "11月10日-12日举办入党积极分子培训班，45人参加"),
    (("2026-10-30", None, None, "2026-11-02"), "10月30日至11月2日组织党员培训，20人参加"),
    (("2026-11-09", None, None, "2026-11-11"), "上周一到周三参加党务培训，3人参加"),
    (("2026-11-17", None, None, "2026-11-18"), "今天培训结束，17号开始的，党务实务，安然参加"),
    (("2026-11-16", None, None, "2026-11-17"), "16号一早出发，17号晚上回来，党员培训，10人"),
    (("2026-11-17", None, None, None), "昨天慰问汪老，柳树巷17号3单元502"),
    (("2026-11-17", None, None, None), "昨天慰问老支书，东关街15号后院，书记和我去的"),
    (("2026-11-17", None, None, None), "昨天主题党日爬到21号界碑那里，38人"),
    (("2026-11-17", None, None, None), "昨天慈善一日捐，支部的主题党日一块搞的，26人"),
    (("2026-11-18", None, None, None), "节前警示教育，传达典型案例，上午开的，20人"),
    (("2026-11-18", None, None, None), "年底书记述了职，上午党员大会，32人"),
    (("2026-10-16", None, None, None), "重阳前夕看望了老站长邓世安，10月16日去的"),
    (("2026-11-18", None, None, None), "刚才我跟葛洲谈了谈心他最近老是加班"),
    (("2026-11-18", None, None, None), "最近工作忙，上午跟小李谈了谈心"),
    (("2026-11-17", None, None, None), "11.17 0930 支委会 5人"),
    (("2026-11-17", None, None, None), "三十号人昨天把台阶扫完了，主题党日"),
    (("2026-02-10", None, None, None), "小年到清溪镇慰问了5户老党员"),
    (("2026-11-18", None, None, None), "才散会，党小组会，8人"),
    (("2026-11-18", None, None, None), "今朝支委会，5人参加"),
    (("2026-11-15", None, None, None), "上前天志愿服务，8个人"),
    (("2026-11-17", None, None, None), "夜儿个党小组会，8个人"),
    (("2026-03-12", None, None, None), "3·12主题党日植树，21人"),
    (("2026-02-17", None, None, None), "【集中学习】\n日期：0217\n应到/实到：18/16"),
    (("2026-11-02", None, None, None), "这个月头一个星期一开的支委会，5人"),
]


@pytest.mark.parametrize(("expected", "text"), IN_SENTENCES)
def test_day_and_hours_in_a_sentence(expected: tuple[str | None, ...], text: str) -> None:
    record = record_of(text)
    assert tuple(record.get(name) for name in ("date", "start", "end", "end_date")) == expected


HOURS_OF_WEEKDAYS = [
    ("2026-11-11", "周三晚上七点开了支委会，5人参加"),
    ("2026-11-11", "星期三下午五点学了党章，12人参加"),
    ("2026-11-18", "周三上午九点开了支委会，5人参加"),
    ("2026-11-18", "今天晚上七点开了支委会，5人参加"),
]


@pytest.mark.parametrize(("day", "text"), HOURS_OF_WEEKDAYS)
def test_hour_that_has_not_come_was_a_week_ago(day: str, text: str) -> None:
    assert record_of(text)["date"] == day


AROUND_MIDNIGHT = [
    ("2026-11-19T00:30", "2026-11-18", "昨天开了支委会，5人参加"),
    ("2026-11-18T23:55", "2026-11-18", "今晚开了支委会，5人参加"),
    ("2026-11-18T23:55", "2026-11-18", "今晚党小组会开完了，6人参加"),
]


@pytest.mark.parametrize(("now", "expected", "text"), AROUND_MIDNIGHT)
def test_day_around_midnight(now: str, expected: str, text: str) -> None:
    assert record_of(text, at(now))["date"] == expected


ASKED = (
    "前几天开了支委会，5人参加", "月初开了支部党员大会，到会20人", "上个月中旬组织了主题党日，18人参加", "前阵子上了一次党课，30人听课", "2月30日开了支委会，5人参加",
    "4月31日召开支部党员大会，到会20人", "开了支委会，5人参加", "上周组织了一次主题党日，15人参加", "前不久去看望了老党员张大爷", "上个月集中学习了一次，到18人", "2月29日搞了主题党日，19人",
    "11月15号星期三开了支委会，5人", "11月16日（周二）党课，20人参加", "昨天周五开了支委会，5人参加",
)  # fmt: skip


@pytest.mark.parametrize("text", ASKED)
def test_vague_impossible_or_missing_day_is_asked_about(text: str) -> None:
    assert "date" in asks_of(text)
    assert ["date" in record for record in records_of(text)] == [False]


@pytest.mark.parametrize(
    ("words", "text"),
    [("前几天", ASKED[0]), ("2月30日", ASKED[4]), ("4月31日", ASKED[5]), ("11月15号星期三", ASKED[11])],
)
def test_words_of_an_unclear_day_are_kept_for_the_question(words: str, text: str) -> None:
    intent = intent_of(text)
    assert isinstance(intent, RecordActivities)
    assert intent.readings[0].date_words == words


def test_year_of_eleven_digits_is_no_day() -> None:
    assert parse_date("99999999999年5月3日", NOW) is None


@pytest.mark.parametrize("text", ["11月18开的支委会", "支委会开了，5人，11月18", "党课，李建国讲的，11月18"])
def test_day_of_a_month_needs_no_unit(text: str) -> None:
    assert record_of(text)["date"] == "2026-11-18"


@pytest.mark.parametrize("text", ["18号召开支委会，5人参加", "11月18号召开支委会，5人参加"])
def test_unit_behind_a_number_is_the_day(text: str) -> None:
    assert record_of(text)["date"] == "2026-11-18"


NUMBERED_WEEKDAYS = [
    ("上个月第一个周五", "2026-10-02"), ("上月第二个星期三", "2026-10-14"), ("本月第二个周二", "2026-11-10"), ("10月第一个周五", "2026-10-02"), ("10月的第三个星期四", "2026-10-15"),
    ("上个月最后一个周五", "2026-10-30"), ("9月最后一个周三", "2026-09-30"), ("12月第1个周一", "2025-12-01"), ("这个月第一个周一", "2026-11-02"), ("上上个月第四个周五", "2026-09-25"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), NUMBERED_WEEKDAYS)
def test_numbered_weekday_of_a_month(text: str, day: str) -> None:
    assert record_of(f"{text}开了支委会，5人参加")["date"] == day


@pytest.mark.parametrize(
    "text",
    [
        "每月第一个周五",
        "第二个星期三",
        "最后一个周五",
        "10月第六个周五",
        "第三个周一",
        "10月第一周周三",
        "第二周的周五",
        "最后一周周四",
        "第二个礼拜三",
    ],
)
def test_numbered_weekday_without_its_month_is_no_day(text: str) -> None:
    assert parse_date(text, NOW) is None


def test_days_side_by_side_are_all_kept() -> None:
    told = records_of("3号10号17号分别开了支委会，每次5人")
    assert [record["date"] for record in told] == ["2026-11-03", "2026-11-10", "2026-11-17"]


def test_weekday_of_a_numbered_week_is_asked_for() -> None:
    assert "date" in asks_of("10月第一周周三的支委会，5人参加")


ON_FESTIVALS = [
    ("端午去慰问了老党员", "2026-06-19"), ("端午节我们慰问了老党员", "2026-06-19"), ("重阳节去敬老院慰问了老人", "2026-10-18"), ("教师节在党校开展了主题党日，12人", "2026-09-10"),
    ("七一开展了主题党日，12人", "2026-07-01"), ("清明节大家祭扫烈士墓，主题党日，12人", "2026-04-05"), ("八一去慰问了老兵", "2026-08-01"), ("七一我们开展了主题党日，6月29日，12人", "2026-06-29"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), ON_FESTIVALS)
def test_festival_before_its_verb_is_a_day(text: str, day: str) -> None:
    assert record_of(text)["date"] == day


TOLD_ON_FESTIVALS = [
    ("植树节，栽了40棵树，党员12人", "2027-03-12 18:00", "2027-03-12"), ("世界读书日，党员读《论语》，9人", "2026-04-23 18:00", "2026-04-23"), ("雷锋日我们去养老院打扫卫生，志愿服务，11人", "2026-03-07 18:00", "2026-03-05"),
    ("腊八那天看望了两户老党员", "2026-02-03 18:00", "2026-01-26"), ("中秋节头一天去敬老院慰问，10人", "2026-09-28 18:00", "2026-09-24"), ("读书日前一天办的读书会，14人", "2028-04-22 18:00", "2028-04-22"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "now", "day"), TOLD_ON_FESTIVALS)
def test_festival_is_a_day_where_it_is_told_on_it_or_beside_it(text: str, now: str, day: str) -> None:
    assert record_of(text, at(now))["date"] == day


@pytest.mark.parametrize(
    "text",
    [
        "七一前走访慰问了老党员",
        "春节去慰问了老党员",
        "国庆节我们开展了志愿服务，8人",
        "迎七一主题党日开展了，12人",
        "五一开展了志愿服务，8人",
    ],
)
def test_festival_of_several_days_or_beside_a_noun_is_asked_about(text: str) -> None:
    assert asks_of(text) == ["date"]


SHORT_RANGES = [
    ("从9号学到13号", "2026-11-09", "2026-11-13"), ("11月9日起连着五天", "2026-11-09", "2026-11-13"), ("为期两天，11月5日开班", "2026-11-05", "2026-11-06"),
    ("4月21—25", "2026-04-21", "2026-04-25"), ("9.21-25", "2026-09-21", "2026-09-25"), ("10月21-25", "2026-10-21", "2026-10-25"), ("10/12-14", "2026-10-12", "2026-10-14"),
    ("10月12日至14", "2026-10-12", "2026-10-14"), ("10月12日～16", "2026-10-12", "2026-10-16"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last"), SHORT_RANGES)
def test_range_may_leave_out_month_and_unit(text: str, first: str, last: str) -> None:
    record = record_of(f"党务培训 {text} 脱产，李强参加")
    assert (record["date"], record["end_date"]) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["10月12日-14人培训", "10月12日培训，到14人", "11.5-9:00支委会开了", "11月5日培训，9-11点，8人", "培训10.12到14人"],
)
def test_other_numbers_end_no_range(text: str) -> None:
    assert "end_date" not in record_of(text)


WHOLE_RANGES = [
    ("为期三天，5月11日起", "2026-05-11", "2026-05-13"), ("5月11日起共三天", "2026-05-11", "2026-05-13"), ("5月11日开始，历时3天", "2026-05-11", "2026-05-13"),
    ("5月11日上午至13日下午", "2026-05-11", "2026-05-13"), ("5月11日9:00至5月12日17:00", "2026-05-11", "2026-05-12"), ("11到13号", "2026-11-11", "2026-11-13"),
    ("从9号一直到13号", "2026-11-09", "2026-11-13"), ("9日开班，13日结业", "2026-11-09", "2026-11-13"), ("16日至今", "2026-11-16", "2026-11-18"),
    ("上周一直到周五", "2026-11-09", "2026-11-13"), ("上周四五两天", "2026-11-12", "2026-11-13"), ("上周三、四、五三天", "2026-11-11", "2026-11-13"),
    ("昨天前天两天", "2026-11-16", "2026-11-17"), ("16号17号", "2026-11-16", "2026-11-17"), ("上周六周日两天", "2026-11-14", "2026-11-15"),
    ("14、15两日", "2026-11-14", "2026-11-15"), ("16号起小胡在省委党校参加，17号结束", "2026-11-16", "2026-11-17"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last"), WHOLE_RANGES)
def test_range_is_told_in_many_ways(text: str, first: str, last: str) -> None:
    record = record_of(f"党务培训，{text}，县委党校，李强参加")
    assert (record["date"], record.get("end_date")) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["11月5日支委会，5人，3天后再议", "11月5日上午9点到11点党课", "应到16到15，11月5日党课", "周四、5人参加了支委会"],
)
def test_other_numbers_lengthen_no_day(text: str) -> None:
    assert "end_date" not in record_of(text)


RATIOS = [
    "开了支委会 4/5 王芳出差",
    "支委会4/5参加",
    "支委会 4/5，王芳请假",
    "支委会开了，4/5人",
    "支委会 到会4/5 开了",
]


@pytest.mark.parametrize("text", RATIOS)
def test_ratio_is_no_day(text: str) -> None:
    record = record_of(text)
    assert (record.get("date"), record["present"], record["expected"]) == (None, 4, 5)
    assert asks_of(text) == ["date"]


@pytest.mark.parametrize(
    "text",
    [
        "10/12开的党员大会，21人",
        "10/12 党员大会 21人",
        "党员大会10/12，王芳请假，实到21人",
        "10/12党课，听课21人",
        "主题党日 10/12 党员之家 21人",
    ],
)
def test_day_with_a_stroke_is_no_ratio(text: str) -> None:
    record = record_of(text)
    assert (record["date"], record["present"]) == ("2026-10-12", 21)


def test_no_range_ends_before_it_begins() -> None:
    assert "end_date" not in record_of("支部3月今16日16日开大会传达，到26人", at("2027-03-17 14:34"))


@pytest.mark.parametrize(
    ("said_on", "text", "expected"),
    [
        ("2026-11-23", "12月1号开支委会，到5人", None),
        ("2026-11-23", "12月1日和王敏谈心了", None),
        ("2026-11-23", "12月1日至3日集中学习，到12人", None),
        ("2026-11-23", "去年12月1号开支委会，到5人", "2025-12-01"),
        ("2026-11-23", "1月20日开支委会，到5人", "2026-01-20"),
        ("2026-11-03", "28号开支委会，到5人", "2026-10-28"),
        ("2026-12-28", "1月5日开支委会，到5人", "2026-01-05"),
        ("2027-01-03", "12月28日开支委会，到5人", "2026-12-28"),
        ("2027-01-03", "3月1日开支委会，到5人", None),
        ("2027-01-03", "5月20日开支委会，到5人", "2026-05-20"),
    ],
)
def test_day_of_last_year_that_is_near_again_is_asked_about(said_on: str, text: str, expected: str | None) -> None:
    now = at(f"{said_on}T15:00")
    record = record_of(text, now)
    assert (record.get("date"), "end_date" in record) == (expected, False)
    assert asks_of(text, now) == ([] if expected else ["date"])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1月5日支委会6人；2月3日支委会5人", ["2026-01-05", "2026-02-03"]),
        ("今年支委会：1月5日6人，2月3日5人，11月6日6人", ["2026-01-05", "2026-02-03", "2026-11-06"]),
        ("1月2日支委会6人，1月5日党课30人，2月3日支委会5人", ["2026-01-02", "2026-01-05", "2026-02-03"]),
        ("补登：1月5日支委会6人", ["2026-01-05"]),
        ("1月5日开支委会，要来6人，11月20日党课到了20人", ["2026-11-20"]),
        ("1月5日开支委会，11月20日党课到了20人", ["2026-11-20"]),
        ("12月3日支委会6人，11月20日党课到了20人", ["2026-11-20"]),
    ],
)
def test_day_of_this_year_before_others_that_are_told_is_over(text: str, days: list[str]) -> None:
    assert [record["date"] for record in records_of(text, at("2026-11-23T15:00"))] == days


def test_year_told_month_by_month_is_read_to_its_end() -> None:
    now = at("2026-12-30T15:00")
    months = "；".join(f"{month}月5日支委会{month}人" for month in range(1, 13))
    assert [record["present"] for record in records_of(months, now)] == [*range(1, 13)]
    assert not read(months, now).unread


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一到周三参加了县里的党务培训", ("2026-11-16", "2026-11-18")),
        ("周五到周日党员轮训，28人", ("2026-11-20", "2026-11-22")),
        ("上周一到周三党务培训，28人", ("2026-11-16", "2026-11-18")),
    ],
)
def test_range_of_weekdays_that_is_told_does_not_end_ahead(text: str, days: tuple[str, str]) -> None:
    record = record_of(text, at("2026-11-23T15:00"))
    assert (record["date"], record["end_date"]) == days


def test_range_of_weekdays_to_come_is_a_plan() -> None:
    assert type(intent_of("周一到周三培训，请大家准时参加", at("2026-11-23T09:00"))).__name__ == "Plan"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1月9号开的支委会，5人", "2026-01-09"),
        ("去年12月份的主题党日，12月18号，28人", "2025-12-18"),
        ("去年的主题党日12月18号搞的，28人", "2025-12-18"),
    ],
)
def test_day_of_a_year_that_is_told_is_not_the_next_one(text: str, day: str) -> None:
    assert record_of(text, at("2026-11-23T15:00"))["date"] == day


@pytest.mark.parametrize(
    "text", ["11月17日至20日培训班，12人参加", "这周一到周五封闭学习，18人", "11月16日—19日轮训，8人"]
)
def test_what_is_not_over_is_no_record_yet(text: str) -> None:
    assert type(intent_of(text, at("2026-11-18T15:00"))).__name__ == "Plan"


@pytest.mark.parametrize("text", ["1月9日、2月6日、3月5日支委会各6人", "1月5号、1月19号、2月2号支委会，都是5人"])
def test_a_list_of_days_with_those_who_were_there_is_of_this_year(text: str) -> None:
    days = [str(record["date"]) for record in records_of(text, at("2026-11-23T15:00"))]
    assert len(days) == 3
    assert all(day.startswith("2026-") for day in days)
