"""`zhibu check dingtalk` tells of the month's quota, and of cards whose buttons nobody would hear."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.inspection import _quota
from tests.cli.conftest import Done, Zhibu
from tests.fakes.dingtalk_office import FakeOffice


@pytest.fixture
async def fake() -> AsyncIterator[FakeOffice]:
    async with FakeOffice() as fake:
        yield fake


async def check(zhibu: Zhibu, fake: FakeOffice, **changes: object) -> Done:
    rows = {key: value for key, value in fake.settings().items() if key != "robots"} | changes
    lines = "\n".join(["[dingtalk]", *(f"{key} = {value!r}" for key, value in rows.items())])
    await asyncio.to_thread(Path("zhibu.toml").write_text, lines, "utf-8")
    await asyncio.to_thread(zhibu, "migrate")
    return await asyncio.to_thread(zhibu, "check", "dingtalk")


async def test_the_months_quota_is_told(zhibu: Zhibu, fake: FakeOffice) -> None:
    done = await check(zhibu, fake, mode="stream", monthly_calls=70)
    assert (done.status, "✓ 钉钉：本月接口调用 0 次，额度 70 次" in done.out) == (0, True)


def test_a_quota_that_is_nearly_used_up_is_a_fault() -> None:
    assert [_quota("calls", spent, 100).in_order for spent in (90, 91)] == [True, False]
    assert "用量管理" in _quota("pushes", 100, 100).text


async def test_cards_without_an_address_are_a_fault(zhibu: Zhibu, fake: FakeOffice) -> None:
    done = await check(zhibu, fake)
    assert (done.status, "public_url" in done.out) == (1, True)
