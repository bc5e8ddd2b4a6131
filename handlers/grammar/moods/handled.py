"""What was only handled, gone over or got ready: 对了党费账, 选了主题党日的地点, 写了民主评议的自评表.

handled := verb of handling [了 | 一下 | 个 | …] kind, and no number of people
owed    := dues, their accounts or a denial, and no word of paying | whoever was reminded to pay, and did not
"""

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import AmountPhrase
from handlers.grammar.text.patterns import Pattern
from schedules.ledger.activity import ActivityKind

_HANDLING = Pattern(
    "(?:核对|核算|统计|清点|查看|修改|起草|填[写报]|张贴|补签|打印|复印|装订|归档|整理|上传|下载|录入|催[办收缴]?|收集|汇总|敲定|预[订约]|采购|印发|转发|踩点"
    "|(?<![面相])对(?!照|接)|[写改填贴寄签选挑定拟订租借买领印][了好完定]|[写改填拟]过|退[了回]|补[记登录写填][了好完齐])"
    "(?:了|[上下]半年|[今去]年|[一二两三四五六几0-9]+[次回条]|一?下|一?遍|一?[个份些]|[这那本该]|的|全?年|上?个?月|季度|\\d+月份?|[一二三四]季度|支部|党员)*$"
)
_FARTHEST, _FORM = 8, 2
_PAID = Pattern(
    "(?<![没未不欠漏催])[交缴](?!纳表|费表|通知|标准|情况)|(?<![没未不回])收(?!据|条|费标准|费通知)|[齐清完结√✓✔✅☑]"
)
_OWED = Pattern(
    "[没未不欠漏][交缴]|[重核](?:新)?算|对不?[上了过]?[^,。]{0,4}账|(?:核对|统计|清点|退|垫|存|查)[^,。]{0,4}党费|党费[^,。]{0,4}(?:退|垫|存|核对(?!后)|统计|对不上)|(?:党费|缴费)的?(?:收据|票据|标准|基数|缴纳表|明细|名单|表格?)"
)
_DUNNED, _COLLECTED = Pattern("(?:催|提醒|督促|动员)[^,。]{0,8}[交缴]"), Pattern("[交缴收][了齐清到]|都[交缴]")
_DUES = ActivityKind.DUES
_NO_OBJECTS = frozenset({ActivityKind.ELECTION, ActivityKind.RECTIFICATION, ActivityKind.OTHER})
"""选了支委, 改好销号, 签了共建协议: here the verb is what was done."""


def is_handled(group: Group, read: Sentences) -> bool:
    """Whether every kind is no more than what a verb of handling is about, or dues are only gone over, or owed."""
    kinds = {kind.word.kind for kind in group.kinds()}
    if kinds == {_DUES} and len(read.fields) < _FORM:
        said = raw(read.lexemes, group.at, group.end)
        dunned = _DUNNED.search(said) is not None and not _COLLECTED.search(said)
        return dunned or (_OWED.search(said) is not None and not _PAID.search(said))
    if not kinds or read.phrases.counts or read.phrases.names or not kinds.isdisjoint(_NO_OBJECTS):
        return False
    return all(_is_object(read, kind.at) for kind in group.kinds())


def _is_object(read: Sentences, at: int) -> bool:
    return _HANDLING.search(raw(read.lexemes, max(at - _FARTHEST, 0), at)) is not None


def is_unpaid(group: Group, read: Sentences) -> bool:
    """党费窗口排队20多人: dues, and neither a sum nor a word of paying."""
    if {phrase.word.kind for phrase in group.kinds()} != {_DUES}:
        return False
    if read.phrases.has(AmountPhrase) or len(read.fields) >= _FORM:
        return False
    return not _PAID.search(raw(read.lexemes, group.at, group.end))
