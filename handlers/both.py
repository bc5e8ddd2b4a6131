"""Two things in one message: a report and a question, two questions, or two requests of which one changes a record."""

from dataclasses import dataclass, replace

from handlers.context import Context
from handlers.grammar.requests.two_parts import changes_in, parts_of
from handlers.grammar.text.normalise import normalise
from handlers.grammar.text.organisation_names import names_several
from handlers.intents import Correct, Intent, Query, QueryTopic, Reading, RecordActivities, Recorded, RecordTalks, Undo
from handlers.parsed import Parsed

OF_ALL = frozenset({QueryTopic.OPEN_DUTIES, QueryTopic.TERM})
"""What may be asked in few words without naming a kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What was said for one of them, and what it means."""

    text: str
    parsed: Parsed


def both_in(context: Context, text: str, parsed: Parsed) -> tuple[Part, Part] | None:
    """The two things that a message asks for; None where the message is one."""
    if isinstance(parsed.intent, Recorded | Query) and (parts := parts_of(text)):
        first, last = (_read(context, part) for part in parts)
        return (first, last) if _asks_behind(first.parsed.intent, last.parsed.intent) else None
    if isinstance(parsed.intent, Recorded | Correct | Undo):
        cut = ((_read(context, head), _read(context, tail)) for head, tail in changes_in(text))
        return next((_of_one(*both) for both in cut if _are_apart(*(part.parsed.intent for part in both))), None)
    return None


def leaves_open_whose(first: Part, last: Part) -> bool:
    """Whether a report names no organisation, and the question behind it several: it may be meant for each of them."""
    told = isinstance(first.parsed.intent, Recorded) and first.parsed.organisation is None
    return told and names_several(normalise(last.text))


def _of_one(first: Part, last: Part) -> tuple[Part, Part]:
    """Both, with the organisation that only the first names."""
    named = last.parsed.organisation or first.parsed.organisation
    return first, replace(last, parsed=replace(last.parsed, organisation=named))


def _read(context: Context, text: str) -> Part:
    return Part(text=text, parsed=context.read(text, context.now, context.names))


def _asks_behind(head: Intent, asked: Intent) -> bool:
    """Whether a question stands behind a report or another question."""
    if not (isinstance(asked, Query) and isinstance(head, Recorded | Query)):
        return False
    if not (asked.topic in OF_ALL if asked.kind is None else asked.topic is not QueryTopic.UNKNOWN):
        return False
    if isinstance(head, Recorded):
        return True
    missing = head.kind and asked.kind is None and asked.topic is QueryTopic.OPEN_DUTIES  # of the kind that was named
    return not missing and (head.topic, head.kind) != (asked.topic, asked.kind)


def _are_apart(first: Intent, last: Intent) -> bool:
    """Whether two requests of which one changes a record are about records of their own."""
    if isinstance(first, Undo) and isinstance(last, Recorded):
        return bool(_about(last))
    both_told = isinstance(first, Recorded) and isinstance(last, Recorded)
    one, other = _about(first), _about(last)
    return bool(one and other) and not both_told and one.isdisjoint(other)


def _about(intent: Intent) -> frozenset[int | str]:
    """The number or the kinds of the records that a request names; none where it does not say enough."""
    match intent:
        case Undo(target=target):
            named = [target.number or target.kind]
        case Correct(target=target, changes=changes, cleared=cleared) if changes != Reading() or cleared:
            named = [target.number or target.kind]
        case RecordActivities(readings=readings) | RecordTalks(readings=readings) if all(x.held_on for x in readings):
            named = [reading.kind for reading in readings]
        case _:
            return frozenset()
    return frozenset(filter(None, named))
