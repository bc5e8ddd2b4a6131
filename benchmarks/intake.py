"""Encrypted callback in, committed record, encrypted reply out: the robot and two peers, paired round by round.

    python -m benchmarks.intake --rounds 5 --seconds 3

The robot does the whole way (identity, dedupe, grammar, ledger row, reply), the peers a durable row and an echo. Every
server starts on a fresh database in every round; the order rotates; only ratios of one round are compared.

Where the time of one message goes over one connection, in microseconds: clock stamps at each hand-over, lower quartiles of
1069 messages, of the commit the lowest tenth because others wrote too (two processors, Python 3.11.7 built without
profile-guided optimisation), and the processor time that the same steps take in a tight loop of their own:

    event loop: HTTP read and parsed (aiohttp, uvloop)                 61
      seal and XML opened, task, handed over                          119
      settled, reply sealed                                            87
      response written                                                 58    all four without sockets    153
    hand-overs: to the writer, back to the loop                     10 24
    writer: begin                                                      17
      rules and statements before the sentence is read                 98
      reading it                                                      454                                292
      rules and statements after                                      205    both                    166-182
      commit (six pages and more, one fdatasync; 109 of processor)    191

Together that is 1.3 ms in the server and 1.4 at the client; there the median is 1.7 and the mean 1.9, for the tail is long (p99
4 to 5). The steps cost half as much again as they do alone, and more, because each finds little of what it touches in the
caches. That is not the threads', the disk's or the sockets' doing: loop, reading, rules and a commit that waits for no disk,
one after another in a single thread, took 994 where their tight loops add up to 646 (lowest tenths). Whoever writes for the
first time since the roster changed, as two in three do over one connection here, cost 231,000 instructions more, of 1.3
million without the reading, and costs less than 178,000 since an account comes with its member and posts.

Tried and left: to ask the reader over one connection as well (230 more, medians of blocks of 20 messages in turn); to keep
loop and writer on one processor, huge pages for the heap, smaller groups (on busy processors, nothing beyond a wide noise);
groups closed to what comes in while they run (a third more of processor time); to keep a group open for what is being read
(nothing). To seal the reply while the commit is on its way would save one connection some 50, by reckoning, and cost a
second hand-over.

Over 16 and 64, loop and writer share one interpreter and were last seen at 808 and 616 a message with answers of the reader
that came one by one. Eight at a time, and in fewer words, they leave 0.88 and 0.83 of that (medians of 7 rounds by turns,
on busy processors). Half of the aiohttp peer's rate leaves 549 and 542. In tight loops loop, rules and commit take some
350, the system calls of the sockets not counted. SQLite and its driver are a sixth of the rules' instructions: if a whole
group's statements cost nothing, a message would be spared less than 30.
"""

import argparse
import asyncio
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import uvloop

from benchmarks.load import Run, run_closed, run_open
from benchmarks.reports import Person, Report, list_reports, people_of
from benchmarks.servers import ROOT, Running, Server, list_servers

CLOSED = (1, 16, 64)
OPEN = (200, 300)
LATELY = "c=16 lately"
"""Reports of the last weeks, whose duties are still spoken of: what they meet, and what is still owed, is found out as well."""
WEEKS, DAYS = timedelta(weeks=4), timedelta(days=260)
"""Reports are of the last weeks, or of so many days before them: a day that comes again within two months is asked about."""
MOST_A_SECOND = 12000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One server, one round, one level of load."""

    server: str
    level: str
    rate: float
    p50: float
    p99: float
    worst: float
    cpu: float
    """Microseconds of the server's processors a message."""
    resident: float
    failures: dict[str, int]


def measure_round(server: Server, people: Sequence[Person], work: Path, seconds: float) -> Iterator[Figures]:
    """All levels of load against one server on one fresh database."""
    with Running(server=server, folder=work / server.name.replace(" ", "-")) as running:
        host = f"127.0.0.1:{running.port}"
        wanted = int(MOST_A_SECOND * seconds * len(CLOSED)) + int(sum(OPEN) * seconds) + 1000
        today = datetime.now(UTC).date()
        reports = _prepare(people, today - WEEKS - DAYS, today - WEEKS, host, most=wanted)
        lately = _prepare(people, today - WEEKS, today, host, most=int(MOST_A_SECOND * seconds))
        warm = _drive(running, reports, "c=4", 0.5)
        answered, failed = len(warm.answers), sum(warm.failures.values())
        for level in (*(f"c={count}" for count in CLOSED), LATELY, *(f"{rate}/s" for rate in OPEN)):
            before = running.cpu_seconds()
            run = _drive(running, lately if level == LATELY else reports, level, seconds)
            used = running.cpu_seconds() - before
            answered, failed = answered + len(run.answers), failed + sum(run.failures.values())
            run.check_answers(server.expected)
            yield _figures_of(server, level, run, used, running.resident_mib())
        # What got no answer may have been stored all the same; what got one must have been.
        if not answered <= (rows := server.count_rows(running.folder)) <= answered + failed:
            raise RuntimeError(f"{server.name}: {answered} answers, {failed} without one, {rows} rows")


def _prepare(people: Sequence[Person], since: date, until: date, host: str, *, most: int) -> Iterator[Report]:
    """Reports that are sealed before anything is measured."""
    fresh = list_reports(list(people), since=since, until=until, host=host)
    return iter([report for report, _ in zip(fresh, range(most), strict=False)])


def _drive(running: Running, reports: Iterator[Report], level: str, seconds: float) -> Run:
    uvloop.install()
    if level.startswith("c="):
        connections = int(level[2:].partition(" ")[0])
        return asyncio.run(run_closed(running.port, reports, connections=connections, seconds=seconds))
    return asyncio.run(run_open(running.port, reports, rate=float(level[:-2]), seconds=seconds))


def _figures_of(server: Server, level: str, run: Run, used: float, resident: float) -> Figures:
    return Figures(
        server=server.name,
        level=level,
        rate=run.rate,
        p50=run.percentile(0.5),
        p99=run.percentile(0.99),
        worst=run.percentile(1),
        cpu=used / max(len(run.answers), 1) * 1e6,
        resident=resident,
        failures=run.failures,
    )


def render_table(rounds: Sequence[Sequence[Figures]]) -> str:
    """Minimum, median and maximum of each figure, and the ratios to the peers, round by round."""
    found: dict[tuple[str, str], list[Figures]] = defaultdict(list)
    for figures in (one for measured in rounds for one in measured):
        found[figures.level, figures.server].append(figures)
    lines = ["| load | server | msg/s | p50 ms | p99 ms | worst ms | CPU µs | MiB | failures |", "|---" * 9 + "|"]
    for (level, server), several in sorted(found.items(), key=lambda item: _order_of(*item[0])):
        failures = sum(sum(one.failures.values()) for one in several)
        cells = (_spread(several, name) for name in ("rate", "p50", "p99", "worst", "cpu", "resident"))
        lines.append(f"| {level} | {server} | {' | '.join(cells)} | {failures} |")
    for (level, server), several in found.items():
        kinds = sum((Counter(one.failures) for one in several), Counter())
        lines += [f"{server} at {level}: {count} × {kind}" for kind, count in kinds.items()]
    lines += ["", "| load | peer | msg/s ratio | p99 ratio | CPU ratio |", "|---" * 5 + "|"]
    for (level, server), several in sorted(found.items(), key=lambda item: _order_of(*item[0])):
        if server != "zhibu" and (ours := found.get((level, "zhibu"))):
            ratios = (_ratio(ours, several, name) for name in ("rate", "p99", "cpu"))
            lines.append(f"| {level} | {server} | {' | '.join(ratios)} |")
    return "\n".join(lines)


def _order_of(level: str, server: str) -> tuple[bool, int, str, bool, str]:
    return level.endswith("/s"), int("".join(filter(str.isdigit, level))), level, server != "zhibu", server


def _spread(several: Sequence[Figures], name: str) -> str:
    values = [getattr(one, name) for one in several]
    digits = 0 if max(values) >= 100 else 1
    return "/".join(f"{value:.{digits}f}" for value in (min(values), median(values), max(values)))


def _ratio(ours: Sequence[Figures], theirs: Sequence[Figures], name: str) -> str:
    ratios = [getattr(a, name) / getattr(b, name) for a, b in zip(ours, theirs, strict=True)]
    return f"{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--branches", type=int, default=300)
    parser.add_argument("--servers", nargs="*", help="names of those to compare; all without")
    parser.add_argument("--json", type=Path, help="write every figure there")
    chosen = parser.parse_args()
    work = ROOT / "var" / "benchmarks" / "intake"
    people = people_of(chosen.branches)
    servers = [one for one in list_servers(people, work) if not chosen.servers or one.name in chosen.servers]
    rounds = []
    for number in range(chosen.rounds):
        turn = number % len(servers)
        measured = [
            figures
            for server in (*servers[turn:], *servers[:turn])
            for figures in measure_round(server, people, work, chosen.seconds)
        ]
        rounds.append(measured)
        print(f"round {number + 1} of {chosen.rounds}, load average {os.getloadavg()[0]:.1f}", flush=True)
    print(render_table(rounds))
    if chosen.json:
        fields = Figures.__dataclass_fields__
        rows = [{name: getattr(one, name) for name in fields} for measured in rounds for one in measured]
        chosen.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
