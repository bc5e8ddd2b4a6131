"""What stands around names, as small pieces from which it is learned what these people did.

piece := the words and tags up to three before or behind | what tells of roles nearby | how the number of names fits
"""

from collections.abc import Iterable, Iterator

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, tag_at
from handlers.grammar.lexicon.persons import raw
from handlers.grammar.lexicon.phrases import Role
from handlers.grammar.people.name_lists import NameList
from schedules.ledger.activity import ActivityKind

_UNKNOWN = frozenset({Tag.OTHER, Tag.NAME, Tag.QUOTED, Tag.LATIN})
_CUES = frozenset(
    {Tag.LEAVE, Tag.ABSENT, Tag.REASON, Tag.HOST, Tag.LECTURER, Tag.RECORDER, Tag.PRESENT, Tag.WITH, Tag.EXCEPT}
    | {Tag.PEOPLE, Tag.CONTENT, Tag.KIND, Tag.NOT, Tag.PLACE, Tag.EXPECTED, Tag.HEADS}
)
_CLAUSE_ENDS = frozenset({Tag.COMMA, Tag.STOP, Tag.NEWLINE})
_SEEN, _CUES_KEPT, _COUNTED_BEFORE, _COUNTED_BEHIND = 8, 2, 5, 3
_MOST = 4


def surroundings_of(names: NameList, read: Sentences) -> set[str]:
    """The pieces around names; whether the organisation knows a name is no matter."""
    lexemes, several = read.lexemes, f"×{min(2, len(names.spans))}"
    return {
        *_neighbours(lexemes, names, several),
        *_edges(lexemes, names),
        *_cues(lexemes, range(names.at - 1, max(-1, names.at - 1 - _SEEN), -1), "←", several),
        *_cues(lexemes, range(names.end, min(len(lexemes), names.end + _SEEN)), "→", several),
        *_numbers(read, names, several),
        *_kinds(read, several),
    }


def _neighbours(lexemes: Lexemes, names: NameList, several: str) -> list[str]:
    """The words and tags right before and right behind."""
    a3, a2, a1, b1, b2, b3 = [*range(names.at - 3, names.at), *range(names.end, names.end + 3)]
    v2, v1, w1, w2 = [_word(lexemes, at) for at in (a2, a1, b1, b2)]
    t2, t1, u1, u2 = [_tag(lexemes, at) for at in (a2, a1, b1, b2)]
    return [
        *(f"-1 {v1}", f"-2 {v2}", f"-2-1 {v2} {v1}", f"+1 {w1}", f"+2 {w2}", f"+1+2 {w1} {w2}"),
        *(f"-1 {t1} {several}", f"-2-1 {t2} {t1} {several}", f"+1 {u1} {several}", f"+1+2 {u1} {u2} {several}"),
        *(f"-1+1 {t1} {u1} {several}", f"-3 {_word(lexemes, a3)} {t2} {t1}", f"+3 {u1} {u2} {_word(lexemes, b3)}"),
    ]


def _word(lexemes: Lexemes, at: int) -> str:
    tag = _tag(lexemes, at)
    if tag in _UNKNOWN or tag is Tag.NUMBER or tag is Tag.NEWLINE or not 0 <= at < len(lexemes):
        return tag
    return lexemes[at].text


def _tag(lexemes: Lexemes, at: int) -> str:
    tag = tag_at(lexemes, at)
    return "⟨" if at < 0 else "⟩" if tag is None else Tag.OTHER if tag is Tag.NAME else tag


def _edges(lexemes: Lexemes, names: NameList) -> list[str]:
    """Characters beside the names that no word claims."""
    inside, start = raw(lexemes, names.at, names.end), lexemes[names.at].start
    before, behind = inside[: names.spans[0][0] - start], inside[names.spans[-1][1] - start :]
    pieces = [f"before {before[-1:]}", f"behind {behind[:1]}", f"behind {behind[:2]}"]
    if _tag(lexemes, names.end) == Tag.OTHER:
        pieces += [f"next {lexemes[names.end].text[:size]}" for size in (1, 2)]
    if _tag(lexemes, names.at - 1) == Tag.OTHER:
        pieces += [f"last {lexemes[names.at - 1].text[-size:]}" for size in (1, 2)]
    return pieces


def _cues(lexemes: Lexemes, way: Iterable[int], side: str, several: str) -> Iterator[str]:
    """The nearest words that tell of roles, and whether a mark stands between."""
    met, mark = 0, ""
    for at in way:
        tag = lexemes[at].tag
        mark = "," if tag in _CLAUSE_ENDS else mark
        if tag in _CUES and met < _CUES_KEPT:
            where = f"{side}{met}{mark}"
            yield from (f"{where} {tag}", f"{where} {lexemes[at].text}", f"{where} {tag} {several}")
            met += 1


def _numbers(read: Sentences, names: NameList, several: str) -> list[str]:
    """How many names there are, and whether a number nearby or the number of those missing is the same."""
    count = len(names.spans)
    before = _values(read.lexemes[max(0, names.at - _COUNTED_BEFORE) : names.at])
    behind = _values(read.lexemes[names.end : names.end + _COUNTED_BEHIND])
    missing = missing_in(read)
    fits = "unknown" if missing is None else f"fits {several}" if missing == count else "differs"
    told = {"=before": count in before, "=behind": count in behind, "+1": count + 1 in before + behind}
    return [f"names {min(_MOST, count)}", f"missing {fits}", *[piece for piece, holds in told.items() if holds]]


def _values(lexemes: Lexemes) -> list[object]:
    return [lexeme.value for lexeme in lexemes if lexeme.tag is Tag.NUMBER]


def missing_in(read: Sentences) -> int | None:
    """How many did not come, by the numbers."""
    counts = {phrase.role: phrase.number for phrase in reversed(read.phrases.counts)}
    expected, present = counts.get(Role.EXPECTED), counts.get(Role.PRESENT)
    return None if expected is None or present is None else expected - present


def _kinds(read: Sentences, several: str) -> list[str]:
    kinds = [phrase.word.kind for phrase in read.phrases.kinds]
    return [f"kind {kinds[0] if kinds else None} {several}", f"talk {ActivityKind.TALK in kinds} {several}"]
