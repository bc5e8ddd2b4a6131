"""Whether a stretch of text tells of what took place: the future, the denied, the asked, the wished and the quoted do not."""

from datetime import datetime
from enum import StrEnum

from handlers.grammar.grouping import Group
from handlers.grammar.lexeme import Lexemes, Tag
from handlers.grammar.phrases import CountPhrase, DatePhrase, KindPhrase, NamesPhrase, Role, TimePhrase, TopicPhrase
from handlers.grammar.readings import date_of, is_artefact, part_of
from handlers.grammar.sentences import Sentences
from handlers.grammar.time_words import Part
from handlers.grammar.times import span_of


class Mood(StrEnum):
    """How a text stands to what it speaks of."""

    TOLD = "told"
    BARE = "bare"
    PLANNED = "planned"
    DENIED = "denied"
    ASKED = "asked"
    WISHED = "wished"
    RULED = "ruled"
    HEARD = "heard"
    PRAISED = "praised"
    NOTHING = "nothing"


_GOVERNED = frozenset({Tag.HOLD, Tag.CONTENT, Tag.KIND, Tag.PRESENT, Tag.WITH, Tag.GO})
_STARTS = {Part.AFTERNOON: 12, Part.EVENING: 17}


def mood_of(group: Group, read: Sentences, now: datetime) -> Mood:
    """The mood of one group."""
    lexemes = _outside_topics(group, read)
    told = is_told(group, read.lexemes)
    if _is_asked(lexemes):
        return Mood.ASKED
    if _is_denied(lexemes) or _is_own_absence(lexemes):
        return Mood.DENIED
    if _is_planned(group, lexemes, now, told=told):
        return Mood.PLANNED
    for mood, tag in ((Mood.WISHED, Tag.WISH), (Mood.HEARD, Tag.HEARSAY)):
        if any(lexeme.tag is tag for lexeme in lexemes):
            return mood
    if not told and any(lexeme.tag is Tag.RULE for lexeme in lexemes):
        return Mood.RULED
    if any(lexeme.tag is Tag.PRAISE for lexeme in lexemes) and not _is_counted(group):
        return Mood.PRAISED
    return Mood.TOLD if told else Mood.BARE


def _outside_topics(group: Group, read: Sentences) -> Lexemes:
    """The lexemes of a group that no topic and no field has taken."""
    taken: set[int] = set()
    for phrase in group.phrases:
        if isinstance(phrase, TopicPhrase) or phrase.rule.startswith("field:"):
            taken.update(range(phrase.at + 1, phrase.end))
    return [read.lexemes[at] for at in range(group.at, group.end) if at not in taken]


def _is_asked(lexemes: Lexemes) -> bool:
    return any(lexeme.tag in {Tag.QUESTION_MARK, Tag.ASKING} for lexeme in lexemes)


def _is_denied(lexemes: Lexemes) -> bool:
    for at, lexeme in enumerate(lexemes):
        if lexeme.tag is Tag.CANCELLED:
            return True
        if lexeme.tag is Tag.NOT and (
            len(lexeme.text) > 1 or (at + 1 < len(lexemes) and lexemes[at + 1].tag in _GOVERNED)
        ):
            return True
    return False


def _is_own_absence(lexemes: Lexemes) -> bool:
    """我没参加 …: whoever was not there does not report it."""
    pairs = zip(lexemes, lexemes[1:], strict=False)
    return any(lexeme.tag is Tag.SELF and after.tag in {Tag.ABSENT, Tag.LEAVE} for lexeme, after in pairs)


def _is_planned(group: Group, lexemes: Lexemes, now: datetime, *, told: bool) -> bool:
    if any(lexeme.tag is Tag.FUTURE for lexeme in lexemes):
        return True
    dated = date_of(group)
    if dated is None:
        return False
    if dated.dates.ahead or (dated.dates.soon and not told):
        return dated.dates.ahead or not _is_settled(group)
    return dated.dates.first == now.date() and _is_later(group, now) and not _has_perfect(lexemes)


def _is_later(group: Group, now: datetime) -> bool:
    """Whether the hour that is named has not come yet."""
    for phrase in group.phrases:
        if isinstance(phrase, TimePhrase) and phrase.times:
            start, _ = span_of(phrase.times, part_of(group))
            return start > now.time()
    part = part_of(group)
    return part is not None and now.hour < _STARTS.get(part, 0)


def _has_perfect(lexemes: Lexemes) -> bool:
    return any(lexeme.tag is Tag.PERFECT for lexeme in lexemes)


def _is_settled(group: Group) -> bool:
    return any(isinstance(phrase, CountPhrase) and phrase.role is not Role.BARE for phrase in group.phrases)


def _is_counted(group: Group) -> bool:
    return any(isinstance(phrase, CountPhrase | NamesPhrase) for phrase in group.phrases)


def is_told(group: Group, lexemes: Lexemes) -> bool:
    """Whether something says that it took place: a past day, 了, a count, a role."""
    if _is_counted(group):
        return True
    dated = date_of(group)
    if dated and (dated.dates.first or dated.dates.vague):
        return True
    return _has_perfect(lexemes[group.at : group.end])


def has_kind(group: Group, lexemes: Lexemes) -> bool:
    """Whether the group names a kind that no thing only belongs to."""
    return any(not is_artefact(phrase, lexemes) for phrase in group.phrases if isinstance(phrase, KindPhrase))


def is_dated(group: Group) -> bool:
    """Whether the group names a day."""
    return any(isinstance(phrase, DatePhrase) for phrase in group.phrases)
