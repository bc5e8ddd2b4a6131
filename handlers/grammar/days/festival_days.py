"""Whether a festival's name tells a day: with 当天 and its like, as the time of a verb behind it (端午我们去慰问), or today's.

tail := 当天 | 那天 | 前夕 | 前一天 | 次日 | PART
"""

from handlers.grammar.lexicon.lexeme import EDGES, Lexemes, Tag, tag_at

_TAILS = {
    "当天": 0,
    "那天": 0,
    "这天": 0,
    "这一天": 0,
    "那一天": 0,
    "当日": 0,
    "前夕": -1,
    "前夜": -1,
    "次日": 1,
    "第二天": 1,
    "前一天": -1,
    "前一日": -1,
    "后一天": 1,
    "前日": -1,
    "头一天": -1,
    "头天": -1,
    "头一日": -1,
    "放假前一天": -1,
}
_BEFORE_VERBS = frozenset({Tag.GO, Tag.HOLD, Tag.SELF, Tag.AT, Tag.WITH, Tag.EVERYBODY})
_ALONE = frozenset({Tag.COMMA, Tag.SPACE, Tag.FINAL, Tag.PEOPLE})
_GOING = "去"
_BOUND, _WHERE = frozenset({"到", "赴"}), frozenset({Tag.PLACE, Tag.OTHER, Tag.THING})
"""小年到清溪镇慰问了5户."""
_OF_SEVERAL_DAYS = frozenset(["春节", "国庆", "国庆节", "十一", "十一国庆", "五一", "五一节", "五一劳动节", "劳动节"])


def tail_behind(lexemes: Lexemes, at: int) -> tuple[int, int] | None:
    """How many days off the words behind a festival lead, and where they end."""
    if tag_at(lexemes, at) is Tag.PART:
        return 0, at
    text = ""
    for here in range(at, min(at + 4, len(lexemes))):
        text += lexemes[here].text
        if text in _TAILS:
            return _TAILS[text], here + 1
    return None


def is_time_of_verb(lexemes: Lexemes, at: int) -> bool:
    """端午去慰问, 七一我们开展, 建军节走访了: a festival of one day, right before a verb or who did it."""
    follower = lexemes[at + 1] if at + 1 < len(lexemes) else None
    if follower is None or lexemes[at].text in _OF_SEVERAL_DAYS:
        return False
    if follower.text in _BOUND and tag_at(lexemes, at + 2) in _WHERE:
        return True
    told = follower.tag is Tag.KIND and tag_at(lexemes, at + 2) is Tag.PERFECT
    return told or follower.tag in _BEFORE_VERBS or follower.text == _GOING


def is_told_on_its_day(lexemes: Lexemes, at: int) -> bool:
    """植树节,种了60棵树: on the day itself, at the head of a clause and with nothing that it could belong to."""
    heads = at == 0 or tag_at(lexemes, at - 1) in EDGES
    return heads and tag_at(lexemes, at + 1) in _ALONE
