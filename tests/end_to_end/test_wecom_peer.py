"""Clients that know nothing of ours meet the running server: WeCom's own library for Node.js, and a robot's platform."""

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.server import run_zhibu, running
from tests.fakes.node_peers import needs_peers, running_peer
from tests.fakes.wecom import FakeWecom
from tests.fakes.wecom_aibot import FakeAibot

ORGANISATIONS = """编号,名称,类型,上级编号,方案
jgdw,市统计局机关党委,机关党委,,neimenggu-shizhi-2023
zb1,第一党支部,党支部,jgdw,neimenggu-shizhi-2023
"""
MEMBERS = """工号,姓名,组织编号,职务,企业微信账号,政治面貌
1001,李建国,zb1,书记,lijianguo,正式党员
1003,张晓,zb1,,zhangxiao,正式党员
"""


@dataclass(frozen=True)
class Office:
    folder: Path
    fake: FakeWecom
    aibot: FakeAibot

    def settle(self, aibot: dict[str, Any]) -> None:
        """Write the settings, and let the roster in."""
        app = {key: value for key, value in self.fake.settings().items() if key != "robots"}
        tables = {"database": {"url": "sqlite+aiosqlite:///zhibu.db"}, "wecom": app, "wecom.aibot": aibot}
        lines = [
            f"[{table}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in rows.items())
            for table, rows in tables.items()
        ]
        (self.folder / "zhibu.toml").write_text("\n".join(lines), "utf-8")
        roster = self.folder / "roster"
        roster.mkdir()
        (roster / "组织.csv").write_text(ORGANISATIONS, "utf-8")
        (roster / "人员.csv").write_text(MEMBERS, "utf-8")
        run_zhibu(self.folder, "roster", "import", "roster", "--apply")

    def ledger(self) -> list[dict[str, Any]]:
        return list(json.loads(run_zhibu(self.folder, "activities", "list", "--json")))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with FakeWecom() as fake, FakeAibot() as aibot:
        yield Office(tmp_path, fake, aibot)


def typed(fake: FakeWecom, text: str, number: int) -> str:
    return (
        f"<xml><ToUserName><![CDATA[{fake.corp_id}]]></ToUserName><FromUserName><![CDATA[zhangxiao]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{number}</MsgId><AgentID>{fake.agent_id}</AgentID></xml>"
    )


@needs_peers
async def test_wecoms_own_library_verifies_posts_and_reads_the_answers(office: Office) -> None:
    office.settle({})
    fake = office.fake
    with running(office.folder) as (address, _):
        keys = (f"{address}/wecom/callback", fake.corp_id, fake.token, fake.encoding_aes_key)
        async with running_peer("app_client.mjs", *keys) as peer:
            assert await peer.ask(verify=True) == {"status": 200, "body": "1616140317555161061"}
            told = [await peer.ask(post=typed(fake, "昨天主题党日，到12人", 77)) for _ in range(2)]
            assert (told[0]["status"], told[0]["signed"], told[0]["id"]) == (200, True, fake.corp_id)
            assert "已登记" in told[0]["content"]
            assert told[1] == told[0]
        async with running_peer("app_client.mjs", *keys[:2], "AnotherToken", keys[3]) as stranger:
            assert (await stranger.ask(post=typed(fake, "昨天党课，到9人", 78)))["status"] == 403
    [record] = office.ledger()
    assert (record["kind"], record["present"]) == ("theme_day", 12)


@pytest.mark.soak
async def test_of_two_servers_one_keeps_the_connection_and_the_other_takes_over(office: Office) -> None:
    office.settle(office.aibot.connected())
    aibot = office.aibot
    with running(office.folder) as (_, first):
        await aibot.until(lambda: aibot.is_connected, within=20)
        with running(office.folder):
            said = aibot.text("zhangxiao", "@支部助手 昨天主题党日，到12人", chat="wrC")
            [(_, body)] = await aibot.answers_to(said)
            assert "已登记" in body["stream"]["content"]
            assert aibot.subscriptions == 1
            first.terminate()
            await aibot.until(lambda: aibot.subscriptions == 2, within=30)
            await aibot.answers_to(aibot.text("zhangxiao", "前天党课，到9人"))
    assert len(office.ledger()) == 2
