"""The words of charts, and what is said where one cannot be drawn."""

from datetime import date

from schedules.reminders.trend import Share, Trend
from schedules.wording import plain_words

CATEGORIES = {
    "xuexi": "理论学习",
    "shenghuo": "组织生活",
    "tanhua": "谈心谈话",
    "jiaoyu": "教育培训",
    "lianzheng": "廉政纪律",
    "zuzhi": "换届与班子",
    "fazhan": "发展党员",
    "yishixingtai": "意识形态",
    "fuwu": "服务群众",
    "guanhuai": "关怀帮扶",
    "jingfei": "党费经费",
    "wenming": "文明创建",
    "zeren": "责任落实",
}
OTHER = "其他事项"
ALL = "合计"
KINDS = ("按期完成", "逾期后完成", "待办", "逾期未办")
"""The parts of a share, in their order."""

TITLE = "应办事项办理情况"
NOTHING = "这半年没有应办事项。"
NO_FONT = "没有画图用的中文字体，未生成图片。请在设置 [digest] font 中写一个字体文件，如 Debian 的 fonts-noto-cjk 所带"
BAD_FONT = "字体文件 {path} 不能使用，未生成图片。请换一个 .ttf、.otf 或 .ttc 文件"


def category_words(category: str) -> str:
    """A category of the catalogue, or of somebody's own profile."""
    return CATEGORIES.get(category, OTHER)


def month_words(month: date, first: date) -> str:
    """6月; with its year where that begins."""
    return f"{month.year}年{month.month}月" if month == first or month.month == 1 else f"{month.month}月"


def share_words(share: Share) -> str:
    """12/15: done of owed."""
    return f"{share.met + share.met_late}/{share.whole}" if share.whole else "—"


def alt_words(trend: Trend) -> str:
    """What the picture shows, for those who do not see it: the totals."""
    months = zip(trend.months, trend.totals, strict=True)
    told = [f"{month_words(month, trend.months[0])}{share_words(share)}" for month, share in months if share.whole]
    return f"（图）{plain_words(trend.name)}{TITLE}，已完成／应办：{'，'.join(told) or NOTHING}"


def footnote(today: date) -> str:
    """What the numbers are."""
    day = f"{today.year}年{today.month}月{today.day}日"
    return f"数字为已完成／应办，按截止日所在月份统计，截至{day}。本级与所属组织合计，不作组织之间的比较。"
