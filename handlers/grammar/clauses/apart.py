"""Whether another kind that is named is another activity, or a part of the one before.

A meeting and an errand (a visit, a talk, dues) are two wherever a word of addition or a new sentence parts them, and so
are two bodies that met; what a theme day holds is a part of it unless it says more.
"""

from collections.abc import Sequence

from handlers.grammar.clauses.clause_edges import goes_on, rest_of_clause, says_more
from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.kinds import Force
from handlers.grammar.lexicon.lexeme import SENTENCE_ENDS, Lexemes, Tag, number_at, tag_at, text_at
from handlers.grammar.lexicon.phrases import (
    AmountPhrase,
    CountPhrase,
    KindPhrase,
    NamesPhrase,
    Phrase,
    Role,
    TimePhrase,
)
from schedules.ledger.activity import ActivityKind as K

_COLLECTING = ("收", "交", "缴", "补收", "补交", "补缴")
_BODIES = frozenset({K.BRANCH_ASSEMBLY, K.BRANCH_COMMITTEE, K.GROUP_MEETING})
_ERRANDS = frozenset({K.TALK, K.VISIT, K.DUES, K.VOLUNTEER})
_TOGETHER = frozenset({K.VISIT, K.VOLUNTEER})
"""To help old people and to call on them is one errand."""
_FRAMES = frozenset({K.THEME_DAY, K.OTHER, K.RECTIFICATION, K.REPORT, K.DEVELOPMENT})
_LIGHT = frozenset({Tag.HOLD, Tag.PERFECT, Tag.FILLER, Tag.ALSO, Tag.PART, Tag.WITH, Tag.COMMA, Tag.LECTURER, Tag.SELF})
_BEFORE = frozenset({"会前", "课前", "其中", "首先", "先", "之前先", "最后"})
"""What belongs to a meeting still, or comes first."""
_OVER = frozenset({"完了", "完事", "完事了", "结束", "结束了", "散会"})
_DOING = frozenset({Tag.HOLD, Tag.LECTURER})
_THINGS = frozenset({"件", "件事", "样", "桩"})


def stands_alone(
    read: Sentences, before: Sequence[KindPhrase], so_far: Sequence[Phrase], clause: int, here: int
) -> bool:
    """Whether the kind at `here`, in a clause of its own, is another activity than those `before` it."""
    phrase = read.phrases[here]
    if not isinstance(phrase, KindPhrase):
        return False
    if phrase.word.kind is K.DUES and _is_paid_besides(read, clause, phrase):
        return True
    if _is_of_another_sort(before, phrase) and _is_added(read, clause, phrase):
        return True
    closed = any(closes(p) for p in so_far if before[0].at < p.at < clause)
    own = any(closes(p) or isinstance(p, TimePhrase) for p in rest_of_clause(read, here))
    loose = phrase.word.force is Force.LOOSE and phrase.word.kind is not K.BRANCH_ASSEMBLY
    of_theme_day = before[0].word.kind is K.THEME_DAY and phrase.word.kind not in _BODIES
    if clause == phrase.at and not of_theme_day and _is_held_by_itself(read.lexemes, phrase.end, closed=closed):
        return True
    if before[0].word.kind is K.THEME_DAY or loose:
        plus = text_at(read.lexemes, clause - 1) == "+"
        return says_more(read.lexemes, clause, phrase.at) and (closed or own) and not plus
    return _is_apart(read, so_far, clause, phrase, closed=closed, own=own or _is_counted_behind(read, clause, here))


def is_announced(read: Sentences) -> bool:
    """昨天三件事,开支委会、收党费、走访老党员: as many kinds as things were announced."""
    if _THINGS.isdisjoint(read.texts):
        return False
    firm = [phrase for phrase in read.phrases.kinds if phrase.word.force is Force.FIRM]
    at = next(at for at, x in enumerate(read.lexemes) if x.text in _THINGS)
    number = number_at(read.lexemes, at - 1)
    return number is not None and all(at < p.at for p in firm) and number == len({p.word.kind for p in firm})


def adds(lexemes: Lexemes) -> bool:
    """Whether a word says that something else followed: 并, 顺便, 同日, 完了."""
    return any((x.tag is Tag.ALSO and x.text not in _BEFORE) or x.text in _OVER for x in lexemes)


def closes(phrase: Phrase) -> bool:
    """Whether a phrase tells how many were there, or how much it was."""
    if isinstance(phrase, NamesPhrase):
        return phrase.role is Role.PARTICIPANT
    return isinstance(phrase, AmountPhrase | CountPhrase)


def _is_paid_besides(read: Sentences, clause: int, phrase: KindPhrase) -> bool:
    """顺便把党费收了,900块; 收党费900块: a word of addition or of collecting before, and a sum behind."""
    sums = [p.at for p in read.phrases.of(AmountPhrase) if p.at > phrase.at]
    stretch = read.lexemes[max(clause - 1, 0) : sums[0]] if sums else ()
    collected = any(x.text.startswith(_COLLECTING) for x in stretch)
    return collected or any(x.tag is Tag.ALSO or x.text == "也" for x in stretch)


def _is_of_another_sort(before: Sequence[KindPhrase], phrase: KindPhrase) -> bool:
    """A meeting beside an errand, another errand, or another body that met."""
    kinds, kind = {p.word.kind for p in before}, phrase.word.kind
    if not kinds.isdisjoint(_FRAMES) or kind in _FRAMES or phrase.word.force is not Force.FIRM:
        return False
    if kind in _ERRANDS or kinds <= _ERRANDS:
        return not {kind, *kinds} <= _TOGETHER
    return kind in _BODIES and kinds <= _BODIES


def _is_added(read: Sentences, clause: int, phrase: KindPhrase) -> bool:
    """并召开; ;党小组会; 完了集中学习: nothing but a word of addition, or a new sentence, and a verb before the kind."""
    lexemes, before = read.lexemes, read.lexemes[clause : phrase.at]
    added = tag_at(lexemes, clause - 1) in SENTENCE_ENDS or adds(lexemes[max(clause - 1, 0) : phrase.at])
    again = tag_at(lexemes, clause - 1) is Tag.COMMA and tag_at(lexemes, clause - 2) is Tag.ALSO  # 同日,党小组会
    return (added or again) and all(x.tag in _LIGHT for x in before)


def _is_counted_behind(read: Sentences, clause: int, here: int) -> bool:
    """;集中学习,20人: a new sentence that a kind begins, and its number behind a comma."""
    phrases, lexemes = read.phrases, read.lexemes
    if tag_at(lexemes, clause - 1) not in SENTENCE_ENDS or here + 1 >= len(phrases):
        return False
    kind, count = phrases[here], phrases[here + 1]
    return clause == kind.at and isinstance(count, CountPhrase) and count.at - kind.end == 1


def _is_apart(  # noqa: PLR0913 - what a cut depends on
    read: Sentences, so_far: Sequence[Phrase], clause: int, phrase: KindPhrase, *, closed: bool, own: bool
) -> bool:
    if (
        (closed and own)
        or says_more(read.lexemes, clause, phrase.at)
        or (closed and goes_on(read.lexemes, clause, phrase.at))
    ):
        return True
    timed = any(isinstance(p, TimePhrase) and p.at >= clause for p in so_far)
    return timed and any(isinstance(p, TimePhrase) and p.at < clause for p in so_far)


def _is_held_by_itself(lexemes: Lexemes, behind: int, *, closed: bool) -> bool:
    """到9人,支委会也开了: a verb of its own that is done; behind those who were there it needs no word of addition."""
    also = text_at(lexemes, behind) == "也"
    verb = behind + also
    if tag_at(lexemes, verb) is Tag.PERFECT:
        verb += 1  # 也已经召开
    if not (also or closed) or tag_at(lexemes, verb) not in _DOING:
        return False
    done = lexemes[verb].value is True or lexemes[verb].text.endswith("了")
    return done or Tag.PERFECT in {tag_at(lexemes, verb - 1), tag_at(lexemes, verb + 1)}
