"""Learn which clauses tell private matters: `python -m benchmarks.learning_privacy [--without VOICE]... [--write]`.

Of a message that must not be kept as it is, the clauses in which the rules found a matter; of a harmless one, all clauses; and the
phrases of private_phrases.txt, which were written for nothing else. With `--without` it prints how often the likeliest answer is
right on the clauses of the voices that were left out.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from benchmarks.learning import Example, Subject, learn_from_command_line
from benchmarks.scoring import Record
from handlers.grammar.parse import parse
from handlers.grammar.privacy.announced import pieces_in
from handlers.grammar.privacy.guard import findings_of, without_harmless
from handlers.grammar.privacy.likely_private import ANSWERS, MATTERS, TABLE, parts_in, pieces_of_part
from handlers.grammar.text.normalise import normalise

PHRASES = Path(__file__).with_name("private_phrases.txt")
WEIGHT = 4
"""What was read for this purpose counts so much; a phrase, which nobody sent, counts once."""


def examples_of(case: Record) -> Iterator[Example]:
    """The clauses of a message; none of one that only the rules think private, as nobody read it for that."""
    label = case.get("guard")
    if label == "secret":
        return
    text = normalise(str(case["text"]))
    findings = findings_of(parse(str(case["text"]), datetime.fromisoformat(str(case["now"]))).intent, text)
    if findings and "guard" not in case:
        return
    bare = without_harmless(text.text, frozenset(pieces_in(text.text)))
    for start, end in parts_in(bare):
        told = [reason for reason, first, last in findings if first < end and start < max(last, first + 1)]
        if label is None or not MATTERS.isdisjoint(told):
            example = Example(pieces_of_part(bare[start:end]), int(label is not None))
            yield from [example] * (WEIGHT if "guard" in case else 1)


def examples_of_phrases() -> Iterator[Example]:
    """The phrases, each under the name of its answer."""
    answer = 0
    for line in PHRASES.read_text("utf-8").splitlines():
        if line.startswith("["):
            answer = ANSWERS.index(line.strip("[]"))
            continue
        for phrase in line.split():
            text = normalise(phrase).text
            start, end = max(parts_in(text), key=lambda span: span[1] - span[0])  # 他脾气大 of 说他脾气大
            yield Example(pieces_of_part(text[start:end]), answer)


SUBJECT = Subject(
    table=TABLE,
    answers=ANSWERS,
    examples_of=examples_of,
    rounds=8,
    decay=1e-4,
    seen=3,
    light=1.0,
    besides=examples_of_phrases,
)

if __name__ == "__main__":
    learn_from_command_line(SUBJECT)
