"""What the grammar makes of a sentence, laid out for the page that explains it. Nothing of it is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.channels.sandbox.placing import Sentence, places_of
from handlers import drafting, replies
from handlers.conversation import Draft, Question
from handlers.grammar.clauses.fields import explain_of, fields_of
from handlers.grammar.lexicon.kinds import name_of
from handlers.grammar.parse import parse
from handlers.intents import Correct, Intent, Reading, RecordActivities, RecordTalks, Unclear
from schedules.calendar.zone import local_day_of
from schedules.ledger.activity import ActivityKind


def explain(text: str, now: datetime, names: Sequence[str]) -> dict[str, Any]:
    """The pieces, rules, fields with their places, and the questions that would be asked."""
    parsed = parse(text, now, names=names, explain=True)
    readings = _readings_of(parsed.intent)
    records = []
    for number, reading in enumerate(readings):
        fields = fields_of(reading)
        sentence = Sentence(text=text, tokens=parsed.tokens, now=now, number=number)
        records.append({"fields": fields, "places": places_of(fields, sentence)})
    asked = () if isinstance(parsed.intent, Correct) else readings
    today = local_day_of(now)
    return {
        **explain_of(parsed),
        "text": text,
        "unclear": isinstance(parsed.intent, Unclear),
        "secret": parsed.secret,
        "organisation": parsed.organisation,
        "records": records,
        "kept_back": replies.kept_back(parsed.dropped) if parsed.dropped else "",
        "kinds": {kind: name_of(kind) for kind in ActivityKind},
        "questions": [words for reading in asked for words in _questions_about(reading, today)],
    }


def _readings_of(intent: Intent) -> tuple[Reading, ...]:
    match intent:
        case RecordActivities(readings=readings) | RecordTalks(readings=readings) | Unclear(readings=readings):
            return readings
        case Correct(changes=changes):
            return (changes,)
        case _:
            return ()


def _questions_about(reading: Reading, today: date) -> Iterator[str]:
    """One after the other, each as if those before it had been answered."""
    while gap := drafting.missing_in(Draft(readings=(reading,))):
        question = gap[1]
        yield replies.question_words(question, reading, today)
        reading = _answered(reading, question, today)


def _answered(reading: Reading, question: Question, today: date) -> Reading:
    match question:
        case Question.KIND:
            return replace(reading, kind=ActivityKind.OTHER)
        case Question.DATE:
            return replace(reading, held_on=today)
        case Question.HELD:
            return replace(reading, doubted=False)
        case Question.PARTICIPANTS:
            return replace(reading, participants=(replies.SOMEBODY,))
        case _:
            return replace(reading, expected=None, present=None)
