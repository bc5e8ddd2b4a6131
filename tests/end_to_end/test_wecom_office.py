"""An office on WeCom: encrypted callbacks in, answers, reminders and digests out, on both databases."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.storage.database import Database
from handlers.ports import UnitOfWork
from schedules.calendar.zone import SHANGHAI
from tests.end_to_end.server import run_zhibu, running
from tests.fakes.wecom import MEDIA, FakeWecom
from tests.waiting import until

ORGANISATIONS = """编号,名称,类型,上级编号,方案,企业微信群机器人
jgdw,市统计局机关党委,机关党委,,neimenggu-shizhi-2023,committee-group
zb1,第一党支部,党支部,jgdw,neimenggu-shizhi-2023,
"""
MEMBERS = """工号,姓名,组织编号,职务,企业微信账号,政治面貌
1001,李建国,zb1,书记,lijianguo,正式党员
1002,王芳,zb1,组织委员,wangfang,正式党员
1003,张晓,zb1,,zhangxiao,正式党员
2001,赵敏,jgdw,书记,zhaomin,正式党员
"""


@dataclass(frozen=True)
class Office:
    folder: Path
    fake: FakeWecom
    database_url: str

    def files(self) -> list[bytes]:
        folder = self.folder / "var" / "files"
        return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]

    async def start_reviews_at(self, instant: datetime) -> None:
        """Let every organisation's duties be due for a look at an instant."""

        def review_all(uow: UnitOfWork) -> None:
            for organisation in uow.organisations.list():
                uow.reviews.update(organisation.id, next_review_at=instant)

        database = await Database.open(self.database_url)
        await database.write(review_all)
        await database.close()

    def ledger(self) -> list[dict[str, object]]:
        return list(json.loads(run_zhibu(self.folder, "activities", "list", "--json")))


@pytest.fixture
async def office(tmp_path: Path, database_url: str) -> AsyncIterator[Office]:
    async with FakeWecom() as fake:
        settings = fake.settings()
        robots = settings.pop("robots")
        tables = {"database": {"url": database_url}, "wecom": settings, "wecom.robots": robots}
        lines = [
            f"[{table}]\n" + "".join(f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in rows.items())
            for table, rows in tables.items()
        ]
        (tmp_path / "zhibu.toml").write_text("\n".join(lines), "utf-8")
        roster = tmp_path / "roster"
        roster.mkdir()
        (roster / "组织.csv").write_text(ORGANISATIONS, "utf-8")
        (roster / "人员.csv").write_text(MEMBERS, "utf-8")
        run_zhibu(tmp_path, "roster", "import", "roster", "--apply")
        for organisation in ("jgdw", "zb1"):
            run_zhibu(tmp_path, "org", "set", organisation, "owed_from", "2026-06-01")
        yield Office(tmp_path, fake, database_url)


async def test_a_sentence_is_answered_kept_and_done_once(office: Office) -> None:
    with running(office.folder) as (address, _):
        office.fake.connect(f"{address}/wecom/callback")
        await office.fake.verify()
        first = await office.fake.say("zhangxiao", "昨天下午主题党日，参观党史馆，到12人", number=77)
        again = await office.fake.say("zhangxiao", "昨天下午主题党日，参观党史馆，到12人", number=77)
        assert first.reply is not None
        assert "已登记" in first.reply
        assert again.reply == first.reply
        assert "不在花名册" in str((await office.fake.say("stranger", "昨天党课，到9人")).reply)
    (record,) = office.ledger()
    assert (record["kind"], record["present"], record["member"]) == ("theme_day", 12, "1003")


async def test_a_number_chooses_where_there_are_no_buttons(office: Office) -> None:
    with running(office.folder) as (address, _):
        office.fake.connect(f"{address}/wecom/callback")
        await office.fake.say("zhangxiao", "前几天主题党日，到12人")
        chosen = await office.fake.say("zhangxiao", "1")
        assert "已登记" in str(chosen.reply)
    assert [record["present"] for record in office.ledger()] == [12]


async def test_what_was_answered_survives_a_kill(office: Office) -> None:
    with running(office.folder) as (address, process):
        office.fake.connect(f"{address}/wecom/callback")
        await office.fake.say("zhangxiao", "昨天主题党日，到12人")
        process.kill()
    assert len(office.ledger()) == 1


async def test_reminders_and_digests_reach_people_and_group(office: Office) -> None:
    run_zhibu(office.folder, "org", "set", "jgdw", "monthly_digest", "on")
    await office.start_reviews_at(datetime(2026, 6, 30, tzinfo=SHANGHAI))
    run_zhibu(office.folder, "tick", "--at", "2026-06-30T00:30")
    assert not office.fake.sent
    await asyncio.to_thread(run_zhibu, office.folder, "pump", "--at", "2026-06-30T10:30")
    (reminder,) = office.fake.texts_to("lijianguo")
    assert "专题党课" in reminder
    assert "回复 1 第1项已完成，2 第2项已完成" in reminder, "what does not fit on a card numbers its choices"
    (digest,) = office.fake.texts_to("committee-group")
    assert "月报" in digest
    run_zhibu(office.folder, "tick", "--at", "2026-06-30T10:40")
    await asyncio.to_thread(run_zhibu, office.folder, "pump", "--at", "2026-06-30T10:45")
    assert office.fake.texts_to("lijianguo") == [reminder], "one reminder a person and day"


async def test_a_photo_goes_with_its_record_and_is_fetched(office: Office) -> None:
    photo = b"\xff\xd8\xff\xe0" + bytes(300_000)
    settings = office.folder / "zhibu.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[evidence]\nfiles = true\nmax_mb = 1\n", "utf-8")
    with running(office.folder) as (address, _):
        office.fake.connect(f"{address}/wecom/callback")
        await office.fake.say("zhangxiao", "昨天主题党日，到12人")
        assert "已附到这条记录" in str((await office.fake.photograph("zhangxiao", photo)).reply)
        office.fake.expire_token()
        await office.fake.photograph("zhangxiao", photo + bytes(1_000_000), kind="video")
        await until(lambda: office.files() and office.fake.texts_to("zhangxiao"))
    assert office.files() == [photo]
    (notice,) = office.fake.texts_to("zhangxiao")
    assert "超过 1 MB" in notice
    (record,) = office.ledger()
    assert record["files"] == 1


async def test_where_files_are_not_accepted_nothing_is_fetched(office: Office) -> None:
    with running(office.folder) as (address, _):
        office.fake.connect(f"{address}/wecom/callback")
        await office.fake.say("zhangxiao", "昨天主题党日，到12人")
        assert "目前不接收图片和文件" in str((await office.fake.photograph("zhangxiao", b"\xff\xd8\xff")).reply)
    assert office.fake.requests[MEDIA] == 0
    assert "files" not in office.ledger()[0]
