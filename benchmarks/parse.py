"""How fast the grammar reads: `python -m benchmarks.parse FILE...`, messages and date phrases of the corpora.

Prints the median for a message and for a date phrase, the worst texts of 2,000 characters (the slowest of the files is one of
them), and the import in a fresh process;
then how other libraries do on the same date phrases, where they are installed (`--install-peers`).
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from benchmarks.accuracy import read_cases
from benchmarks.date_peers import install_peers, report_of
from benchmarks.scoring import Record
from handlers.grammar.days.dates import parse_date
from handlers.grammar.parse import parse
from handlers.grammar.text.normalise import MOST_READ

Case = tuple[str, datetime]
ROUNDS = 5
BYTECODE = f"{tempfile.gettempdir()}/zhibu-bytecode"
IMPORT = "import time; t = time.process_time(); import handlers.grammar.parse; print(time.process_time() - t)"
WORST = {
    "one kind": "支委会",
    "digits": "1",
    "names": "张三、",
    "brackets": "(",
    "quotes": "《",
    "dates": "6月3日、",
    "labels": "时间:",
    "absences": "病假 ",
    "spaced": "李四 ",
    "counts": "仨",
    "talks": "和张三谈话,",
    "mended": "错 ",
    "votes": "何静同意5票,",
    "reasons": "沈国因糖尿病请假,张明娟离婚了,",
    "visits": "七一走访:6月25日,老党员章福贵,瘫痪在床6年,家里欠债,",
}


def main() -> None:
    """Measure the files that were named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parse")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--install-peers", action="store_true", help="install the libraries to compare with, in var/")
    options = parser.parse_args()
    records = [(path.stem, record) for path in options.files for record in read_cases(path)]
    cases = [(stem, _case(record)) for stem, record in records]
    messages = [case for stem, case in cases if stem != "dates"]
    phrases = [case for stem, case in cases if stem == "dates"]
    for name, read, timed in (("message", parse, messages), ("date phrase", parse_date, phrases)):
        if timed:
            print(f"{name:<14} median {median_of(read, timed):8.0f} µs   ({len(timed)} texts, best of {ROUNDS})")
    now = cases[0][1][1]
    voices = _voices_of(records)
    slowest = max(map(_repeated, voices), key=partial(_time_of, now), default="。")
    for name, piece in ({"messages": "".join(voices) or "。", "one voice": slowest} | WORST).items():
        print(f"{MOST_READ} of {name:<10} {_time_of(now, _repeated(piece)) / 1000:8.1f} ms")
    print(f"import         best   {min(import_seconds() for _ in range(ROUNDS)) * 1000:8.0f} ms   (fresh process)")
    if options.install_peers:
        install_peers()
    if phrases:
        print("\n" + report_of([{**record, **_expected(record)} for stem, record in records if stem == "dates"]))


def _case(record: object) -> Case:
    assert isinstance(record, dict)
    return str(record["text"]), datetime.fromisoformat(str(record["now"]))


def _voices_of(records: Sequence[tuple[str, object]]) -> list[str]:
    """The messages of each file, one behind the other."""
    joined: dict[str, str] = {}
    for stem, record in records:
        if stem != "dates":
            joined[stem] = joined.get(stem, "") + _case(record)[0]
    return list(joined.values())


def _repeated(piece: str) -> str:
    """As often as it takes to fill what is read of one message."""
    return (piece * MOST_READ)[:MOST_READ]


def _time_of(now: datetime, text: str) -> float:
    return best_of(parse, (text, now))


def _expected(record: Record) -> Record:
    expected = record["expect"]
    assert isinstance(expected, dict)
    return expected


def median_of(read: Callable[[str, datetime], object], cases: Sequence[Case]) -> float:
    """The median over the texts, each at its best, in microseconds."""
    return statistics.median(best_of(read, case) for case in cases)


def best_of(read: Callable[[str, datetime], object], case: Case) -> float:
    """The best of some rounds, in microseconds."""
    return min(_seconds(read, case) for _ in range(ROUNDS)) * 1e6


def _seconds(read: Callable[[str, datetime], object], case: Case) -> float:
    start = time.process_time()  # what else the machine does must not count
    read(*case)
    return time.process_time() - start


def import_seconds() -> float:
    """What importing the parser takes in a fresh process, with its bytecode at hand as where it is installed."""
    with_bytecode = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": BYTECODE}
    run = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True, env=with_bytecode)
    return float(run.stdout)


if __name__ == "__main__":
    main()
