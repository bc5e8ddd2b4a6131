"""June of a branch: from 1 June to 10 July 2026 over the real server and its sockets."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.server import run_zhibu, serving

ORGANISATIONS = """编号,名称,类型,上级编号,方案,本届起始,届满日期
jgdw,市统计局机关党委,机关党委,,neimenggu-shizhi-2023,2023-03-01,2028-03-01
zb1,第一党支部,党支部,jgdw,neimenggu-shizhi-2023,2025-01-10,2028-01-10
"""
MEMBERS = """工号,姓名,组织编号,职务,政治面貌,入党日期,转正日期
1001,李建国,zb1,书记,正式党员,2001-07-01,2002-07-01
1002,王芳,zb1,组织委员,正式党员,2005-07-01,2006-07-01
1003,张晓,zb1,宣传委员,正式党员,2010-07-01,2011-07-01
1004,陈立,zb1,,正式党员,2012-07-01,2013-07-01
1005,周敏,zb1,,正式党员,2012-07-01,2013-07-01
1006,孙浩,zb1,,正式党员,2012-07-01,2013-07-01
1007,吴桂兰,zb1,,正式党员,2012-07-01,2013-07-01
2001,赵敏,jgdw,书记,正式党员,1999-07-01,2000-07-01
2002,韩冬,jgdw,党务干事,正式党员,2008-07-01,2009-07-01
"""
LECTURE, THEME_DAY = "qiyi-zhuanti-dangke", "zhuti-dangri"
LECTURE_NAME, THEME_DAY_NAME = "专题党课", "主题党日（6月）"
SECRETARY, ORGANISER = "1001", "1002"
OFFICERS, SUPERIORS = {SECRETARY, ORGANISER}, {"2001", "2002"}
HOLIDAY = date(2026, 6, 19)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    roster = tmp_path / "roster"
    roster.mkdir()
    (roster / "组织.csv").write_text(ORGANISATIONS, "utf-8")
    (roster / "人员.csv").write_text(MEMBERS, "utf-8")
    run_zhibu(tmp_path, "roster", "import", "roster", "--apply")
    for key in ("weekly_digest", "monthly_digest", "escalations"):
        run_zhibu(tmp_path, "org", "set", "jgdw", key, "on")
    for organisation in ("jgdw", "zb1"):
        run_zhibu(tmp_path, "org", "set", organisation, "owed_from", "2026-06-01")
    return tmp_path


def day_of(message: Mapping[str, Any]) -> date:
    return datetime.fromisoformat(message["at"]).date()


def reminders(sent: Sequence[Mapping[str, Any]], who: set[str], words: str) -> list[date]:
    return [
        day_of(message)
        for message in sent
        if message["kind"] == "reminder" and message["recipient"] in who and words in message["text"]
    ]


async def test_june_of_a_branch(office: Path) -> None:
    async with serving(office, "--at", "2026-06-01T08:00") as sandbox:
        await sandbox.move_to("2026-06-25T18:00")
        asked = await sandbox.sent()
        lecture_days = reminders(asked, {SECRETARY}, LECTURE_NAME)
        assert lecture_days, "the lecture is asked for before 七一"
        assert max(lecture_days) < date(2026, 7, 1)
        assert reminders(asked, OFFICERS, THEME_DAY_NAME), "June's theme day is asked for"

        answer = await sandbox.say("1004", "今天下午党课，李建国主讲，主题《走好第一方阵》，应到7人实到6人，请假1人")
        assert "已登记" in answer
        assert LECTURE_NAME in answer, "the answer says which duty is met"

        await sandbox.move_to("2026-07-10T18:00")
        sent = await sandbox.sent()

    after = sent[len(asked) :]
    assert not [item for item in after if item["kind"] == "reminder" and LECTURE_NAME in item["text"]], (
        "reminders stopped"
    )
    overdue = [day for day in reminders(after, OFFICERS, THEME_DAY_NAME) if day >= date(2026, 7, 1)]
    assert overdue, "June's theme day was missed and is overdue"
    escalated = [
        item
        for item in after
        if item["kind"] == "reminder" and item["recipient"] in SUPERIORS and THEME_DAY_NAME in item["text"]
    ]
    assert escalated, "the committee, which opted in, hears of it"
    assert all(day_of(item) >= date(2026, 7, 1) for item in escalated)

    assert not [item for item in sent if day_of(item) == HOLIDAY or day_of(item).weekday() >= 5], "working days only"
    people = [(item["recipient"], day_of(item)) for item in sent if item["kind"] == "reminder"]
    assert len(people) == len(set(people)), "one message a person and day"

    digests = [item for item in sent if item["kind"] == "digest" and item["recipient"] == "jgdw"]
    weeks = [day_of(item) for item in digests]
    assert {date(2026, 6, 5), date(2026, 6, 18), date(2026, 6, 26), date(2026, 7, 3)} <= set(weeks)
    assert len({day.isocalendar()[:2] for day in weeks}) == len(weeks), "one a week"
    july = next(item["text"] for item in digests if day_of(item) == date(2026, 7, 3))
    assert "周报、6月月报" in july.splitlines()[0], "the month's, with that of the week in which it ended"
    done, late = july.split("逾期待补办")
    assert LECTURE_NAME in done, "the month's tells of what was done in June"
    assert THEME_DAY_NAME in late, "the week's tells of what is late"


async def test_status_explains_the_lecture(office: Path) -> None:
    run_zhibu(office, "record", "--org", "zb1", "今天党课，李建国主讲，到6人", "--at", "2026-06-25T18:00")
    status = run_zhibu(office, "status", "--org", "zb1", "--at", "2026-06-26", "--json")
    lecture = next(row for row in json.loads(status) if row["duty"] == LECTURE)
    assert (lecture["status"], lecture["done"], lecture["needed"]) == ("met", 1, 1)
    assert lecture["due_at"].startswith("2026-07-01T00:00:00+08:00"), "due on 30 June, to its last minute"
