"""Whether a stretch asks: for something that is not known, and not only in passing.

asked := ? | word of asking, unless vague (几个人), hesitating (那个什么来着), hedged (具体哪天我翻翻), confirming (算走访吧?)
"""

from collections.abc import Sequence

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexeme, Tag, tag_at, text_at

QUESTIONS = frozenset({Tag.QUESTION_MARK, Tag.ASKING})
_AFTER_QUESTIONS = SEPARATORS | {Tag.FINAL, Tag.ASKING, Tag.SELF, None}
_AT_THE_END = frozenset({"呢", "吗", "么"})
_INDEFINITE = frozenset({"多久", "多少", "几个", "几", "几人", "几名", "几次", "什么", "啥", "怎么", "哪"})
"""After a word of denial these ask nothing: 没开多久, 没几个人, 没什么问题."""
_BEFORE_VAGUE = frozenset(
    {
        "了",
        "的",
        "我们",
        "这",
        "那",
        "那边",
        "支部",
        "小组",
        "有",
        "跟",
        "和",
        "找",
        "与",
        "对",
        "同",
        "里",
        "剩下",
        "其余",
        "另外",
    }
)
_HIM_OR_ONLY = ("他", "她", "就是", "就", "只有", "才")
_COUNTED = frozenset({"户", "家", "位", "名", "篇", "个", "条", "件", "场", "样", "句"})
_OF_TALKING = frozenset({"问问", "问下", "问一下", "问了"})
_ANYBODY = frozenset({"谁", "什么", "啥", "哪个"})
_NEGATIVE = frozenset({Tag.NOT, Tag.ABSENT, Tag.NOBODY})
_FORGETFUL = "来着"
_HEDGES = ("具体", "翻", "查", "再说", "忘", "不清", "不得", "不起来", "晓得", "无所谓", "回头")
_HEDGED = frozenset(
    {"哪天", "哪一天", "几号", "几点", "几月", "几人", "几个", "几名", "多少", "什么时候", "什么时间", "啥时候"}
)
_CONFIRMING = frozenset({"算", "也算", "算是", "算个", "就算", "当", "算得上"})
_ANSWERABLE, _FARTHEST = 3, 6
_OR, _LEAST_BEFORE_OR = "还是", 2
_BEFORE_CHOICES = frozenset({"是", "写", "填", "在", "定", "算", "报", "登", "记", "改成", "改为", "写成", "换成"})
_SETTLING = ("定", "排", "议", "敲", "理", "捋", "商", "研究")


def is_asking(lexemes: Sequence[Lexeme], at: int) -> bool:
    """Whether a mark or a word asks."""
    lexeme = lexemes[at]
    if lexeme.tag is Tag.QUESTION_MARK:
        return not _confirms(lexemes, at)
    if lexeme.tag is not Tag.ASKING or is_vague_number(lexemes, at) or _hesitates(lexemes, at):
        return False
    if lexeme.text in _OF_TALKING and text_at(lexemes, at + 1)[:1] in {"他", "她", "其"}:
        return False
    if lexeme.text == "呢" and tag_at(lexemes, at - 1) in {Tag.DAY, Tag.PART} and at + 1 < len(lexemes):
        return False  # 今天下午呢我和老章谈了谈
    if lexeme.text in _AT_THE_END:
        return tag_at(lexemes, at + 1) in _AFTER_QUESTIONS or text_at(lexemes, at + 1) == "还是"
    return not (_hedges(lexemes, at) or _is_settled(lexemes, at))


def offers_choice(lexemes: Sequence[Lexeme]) -> bool:
    """地点是二楼还是四楼: one of two; but not 地点还是三楼, 还是改成三楼."""
    at = next((n for n, lexeme in enumerate(lexemes) if lexeme.text == _OR), 0)
    if at < _LEAST_BEFORE_OR or lexemes[at - 1].tag in SEPARATORS or tag_at(lexemes, at + 1) in {Tag.CHANGE, None}:
        return False
    start = at - 1
    while start > 0 and lexemes[start].text not in _BEFORE_CHOICES and lexemes[start].tag not in SEPARATORS:
        start -= 1
    return start < at - 1 and lexemes[start].text in _BEFORE_CHOICES


def _is_settled(lexemes: Sequence[Lexeme], at: int) -> bool:
    """把慰问谁定了, 把要发展谁排了排队: what was settled, not asked."""
    if not text_at(lexemes, at + 1).startswith(_SETTLING):
        return False
    return any(lexeme.text == "把" for lexeme in lexemes[max(at - _FARTHEST, 0) : at])


def is_vague_number(lexemes: Sequence[Lexeme], at: int) -> bool:
    """走访了几户, 支委会的几个人, 支委几个, 没开多久: some, not how many."""
    before, text = text_at(lexemes, at - 1), lexemes[at].text
    if tag_at(lexemes, at - 1) is Tag.NOT and text in _INDEFINITE:
        return True
    if (
        tag_at(lexemes, at - 1) is Tag.NUMBER
        or before.endswith(_HIM_OR_ONLY)
        or (text == "哪天" and before.endswith("想"))
    ):
        return True
    if text == "几个" and any(lexeme.tag is Tag.TOTAL for lexeme in lexemes[:at]):
        return False
    if text == "几个":
        opens = at == 0 and tag_at(lexemes, 1) is Tag.PEOPLE and lexemes[-1].tag not in QUESTIONS  # 几个支委刚碰了头
        return opens or before in _BEFORE_VAGUE or tag_at(lexemes, at - 1) in {Tag.PEOPLE, Tag.TITLE, Tag.SELF}
    if text in _ANYBODY and (
        text_at(lexemes, at + 1) in {"都", "也"} or tag_at(lexemes, at - 1) in {Tag.NOT, Tag.PERFECT}
    ):
        return any(lexeme.tag in _NEGATIVE for lexeme in lexemes[max(at - 3, 0) : at + 4])
    some = (before in {"前", "这", "那"} and text_at(lexemes, at + 1) == "件") or text_at(lexemes, at + 1) == "句"
    return text == "几" and (some or (before in _BEFORE_VAGUE | {"过", "好"} and text_at(lexemes, at + 1) in _COUNTED))


def _hesitates(lexemes: Sequence[Lexeme], at: int) -> bool:
    """学习二十大那个什么来着党章修正案: a word is looked for, and found; 谈心来着 asks nothing."""
    if lexemes[at].text == _FORGETFUL:
        return True
    return text_at(lexemes, at + 1) == _FORGETFUL and tag_at(lexemes, at + 2) not in _AFTER_QUESTIONS


def _hedges(lexemes: Sequence[Lexeme], at: int) -> bool:
    """具体哪天我翻翻本子再说, 真想哪天去海边: told that it is not known, not asked."""
    if lexemes[at].text not in _HEDGED:
        return False
    if text_at(lexemes, at - 1) == "想":
        return True
    start, end = at, at + 1
    while start > 0 and lexemes[start - 1].tag not in SEPARATORS:
        start -= 1
    while end < len(lexemes) and lexemes[end].tag not in SEPARATORS:
        end += 1
    clause = "".join([lexeme.text for lexeme in lexemes[start:end]])
    asks = tag_at(lexemes, end) is Tag.QUESTION_MARK or clause.endswith(("吗", "呢", "么")) or "你" in clause
    return not asks and any(word in clause for word in _HEDGES)


def _confirms(lexemes: Sequence[Lexeme], at: int) -> bool:
    """算走访吧?: what is asked is only what to call it."""
    if text_at(lexemes, at - 1) not in {"吧", "哈", "呗"}:
        return False
    return any(
        lexeme.text in _CONFIRMING or lexeme.text.endswith("算")
        for lexeme in lexemes[max(at - 1 - _ANSWERABLE, 0) : at - 1]
    )
