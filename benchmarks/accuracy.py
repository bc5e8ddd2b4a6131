"""How well messages are understood: `python -m benchmarks.accuracy FILE... [--misses]`.

Reads corpora of JSON lines (tests/corpora/README.md) and runs the parser in this process.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from benchmarks.scoring import FIELDS, Record, Score, add_message
from handlers.grammar.clauses.fields import answer_of
from handlers.grammar.parse import parse


def main() -> None:
    """Print the figures of the files that were named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    score = score_of(case for path in options.files for case in read_cases(path))
    if options.misses:
        print("\n".join(score.misses), end="\n\n")
    print(report_of(score))


def read_cases(path: Path) -> Iterator[Record]:
    """The messages of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def score_of(cases: Iterable[Record]) -> Score:
    """The figures of these messages; date phrases, which have no intent, are for `benchmarks.parse`."""
    score = Score()
    for case in cases:
        expect = case["expect"]
        if isinstance(expect, dict) and "intent" not in expect:
            continue
        parsed = parse(str(case["text"]), datetime.fromisoformat(str(case["now"])))
        add_message(score, case, answer_of(parsed))
    return score


def report_of(score: Score) -> str:
    """The figures as text."""
    overall, day = score.overall, score.fields["date"]
    lines = [
        f"messages          {score.messages}",
        f"intent            {_share(score.intents, score.messages)}",
        f"kind              {_share(score.kinds_right, score.kinds)}",
        f"fields            P {overall.precision:7.2%}  R {overall.recall:7.2%}  F1 {overall.f1:7.2%}",
        f"date              P {day.precision:7.2%}  R {day.recall:7.2%}  F1 {day.f1:7.2%}",
        f"exact records     {_share(score.exact_records, score.records)}",
        f"exact messages    {_share(score.exact_messages, score.messages)}",
        f"questions         {_share(score.asks_right, score.asks)}",
        f"false records     {score.false_records} on {score.negatives} messages that are none",
        "",
    ]
    return "\n".join(lines + [_field_line(score, name) for name in FIELDS])


def _share(part: int, whole: int) -> str:
    return f"{part / whole:7.2%}  ({part}/{whole})" if whole else "      –"


def _field_line(score: Score, name: str) -> str:
    tally = score.fields[name]
    figures = f"P {tally.precision:7.2%}  R {tally.recall:7.2%}  F1 {tally.f1:7.2%}"
    return f"  {name:<14}  {figures}  ({tally.hits} right, {tally.wrong} wrong, {tally.missed} missed)"


if __name__ == "__main__":
    main()
