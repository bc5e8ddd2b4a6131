"""Learn which kind of activity a message tells of: `python -m benchmarks.learning_kinds [--without VOICE]... [--write]`.

With `--without` it prints how often the likeliest kind is right on the voices that were left out.
"""

from collections.abc import Iterator

from benchmarks.learning import Example, Subject, learn_from_command_line, reading_of, told_in
from benchmarks.scoring import Record
from handlers.grammar.judgement.likely_kinds import KINDS, TABLE
from handlers.grammar.judgement.pieces import pieces_of


def examples_of(case: Record) -> Iterator[Example]:
    """A message that tells of one activity whose kind is beyond doubt."""
    records = told_in(case)
    if len(records) == 1 and records[0].get("kind") in KINDS:
        yield Example(frozenset(pieces_of(*reading_of(case))), KINDS.index(str(records[0]["kind"])))


SUBJECT = Subject(table=TABLE, answers=KINDS, examples_of=examples_of, rounds=12, decay=1e-5, seen=4, light=1.5)

if __name__ == "__main__":
    learn_from_command_line(SUBJECT)
