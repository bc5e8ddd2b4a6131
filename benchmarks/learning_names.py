"""Learn which stretches of a text are names: `python -m benchmarks.learning_names [--without VOICE]... [--write]`.

Finds the expected names in the texts of records, and weighs what stands inside and around them. With `--without` it prints how
often it is right on the voices that were left out.
"""

from collections.abc import Iterator

from benchmarks.learning import Example, Subject, learn_from_command_line, reading_of, told_in
from benchmarks.learning_roles import leaves_open, placed
from benchmarks.scoring import Record
from handlers.grammar.people.candidates import candidates
from handlers.grammar.people.recognised import NAMED, TABLE


def examples_of(case: Record) -> Iterator[Example]:
    """All that may be names in a record."""
    records = told_in(case)
    if not records or any(leaves_open(record) for record in records):
        return
    text, read, _ = reading_of(case)
    named = placed(text, records)
    for span, pieces in candidates(read.lexemes):
        yield Example(frozenset(pieces), int(span in named))


SUBJECT = Subject(table=TABLE, answers=NAMED, examples_of=examples_of, rounds=8, decay=1e-4, seen=3, light=0.3)

if __name__ == "__main__":
    learn_from_command_line(SUBJECT)
