"""A load generator for callbacks: closed loop, or open loop with latency counted from the moment a message was due.

python -m benchmarks.load --port 8080 --connections 16 --seconds 5
python -m benchmarks.load --port 8080 --rate 300 --seconds 5
"""

import argparse
import asyncio
import gc
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

import uvloop

from benchmarks.reports import Report, list_reports, people_of, read_reply
from bot.channels.wecom.crypto import VerificationError

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
OPEN_CONNECTIONS = 128
ANSWER_WITHIN = 10.0


@dataclass(slots=True)
class Run:
    """What a run saw: seconds each message took, the answers, and the failures by kind."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    answers: list[tuple[Report, bytes]] = field(default_factory=list)
    failures: dict[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answered messages a second."""
        return len(self.answers) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency that `share` of the messages stayed below, in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000 if ordered else float("nan")

    def fail(self, kind: str) -> None:
        """Count a failure."""
        self.failures[kind] = self.failures.get(kind, 0) + 1

    def check_answers(self, expected: str) -> None:
        """Count answers that do not decrypt, are for somebody else, or do not say `expected`."""
        for report, body in self.answers:
            try:
                account, text = read_reply(body)
            except VerificationError:
                self.fail("unreadable")
                continue
            if account != report.account:
                self.fail("for somebody else")
            elif not re.search(expected, text):
                self.fail(f"unexpected: {text[:60]}")


class Connection(asyncio.Protocol):
    """One keep-alive connection that has one request under way at most, and is opened again when it was closed."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    async def exchange(self, request: bytes) -> tuple[int, bytes]:
        """Write a request and read its answer: status and body."""
        loop = asyncio.get_running_loop()
        if self._transport is None or self._transport.is_closing():
            await loop.create_connection(lambda: self, "127.0.0.1", self._port)
        assert self._transport is not None
        self._buffer, self._answer = b"", loop.create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Close it."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Finish once the whole body is there."""
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = LENGTH.search(head)
        if length is not None and len(body) >= int(length[1]):
            if CLOSES.search(head) and self._transport is not None:
                self._transport.close()
            self._finish((int(head[9:12]), body))

    def connection_lost(self, error: Exception | None) -> None:
        """Fail what waits."""
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error or ConnectionResetError("closed without an answer"))

    def _finish(self, answer: tuple[int, bytes]) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)


async def run_closed(port: int, reports: Iterator[Report], *, connections: int, seconds: float) -> Run:
    """Every connection sends its next message as soon as the last one was answered."""
    run, started = Run(), time.perf_counter()

    async def work() -> None:
        connection = Connection(port)
        while time.perf_counter() < started + seconds and (report := next(reports, None)) is not None:
            await _send(run, connection, report, due=time.perf_counter())
        connection.close()

    gc.disable()
    await asyncio.gather(*(work() for _ in range(connections)))
    run.seconds = time.perf_counter() - started
    gc.enable()
    return run


async def run_open(port: int, reports: Iterator[Report], *, rate: float, seconds: float) -> Run:
    """A message every 1/`rate` seconds, whatever the server does."""
    run, started = Run(), time.perf_counter()
    free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
    for _ in range(OPEN_CONNECTIONS):
        free.put_nowait(Connection(port))

    async def send(report: Report, due: float) -> None:
        connection = await free.get()
        await _send(run, connection, report, due=due)
        free.put_nowait(connection)

    gc.disable()
    async with asyncio.TaskGroup() as group:
        for number in range(int(rate * seconds)):
            due = started + number / rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            group.create_task(send(next(reports), due))
    run.seconds = time.perf_counter() - started
    gc.enable()
    while not free.empty():
        free.get_nowait().close()
    return run


async def _send(run: Run, connection: Connection, report: Report, *, due: float) -> None:
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            status, body = await connection.exchange(report.request)
    except (OSError, TimeoutError) as error:
        run.fail(type(error).__name__)
        connection.close()
        return
    run.latencies.append(time.perf_counter() - due)
    if status == 200:
        run.answers.append((report, body))
    else:
        run.fail(f"HTTP {status}")


def main() -> None:
    """Run once and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rate", type=float, default=0.0, help="open loop at so many a second")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--branches", type=int, default=200)
    parser.add_argument("--expect", default="登记", help="what every answer has to say")
    chosen = parser.parse_args()
    people = people_of(chosen.branches)
    today = datetime.now(UTC).date()
    reports = list_reports(people, since=today - timedelta(days=300), until=today, host=f"127.0.0.1:{chosen.port}")
    ready = iter([report for report, _ in zip(reports, range(40_000), strict=False)])
    uvloop.install()
    if chosen.rate:
        run = asyncio.run(run_open(chosen.port, ready, rate=chosen.rate, seconds=chosen.seconds))
    else:
        run = asyncio.run(run_closed(chosen.port, ready, connections=chosen.connections, seconds=chosen.seconds))
    run.check_answers(chosen.expect)
    print(
        f"{run.rate:.0f}/s  p50 {run.percentile(0.5):.2f} ms  p99 {run.percentile(0.99):.2f} ms  {run.failures or ''}"
    )
    sys.exit(1 if run.failures else 0)


if __name__ == "__main__":
    main()
