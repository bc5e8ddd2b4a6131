"""Who talked with whom.

talk := [names] WITH names … TALK | names WITH SELF … TALK | BY names TALK | names → names
TALK := a word with 谈 or 聊
"""

from collections.abc import Sequence
from functools import cache

from handlers.grammar.lexicon.kinds import KindWord
from handlers.grammar.lexicon.lexeme import (
    EDGES,
    SENTENCE_ENDS,
    SEPARATORS,
    Lexeme,
    Lexemes,
    Tag,
    TagName,
    tag_at,
    text_at,
)
from handlers.grammar.lexicon.lexicon import lexicon
from handlers.grammar.lexicon.persons import (
    Span,
    is_part_of_name,
    is_personal,
    is_trusted,
    name_in,
    raw,
)
from handlers.grammar.lexicon.phrases import NamesPhrase, Role
from handlers.grammar.people.bare_names import bare_names
from handlers.grammar.people.names import (
    PAIRING,
    end_of_piece,
    names_between,
    start_of_piece,
)
from handlers.grammar.people.people import PAIR, index_behind
from handlers.grammar.people.siblings import likely_people
from schedules.ledger.activity import ActivityKind

_FARTHEST = 14
_WHEN = frozenset({Tag.DAY, Tag.PART, Tag.WEEKDAY, Tag.WEEK})
_DATES = _WHEN | {Tag.NUMBER, Tag.YEAR_UNIT, Tag.MONTH_UNIT, Tag.DAY_UNIT, Tag.HOUR_UNIT}
_BEFORE_TALKERS = SEPARATORS | {Tag.WITH}
_BEFORE_PLACES = frozenset({Tag.OTHER, Tag.PRESENT, Tag.GO, Tag.AT})
_LEADS = frozenset("→>")
_JOINING = frozenset({"和", "与", "及", "跟", "同"})
_BEHIND_NAMES = frozenset({Tag.TITLE, Tag.PEOPLE, Tag.PERFECT, Tag.FINAL, Tag.NUMBER, Tag.HEADS, Tag.UNIT, Tag.FILLER})
_INTO_LISTS = frozenset({Tag.COLON, Tag.OPEN})
_KNOWN = frozenset({Tag.TITLE, Tag.NAME})
_CALLING = frozenset({"电话", "微信", "视频", "视频电话"})
_BEFORE_VERBS = frozenset({"打", "通", "发", "在", "是", "把", "就"})
_FOR = frozenset({"给", "陪"})
_TELLING = frozenset({Tag.WITH, Tag.BY})
_TALKING_TO = frozenset({"约谈", "约谈了", "谈了", "谈话了", "找谈"})
_TALK, _TALKING = ActivityKind.TALK, "谈"


def is_talk(lexemes: Lexemes, at: int) -> bool:
    """Whether a piece is a word for talking."""
    word = lexemes[at].value if at < len(lexemes) else None
    return isinstance(word, KindWord) and word.kind is _TALK


def may_tell_talks(tags: frozenset[TagName], texts: frozenset[str], characters: frozenset[str]) -> bool:
    """A quick look: whether anything in a text could begin the people of a talk."""
    if not (PAIRING.isdisjoint(tags) and _TALKING_TO.isdisjoint(texts)):
        return True
    joined = not (_TELLING.isdisjoint(tags) and _FOR.isdisjoint(texts))
    return joined and (_TALKING in characters or not _talk_words().isdisjoint(texts))


@cache
def _talk_words() -> frozenset[str]:
    entries = lexicon().words.items()
    return frozenset([word for word, (_, said) in entries if isinstance(said, KindWord) and said.kind is _TALK])


def read_talk(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """The people of a talk that is told from here."""
    tag, text = lexemes[at].tag, lexemes[at].text
    if (tag is Tag.WITH or (text in _FOR and _calls(lexemes, at))) and (found := _partners(lexemes, at)):
        return found
    if text in _TALKING_TO:
        return _talked_to(lexemes, at)
    if tag is Tag.WITH:
        return None
    if tag is Tag.BY:
        return _talker(lexemes, at)
    return (tag in PAIRING and _pair(lexemes, at)) or _visitor(lexemes, at)


def _calls(lexemes: Lexemes, at: int) -> bool:
    """给庞师傅打了个电话谈心."""
    return any(lexeme.text in _CALLING for lexeme in lexemes[at : at + _FARTHEST])


def _talked_to(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """约谈了迟到早退的马谡: the last name before the next mark, and those joined to it; 谈了仨:牛犇、马骏: all that are listed."""
    end, last = at + 1, min(at + _LONGEST_LIST, len(lexemes))
    while end < last and lexemes[end].tag not in SEPARATORS and not _talks_again(lexemes, end):
        end += 1
    listed = next((here for here in range(at + 1, end) if lexemes[here].tag in _INTO_LISTS), None)
    if listed and tag_at(lexemes, listed + 1) in _WHEN:
        return None  # 谈了三位:周一戴安,周三牛晓峰
    spans = bare_names(lexemes, listed + 1, end) if listed else ()
    if not spans and not _has_partner(lexemes, at):
        trusted = [span for span in names_between(lexemes, at + 1, end) if is_trusted(lexemes, span)]
        spans = (
            _joined(lexemes[at + 1 : end], trusted) if trusted and _ends_clause(lexemes, at, end, trusted[-1]) else ()
        )
    return NamesPhrase(at=at, end=end, rule="talk", role=Role.PARTICIPANT, spans=spans) if spans else None


def _has_partner(lexemes: Lexemes, at: int) -> bool:
    """跟老师谈了成绩: with whom is told before, and what stands behind is what was spoken of."""
    start = at
    while start > 0 and lexemes[start - 1].tag not in SEPARATORS:
        start -= 1
    return any(x.tag is Tag.WITH for x in lexemes[start:at])


def _talks_again(lexemes: Lexemes, at: int) -> bool:
    return lexemes[at].text in _TALKING_TO or is_talk(lexemes, at)


def _ends_clause(lexemes: Lexemes, at: int, end: int, span: Span) -> bool:
    """Whether nothing stands behind a name that would make it what was talked of: 谈了李明转正."""
    return all(lexeme.tag in _BEHIND_NAMES for lexeme in lexemes[index_behind(lexemes, at, span) : end])


def is_talking_to(lexemes: Lexemes, phrase: NamesPhrase) -> bool:
    """约谈了马谡, 谈了两个人:索朗、邬倩: a verb that tells of a talk by itself."""
    stretch = lexemes[phrase.at : phrase.end]
    return stretch[0].text.startswith("约谈") or (
        stretch[0].text in _TALKING_TO and any(lexeme.tag in _INTO_LISTS for lexeme in stretch)
    )


def _joined(lexemes: Lexemes, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The last of these names, and those before it with nothing but 、 or 和 between."""
    kept = list(spans[-1:])
    for span in reversed(spans[:-1]):
        between = [lexeme for lexeme in lexemes if span[1] <= lexeme.start and lexeme.end <= kept[0][0]]
        if not all(lexeme.tag is Tag.PAUSE or lexeme.text in _JOINING for lexeme in between):
            break
        kept.insert(0, span)
    return tuple(kept)


def _partners(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """和李四谈心, 找 受处分的 单飞 谈话."""
    talk = _talk_behind(lexemes, at)
    spans = names_between(lexemes, at + 1, _end_of_partners(lexemes, at + 1, talk)) if talk else ()
    spans = likely_people(lexemes, spans)
    end = index_behind(lexemes, at, spans[-1]) if spans else at
    if not spans or (text_at(lexemes, end) == "的" and tag_at(lexemes, end + 1) is Tag.PEOPLE):
        return None  # 和两个闹矛盾的同志
    return NamesPhrase(at=at, end=end, rule="talk", role=Role.PARTICIPANT, spans=spans)


def _end_of_partners(lexemes: Lexemes, at: int, talk: int) -> int:
    """Before what tells how, when or where they talked: 和李明单独谈心, 和李明在办公室谈心, 和李明是8号谈的."""
    name = at
    for here in range(at, talk):
        if lexemes[here].tag is Tag.PAUSE and _is_day(lexemes, here + 1):
            return here
        if lexemes[here].tag is Tag.PAUSE or lexemes[here].text.endswith("的"):
            name = here + 1
        elif here > name and _is_of_talking(lexemes[here], lexemes[here].start - lexemes[name].start):
            return here
    return talk


def _is_day(lexemes: Lexemes, at: int) -> bool:
    """于3日与甄诚、11日与艾心谈心: behind 、 the next talk begins."""
    return tag_at(lexemes, at) is Tag.NUMBER and tag_at(lexemes, at + 1) in {Tag.DAY_UNIT, Tag.MONTH_UNIT, Tag.DOT}


def _is_of_talking(lexeme: Lexeme, before: int) -> bool:
    """Whether a piece belongs to the verb; `before` is how much of a name stands before it (张开, but 周强 做了)."""
    if lexeme.tag is Tag.HOLD:
        return len(lexeme.text) > 1 or before > 1
    return lexeme.tag in _WHEN or lexeme.text in _BEFORE_VERBS


def _talk_behind(lexemes: Lexemes, at: int) -> int | None:
    depth = 0
    for here in range(at + 1, min(at + _FARTHEST, len(lexemes))):
        tag = lexemes[here].tag
        depth += (tag is Tag.OPEN) - (tag is Tag.CLOSE)
        if depth == 0 and is_talk(lexemes, here):
            return here
        if tag in SENTENCE_ENDS or (tag is Tag.COMMA and depth == 0):
            return None
    return None


def _talker(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """由石坚谈."""
    end, last = at + 1, min(at + _LONGEST_VISITOR, len(lexemes))
    while end < last and lexemes[end].tag not in _BEFORE_TALKERS and not is_talk(lexemes, end):
        end += 1
    asks = tag_at(lexemes, end) is Tag.WITH and _talk_behind(lexemes, end) is not None
    if not (asks or is_talk(lexemes, end)) and not (end > at + 1 and lexemes[end - 1].text.endswith(_TALKING)):
        return None
    spans = names_between(lexemes, at + 1, end)
    return NamesPhrase(at=at, end=end, rule="talker", role=Role.TALKER, spans=spans[:1]) if spans else None


_LONGEST_LIST = 60
"""The lexemes of a list of names; a bound, as for a visitor."""
_LONGEST_VISITOR = 20
"""A name and a title; without a bound a long run of one character would be looked at from each of its places."""


def _visitor(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """钟离昧找我谈的, 书记和王芳谈心: whoever stands before 找 or 和."""
    if tag_at(lexemes, at - 1) in _BEFORE_PLACES or not (lexemes[at].tag is Tag.TITLE or is_part_of_name(lexemes[at])):
        return None
    end, last = at, min(len(lexemes), at + _LONGEST_VISITOR)
    while (
        end < last
        and lexemes[end].tag is not Tag.WITH
        and (is_part_of_name(lexemes[end]) or lexemes[end].tag is Tag.TITLE)
    ):
        end += 1
    verb = _past_day(lexemes, end) if tag_at(lexemes, at - 1) in EDGES else end
    if tag_at(lexemes, verb) is not Tag.WITH or end == at or _talk_behind(lexemes, verb) is None:
        return None
    span = name_in(lexemes, at, end)
    if span is None or not (
        is_personal(raw(lexemes, at, end)) or any(lexeme.tag in _KNOWN for lexeme in lexemes[at:end])
    ):
        return None
    role = Role.PARTICIPANT if tag_at(lexemes, verb + 1) is Tag.SELF else Role.TALKER
    return NamesPhrase(at=at, end=end, rule="talk" if role is Role.PARTICIPANT else "talker", role=role, spans=(span,))


def _past_day(lexemes: Lexemes, at: int) -> int:
    """包振邦同志于9月30日与 …: behind the honour and the day that stand between whoever talked and his verb."""
    at += text_at(lexemes, at) == "同志"
    while tag_at(lexemes, at) in _DATES or text_at(lexemes, at) in {"于", "在"}:
        at += 1
    return at


def _pair(lexemes: Lexemes, at: int) -> NamesPhrase | None:
    """苗圃→甘雨: the second was talked with; 焦宏伟—路遥, 江河↔胡波: both."""
    end = end_of_piece(lexemes, at + 1)
    first, second = _one_of_pair(lexemes, start_of_piece(lexemes, at), at), _one_of_pair(lexemes, at + 1, end)
    if second is None or (first is None and (lexemes[at].text not in _LEADS or not is_part_of_name(lexemes[at - 1]))):
        return None
    if lexemes[at].text in _LEADS or first is None:
        return NamesPhrase(at=at, end=end, rule="talk", role=Role.PARTICIPANT, spans=(second,))
    return NamesPhrase(at=at, end=end, rule=PAIR, role=Role.PARTICIPANT, spans=(first, second))


def _one_of_pair(lexemes: Lexemes, at: int, end: int) -> Span | None:
    titled = any(lexeme.tag is Tag.TITLE for lexeme in lexemes[at:end])
    return name_in(lexemes, at, end) if titled or (at < end and is_personal(raw(lexemes, at, end))) else None
