"""Which earlier record is meant.

target := #NUMBER | 第 NUMBER 条 | date | [period] kind | period (ENTRY | 那)
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.phrases import DatePhrase, KindPhrase, PeriodPhrase, Phrase, Phrases
from handlers.grammar.requests.periods import Stretch, period_in
from handlers.grammar.text.normalise import Normalised
from handlers.grammar.text.numbers import value_of
from handlers.grammar.text.patterns import Pattern
from handlers.intents import Correct, Target

_NUMBERED = Pattern(r"(?:[#＃]\s*(?P<number>\d{1,9})|第(?P<nth>\d{1,9})条)(?:号|条|这条|那条|的|记录)*[，,：:\s]*(?=.)")
_ONE_NUMBER = r"(?:[#＃]\s*\d{1,9}(?:号|条)?|第\d{1,9}条)"
_NUMBERS = Pattern(rf"{_ONE_NUMBER}(?:[,，、和跟与及\s]+{_ONE_NUMBER})+")
_LAST = Pattern(
    "(?:不对|请|把|将|帮我|给我|麻烦|[,，。 ])*(?:刚才|刚刚|刚|方才|最近|最后|前面|上面|后面|我|[登报记录][记的了]?的?|的)*[这那]?(?P<many>[两二三四五]|[2-5])(?:条|个|次|项|场)(?!会|人|月|小时)"
)
_DIGITS = Pattern(r"\d+")
_JOINING = frozenset({Tag.PAUSE, Tag.COMMA, Tag.SPACE, Tag.WITH, Tag.FILLER})
_AND = frozenset({"的", "和", "与", "及", "以及", "还有", "那次", "那条", "+"})


def target_in(phrases: Sequence[Phrase], lexemes: Lexemes, today: date) -> Target:
    """The record that these phrases name."""
    named = (phrase for phrase in phrases if isinstance(phrase, KindPhrase))
    kinds = [phrase.word.kind for phrase in named if phrase.word.force is Force.FIRM or _is_pointed_at(lexemes, phrase)]
    days = [phrase.dates.first for phrase in phrases if isinstance(phrase, DatePhrase) and not phrase.dates.weak]
    kind, held_on = next(iter(kinds), None), next(iter(days), None)
    since, until = (None, None) if held_on else _period_of(phrases, lexemes, today, of_kind=kind is not None)
    return Target(number=_number_in(lexemes), kind=kind, held_on=held_on, since=since, until=until)


def _is_pointed_at(lexemes: Lexemes, phrase: Phrase) -> bool:
    """刚刚那个谈话, 谈话那条."""
    return Tag.ENTRY in {tag_at(lexemes, phrase.at - 1), tag_at(lexemes, phrase.end)}


def number_before(text: str) -> tuple[int, str] | None:
    """#12 主持人是李强: the number of a record, and what is said of it."""
    found = _NUMBERED.match(text)
    return (int(found["number"] or found["nth"]), text[found.end() :]) if found else None


def targets_in(phrases: Phrases, lexemes: Lexemes, first: Target) -> Sequence[Target]:
    """党课和志愿服务, 11月5日的党课、6日的支委会: those that are listed from the first on, each of its day or of the one before."""
    firm = [phrase for phrase in phrases.kinds if phrase.word.force is Force.FIRM]
    targets = [first]
    if first.number is not None or not firm or firm[0].word.kind is not first.kind:
        return targets
    for one, other in pairwise(firm):
        days = [phrase for phrase in phrases.dates if one.end <= phrase.at < other.at and phrase.dates.first]
        claimed = {at for phrase in days for at in range(phrase.at, phrase.end)}
        if not all(at in claimed or _joins(lexemes, at) for at in range(one.end, other.at)):
            break
        held_on = days[-1].dates.first if days else targets[-1].held_on
        targets.append(replace(targets[-1], kind=other.word.kind, held_on=held_on))
    return list(dict.fromkeys(targets))


def of_several(change: Correct, read: Sentences, text: Normalised, *, besides: bool = False) -> Correct:
    """The change with the records that are listed behind the first one, or with how many of the last are meant."""
    last = _number_of_last(text.text) if change.target == Target() else None
    others = _others_in(read, text.text, change.target)
    return replace(change, besides=change.besides or besides, others=others, last=last)


def _others_in(read: Sentences, said: str, first: Target) -> tuple[Target, ...]:
    """主题党日和党课 …, #3、#5 …: the records that are listed behind the first."""
    if first.number is None:
        listed_days = [replace(first, held_on=day) for day in _days_listed(read, first)]
        return (*listed_days, *targets_in(read.phrases, read.lexemes, first)[1:])
    listed = _NUMBERS.search(said)
    numbers = [int(found[0]) for found in _DIGITS.finditer(listed[0])] if listed else []
    return tuple(Target(number=number) for number in dict.fromkeys(numbers) if number != first.number)


def _days_listed(read: Sentences, first: Target) -> Sequence[date]:
    """11月3日和5日的, 11月3日那条和11月5日那条: the days that are listed behind the first one."""
    named = [phrase for phrase in read.phrases.dates if phrase.dates.first and not phrase.dates.weak]
    if first.held_on is None or not named or named[0].dates.first != first.held_on:
        return ()
    listed = [*named[0].dates.more]
    for one, other in pairwise(named if first.kind is None else ()):
        gap = range(one.end, other.at)
        if not gap or not all(_joins(read.lexemes, at) or tag_at(read.lexemes, at) is Tag.ENTRY for at in gap):
            break
        listed += [day for day in (other.dates.first, *other.dates.more) if day]
    return [day for day in dict.fromkeys(listed) if day != first.held_on]


def _number_of_last(said: str) -> int | None:
    """这两条都改成 …, 刚才那三条的地点 …: how many of the last records."""
    found = _LAST.match(said)
    return value_of(found["many"]) if found else None


def _joins(lexemes: Lexemes, at: int) -> bool:
    return lexemes[at].tag in _JOINING or lexemes[at].text in _AND


def _period_of(phrases: Sequence[Phrase], lexemes: Lexemes, today: date, *, of_kind: bool) -> Stretch:
    """The month or the like in which a record of a kind was held, or that stands right before an entry: 9月那条."""
    named = [p for p in phrases if isinstance(p, PeriodPhrase)]
    if not (of_kind or any(_points_at(lexemes, phrase.end) for phrase in named)):
        return None, None
    start = min((_start_of(lexemes, phrase.at) for phrase in named), default=0)
    return period_in(lexemes[start : max((phrase.end for phrase in named), default=0)], today)


def _start_of(lexemes: Lexemes, at: int) -> int:
    """With the year before it: 2025年5月."""
    return at - 2 if at > 1 and tag_at(lexemes, at - 1) is Tag.YEAR_UNIT else at


def _points_at(lexemes: Lexemes, at: int) -> bool:
    return tag_at(lexemes, at) is Tag.ENTRY or text_at(lexemes, at).startswith("那")


def _number_in(lexemes: Lexemes) -> int | None:
    for at, lexeme in enumerate(lexemes):
        if text_at(lexemes, at - 1).endswith(("#", "编号", "序号")) and isinstance(lexeme.value, int):
            return lexeme.value
        if lexeme.text.isdecimal() and text_at(lexemes, at - 1) == "第" and text_at(lexemes, at + 1) == "条":
            return int(lexeme.text)
    return None


def pointing_in(phrases: Sequence[Phrase], kept: Lexemes) -> list[Phrase]:
    """改一下刚刚的党课: when it was reported, and as what."""
    just = [p for p in phrases if isinstance(p, DatePhrase) and p.dates.weak]
    ends = {end for p in just for end in (p.end, p.end + (text_at(kept, p.end) == "的"))}
    return just + [p for p in phrases if isinstance(p, KindPhrase) and p.at in ends]
