"""Proposing duties from a plan: what it asks for so many times, in such a rhythm, or around such a day.

    sentence = clause { "，" clause }
    clause   = { token }

A clause proposes a duty where it has a quantity, a rhythm, a window, or a yearly document that somebody draws up. A clause
of nothing but a window lends it to the next one, and to those after that which count something. Figures (amounts of money,
rates, numbers of things) and vague words (定期) are listed as not read: a person decides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from schedules.calendar.periods import Cadence
from schedules.duties.plans import words
from schedules.duties.plans.lexer import Token, TokenKind, tokens_of
from schedules.duties.plans.text import Sentence, sentences_of
from schedules.duties.plans.windows import window_text_of
from schedules.ledger.activity import ActivityKind
from schedules.people.organisation import OrganisationKind

SAYS_WHEN = frozenset({TokenKind.WINDOW, TokenKind.FESTIVAL, TokenKind.DAY})
SUBJECT_LENGTH = 8
TITLE_LENGTH = 200
BARE = re.compile(rf"(?:{'|'.join(words.FILLERS)}|[\s：:])*")
SHORT = 4
"""A clause with fewer characters of its own says when, and not what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedDuty:
    """A duty that a plan seems to ask for, with the sentence that says so.

    `window` is `MM-DD..MM-DD` or a festival's name; a plan never tells its days, so it is to be confirmed.
    """

    clause: str
    sentence: str
    name: str
    owner: OrganisationKind
    cadence: Cadence
    min_count: int
    kind: ActivityKind
    window: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A sentence with a number or a rhythm that no duty was made of, and why."""

    clause: str
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What was read of a plan, and what was not."""

    duties: tuple[ProposedDuty, ...]
    unread: tuple[Unread, ...]


def propose(text: str) -> Proposal:
    """Read a plan."""
    read = [_read(sentence, text[:TITLE_LENGTH]) for sentence in sentences_of(text)]
    return Proposal(
        duties=tuple(duty for one in read for duty in one.duties),
        unread=tuple(dict.fromkeys(unread for one in read for unread in one.unread)),
    )


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One sentence on its way."""

    sentence: Sentence
    title: str
    window: Token | None = None
    duties: list[ProposedDuty] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def take(self, tokens: Sequence[Token]) -> None:
        kinds = {token.kind for token in tokens}
        counts = TokenKind.QUANTITY in kinds
        if re.search(words.MERELY_WEIGHED, "".join(token.text for token in tokens)):
            return
        windows = [token for token in tokens if token.kind in SAYS_WHEN]
        said = "".join(token.text for token in tokens if token.kind is TokenKind.TEXT)
        if windows and not counts and _only_says_when(said):
            self.window = windows[-1]
        elif not counts and self.duties and any(word in said for word in words.USUALLY_IN):
            self._date_last(windows)
        elif windows:
            for window in windows:
                self._add(tokens, window)
            self.window = windows[-1] if counts else None
        elif self.window and (counts or not self._has_taken(self.window)):
            self._add(tokens, self.window)
        elif _asks(tokens, said):
            self._add(tokens, None)
        else:
            self._pass_over(kinds)

    def _date_last(self, windows: Sequence[Token]) -> None:
        if windows:
            self.duties[-1] = replace(self.duties[-1], window=window_text_of(windows[-1]))

    def _has_taken(self, window: Token) -> bool:
        return any(duty.window == window_text_of(window) for duty in self.duties)

    def _add(self, tokens: Sequence[Token], window: Token | None) -> None:
        count = next((token.number for token in tokens if token.kind is TokenKind.QUANTITY), 1)
        repeats = next((token.number for token in tokens if token.kind is TokenKind.RHYTHM), 1)
        clause = "".join(token.text for token in tokens).strip()
        kind = _kind_of(clause, self.sentence)
        for name in _names_of(self._named(clause)):
            self.duties.append(
                ProposedDuty(
                    clause=self.sentence.clause,
                    sentence=self.sentence.text,
                    name=name,
                    owner=_owner_of(clause, kind, self.sentence, self.title),
                    cadence=Cadence.WINDOW if window else _cadence_of(tokens),
                    min_count=max(1, count * repeats),
                    kind=kind,
                    window=window_text_of(window) if window else None,
                )
            )

    def _named(self, clause: str) -> str:
        """The clause, with what it speaks of in front where itself it tells only how often (一般每月召开一次)."""
        if not BARE.fullmatch("".join(token.text for token in tokens_of(clause) if token.kind is TokenKind.TEXT)):
            return clause
        before = self.sentence.text.partition(clause)[0].strip("，, ")
        subject = before or self.sentence.heading
        return f"{subject}：{clause}" if subject not in {"", clause} else clause

    def _pass_over(self, kinds: set[TokenKind]) -> None:
        reason = (
            words.VAGUE_REASON
            if TokenKind.VAGUE in kinds
            else words.FIGURE_REASON
            if TokenKind.FIGURE in kinds
            else None
        )
        if reason:
            self.unread.append(Unread(clause=self.sentence.clause, sentence=self.sentence.text, reason=reason))


def _read(sentence: Sentence, title: str) -> _Reading:
    reading = _Reading(sentence=sentence, title=title)
    tokens = list(tokens_of(sentence.text))
    for is_comma, clause in groupby(tokens, key=lambda token: token.kind is TokenKind.COMMA):
        if not is_comma:
            for part in _parts_of(_with_days(list(clause))):
                reading.take(part)
    return reading


def _with_days(clause: Sequence[Token]) -> Sequence[Token]:
    """Days are counted where they are owed in some rhythm (每年不少于8天); elsewhere they tell how long something takes."""
    returns = any(token.kind in {TokenKind.RHYTHM, TokenKind.SPAN} for token in clause)
    kind = TokenKind.QUANTITY if returns else TokenKind.FIGURE
    return [replace(token, kind=kind) if token.kind is TokenKind.DAYS else token for token in clause]


def _parts_of(clause: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """A clause that counts twice in one rhythm (每年一次民主生活会和一次民主评议) is as many clauses."""
    rhythm = [token for token in clause if token.kind in {TokenKind.RHYTHM, TokenKind.SPAN}][:1]
    part: list[Token] = []
    for token in clause:
        joined = part and part[-1].text.endswith(words.JOINS) and part[-1].kind is TokenKind.TEXT
        if token.kind is TokenKind.QUANTITY and joined and any(one.kind is TokenKind.QUANTITY for one in part):
            yield part
            part = [*rhythm]
        part.append(token)
    yield part


def _only_says_when(said: str) -> bool:
    return len(said) < SHORT or said.startswith(words.ACCORDING_TO)


def _asks(tokens: Sequence[Token], said: str) -> bool:
    kinds = {token.kind for token in tokens}
    if any(token.text in words.OTHER_RHYTHMS for token in tokens):
        return False
    if TokenKind.QUANTITY in kinds:
        return True
    if TokenKind.RHYTHM in kinds:
        return TokenKind.FIGURE not in kinds
    drawn_up = any(word in said for word in words.DRAWS_UP)
    return TokenKind.YEAR_DOCUMENT in kinds and drawn_up and not any(word in said for word in words.NOT_COUNTED)


def _cadence_of(tokens: Sequence[Token]) -> Cadence:
    for token in tokens:
        if token.kind is TokenKind.RHYTHM:
            return words.RHYTHMS[token.text]
        if token.kind is TokenKind.SPAN:
            return words.SPANS[token.text]
    return Cadence.YEARLY


def _names_of(clause: str) -> Iterator[str]:
    """A clause that lists pairs (支委之间、党员之间) asks for each of them."""
    parts = clause.split(words.BETWEEN)
    pairs = [part.strip("、") for part in parts[:-1]]
    if len(pairs) <= 1:
        yield clause.rstrip("".join(words.JOINS))
        return
    for pair in pairs:
        yield f"{pair}{words.BETWEEN}{parts[-1]}"


def _owner_of(clause: str, kind: ActivityKind, sentence: Sentence, title: str) -> OrganisationKind:
    """Who owes it: the clause's subject, else whom the chapter is about, else whom a list of duties is made for.

    Where nobody is named, the gathering itself tells: a 支委会 is a branch's.
    """
    subject = re.split(words.VERBS, re.sub(words.RECIPIENT, "", clause))[0][:SUBJECT_LENGTH]
    listed = title if any(word in title for word in words.LISTS_FOR_UNITS) else ""
    owners = (_named_in(told) for told in (subject, sentence.chapter, listed))
    named = next((owner for owner in owners if owner), None)
    return named or words.KIND_OWNERS.get(kind, OrganisationKind.WORK_COMMITTEE)


def _named_in(told: str) -> OrganisationKind | None:
    named = told.replace(words.ANY_ORGANISATION, "")
    return next((owner for word, owner in words.OWNERS if word in named), None)


def _kind_of(clause: str, sentence: Sentence) -> ActivityKind:
    """What is to take place: by the clause's own words, else its item's heading, its sentence, the whole item."""
    places = (clause, sentence.heading, sentence.text, sentence.item)
    found = next((kind for told in places if (kind := _first_kind_in(told))), None)
    if found in {ActivityKind.STUDY, ActivityKind.SEMINAR} and words.CENTER_GROUP in sentence.item:
        return ActivityKind.CENTER_GROUP
    return found or ActivityKind.OTHER


def _first_kind_in(told: str) -> ActivityKind | None:
    return next((kind for word, kind in words.KINDS if word in told), None)
