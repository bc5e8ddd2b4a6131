"""The days that a text names, read against the week or month that was named before them.

day := dates, besides where they are ruled out or were only intended: 不只 DATE | 原定 DATE | DATE … NOT HOLD
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.grammar.days.dates import read_dates
from handlers.grammar.lexicon.date_values import Dates, Within
from handlers.grammar.lexicon.lexeme import SEPARATORS, Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.phrases import CountPhrase, DatePhrase, PeriodPhrase, Phrase
from handlers.grammar.lexicon.time_words import DayOfWeek

_FAR_BACK, _NEAR = 16, 4
_A_YEAR, _FEBRUARY = timedelta(days=366), 2
_INTENDED = ("原定", "原计划", "原打算", "原本", "原先", "本来", "本打算")
_ENTERED = ("补登", "补记", "补录", "补报", "补填", "才报", "才记", "想起")
_NOT_ONLY = ("不只", "不止", "不光", "不仅", "不是", "不单")


def read_day(lexemes: Lexemes, at: int, today: date, before: Sequence[Phrase]) -> Phrase | None:
    """The days that are named here; none that only lie before something (三天前), unless they are to come."""
    within = _within(lexemes, at, before) if before else None
    found = read_dates(lexemes, at, today, within)
    if found is None:
        return None
    dates, end = found
    if dates.first and dates.first < today - _A_YEAR and number_at(lexemes, at) == _FEBRUARY:
        dates = Dates(first=None)  # 2月29日, of no year that is near
    if tag_at(lexemes, end) is Tag.AGO and not (dates.first and dates.first > today):
        return None
    if before and dates.first == today and text_at(lexemes, end).startswith(_ENTERED):
        return None  # 上月27号党日,今天补登
    if dates.soon and dates.first and _tells_of_year(lexemes, at, before, dates.first.year - today.year):
        dates = replace(dates, soon=None)
    elif before and dates.first and not (dates.soon or dates.ahead):
        _settle(lexemes, at, before, dates.first)
    words = (lexemes[at].start, lexemes[end - 1].end)
    numeric, said = lexemes[at].tag is Tag.NUMBER, "".join([x.text for x in lexemes[max(at - 2, 0) : at]])
    besides = (
        said.endswith(_NOT_ONLY)
        or _is_ruled_out(lexemes, end)
        or (at > 0 and lexemes[at - 1].text.startswith(_INTENDED))
    )
    return DatePhrase(at=at, end=end, rule="date", dates=dates, words=words, numeric=numeric, besides=besides)


def _tells_of_year(lexemes: Lexemes, at: int, before: Sequence[Phrase], year: int) -> bool:
    """补登:1月5日…; 今年支委会:1月5日6人; 去年的党日12月18号搞的: of that year, and not of the next."""
    if any(lexeme.text.startswith(_ENTERED) for lexeme in lexemes[max(at - 2, 0) : at]):
        return year == 0
    named = (lexemes[phrase.at] for phrase in before if isinstance(phrase, PeriodPhrase))
    return any(lexeme.tag is Tag.YEAR and lexeme.value == year for lexeme in named)


def _settle(lexemes: Lexemes, at: int, before: Sequence[Phrase], day: date) -> None:
    """1月5日支委会6人,2月3日5人: with a day of this year behind it, what was counted on the one before is over too."""
    counted = False
    for phrase in reversed(before):
        counted = counted or isinstance(phrase, CountPhrase)
        if isinstance(phrase, DatePhrase) and (first := phrase.dates.first):
            told = counted and first < day and first.year == day.year
            if not told or Tag.FUTURE in [lexeme.tag for lexeme in lexemes[phrase.at : at]]:
                return
            phrase.dates, counted = replace(phrase.dates, soon=None), False


def _is_ruled_out(lexemes: Lexemes, at: int) -> bool:
    """27号是周六没法开,放在26号: denied right behind it."""
    tags = [lexeme.tag for lexeme in lexemes[at : at + _NEAR]]
    if Tag.NOT not in tags:
        return False
    denied = tags.index(Tag.NOT)
    return SEPARATORS.isdisjoint(tags[:denied]) and tag_at(lexemes, at + denied + 1) is Tag.HOLD


def _within(lexemes: Lexemes, at: int, before: Sequence[Phrase]) -> Within | None:
    """The week or month that was named before, for the days behind it that leave it out."""
    weekday = lexemes[at].tag is Tag.WEEKDAY
    for phrase in reversed(before[-_FAR_BACK:]):
        if isinstance(phrase, PeriodPhrase):
            return phrase.within
        if weekday and isinstance(phrase, DatePhrase) and lexemes[phrase.at].tag is Tag.WEEK:
            return _same_week(lexemes[phrase.at].value, phrase.dates.first, lexemes[at].value)
    return None


def _same_week(named: object, day: date | None, weekday: object) -> Within | None:
    """下周一支委会,周三党课: a later weekday behind one is of its week."""
    week = named.week if isinstance(named, DayOfWeek) else named
    later = day is not None and isinstance(weekday, int) and weekday > day.weekday()
    return Within(weeks=week) if later and isinstance(week, int) else None
