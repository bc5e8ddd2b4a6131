"""Texts that tell nothing: models of how to write, names of files, the heads of plans and of other documents.

specimen := (…格式 | 范文 | 按…这样报) : … | name.docx | …方案 NEWLINE …
"""

from handlers.grammar.clauses.sentences import Sentences, has_word
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, text_at
from handlers.grammar.lexicon.mood_words import PRETENCES
from handlers.grammar.lexicon.outsiders import DRAFTS
from handlers.grammar.text.patterns import compiled

_MODEL = (
    r"[按照仿](?:照|着)?(?:此|这个|这种|这样|这|以下|下面|下列|如下|上述|上面|附件)|这[样么](?:写|填|报|录|登)"
    r"|(?:格式|范文|例文|模板|模版|样例|样本|样板|样式|范例|示例|示范|例子|例句|写法|举例|样表|测试|练习|稿|草案|模拟|演示|举个例子)\)?(?:如下|如|是|为)?$"
)
_LIKE_THIS = r"[,。;](?:就)?[照按](?:着)?这样?(?:个样)?(?:报|写|填|登)(?:就行|就好|即可|就可以)?[。!]?$"
_SHOWN = ("空表", "空白表", "给个样", "给一个样", "给我个样", "说法给")
_INTRODUCING = frozenset({Tag.COLON, Tag.ORDER})
_FOR_SHOW = frozenset({"仅供参考", "供参考", "仅作参考", "仅为示例", "仅作示例", *PRETENCES})
_LONGEST_HEAD = 12
_PLANS = frozenset({"方案", "活动方案", "工作方案", "实施方案", "安排", "计划", "活动计划", "预案", "日程", "议程"})
_FILES = frozenset({"doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "wps", "jpg", "png", "zip", "rar", "mp4"})


def is_specimen(read: Sentences) -> bool:
    """Whether a text only shows how to write, or is the name of a file or the head of a plan."""
    if read.specimen is None:
        read.specimen = _is_specimen(read)
    return read.specimen


def _is_specimen(read: Sentences) -> bool:
    if not _FOR_SHOW.isdisjoint(read.texts) or _is_name_of_file(read) or _heads_plan(read):
        return True
    if has_word(read, _SHOWN):
        return True
    if "样" in read.text and compiled(_LIKE_THIS).search(read.text):
        return True
    if ":" not in read.text or _INTRODUCING.isdisjoint(read.tags):
        return False
    head = "".join([lexeme.text for lexeme in read.lexemes[:_LONGEST_HEAD]]).partition(":")
    return bool(head[1]) and (compiled(_MODEL).search(head[0]) is not None or _heads_draft(read.lexemes))


def _is_name_of_file(read: Sentences) -> bool:
    """支委会记录20261117.docx, and nothing else."""
    if Tag.DOT not in read.tags or text_at(read.lexemes, len(read.lexemes) - 2) != ".":
        return False
    return read.lexemes[-1].text.lower() in _FILES and read.tags.isdisjoint(SEPARATORS)


def _heads_plan(read: Sentences) -> bool:
    """12月主题党日方案, and its lines."""
    if Tag.NEWLINE not in read.tags or _PLANS.isdisjoint(read.texts) or read.phrases.counts:
        return False
    first = next(at for at, lexeme in enumerate(read.lexemes) if lexeme.tag is Tag.NEWLINE)
    return text_at(read.lexemes, first - 1) in _PLANS


def _heads_draft(lexemes: Lexemes) -> bool:
    """写个新闻稿:昨日我局召开 …: what follows is the text of another document."""
    colon = next((n for n, lexeme in enumerate(lexemes) if lexeme.tag is Tag.COLON), 0)
    return colon > 0 and lexemes[colon - 1].text in DRAFTS - {"通知", "方案", "活动方案", "工作方案"}
