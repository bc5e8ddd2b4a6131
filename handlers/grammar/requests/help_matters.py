"""Which part of its use somebody asks about: 写错了怎么改, 怎么导出."""

from enum import StrEnum

from handlers.grammar.text.patterns import Pattern


class Matter(StrEnum):
    """What somebody wants to know how to do."""

    WITHDRAW = "withdraw"
    CHANGE = "change"
    EXPORT = "export"
    RECORD = "record"


_ASKED = Pattern("怎|如何|咋|吗|么|什么|啥|哪|要不要")
_OTHERS = Pattern("提醒|通知|绑定|照片|图片|附件|文件|语音|查|看|支部[登报记]|你")
_MATTERS = {
    Matter.WITHDRAW: Pattern("撤|删|去掉|取消|作废"),
    Matter.CHANGE: Pattern("改|更正|[写登报记填录][错漏]"),
    Matter.EXPORT: Pattern("导出|导[^向师]|下载"),
    Matter.RECORD: Pattern("登|报|记|填|录|[写说带]"),
}


def matter_asked(text: str) -> Matter | None:
    """The one part of its use that a text asks about; None where it asks about more, or about none of these."""
    if not _ASKED.search(text) or _OTHERS.search(text):
        return None
    return next((matter for matter, form in _MATTERS.items() if form.search(text)), None)
