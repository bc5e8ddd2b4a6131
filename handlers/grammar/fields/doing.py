"""Words that say that a thing is done.

done := 已 and its like | 了, 过 behind a verb | a word of doing that is done (开展了, 到会人员, 党课已上)
"""

from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexeme, Lexemes, Tag, tag_at, text_at

_PARTICLES = frozenset({"了", "过", "啦", "喽", "咯", "嘞"})
_VERBS = frozenset(
    {Tag.HOLD, Tag.CONTENT, Tag.KIND, Tag.PRESENT, Tag.COUNTED, Tag.LECTURER, Tag.HOST, Tag.RECORDER, Tag.HEADS, Tag.UNIT, Tag.MONEY, Tag.PERFECT}
    | {Tag.QUOTED, Tag.LEAVE, Tag.DAY}
)  # fmt: skip
_TOLD = frozenset({Tag.NOBODY, Tag.COUNTED})
_INFLECTED = frozenset({Tag.CONTENT, Tag.PRESENT, Tag.HOST, Tag.LECTURER})
_TAGS = _TOLD | _INFLECTED | {Tag.PERFECT, Tag.HOLD, Tag.KIND}
_CLAUSE_ENDS = frozenset({*SEPARATORS, Tag.FINAL, Tag.ALSO, None})
_ENDED = frozenset({Tag.OTHER, Tag.THING, Tag.PLACE, Tag.PEOPLE, Tag.TITLE, Tag.NAME})
_COMING = frozenset({Tag.FUTURE, Tag.NOT, Tag.WISH, Tag.ASKING})
_KNOWN = ("晓得", "知道", "明白", "清楚", "收到", "了解", "懂")
_ALREADY, _PREPARED = frozenset({"已", "已经"}), ("订", "定", "备", "布置", "准备", "安排", "借", "约", "通知", "预")
"""会议室已订好: what is got ready is still to come."""
_SOON = frozenset("要快该将别不没太")
_DONE_WITH = frozenset("交报送发寄递改弄整走收办谈聊看缴学读讲开")
_DEEDS = frozenset("签戴颁赠扫铲捡搬清送看望走访慰念读抄讲谈聊议碰植种浇栽写交报选评投拍祭献包剪洗擦发捐瞅捎站巡")
"""Verbs that no list has, and that 了 or 过 behind them makes a deed."""
_ENDED_WITH = frozenset({"到位", "完成", "完毕"})
_MAKING, _FAR = frozenset({"列为", "确定为", "列为入党积极分子", "列为积极分子", "列为发展对象"}), 6
_AND_THEN = frozenset({"就把", "就", "再"})
_HEART = frozenset({"心", "话"})
_ENDINGS = ("了", "完", "过", "去的", "学的")
_ENDINGS_OF_KINDS = ("了", "过", "完成", "到位", "完毕", "销号", "已", "完", "好", "闭环")


def done_words(lexemes: Lexemes) -> tuple[int, ...]:
    """Where words stand that say that something is done, in order."""
    return tuple([at for at, lexeme in enumerate(lexemes) if lexeme.tag in _TAGS and _is_done(lexemes, at, lexeme)])


def _comes(lexemes: Lexemes, at: int) -> bool:
    """要开了, 还没看过: something in the clause before says that it is to come, or was not."""
    start = at
    while start > 0 and lexemes[start - 1].tag not in SEPARATORS:
        start -= 1
    return any(x.tag in _COMING for x in lexemes[start:at])


def _ends_clause(lexemes: Lexemes, at: int) -> bool:
    """昨天发组织科了: at the end of a clause, unless something only comes to be (要开会了, 不去了)."""
    if tag_at(lexemes, at + 1) not in _CLAUSE_ENDS or tag_at(lexemes, at - 1) not in _ENDED:
        return False
    if text_at(lexemes, at - 1).endswith(_KNOWN):
        return False
    start = at
    while start > 0 and lexemes[start - 1].tag not in SEPARATORS:
        start -= 1
    clause = "".join([lexeme.text for lexeme in lexemes[start:at]])
    return not _DONE_WITH.isdisjoint(clause) and not any(
        x.tag in _COMING or not _SOON.isdisjoint(x.text) for x in lexemes[start:at]
    )


def _is_perfect(lexemes: Lexemes, at: int, text: str) -> bool:
    """已 and its like, and a particle behind a verb."""
    if text == "完了" and tag_at(lexemes, at - 1) in SEPARATORS and tag_at(lexemes, at + 1) not in SEPARATORS:
        return False  # 重温誓词,完了走访老党员: what comes next
    follower = text_at(lexemes, at + 1)
    if follower in _AND_THEN or (text == "过" and follower.startswith("后")):
        return False  # 研讨过了就把席卡收走, 学习过后回复
    if text in _ALREADY:
        return not text_at(lexemes, at + 1).startswith(_PREPARED)
    if text not in _PARTICLES or tag_at(lexemes, at - 1) in _VERBS or _ends_clause(lexemes, at):
        return True
    if text_at(lexemes, at - 1) == "散" and tag_at(lexemes, at - 2) is Tag.KIND:
        return True  # 支委会散了, but not 没凑够人,散了
    return tag_at(lexemes, at - 1) is Tag.OTHER and text_at(lexemes, at - 1)[-1] in _DEEDS and not _comes(lexemes, at)


def _was_talked(lexemes: Lexemes, at: int) -> bool:
    """王磊今天谈的心, 李娜昨天谈的; but not 谈的内容, 要谈的."""
    ends = tag_at(lexemes, at + 1) in _CLAUSE_ENDS or text_at(lexemes, at + 1) in _HEART
    return ends and not _comes(lexemes, at)


def _is_done(lexemes: Lexemes, at: int, lexeme: Lexeme) -> bool:
    tag, text = lexeme.tag, lexeme.text
    if tag is Tag.PERFECT:
        return _is_perfect(lexemes, at, text)
    if text in _MAKING and any(x.text == "把" for x in lexemes[max(at - _FAR, 0) : at]):
        return not _comes(lexemes, at)  # 把小蒋列为积极分子
    if tag is Tag.HOLD:
        of_kind = text_at(lexemes, at + 1) == "的" and tag_at(lexemes, at + 2) is Tag.KIND  # 晌午开的支委会
        return lexeme.value is True or of_kind
    if text == "出来了":
        return tag_at(lexemes, at - 1) in _VERBS
    if tag is Tag.KIND:
        return (
            text_at(lexemes, at + 1) in _ENDED_WITH
            or text.endswith(_ENDINGS_OF_KINDS)
            or "了" in text
            or text[0] == "已"
            or (text == "谈的" and _was_talked(lexemes, at))
        )
    return tag in _TOLD or text.endswith(_ENDINGS) or (tag is Tag.CONTENT and text[0] == "已")
