"""Learn what named people did: `python -m benchmarks.learning_roles [--without VOICE]... [--write]`.

Reads the records among the open messages of tests/corpora (never those aside), finds the expected names in their texts, and
weighs what stands around them by multinomial logistic regression (AdaGrad, the mean of the later rounds). Prints how often
the likeliest role is right on the voices that were left out. With `--write` the table of handlers/grammar is made anew.
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from benchmarks.accuracy import read_cases
from benchmarks.scoring import STORED, Record, records_of
from handlers.grammar import roles
from handlers.grammar.lexer import lex
from handlers.grammar.name_lists import NameList, name_lists
from handlers.grammar.normalise import normalise
from handlers.grammar.phrases import Role
from handlers.grammar.roles import ROLES, role_of, shares_of
from handlers.grammar.sentences import read_sentences
from handlers.grammar.surroundings import surroundings_of
from handlers.grammar.whole_names import with_whole_names

CORPORA = Path("tests/corpora")
TABLE = Path(roles.__file__).with_suffix(".tsv")
ROUNDS, RATE, DECAY = 8, 0.5, 1e-4
SEEN = 2
"""A piece is weighed when so many lists of names have it."""
FIELDS = {
    "participants": Role.PARTICIPANT,
    "participants_optional": Role.PARTICIPANT,
    "leave": Role.LEAVE,
    "absent": Role.ABSENT,
    "lecturer": Role.LECTURER,
    "host": Role.HOST,
    "recorder": Role.RECORDER,
}


class Example(NamedTuple):
    """What stands around names, and the column of what they did."""

    pieces: Sequence[str]
    role: int


def main() -> None:
    """Learn, and say how well."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning_roles")
    parser.add_argument(
        "--without", action="append", default=[], metavar="VOICE", help="a voice that is not learned from"
    )
    parser.add_argument("--write", action="store_true", help="make the table anew")
    chosen = parser.parse_args()
    voices = sorted(path for path in CORPORA.glob("*.jsonl") if path.stem != "dates")
    learned = [*chain.from_iterable(examples_of(path) for path in voices if path.stem not in chosen.without)]
    weights = learn(learned)
    print(f"{len(learned)} lists of names, {len(weights)} pieces")
    for path in voices:
        if path.stem in chosen.without and (unseen := [*examples_of(path)]):
            right = sum(role_of(pieces, weights)[0] is ROLES[role] for pieces, role in unseen)
            print(f"{path.stem:>24} {right / len(unseen):.1%}")
    if chosen.write:
        lines = ["\t".join([piece, *[f"{weight:.2f}" for weight in row]]) + "\n" for piece, row in weights.items()]
        TABLE.write_text("".join(sorted(lines)), "utf-8")


def examples_of(path: Path) -> Iterator[Example]:
    """The lists of names in the records of a voice."""
    for case in read_cases(path):
        expect = case["expect"]
        assert isinstance(expect, dict)
        records = records_of(expect, str(expect["intent"]))
        if expect["intent"] not in STORED or any(_leaves_open(record) for record in records):
            continue
        text, today = normalise(str(case["text"])).text, datetime.fromisoformat(str(case["now"])).date()
        read, told = read_sentences(with_whole_names(lex(text, ())), today), _roles_in(text, records)
        for names in name_lists(read.lexemes):
            yield Example(surroundings_of(names, read), ROLES.index(_role_of(names, told)))


def _leaves_open(record: Record) -> bool:
    left = record.get("dontcare")
    return isinstance(left, list) and not FIELDS.keys().isdisjoint(left)


def _roles_in(text: str, records: Sequence[Record]) -> Mapping[int, Role]:
    """The role of each character that belongs to an expected name."""
    roles_in: dict[int, Role] = {}
    for record in records:
        for field, role in FIELDS.items():
            for forms in _names_in(record.get(field)):
                _place(text, forms, role, roles_in)
    return roles_in


def _names_in(value: object) -> list[list[str]]:
    """The names in a field, each with its forms."""
    listed = value if isinstance(value, list) else [value] if value else []
    return [[*map(str, name)] if isinstance(name, list) else [str(name)] for name in listed]


def _place(text: str, forms: Sequence[str], role: Role, roles_in: dict[int, Role]) -> None:
    """Note where a name stands last and is free, in its longest form."""
    for form in sorted((normalise(form).text for form in forms), key=len, reverse=True):
        at = text.rfind(form)
        while at >= 0 and not roles_in.keys().isdisjoint(range(at, at + len(form))):
            at = text.rfind(form, 0, at)
        if at >= 0:
            roles_in.update(dict.fromkeys(range(at, at + len(form)), role))
            return


def _role_of(names: NameList, told: Mapping[int, Role]) -> Role | None:
    """What most of these did."""
    each = [Counter(told.get(at) for at in range(*span)).most_common(1)[0][0] for span in names.spans]
    return Counter(each).most_common(1)[0][0]


def learn(examples: Sequence[Example]) -> Mapping[str, Sequence[float]]:
    """The weights of the pieces."""
    seen = Counter(chain.from_iterable(set(example.pieces) for example in examples))
    known = sorted(piece for piece in seen if seen[piece] >= SEEN)
    weights = {piece: [0.0] * len(ROLES) for piece in known}
    moved = {piece: [1e-6] * len(ROLES) for piece in known}
    mean = {piece: [0.0] * len(ROLES) for piece in known}
    shuffled, order = random.Random(0), [*examples]
    for turn in range(ROUNDS):
        shuffled.shuffle(order)
        for pieces, role in order:
            _step(weights, moved, pieces, role)
        if turn >= ROUNDS // 2:
            for piece in known:
                mean[piece] = [before + now for before, now in zip(mean[piece], weights[piece], strict=True)]
    later = ROUNDS - ROUNDS // 2
    return {piece: [weight / later for weight in row] for piece, row in mean.items()}


def _step(weights: dict[str, list[float]], moved: dict[str, list[float]], pieces: Sequence[str], role: int) -> None:
    """Move the weights of one example's pieces."""
    errors = [share - (at == role) for at, share in enumerate(shares_of(pieces, weights))]
    scale = 1 / math.sqrt(len(pieces))
    for piece in pieces:
        if piece in weights:
            row, steps = weights[piece], moved[piece]
            for at, error in enumerate(errors):
                slope = scale * error + DECAY * row[at]
                steps[at] += slope * slope
                row[at] -= RATE * slope / math.sqrt(steps[at])


if __name__ == "__main__":
    main()
