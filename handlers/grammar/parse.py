"""What a message means.

    message := secret | wish | command | request | amendment | telling

Deterministic and without state: the text, the moment and the known names decide. Never raises.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from handlers.grammar.clauses.likely_places import locate
from handlers.grammar.clauses.sentences import Sentences, read_sentences
from handlers.grammar.judgement.naming import tell
from handlers.grammar.judgement.opinion import explained
from handlers.grammar.judgement.seconding import second
from handlers.grammar.lexicon.lexeme import Lexemes
from handlers.grammar.lexicon.lexer import MOST_LEXEMES, lex
from handlers.grammar.people.whole_names import with_whole_names
from handlers.grammar.privacy.guard import guard
from handlers.grammar.privacy.secret_marks import is_secret
from handlers.grammar.requests.amendments import amendment_of
from handlers.grammar.requests.bookings import Booking, book, book_as_named, find_booking
from handlers.grammar.requests.commands import command_of
from handlers.grammar.requests.mending import mended
from handlers.grammar.requests.own_wishes import own_wish_of
from handlers.grammar.requests.requests import request_of
from handlers.grammar.text.normalise import Normalised, normalise
from handlers.grammar.text.organisation_names import read_organisation
from handlers.intents import Intent, Nothing
from handlers.parsed import Parsed, Token

_BEDTIME = 4
_TONIGHT = ("今晚", "今夜", "今天晚上")


def parse(text: str, now: datetime, *, names: Collection[str] = (), explain: bool = False) -> Parsed:
    """Read a message that came at `now`; `names` are people of the organisation. Tokens are told only to `explain` it."""
    normalised = normalise(text)
    now = _before_bedtime(now, normalised.text)
    pieces = lex(normalised.text, names)
    lexemes = with_whole_names(pieces)
    tokens = tuple(_tokens(lexemes, normalised)) if explain else ()
    if is_secret(normalised.text):
        return Parsed(intent=Nothing(), secret=True, tokens=tokens, rules=("secret",))
    if not lexemes:
        return Parsed(intent=Nothing(), rules=("empty",))
    said = normalised.text
    booking = find_booking(said, now.date())
    if booking:
        lexemes = with_whole_names(lex(booking.hidden_in(said), names))
    read = read_sentences(lexemes, now.date())
    unread = len(pieces) >= MOST_LEXEMES or len(read.lexemes) < len(lexemes)
    if unread:
        normalised = replace(normalised, text=said[: read.lexemes[-1].end])
    wish = own_wish_of(normalised, now, names)
    intent, rules = (wish, ("wish",)) if wish else _intent_of(read, normalised, now, booking)
    intent, dropped = guard(intent, normalised)
    return Parsed(
        intent=intent,
        organisation=read_organisation(normalised),
        unread=unread,
        dropped=dropped,
        tokens=tokens,
        opinion=explained(booking.hidden_in(said) if booking else said, read, now.date()) if explain else None,
        rules=(*[phrase.rule for phrase in read.phrases], *rules),
    )


def _intent_of(
    read: Sentences, text: Normalised, now: datetime, booking: Booking | None
) -> tuple[Intent, tuple[str, ...]]:
    if booking is None:
        intent, rules = _meaning_of(read, text, now)
        return book_as_named(intent, text.text), rules
    intent, rules = _meaning_of(read, replace(text, text=booking.hidden_in(text.text)), now, booked=True)
    return book(intent, booking, read, booking.hidden_in(text.text), now.date()), (*rules, f"booking:{booking.label}")


def _before_bedtime(now: datetime, text: str) -> datetime:
    """今晚, said after midnight, is the evening before."""
    if now.hour >= _BEDTIME or not any(word in text for word in _TONIGHT):
        return now
    return datetime.combine(now.date() - timedelta(days=1), time.max, now.tzinfo)


def _meaning_of(
    read: Sentences, text: Normalised, now: datetime, *, booked: bool = False
) -> tuple[Intent, tuple[str, ...]]:
    if command := command_of(text.text, now):
        return command, ("command",)
    intent, rules = ruled(read, text, now)
    return second(intent, rules, read, text, now, booked=booked)


def ruled(read: Sentences, text: Normalised, now: datetime) -> tuple[Intent, tuple[str, ...]]:
    """What the rules alone make of a message that is no command."""
    if request := request_of(read, now):
        return request, (f"request:{type(request).__name__.lower()}",)
    if slip := mended(read.lexemes, read.tags, read.texts):
        return _told(read_sentences(slip, now.date()), text, now)
    if amendment := amendment_of(read, text, now):
        return amendment, (f"amendment:{type(amendment).__name__.lower()}",)
    return _told(read, text, now)


def _told(read: Sentences, text: Normalised, now: datetime) -> tuple[Intent, tuple[str, ...]]:
    return locate(*tell(read, text, now), read, text)


def _tokens(lexemes: Lexemes, text: Normalised) -> Iterator[Token]:
    positions, typed = text.positions, text.typed
    for lexeme in lexemes:
        if lexeme.start == lexeme.end:
            continue  # a mark that nobody typed, between two names
        start, end = positions[lexeme.start], positions[lexeme.end - 1] + 1
        yield Token(kind=lexeme.tag, text=typed[start:end], start=start, end=end)
