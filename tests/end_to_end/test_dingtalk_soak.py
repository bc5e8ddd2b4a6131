"""An hour on DingTalk's stream with connections that are cut, closed and moved: nothing lost, nothing done twice.

`ZHIBU_SOAK_MINUTES` makes it shorter or longer.
"""

import asyncio
import contextlib
import itertools
import json
import os
import random
import statistics
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import pytest

from tests.end_to_end.server import run_zhibu, running
from tests.fakes.dingtalk_callbacks import FakePeople
from tests.fakes.dingtalk_sending import Fault
from tests.fakes.dingtalk_stream import OPEN, FakeStream

MINUTES = float(os.environ.get("ZHIBU_SOAK_MINUTES", "60"))
SETTLED_AFTER = 600.0
"""Seconds: what a process takes at its start is not what it leaks."""
MOST_GROWTH = 1 << 20
"""Bytes an hour."""
BRANCHES = 40
PACE = 0.4
"""Seconds between two messages."""
RESENT_AFTER = 2.0
"""The platform waits for a minute."""
KINDS = ("党课", "支委会", "主题党日", "党员大会", "组织生活会")
MISHAPS = ("nothing",) * 400 + ("cut", "close", "disconnect", "malformed", "refused gateway")


@dataclass
class Traffic:
    """Messages that are told until they are acknowledged, while things happen to the connections."""

    fake: FakeStream
    chance: random.Random
    told: list[str] = field(default_factory=list)
    deliveries: int = 0
    mishaps: Counter[str] = field(default_factory=Counter)

    async def bring(self, number: int) -> None:
        day = date(2023, 1, 1) + timedelta(days=number // len(KINDS))
        text = f"{day.year}年{day.month}月{day.day}日{KINDS[number % len(KINDS)]}，到12人"
        people = FakePeople(sending=self.fake)
        # Each has a conversation of its own, so that its answers are counted apart.
        place = f"cid{number}"
        message = people.text(f"user{number % BRANCHES}", text, conversationId=place)
        message["sessionWebhook"] = self.fake.open_session(place)
        self.told.append(place)
        while not await self._deliver(message):
            self.mishaps["resent"] += 1

    async def befall(self, mishap: str) -> None:
        self.mishaps[mishap] += 1
        with contextlib.suppress(ConnectionError, IndexError):
            if mishap == "cut":
                self.fake.cut()
            elif mishap == "close":
                await self.fake.sockets[-1].close()
            elif mishap == "disconnect":
                await self.fake.push("SYSTEM", "disconnect", {"reason": "moved"})
            elif mishap == "malformed":
                await self.fake.sockets[-1].send_str("{")
            elif mishap == "refused gateway":
                self.fake.fail(OPEN, Fault(status=503, code="system.busy"))
                self.fake.cut()

    async def _deliver(self, message: dict[str, Any]) -> bool:
        """Whether a delivery was acknowledged in time."""
        try:
            async with asyncio.timeout(RESENT_AFTER):
                while not self.fake.sockets:  # noqa: ASYNC110  it is the other process that connects
                    await asyncio.sleep(0.02)
                self.deliveries += 1
                frame = await self.fake.tell(message)
                while (ack := self.fake.ack_of(frame)) is None:  # noqa: ASYNC110  as above
                    await asyncio.sleep(0.02)
                self.fake.acks.remove(ack)
        except (TimeoutError, ConnectionError, IndexError):
            return False
        return True


def write_office(folder: Path, fake: FakeStream) -> None:
    roster = folder / "roster"
    roster.mkdir()
    branches = [f"zb{number},第{number}党支部,党支部" for number in range(BRANCHES)]
    people = [f"{1000 + number},人员{number},zb{number},书记,user{number}" for number in range(BRANCHES)]
    (roster / "组织.csv").write_text("\n".join(["编号,名称,类型", *branches]), "utf-8")
    (roster / "人员.csv").write_text("\n".join(["工号,姓名,组织编号,职务,钉钉账号", *people]), "utf-8")
    rows = {key: value for key, value in fake.settings().items() if key != "robots"} | {"mode": "stream"}
    lines = ["[dingtalk]", *(f"{key} = {json.dumps(value)}" for key, value in rows.items())]
    (folder / "zhibu.toml").write_text("\n".join(lines), "utf-8")
    run_zhibu(folder, "roster", "import", "roster", "--apply")


def resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def drained(stream: IO[str]) -> Iterator[None]:
    """Read on what the server logs: a full pipe would stop it."""
    thread = threading.Thread(target=lambda: [None for _ in stream], daemon=True)
    thread.start()
    yield


@pytest.fixture
async def fake() -> AsyncIterator[FakeStream]:
    async with FakeStream() as fake:
        yield fake


@pytest.mark.soak
async def test_an_hour_of_disconnects_loses_and_doubles_nothing(fake: FakeStream, tmp_path: Path) -> None:
    await asyncio.to_thread(write_office, tmp_path, fake)
    traffic = Traffic(fake, random.Random(20261122))  # noqa: S311  the same each time
    sizes: list[tuple[float, int]] = []
    with running(tmp_path) as (_, process):
        assert process.stdout is not None
        with drained(process.stdout):
            loop = asyncio.get_running_loop()
            began = loop.time()
            for number in itertools.count():
                await traffic.bring(number)
                await traffic.befall(traffic.chance.choice(MISHAPS))
                passed = loop.time() - began
                if not sizes or passed - sizes[-1][0] > 10:
                    sizes.append((passed, resident(process.pid)))
                if passed > MINUTES * 60:
                    break
                await asyncio.sleep(PACE)
            async with asyncio.timeout(90):
                while len(fake.sent) < len(traffic.told):  # noqa: ASYNC110  what is waited for happens in another process
                    await asyncio.sleep(0.1)
            await asyncio.sleep(5)
    recorded = json.loads(await asyncio.to_thread(run_zhibu, tmp_path, "activities", "list", "--json"))
    report(traffic, sizes, len(recorded))
    assert Counter(sent.target for sent in fake.sent) == Counter(traffic.told)
    assert len(recorded) == len(traffic.told)
    assert growth_an_hour(sizes) < MOST_GROWTH


def growth_an_hour(sizes: list[tuple[float, int]]) -> float:
    """By how many bytes a process grows in an hour once it is settled; nothing can be told of less than ten minutes."""
    settled = [(at, size) for at, size in sizes if at > SETTLED_AFTER]
    if not settled or settled[-1][0] - settled[0][0] < SETTLED_AFTER:
        return 0.0
    slope, _ = statistics.linear_regression(*zip(*settled, strict=True))
    return slope * 3600


def report(traffic: Traffic, sizes: list[tuple[float, int]], recorded: int) -> None:
    told = f"{sizes[-1][0] / 60:.0f} min, {len(traffic.told)} messages in {traffic.deliveries} deliveries"
    every = sizes[:: max(1, len(sizes) // 12)]
    resident_at = ", ".join(f"{at / 60:.0f}: {size / (1 << 20):.1f}" for at, size in every)
    print(f"\n{told}, {recorded} records; {dict(traffic.mishaps)}")  # noqa: T201
    print(f"MB resident by minute: {resident_at}; growth {growth_an_hour(sizes) / (1 << 20):.2f} MB an hour")  # noqa: T201
