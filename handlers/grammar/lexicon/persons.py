"""The one name in a stretch of text.

person := roster name | surname given{1,2} | 老 surname | foreign · foreign | two to four characters between two marks
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag
from handlers.grammar.lexicon.likely_names import likeliest_name
from handlers.grammar.lexicon.surnames import COMPOUND, FAMILIAR, FOREIGN, SURNAMES

_END, _TEXT = attrgetter("end"), attrgetter("text")
Span = tuple[int, int]
"""Where a name stands: positions in the normalised text, half-open."""

_HONOURS = frozenset({"同志", "委员", "们"})
_UNCLAIMED = frozenset({Tag.OTHER, Tag.NAME})
_NAMED = frozenset({Tag.TITLE, Tag.NAME})
_IN_NAMES = frozenset(
    {Tag.OTHER, Tag.NAME, Tag.NUMBER, Tag.UNIT, Tag.HEADS, Tag.PART, Tag.DAY_UNIT, Tag.MONTH_UNIT, Tag.YEAR_UNIT, Tag.HOUR_UNIT, Tag.MINUTE_UNIT}
    | {Tag.DAY, Tag.HALF, Tag.WITH, Tag.AT, Tag.FILLER, Tag.CONTENT, Tag.HOLD, Tag.THING, Tag.MONEY, Tag.TOTAL, Tag.FINAL, Tag.SPAN_UNIT, Tag.AGO, Tag.GO, Tag.KIND, Tag.RULE}
)  # fmt: skip
_SMALL = frozenset("的了是为叫有等人由请与和跟同找对就也都还又给让从在到来去位名于至今天日为地得之并个把两谈听派约陪被")
_ALSO_NAMES = frozenset("毕刚若")
"""Words by themselves, and no less a part of names: 毕秋实, 郭刚, 杜若."""
_FOREIGN = tuple(FOREIGN)
_BEGINNINGS = SURNAMES | FAMILIAR | {name[0] for name in COMPOUND}
_TOGETHER = frozenset("俩仨")
LONGEST, _CLEARLY, _FEWEST, _LONGEST_FOREIGN = 4, 5, 2, 16
_NEVER = frozenset("的了是有不没在到他她它你您们这那哪谁啥叫被喊")
_NEVER_GIVEN = frozenset("谈聊唠做请讲")
"""Verbs of talking: what follows a family name is no given name then."""
_NEVER_LAST = frozenset("叫打喊任代作也还又把给被都等就坐吃喝走去")
"""Words that follow a name at once: 凌志打电话, 桑梓任主持人."""
_BEHIND_NAMES = "".join(_NEVER_LAST - {"作"} | _NEVER_GIVEN)  # 公文写作
_VERBS_BEHIND = "做谈聊讲说开"
"""What may follow a familiar name at once: 小佟做了次谈话."""
_NUMERALS, _GROUPS = frozenset("一二三四五六七八九十"), frozenset("班组队科处所室")
"""三班 is nobody's name."""
_OFFICES = frozenset("办局院部校处科室委会厅系所站馆团队社行司组的")
"""What the name of an office ends with, or what tells whose a person is."""
_WHOSE = frozenset(
    "各新原现前该本我诸众首全名位个任兼届的是请由和与跟同找对让把被即即使总正两几向为叫听看见先后後午晚早上下有没随因"
)
"""What stands before a title and is no surname, not even a rare one (初组长)."""
_LEADERS = "领导"
"""Said of no one by name: 分管领导."""
_LOCALISERS = frozenset("上下前后里内外时")
"""What follows a noun to make it a place or a moment (路上, 班后), but no family name alone."""


def is_part_of_name(lexeme: Lexeme) -> bool:
    """Whether a piece may be part of a name: what no word claims, and single characters of most words."""
    if lexeme.tag in _UNCLAIMED:
        return True
    if lexeme.text in _ALSO_NAMES:
        return True
    if lexeme.text in _TOGETHER:
        return False
    if lexeme.tag is Tag.LATIN:
        return len(lexeme.text) > 1
    return len(lexeme.text) == 1 and lexeme.tag in _IN_NAMES and "一" <= lexeme.text <= "鿿"


def is_given(lexemes: Lexemes, start: int, at: int) -> bool:
    """Whether it is a given name: a word of two characters after a lone surname (周国庆)."""
    before = lexemes[at - 1] if at > start else None
    given = len(lexemes[at].text) == 2 and lexemes[at].tag is not Tag.TITLE
    return before is not None and given and before.text in SURNAMES and before.tag is Tag.OTHER


def raw(lexemes: Lexemes, at: int, until: int) -> str:
    """The text of a stretch."""
    return "".join(map(_TEXT, lexemes[at:until]))


def name_in(lexemes: Lexemes, at: int, until: int) -> Span | None:
    """The one name in a stretch."""
    if until - at == 1:
        return _person(_run_of([lexemes[at]], 0, 1)) if is_part_of_name(lexemes[at]) else _titled([lexemes[at]])
    pieces = _without_brackets(lexemes, at, until)
    for n, piece in enumerate(pieces):
        if piece.tag is Tag.REASON and n and not _leads(pieces, n):
            pieces = pieces[:n]
            break
    if span := _comrade(pieces) or _surnamed(pieces):
        return span
    runs = _runs(pieces)
    sure = [run for run in runs if is_personal(run.text.rstrip(_BEHIND_NAMES)) and not _describes(run)]
    for run in [*reversed(sure), *reversed(runs)]:
        if span := _person(run):
            return span
    return _titled(pieces)


def _comrade(pieces: list[Lexeme]) -> Span | None:
    """才让多杰同志: whatever words stand alone before 同志, where they may be a name."""
    if len(pieces) < 3 or pieces[-1].text != "同志":
        return None
    if any(len(x.text) > 1 and x.tag not in _UNCLAIMED for x in pieces[:-1]):
        return None
    text = "".join([piece.text for piece in pieces[:-1]])
    return (pieces[0].start, pieces[-2].end) if len(text) > 2 and may_be_personal(text) else None


def _surnamed(pieces: list[Lexeme]) -> Span | None:
    """欧阳处长, 区委党校郑教授: a family name alone and its title, at the start or behind what is no part of a name."""
    if len(pieces) > 1 and pieces[-1].tag is Tag.TITLE and pieces[-2].text in COMPOUND:
        return pieces[-2].start, pieces[-1].end
    if len(pieces) < 3 or pieces[-1].tag is not Tag.TITLE or is_part_of_name(pieces[-3]):
        return None
    alone = pieces[-2].text in SURNAMES and pieces[-2].tag is Tag.OTHER and pieces[-1].text != _LEADERS
    return (pieces[-2].start, pieces[-1].end) if alone else None


def _leads(pieces: list[Lexeme], at: int) -> bool:
    """出差在外的辛弃疾: what only describes somebody stands before 的 and the name."""
    rest = [piece for piece in pieces[at:] if piece.tag is not Tag.REASON]
    return len(rest) > 1 and rest[0].text == "的"


def _without_brackets(lexemes: Lexemes, at: int, until: int) -> list[Lexeme]:
    kept: list[Lexeme] = []
    depth = 0
    for lexeme in lexemes[at:until]:
        depth += lexeme.tag is Tag.OPEN
        if depth == 0:
            kept.append(lexeme)
        depth -= lexeme.tag is Tag.CLOSE and depth > 0
    return kept


@dataclass(slots=True)
class _Run:
    """Characters that may be a name, and the piece behind them."""

    text: str
    start: int
    after: Lexeme | None
    known: bool


def _runs(pieces: list[Lexeme]) -> list[_Run]:
    runs: list[_Run] = []
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and (is_part_of_name(pieces[end]) or is_given(pieces, at, end)):
            end += 1
        runs += [_run_of(pieces, at, end)] if end > at else []
        at = max(end, at + 1)
    return runs


def _run_of(pieces: list[Lexeme], at: int, end: int) -> _Run:
    start, text = _trimmed(pieces, at, end)
    known = Tag.NAME in [piece.tag for piece in pieces[at:end]]
    return _Run(text, start, pieces[end] if end < len(pieces) else None, known)


def _trimmed(pieces: list[Lexeme], at: int, end: int) -> tuple[int, str]:
    """Small words at either end belong to no name, unless too little is left."""
    if known := [(piece.start, piece.text) for piece in pieces[at:end] if piece.tag is Tag.NAME]:
        return known[0]
    titled = at > 0 and pieces[at - 1].tag is Tag.TITLE and is_personal(raw(pieces, at, end))  # 书记于建国
    while not titled and at < end - 1 and pieces[at].text in _SMALL and len(raw(pieces, at + 1, end)) > 1:
        at += 1
    while (
        end - 1 > at
        and pieces[end - 1].text in _SMALL
        and len(raw(pieces, at, end - 1)) > 1
        and not (pieces[end - 1].text == "日" and is_personal(raw(pieces, at, end)))  # 朴成日
        and not _ends_name(pieces, at, end)
    ):
        end -= 1
    text, start = raw(pieces, at, end), pieces[at].start
    while text[:1] == "·":
        text, start = text[1:], start + 1
    while not titled and _leads_in(text):
        text, start = text[1:], start + 1
    return start, text


def _leads_in(text: str) -> bool:
    """听邹局, 上史可: a small word, and a name behind it."""
    small = text[:1] in _SMALL or text[:1] == "上"
    return small and len(text) > 2 and text[:2] not in COMPOUND and is_personal(text[1:])


def _ends_name(pieces: list[Lexeme], at: int, end: int) -> bool:
    """余鱼同: nobody follows whom 同 would join."""
    return end == len(pieces) and pieces[end - 1].tag is Tag.WITH and is_personal(raw(pieces, at, end))


def _person(run: _Run) -> Span | None:
    if run.known:
        return run.start, run.start + len(run.text)
    text, start = run.text.rstrip(_VERBS_BEHIND) if run.text[:1] in FAMILIAR else run.text, run.start
    if text[-1:] in _BEHIND_NAMES and is_personal(text[:-1]):
        return start, start + len(text) - 1
    if len(text) <= _LONGEST_FOREIGN and is_foreign(text):
        return start, start + len(text)
    if not is_personal(text) and _ends_familiar(text):
        return start + len(text) - 2, start + len(text)
    if len(text) < 2 or _describes(run) or (len(text) == 2 and text[0] in _NUMERALS and text[1] in _GROUPS):
        return None
    return _official(run, text, start) or _whole_or_part(text, start)


def _official(run: _Run, text: str, start: int) -> Span | None:
    """市纪委宋 before 主任: an office and a surname, and the title."""
    unnamed = not is_personal(text) or (text[0] == "区" and text[1] in _OFFICES)  # 区委李书记
    titled = run.after if run.after is not None and run.after.tag is Tag.TITLE and unnamed else None
    named = titled is not None and text[-1] in SURNAMES and text[-2] in _OFFICES
    return (start + len(text) - 1, titled.end) if titled is not None and named else None


def _whole_or_part(text: str, start: int) -> Span | None:
    if len(text) == LONGEST and (found := likeliest_name(text, is_personal, least=_CLEARLY)):
        return start + found[0], start + found[1]  # 褚文开庭, 员葛小舟
    if is_personal(text) or (len(text) <= LONGEST and _NEVER.isdisjoint(text)):
        return start, start + len(text)
    return _within(text, start)


def _ends_familiar(text: str) -> bool:
    """小王 at the end of 同事小王, but not 小光 in 儿子虞小光."""
    return text[-2:-1] in FAMILIAR and (text[-1] in SURNAMES or not is_personal(text[-3:])) and is_personal(text[-2:])


def _describes(run: _Run) -> bool:
    """独居 in 独居老党员, 幸福里 in 幸福里社区: it tells what kind of people they are, or where."""
    after = run.after
    return after is not None and (after.tag is Tag.PLACE or (after.tag is Tag.PEOPLE and after.text not in _HONOURS))


def _within(text: str, start: int) -> Span | None:
    """A name behind 的, or the likeliest one in a longer run."""
    tail = text.rpartition("的")[2]
    if "的" in text and 2 <= len(tail) <= LONGEST:
        return start + len(text) - len(tail), start + len(text)
    found = likeliest_name(text, is_personal)
    return (start + found[0], start + found[1]) if found else None


def is_personal(text: str) -> bool:
    """Whether it looks like a name by itself."""
    if text[:1] not in _BEGINNINGS or len(text) < _FEWEST or text[-1] in _NEVER_GIVEN:
        return False
    if text[:2] in COMPOUND:
        return _FEWEST < len(text) <= LONGEST and text[-1] not in _NEVER_LAST
    if text[0] in FAMILIAR and len(text) == 2:
        return True
    if text[1:].isascii():
        known = text[0] in SURNAMES or text[0] in FAMILIAR
        return known and text[1:].isalpha() and len(text) <= _LONGEST_FOREIGN
    if len(text) >= LONGEST or text[0] not in SURNAMES or text[1:] in _LOCALISERS or text[-1] in "上里":
        return False
    return _NEVER.isdisjoint(text) and text[-1] not in _NEVER_LAST


def may_be_personal(text: str) -> bool:
    """Whether nothing speaks against a name where other names stand beside it (古丽娜尔 among others)."""
    return _FEWEST <= len(text) <= LONGEST and all("一" <= char <= "鿿" and char not in _NEVER for char in text)


def is_trusted(lexemes: Lexemes, span: Span) -> bool:
    """Whether a name is known, titled, foreign, or begins with a surname."""
    first = bisect_right(lexemes, span[0], key=_END)
    text, offset = "", span[0] - lexemes[first].start if first < len(lexemes) else 0
    for piece in islice(lexemes, first, None):
        if piece.start >= span[1]:
            break
        if piece.tag in _NAMED:
            return True
        text += piece.text
    text = text[offset:][: span[1] - span[0]]
    return is_personal(text) or is_foreign(text)


def is_foreign(text: str) -> bool:
    """Whether a name is known to be of another people than the Han: 泽仁卓玛, 买买提·艾力."""
    return "·" in text or (len(text) <= LONGEST and text.startswith(_FOREIGN)) or text.endswith(_FOREIGN)


def _titled(pieces: list[Lexeme]) -> Span | None:
    """李书记, 书记."""
    at = next((n for n, piece in enumerate(pieces) if piece.tag is Tag.TITLE), None)
    if at is None:
        return None
    title = pieces[at]
    before = pieces[at - 1] if at else None
    if before and len(before.text) == 1 and title.text != _LEADERS:
        rare = at == 1 and before.tag is Tag.OTHER and before.text not in _WHOSE
        if rare or before.text in SURNAMES or before.text in FAMILIAR:
            return before.start, title.end
    return title.start, title.end
