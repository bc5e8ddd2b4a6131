"""Answers to a reminder over the real server: put off, handed over, stopped."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.server import Sandbox, run_zhibu, serving

ORGANISATIONS = """编号,名称,类型,上级编号,方案,本届起始,届满日期
jgdw,市统计局机关党委,机关党委,,neimenggu-shizhi-2023,2023-03-01,2028-03-01
zb1,第一党支部,党支部,jgdw,neimenggu-shizhi-2023,2025-01-10,2028-01-10
"""
MEMBERS = """工号,姓名,组织编号,职务,政治面貌
1001,李建国,zb1,书记,正式党员
1002,王芳,zb1,组织委员,正式党员
1003,张晓,zb1,宣传委员,正式党员
1004,陈立,zb1,,正式党员
2001,赵敏,jgdw,书记,正式党员
"""
SECRETARY, ORGANISER, MEMBER = "1001", "1002", "1004"
THEME_DAY = "主题党日（6月）"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    roster = tmp_path / "roster"
    roster.mkdir()
    (roster / "组织.csv").write_text(ORGANISATIONS, "utf-8")
    (roster / "人员.csv").write_text(MEMBERS, "utf-8")
    run_zhibu(tmp_path, "roster", "import", "roster", "--apply")
    run_zhibu(tmp_path, "org", "set", "zb1", "owed_from", "2026-06-01")
    return tmp_path


def texts_to(sent: Sequence[Mapping[str, Any]], who: str, kind: str = "reminder") -> dict[date, str]:
    return {
        datetime.fromisoformat(item["at"]).date(): item["text"]
        for item in sent
        if item["recipient"] == who and item["kind"] == kind
    }


async def days_of_theme_day(sandbox: Sandbox, who: str) -> list[date]:
    return [day for day, text in texts_to(await sandbox.sent(), who).items() if THEME_DAY in text]


async def test_put_off_handed_over_and_stopped(office: Path) -> None:
    async with serving(office, "--at", "2026-06-22T08:00") as sandbox:
        await sandbox.move_to("2026-06-23T11:00")
        reminder = texts_to(await sandbox.sent(), ORGANISER)[date(2026, 6, 23)]
        assert "依据：" in reminder
        assert "办完回复：“6月23日主题党日，到12人”" in reminder
        assert "停止提醒" in reminder

        assert "推迟到2026年6月29日（周一）" in await sandbox.say(ORGANISER, "推迟主题党日到6月29日")
        await sandbox.move_to("2026-06-29T11:00")
        assert await days_of_theme_day(sandbox, ORGANISER) == [date(2026, 6, 23), date(2026, 6, 29)]

        assert "已转交给陈立同志" in await sandbox.say(ORGANISER, "转交主题党日给陈立")
        await sandbox.move_to("2026-06-30T11:00")
        assert await days_of_theme_day(sandbox, ORGANISER) == [date(2026, 6, 23), date(2026, 6, 29)]
        assert date(2026, 6, 30) in await days_of_theme_day(sandbox, MEMBER)
        notice = texts_to(await sandbox.sent(), MEMBER, "notice")[date(2026, 6, 29)]
        assert "王芳同志请您办理：主题党日（6月）" in notice

        assert "已完成：" in await sandbox.say(MEMBER, "今天主题党日，到4人")
        assert "已经完成" in await sandbox.press(MEMBER, "done:zb1:zhuti-dangri:2026-06")

        assert "不再向您提醒“主题党日”" in await sandbox.press(ORGANISER, "stop:zb1:zhuti-dangri:2026-06")
        await sandbox.move_to("2026-07-31T18:00")
        sent = await sandbox.sent()
    july = "主题党日（7月）"
    assert not [day for day, text in texts_to(sent, ORGANISER).items() if july in text]
    assert [day for day, text in texts_to(sent, SECRETARY).items() if july in text], "the next in line is told"
