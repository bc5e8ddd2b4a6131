"""Tags (标签): what a record was about, where a duty asks for more than its kind."""

import re

from schedules.ledger.activity import Activity, ActivityKind

WHOLE = "整体确认"
"""All of those concerned, without their names."""

OPENED = "待办"
"""With a duty's id, the tag of a record that says: this has come up and is to be done, until the end of `counts_for`."""

SUBMITTED = "报批"
"""What a branch's meeting has decided and its committee is to approve."""

HASHTAG = re.compile(r"#([\w·—-]+)")

ELECTED = "选举完成"
"""The election itself, whatever steps the same record mentions."""

REQUESTED, APPROVED, POSTPONED = "换届请示", "换届批复", "延期换届"
ELECTION_PAPERS = (
    REQUESTED,
    APPROVED,
    POSTPONED,
    "换届提醒",
    "换届名册",
    "换届筹备",
    "候选人",
    "换届通知",
    "选举结果报批",
    "换届指导",
    "补选",
)
"""What is written on the way to an election, and is not the election."""

KIND_TAGS = {ActivityKind.SEMINAR: "研讨"}

WORDS: dict[str, str] = {
    "研讨": "研讨|交流发言|重点发言|中心发言",
    "民族理论": "民族理论|民族政策|民族工作|中华民族共同体",
    "七一": "七一|7·1|建党节|建党.{0,4}周年",
    "党内法规": "党内法规|党规党纪|党章党规",
    "党章学习": "党章",
    "及时跟进学": "跟进学|第一时间学|传达学习|重要讲话|重要指示|全会精神|两会精神",
    "第一议题": "第一议题",
    "读书活动": "读书|悦读|书香",
    "干部大讲堂": "干部大讲堂",
    "法治开讲": "法治开讲|七五普法|八五普法",
    "赴外培训": "赴外.*培训|外出培训",
    "一学一报": "一学一报|学习情况.{0,4}(?:报|汇报)|中心组.{0,8}上报",
    "巡听旁听": "巡听|旁听|列席.{0,6}中心组",
    "学习计划": "学习计划|学习安排",
    "学习意见": "学习意见",
    "学习材料": "学习材料|学习资料",
    "入党誓词": "入党誓词|入党志愿书",
    "政治生日": "政治生日",
    "政治纪律": "政治纪律",
    "政治生态": "政治生态",
    "意识形态": "意识形态",
    "思想政治工作": "思想政治工作",
    "思想政治状况": "思想政治状况|思想状况",
    "思想动态": "思想动态",
    "讲座报批": "(?:讲座|论坛|报告会|研讨会).{0,6}(?:报批|审批|报备)",
    "典型案例": "典型案例",
    "廉洁提醒": "廉洁提醒|廉政提醒|廉洁过节|节前提醒",
    "廉政风险": "廉政风险|廉洁风险",
    "纪律教育": "纪律教育|纪律处分条例|廉政教育|讲纪律",
    "党风廉政考核": "党风廉政.{0,6}(?:考核|检查)",
    "任务清单": "任务清单",
    "责任清单": "责任清单|三级清单",
    "意识形态责任清单": "意识形态.{0,12}责任清单",
    "党建责任清单": "党建.{0,6}责任清单",
    "党建工作计划": "(?:党建|群团|党的建设).{0,6}(?:计划|要点)",
    "党建工作汇报": "听取.{0,10}汇报",
    "模范机关": "模范机关",
    "述职评议": "述职|联述联评",
    "专项述职": "专项述职",
    "团书记述职": "团.{0,8}述职",
    "片会": "片会|片区",
    "梳理排查": "梳理排查|定期梳理",
    "党建体检": "党建体检",
    "党性体检": "党性体检",
    "四特五是否": "四特五是否",
    "查找问题": "查找问题|对照党章",
    "条例执行": "条例.{0,8}(?:执行|检查|抽查)|标准化规范化.{0,6}检查",
    "换届排查": "换届.{0,4}排查",
    "专项检查": "专项检查",
    "经费检查": "经费.{0,8}检查",
    "经费预算": "经费.{0,8}预算",
    "7·9": "7·9|七九|回头看",
    "国庆": "国庆|新中国成立",
    "评选表彰": "评选|表彰|两优一先|五四奖章|推荐",
    "五四": "五四",
    "两优一先": "两优一先",
    "道德模范": "道德模范",
    "最美党务工作者": "最美党务|四好党员",
    "回乡调研": "回乡",
    "学雷锋": "雷锋",
    "请示报告": "请示报告|重大事项",
    "列席": "列席",
    "听取意见": "听取.{0,10}意见",
    "专项督查": "专项督查|党建督查|督查指导",
    "换届提醒": "换届.{0,4}(?:提醒|发函|函)",
    "换届名册": "换届.{0,6}名册|核对.{0,6}名册",
    "换届筹备": "换届.{0,6}(?:筹备|动议|决定)|研究.{0,6}换届",
    "换届请示": "换届.{0,6}请示|请示.{0,6}换届",
    "换届批复": "批复|批准.{0,6}换届",
    "候选人": "候选人|预备人选|酝酿",
    "换届通知": "选举办法|监票|换届.{0,6}通知",
    "选举结果报批": "选举结果",
    ELECTED: "选举产生|选举出|当选|完成换届|完成选举|投票选举|大会选举",
    "换届指导": "换届.{0,4}指导",
    "延期换届": "(?:延期|提前).{0,4}换届|换届.{0,4}(?:延期|提前)",
    "补选": "补选",
    "任免审批": "任免",
    "任职谈话": "任职谈话|任前谈话",
    "廉政谈话": "廉政谈话",
    "入党谈话": "入党申请人谈话|入党谈话",
    "必谈": "必谈",
    "约谈": "约谈",
    "发展党员计划": "发展党员.{0,4}计划",
    "入党申请": "入党申请",
    "确定积极分子": "确定.{0,6}积极分子",
    "积极分子考察": "积极分子.{0,8}考察|考察.{0,6}积极分子",
    "确定发展对象": "确定.{0,6}发展对象",
    "发展对象培训": "发展对象.{0,8}培训",
    "预审": "预审",
    "接收预备党员": "接收.{0,4}预备党员|吸收.{0,4}预备党员",
    SUBMITTED: (
        "报批|(?:接收|吸收).{0,8}预备党员|预备党员.{0,8}转正(?!.{0,4}(?:公示|谈话|材料|申请))"
        "|(?:讨论|通过|票决|表决).{0,16}转正|转正.{0,16}(?:通过|票决|表决)"
    ),
    "党员审批": "审批.{0,8}(?:预备党员|转正)|(?:预备党员|转正).{0,8}审批",
    "发展公示": "公示",
    "转正": "转正",
    "任职培训": "任职培训|新任.{0,8}培训",
    "集中轮训": "轮训",
    "履职培训": "履职培训|支委.{0,4}培训|委员培训",
    "青年培训": "青年.{0,8}培训|年轻干部.{0,6}培训",
    "学习秘书培训": "学习秘书",
    "党费公示": "党费.{0,10}(?:公示|公布)",
    "光荣在党50年": "光荣在党|50年|五十年",
    "四季帮扶": "四季帮扶|帮扶",
    "案例征集": "案例|调研报告|征集",
    "双报到": "双报到|双报告|社区报到",
    "统一服务日": "服务日",
    "基层工作周": "工作周",
    "联系点": "联系点",
    "结对共建": "结对|共建",
    "书记项目": "书记项目",
    "点课": "点课",
    "党建论坛": "论坛|讲坛",
    "创新榜": "创新榜",
    "座谈会": "座谈会|工作会议",
    "流动党员": "流动党员",
    "最强党支部": "最强党支部",
    "四强党支部": "四强",
    "示范点": "示范点",
    "支部品牌": "支部品牌|一品牌",
    "双联系": "双联系|联系群众",
    "党员先锋岗": "先锋岗|责任区|设岗定责",
    "承诺践诺": "承诺践诺|践诺",
    "为民办实事": "办实事",
    "群众性活动": "选题领办|群众性",
    WHOLE: WHOLE + "|全部完成",
}

PATTERNS = {tag: re.compile(words) for tag, words in WORDS.items()}
_PARTS = re.compile(r"\(|\)|\||[^()|]+")


def _ways_of(words: str) -> list[str]:
    """The ways to say a tag: its alternatives, those inside brackets left together."""
    ways, depth = [""], 0
    for part in _PARTS.findall(words):
        depth += (part == "(") - (part == ")")
        if part == "|" and not depth:
            ways.append("")
        else:
            ways[-1] += part
    return ways


def _heads_of(way: str) -> list[str]:
    """What a way to say a tag begins with, as far as it is plain."""
    if way.startswith("(?:"):
        return [head for each in _ways_of(way[3 : way.index(")")]) for head in _heads_of(each)]
    return [re.split(r"[.(\[]", way)[0]]


def _tags_by_sign() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for tag, words in WORDS.items():
        for head in dict.fromkeys(head for way in _ways_of(words) for head in _heads_of(way)):
            found.setdefault(head[0], []).append((head, tag))
    return found


TAGS_BY_SIGN = _tags_by_sign()
"""By its first sign, each beginning of a way to say a tag: where none is said, the tag's pattern need not be tried."""
_FIRST_SIGNS = TAGS_BY_SIGN.keys()


def tags_of(topic: str | None, kind: ActivityKind) -> frozenset[str]:
    """The tags that a topic's words and a record's kind say, and those that somebody typed as `#标签`."""
    said = topic or ""
    found = {
        tag
        for sign in _FIRST_SIGNS & said
        for head, tag in TAGS_BY_SIGN[sign]
        if head in said and PATTERNS[tag].search(said)
    }
    found.update(HASHTAG.findall(said))
    if kind in KIND_TAGS:
        found.add(KIND_TAGS[kind])
    return frozenset(found)


def opening_tag(duty_id: str) -> str:
    """The tag of a record by which an officer opens an event-driven duty."""
    return f"{OPENED}-{duty_id}"


def is_opening(activity: Activity) -> bool:
    """Whether a record opens a duty and tells of nothing that took place."""
    return any(tag.startswith(f"{OPENED}-") for tag in activity.tags)


def is_tagged(activity: Activity, tag: str) -> bool:
    """Whether a record carries the tag, by hand or by the words of its topic."""
    if tag in activity.tags:
        return True
    topic = activity.topic or ""
    pattern = PATTERNS.get(tag)
    return (
        tag in topic
        or (pattern is not None and pattern.search(topic) is not None)
        or KIND_TAGS.get(activity.kind) == tag
    )
