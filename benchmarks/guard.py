"""How well the guard guards: `python -m benchmarks.guard FILE... [--misses]`.

Reads corpora of JSON lines whose messages say `guard`: `secret`, `drop` or null (tests/corpora/README.md).
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from benchmarks.accuracy import read_cases
from benchmarks.scoring import Record
from handlers.grammar.parse import parse


def main() -> None:
    """Print the figures of the files that were named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    options = parser.parse_args()
    cases = [case for path in options.files for case in read_cases(path) if "guard" in case]
    if options.misses:
        print("\n".join(misses_of(cases)), end="\n\n")
    print(report_of(cases))


def verdict_of(case: Record) -> str | None:
    """What the guard makes of a message, in the words of the corpus."""
    parsed = parse(str(case["text"]), datetime.fromisoformat(str(case["now"])))
    if parsed.secret:
        return "secret"
    return "drop" if parsed.dropped else None


def report_of(cases: Iterable[Record]) -> str:
    """The figures as text."""
    met = Counter((case["guard"], verdict_of(case)) for case in cases)
    secret, drop, harmless = (
        sum(n for (told, _), n in met.items() if told == each) for each in ("secret", "drop", None)
    )
    alarms = harmless - met[None, None]
    return "\n".join(
        (
            f"secret marks caught   {_share(met['secret', 'secret'], secret)}",
            f"private matter caught {_share(met['drop', 'drop'], drop)}",
            f"false alarms          {_share(alarms, harmless)}",
        )
    )


def misses_of(cases: Iterable[Record]) -> list[str]:
    """The messages that were judged otherwise than expected."""
    judged = ((case, verdict_of(case)) for case in cases)
    return [f"{case['id']} {case['guard']} → {got}: {case['text']!r}" for case, got in judged if got != case["guard"]]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:7.2%}  ({part}/{whole})" if whole else "      –"


if __name__ == "__main__":
    main()
