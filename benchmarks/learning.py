"""Learn the second opinion: `python -m benchmarks.learning [--without VOICE]... [--write]`.

Reads the open messages of tests/corpora (never those aside), weighs their pieces by logistic regression (AdaGrad, the mean of
the later rounds), and prints how often the opinion alone is right on the voices that were left out. With `--write` the
table of handlers/grammar is made anew; the same corpora and lexicon give the same table.
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from benchmarks.accuracy import read_cases
from benchmarks.scoring import STORED
from handlers.grammar import opinion
from handlers.grammar.lexer import lex
from handlers.grammar.normalise import normalise
from handlers.grammar.pieces import pieces_of
from handlers.grammar.sentences import read_sentences

CORPORA = Path("tests/corpora")
TABLE = Path(opinion.__file__).with_suffix(".tsv")
ROUNDS, RATE, DECAY = 12, 0.5, 1e-5
BIAS_RATE = 0.05
SEEN = 4
"""A piece is weighed when so many messages have it."""
LIGHT = 0.5
"""What weighs less is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A message in pieces, and whether it tells of something to be recorded."""

    pieces: frozenset[str]
    is_record: bool


def main() -> None:
    """Learn, and say how well."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning")
    parser.add_argument(
        "--without", action="append", default=[], metavar="VOICE", help="a voice that is not learned from"
    )
    parser.add_argument("--write", action="store_true", help="make the table anew")
    chosen = parser.parse_args()
    voices = sorted(path for path in CORPORA.glob("*.jsonl") if path.stem != "dates")
    learned = [*chain.from_iterable(examples_of(path) for path in voices if path.stem not in chosen.without)]
    weights = learn(learned)
    print(f"{len(learned)} messages, {len(weights)} weights")
    for path in voices:
        if path.stem in chosen.without:
            print(f"{path.stem:>24} {share_right(weights, [*examples_of(path)]):.1%}")
    if chosen.write:
        lines = sorted(f"{opinion.readable(piece)}\t{weight:.1f}\n" for piece, weight in weights.items())
        TABLE.write_text("".join(lines), "utf-8")


def examples_of(path: Path) -> Iterator[Example]:
    """The messages of a voice on which careful readers agree."""
    for case in read_cases(path):
        expect = case["expect"]
        assert isinstance(expect, dict)
        intents = {str(expect["intent"]), *map(str, expect.get("accept", ()))}
        if not intents & STORED or intents <= STORED:
            text, today = normalise(str(case["text"])).text, datetime.fromisoformat(str(case["now"])).date()
            pieces = pieces_of(text, read_sentences(lex(text, ()), today), today)
            yield Example(pieces=frozenset(pieces), is_record=bool(intents & STORED))


def learn(examples: Sequence[Example]) -> Mapping[str, float]:
    """The weights of the pieces."""
    seen = Counter(chain.from_iterable(example.pieces for example in examples))
    known = {piece: at for at, piece in enumerate(sorted(piece for piece in seen if seen[piece] >= SEEN))}
    rows = [
        (sorted(known[piece] for piece in example.pieces if piece in known), len(example.pieces), example.is_record)
        for example in examples
    ]
    weights, moved, mean = [0.0] * len(known), [1e-8] * len(known), [0.0] * len(known)
    bias = bias_mean = 0.0
    shuffled = random.Random(0)
    for turn in range(ROUNDS):
        shuffled.shuffle(rows)
        for row, count, is_record in rows:
            scale = 1 / math.sqrt(count)
            odds = bias + scale * math.fsum([weights[at] for at in row])
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - is_record
            bias -= BIAS_RATE * error
            for at in row:
                slope = scale * error + DECAY * weights[at]
                moved[at] += slope * slope
                weights[at] -= RATE * slope / math.sqrt(moved[at])
        if turn >= ROUNDS // 2:
            mean = [before + now for before, now in zip(mean, weights, strict=True)]
            bias_mean += bias
    later = ROUNDS - ROUNDS // 2
    table = {piece: mean[at] / later for piece, at in known.items()}
    return {opinion.BIAS: bias_mean / later} | {
        piece: weight for piece, weight in table.items() if abs(weight) >= LIGHT
    }


def share_right(weights: Mapping[str, float], examples: Sequence[Example]) -> float:
    """Of how many the opinion alone is right."""
    right = [
        (
            sum(weights.get(piece, 0.0) for piece in example.pieces) / math.sqrt(len(example.pieces))
            + weights[opinion.BIAS]
            > 0
        )
        == example.is_record
        for example in examples
    ]
    return sum(right) / len(right)


if __name__ == "__main__":
    main()
