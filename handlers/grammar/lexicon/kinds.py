"""The words for the 23 kinds of activity.

    kind := the longest alias that stands in the text

A firm alias names a kind wherever it stands (支委会); a loose one (学习, 慰问) only where no firm one does.
"""

from enum import IntEnum
from typing import NamedTuple

from schedules.ledger.activity import ActivityKind as K

NAMES: dict[K, str] = {
    K.BRANCH_ASSEMBLY: "支部党员大会",
    K.BRANCH_COMMITTEE: "支委会",
    K.GROUP_MEETING: "党小组会",
    K.PARTY_LECTURE: "党课",
    K.THEME_DAY: "主题党日",
    K.STUDY: "集中学习",
    K.CENTER_GROUP: "理论学习中心组学习",
    K.SEMINAR: "专题研讨",
    K.ORG_LIFE: "组织生活会",
    K.DEMOCRATIC_LIFE: "民主生活会",
    K.APPRAISAL: "民主评议党员",
    K.TALK: "谈心谈话",
    K.WARNING_EDUCATION: "警示教育",
    K.IDEOLOGY: "意识形态专题研究",
    K.ELECTION: "换届选举",
    K.VOLUNTEER: "志愿服务",
    K.VISIT: "走访慰问",
    K.DUES: "党费收缴",
    K.TRAINING: "培训",
    K.DEVELOPMENT: "发展党员",
    K.REPORT: "上报报告",
    K.RECTIFICATION: "问题整改",
    K.OTHER: "其他活动",
}


class Force(IntEnum):
    """How firmly a word names a kind where several do. A MEETING names none: 开会, 活动."""

    MEETING = 0
    HINT = 1
    LOOSE = 2
    FIRM = 3


class KindWord(NamedTuple):
    """What a word says about the kind."""

    kind: K | None
    force: Force = Force.FIRM


_FIRM = {
    K.BRANCH_ASSEMBLY: "支部党员大会 党员大会 支部大会 全体党员大会 全体党员会议 全体党员会 全体会议 支部党员会 支部党员会议 党员会议 党员会 支部会 支部会议 "
    "支部全体党员大会 支部全体会议 支部全体大会 全支部大会 党支部大会 党支部会议 党支部党员大会 总支大会 总支党员大会 支部扩大会 支部扩大会议 支部全会 支部全体党员会",
    K.BRANCH_COMMITTEE: "zhiweihui 支委会 支委开会 支委开了会 支委开了个会 支委碰头 支委碰了个头 支委们开会 支委会议 支委会会议 支部委员会 支部委员会会议 支部委员会议 支部委员会扩大会议 支委扩大会 支委扩大会议 支委碰头会 支部班子会 "
    "党支部委员会 党支部委员会会议 支委例会 总支委员会 总支委会 支委班子会 支部支委会 支委会扩大会议 支部委员碰头会 支委工作会 支委办公会 支委议事会 支部班子碰头会 支部委员开会 支部委员开了会 支部委员开了个会 支部委员碰头 支部委员碰了头 支部委员碰了个头",
    K.GROUP_MEETING: "组会 党小组会 党小组开会 党小组开了会 党小组开了个会 小组开会 小组开了会 小组开了个会 组里开会 组里开了会 组里开了个会 我组开会 党小组会议 小组会 小组会议 党小组例会 小组例会 党小组活动 党小组学习会 党小组组织生活",
    K.PARTY_LECTURE: "dangke 党课 微党课 专题党课 党课活动 党课讲座 听党课 三分钟党课 党史课 党纪课 党员讲堂 党员微讲堂 支部讲堂 书记讲堂 党员微课堂",
    K.THEME_DAY: "dangri 主题党日 党日 党日活动 主题党日活动 支部主题党日 支部主题党日活动 统一活动日 固定党日 党员活动日 党员活动日活动 支部党日 党日主题活动 主题党曰 "
    "七一主题党日 支部活动日 支部主题活动日 红色之旅 重走长征路 党员固定活动日 主题活动日 党员主题活动日 主题党日活动日 主题党建活动 支部固定活动日",
    K.STUDY: "集中学习 理论学习 政治学习 集体学习 专题学习 学习会 理论学习会 集中学习会 支部学习 支部学习会 支部集中学习 党员集中学习 集中学习教育 集中自学 "
    "青年理论学习小组 青年理论学习 青年学习小组 青年理论小组 专题学习会 读书班 读书会 晨读 第一议题学习 学习例会 学习研讨会 周学习 会前学习 会前集中学习 组织收听收看 组织学习 党员学习",
    K.CENTER_GROUP: "理论学习中心组学习 理论学习中心组 中心组学习 中心组理论学习 中心组 党组中心组 党委中心组 理论中心组 中心组集体学习 中心组集中学习 中心组学习会 "
    "理论学习中心组集体学习 理论学习中心组学习会 理论学习中心组专题学习 中心组学习会议 党组理论学习中心组 党委理论学习中心组 理论中心组学习 中心组学习研讨 "
    "理论学习中心组学习会议 中心组专题研讨 理论学习中心组集体学习研讨 中心组集体研讨 理论学习中心组研讨 中心组研讨 理论学习中心组专题研讨 理中组 理中组学习 党组理中组 理中组学习会",
    K.SEMINAR: "专题研讨 集中研讨 学习研讨 研讨会 研讨交流 交流研讨 专题讨论 专题研讨会 学习研讨交流 专题交流研讨 集体研讨 研讨发言 专题讨论会 大讨论 专题研讨交流 "
    "专题学习研讨 交流研讨会 主题研讨 体会交流会 学习体会交流会 心得交流会 学习心得交流会 学习交流会",
    K.ORG_LIFE: "组织生活会 组生 组生会 专题组织生活会 年度组织生活会 组织生活 组织生活会议 党小组组织生活会 支部组织生活会 支部专题生活会",
    K.DEMOCRATIC_LIFE: "民主生活会 专题民主生活会 班子民主生活会 民生会 年度民主生活会 领导班子民主生活会 民主生活会议 民主生活",
    K.APPRAISAL: "民主评议党员 民主评议 党员评议 民评 评议党员 民主评议会 党员民主评议 民主评议大会 民主评议党员大会 党员民主评议会 党员民主测评 民主测评党员 党员测评 年度民主评议",
    K.TALK: "谈心谈话 谈心 谈心活动 谈心谈话活动 谈话谈心 任职谈话 廉政谈话 任前谈话 提醒谈话 入党谈话 任前廉政谈话 集体谈话 谈心交心 交心谈心 谈心谈话会 谈心交流",
    K.WARNING_EDUCATION: "警示教育 警示大会 警示会 反腐警示大会 廉政警示大会 警示教育会 警示教育大会 警示教育活动 警示片 警示教育片 廉政教育 廉政警示教育 廉洁教育 反腐倡廉教育 纪律教育 党风廉政教育 "
    "警示教育学习 警示教育专题会 廉政警示片 警示教育会议 以案促改 以案说纪 廉政教育片 廉政微电影 廉政电影 廉政影片 廉洁微电影 廉政纪录片 反腐纪录片 反腐影片 反腐警示片 反腐倡廉警示教育 纪法教育 警示录 廉政专题片 "
    "反腐专题片 廉政课 廉政警示 廉政教育活动 旁听庭审 廉洁警示教育 警示教育课 警示学习 廉政学习 廉洁学习 廉政专题会 案件通报会 案例通报会 典型案例通报会 廉洁文化教育 作风教育 作风警示教育",
    K.IDEOLOGY: "意识形态专题研究 意识形态 意识形态工作 意识形态工作专题会 意识形态专题会 意识形态工作专题研究 意识形态分析研判 意识形态工作会 意识形态领域 "
    "意识形态研判 意识形态研判会 意识形态分析 意识形态分析会 意识形态工作研判 意识形态工作会议 意识形态会 意识形态专题 意识形态工作分析研判 意识形态专题会议 "
    "意识形态专题研判 意识形态工作责任制",
    K.ELECTION: "换届选举 换届大会 支部换届 选举大会 换届选举大会 支部换届选举 换届 补选 增补选举 改选 支委选举 换届改选 换届会议 换届选举会议 增选 换届选举党员大会 补选支委 "
    "支部换届大会 支部换届选举大会 补选大会 增补委员 增补支委 增补支部委员 党代表推选 推选党代表 推选党小组长 选举产生 选举产生了",
    K.VOLUNTEER: "志愿服务 护考 爱心送考 志愿者服务 志愿活动 志愿服务活动 双报到 社区报到 学雷锋 学雷锋活动 义务劳动 公益活动 志愿者活动 双报到活动 在职党员进社区 双报告 "
    "党员志愿服务 社区志愿服务 党员双报到 学雷锋志愿服务 志愿者 志愿 文明劝导 义工 服务社区 社区服务 在职党员报到 社区双报到 交通劝导 到社区报到 无偿献血 "
    "志愿劳动 志愿巡逻 爱心服务 义务植树 义诊",
    K.VISIT: "走访慰问 慰问走访 走访看望 看望慰问 慰问活动 走访慰问活动 送温暖 入户慰问 看望走访 上门慰问 走访 慰问 春节慰问 七一慰问 节日慰问 入户走访 走访探望 "
    "送温暖活动 送清凉",
    K.DUES: "党费收缴 党费收取 收缴党费 党费 交纳党费 缴纳党费 收党费 交党费 党费缴纳 党费交纳 上缴党费 缴党费 收取党费 代收党费 特殊党费",
    K.TRAINING: "培训 培训班 轮训 业务培训 集中培训 党务培训 培训会 集中轮训 网络培训 参训 轮训班 党务干部培训 专题培训 专题培训班 学习培训 教育培训 集训 "
    "党务骨干班 骨干班 研修班 进修班 示范班 提高班 主体班 青干班 中青班 党员培训 党员教育培训 支部书记培训 支部书记培训班 书记培训班 培训学习 培训讲座 脱产培训 岗前培训 线上培训 网上培训 网络学习 骨干培训 业务培训会",
    K.DEVELOPMENT: "发展党员 接收预备党员 预备党员转正 转正 确定入党积极分子 确定积极分子 确定发展对象 入党宣誓 预备党员接收 列为积极分子 列为入党积极分子 "
    "列为发展对象 推优 推优会 推优大会 推优入党 发展对象公示 发展对象政审 政审 预备党员公示 转正公示 列为发展 发展新党员 吸收预备党员 接收新党员 发展对象备案 发展党员公示 "
    "转正大会 预备党员宣誓 转为正式党员 按期转正 递交入党申请书 积极分子备案 发展党员工作 确定为发展对象 确定为入党积极分子 确定为积极分子 接收为预备党员 "
    "积极分子考察 半年考察 积极分子半年考察 入党积极分子半年考察 入党积极分子考察 培养考察 预备党员考察 党员发展大会 发展大会 发展党员大会 入党志愿书填写 推选积极分子 积极分子推选 考察写实 发展对象预审",
    K.REPORT: "报告上报 上报报告 上报材料 材料上报 报表上报 情况上报 总结上报 报送材料 上报事项 报告报送 情况报告 材料报送 一学一报",
    K.RECTIFICATION: "问题整改 整改 整改落实 整改完成 整改到位 整改销号 整改完毕 整改情况 销号 整改工作 整改任务 整改事项 反馈问题整改 巡察整改 巡视整改 "
    "立行立改 已整改 整改完 整改好了 整改好 整改闭环",
    K.OTHER: "座谈会 述职评议 述职会 知识竞赛 政治生日 联学共建 结对共建 表彰大会 演讲比赛 工会活动 文体活动 团日活动 支部共建 支部结对 党建联席会 七一表彰 红歌会 红歌比赛 诗歌朗诵会 朗诵比赛 七一文艺汇演 授旗仪式 党建联建 "
    "共建活动 共建签约 征文活动 述职评议会 述职述廉 党建知识竞赛 表彰会 党务公开 党员公开承诺 知识测试 答题活动 座谈 共建 捐款 捐赠 退休欢送会 欢送会 述责述廉 述责述廉会 述职述责述廉 党建述职 党建述职会 党建观摩 党建观摩学习 观摩交流 慈善一日捐 一日捐 结对共建签约 联建活动 支部联建 结对联建 联建共建 朗诵会 党建沙龙 党建论坛 道德讲堂 书画展 其他活动",
}
_LOOSE = {
    K.BRANCH_ASSEMBLY: "大会",
    K.STUDY: "学习 学了 学的 自学 学完 联学 联学了 集中收看 集中收看了 组织收看 组织收看了 集体收看 集体收看了 统一收看 共同收看",
    K.THEME_DAY: "红色教育 红色教育活动",
    K.ORG_LIFE: "批评和自我批评 批评与自我批评",
    K.WARNING_EDUCATION: "廉政提醒会 廉洁提醒会 以案为鉴 以案示警 以案明纪 以案释纪 以案为戒",
    K.SEMINAR: "研讨 交流会 分组讨论 讨论会",
    K.TALK: "约谈 约谈了 说了会儿话 说了会话 说了一会儿话 说了一会话 说了阵话 说了半天话 谈话 谈了 聊了 谈过 聊完 聊完了 谈完了 聊过了 谈了谈 聊了聊 谈了一谈 聊了一聊 谈了个话 谈了个心 谈了谈心 谈过心 谈了会儿心 谈了会心 谈了一会心 谈了次心 谈了一次心 聊了一次 谈了一次话 谈了次话 谈了话 谈了心 谈过话 聊过 谈完 谈了一次 聊天谈心 谈了次 谈的 互谈 边走边谈 边走边聊 边吃边聊 边吃边谈 边喝边聊 聊心里话 谈心里话 结对谈 交心 交了心 交了交心 交过心 谈上了",
    K.ELECTION: "选举 选出 当选",
    K.VISIT: "看老人 看老党员 看了老党员 看看老党员 看望 探望 看望了 慰问金 探访 探视 探视了",
    K.APPRAISAL: "评议 互评",
    K.REPORT: "上报 报送 呈报 报备 上报了 报送了 报给 交给 提交给 已报 已上报 书面报告 提交",
    K.DEVELOPMENT: "预备党员 入党积极分子 积极分子 发展对象 转发展对象 转为发展对象",
    K.TRAINING: "讲座 授课 业务辅导 调训",
    K.PARTY_LECTURE: "教育课 法治课 纪律课 第一课 开学第一课",
}


_MEETINGS = (
    "有个会 有会 会开过 会开过了 开会 开了会 开了个短会 开了个小会 开了短会 开了小会 开个短会 开个小会 开了个会 开了一个会 开了一次会 开了一场会 开个会 会开了 会开完了 会开完 开完会 开过会 碰头会 例会 见面会 会议 活动 散会 下会 开的会 碰了个头 碰头 党员活动 支部活动 "
    "专题会 专题会议 扩大会议 扩大会 工作会 工作会议 部署会 动员会 推进会 总结会 通报会 会开好了 开会了 支部开会 参观学习 党建活动 组织活动 扫墓 集体活动 现场学习 宣讲会 宣讲活动 报告会 辅导报告会 专题辅导 专题宣讲 专题报告会 观影 红色观影 重温誓词 重温入党誓词"
)


def kind_words() -> dict[str, KindWord]:
    """Every alias with what it says."""
    words = {word: KindWord(None, Force.MEETING) for word in _MEETINGS.split()}
    words |= {"党小组": KindWord(K.GROUP_MEETING, Force.HINT)}
    words |= {word: KindWord(kind, Force.LOOSE) for kind, row in _LOOSE.items() for word in row.split()}
    words |= {f"{word}班": KindWord(K.TRAINING) for word in _FIRM[K.TRAINING].split() if word.endswith("培训")}
    return words | {word: KindWord(kind, _force_of(kind)) for kind, row in _FIRM.items() for word in row.split()}


def _force_of(kind: K) -> Force:
    return Force.HINT if kind is K.OTHER else Force.FIRM


_ALIASES = {word: said.kind for word, said in kind_words().items() if said.kind}
_FIRM_ALIASES = [word for word, said in kind_words().items() if said.force is Force.FIRM]
_ANSWERS: dict[str, K] = (
    _ALIASES
    | {name: kind for kind, name in NAMES.items()}
    | {kind.value: kind for kind in K}
    | {"其他": K.OTHER, "其它": K.OTHER, "大会": K.BRANCH_ASSEMBLY}
)
_LONGEST_ANSWER = 20


def name_of(kind: K) -> str:
    """The canonical Chinese name."""
    return NAMES[kind]


def parse_kind(text: str) -> K | None:
    """The kind that a bare answer names: an alias by itself, else the longest firm one in it."""
    bare = text.strip().strip("。.!！,，").removeprefix("是").removeprefix("开的")
    if bare in _ANSWERS:
        return _ANSWERS[bare]
    if len(bare) > _LONGEST_ANSWER:
        return None
    found = [word for word in _FIRM_ALIASES if word in bare]
    return _ANSWERS[max(found, key=len)] if found else None
