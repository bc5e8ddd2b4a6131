"""Learn from the open messages of tests/corpora, never from those aside: `make learn`.

Multinomial logistic regression over pieces (AdaGrad, the mean of the later rounds); the same corpora and lexicon give the same
tables. What is learned: benchmarks/learning_intents.py and its neighbours.
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from benchmarks.accuracy import read_cases
from benchmarks.scoring import STORED, Record, records_of
from handlers.grammar.clauses.sentences import Sentences, read_sentences
from handlers.grammar.learned.weights import BIAS, TENTHS, Weights
from handlers.grammar.lexicon.lexer import lex
from handlers.grammar.people.whole_names import with_whole_names
from handlers.grammar.text.normalise import normalise

CORPORA = Path("tests/corpora")
TABLES = Path("handlers/grammar/learned")
RATE, BIAS_RATE = 0.5, 0.05


class Example(NamedTuple):
    """Pieces, and the column of the right answer."""

    pieces: frozenset[str]
    answer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is learned: its table, its answers, and the examples that a message gives.

    A piece is weighed when `seen` examples have it; a row whose weights are all below `light` is left out. `besides` gives
    examples that come from no message.
    """

    table: str
    answers: Sequence[str]
    examples_of: Callable[[Record], Iterable[Example]]
    rounds: int
    decay: float
    seen: int
    light: float
    besides: Callable[[], Iterable[Example]] = tuple


def learn_from_command_line(subject: Subject) -> None:
    """Learn, say how well, and write the table if that is wanted."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--without", action="append", default=[], metavar="VOICE", help="a voice that is not learned from"
    )
    parser.add_argument("--write", action="store_true", help="make the table anew")
    chosen = parser.parse_args()
    voices = open_voices()
    learned = [*chain.from_iterable(examples_in(path, subject) for path in voices if path.stem not in chosen.without)]
    learned += subject.besides()
    rows = learn(subject, learned)
    print(f"{subject.table}: {len(learned)} examples, {len(rows)} pieces")
    for path in voices:
        if path.stem in chosen.without and (unseen := [*examples_in(path, subject)]):
            print(f"{path.stem:>24} {share_right(Weights(subject.answers, rows), unseen):.1%}")
    if chosen.write:
        write_table(subject, rows)


def open_voices() -> list[Path]:
    """The voices that may be learned from."""
    return sorted(path for path in CORPORA.glob("*.jsonl") if path.stem != "dates")


def write_table(subject: Subject, rows: Mapping[str, Sequence[int]]) -> None:
    """Make the table anew."""
    lines = ["\t".join([piece, *[str(tenths or "") for tenths in row]]) for piece, row in rows.items()]
    (TABLES / subject.table).write_text("\n".join(["\t".join(["piece", *subject.answers]), *lines, ""]), "utf-8")


def examples_in(voice: Path, subject: Subject) -> Iterable[Example]:
    """What there is to learn from a voice."""
    return chain.from_iterable(subject.examples_of(case) for case in read_cases(voice))


def told_in(case: Record) -> list[Record]:
    """The records that a report is to give; of what is no report none."""
    expect = case["expect"]
    assert isinstance(expect, dict)
    return records_of(expect, str(expect["intent"])) if expect["intent"] in STORED else []


def open_in(record: Record) -> list[object]:
    """The fields of a record of which anything will do."""
    left = record.get("dontcare")
    return left if isinstance(left, list) else []


def reading_of(case: Record) -> tuple[str, Sentences, date]:
    """A message as the grammar reads it, and the day on which it came."""
    text, today = normalise(str(case["text"])).text, datetime.fromisoformat(str(case["now"])).date()
    return text, read_sentences(with_whole_names(lex(text)), today), today


def learn(subject: Subject, examples: Sequence[Example]) -> Mapping[str, Sequence[int]]:
    """The rows of the table: what each piece says of each answer, in tenths.

    The most frequent come first: so they lie side by side in memory, and the few that every message has stay in the cache.
    """
    seen = Counter(piece for example in examples for piece in example.pieces if piece.isprintable())
    known = {piece: at for at, piece in enumerate(sorted(piece for piece in seen if seen[piece] >= subject.seen))}
    state = _State(len(known), len(subject.answers), subject.decay)
    rows = [
        (sorted(known[piece] for piece in example.pieces if piece in known), len(example.pieces), example.answer)
        for example in examples
    ]
    shuffled = random.Random(0)
    for turn in range(subject.rounds):
        shuffled.shuffle(rows)
        for row, count, answer in rows:
            state.step(row, 1 / math.sqrt(count), answer)
        if turn >= subject.rounds // 2:
            state.keep()
    scale = TENTHS / (subject.rounds - subject.rounds // 2)
    table = {piece: [round(weight * scale) for weight in state.mean[at]] for piece, at in known.items()}
    heavy = {piece: row for piece, row in table.items() if max(map(abs, row)) >= subject.light * TENTHS}
    often = {piece: heavy[piece] for piece in sorted(heavy, key=lambda piece: (-seen[piece], piece))}
    return often | {BIAS: [round(weight * scale) for weight in state.bias_mean]}


class _State:
    """Weights by piece and answer, how far each has moved, and the sums of the later rounds."""

    def __init__(self, pieces: int, answers: int, decay: float) -> None:
        self.weights, self.moved, self.mean = ([[start] * answers for _ in range(pieces)] for start in (0.0, 1e-8, 0.0))
        self.bias, self.bias_mean = [0.0] * answers, [0.0] * answers
        self.decay = decay

    def step(self, row: Sequence[int], scale: float, answer: int) -> None:
        """Move the weights of one example's pieces towards the right answer."""
        weights, moved = [self.weights[at] for at in row], [self.moved[at] for at in row]
        odds = [scale * math.fsum(column) for column in zip(*weights, strict=True)] or [0.0] * len(self.bias)
        powers = [math.exp(min(30.0, told + always)) for told, always in zip(odds, self.bias, strict=True)]
        whole = sum(powers)
        for column, power in enumerate(powers):
            error = power / whole - (column == answer)
            self.bias[column] -= BIAS_RATE * error
            if abs(error) < NEGLIGIBLE:
                continue
            for pair in zip(weights, moved, strict=True):
                self._move(*pair, column, scale * error)

    def _move(self, weights: list[float], moved: list[float], column: int, slope: float) -> None:
        slope += self.decay * weights[column]
        moved[column] += slope * slope
        weights[column] -= RATE * slope / math.sqrt(moved[column])

    def keep(self) -> None:
        """Add the weights to the sums."""
        self.mean = [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(self.mean, self.weights, strict=True)]
        self.bias_mean = [a + b for a, b in zip(self.bias_mean, self.bias, strict=True)]


NEGLIGIBLE = 1e-3
"""An answer that is as good as certain moves nothing: most are after some rounds."""


def share_right(weights: Weights, examples: Sequence[Example]) -> float:
    """Of how many the likeliest answer is right."""
    right = 0
    for example in examples:
        odds = weights.odds(example.pieces)
        right += odds.index(max(odds)) == example.answer
    return right / len(examples)
