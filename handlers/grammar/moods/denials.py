"""Whether a stretch denies: called off, not done, or whoever writes was away.

denied := CANCELLED | NOT with what it governs | SELF (ABSENT | LEAVE) | ABSENT kind
"""

from collections.abc import Sequence
from itertools import pairwise

from handlers.grammar.clauses.grouping import Group
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexeme, Tag, TagName, tag_at
from handlers.grammar.lexicon.mood_words import FORGOTTEN, NEARLY
from handlers.grammar.lexicon.phrases import CountPhrase, DatePhrase, NamesPhrase
from handlers.grammar.moods.evidence import is_settled
from handlers.grammar.moods.futures import GOVERNED

AWAY = frozenset({Tag.ABSENT, Tag.LEAVE})
_ENDS = frozenset({*SEPARATORS, Tag.FINAL, Tag.PERFECT, None})
UNKEPT = frozenset(
    {
        "别记",
        "不用记",
        "不要记",
        "别登",
        "别登记",
        "先不登",
        "不用登",
        "不登了",
        "先不登记",
        "不归支部",
        "不属于支部",
        "不是支部",
    }
)
_ROUGHLY = frozenset({"到", "止", "光"})
"""不到十二点, 不光学了文件."""
AMISS = frozenset({"迟到", "早退"})


def is_disclaimed(read: Sentences, group: Group) -> bool:
    """那是业务科的事,不用登: whatever took place, it is not to be kept."""
    if UNKEPT.isdisjoint(read.texts):
        return False
    last = max([p.at for p in group.phrases if isinstance(p, CountPhrase | DatePhrase)], default=group.at)
    told = [at for at in range(last, group.end) if read.lexemes[at].text in UNKEPT]
    return any(read.lexemes[at].tag is not Tag.DELETE or tag_at(read.lexemes, at + 1) in _ENDS for at in told)


def is_denied(group: Group, lexemes: Sequence[Lexeme]) -> bool:
    """It was called off, or a word of denial stands before what was to be done."""
    if _has_any(lexemes, Tag.CANCELLED) or _is_no_kind(group, lexemes):
        return True
    if not _has_any(lexemes, Tag.NOT) or is_settled(group):
        return False
    pairs = zip(lexemes, [*lexemes[1:], None], strict=False)
    last = max((at for at, x in enumerate(lexemes) if x.tag is Tag.NOT), default=0)
    if any(x.tag is Tag.COMMA for x in lexemes[last:]) and any(
        x.tag is Tag.HOLD and after.text in {"的", "了"} for x, after in pairwise(lexemes[last + 2 :])
    ):
        return False  # 27号没法开,26号开的
    named = {phrase.word.kind for phrase in group.kinds()}
    return any(
        lexeme.tag is Tag.NOT and _denies(lexeme, after) and not (lexeme.text == "不算" and len(named) > 1)
        for lexeme, after in pairs
    )  # 不算党课,是集中学习


def _is_no_kind(group: Group, lexemes: Sequence[Lexeme]) -> bool:
    """昨天开的不是支委会,是业务会: what it was not is all that we know."""
    kinds = [at for at, x in enumerate(lexemes) if x.tag is Tag.KIND]
    denied = [at for at in kinds if at and lexemes[at - 1].text == "不是"]
    return bool(denied) and len(denied) == len(kinds) and len({p.word.kind for p in group.kinds() if p.word.kind}) == 1


def _denies(lexeme: Lexeme, after: Lexeme | None) -> bool:
    if lexeme.value is NEARLY or (lexeme.text == "不" and after is not None and after.text in _ROUGHLY):
        return False
    plain = len(lexeme.text) > 1 and lexeme.value is not FORGOTTEN
    if after is not None and after.text in {"安排", "计划", "组织"}:
        return True
    return plain or (after is not None and after.tag in GOVERNED)


def is_absence(group: Group, lexemes: Sequence[Lexeme]) -> bool:
    """我没参加 …, 7月17日主题党日请假: whoever was or will be away does not report it."""
    counted = group.phrases.counts
    if not counted and any(x.tag is Tag.SELF and after.text in AMISS for x, after in pairwise(lexemes)):
        return True  # 上午的集中学习我迟到了
    if not _has_any(lexemes, *AWAY):
        return False
    if not counted and any(lexeme.tag is Tag.SELF and after.tag in AWAY for lexeme, after in pairwise(lexemes)):
        return True
    if any(
        lexeme.tag is Tag.ABSENT and after.tag is Tag.KIND for lexeme, after in pairwise(lexemes)
    ) and not is_settled(group):
        return True
    named = group.phrases.has(CountPhrase, NamesPhrase)
    return not named and any(lexeme.tag in AWAY and lexeme.text != "缺" for lexeme in lexemes)


def _has_any(lexemes: Sequence[Lexeme], *tags: TagName) -> bool:
    return bool(lexemes) and not {lexeme.tag for lexeme in lexemes}.isdisjoint(tags)
