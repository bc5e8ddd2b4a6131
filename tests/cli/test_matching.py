"""`zhibu roster match`, against the fake platform."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cli.conftest import Done, Zhibu
from tests.fakes.dingtalk_office import DEPARTMENTS, FakeOffice
from tests.fakes.dingtalk_sending import Fault

ORGANISATIONS = "编号,名称,类型\nzb1,办公室党支部,党支部\n"
MEMBERS = (
    "工号,姓名,组织编号,职务,钉钉账号\n1,李建国,zb1,书记,lijianguo\n2,张三,zb1,,\n3,王五,zb1,,wrong\n4,赵六,zb1,,\n"
)


@pytest.fixture
async def fake() -> AsyncIterator[FakeOffice]:
    async with FakeOffice() as fake:
        fake.people[1] = [("lijianguo", "李建国"), ("zhang3", "张三")]
        yield fake


def write_files(fake: FakeOffice) -> None:
    folder = Path("roster")
    folder.mkdir()
    (folder / "组织.csv").write_text(ORGANISATIONS, "utf-8")
    (folder / "人员.csv").write_text(MEMBERS, "utf-8")
    rows = {key: value for key, value in fake.settings().items() if key != "robots"}
    Path("zhibu.toml").write_text(
        "\n".join(["[dingtalk]", *(f"{key} = {value!r}" for key, value in rows.items())]), "utf-8"
    )


@pytest.fixture
async def office(fake: FakeOffice, zhibu: Zhibu) -> Zhibu:
    write_files(fake)
    assert (await call(zhibu, "roster", "import", "roster", "--apply")).status == 0
    return zhibu


async def call(zhibu: Zhibu, *arguments: str) -> Done:
    return await asyncio.to_thread(zhibu, *arguments)


async def test_differences_are_listed_and_nothing_is_written(office: Zhibu) -> None:
    done = await call(office, "roster", "match", "dingtalk")
    assert done.status == 0
    assert done.out.splitlines()[:4] == [
        "账号与花名册一致：1 人",
        "建议账号 张三（2）钉钉 zhang3",
        "钉钉中没有这个账号 wrong（3）",
        "钉钉中没有同名的人 赵六（4）",
    ]
    assert (await call(office, "roster", "match", "dingtalk")).out == done.out


async def test_what_was_proposed_is_written_when_somebody_has_read_it(office: Zhibu) -> None:
    assert "已写入 1 个账号" in (await call(office, "roster", "match", "dingtalk", "--apply")).out
    assert "账号与花名册一致：2 人" in (await call(office, "roster", "match", "dingtalk")).out


async def test_a_platform_that_is_not_there_or_does_not_answer(office: Zhibu, fake: FakeOffice) -> None:
    assert "没有接入 wecom" in (await call(office, "roster", "match", "wecom")).err
    fake.fail(DEPARTMENTS, Fault(code=88, message="60011"))
    done = await call(office, "roster", "match", "dingtalk")
    assert (done.status, "没有读到通讯录" in done.err) == (1, True)
