"""The words of labels, and what they ask for.

label := [活动 | 会议 | …] core [人数 | 人员 | 党员 | …]
"""

from collections.abc import Iterator
from enum import StrEnum


class Field(StrEnum):
    """What a label asks for. A SHAPE may name the kind; NOTE is for labels whose values are not kept."""

    KIND = "kind"
    DATE = "date"
    CLOCK = "clock"
    PLACE = "place"
    TOPIC = "topic"
    EXPECTED = "expected"
    PRESENT = "present"
    ABSENT = "absent"
    LEAVE = "leave"
    HOST = "host"
    LECTURER = "lecturer"
    RECORDER = "recorder"
    TALKER = "talker"
    PARTICIPANTS = "participants"
    AMOUNT = "amount"
    RATIO = "ratio"
    SHAPE = "shape"
    NOTE = "note"


_CORES: dict[Field, str] = {
    Field.KIND: "类型 类别 活动 会议 活动类型 会议类型 会议名称 活动名称 名称 事项 会别 种类 项目 组织生活类型 会议类别 活动类别 三会一课类型 类 活动内容类型 记录类型 组织生活",
    Field.DATE: "时间 日期 于 开会时间 会期 活动日 何时 时间日期 日子 起止时间 完成时间 整改完成时间 完成日期 收缴时间 收缴日期 上报时间 报送时间 报送日期 上报日期 召开日 日 起止日期 哪天 哪一天 几号 啥时候 什么时候",
    Field.CLOCK: "时段 开始时间 起止 具体时间 开始 时刻 结束时间 几点",
    Field.PLACE: "报到社区 服务社区 活动社区 地点 地址 场所 会场 位置 场地 地方 在哪 服务地点 何地 去处 去向 去哪 去哪里 哪里 在哪里 哪儿 在哪儿 去哪儿",
    Field.TOPIC: "主题 议题 题目 内容 课题 专题 主要内容 党课题目 党课主题 学习内容 议程 课名 片名 篇目 观看 学习 研究 讨论 会议内容 活动内容 授课题目 学习篇目 学习主题 培训内容 培训主题 培训班次 "
    "班次 服务内容 服务项目 整改内容 问题 整改问题 材料 上报事项 上报内容 报送材料 报送内容 材料名称 上报材料 事由 影片 教育内容 教育片 学习材料 研讨主题 研讨题目 谈话内容 谈话主题 题 目的 "
    "会议议题 会议主题 活动主题 慰问内容 问题描述 标题 中心议题 研究事项 培训名称 培训班 课程 主要议题 决定事项 整改事项 要点 文件 干啥 干什么 做啥 做什么 学啥 学什么 讲啥 讲什么 报告名称 报告题目 内容摘要 书目 主 讨论题 讨论内容",
    Field.EXPECTED: "应到 应到会 应参加 应参会 应出席 应 应到会人 应收人 应有",
    Field.PRESENT: "报到党员 报到人数 实到 实际到会 实际参加 实到会 参加人数 参会人数 到会人数 出席人数 人数 实际 参训人数 到场 签到 听 听课人数 参与人数 受教育人数 总人数 参加总人数 实 与会人数 学习人数 "
    "活动人数 参训 听课 听众 参学人数 到场人数 几个人 多少人 来了几个 来了多少人 到了几个 服务人数 交纳人数 缴纳人数 到",
    Field.ABSENT: "缺席 缺勤 未到 缺 无故缺席 未参加 缺席者 未到会 旷会 未到者 未参会 未出席 没来 没到 没参加",
    Field.LEAVE: "请假 告假 请假者 假 请假情况 请假及原因 缺席及请假 缺席请假 请假人 请假同志",
    Field.HOST: "主持 主持人 会议主持 主持者 召集人 谁主持 会议主持人 组织者 主持召开 主持会议 活动主持人 活动主持",
    Field.LECTURER: "讲 谁讲 谁主讲 主讲 主讲人 授课 授课人 讲课 讲课人 领学 领学人 宣讲人 授课老师 授课教师 讲师 宣讲 老师 主讲老师 主讲教师 讲授人 讲授 授课者 辅导人 主讲者 授课专家 授课嘉宾 主讲嘉宾 演讲人 演讲 演讲者 领读 领读人 专家 党课主讲人 主讲领导",
    Field.RECORDER: "记录 谁记录 谁记 记录人 记录员 会议记录 记录者 会议记录人 记录人员",
    Field.TALKER: "谈话人 谈心人 谈话者 谈心谈话人 主谈人 谈 谈话主体 谈话领导",
    Field.PARTICIPANTS: "报到人员 参加 参加者 参加人 人员 签到人员 到场人员 谈话对象 对象 谈心对象 被谈 与谈人 谈话双方 双方 谈话人员 约谈人 约谈对象 谈话同志 受谈人 被谈话人 谈心谈话对象 参训 参与 参与者 与会 人 名单 名字 谁去 谁参加 参加名单 参训人 谈话对方 被谈人 被谈心人 被谈心对象 被谈话对象 受谈人 志愿者 参会 参会名单 出席名单 受访人 参会人 出席 到会 参学",
    Field.AMOUNT: "金额合计 金额 总额 合计金额 总金额 费用 款额 合计 缴费金额 党费金额 收缴金额 实收金额 实缴金额 共计 总计 应收金额 慰问金 慰问金额 实收党费 收缴总额 总计金额 党费总额 实缴总额 收缴合计 收缴党费",
    Field.SHAPE: "形式 方式 活动形式 学习形式 会议形式 开展形式 组织形式 备注 说明",
    Field.RATIO: "应到/实到 实到/应到 应到实到 实到应到 应到、实到 实到、应到 应/实到 应实到 实/应到 出勤",
    Field.NOTE: "月份 所属月份 结论 结果 决议 照片 附件 优秀 合格 当选书记 当选委员 责任人 接收单位 报送单位 上级 效果 原因 缺席原因 请假原因 不合格 基本合格 电话 联系电话 组织单位 单位 支部 党支部 所在支部 "
    "列席 列席人 列席人员 会议结论 时长 学时 课时 状态 进度 赞成 反对 弃权 候选人 监票人 计票人 监票 计票 报送至 主送 抄送 整改责任人 整改措施 措施 成效 完成情况 落实情况 下一步 责任部门 责任单位 联系人 经办人 "
    "收缴人 填报人 填表人 审核人 报送人 上报人 密码 会议号 会议ID 表决 表决情况 表决结果 票数 当选 选举结果 收款人 经手人 组织 支部名称 党组织 组织名称 讨论情况 发言 重点发言 发言人 交流发言 重点发言人 "
    "中心发言 中心发言人 用时 户数 慰问对象 慰问户数 物资 慰问品 培养联系人 带队 带队人 领队 介绍人 入党介绍人 考核 及格 通过 审批 次数 谈话方式 报 评议结果 群众评议 党费标准 人均 服务时长 服务对象 接收人 送达 整改情况 "
    "整改结果 要求 会议要求 注 主办 承办 主办单位 承办单位 部门 报告人 述职 批评意见 意见 未缴 未交 欠缴 应收",
}
_PREFIXES = (
    "本次",
    "活动",
    "会议",
    "召开",
    "举行",
    "开展",
    "学习",
    "谈话",
    "谈心",
    "党课",
    "慰问",
    "培训",
    "选举",
    "换届",
    "组织",
    "参会",
    "授课",
    "支部",
    "收缴",
    "整改",
    "服务",
    "集中",
    "研讨",
    "评议",
    "党日",
    "主题党日",
    "观看",
    "开会",
    "谈心谈话",
    "上课",
    "讲课",
    "走访",
    "志愿服务",
    "报告",
    "会",
    "大会",
    "研究",
)
_SUFFIXES = (
    "党员人数",
    "党员数",
    "人数",
    "人员",
    "党员",
    "名单",
    "情况",
    "同志",
    "人",
    "者",
    "数",
    "名",
    "会人数",
    "会",
    "会人员",
    "的人",
    "姓名",
    "的",
    "及原因",
    "人员及原因",
    "人员名单",
    "支委",
    "(人)",
    "(元)",
    "(名)",
)
_NUMBERED = tuple(f"{n}{unit}" for n in "一二两三四五六12345678" for unit in ("个", "项", "条"))
_DRESS = (*_SUFFIXES, *_NUMBERED, *(f"有{numbered}" for numbered in _NUMBERED))
LONGEST = 12
BEGINNINGS = frozenset(core[0] for row in (*_CORES.values(), " ".join(_PREFIXES)) for core in row.split())
"""What labels can begin with: all others need not be tried."""
LABELS: dict[str, Field] = {core: field for field, row in reversed(_CORES.items()) for core in row.split()}


def label_of(text: str) -> Field | None:
    """What a label asks for, however it is dressed."""
    return exact_label(text) or next((found for bare in bare_labels(text) if (found := exact_label(bare))), None)


def exact_label(text: str) -> Field | None:
    """What a label asks for, as it stands."""
    return LABELS.get(text)


def bare_labels(text: str) -> Iterator[str]:
    """A label without what it may be dressed in."""
    heads = [text]
    if text.startswith(_PREFIXES):
        heads += [text.removeprefix(prefix) for prefix in _PREFIXES if text.startswith(prefix) and text != prefix]
    yield from heads[1:]
    for head in heads:
        if head.endswith(_DRESS):
            yield from (head.removesuffix(suffix) for suffix in _DRESS if head.endswith(suffix) and head != suffix)
