"""Stretches of time that a question asks about.

period := year | [year] NUMBER 月 | MONTH | WEEK | SEASON | date
year   := YEAR | NUMBER 年
"""

from datetime import date, timedelta

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Lexeme, Lexemes, Tag, tag_at
from handlers.grammar.text.patterns import Pattern

Stretch = tuple[date | None, date | None]
_FIRST_YEAR = 1949
_OCCASION = Pattern("检查|督[查导]|巡[察视]|考核|验收|抽查|迎检|调研|盘点")
_LONG_OVER = timedelta(days=180)
_QUARTERS = {
    "一季度": 1,
    "二季度": 2,
    "三季度": 3,
    "四季度": 4,
    "第一季度": 1,
    "第二季度": 2,
    "第三季度": 3,
    "第四季度": 4,
}
_SHIFTED_QUARTERS = {"上季度": -1, "上个季度": -1, "本季度": 0, "这季度": 0, "这个季度": 0, "下季度": 1, "下个季度": 1}


def period_of(read: Sentences, today: date) -> Stretch:
    """The stretch that a text names, from its first day to the one after its last; both None where it names none."""
    start = _behind_occasion(read)
    lexemes = read.lexemes[start:]
    if stretch := _part_of_year(lexemes, today):
        return stretch
    day = next((p.dates.first for p in read.phrases.dates if p.at >= start and p.dates.first), None)
    return (day, day + timedelta(days=1)) if day else period_in(lexemes, today)


def _behind_occasion(read: Sentences) -> int:
    """明天上面来检查,今年还缺什么: where the question begins behind what it is asked for."""
    found = _OCCASION.search(read.text)
    if found is None:
        return 0
    return next((at + 1 for at, x in enumerate(read.lexemes) if x.start >= found.end() and x.tag is Tag.COMMA), 0)


def period_in(lexemes: Lexemes, today: date) -> Stretch:
    """The same of words of which none names a day."""
    year = _year_in(lexemes, today)
    return _part_of_year(lexemes, today) or ((date(year, 1, 1), date(year + 1, 1, 1)) if year else (None, None))


def of_next_name(read: Sentences, stretch: Stretch, today: date) -> Stretch:
    """The stretch; of a month without its year that is long over the next of its name: 12月 is asked of ahead in November."""
    since, until = stretch
    of_no_year = read.tags.isdisjoint({Tag.YEAR, Tag.YEAR_UNIT}) and Tag.MONTH_UNIT in read.tags
    if since and until and of_no_year and today - until > _LONG_OVER:
        return since.replace(year=since.year + 1), until.replace(year=until.year + 1)
    return stretch


def _part_of_year(lexemes: Lexemes, today: date) -> Stretch | None:
    year = _year_in(lexemes, today)
    found = (_stretch_at(lexemes, at, lexeme, year, today) for at, lexeme in enumerate(lexemes))
    return next(filter(None, found), None)


def _year_in(lexemes: Lexemes, today: date) -> int | None:
    for at, lexeme in enumerate(lexemes):
        if isinstance(lexeme.value, int):
            if lexeme.tag is Tag.YEAR:
                return today.year + lexeme.value
            if tag_at(lexemes, at + 1) is Tag.YEAR_UNIT and _FIRST_YEAR <= lexeme.value <= today.year:
                return lexeme.value
    return None


def _stretch_at(lexemes: Lexemes, at: int, lexeme: Lexeme, year: int | None, today: date) -> Stretch | None:
    value = lexeme.value
    if (
        lexeme.tag is Tag.NUMBER
        and tag_at(lexemes, at + 1) is Tag.MONTH_UNIT
        and tag_at(lexemes, at + 2) is not Tag.NUMBER
    ):
        return (
            _month(_year_of_month(value, year, today), value) if isinstance(value, int) and 1 <= value <= 12 else None
        )
    if lexeme.tag is Tag.MONTH and isinstance(value, int):
        return months_from(today, value, 1)
    if lexeme.tag is Tag.WEEK and isinstance(value, int) and tag_at(lexemes, at + 1) is not Tag.NUMBER:
        monday = today + timedelta(days=7 * value - today.weekday())
        return monday, monday + timedelta(days=7)
    return _season(lexeme.text, year or today.year, today) if lexeme.tag is Tag.SEASON else None


def _year_of_month(month: object, year: int | None, today: date) -> int:
    return year or (today.year if isinstance(month, int) and month <= today.month else today.year - 1)


def _month(year: int, month: int) -> Stretch:
    return months_from(date(year, month, 1), 0, 1)


def months_from(day: date, shift: int, length: int) -> Stretch:
    """So many months, beginning so many after the month of a day."""
    return _first_of(day, shift), _first_of(day, shift + length)


def _first_of(day: date, shift: int) -> date:
    months = day.year * 12 + day.month - 1 + shift
    return date(months // 12, months % 12 + 1, 1)


def _season(text: str, year: int, today: date) -> Stretch | None:
    if text in _QUARTERS:
        return months_from(date(year, 3 * _QUARTERS[text] - 2, 1), 0, 3)
    if text in _SHIFTED_QUARTERS:
        return months_from(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3 * _SHIFTED_QUARTERS[text], 3)
    if text in {"上半年", "下半年"}:
        return months_from(date(year, 1 if text == "上半年" else 7, 1), 0, 6)
    return None
