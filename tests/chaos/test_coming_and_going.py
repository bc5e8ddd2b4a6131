"""I1 to I4: servers are stopped, started and migrated under load, and commands run beside them."""

import asyncio
import itertools
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

from bot.pump import LEASE
from bot.storage.database import Database
from bot.storage.migration import current_revision, head_revision
from schedules.outbox import Content, DeliveryState, MessageKind, OutboundMessage
from schedules.people.address import Address
from tests.chaos.office import Nursery, Office, free_port, is_sqlite, opened, settle_in
from tests.conftest import PostgresServer
from tests.end_to_end.server import run_zhibu
from tests.fakes.wecom import UPDATE_CARD, Fault

EXIT_WITHIN = 10.0
RESTARTS = [2, pytest.param(50, marks=pytest.mark.soak)]


def notice(office: Office, number: int) -> OutboundMessage:
    # Not so many to one that the limits would make them wait.
    address = Address(channel="wecom", account=f"v{number % 500}")
    content = Content(text=f"通知第 {number:05} 号，请查收并按时办理，谢谢支持与配合，如有疑问请联系党务干事")
    return OutboundMessage(
        key=f"n{number}", kind=MessageKind.NOTICE, send_at=office.now(), address=address, content=content
    )


async def give_notice(office: Office, numbers: Iterable[int]) -> None:
    messages = [notice(office, number) for number in numbers]
    await office.database.write(lambda uow: uow.outbox.add(*messages))


async def stop(office: Office, pid: int) -> float:
    """Ask a server to stop; how many seconds that took."""
    begun = time.monotonic()
    os.kill(pid, signal.SIGTERM)
    await office.wait_dead(pid)
    return time.monotonic() - begun


def is_sound(office: Office) -> bool:
    if not is_sqlite(office.url):
        return True
    with sqlite3.connect(str(make_url(office.url).database)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def wait_ready(office: Office, port: int) -> None:
    """Wait until a server listens."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise AssertionError(await office.told())


@pytest.mark.parametrize("restarts", RESTARTS)
async def test_a_rolling_restart_of_two_servers_loses_and_doubles_nothing(office: Office, restarts: int) -> None:
    ports = (free_port(), free_port())
    servers = {port: office.start(port=port) for port in ports}
    for port in ports:
        await wait_ready(office, port)
    numbers, exits = iter(range(10**6)), []
    for turn in range(restarts):
        await give_notice(office, itertools.islice(numbers, 20))
        reports = [asyncio.create_task(office.report(number, ports=ports)) for number in range(turn * 5, turn * 5 + 5)]
        port = ports[turn % 2]
        exits.append(await stop(office, servers[port]))
        servers[port] = office.start(port=port)
        await asyncio.gather(*reports)
        await wait_ready(office, port)
    await office.drain()
    deliveries = await office.deliveries()
    assert max(exits) < EXIT_WITHIN
    assert set(deliveries.values()) == {1}, deliveries
    assert sum(key.startswith("n") for key in deliveries) == 20 * restarts
    assert len(await office.records()) >= min(5 * restarts, 28)
    assert not any(message.doubts for message in await office.messages()), await office.told()
    assert is_sound(office)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_commands_beside_a_server_on_sqlite_are_safe(office: Office) -> None:
    office.start()
    await wait_ready(office, office.port)
    reports = [asyncio.create_task(office.report(number)) for number in range(12)]
    at = office.now().isoformat()
    commands = (
        ("tick", "--at", at),
        ("pump", "--at", at),
        ("outbox", "list", "--json"),
        ("record", "--org", "zb1", "6月20日主题党日，到9人", "--at", at),
    )
    await asyncio.gather(*(asyncio.to_thread(run_zhibu, office.folder, *command) for command in commands))
    await asyncio.gather(*reports)
    await office.drain()
    assert len(await office.records()) == 13
    assert set((await office.deliveries()).values()) == {1}
    assert (await office.balance()).adrift == 0
    assert is_sound(office)


@pytest.mark.parametrize("failpoint", ["M0", "M1:1", "M1:2", "M2"])
async def test_a_server_killed_while_it_migrates_is_followed_by_one_that_serves(
    failpoint: str, empty_database_url: str, tmp_path: Path, nursery: Nursery
) -> None:
    async with opened(tmp_path, empty_database_url, nursery) as office:
        await office.wait_dead(office.start(failpoint))
        assert await current_revision(empty_database_url) is None
        office.start()
        await wait_ready(office, office.port)
        await office.database.write(settle_in)
        await office.report(1)
        assert await current_revision(empty_database_url) == head_revision()
        assert len(await office.records()) == 1


async def test_a_server_that_stops_leaves_nothing_leased(office: Office) -> None:
    chance = random.Random(7)  # noqa: S311 - not for secrets
    await give_notice(office, range(200))
    pid = office.start()
    await asyncio.sleep(1 + chance.random())
    assert await stop(office, pid) < EXIT_WITHIN
    left = [item for item in await office.messages() if item.state is DeliveryState.PENDING]
    assert not any(message.doubts for message in left)
    other = await Database.open(office.url)
    claimed = await other.write(
        lambda uow: uow.outbox.claim(due_by=office.now(), leased_until=office.now(), limit=1000, leased_by="other")
    )
    await other.close()
    assert {message.key for message in claimed} == {message.key for message in left}


async def test_a_message_that_comes_three_times_to_two_servers_at_once_is_one_record_with_one_answer(
    office: Office,
) -> None:
    ports = (free_port(), free_port())
    for port in ports:
        office.start(port=port)
        await wait_ready(office, port)
    rounds = [office.report(number, ports=ports) for number in range(20) for _ in range(3)]
    await asyncio.gather(*rounds)
    await office.drain()
    assert len(await office.records()) == 20
    assert [len(heard) for heard in office.replies.values()] == [1] * 20
    assert set((await office.deliveries()).values()) == {1}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_server_whose_connections_are_cut_goes_on(office: Office) -> None:
    office.start()
    await wait_ready(office, office.port)
    await office.report(1)
    reports = [asyncio.create_task(office.report(number)) for number in range(2, 12)]
    connection = await asyncpg.connect(make_url(office.url).render_as_string().replace("+asyncpg", ""))
    cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database()"
    for _ in range(5):
        await connection.fetchval(f"{cut} AND pid <> pg_backend_pid()")
        await asyncio.sleep(0.1)
    await connection.close()
    await asyncio.gather(*reports)
    assert await office.drain() < LEASE.total_seconds() / 2, "what it had leased is not left until the lease ends"
    assert len(await office.records()) == 11
    assert sum(count - 1 for count in (await office.deliveries()).values()) <= 5
    assert (await office.balance()).adrift == 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_server_whose_database_is_stopped_and_started_goes_on(
    office: Office, postgresql_server: PostgresServer, record_property: Callable[[str, object], None]
) -> None:
    office.start()
    await wait_ready(office, office.port)
    await office.report(1)
    await asyncio.to_thread(postgresql_server.stop)
    reports = [asyncio.create_task(office.report(number)) for number in range(2, 8)]
    await asyncio.sleep(2)
    assert [number for number, heard in office.replies.items() if heard] == [1], "what is not stored is not answered"
    await asyncio.to_thread(postgresql_server.ensure_postgres_running)
    begun = time.monotonic()
    await asyncio.gather(*reports)
    await office.drain()
    record_property("report", f"all was done {time.monotonic() - begun:.1f} s after the database was there again")
    assert len(await office.records()) == 7
    assert sum(count - 1 for count in (await office.deliveries()).values()) <= 5
    assert (await office.balance()).adrift == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_server_whose_log_has_no_room_left_goes_on(office: Office) -> None:
    (office.folder / "serve.log").symlink_to("/dev/full")
    pid = office.start()
    await wait_ready(office, office.port)
    await office.report(1)
    office.fake.fail(UPDATE_CARD, Fault(status=502))
    assert (await office.fake.press("u1", "amend:1|更正")).reply
    await office.drain()
    assert office.fake.requests[UPDATE_CARD] == 1, "it had something to log"
    assert await stop(office, pid) < EXIT_WITHIN
    assert len(await office.records()) == 1
    assert set((await office.deliveries()).values()) == {1}
