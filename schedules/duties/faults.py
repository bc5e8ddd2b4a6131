"""Chinese words for what is wrong with a catalogue's files, and what to do."""

from collections.abc import Sequence

from pydantic_core import ErrorDetails

from schedules.duties.duty import Duty
from schedules.duties.wording import quoted
from schedules.errors import Problem
from schedules.people.columns import ROLES
from schedules.people.role import Role

BAD_WINDOW = "时段应写作“月-日..月-日”"
BAD_MONTH_DAY = "日期应写作“月-日”"
BAD_TRIGGER = "触发条件须且只能给出 workdays、days、months 之一"
NO_WINDOW = "按时段办理的事项缺少时段"
BAD_SOFT_DUE = "建议办理日不在时段之内"
NO_ANCHOR = "按周年办理的事项缺少起算日（anchor 或 trigger）"

FAULTS = {
    "missing": ("缺少必填项", "请补充这一项"),
    "extra_forbidden": ("不认识这一项", "请检查拼写，或删去这一项"),
    "enum": ("取值不在规定范围内", "可用的值：{expected}"),
    "literal_error": ("取值不在规定范围内", "可用的值：{expected}"),
    "greater_than_equal": ("数值过小", "应不小于 {ge}"),
    "less_than_equal": ("数值过大", "应不大于 {le}"),
    "string_pattern_mismatch": ("编号只能用小写字母、数字和连字符", "请改写编号"),
    "too_short": ("不能为空", "请至少填写一项"),
    "string_too_short": ("不能为空", "请补充内容"),
}
WANTED = {
    "int": "整数，如 2",
    "bool": " true 或 false",
    "date": "日期，如 2026-01-01",
    "string": "带引号的文字",
    "tuple": "方括号中的一列，如 [7, 2, 0]",
    "set": '方括号中的一列，如 ["branch"]',
    "model": "大括号中的几项，如 {{ … }}",
}
"""What a value should look like, by a part of the name that pydantic has for the fault."""

REMEDIES = {
    BAD_WINDOW: "例如 06-15..07-15，可以跨年",
    BAD_MONTH_DAY: "例如 06-30",
    BAD_TRIGGER: "请保留其中一个",
    NO_WINDOW: "请补充 window，或在 marks 中标注 unset",
    BAD_SOFT_DUE: "请改到时段之内",
    NO_ANCHOR: "请补充 anchor 或 trigger",
}


def line_of(name: str, line: int) -> str:
    """The place of a fault."""
    return f"{name} 第{line}行"


def broken_file(where: str) -> Problem:
    """No TOML at all."""
    return Problem(message="不是有效的 TOML 文件", remedy="请检查引号、括号和等号", where=where)


def not_utf8(where: str) -> Problem:
    """Another encoding."""
    return Problem(message="不是 UTF-8 编码", remedy="请在编辑器中另存为 UTF-8", where=where)


def unknown_table(where: str, key: str) -> Problem:
    """A table that no profile has."""
    return Problem(message=f"不认识“{key}”", remedy="文件中只能有 [profile] 和 [[duties]]", where=where)


def bad_value(where: str, owner: str, detail: ErrorDetails) -> Problem:
    """One fault that pydantic found."""
    key = ".".join(str(part) for part in detail["loc"] if not str(part)[:1].isupper())
    told, remedy = FAULTS.get(detail["type"]) or _fault_of(detail)
    subject = " ".join(part for part in (owner, key) if part)
    known = {name: _listed(str(value)) for name, value in detail.get("ctx", {}).items()}
    return Problem(message=f"{subject}：{told}", remedy=remedy.format(**known), where=where)


def _listed(choices: str) -> str:
    """'a', 'b' or 'c', as pydantic lists them: a、b、c."""
    return choices.replace("'", "").replace(" or ", "、").replace(", ", "、")


def _fault_of(detail: ErrorDetails) -> tuple[str, str]:
    """Our own words, or for a value of the wrong kind those of its kind: pydantic's are English."""
    if detail["msg"] in REMEDIES:
        return detail["msg"], REMEDIES[detail["msg"]]
    wanted = next((word for kind, word in WANTED.items() if kind in detail["type"]), "")
    return "写法不对", f"应为{wanted}" if wanted else "请改正这一项"


def doubled_profile(where: str, profile: str) -> Problem:
    """Two files of one profile."""
    return Problem(message=f"方案“{profile}”重复", remedy="请给方案换一个编号", where=where)


def doubled_duty(where: str, duty: str, first: str) -> Problem:
    """Two duties of one id."""
    return Problem(
        message=f"事项编号“{duty}”重复，已见于{first}", remedy="请换一个编号；要替换原事项，请用 replaces", where=where
    )


def unknown_profile(where: str, profile: str, extended: str) -> Problem:
    """A profile that extends nothing."""
    return Problem(message=f"方案“{profile}”沿用的方案“{extended}”不存在", remedy="请检查 extends", where=where)


def circular_profile(where: str, profile: str) -> Problem:
    """A profile that extends itself."""
    return Problem(message=f"方案“{profile}”循环沿用", remedy="请检查 extends", where=where)


def profile_gone(organisation: str, profile: str) -> Problem:
    """An organisation whose profile there is not."""
    return Problem(message=f"{organisation}的方案“{profile}”不存在，按通用方案计办", remedy="请在花名册中改正方案")


def unknown_replaced(where: str, duty: str, replaced: str) -> Problem:
    """A replacement of nothing."""
    return Problem(message=f"“{duty}”要替换的事项“{replaced}”不存在", remedy="请检查 replaces", where=where)


def circular_replacement(where: str, duty: str) -> Problem:
    """A replacement of itself."""
    return Problem(message=f"“{duty}”循环替换", remedy="请检查 replaces", where=where)


BANNED = (
    "打卡",
    "签到",
    "积分",
    "排名",
    "排行",
    "红黑榜",
    "点赞",
    "在线时长",
    "学习时长",
    "照片",
    "photo",
    "定位",
    "轨迹",
)
"""What 国办函〔2026〕12号 and the rules before it keep out of such tools."""


def unset_date(duty: Duty) -> Problem:
    """A date that only the organisation knows."""
    return _about(duty, "来源没有给出日期，设定前不提醒", "请设定本组织的时段，例如 09-01..09-10")


def proposal(duty: Duty) -> Problem:
    """A value of ours."""
    return _about(duty, "次数、时段或时限为建议值，来源没有给出", "请确认，或改为本组织的要求")


def unconfirmed(duty: Duty) -> Problem:
    """A rule that nobody has compared with its source."""
    return _about(duty, "依据通行做法，尚未与原文核对", "请与原文核对后使用")


def opened_by_hand(duty: Duty) -> Problem:
    """An occasion that no record shows."""
    return _about(duty, "事由发生时由负责人发起，不自动提醒", f"有事由时请用 zhibu duties open {duty.id} 发起")


def banned_word(duty: Duty, word: str) -> Problem:
    """A duty that the rules against 形式主义 forbid."""
    return _about(duty, f"减负体检：含有“{word}”", "请删去；不得要求打卡签到、积分排名或强制上传照片")


def many_reminders(duty: Duty, most: int) -> Problem:
    """Nagging."""
    return _about(duty, f"减负体检：提醒{len(duty.lead_days)}次，多于{most}次", "请减少提醒次数")


def many_messages(per_day: int) -> Problem:
    """More than one message a day."""
    return Problem(message=f"减负体检：每人每天最多{per_day}条提醒，多于1条", remedy="请把 per_person_per_day 设为 1")


EVERY_MEMBER = "普通党员"
_ROLE_NAMES = {role: word for word, role in reversed([*ROLES.items()])}


def name_of(role: Role) -> str:
    """What a role is called."""
    return _ROLE_NAMES.get(role, role.value)


def asked_often(who: str, often: int, most: int) -> Problem:
    """Somebody who is reminded every other day."""
    message = f"减负体检：{who}平均每月收到{often}项次提醒，多于{most}项次"
    return Problem(message=message, remedy="请减少提醒次数（lead_days）或提醒的职务（audiences），或停用部分事项")


def asked_twice(duties: Sequence[Duty]) -> Problem:
    """One record, asked for more than once."""
    names = "、".join(quoted(duty.name) for duty in duties)
    return Problem(message=f"减负体检：{names}由同样的记录完成，属重复要求", remedy="请停用其中之一")


def no_term(organisation: str) -> Problem:
    """An election that nothing can be scheduled back from."""
    return Problem(message=f"{organisation}未登记届满日期，无法提醒换届", remedy="请在组织表中补充届满日期")


def unknown_duty(organisation: str, duty: str) -> Problem:
    """A setting of nothing."""
    return Problem(message=f"{organisation}的设置提到不存在的事项“{duty}”", remedy="请检查事项编号")


def _about(duty: Duty, message: str, remedy: str) -> Problem:
    return Problem(message=f"{duty.name}（{duty.id}）：{message}", remedy=remedy)
