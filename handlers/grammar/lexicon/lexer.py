"""From text to lexemes: the longest word first, no character passed over.

lexeme := punctuation | quoted | digits | word | numeral | latin | other
quoted := "《" … "》" | "“" … "”" | "「" … "」" | '"' … '"'
other  := the characters between two lexemes, together
"""

from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from handlers.grammar.lexicon.lexeme import Lexeme, Tag, TagName
from handlers.grammar.lexicon.lexicon import ALONE, Lexicon, lexicon, lexicon_of
from handlers.grammar.lexicon.persons import is_personal
from handlers.grammar.lexicon.surnames import SURNAMES
from handlers.grammar.lexicon.time_words import Part
from handlers.grammar.text.numbers import NUMERALS, digits_at, numerals_at, value_of

PUNCTUATION = {
    **dict.fromkeys(",", Tag.COMMA),
    **dict.fromkeys("。;!…", Tag.STOP),
    "?": Tag.QUESTION_MARK,
    "、": Tag.PAUSE,
    ":": Tag.COLON,
    "=": Tag.COLON,
    "|": Tag.COMMA,
    "\n": Tag.NEWLINE,
    " ": Tag.SPACE,
    **dict.fromkeys("([", Tag.OPEN),
    **dict.fromkeys(")]", Tag.CLOSE),
    **dict.fromkeys("-~", Tag.DASH),
    "/": Tag.SLASH,
    ".": Tag.DOT,
    **dict.fromkeys("→>↔⇄⇔", Tag.ARROW),
    "@": Tag.AT,
}
QUOTES = {"《": "》", "“": "”", "「": "」", "『": "』", '"': '"', "‘": "’", "〈": "〉", "”": "“"}
LONGEST_QUOTE = 80
MOST_LEXEMES = 1300
"""Of one text: two thousand characters as people write them have a thousand to 1,270."""
_ARABIC = frozenset("0123456789")
_DIGITS = NUMERALS | _ARABIC
_UNITS = frozenset("号日时")
_EXACT = 3
_CLOSING = frozenset({*PUNCTUATION, "", "和", "与"})
_UNITS_AFTER_NUMERAL = frozenset("月日号点时年人名个位户元块分周天次项条支届")


def lex(text: str, names: Collection[str] = ()) -> tuple[Lexeme, ...]:  # noqa: C901 - one look at each character
    """The first lexemes of a normalised text; `names` are known people."""
    known = _names_lexicon(frozenset(names)) if names else None
    words = lexicon()
    entry_of, lengths_of, first_of = words.words.get, words.lengths.get, _firsts().get
    lexemes: list[Lexeme] = []
    at = other = 0
    end = len(text)
    while at < end and len(lexemes) < MOST_LEXEMES:
        first = first_of(text[at])
        found: Lexeme | None = None
        if first is _SPECIAL:
            found = _special_at(text, at, known, lexemes)
        elif known is not None and first in _WORDLY:
            found = _word_at(text, at, known) or _word_at(text, at, words)
        elif first is _WORD:  # as in _word_at: a call takes as long as the look-up itself
            for length in lengths_of(text[at : at + 2], ALONE):
                word = text[at : at + length]
                if entry := entry_of(word):
                    found = Lexeme(entry[0], word, at, at + len(word), entry[1])
                    break
        elif first:
            found = Lexeme(first, text[at], at, at + 1)
        if found is None:
            at += 1
            continue
        if other < at:
            lexemes.append(Lexeme(Tag.OTHER, text[other:at], other, at))
        lexemes.append(found)
        at = other = found.end
    if other < at:
        lexemes.append(Lexeme(Tag.OTHER, text[other:at], other, at))
    return tuple(lexemes)


def _special_at(text: str, at: int, known: Lexicon | None, before: list[Lexeme]) -> Lexeme | None:
    """Where more than the longest word decides: quotation marks, letters, digits, numerals and their units."""
    char = text[at]
    if char in _ARABIC:
        return _digits_from(text, at)
    if char in _UNITS and (unit := _unit_at(text, at, before)):
        return unit
    if char in "刚周青" and _ends_name(text, at, before[-1].end if before else 0):
        return None
    if char in QUOTES and (quoted := _quoted_at(text, at)):
        return quoted
    if char.isascii() and char != "+":
        return _ascii_at(text, at)
    counted = before and before[-1].end == at and _tells_number(before[-1])
    return (known and _word_at(text, at, known)) or (_numeral_at if counted else _longest_at)(text, at)


def _unit_at(text: str, at: int, before: list[Lexeme]) -> Lexeme | None:
    """The unit right behind a number, whatever longer word it might begin: 18号召开, 5日常委会, 4时到5时."""
    if not before or before[-1].tag is not Tag.NUMBER or before[-1].end != at or text.startswith(_NUMBERED, at):
        return None
    tag, value = lexicon().words[text[at]]
    return None if text[at] == "时" and text[at + 1 : at + 2] != "到" else Lexeme(tag, text[at], at, at + 1, value)


def _ends_name(text: str, at: int, start: int) -> bool:
    """邵刚, 柏青病假: behind a lone family name these begin no other word; 老周: behind 老 and 小 周 begins no weekday."""
    if text[at] == "周":
        return at - start == 1 and text[start] in "老小"
    closed = at - start == 2 and text[at + 1 : at + 2] in _CLOSING
    return (closed or at - start == 1) and text[start] in SURNAMES and text[at + 1 : at + 2] not in {"才", "刚"}


def _quoted_at(text: str, at: int) -> Lexeme | None:
    end = text.find(QUOTES[text[at]], at + 1, at + LONGEST_QUOTE)
    if end < 0 or "\n" in text[at:end]:
        return None
    return Lexeme(Tag.QUOTED, text[at : end + 1], at, end + 1, text[at + 1 : end])


def _digits_from(text: str, at: int) -> Lexeme:
    end = digits_at(text, at)
    digits = text[at:end]
    return Lexeme(Tag.NUMBER, digits, at, end, int(digits) if end - at <= 12 else None)


def _ascii_at(text: str, at: int) -> Lexeme | None:
    char = text[at]
    if char in "pP" and at and text[at - 1].isdecimal() and not text[at + 1 : at + 2].isalpha():
        return Lexeme(Tag.HEADS, char, at, at + 1)
    if (word := _word_at(text, at, lexicon())) is not None and not _is_cut(text, word):
        return word
    if not char.isalpha():
        return None
    end = at + 1
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    return Lexeme(Tag.LATIN, text[at:end], at, end)


_NOUNS = "文件 令 楼 院 泊位 码头 馆 车间 仓 库 井 船 艇 病区 病房 岗 卡口 闸 大棚 桥 窗口 公告"
_NUMBERED = tuple([f"号{noun}" for noun in _NOUNS.split()])
"""What numbers tell apart: no day."""
_AFTER_NUMBER = frozenset("年月日")
_WORDS_AFTER_NUMBER = frozenset({"月份", "年级", "年度", "年会"})


def _tells_number(lexeme: Lexeme) -> bool:
    """Behind 应到 and 实到 十一 is no festival."""
    return lexeme.tag is Tag.EXPECTED or (lexeme.tag is Tag.PRESENT and lexeme.value == _EXACT)


def _numeral_at(text: str, at: int) -> Lexeme | None:
    end = numerals_at(text, at)
    return _numeral(text, at, end) if end > at else _longest_at(text, at)


def _numeral(text: str, at: int, end: int) -> Lexeme:
    numeral = text[at:end]
    return Lexeme(Tag.NUMBER, numeral, at, end, value_of(numeral))


def _longest_at(text: str, at: int) -> Lexeme | None:
    """A word or a numeral, whichever is longer; a word of numerals (十一, 七一) only where no unit follows."""
    char = text[at]
    word = (char in _BEFORE_NUMBER and _guarded_at(text, at)) or _word_at(text, at, lexicon())
    if word and char in _AFTER_NUMBER and at and text[at - 1] in _DIGITS and word.text not in _WORDS_AFTER_NUMBER:
        entry = lexicon().words[char]
        return Lexeme(entry[0], char, at, at + 1, entry[1])
    if char not in NUMERALS:
        return word
    end = numerals_at(text, at)
    if word and (
        word.end > end or (word.end == end and end - at > 1 and text[end : end + 1] not in _UNITS_AFTER_NUMERAL)
    ):
        return word
    return _numeral(text, at, end)


def _is_cut(text: str, word: Lexeme) -> bool:
    """A word of letters that only begins a longer one."""
    return word.text.isalpha() and text[word.end : word.end + 1].isascii() and text[word.end : word.end + 1].isalpha()


_BEFORE_NUMBER: dict[str, tuple[TagName, object]] = {
    "应": (Tag.EXPECTED, None),
    "实": (Tag.PRESENT, 3),
    "到": (Tag.PRESENT, 1),
    "假": (Tag.LEAVE, None),
    "请": (Tag.LEAVE, None),
    "缺": (Tag.ABSENT, None),
    "上": (Tag.LECTURER, None),
    "记": (Tag.RECORDER, None),
    "早": (Tag.PART, Part.MORNING),
    "议": (Tag.CONTENT, None),
}
_SPECIAL_ONES = (
    frozenset(map(chr, range(128)))
    | _DIGITS
    | _AFTER_NUMBER
    | _UNITS
    | QUOTES.keys()
    | _BEFORE_NUMBER.keys()
    | {"刚", "周", "青"}
)
_SPECIAL, _WORD = TagName("special"), TagName("word")
_WORDLY = frozenset({_WORD, None})


@cache
def _firsts() -> Mapping[str, TagName]:
    """What a character begins: a mark of this tag, a word, or what more than the longest word decides."""
    words = dict.fromkeys(lexicon().beginnings, _WORD)
    return {**words, **dict.fromkeys(_SPECIAL_ONES, _SPECIAL), **PUNCTUATION}


_MARKS = frozenset(",。;、 )\n")
_RECORDING = frozenset("登笔书日标忘牢铭传速手惦追切补没别要")
"""With 记 behind them these are other words."""
_LECTURES = ("党课", "微党课", "专题党课", "廉政党课", "七一党课", "党纪", "纪律", "廉政")


def _tells_recorder(text: str, at: int) -> bool:
    """柏舟记 at the end of a clause, 记:冷月明 at the start of one that is not the first."""
    after = text[at + 1 : at + 2]
    if after == ":":
        return text[max(at - 1, 0) : at] in _MARKS and is_personal(text[at + 2 : at + 4])
    closed = not after or after in _MARKS
    return closed and text[at - 1] not in _RECORDING and any(is_personal(text[max(at - n, 0) : at]) for n in (2, 3))


def _guarded_at(text: str, at: int) -> Lexeme | None:
    """Single characters that are words only where they stand: 应29实27, 上党课, 柏舟记, 早七点."""
    tag, value = _BEFORE_NUMBER[text[at]]
    return Lexeme(tag, text[at], at, at + 1, value) if _GUARDS.get(text[at], _counts)(text, at) else None


def _counts(text: str, at: int) -> bool:
    number = at + 1 + (text[at + 1 : at + 2] == " ")
    return text[number : number + 1].isdecimal()


def _teaches(text: str, at: int) -> bool:
    return text.startswith(_LECTURES, at + 1)


def _tells_hour(text: str, at: int) -> bool:
    """早七点, but not 早一点."""
    hour, clock, _ = text[at + 1 : at + 5].partition("点")
    return bool(hour and clock) and hour != "一" and _DIGITS.issuperset(hour)


def _discusses(text: str, at: int) -> bool:
    """议发展对象 at the start of a clause or behind those who did."""
    opens = at > 0 and (text[at - 1] in PUNCTUATION or text[at - 1] in "人名会")
    return opens and "一" <= text[at + 1 : at + 2] <= "鿿" and text[at + 1] not in "题程案定事论价了一过"


def _is_short(text: str, at: int) -> bool:
    """应36 实34 请2: behind another number, and nothing but a mark behind its own."""
    number = at + 1 + (text[at + 1 : at + 2] == " ")
    end = digits_at(text, number) if text[number : number + 1] in _ARABIC else number
    before = text[max(at - 2, 0) : at].rstrip(" ,、人")
    return end > number and before[-1:] in _ARABIC and text[end : end + 1] in {*_MARKS, "(", ""}


_GUARDS = {"请": _is_short, "议": _discusses, "上": _teaches, "记": _tells_recorder, "早": _tells_hour}


def _word_at(text: str, at: int, found_in: Lexicon) -> Lexeme | None:
    for length in found_in.lengths.get(text[at : at + 2], ALONE):
        word = text[at : at + length]
        if entry := found_in.words.get(word):
            return Lexeme(entry[0], word, at, at + len(word), entry[1])
    return None


@lru_cache(maxsize=1024)
def _names_lexicon(names: frozenset[str]) -> Lexicon:
    return lexicon_of({name: (Tag.NAME, None) for name in names if len(name) > 1})
