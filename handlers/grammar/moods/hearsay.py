"""Whether what is told was only heard, or was others' doing.

heard := HEARSAY before the kind, unless it is whom something was done for, what was acted upon, or who bids us to keep it
"""

from collections.abc import Sequence

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Lexeme, Tag, tag_at, text_at
from handlers.grammar.moods.evidence import is_ordered

_OBLIQUE = frozenset({Tag.WITH, Tag.BY, Tag.GO, Tag.AT})
_TOWARDS = frozenset(
    ["给", "为", "向", "到", "帮", "替", "来", "被", "按", "按照", "根据", "遵照", "落实", "为落实", "依据"]
)
_SAID = ("指出", "要求", "强调", "说")
_BIDDING = frozenset({"书记说", "领导说", "主任说", "说咱们", "说我们", "说咱", "他说", "她说"})
"""书记说昨天党课30人,让我登记: who bids somebody to keep it."""
_THOSE = frozenset({"他们", "人家", "他们支部", "人家支部"})
"""替二支部登记一条:他们昨天…: whoever is asked to keep it keeps what others did."""


def is_heard(lexemes: Sequence[Lexeme], read: Sentences, *, firm: bool) -> bool:
    """Whether a word of hearsay tells whose doing it was, and nobody bids us to keep it."""
    heard = _leading(lexemes) if firm else lexemes
    told = _THOSE if is_ordered(read) else frozenset()
    told |= _BIDDING if Tag.ORDER in read.tags else frozenset()
    sources = (at for at, x in enumerate(heard) if x.tag is Tag.HEARSAY and x.text not in told)
    return any(_is_source(heard, at) for at in sources)


def _is_source(lexemes: Sequence[Lexeme], at: int) -> bool:
    """他们开了, but not 给他们上了, 跟兄弟支部一起, 按照上级要求, 巡察指出的问题."""
    if text_at(lexemes, at + 1) in {"的", "了"} and lexemes[at].text.endswith(_SAID):
        return False
    counted = tag_at(lexemes, at + 1) is Tag.NUMBER and tag_at(lexemes, at + 2) is Tag.HEADS
    besides = counted and any(x.tag is Tag.SELF for x in lexemes[:at])  # 我们去了12人,他们9人
    return not besides and tag_at(lexemes, at - 1) not in _OBLIQUE and text_at(lexemes, at - 1) not in _TOWARDS


def _leading(lexemes: Sequence[Lexeme]) -> Sequence[Lexeme]:
    """Up to the word for the kind."""
    return lexemes[: next((n for n, lexeme in enumerate(lexemes) if lexeme.tag is Tag.KIND), len(lexemes))]
