"""The 23 kinds, by their names, by what people call them, and as they are mistyped."""

import pytest

from handlers.grammar.lexicon.kinds import NAMES, name_of, parse_kind
from schedules.ledger.activity import ActivityKind
from tests.grammar.sayings import record_of, records_of, rows

REPORTED = {
    "branch_assembly": (
        "昨天召开支部党员大会，23人参加",
        "昨天开了党员大会，到会23人",
        "昨天下午支部大会开完了，23人",
        "昨天召开全体党员会议，23人参加",
    ),
    "branch_committee": (
        "昨天召开支委会，5人参加",
        "昨天支委开会了，5人到齐",
        "昨天开了支部委员会会议，5人参加",
        "昨天下午支委碰头会，5人",
        "昨天几个支委碰了下头，把慰问谁定了",
        "昨天全体支委都到了，开会定了慰问对象",
        "昨天支委会研究整改方案并报机关党委",
        "昨天支部委员开会，5人",
    ),
    "group_meeting": (
        "昨天召开党小组会，6人参加",
        "昨天党小组开会，6人到会",
        "昨天第二党小组开了小组会，6人参加",
        "昨天第三党小组开会，学条例，6人",
        "三组昨天中午开了小会，6人，学公报",
    ),
    "party_lecture": (
        "昨天本来说是集中学习，后来改成党课了，李建国讲的，20人",
        "昨天书记讲了党课，30人听课",
        "昨天上党课，李建国主讲，30人参加",
        "昨天组织微党课，30人听课",
    ),
    "theme_day": (
        "昨天开展主题党日，12人参加",
        "昨天主题党日活动，参观党史馆，12人",
        "昨天党日活动，12人参加",
        "昨天下午重温了入党誓词，12人",
        "昨天支部集体宣誓，12人",
        "昨天全体党员重温入党志愿书，12人",
        "昨天外出红色教育，12人",
        "昨天支部主题党日，12人",
    ),
    "study": (
        "昨天集中学习18人，学习情况表报工委了",
        "昨天组织生活会会前学习，18人",
        "昨天集中收看开幕会，18人",
        "昨天组织集中学习，18人参加",
        "昨天开展理论学习，18人参加",
        "昨天政治学习，18人参加",
        "昨天组织党员集体学习，18人",
    ),
    "center_group": ("昨天召开理论学习中心组学习，8人参加", "昨天党组中心组学习，8人参加", "昨天开展中心组学习会，8人"),
    "seminar": ("昨天开展专题研讨，15人参加", "昨天组织研讨交流，15人参加"),
    "org_life": ("昨天召开组织生活会，20人参加", "昨天开了专题组织生活会，20人", "昨天党员对照检查，互相批评，16人"),
    "democratic_life": ("昨天召开民主生活会，6人参加", "昨天班子民主生活会开完了，6人参加"),
    "appraisal": ("昨天开展民主评议党员，20人参加", "昨天进行了党员民主评议，20人"),
    "talk": ("昨天和张晓谈心谈话", "昨天与张晓同志开展了谈心谈话", "昨天下午跟张晓谈心了"),
    "warning_education": (
        "昨天开展警示教育，25人参加",
        "昨天组织观看警示教育片，25人",
        "昨天召开警示教育大会，25人参加",
        "昨天组织党员去清风苑警示教育基地，18人",
        "昨天组织去廉政教育基地，18人",
    ),
    "ideology": ("昨天召开意识形态专题研究会，7人参加", "昨天专题研究意识形态工作，7人参加"),
    "election": ("昨天召开换届选举大会，23人参加", "昨天完成支部换届选举，23人参加", "昨天增补一名委员，28人"),
    "volunteer": ("昨天开展志愿服务，8人参加", "昨天到社区双报到，8人参加", "昨天组织党员志愿服务活动，8人"),
    "visit": ("昨天走访慰问困难党员2户", "昨天看望慰问老党员王福来", "昨天开展走访慰问活动"),
    "dues": ("昨天完成党费收缴，共1286元", "昨天收齐党费1286元", "昨天收缴党费1286元"),
    "training": ("昨天参加党务培训，3人参加", "昨天举办入党积极分子培训班，45人参加", "昨天组织业务培训，20人"),
    "development": ("昨天接收预备党员1名，李雷", "昨天讨论通过了张晓预备党员转正", "昨天发展了一名党员，张晓"),
    "report": (
        "昨天上报了半年工作总结",
        "昨天已报送主题教育情况报告",
        "民主评议结果昨天报上去了",
        "组织生活会对照检查材料昨天报上去了",
        "换届请示昨天报上去了",
        "换届请示昨天已报",
        "第三季度党员学习情况表，今天上报县直工委了",
        "意识形态责任制的自查报告今天报局里了",
        "今天把学习情况表送到工委，韦洁送的",
        "二季度纪律教育情况，11月2日报直属机关纪委",
    ),
    "rectification": (
        "昨天完成巡察反馈问题整改3项",
        "昨天整改完成2个问题",
        "8月17日党费公示不及时问题整改到位",
        "昨天把巡察说的党费公示不及时整改完了",
    ),
    "other": ("昨天召开座谈会，12人参加", "昨天参加党建知识竞赛，6人"),
}


@pytest.mark.parametrize(("expected", "text"), rows(REPORTED))
def test_kind_in_a_report(expected: str, text: str) -> None:
    assert record_of(text)["kind"] == expected


BY_OTHER_NAMES = {
    "branch_assembly": "支部扩大会 支部全会",
    "branch_committee": "支部委员碰头会 支委工作会 支委议事会",
    "party_lecture": "党史课 党员讲堂 支部讲堂 党纪课",
    "theme_day": "支部活动日 重走长征路 红色之旅 观展 升国旗",
    "study": "晨读 组织收听收看",
    "center_group": "理中组学习 理中组",
    "seminar": "学习体会交流会 分组讨论",
    "org_life": "批评和自我批评 支部专题生活会",
    "warning_education": "廉政学习 警示学习 廉政专题会 案件通报会 廉洁提醒会 以案为鉴",
    "election": "增补支委 党代表推选 推选党小组长",
    "training": "骨干班 研修班 支部换届培训 发展党员工作培训 党建业务辅导 谈心谈话方法培训",
    "development": "党员发展大会 预备党员考察 积极分子推选",
    "other": "联建活动 党建联席会 支部结对 红歌比赛 党建观摩",
}


@pytest.mark.parametrize(
    ("expected", "name"), [(kind, name) for kind, row in BY_OTHER_NAMES.items() for name in row.split()]
)
def test_kind_by_another_name(expected: str, name: str) -> None:
    assert record_of(f"昨天{name}，党员12人参加")["kind"] == expected


def test_every_kind_is_reported_in_the_table() -> None:
    assert set(REPORTED) == set(ActivityKind)


MISTYPED = {
    "theme_day": (
        "昨天主题当日，12人参加",
        "昨天主题党曰，12人参加",
        "昨天开展主体党日，12人参加",
        "昨天主题党日活动，１２人参加",
    ),
    "party_lecture": ("昨天上了党克，30人听课", "昨天挡课，30人听课", "昨天党刻，30人听课"),
    "branch_committee": ("昨天支为会，5人参加",),
    "org_life": ("昨天组织生火会，20人参加",),
    "dues": ("昨天收党肥1200元", "昨天交党肥1200元"),
}


@pytest.mark.parametrize(("expected", "text"), rows(MISTYPED))
def test_kind_mistyped(expected: str, text: str) -> None:
    assert record_of(text)["kind"] == expected


TRADITIONAL = {
    "branch_assembly": ("昨天召開支部黨員大會，23人參加",),
    "theme_day": ("昨天開展主題黨日，12人參加",),
    "party_lecture": ("昨天上黨課，李建國主講，30人參加",),
    "org_life": ("昨天召開組織生活會，20人參加",),
}


@pytest.mark.parametrize(("expected", "text"), rows(TRADITIONAL))
def test_kind_in_traditional_characters(expected: str, text: str) -> None:
    assert record_of(text)["kind"] == expected


@pytest.mark.parametrize("kind", ActivityKind)
def test_canonical_name_answers_the_question_for_the_kind(kind: ActivityKind) -> None:
    assert parse_kind(name_of(kind)) is kind
    assert parse_kind(f"是{name_of(kind)}。") is kind
    assert parse_kind(kind.value) is kind


def test_no_two_kinds_share_a_name() -> None:
    assert set(NAMES) == set(ActivityKind)
    assert len(set(NAMES.values())) == len(NAMES)


@pytest.mark.parametrize("text", ["", "不知道", "随便", "12人", "昨天", "在三楼会议室"])
def test_answer_that_names_no_kind(text: str) -> None:
    assert parse_kind(text) is None


WITHOUT_KIND = ("昨天下午开了个会，12人参加", "昨天搞了个活动，15人参加", "昨天开会，李建国主持，12人参加")


@pytest.mark.parametrize("text", WITHOUT_KIND)
def test_kind_is_not_guessed(text: str) -> None:
    assert ["kind" in record for record in records_of(text)] == [False]


SEVERAL = [
    (["branch_committee", "party_lecture"], "昨天上午开了支委会，5人参加；下午上了党课，30人听课"),
    (["branch_assembly", "theme_day"], "11月10日召开支部党员大会，23人参加。11月12日开展主题党日，20人参加。"),
    (["theme_day", "volunteer"], "昨天主题党日+志愿服务，15人"),
    (["branch_assembly", "party_lecture"], "昨天党员大会25人，会后书记讲了党课"),
    (["org_life", "appraisal"], "昨天组织生活会和民主评议，20人"),
    (["study", "study", "study"], "10月9日集中学习16人，10月16日集中学习17人，10月23日集中学习18人"),
]


FOREGOING = {
    "branch_committee": "昨天新当选的支委会开了第一次会，5人",
    None: "昨天组织生活会前征求党员意见，20人",
}


@pytest.mark.parametrize(("kind", "text"), FOREGOING.items())
def test_what_came_before_it_was_not_held(kind: str | None, text: str) -> None:
    assert [record.get("kind") for record in records_of(text)] == [kind]


@pytest.mark.parametrize(("expected", "text"), SEVERAL)
def test_several_activities_in_one_message(expected: list[str], text: str) -> None:
    assert [record["kind"] for record in records_of(text)] == expected


@pytest.mark.parametrize(
    "text",
    ["支委会2月5日、支部党员大会2月12日、党小组会2月9日", "2月5日支委会、2月12日支部党员大会、2月9日党小组会", "支委会2月5日，支部党员大会2月12日，党小组会2月9日"],
)  # fmt: skip
def test_each_item_of_a_list_keeps_its_own_day(text: str) -> None:
    assert [(record["kind"], record["date"]) for record in records_of(text)] == [
        ("branch_committee", "2026-02-05"),
        ("branch_assembly", "2026-02-12"),
        ("group_meeting", "2026-02-09"),
    ]
