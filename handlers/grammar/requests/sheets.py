"""Which words for a file make a request for one of ours.

sheet := EXPORT … (LEDGER | kind of file | papers of a stretch of time) | what was done … MAKE a table | … PRINT a copy
"""

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.phrases import PeriodPhrase
from handlers.grammar.requests.query_topics import kind_in
from handlers.grammar.text.patterns import Pattern

_SHEETS = ("excel", "word", "xlsx", "pdf", "表")
_PACKING = frozenset({"打包", "下载", "导出", "导出来"})
_MAKING = "(?:拉|列|做|整|整理|弄|出|搞|打|给|导|理|生成|汇总)"
_TABLE = Pattern(
    rf"{_MAKING}(?:我|咱们?)?(?:成|出)?一?[个张份](?:[^,。;]{{0,8}}(?:统计|汇总|明细|一览|清单|登记|记录))?表|(?:统计|汇总|整理|做|弄|列)成(?:一?[张个])?表"
)
_COPY = Pattern(r"(?:打印|打|印|导|拷|拉|下载|整理|弄|要)(?:成|出来|我)*一?[份个]|(?:拉|导|下载)一?下")
_ASKED_FOR = Pattern(
    r"(?:统计|汇总|明细|一览|清单)表?[^,。;]{0,2}(?:给|来|要|发)我?一?份|我要[^,。;]{2,14}的(?:表|台账|清单)$|的整理成表"
    r"|(?:提供|[给发要传出来])[^,。;]{0,4}(?:电子[版档稿]|压缩包)"
)
_ALL = Pattern(
    r"(?:全部?|所有的?|统统|通通|一股脑|都)[^,。;]{0,6}(?:给我|帮我|替我|发我)(?:导|打包|拷|汇总)|^(?:我|请|给我|帮我)?(?:要|来)一?[份个张]?(?:支部|小组)?的?(?:台账|台帐|花名册)$"
)
"""手上这支部的东西全给我导走, 要台账: nothing else can be meant."""
_MATTERS = Pattern("情况|记录|台账|台帐|资料|汇总|统计|清单|明细|出勤|次数")
_OF_SHEETS = frozenset("表份个下账单电压")
"""One of these stands wherever a table or a copy is asked for."""
_OURS = Pattern("支部|小组|我们|咱|俺|全体|三会一课|参会|出席|参学|出勤|请假情况|缺席情况")


def is_file(read: Sentences) -> bool:
    """Whether a word of export goes with what only a file of ours can be."""
    return _is_sheet(read) or _is_packed(read) or _names_what(read)


def _is_sheet(read: Sentences) -> bool:
    """A kind of file, with another word of export, a kind of activity or a stretch of time."""
    words = [lexeme for lexeme in read.lexemes if lexeme.tag is Tag.EXPORT]
    told = kind_in(read) is not None or read.phrases.has(PeriodPhrase) or len(words) > 1
    return told and ("表" in read.texts or any(lexeme.text.lower().endswith(_SHEETS) for lexeme in words))


def _is_packed(read: Sentences) -> bool:
    """打包下载全年三会一课资料: papers of a stretch of time, by a word that can mean nothing but a file."""
    packed = not _PACKING.isdisjoint(read.texts) and Tag.ARTEFACT in read.tags
    return packed and (read.phrases.has(PeriodPhrase) or Tag.YEAR_UNIT in read.tags)


def _names_what(read: Sentences) -> bool:
    """导出 党课 2026年上半年: a command and what is wanted, nothing else."""
    plain = all(x.tag not in {Tag.OTHER, Tag.ASKING, Tag.WISH} or x.text in {"至", "到"} for x in read.lexemes)
    return read.lexemes[0].text in _PACKING and plain and kind_in(read) is not None


def is_made(read: Sentences, said: str) -> bool:
    """把参会情况拉个表出来, 学习情况打印一份: what was done, and a table or a copy to be made of it."""
    if not read.tags.isdisjoint({Tag.EXPORT, Tag.LEDGER}) and _ALL.search(said):
        return True
    if _OF_SHEETS.isdisjoint(read.characters) or not read.tags.isdisjoint({Tag.ASKING, Tag.HOST}):
        return False
    if not (_TABLE.search(said) or _COPY.search(said) or _ASKED_FOR.search(said)):
        return False
    if _ASKED_FOR.search(said) and (kind_in(read) is not None or read.phrases.has(PeriodPhrase)):
        return True
    ours = kind_in(read) is not None or read.phrases.has(PeriodPhrase) or _OURS.search(said) is not None
    return ours and _MATTERS.search(said) is not None
