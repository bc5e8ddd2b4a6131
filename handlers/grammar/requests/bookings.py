"""The period that a record is to count for, where that is not the period of its day.

    booking := [DENIAL] (BOOK period | BELONGS period) end | 按日期 COUNT
    period  := year [的] [half | quarter | month] | half | quarter | month | NEAR (month | quarter)
    end     := [的] (COMMA | STOP | the text's end)

The words of a booking are hidden before the rest is read: 算2025年度的 is neither a topic nor a day. What was meant for a
year says so by itself, too: 2025年度组织生活会; so do the dues of a month: 12月党费.
"""

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.phrases import DatePhrase, KindPhrase, LabelPhrase, PeriodPhrase
from handlers.grammar.requests.targets import target_in
from handlers.grammar.text.patterns import Pattern, Signs, compiled
from handlers.intents import BY_ITS_DAY, Correct, Intent, Reading, RecordActivities, RecordTalks, Target, Unclear
from schedules.ledger.activity import ActivityKind

_BOOK = (
    r"(?:(?:登记|记|计|算|归|列|划|录)(?:到|入|进|在|至|为)|计算到|算作?|算成|归?属于"
    r"|(?<=条)是|所属(?:年度|年份|年|周期|时期|期间)?(?:[写填]?错了?,?应?该?[是为]|[:是为]|改[成为])*)[ ]*"
)
_YEAR = r"(?P<past>[去上][一]?[个]?年度?)|(?P<now>[今本当][年]度?)|(?P<year>20\d\d)年?度?"
_PART = r"(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
_NEAR = r"(?P<last>上个?)(?:月|(?P<last_quarter>季度))|(?P<this>这个?|本)(?:月|(?P<this_quarter>季度))"
_WRITTEN = r"(?P<label>20\d\d(?:-(?:0[1-9]|1[0-2])|Q[1-4]|H[12]))"
_END = r"(?:的|里|里面|名下|台账)*(?:吧|了|哈)?(?=[,，。.;；!)\s]|$)"
_BOOKING = rf"{_BOOK}(?:{_WRITTEN}|{_NEAR}|(?:(?:{_YEAR})的?)?(?:{_PART})?){_END}"
_BY_DAY = r"按(?:实际|召开|开展|活动)?(?:的)?(?:日期|时间)(?:来)?(?:算|计|记)(?:入)?(?:吧|就行)?(?=[,，。!\s]|$)"
_HINTS = Signs("记|计|算|归|列|划|录|属|条是")
_DENIED = Pattern(r"(?:不要|不用|不应该?|别|不)再?$")
_ASKED = Pattern(r"[?？]|吗|么$|能不能|可不可以|是不是|要不要|该不该|怎么|如何|咋|还是")
_WRONG = Pattern(r"^(?:不对|错了|记错了|更正|修改)[,，:：\s]*")
_NUMBERED = Pattern(r"[把将请]*(?:#|编号|第)?(\d{1,9})号?(?:这?条|记录)?[,，\s]*")
_POINTING = Pattern(r"^(?:请|麻烦)?[把将]|^(?:那|这)[条次个]|[这那上]一?[条]|刚才|刚刚[报记登]|#\d")
_NAMED_YEAR = r"(?:(20\d\d)年度|(上一?年度))的?(?:\w{0,10})(?:组织生活会|民主生活会|民主评议|述职)"
_DUES_MONTH = r"(?:(20\d\d|去)年)?(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?的?党费"
_YEARLY = frozenset({ActivityKind.ORG_LIFE, ActivityKind.DEMOCRATIC_LIFE, ActivityKind.APPRAISAL, ActivityKind.REPORT})
_AIMS = DatePhrase | PeriodPhrase | KindPhrase | LabelPhrase
_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}


class Booking(NamedTuple):
    """A period's label (`2025`, `2025Q4`, `2025-12`), or that the day itself decides, and where its words stand."""

    label: str
    start: int
    end: int

    def hidden_in(self, text: str) -> str:
        """The text with a blank clause in place of the booking."""
        return f"{text[: self.start]},{' ' * (self.end - self.start - 1)}{text[self.end :]}"


def find_booking(text: str, today: date) -> Booking | None:
    """The booking that a text tells; none where it only asks about one."""
    if not _HINTS.search(text) or _ASKED.search(text):
        return None
    if by_day := compiled(_BY_DAY).search(text):
        return Booking(BY_ITS_DAY, *by_day.span())
    for found in compiled(_BOOKING).finditer(text):
        if label := _label_of(found, today):
            denied = _DENIED.search(text[: found.start()])
            start = denied.start() if denied else found.start()
            return Booking(BY_ITS_DAY if denied else label, start, found.end())
    return None


def book(intent: Intent, booking: Booking, read: Sentences, rest: str, today: date) -> Intent:
    """What a message means that tells of a booking; `read` and `rest` are what it tells besides."""
    if target := _target_of(read, rest, today):
        return Correct(changes=Reading(counts_for=booking.label), target=target)
    match intent:
        case RecordActivities(readings=readings) | RecordTalks(readings=readings) | Unclear(readings=readings):
            return replace(intent, readings=tuple(replace(one, counts_for=booking.label) for one in readings))
        case Correct(changes=changes):
            return replace(intent, changes=replace(changes, counts_for=booking.label))
        case _:
            return intent


def book_as_named(intent: Intent, text: str) -> Intent:
    """A record of what was meant for another year or month than that of its day: 2025年度组织生活会, 12月党费."""
    if not isinstance(intent, RecordActivities) or len(intent.readings) != 1:
        return intent
    (reading,) = intent.readings
    label = _named_label(reading, text) if reading.held_on and not reading.counts_for else None
    return replace(intent, readings=(replace(reading, counts_for=label),)) if label else intent


def _named_label(reading: Reading, text: str) -> str | None:
    if reading.kind in _YEARLY and "年度" in text and (found := compiled(_NAMED_YEAR).search(text)):
        return _named_year(found, reading.held_on)
    if reading.kind is ActivityKind.DUES and (found := compiled(_DUES_MONTH).search(text)):
        return _named_month(found, reading.held_on)
    return None


def _named_year(found: re.Match[str], held_on: date | None) -> str | None:
    last = held_on.year - 1 if held_on else 0
    return f"{last:04}" if found[2] or found[1] == f"{last:04}" else None


def _named_month(found: re.Match[str], held_on: date | None) -> str | None:
    if held_on is None:
        return None
    month = _number(found[2])
    year = int(found[1]) if found[1] and found[1] != "去" else held_on.year - (found[1] == "去")
    year -= not found[1] and month > held_on.month
    return f"{year:04}-{month:02}" if (year, month) < (held_on.year, held_on.month) else None


def _target_of(read: Sentences, rest: str, today: date) -> Target | None:
    """The record that is meant where the booking is all that is new: by number, by its kind and day, else the last one."""
    rest = _WRONG.sub("", rest.strip(" ,，。"))
    if numbered := _NUMBERED.fullmatch(rest):
        return Target(number=int(numbered[1]))
    said = [phrase for phrase in read.phrases if not isinstance(phrase, _AIMS)]
    named = any(isinstance(phrase, KindPhrase) and phrase.word.kind for phrase in read.phrases)
    pointing = _POINTING.search(rest) or Tag.ENTRY in read.tags
    if said or (named and not pointing) or (rest and not named and not pointing):
        return None
    return target_in(read.phrases, read.lexemes, today)


def _label_of(found: re.Match[str], today: date) -> str | None:
    told = found.groupdict()
    if told["label"]:
        return told["label"] if told["label"][:4] <= f"{today.year:04}" else None
    if told["last"] or told["this"]:
        return _near_label(told, today)
    year = _year_of(told, today)
    part = _part_of(told)
    if part is None:
        return f"{year:04}" if year and year <= today.year else None
    suffix, first_month = part
    year = year or (today.year if first_month <= today.month else today.year - 1)
    return f"{year:04}{suffix}" if (year, first_month) <= (today.year, today.month) else None


def _near_label(told: dict[str, str], today: date) -> str:
    quarterly = bool(told["last_quarter"] or told["this_quarter"])
    unit = 3 if quarterly else 1
    months = today.year * 12 + today.month - 1 - (unit if told["last"] else 0)
    year, month = divmod(months, 12)
    return f"{year:04}Q{month // 3 + 1}" if quarterly else f"{year:04}-{month + 1:02}"


def _year_of(told: dict[str, str], today: date) -> int | None:
    if told["year"]:
        return int(told["year"])
    return today.year - 1 if told["past"] else today.year if told["now"] else None


def _part_of(told: dict[str, str]) -> tuple[str, int] | None:
    """The label's end, and the month in which that part of a year begins."""
    if told["half"]:
        return ("H1", 1) if told["half"] == "上" else ("H2", 7)
    if told["quarter"]:
        quarter = _number(told["quarter"])
        return f"Q{quarter}", 3 * quarter - 2
    return (f"-{_number(told['month']):02}", _number(told["month"])) if told["month"] else None


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMERALS[word]
