"""Who hosted, lectured, kept the minutes, came or was away, by the names before such a word.

subject := name (HOST | LECTURER | RECORDER) | names [REASON …] (LEAVE | ABSENT | PRESENT) | names REASON
"""

from collections.abc import Iterator

from handlers.grammar.lexicon.lexeme import EDGES, SEPARATORS, Lexemes, Tag, TagName, tag_at, text_at
from handlers.grammar.lexicon.persons import Span, is_part_of_name, is_personal, is_trusted, raw
from handlers.grammar.lexicon.phrases import NamesPhrase, Role
from handlers.grammar.people.absences import lacks_somebody
from handlers.grammar.people.excuses import LONGEST_CLAUSE, excused_before, excused_behind, opener_of, reason_before
from handlers.grammar.people.names import names_between
from handlers.grammar.people.people import AWAY, ROLES, index_behind, read_role
from handlers.grammar.people.siblings import is_for_next_time, trusted_or_beside

_NOUN_ENDINGS = ("人", "员", "是", "教师", "老师", "的")
_IN_LIST = frozenset(
    {Tag.OTHER, Tag.NAME, Tag.PAUSE, Tag.TITLE, Tag.PEOPLE, Tag.OPEN, Tag.CLOSE, Tag.REASON, Tag.EXCEPT}
)
_NAMELESS = 4
"""Bounds, for texts that are not written by people; of a verb that nobody stands before, so many lexemes may be the next one's."""
_INTERVENING = frozenset({Tag.DAY, Tag.PART, Tag.MONTH_UNIT, Tag.DAY_UNIT, Tag.EVERYBODY, Tag.WEEK, Tag.WEEKDAY})
_ATTENDING = frozenset({"参加", "参加了", "参会", "出席", "参训", "到会", "参与", "参与了", "去的", "去了"})
_OPENS_CLAUSES = frozenset({*SEPARATORS, None, Tag.SELF, Tag.COLON, Tag.DAY, Tag.DAY_UNIT, Tag.PART})
_GUESTS = ("指导", "督导", "讲话", "点评", "并", "监督", "致辞", "作")
"""What those do who are present, but do not belong to it."""
_GOING = frozenset({"到", "去", "赴", "前往"})
_SENT = frozenset({"选派", "委派", "指派", "抽调", "派出"})
_SENDING = frozenset("派选由让")
_OTHERS = frozenset({"其他人", "有人", "个别", "部分", "个别人"})
_OPENS_NAMES = frozenset(
    {
        *SEPARATORS,
        Tag.PAUSE,
        Tag.OPEN,
        Tag.CLOSE,
        Tag.ALSO,
        Tag.NUMBER,
        Tag.HEADS,
        None,
        Tag.COUNTED,
        Tag.PRESENT,
        Tag.FILLER,
    }
)
_WHOLES = frozenset({Tag.SLASH, Tag.EXPECTED, Tag.PRESENT, Tag.COUNTED, Tag.HEADS})
"""Where it is told how many were to come, or came, a trip tells who did not: 4/5 老栾出差."""
_TOWARDS = frozenset({"为", "给", "向", "对", "跟", "和", "代表"})
_ADVERBS = frozenset(
    {
        "一块",
        "一块儿",
        "一起",
        "一同",
        "一道",
        "于",
        "都",
        "也",
        "均",
        "又",
        "各",
        "已",
        "临时",
        "提前",
        "因故",
        "负责",
        "代为",
        "亲自",
        "牵头",
        "率先",
        "全程",
        "现场",
        "主动",
    }
)
_MANNERS = frozenset({"详细", "认真", "重点", "生动", "结合", "系统", "深入", "围绕", "共同", "专门", "专题", "集中", "首先", "最后", "当场", "简单", "简要", "统一", "重新", "继续", "再次", "只是", "用心", "精心"})  # fmt: skip
_LEADING_REASONS = frozenset({"因", "因为", "由于", "开会", "参会", "有事"})
_TRIPS = frozenset(
    [
        "出差",
        "公出",
        "出差了",
        "因公出差",
        "公差",
        "出公差",
        "培训去了",
        "在外地",
        "借调",
        "驻村",
        "挂职",
        "休假",
        "外出",
        "外出学习",
        "在外学习",
        "下乡",
    ]
)
_NOT_IN_LIST = frozenset({Tag.GO, Tag.HALF})
_UNITS = frozenset({Tag.DAY_UNIT, Tag.MONTH_UNIT, Tag.HOUR_UNIT})
"""Of a day or an hour behind a number; elsewhere parts of names: 海日罕, 时迁."""


_TELLING_PARTS = frozenset({*ROLES, *AWAY, Tag.REASON, Tag.PRESENT, Tag.COUNTED, Tag.GO})
_MOST = 200
"""Words that tell a part; a bound, for texts that are not written by people."""


def subjects(lexemes: Lexemes, tags: frozenset[TagName], found: dict[int, NamesPhrase]) -> Iterator[int]:
    """Put into `found` the names that stand before a verb that tells their part, by where they start; yields before what they all are.

    `tags` are those of all lexemes.
    """
    free = 0
    for at in [at for at, lexeme in enumerate(lexemes) if lexeme.tag in _TELLING_PARTS][:_MOST]:
        lexeme = lexemes[at]
        role = ROLES.get(lexeme.tag) or _away(lexemes, at, free, tags) or _attending(lexemes, at)
        if role is None:
            continue
        behind = read_role(lexemes, at)
        if behind and (lexeme.text.endswith(_NOUN_ENDINGS) or _opens_clause(lexemes, at, behind)):
            free = behind.end
            continue
        if lacks_somebody(lexemes, at) or _heads_names(lexemes, at):
            continue
        phrase = _before(lexemes, at, free, role)
        if phrase:
            found[phrase.at] = phrase
        free = at + 1 if phrase else behind.end if behind else max(free, at - _NAMELESS)
        yield free


def _heads_names(lexemes: Lexemes, at: int) -> bool:
    """讲解凌波 请假:白静: who is away stands behind the colon, not before."""
    return (
        lexemes[at].tag in AWAY and tag_at(lexemes, at + 1) is Tag.COLON and tag_at(lexemes, at + 2) is not Tag.REASON
    )


def _opens_clause(lexemes: Lexemes, at: int, behind: NamesPhrase) -> bool:
    """) 主持岑勇: a verb right behind a mark, and nothing but a name behind it."""
    alone = tag_at(lexemes, at - 1) in SEPARATORS and tag_at(lexemes, behind.end) in EDGES
    return alone and behind.end > at + 1 and all(is_trusted(lexemes, span) for span in behind.spans)


def _away(lexemes: Lexemes, at: int, free: int, tags: frozenset[TagName]) -> Role | None:
    """Away by a verb, or by the mere name of a leave (何川事假); whoever has a reason is on leave (因病未到)."""
    lexeme = lexemes[at]
    if lexeme.tag is Tag.REASON:
        alone = tag_at(lexemes, at + 1) in {*SEPARATORS, Tag.CLOSE, Tag.PAUSE, None} or is_personal(
            text_at(lexemes, at + 1)
        )
        told = lexeme.text.endswith("假") or _keeps_away(lexeme.text, tags)
        return Role.LEAVE if alone and told and tag_at(lexemes, at - 1) is not Tag.OPEN else None
    if lexeme.tag is Tag.ABSENT and tag_at(lexemes, at + 1) is Tag.COMMA:
        leave = at + 2 + (text_at(lexemes, at + 2) in {"算", "算是", "按", "属于"})
        if tag_at(lexemes, leave) is Tag.LEAVE:
            return Role.LEAVE if tag_at(lexemes, leave + 1) in EDGES else Role.ABSENT
    if lexeme.tag is Tag.ABSENT and (reason_before(lexemes, at, free) is not None or excused_behind(lexemes, at + 1)):
        return Role.LEAVE
    return AWAY.get(lexeme.tag)


def _keeps_away(reason: str, tags: frozenset[TagName]) -> bool:
    """A trip where it is told how many came, any other reason where it is told how many were to come as well."""
    if reason in _TRIPS:
        return not _WHOLES.isdisjoint(tags)
    return reason not in _LEADING_REASONS and Tag.EXPECTED in tags


def _attending(lexemes: Lexemes, at: int) -> Role | None:
    """钟情和葛优秀参加, but not 老段开会去了, nor 局长到会指导."""
    if not (lexemes[at].text in _ATTENDING or (lexemes[at].text in _GOING and _sends(lexemes, at))):
        return None
    elsewhere = tag_at(lexemes, at + 1) is Tag.NUMBER or tag_at(lexemes, at - 1) is Tag.REASON
    return None if elsewhere or raw(lexemes, at + 1, at + 3).startswith(_GUESTS) else Role.PARTICIPANT


def _sends(lexemes: Lexemes, at: int) -> bool:
    """选派石秀到党校: a word of sending before whoever goes."""
    return any(x.text in _SENT or x.text.startswith("派") for x in lexemes[max(at - _NAMELESS * 2, 0) : at])


def _before(lexemes: Lexemes, at: int, free: int, role: Role) -> NamesPhrase | None:
    here = _past_days(lexemes, at, free)
    start = _start_of_list(lexemes, here, free, role)
    end = here - 1 if tag_at(lexemes, here - 1) is Tag.SPACE else here
    named = names_between(lexemes, start, end) if start < end else ()
    spans = tuple(span for span in named if is_trusted_as(lexemes, start, span, role))
    spans = trusted_or_beside(lexemes, named) if spans and role in AWAY.values() and len(named) > len(spans) else spans
    if role in AWAY.values() and len(spans) < 2:
        spans = opener_of(lexemes, at, free, spans) or excused_before(lexemes, at, free)
    spans = spans[-1:] if role in ROLES.values() else spans
    if not spans:
        return None
    first = next(n for n in range(free, at) if lexemes[n].end > spans[0][0])
    if is_for_next_time(lexemes, first):
        return None
    verb = at + (lexemes[at].text not in _GOING)
    behind = verb if here == at else index_behind(lexemes, first, spans[-1])
    return NamesPhrase(at=first, end=behind, rule=f"subject:{role}", role=role, spans=spans)


def _past_days(lexemes: Lexemes, at: int, free: int) -> int:
    """Before the day that stands between a name and its verb: 老罗今天主持."""
    here = at
    while here > free and _may_intervene(lexemes, here - 1):
        here -= 1
    return here if here == at or tag_at(lexemes, here - 1) in {Tag.OTHER, Tag.NAME, Tag.TITLE, Tag.PEOPLE} else at


def _may_intervene(lexemes: Lexemes, at: int) -> bool:
    """Days, how many they were, and those it was done for: 李明同志于6月9日为全体党员; 老梁、小何两位都向我."""
    lexeme = lexemes[at]
    if lexeme.text in _TOWARDS or lexeme.text in _ADVERBS:
        return True
    if lexeme.tag in {Tag.PEOPLE, Tag.SELF, Tag.THING, Tag.TITLE}:
        return (text_at(lexemes, at - 1) in _TOWARDS and at > 1) or tag_at(lexemes, at - 1) is Tag.HEADS
    if lexeme.tag is Tag.NUMBER:
        return tag_at(lexemes, at + 1) in {Tag.MONTH_UNIT, Tag.DAY_UNIT, Tag.HEADS} or lexeme.text in "俩仨"
    if lexeme.tag is Tag.HEADS or lexeme.tag in _UNITS:
        return tag_at(lexemes, at - 1) is Tag.NUMBER
    if lexeme.text == "刚":
        return False  # 局长陈刚主持
    return lexeme.tag in _INTERVENING


def is_trusted_as(lexemes: Lexemes, start: int, span: Span, role: Role) -> bool:
    """Whether what stands before a verb may be a name there: lectures and absences have other things before them."""
    if role in {Role.HOST, Role.RECORDER}:
        return True
    if is_trusted(lexemes, span) or text_at(lexemes, index_behind(lexemes, start, span)) == "同志":
        sent = text_at(lexemes, start)[:1] in _SENDING or text_at(lexemes, start - 1) in _SENT
        return role is not Role.PARTICIPANT or sent or tag_at(lexemes, start - 1) in _OPENS_CLAUSES
    first = next(n for n in range(start, len(lexemes)) if lexemes[n].end > span[0])
    if _is_led(lexemes, first, span):
        return True
    return role in AWAY.values() and tag_at(lexemes, first - 1) in _OPENS_NAMES and lexemes[first].text not in _OTHERS


def _is_led(lexemes: Lexemes, at: int, span: Span) -> bool:
    """书记普洱上党课, 由玫瑰领学: nothing but a title or 由 before it, and the verb behind."""
    led = tag_at(lexemes, at - 1) in {Tag.TITLE, Tag.BY}
    whole = lexemes[at].tag is Tag.OTHER and (lexemes[at].start, lexemes[at].end) == span
    return led and whole and tag_at(lexemes, at + 1) in _TELLING_PARTS and lexemes[at].text not in _MANNERS


def _start_of_list(lexemes: Lexemes, at: int, free: int, role: Role) -> int:
    """Where the words that may name people, right before a verb, begin."""
    here = at - 1 if at > free and lexemes[at - 1].tag is Tag.SPACE else at
    reason = reason_before(lexemes, here, free) if role in AWAY.values() else None
    here = reason if reason is not None else here
    free = max(free, here - LONGEST_CLAUSE)
    while here > free and _may_list(lexemes, here - 1):
        here -= 1
    while here < at and lexemes[here].tag in {Tag.PAUSE, Tag.OPEN, Tag.CLOSE}:
        here += 1
    return here


def _may_list(lexemes: Lexemes, at: int) -> bool:
    lexeme = lexemes[at]
    if lexeme.tag in _NOT_IN_LIST or (lexeme.tag is Tag.NUMBER and lexeme.text.isascii()):
        return False
    if lexeme.tag in _UNITS and tag_at(lexemes, at - 1) is Tag.NUMBER:
        return False
    if lexeme.tag is Tag.HEADS or text_at(lexemes, at) == "个":
        return tag_at(lexemes, at - 1) is not Tag.NUMBER and len(lexeme.text) == 1
    return lexeme.tag in _IN_LIST or is_part_of_name(lexeme) or _is_given(lexemes, at)


def _is_given(lexemes: Lexemes, at: int) -> bool:
    """Two characters behind a lone one (周国庆)."""
    lengths = (len(text_at(lexemes, at - 1)), len(lexemes[at].text))
    return lengths == (1, 2) and tag_at(lexemes, at - 1) is Tag.OTHER
