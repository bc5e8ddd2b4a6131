"""The words of work plans: rhythms, windows, what is counted, who owes, what kind of gathering it is."""

from schedules.calendar.periods import Cadence
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import OrganisationKind

RHYTHMS: dict[str, Cadence] = {
    "每个月": Cadence.MONTHLY,
    "每月": Cadence.MONTHLY,
    "按月": Cadence.MONTHLY,
    "逐月": Cadence.MONTHLY,
    "每个季度": Cadence.QUARTERLY,
    "每季度": Cadence.QUARTERLY,
    "每季": Cadence.QUARTERLY,
    "按季度": Cadence.QUARTERLY,
    "每三个月": Cadence.QUARTERLY,
    "每3个月": Cadence.QUARTERLY,
    "每半年": Cadence.HALF_YEARLY,
    "每六个月": Cadence.HALF_YEARLY,
    "每6个月": Cadence.HALF_YEARLY,
    "每两个月": Cadence.YEARLY,
    "每2个月": Cadence.YEARLY,
    "每学期": Cadence.HALF_YEARLY,
    "每学年": Cadence.YEARLY,
    "半年": Cadence.HALF_YEARLY,
    "每年度": Cadence.YEARLY,
    "每年": Cadence.YEARLY,
}
"""Words that by themselves ask for once in each period."""

REPEATS = {"每两个月": 6, "每2个月": 6}
"""Rhythms that no period has: so many times in the period that stands for them."""

SPANS: dict[str, Cadence] = {
    "全年": Cadence.YEARLY,
    "年内": Cadence.YEARLY,
    "本年度": Cadence.YEARLY,
    "一年": Cadence.YEARLY,
    "今年": Cadence.YEARLY,
    "每人每年": Cadence.YEARLY,
    "一个季度": Cadence.QUARTERLY,
}
"""Words that say within what a number counts, and ask for nothing without one."""

WINDOWS: dict[str, str] = {
    "“七一”前后": "06-15..07-15",
    "七一前后": "06-15..07-15",
    "“七一”期间": "06-15..07-15",
    "七一期间": "06-15..07-15",
    "“七一”前": "06-01..06-30",
    "七一前": "06-01..06-30",
    "“七一”": "06-15..07-15",
    "建党节": "06-15..07-15",
    "年初": "01-01..03-31",
    "年终": "11-15..12-31",
    "年底前": "11-01..12-31",
    "年底": "11-15..12-31",
    "年末": "11-15..12-31",
    "岁末年初": "12-01..02-28",
    "年底或次年初": "11-15..02-28",
    "年底至次年初": "11-15..02-28",
    "上半年": "01-01..06-30",
    "下半年": "07-01..12-31",
    "一季度": "01-01..03-31",
    "二季度": "04-01..06-30",
    "三季度": "07-01..09-30",
    "四季度": "10-01..12-31",
    "元旦": "12-25..01-03",
    "“五一”": "04-24..05-05",
    "五一": "04-24..05-05",
    "国庆": "09-24..10-08",
    "“五四”": "04-01..05-10",
    "五四": "04-01..05-10",
    "学雷锋日": "03-01..03-31",
}
FESTIVALS: dict[str, str] = {
    "春节": "chunjie",
    "端午": "duanwu",
    "中秋": "zhongqiu",
    "清明": "qingming",
}

NUMERALS = "零一二三四五六七八九"
TENS = {"十": 10, "百": 100}
COUNTERS = ("次", "期", "场", "批", "轮", "堂", "课时", "学时")
THINGS = ("个", "支", "名", "家", "项", "人", "户", "对")
PAPER = "篇"
AT_LEAST = ("不少于", "不低于", "至少", "累计")
DAYS = "天"
ONCE_ONLY = "性"
"""一次性 is no number of times."""
TO = r"[-~～–—至到]"
OTHER_RHYTHMS = ("每周", "每两周", "每天", "每日", "每两年", "每三年")
MONEY = ("万元", "元")
VAGUE = ("不定期", "定期", "适时", "分批", *OTHER_RHYTHMS)
YEAR_DOCUMENT = "年度"
DRAWS_UP = ("制定", "制订", "编制", "组织召开", "召开", "开展", "形成", "提交")
NOT_COUNTED = ("反馈", "考核中", "重点工作")
ORDINAL = "第"
SOME = "一批"
MERELY_WEIGHED = r"作为.*(?:依据|参考|内容)"
"""What is weighed at the year's end is not owed then."""
ANY_ORGANISATION = "党组织"
BETWEEN = "之间"

OWNERS: tuple[tuple[str, OrganisationKind], ...] = (
    ("纪检", OrganisationKind.DISCIPLINE_COMMITTEE),
    ("机关纪委", OrganisationKind.DISCIPLINE_COMMITTEE),
    ("党支部", OrganisationKind.BRANCH),
    ("各支部", OrganisationKind.BRANCH),
    ("党小组", OrganisationKind.GROUP),
    ("青年理论学习小组", OrganisationKind.YOUTH_GROUP),
    ("机关党委", OrganisationKind.COMMITTEE),
    ("中心组", OrganisationKind.PARTY_GROUP),
    ("党组", OrganisationKind.PARTY_GROUP),
    ("党委", OrganisationKind.PARTY_GROUP),
    ("工委", OrganisationKind.WORK_COMMITTEE),
)
NO_WINDOW_BEFORE = ("劳动", "红旗", "口号", "精神")
ACCORDING_TO = ("按照", "根据", "结合", "依据", "围绕")
USUALLY_IN = ("安排在", "一般在", "集中在")
JOINS = ("、", "和", "以及", "及")
RECIPIENT = r"向[^，,]*?(?:工委|党组（党委）|党委|党组)"
VERBS = "举办|组织|开展|召开|制定|抓好|形成|研究"
LISTS_FOR_UNITS = ("责任清单", "任务清单")
KINDS: tuple[tuple[str, ActivityKind], ...] = (
    ("党员大会", ActivityKind.BRANCH_ASSEMBLY),
    ("支部大会", ActivityKind.BRANCH_ASSEMBLY),
    ("支委会", ActivityKind.BRANCH_COMMITTEE),
    ("支部委员会", ActivityKind.BRANCH_COMMITTEE),
    ("党小组会", ActivityKind.GROUP_MEETING),
    ("党课", ActivityKind.PARTY_LECTURE),
    ("主题党日", ActivityKind.THEME_DAY),
    ("民主生活会", ActivityKind.DEMOCRATIC_LIFE),
    ("组织生活会", ActivityKind.ORG_LIFE),
    ("民主评议", ActivityKind.APPRAISAL),
    ("谈心", ActivityKind.TALK),
    ("谈话", ActivityKind.TALK),
    ("警示教育", ActivityKind.WARNING_EDUCATION),
    ("意识形态", ActivityKind.IDEOLOGY),
    ("志愿", ActivityKind.VOLUNTEER),
    ("慰问", ActivityKind.VISIT),
    ("走访", ActivityKind.VISIT),
    ("换届", ActivityKind.ELECTION),
    ("党费", ActivityKind.DUES),
    ("培训", ActivityKind.TRAINING),
    ("轮训", ActivityKind.TRAINING),
    ("排查", ActivityKind.RECTIFICATION),
    ("整改", ActivityKind.RECTIFICATION),
    ("汇报", ActivityKind.REPORT),
    ("报告", ActivityKind.REPORT),
    ("上报", ActivityKind.REPORT),
    ("清单", ActivityKind.REPORT),
    ("计划", ActivityKind.REPORT),
    ("研讨", ActivityKind.SEMINAR),
    ("中心组", ActivityKind.CENTER_GROUP),
    ("学习", ActivityKind.STUDY),
)
CENTER_GROUP = "中心组"

COMMON = "的一党"
EMPTY_PLAN = "文件是空的"
EMPTY_REMEDY = "请另存为含有正文的 .txt 文件"
PDF_PLAN = "这是 PDF 文件，无法读取其中的文字"
PICTURE_PLAN = "这是图片，无法读取其中的文字"
PDF_REMEDY = "请把正文复制出来，另存为 .txt 文件"
OFFICE_PLAN = "这是 Office 或压缩文件，不是纯文本"
OFFICE_REMEDY = "请另存为 .txt 文件"
BROKEN_PLAN = "文件编码无法识别"
BROKEN_REMEDY = "请另存为 UTF-8 或 GBK 编码的 .txt 文件"

KIND_OWNERS: dict[ActivityKind, OrganisationKind] = {
    ActivityKind.BRANCH_ASSEMBLY: OrganisationKind.BRANCH,
    ActivityKind.BRANCH_COMMITTEE: OrganisationKind.BRANCH,
    ActivityKind.THEME_DAY: OrganisationKind.BRANCH,
    ActivityKind.PARTY_LECTURE: OrganisationKind.BRANCH,
    ActivityKind.ORG_LIFE: OrganisationKind.BRANCH,
    ActivityKind.APPRAISAL: OrganisationKind.BRANCH,
    ActivityKind.TALK: OrganisationKind.BRANCH,
    ActivityKind.DUES: OrganisationKind.BRANCH,
    ActivityKind.GROUP_MEETING: OrganisationKind.GROUP,
    ActivityKind.CENTER_GROUP: OrganisationKind.PARTY_GROUP,
    ActivityKind.DEMOCRATIC_LIFE: OrganisationKind.PARTY_GROUP,
}
"""Who holds such a gathering, where the plan names nobody."""

FILLERS = (
    *("一般", "原则上", "原则", "至少", "不少于", "最少", "必须", "应当", "应", "要", "须", "均", "各", "集中", "定期"),
    *("召开", "开展", "进行", "举行", "举办", "组织", "安排", "讲", "上", "交流"),
)
"""Words of a clause that tell only how often something takes place."""

VAGUE_REASON = "没有写明次数或日期，或周期不是月、季、半年、年"
FIGURE_REASON = "是指标或金额，不是活动次数"
