"""Learn what messages are meant for: `python -m benchmarks.learning_intents [--without VOICE]... [--write]`.

With `--without` it prints how often the opinion alone is right on the voices that were left out.
"""

from collections.abc import Iterator

from benchmarks.learning import Example, Subject, learn_from_command_line, reading_of
from benchmarks.scoring import STORED, Record
from handlers.grammar.judgement.opinion import INTENTS, TABLE
from handlers.grammar.judgement.pieces import pieces_of


def examples_of(case: Record) -> Iterator[Example]:
    """A message on which careful readers agree whether it is to be recorded."""
    if intent := intent_of(case):
        yield Example(frozenset(pieces_of(*reading_of(case))), INTENTS.index(intent))


def intent_of(case: Record) -> str | None:
    """What a message is meant for; None where careful readers differ over whether it is to be recorded."""
    expect = case["expect"]
    assert isinstance(expect, dict)
    intents = {str(expect["intent"]), *map(str, expect.get("accept", ()))}
    if intents & STORED and not intents <= STORED:
        return None
    return "record" if intents & STORED else str(expect["intent"])


SUBJECT = Subject(table=TABLE, answers=INTENTS, examples_of=examples_of, rounds=12, decay=1e-5, seen=5, light=1.0)

if __name__ == "__main__":
    learn_from_command_line(SUBJECT)
