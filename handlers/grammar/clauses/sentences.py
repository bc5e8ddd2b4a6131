"""The descent through a text: from lexemes to phrases.

text   := (field | phrase | mark | word)*
field  := label : value
phrase := subject | dates | times | part | kind | attendance | role | talk | place | amount | topic | period
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from handlers.grammar.days.date_rules import BEGINS_DATE
from handlers.grammar.days.day_phrases import read_day
from handlers.grammar.days.numeric_dates import may_be_day
from handlers.grammar.fields.amounts import read_amount, read_told_amount
from handlers.grammar.fields.doing import done_words
from handlers.grammar.fields.forms import end_of_value, is_told_apart, may_be_form, read_label
from handlers.grammar.fields.gatherings import read_committee
from handlers.grammar.fields.stroked import read_ratio
from handlers.grammar.fields.topics import may_be_topic, read_topic
from handlers.grammar.fields.values import Value, read_value
from handlers.grammar.fields.words import read_clock, read_kind, read_month, read_period
from handlers.grammar.lexicon.kinds import Force, KindWord
from handlers.grammar.lexicon.labels import BEGINNINGS, Field
from handlers.grammar.lexicon.lexeme import SENTENCE_ENDS, SEPARATORS, Lexemes, Tag, TagName, tag_at
from handlers.grammar.lexicon.phrases import (
    CountPhrase,
    KindPhrase,
    LabelPhrase,
    NamesPhrase,
    Phrase,
    Phrases,
)
from handlers.grammar.people.attendance import TELLS_NUMBERS, read_attendance
from handlers.grammar.people.company import INVITING, read_companions, read_invited
from handlers.grammar.people.excepted import read_except
from handlers.grammar.people.names import Walked
from handlers.grammar.people.people import (
    BEGINS_NAMES,
    ROLES,
    read_name_list,
    read_role,
)
from handlers.grammar.people.places import names_site, read_place
from handlers.grammar.people.subjects import subjects
from handlers.grammar.people.talks import may_tell_talks, read_talk
from handlers.grammar.text.patterns import compiled
from schedules.ledger.activity import ActivityKind

ENOUGH_PHRASES, MOST_PHRASES = 41, 46
"""What is read of one message: up to the end of the sentence with the former, at most the latter.

A report has 4 to 18, a year of twelve months told one by one 36; beyond it a sender is asked for the rest in another message.
"""
_LONGEST_TOPIC = 100
"""How far ahead of what is read names are looked for before their verbs: a topic ends where one begins."""


@dataclass(slots=True, kw_only=True)
class Sentences:
    """A text, read as far as there is enough: its phrases in order, and the labels that were found.

    `tags`, `texts` and `characters` are those of all its lexemes, so that a rule can see at once that it has nothing to look for,
    and `text` is them all; `done` is where words stand that say that something is done.
    """

    lexemes: Lexemes
    phrases: Phrases
    fields: tuple[Field, ...]
    tags: frozenset[TagName]
    texts: frozenset[str]
    text: str
    characters: frozenset[str]
    done: Sequence[int]
    numbered: Sequence[tuple[KindPhrase, CountPhrase]] | None = None
    """Kinds with the number that stands behind them, once somebody has asked for them."""
    specimen: bool | None = None
    """Whether it only shows how to write, once somebody has asked."""
    telltale: bool | None = None
    """Whether words tell that nothing of ours is reported, once somebody has asked."""


Rules = Mapping[TagName | None, Sequence[Callable[[Lexemes, int], Phrase | None]]]


class _Descent(NamedTuple):
    """A text on the way down: what was found so far, the names that are `taken` by their verbs, the lists that were walked."""

    lexemes: Lexemes
    today: date
    taken: Mapping[int, NamesPhrase]
    phrases: list[Phrase]
    kinds: set[ActivityKind | None]
    walked: Walked
    rules: Rules
    sited: bool
    """Whether any word for a site may stand in it."""
    numbered: bool
    """Whether any number stands in it."""

    def add(self, found: Sequence[Phrase]) -> int:
        """Keep what was found, and tell where it ends."""
        end = 0
        for phrase in found:
            self.phrases.append(phrase)
            end = max(end, phrase.end)
            if isinstance(phrase, KindPhrase):
                self.kinds.add(phrase.word.kind)
        return end


def read_sentences(lexemes: Lexemes, today: date) -> Sentences:
    """The phrases of a text, in order, none overlapping another."""
    tags, texts, text = _gist_of(lexemes)
    characters = frozenset(text)
    rules = _rules_for(may_tell_talks(tags, texts, characters), not INVITING.isdisjoint(texts))
    taken: dict[int, NamesPhrase] = {}
    descent = _Descent(lexemes, today, taken, [], set(), {}, rules, names_site(characters, tags), Tag.NUMBER in tags)
    known, named = 0, subjects(lexemes, tags, taken)
    fields: list[Field] = []
    labelled, stroked, phrases = may_be_form(tags, texts), Tag.SLASH in tags, descent.phrases
    at, end = 0, len(lexemes)
    while at < end and len(phrases) < MOST_PHRASES:
        if (tag := lexemes[at].tag) in SEPARATORS:
            if tag in SENTENCE_ENDS and len(phrases) >= ENOUGH_PHRASES:
                break
            at += 1
            continue
        while known <= at:
            known = next(named, end + _LONGEST_TOPIC) - _LONGEST_TOPIC
        may_label = labelled and lexemes[at].text[0] in BEGINNINGS and at not in taken
        label = read_label(lexemes, at) if may_label else None
        if label and (found := _field(lexemes, at, *label, today)):
            fields.append(label[0])
            descent.add(found.phrases)
            at = max(found.end, at + 1)
            continue
        found_here = (stroked and read_ratio(lexemes, at, phrases)) or _phrases_at(descent, at)
        at = descent.add(found_here) if found_here else at + 1
    if at < end:
        lexemes = lexemes[:at]
        tags, texts, text = _gist_of(lexemes)
        characters = frozenset(text)
    return Sentences(
        lexemes=lexemes,
        phrases=Phrases(phrases),
        fields=tuple(fields),
        tags=tags,
        texts=texts,
        text=text,
        characters=characters,
        done=done_words(lexemes),
    )


def _gist_of(lexemes: Lexemes) -> tuple[frozenset[TagName], frozenset[str], str]:
    words = [lexeme.text for lexeme in lexemes]
    return frozenset([lexeme.tag for lexeme in lexemes]), frozenset(words), "".join(words)


class _Field(NamedTuple):
    phrases: tuple[Phrase, ...]
    end: int


def _field(lexemes: Lexemes, at: int, field: Field, start: int, today: date) -> _Field | None:
    """A label with its value; none where the value is itself a sentence (人数:应到33,实到31)."""
    end = end_of_value(lexemes, start, field)
    if _is_sentence(field, lexemes[start:end]) or (
        field is Field.RECORDER and Tag.KIND in {tag_at(lexemes, at - 1), lexemes[at].tag}
    ):
        return None
    value = read_value(Value(field=field, lexemes=lexemes, at=start, end=end, today=today))
    if field in _EXACT and value:
        end = max(phrase.end for phrase in value)
    label = LabelPhrase(at=at, end=end, rule=f"label:{field}")
    return _Field((label, *_kind_of_label(lexemes, at, start, field), *value), end)


def _is_sentence(field: Field, value: Lexemes) -> bool:
    if field is Field.RECORDER:
        return any(lexeme.tag in {Tag.KIND, Tag.DAY, Tag.DAY_UNIT} for lexeme in value)
    if field is Field.TOPIC:
        return tag_at(value, 0) is Tag.NUMBER and tag_at(value, 1) in {Tag.DAY_UNIT, Tag.MONTH_UNIT}
    if field in {Field.KIND, Field.NOTE} and is_told_apart(value, 0):
        return True
    return field in _COUNTED and any(lexeme.tag in {Tag.EXPECTED, Tag.PRESENT} for lexeme in value)


_DUES = ActivityKind.DUES
_COUNTED = frozenset({Field.PRESENT, Field.EXPECTED, Field.NOTE, Field.PARTICIPANTS})
_EXACT = frozenset(Field) - {Field.KIND, Field.TOPIC, Field.PLACE, Field.NOTE, Field.AMOUNT}
"""Fields whose value ends where what was read of it ends."""


def _kind_of_label(lexemes: Lexemes, at: int, end: int, field: Field) -> Iterator[Phrase]:
    """The kind that a label lets one guess: 谈话对象, 党课题目."""
    if field is Field.TALKER or lexemes[at].text.startswith("谈"):
        yield replace(_hint(at, ActivityKind.TALK), labelled=True)
        return
    for here in range(at, end):
        word = lexemes[here].value
        if isinstance(word, KindWord) and word.kind and word.kind is not ActivityKind.OTHER:
            yield _hint(here, word.kind)


def _hint(at: int, kind: ActivityKind) -> KindPhrase:
    return KindPhrase(at=at, end=at + 1, rule=f"label:{kind}", word=KindWord(kind, Force.HINT))


def _phrases_at(descent: _Descent, at: int) -> Sequence[Phrase]:
    """What starts here: the first rule that fits."""
    lexemes, today, taken, before, _, walked, rules, sited, numbered = descent
    tag = lexemes[at].tag
    if at in taken or (tag is Tag.NUMBER and _is_amid_numbers(lexemes, at)):
        return (taken[at],) if at in taken else ()
    may_date = may_be_day(lexemes, at) if tag is Tag.NUMBER else tag in BEGINS_DATE
    if may_date and (phrase := read_day(lexemes, at, today, before)):
        return (phrase,)
    for rule in rules.get(tag, rules[None]):
        if found := rule(lexemes, at):
            return (found,)
    if tag in TELLS_NUMBERS and (
        counted := _one(read_told_amount(lexemes, at, dues=_DUES in descent.kinds)) or read_attendance(lexemes, at)
    ):
        return counted
    listed = tag in BEGINS_NAMES and read_name_list(lexemes, at, walked, counted=numbered)
    if phrase := listed or read_place(lexemes, at, sited=sited):
        return (phrase,)
    return _content(lexemes, at, taken) if may_be_topic(lexemes, at) else ()


def _is_amid_numbers(lexemes: Lexemes, at: int) -> bool:
    """Numbers in a row, without a unit or a mark: nobody writes what they could mean."""
    return tag_at(lexemes, at - 1) is Tag.NUMBER and tag_at(lexemes, at + 1) is Tag.NUMBER


def _one(phrase: Phrase | Literal[False] | None) -> Sequence[Phrase]:
    return (phrase,) if phrase else ()


def _content(lexemes: Lexemes, at: int, taken: Mapping[int, NamesPhrase]) -> Sequence[Phrase]:
    """A topic, and the kind that its verb lets one guess (学了 …)."""
    word = lexemes[at].value
    topic = read_topic(lexemes, at, taken)
    if lexemes[at].tag is Tag.CONTENT and isinstance(word, KindWord):
        if topic and word.kind is ActivityKind.REPORT and _tells_sum(lexemes, at, topic.end):
            topic = None  # 上缴机关党委党费1280元
        end = at + 1 if topic is None else topic.end
        return (KindPhrase(at=at, end=end, rule=f"verb:{word.kind}", word=word), *_one(topic))
    return _one(topic)


def _tells_sum(lexemes: Lexemes, at: int, end: int) -> bool:
    paid = _DUES in [x.value.kind for x in lexemes[:end] if isinstance(x.value, KindWord)]
    return paid and any(x.tag is Tag.MONEY for x in lexemes[at : end + 1])


@cache
def _rules_for(talks: bool, invitations: bool) -> Rules:  # noqa: FBT001 - a cached choice of two
    """The rules for what a piece may begin, by its tag, in the order in which they are tried; None: any other tag."""
    talk = (read_talk,) if talks else ()
    invited = (read_invited,) if invitations else ()
    return {
        None: (*talk, *invited),
        Tag.NUMBER: (read_clock, *talk, read_amount, read_month),
        Tag.PART: (read_clock, *talk, *invited),
        Tag.KIND: (*talk, read_kind, *invited),
        Tag.QUOTED: (read_kind,),
        Tag.PEOPLE: (*talk, *invited, read_committee),
        Tag.WITH: (*talk, *invited, read_companions),
        Tag.EXCEPT: (*talk, *invited, read_except),
        **dict.fromkeys(ROLES, (*talk, read_role, *invited)),
        **dict.fromkeys((Tag.WEEK, Tag.MONTH, Tag.YEAR, Tag.SEASON), (*talk, *invited, read_period)),
    }


def has_word(read: Sentences, words: tuple[str, ...]) -> bool:
    """Whether one of these stands in the text, whatever words it was cut into."""
    first, pattern = _one_of(words)
    return not first.isdisjoint(read.characters) and pattern.search(read.text) is not None


@cache
def _one_of(words: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str]]:
    """With which characters they begin, and a pattern for them."""
    return frozenset([word[0] for word in words]), compiled("|".join(map(re.escape, words)))
