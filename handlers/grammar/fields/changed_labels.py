"""Labels in a correction: which field a word of change speaks of."""

from handlers.grammar.lexicon.labels import label_of
from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag

_LINKS = frozenset(
    {
        "的",
        "应该",
        "应当",
        "要",
        "请",
        "帮我",
        "都",
        "那",
        "栏",
        "那栏",
        "数字",
        "那个数",
        "栏填",
        "也",
        "亦",
        "得",
        "了",
        ",",
        " ",
        "一下",
    }
)
_LONGEST_LABEL, _FROM = 3, 2
_OFF = frozenset("多少漏")


def begins_with_label(lexemes: Lexemes) -> bool:
    """Whether the first lexeme is a label by itself."""
    return lexemes[0].tag in {
        Tag.EXPECTED,
        Tag.PRESENT,
        Tag.HOST,
        Tag.LECTURER,
        Tag.RECORDER,
        Tag.LABEL,
        Tag.LEAVE,
        Tag.ABSENT,
        Tag.PART,
    }


def label_before(lexemes: Lexemes, at: int, start: int = 0) -> list[Lexeme] | None:
    """The label that stands right before a word of change: 主持人 in 主持人那栏改成."""
    while at > start and (lexemes[at - 1].text in _LINKS or lexemes[at - 1].tag is Tag.WRONG):
        at -= 1
    if at - _FROM > start and lexemes[at - _FROM].text == "从":
        at -= _FROM  # 人数从32改成34
    for length in range(_LONGEST_LABEL, 0, -1):
        words = lexemes[max(at - length, start) : at]
        if (
            words
            and words[-1].tag not in {Tag.KIND, Tag.CONTENT}
            and label_of("".join(lexeme.text for lexeme in words))
        ):
            return list(words)
    return None


def tells_difference(wrong: Lexeme, behind: Lexemes) -> bool:
    """多报了1个, 少写了一个人: by how much it is wrong, not what it should be."""
    if _OFF.isdisjoint(wrong.text):
        return False
    return next((lexeme.tag is Tag.NUMBER for lexeme in behind if lexeme.tag is not Tag.PERFECT), False)
