"""Words and numbers that are phrases by themselves.

phrase := times | part | kind | period
"""

from handlers.grammar.fields.gatherings import is_of_others
from handlers.grammar.lexicon.date_values import Within
from handlers.grammar.lexicon.kinds import Force, KindWord
from handlers.grammar.lexicon.lexeme import EDGES, Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.lexicon import lexicon
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import KindPhrase, PeriodPhrase, Phrase, TimePhrase
from handlers.grammar.lexicon.time_words import DayOfWeek, Part
from handlers.grammar.lexicon.times import read_times

ACTUAL = "time:actual"
_FIRM = Force.FIRM
_ACTUALLY = frozenset({"实际", "实际上", "实际是"})
"""What a clock behind these tells outweighs what was planned: 通知两点半,实际三点才开始."""
_BEGINS = frozenset({"开始", "起"})
_BRACKETS = frozenset({Tag.OPEN, Tag.CLOSE})
_CLAIMS = frozenset({"作为", "算作", "当作", "算是"})
_CLOSED = frozenset({"收", "收的", "收了", "完", "完的", "完了", "止"})
_NEAR = 5
_MOVED = ("改到", "挪到", "推迟到", "延后到", "推后到", "提前到", "顺延到", "推到", "延到")
_DRAGGED, _BEGUN = ("拖到", "等到"), ("开", "人齐", "到齐", "正式开")
_MONTHS = 12
_LONGEST_ASIDE = 16


def read_clock(lexemes: Lexemes, at: int) -> Phrase | None:
    """Clock times, or a part of the day."""
    found = read_times(lexemes, at)
    if found:
        moved = _is_moved(lexemes, at, found[1])
        rule = ACTUAL if moved or (at and lexemes[at - 1].text in _ACTUALLY) else "time"
        end = next((here for here in range(found[1], found[1] + 2) if text_at(lexemes, here) in _BEGINS), found[1] - 1)
        ends_only = not moved and _is_end(lexemes, at, found[1])
        return TimePhrase(at=at, end=max(found[1], end + 1), rule=rule, times=found[0], ends_only=ends_only)
    part = lexemes[at].value
    if lexemes[at].tag is Tag.PART and isinstance(part, Part):
        return TimePhrase(at=at, end=at + 1, rule="part", times=None, part=part)
    return None


def _is_moved(lexemes: Lexemes, at: int, end: int) -> bool:
    """三点拖到四点半才开始, 等到两点四十才开, 改到三点: when it began in the end."""
    if text_at(lexemes, at - 1)[-1:] != "到" or "结束" in _said_before(lexemes, at):
        return False
    before = _said_before(lexemes, at)
    late = text_at(lexemes, end) == "才" and raw(lexemes, end + 1, end + 3).startswith(_BEGUN)
    return (late and before.endswith(_DRAGGED)) or before.endswith(_MOVED)


def _said_before(lexemes: Lexemes, at: int) -> str:
    return raw(lexemes, max(at - _NEAR, 0), at)


def _is_end(lexemes: Lexemes, at: int, end: int) -> bool:
    """A clock behind 到, or before 结束."""
    before = text_at(lexemes, at - 1 - (tag_at(lexemes, at - 1) is Tag.SPACE))
    if before in {"结束", "散会"} or _said_before(lexemes, at).endswith(("散的时候", "完的时候", "结束的时候")):
        return True
    after = text_at(lexemes, end + (text_at(lexemes, end) == "才"))
    if after[:1] in _CLOSED:
        return any(raw(lexemes, end, n) in _CLOSED and tag_at(lexemes, n) in EDGES for n in (end + 1, end + 2))
    reached = before.endswith(("到", "至")) and tag_at(lexemes, at - 1) is not Tag.SPACE
    return reached or after.startswith(("结束", "散会", "才结束", "收工", "散", "下课", "才散", "收尾"))


def read_kind(lexemes: Lexemes, at: int) -> Phrase | None:
    """A word for a kind, in quotation marks or not."""
    word = lexemes[at].value
    if lexemes[at].tag is Tag.QUOTED and isinstance(word, str):
        tag, word = lexicon().words.get(word.rstrip("+活动"), (None, None))
        if tag is not Tag.KIND:
            return None
    elif lexemes[at].tag is not Tag.KIND:
        return None
    if not isinstance(word, KindWord) or _is_in_link(lexemes, at) or (word.force < _FIRM and is_of_others(lexemes, at)):
        return None
    labelled, aside = _is_claimed(lexemes, at), _is_aside(lexemes, at)
    return KindPhrase(at=at, end=at + 1, rule=f"kind:{word.kind}", word=word, labelled=labelled, aside=aside)


def _is_in_link(lexemes: Lexemes, at: int) -> bool:
    """http://…/dangke.html."""
    return lexemes[at].text.isascii() and not {tag_at(lexemes, at - 1), tag_at(lexemes, at + 1)}.isdisjoint(
        {Tag.SLASH, Tag.DOT}
    )


def _is_aside(lexemes: Lexemes, at: int) -> bool:
    """In round brackets."""
    opened = [lexeme for lexeme in lexemes[max(at - _LONGEST_ASIDE, 0) : at] if lexeme.tag in _BRACKETS]
    return bool(opened) and opened[-1].text == "("


def _is_claimed(lexemes: Lexemes, at: int) -> bool:
    """作为当月主题党日: it says itself what it counts as."""
    return not _CLAIMS.isdisjoint([lexeme.text for lexeme in lexemes[max(at - 4, 0) : at]])


def read_month(lexemes: Lexemes, at: int) -> Phrase | None:
    """A month by its number."""
    if tag_at(lexemes, at + 1) is not Tag.MONTH_UNIT:
        return None
    number, words = lexemes[at].value, (lexemes[at].start, lexemes[at + 1].end)
    if not isinstance(number, int) or not 1 <= number <= _MONTHS:
        return None
    return PeriodPhrase(at=at, end=at + 2, rule="period", words=words, within=Within(month=number))


def read_period(lexemes: Lexemes, at: int) -> Phrase | None:
    """A month, a week, a season or a year."""
    lexeme = lexemes[at]
    value = lexeme.value
    within = None
    if lexeme.tag in {Tag.WEEK, Tag.MONTH} and isinstance(value, int):
        within = Within(weeks=value) if lexeme.tag is Tag.WEEK else Within(months=value)
    elif isinstance(value, DayOfWeek):
        within = Within(weeks=value.week)  # 上周三次活动
    elif lexeme.tag not in {Tag.YEAR, Tag.SEASON}:
        return None
    return PeriodPhrase(at=at, end=at + 1, rule="period", words=(lexeme.start, lexeme.end), within=within)


def past_announced(lexemes: Lexemes, at: int) -> int | None:
    """Where the items begin behind 三件事: and 四项议题:; none where none are announced."""
    number = at + (text_at(lexemes, at) == "了")
    if tag_at(lexemes, number) is not Tag.NUMBER or tag_at(lexemes, number + 1) is not Tag.UNIT:
        return None
    colon = next((here for here in (number + 2, number + 3) if tag_at(lexemes, here) is Tag.COLON), None)
    return None if colon is None else colon + 1
