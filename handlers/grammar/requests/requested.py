"""What a message asks of the bot where it is known to ask, whatever words say so."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from handlers.grammar.clauses.sentences import Sentences
from handlers.grammar.requests.amendments import change_in
from handlers.grammar.requests.query_topics import kind_in, question_in
from handlers.grammar.requests.requests import file_in, reminder_in
from handlers.grammar.requests.targets import of_several, target_in
from handlers.grammar.text.normalise import Normalised
from handlers.intents import Correct, Help, Intent, Nothing, Plan, Reading, Undo


def requested(intent: str, read: Sentences, text: Normalised, now: datetime) -> Intent:
    """The request of that name, with what the text tells of it."""
    target = target_in(read.phrases, read.lexemes, now.date())
    asked: Mapping[str, Callable[[], Intent]] = {
        "help": lambda: Help(kind=kind_in(read)),
        "query": lambda: question_in(read, now),
        "export": lambda: file_in(read, now),
        "remind": lambda: reminder_in(read, now),
        "undo": lambda: Undo(target=target, sure=False),
        "correct": lambda: _change(read, text, now) or Correct(changes=Reading(), target=target),
        "plan": lambda: Plan(kind=kind_in(read)),
        "none": Nothing,
    }
    return asked[intent]()


def _change(read: Sentences, text: Normalised, now: datetime) -> Intent | None:
    change = change_in(read, text, now)
    if not isinstance(change, Correct):
        return change
    return of_several(replace(change, sure=False), read, text)
