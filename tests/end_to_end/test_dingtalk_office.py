"""An office on DingTalk: what is said comes by callback or by stream, is kept once and answered, on both databases."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.end_to_end.server import run_zhibu, running
from tests.fakes.dingtalk_callbacks import FakePeople, FakePoster
from tests.fakes.dingtalk_stream import FakeStream
from tests.waiting import until

ORGANISATIONS = """编号,名称,类型,上级编号,方案
jgdw,市统计局机关党委,机关党委,,neimenggu-shizhi-2023
zb1,第一党支部,党支部,jgdw,neimenggu-shizhi-2023
"""
MEMBERS = """工号,姓名,组织编号,职务,钉钉账号,政治面貌
1001,李建国,zb1,书记,lijianguo,正式党员
1003,张晓,zb1,,zhangxiao,正式党员
2001,赵敏,jgdw,书记,zhaomin,正式党员
"""
GROUP = "cidGroup=="
SAID = "昨天下午主题党日，参观党史馆，到12人"


@dataclass(frozen=True)
class Office:
    folder: Path
    fake: FakeStream

    def set_up(self, mode: str, database_url: str) -> None:
        tables = {"database": {"url": database_url}, "dingtalk": self.fake.settings() | {"mode": mode}}
        del tables["dingtalk"]["robots"]
        lines = [
            f"[{table}]\n" + "".join(f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in rows.items())
            for table, rows in tables.items()
        ]
        (self.folder / "zhibu.toml").write_text("\n".join(lines), "utf-8")
        run_zhibu(self.folder, "roster", "import", "roster", "--apply")

    def ledger(self) -> list[dict[str, object]]:
        return list(json.loads(run_zhibu(self.folder, "activities", "list", "--json")))

    async def answer_in(self, place: str) -> str:
        await until(lambda: self.fake.texts_to(place))
        return self.fake.texts_to(place)[0]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    roster = tmp_path / "roster"
    roster.mkdir()
    (roster / "组织.csv").write_text(ORGANISATIONS, "utf-8")
    (roster / "人员.csv").write_text(MEMBERS, "utf-8")
    async with FakeStream() as fake:
        yield Office(tmp_path, fake)


def check_record(office: Office) -> None:
    (record,) = office.ledger()
    assert (record["kind"], record["present"], record["member"]) == ("theme_day", 12, "1003")


async def test_what_comes_by_callback_is_kept_once_and_answered(office: Office, database_url: str) -> None:
    office.set_up("http", database_url)
    async with aiohttp.ClientSession() as session:
        with running(office.folder) as (address, _):
            people = FakePoster(sending=office.fake, callback=f"{address}/dingtalk/robot", session=session)
            message: dict[str, Any] = people.text("zhangxiao", SAID)
            assert [(await people.post(message))[0] for _ in range(2)] == [200, 200]
            assert "已登记" in await office.answer_in("cidzhangxiao")
            await people.say("stranger", "昨天党课，到9人")
            assert "不在花名册" in await office.answer_in("cidstranger")
    assert len(office.fake.texts_to("cidzhangxiao")) == 1
    check_record(office)


async def test_what_comes_by_stream_is_kept_once_and_answered_in_its_group(office: Office, database_url: str) -> None:
    office.set_up("stream", database_url)
    people = FakePeople(sending=office.fake)
    with running(office.folder):
        await until(lambda: office.fake.sockets)
        message = people.text("zhangxiao", SAID, group=GROUP)
        frames = [await office.fake.tell(message) for _ in range(2)]
        await until(lambda: all(office.fake.ack_of(frame) for frame in frames))
        assert "已登记" in await office.answer_in(GROUP)
    assert len(office.fake.texts_to(GROUP)) == 1
    check_record(office)
    await until(lambda: not office.fake.sockets)
