"""An office that is served by processes that die: what it says, what reaches it, and what the database tells after."""

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from sqlalchemy import make_url

from bot.balance import Balance, balance_of
from bot.clock import system_now
from bot.storage.database import Database
from bot.storage.unit_of_work import SqlUnitOfWork
from schedules.calendar.zone import SHANGHAI
from schedules.ledger.activity import Activity
from schedules.outbox import DeliveryState, OutboundMessage
from schedules.people.address import Account, Address
from schedules.people.member import Member, MemberId
from schedules.people.organisation import Organisation, OrganisationId, OrganisationKind, OrganisationSettings
from schedules.people.role import Post, Role
from schedules.tick import SLICE
from tests.chaos.processes import is_alive, kill
from tests.end_to_end.server import environment
from tests.fakes.wecom import FakeWecom

T = TypeVar("T")

START = datetime(2026, 6, 26, 16, 30, tzinfo=SHANGHAI)
"""The last working day of a week: its digest and reminders of the half-year are due."""
COMMITTEE = OrganisationId("jgdw")
PROFILE = "neimenggu-shizhi-2023"
GROUP = "committee-group"
NAMES = ("李建国", "王芳", "张晓", "陈立", "赵敏", "韩冬", "周明", "吴静", "郑强", "孙丽")
PATIENCE = 180.0


class Nursery:
    """Forks servers."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.nursery"],
            cwd=Path(__file__).parents[2],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, **order: object) -> int:
        """Start a server; its process's number."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


@dataclass(kw_only=True)
class DeadlyWecom(FakeWecom):
    """A platform that kills who calls it: at the nth request to a path, before or after it is carried out."""

    path: str = ""
    nth: int = 0
    carried_out: bool = False
    victims: list[int] = field(default_factory=list)

    @web.middleware
    async def _with_faults(self, request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        is_turn = request.path == self.path and self.requests[self.path] + 1 == self.nth
        if is_turn and not self.carried_out:
            self.requests[self.path] += 1
            return self._kill()
        answer = await super()._with_faults(request, handler)
        return self._kill() if is_turn else answer

    def _kill(self) -> web.Response:
        for pid in self.victims:
            kill(pid)
        return web.Response(status=503)


@dataclass(kw_only=True)
class Office:
    """A committee with a group and two branches on WeCom."""

    folder: Path
    url: str
    fake: DeadlyWecom
    nursery: Nursery
    database: Database
    port: int = 0
    alive: set[int] = field(default_factory=set)
    replies: dict[int, set[str]] = field(default_factory=dict)

    def start(self, failpoint: str = "", *, port: int = 0) -> int:
        """Start a server."""
        return self.run("serve", "--port", str(port or self.port), failpoint=failpoint)

    def run(self, *command: str, failpoint: str = "") -> int:
        """Start a command."""
        pid = self.nursery.start(
            command=command,
            config=str(self.folder / "zhibu.toml"),
            failpoint=failpoint,
            at=self.now().isoformat(),
            log=str(self.folder / "serve.log"),
        )
        self.alive.add(pid)
        self.fake.victims = [*self.alive]
        return pid

    def now(self) -> datetime:
        return self.fake.now()

    async def wait_dead(self, pid: int, *, within: float = PATIENCE) -> None:
        await until(lambda: not is_alive(pid), within=within, what=f"{pid} lives")
        self.alive.discard(pid)

    def stop(self) -> None:
        for pid in self.alive:
            kill(pid)

    async def report(self, number: int, *, ports: Sequence[int] = ()) -> None:
        """Somebody reports an activity; the platform delivers it again until it is accepted."""
        user, day = f"u{number % 10}", number % 28 + 1
        plain = self.fake.message_of(
            user, "text", {"Content": f"6月{day}日下午上党课，到{10 + number % 7}人"}, number=10_000 + number
        )
        heard = self.replies.setdefault(number, set())
        while not heard:
            for port in ports or (self.port,):
                self.fake.connect(f"http://127.0.0.1:{port}/wecom/callback")
                status, body = await self.fake.post(self.fake.callback_of(plain))
                if status == web.HTTPOk.status_code:
                    heard.add(str(self.fake.reply_in(body)))
            await asyncio.sleep(0.05)

    async def drain(self) -> float:
        """Wait until nothing is left to send; how many seconds that took."""
        begun = time.monotonic()
        while not await self._is_drained():
            assert time.monotonic() - begun < PATIENCE, await self.told()
            await asyncio.sleep(0.02)
        return time.monotonic() - begun

    async def _is_drained(self) -> bool:
        def look(uow: SqlUnitOfWork) -> bool:
            # In this order: what a review has put into the outbox is there when the review is over.
            next_review = uow.reviews.get()
            waiting = uow.outbox.list(states=[DeliveryState.PENDING])
            return not waiting and next_review is not None and next_review > self.now()

        return await self.database.read(look)

    async def told(self) -> str:
        """All that a person would want to see of it."""
        messages = await self.messages()
        left = [(item.key, item.state.value, item.attempts, item.doubts, item.reason) for item in messages]
        log = self.folder / "serve.log"
        return f"{left}\n{dict(self.fake.requests)}\n{log.read_text('utf-8')[-6000:] if log.is_file() else ''}"

    async def messages(self) -> Sequence[OutboundMessage]:
        return await self.database.read(lambda uow: uow.outbox.list())

    async def records(self) -> Sequence[Activity]:
        return await self.database.read(lambda uow: uow.activities.list())

    async def balance(self) -> Balance:
        return await self.database.read(balance_of)

    async def deliveries(self) -> Counter[str]:
        """How often each message that was stored as sent arrived at its reader."""
        arrived = Counter((item.target, item.text) for item in self.fake.sent if item.state == "delivered")
        accounts = await self.database.read(lambda uow: {item.member_id: item.address for item in uow.accounts.list()})
        found: Counter[str] = Counter()
        for message in await self.messages():
            address = message.address or (message.recipient and accounts.get(message.recipient))
            if message.state is DeliveryState.SENT and address:
                texts = [
                    count
                    for (target, text), count in arrived.items()
                    if target == address.account and _is(text, message)
                ]
                found[message.key] = sum(texts)
        return found


def _is(text: str, message: OutboundMessage) -> bool:
    return message.text[:40] in text


@contextlib.asynccontextmanager
async def opened(folder: Path, url: str, nursery: Nursery, *, robots: int = 1) -> AsyncIterator[Office]:
    """An office on a database that is at home in it; its servers are dead when the block ends."""
    ahead = START - system_now()
    fake = DeadlyWecom(now=lambda: system_now() + ahead)
    fake.robots |= {f"group-{number}": f"0000-{number}" for number in range(1, robots)}
    async with fake:
        _write_settings(folder, url, fake)
        database = await Database.open(url)
        office = Office(folder=folder, url=url, fake=fake, nursery=nursery, database=database, port=free_port())
        try:
            yield office
        finally:
            office.stop()
            await database.close()


def _write_settings(folder: Path, url: str, fake: FakeWecom) -> None:
    settings = fake.settings()
    robots = settings.pop("robots")
    tables = {
        "database": {"url": url},
        "reminders": {"spread_minutes": 0},
        "wecom": settings,
        "wecom.robots": robots,
    }
    lines = [
        f"[{table}]\n" + "".join(f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in rows.items())
        for table, rows in tables.items()
    ]
    (folder / "zhibu.toml").write_text("\n".join(lines), "utf-8")


def settle_in(uow: SqlUnitOfWork) -> None:
    """A committee that wants digests, ten people with accounts in two branches, and so many others that planning goes on in turns."""
    digests = OrganisationSettings(weekly_digest=True, monthly_digest=True)
    committee = Organisation(
        id=COMMITTEE,
        name="市统计局机关党委",
        kind=OrganisationKind.COMMITTEE,
        profile=PROFILE,
        settings=digests,
        groups={"wecom": GROUP},
    )
    uow.organisations.add(committee, next_review_at=START)
    for number in range(1, 3 * SLICE):
        branch = Organisation(
            id=OrganisationId(f"zb{number}"),
            name=f"第{number}党支部",
            kind=OrganisationKind.BRANCH,
            parent_id=COMMITTEE,
            profile=PROFILE,
        )
        uow.organisations.add(branch, next_review_at=START)
    for number, name in enumerate(NAMES):
        _join(uow, number, name)


def _join(uow: SqlUnitOfWork, number: int, name: str) -> None:
    member, home = MemberId(f"100{number}"), OrganisationId(f"zb{number % 2 + 1}")
    uow.members.add(Member(id=member, name=name, organisation_id=home))
    uow.accounts.add(Account(member_id=member, address=Address(channel="wecom", account=f"u{number}")))
    if number < 4:
        role = Role.SECRETARY if number < 2 else Role.ORGANISER
        uow.posts.add(Post(member_id=member, organisation_id=home, role=role))


async def until(is_so: Callable[[], bool], *, what: str, within: float = PATIENCE) -> None:
    """Wait until something is so."""
    end = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < end, what
        await asyncio.sleep(0.01)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"
