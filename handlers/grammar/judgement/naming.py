"""Where names that were learned add people whom the rules pass over (docs/adr/0010).

A recognised name that the rules cut otherwise is read again as one word. What a recognised name did that no rule claims is what
most likely stands around it, in a role that the text leaves empty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from handlers.grammar.clauses.sentences import ENOUGH_PHRASES, Sentences, read_sentences
from handlers.grammar.judgement.roles import role_of
from handlers.grammar.judgement.surroundings import missing_in, surroundings_of
from handlers.grammar.lexicon.lexeme import Lexemes, Tag, tag_at, text_at
from handlers.grammar.lexicon.persons import Span
from handlers.grammar.lexicon.phrases import NamesPhrase, Phrases, PlacePhrase, Role, TopicPhrase
from handlers.grammar.moods.tellings import asks_of, telling_of
from handlers.grammar.people.name_lists import NameList, name_lists
from handlers.grammar.people.recognised import LIKELY, likely_among, name_shares, positions_of, with_names
from handlers.grammar.people.siblings import is_for_next_time
from handlers.grammar.text.normalise import Normalised
from handlers.intents import Intent, Reading, Recorded
from schedules.ledger.activity import ActivityKind

LIKELY_ROLE, _SURE, _HARDLY = 0.65, 0.9, 0.1
_MOST = 300
"""Lexemes of a text that is looked through for names; a bound, the longest message of the open corpora has 70."""
_SURER = 3
"""So many times likelier than a name of the rules has to be what cuts it otherwise."""
_SEVERAL = frozenset({Role.PARTICIPANT, Role.LEAVE, Role.ABSENT})
_MISSING = frozenset({Role.LEAVE, Role.ABSENT})
"""Where the numbers must not speak against it: a person wrongly told to have been away is worse than one left out."""
_TO_OTHERS = frozenset({ActivityKind.VISIT, ActivityKind.DEVELOPMENT})
"""Whom they name behind took no part: it was done to them."""
_LEARNED, _LISTED = "learned:", "names:list"
"""The rule for names of which nothing tells what they did."""


def tell(read: Sentences, text: Normalised, now: datetime) -> tuple[Intent, tuple[str, ...]]:
    """What a text tells, with all who are recognised in it, and the rules."""
    intent, rules = telling_of(read, text, now)
    if not isinstance(intent, Recorded) or len(read.phrases) >= ENOUGH_PHRASES or len(read.lexemes) > _MOST:
        return intent, rules
    again = _named(read, now.date())
    if again is None:
        return intent, rules
    better, more = telling_of(again, text, now)
    if type(better) is not type(intent) or len(better.readings) != len(intent.readings):
        return intent, rules
    learned = [phrase.spans for phrase in again.phrases.names if phrase.rule.startswith(_LEARNED)]
    added = frozenset(text.typed_between(*span) for spans in learned for span in spans)
    pairs = zip(intent.readings, better.readings, strict=True)
    readings = tuple([_with_people(reading, named, added, alone=len(intent.readings) == 1) for reading, named in pairs])
    return replace(intent, readings=readings, asks=asks_of(readings)), (*more, "names")


def _with_people(reading: Reading, named: Reading, added: frozenset[str], *, alone: bool) -> Reading:
    """A reading with the people of another one, unless those are fewer.

    Who is only `added` is to fill what is empty, or stands in a list with one who is told there, if it is `alone`.
    """

    def more(told: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
        apart = told and (not alone or added.isdisjoint(told))
        kept = tuple([name for name in names if name not in added]) if apart else names
        return kept if len(kept) >= len(told) else told

    return replace(
        reading,
        host=named.host or reading.host,
        lecturer=named.lecturer or reading.lecturer,
        recorder=named.recorder or reading.recorder,
        participants=more(reading.participants, named.participants),
        leave=more(reading.leave, named.leave),
        absent=more(reading.absent, named.absent),
    )


def _named(read: Sentences, today: date) -> Sentences | None:
    """A text with the likely names as words, and what those did whom no rule claims; None: nothing new."""
    claimed = [span for phrase in read.phrases.names for span in phrase.spans]
    shares = name_shares(read.lexemes, [*claimed, *_told_otherwise(read)])
    names = _passed_over(read, claimed, shares)
    again = read_sentences(with_names(read.lexemes, names), today) if names else read
    may_add = Tag.TITLE in again.tags or max(shares.values(), default=0) >= _HARDLY
    added = [*_added(again, shares)] if may_add else []
    if not names and not added:
        return None
    replaced = {phrase.at for phrase in added}
    kept = [phrase for phrase in again.phrases if phrase.rule != _LISTED or phrase.at not in replaced]
    return replace(again, phrases=Phrases(sorted([*kept, *added], key=lambda phrase: phrase.at)))


def _passed_over(read: Sentences, claimed: Sequence[Span], shares: Mapping[Span, float]) -> Sequence[Span]:
    """The likely names that the rules took for nothing, or for less or more than they are."""
    likely = likely_among(shares)
    if not likely:
        return ()
    titles = _titles_in(read)
    taken = positions_of([*[span for span in claimed if _is_titled(span, titles)], *_told_otherwise(read)])
    rivals: dict[int, float] = {}
    for span in claimed:
        share = shares.get(span, 0)
        rivals.update((at, share) for at in range(*span) if share > rivals.get(at, 0))
    return [
        span
        for span in likely
        if taken.isdisjoint(range(*span)) and shares[span] > _SURER * max([rivals.get(at, 0) for at in range(*span)])
    ]


def _titles_in(read: Sentences) -> Mapping[int, int]:
    """Where titles begin, by where they end."""
    return {x.end: x.start for x in read.lexemes if x.tag is Tag.TITLE} if Tag.TITLE in read.tags else {}


def _is_titled(span: Span, titles: Mapping[int, int]) -> bool:
    return titles.get(span[1], 0) > span[0]


def _told_otherwise(read: Sentences) -> Iterator[Span]:
    yield from [topic.span for topic in read.phrases.of(TopicPhrase)]
    yield from [place.span for place in read.phrases.of(PlacePhrase)]


def _added(read: Sentences, shares: Mapping[Span, float]) -> Iterator[NamesPhrase]:
    told = {phrase.role for phrase in read.phrases.names if phrase.rule != _LISTED}
    titles = _titles_in(read)
    for names in _unclaimed(read):
        likely = max([shares.get(span, 0) for span in names.spans])
        if likely < _HARDLY and not _is_titled(names.spans[-1], titles):
            continue
        role, share = role_of(surroundings_of(names, read), named=likely > LIKELY)
        doubtful = _is_item(names, read.lexemes) or role in told or (role in _MISSING and missing_in(read) is None)
        if role and share > (_SURE if doubtful else LIKELY_ROLE) and _fits(role, names, read, told):
            told.add(role)
            yield NamesPhrase(at=names.at, end=names.end, rule=f"{_LEARNED}{role}", role=role, spans=names.spans)


def _is_item(names: NameList, lexemes: Lexemes) -> bool:
    """升国旗、唱国歌、重温誓词: one of a list of other things."""
    return len(names.spans) == 1 and Tag.PAUSE in {tag_at(lexemes, names.at - 1), tag_at(lexemes, names.end)}


def _unclaimed(read: Sentences) -> Iterator[NameList]:
    """Names that the rules took for nothing."""
    taken = [span for phrase in read.phrases.names if phrase.rule != _LISTED for span in phrase.spans]
    positions = positions_of([*taken, *_told_otherwise(read)])
    for names in name_lists(read.lexemes, taken=positions):
        if all(positions.isdisjoint(range(*span)) for span in names.spans):
            yield names


def _fits(role: Role, names: NameList, read: Sentences, told: set[Role]) -> bool:
    """Whether so many names belong in a role, and nobody else is in it where there is but one."""
    if role not in _SEVERAL:
        if role is Role.LECTURER and _calls_together(read.lexemes, names.end):
            return False
        return len(names.spans) == 1 and role not in told and not is_for_next_time(read.lexemes, names.at)
    kinds = {phrase.word.kind: phrase.at for phrase in reversed(read.phrases.kinds)}
    if role is Role.PARTICIPANT:
        return names.at < min([at for kind, at in kinds.items() if kind in _TO_OTHERS], default=len(read.lexemes))
    return ActivityKind.ELECTION not in kinds and missing_in(read) in {None, len(names.spans)}


def _calls_together(lexemes: Lexemes, at: int) -> bool:
    """组长赵刚昨天召集了小组会: whoever held it did not lecture there."""
    at += tag_at(lexemes, at) in {Tag.DAY, Tag.PART}
    return tag_at(lexemes, at) is Tag.HOLD and text_at(lexemes, at).startswith(("召", "组织", "牵头"))
