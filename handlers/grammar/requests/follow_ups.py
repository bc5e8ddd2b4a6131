"""The question before once more, with one thing exchanged: the whole message or nothing.

follow_up := [那 | 还有] (period | kind | period [的] kind | organisation) [的] 呢
"""

from datetime import datetime

from handlers.grammar.clauses.sentences import Sentences, read_sentences
from handlers.grammar.lexicon.lexeme import Tag
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.lexicon.phrases import DatePhrase, KindPhrase, PeriodPhrase
from handlers.grammar.requests.periods import period_of
from handlers.grammar.requests.query_topics import kind_in
from handlers.grammar.text.normalise import normalise
from handlers.grammar.text.organisation_names import read_organisation
from handlers.grammar.text.organisations import are_own
from handlers.grammar.text.patterns import Pattern
from handlers.intents import FollowUp

_FORM = Pattern("(?:(?:那么?|还有)[, ]*)?(?P<what>[^,。;、 ]{2,12}?)的?[呢呐嘞][呀啊]?")
_SIGNS = Pattern("[呢呐嘞]")
_LONGEST = 20
_SMALL = frozenset({Tag.FILLER, Tag.SPACE})
_YEARS = frozenset({Tag.NUMBER, Tag.YEAR_UNIT})


def follow_up_of(said: str, now: datetime) -> FollowUp | None:
    """上个月呢, 那党课呢, 二支部呢: what is to be exchanged; None where anything else is said."""
    what = thing_asked(said)
    if what is None:
        return None
    if are_own(what) or read_organisation(normalise(what)) == what:
        return FollowUp()
    read = read_sentences(lex(what, ()), now.date())
    if not _is_named_only(read):
        return None
    kind, (since, until) = kind_in(read), period_of(read, now.date())
    return FollowUp(kind=kind, since=since, until=until) if kind or since else None


def thing_asked(said: str) -> str | None:
    """述职评议呢: what a whole text asks about in this form, whatever it is."""
    short = len(said) <= _LONGEST and _SIGNS.search(said)
    found = _FORM.fullmatch(said) if short else None
    return found["what"] if found else None


def _is_named_only(read: Sentences) -> bool:
    """Whether nothing but stretches of time and a kind is named."""
    named = [phrase for phrase in read.phrases if isinstance(phrase, PeriodPhrase | DatePhrase | KindPhrase)]
    told = {at for phrase in named for at in range(phrase.at, phrase.end)}
    others = [lexeme.tag for at, lexeme in enumerate(read.lexemes) if at not in told]
    return all(tag in _SMALL or tag in _YEARS for tag in others)
