"""Learn which stretch of a message tells what it was about: `python -m benchmarks.learning_topics [--without VOICE]... [--write]`.

With `--without` it prints how often a stretch is judged rightly on the voices that were left out.
"""

from collections.abc import Iterator, Sequence

from benchmarks.learning import Example, Subject, learn_from_command_line, open_in, reading_of, told_in
from benchmarks.scoring import Record
from handlers.grammar.clauses.likely_topics import ANSWERS, TABLE
from handlers.grammar.clauses.stretches import pieces_of_stretch, stretches_of
from handlers.grammar.text.normalise import normalise
from schedules.ledger.activity import ActivityKind


def examples_of(case: Record) -> Iterator[Example]:
    """The stretches of a message that tells of one activity and of its topic."""
    records = told_in(case)
    wanted = wanted_in(records[0], "topic") if len(records) == 1 else []
    if not wanted:
        return
    _, read, _ = reading_of(case)
    kind = kind_of(records[0])
    for at, end in stretches_of(read.lexemes, read.phrases, 0, len(read.lexemes)):
        told = "".join(lexeme.text for lexeme in read.lexemes[at:end] if lexeme.text != " ")
        pieces = pieces_of_stretch(read.lexemes, read.phrases, (at, end), kind)
        yield Example(pieces, int(any(topic in told for topic in wanted)))


def wanted_in(record: Record, field: str) -> Sequence[str]:
    """The pieces of text of which a field must contain one; none where it may hold anything."""
    told = record.get(field)
    if told is None or field in open_in(record):
        return []
    listed = told if isinstance(told, list) else [told]
    return ["".join(normalise(str(each)).text.split()) for each in listed if each]


def kind_of(record: Record) -> ActivityKind | None:
    """The expected kind, or the first of those that will do."""
    told = record.get("kind")
    kind = told[0] if isinstance(told, list) else told
    return ActivityKind(str(kind)) if kind else None


SUBJECT = Subject(table=TABLE, answers=ANSWERS, examples_of=examples_of, rounds=8, decay=1e-4, seen=2, light=0.3)

if __name__ == "__main__":
    learn_from_command_line(SUBJECT)
