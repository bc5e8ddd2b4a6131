"""下周有什么要做的: what falls due in that time and no other."""

import pytest

from tests.handlers.conftest import Talk

SECRETARY = "1001"


@pytest.mark.parametrize("text", ["下周有什么要做的", "下周待办", "下周要干什么"])
async def test_what_falls_due_next_week(talk: Talk, text: str) -> None:
    head, *lines = (await talk.say(text, who=SECRETARY)).splitlines()
    assert head.startswith("第一党支部 2026年6月29日（周一）至2026年7月5日（周日）到期 ")
    assert all("截止6月30日" in line or "截止7月1日" in line for line in lines if not line.startswith("· 另有"))
    assert any("主题党日" in line for line in lines)


async def test_what_opens_next_month_is_told_beforehand(talk: Talk) -> None:
    answer = await talk.say("下个月有什么要做的", who=SECRETARY)
    assert "· 主题党日：未到办理时间，截止7月31日（周五）" in answer
    assert "截止6月" not in answer
    assert "逾期" not in answer


async def test_what_is_late_is_counted_beside_this_week(talk: Talk) -> None:
    answer = await talk.say("这周还要干嘛", who=SECRETARY)
    assert answer.startswith("第一党支部 2026年6月22日（周一）至2026年6月28日（周日）：没有到期的事项。")
    assert "此前已逾期 4 项，看全部请发送“全部待办”。" in answer


@pytest.mark.parametrize("text", ["快到期的有哪些", "有没有快到期的", "马上到期的有哪些"])
async def test_what_is_nearly_due_is_that_of_two_weeks(talk: Talk, text: str) -> None:
    answer = await talk.say(text, who=SECRETARY)
    assert answer.startswith("第一党支部 2026年6月25日（周四）至2026年7月9日（周四）到期 ")
    assert "截止12月" not in answer


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("月底前要办什么", "2026年6月30日（周二）"),
        ("年底前必须完成的有哪些", "2026年12月31日（周四）"),
        ("下周五之前有什么要交的", "2026年7月3日（周五）"),
        ("7月10日前要报什么", "2026年7月10日（周五）"),
    ],
)
async def test_what_falls_due_before_a_day_is_asked_from_today(talk: Talk, text: str, last: str) -> None:
    answer = await talk.say(text, who=SECRETARY)
    assert answer.startswith(f"第一党支部 2026年6月25日（周四）至{last}到期 ")


async def test_a_time_may_be_exchanged_for_another(talk: Talk) -> None:
    await talk.say("下周有什么要做的", who=SECRETARY)
    assert "2026年7月1日（周三）至2026年7月31日（周五）到期" in await talk.say("下个月呢", who=SECRETARY)
    assert "主题党日：未到办理时间" in await talk.say("主题党日呢", who=SECRETARY)
    assert "未完成" in await talk.say("上个月呢", who=SECRETARY)


async def test_of_each_branch_what_falls_due_in_that_time_is_told(talk: Talk) -> None:
    head, *lines = (await talk.say("各支部下周有什么要做的", who="2002")).splitlines()
    assert head == "各支部 2026年6月29日（周一）至2026年7月5日（周日）到期，先到期的在前："
    assert {line.partition("：到期 ")[0] for line in lines[:-1]} == {"· 第一党支部", "· 第二党支部"}
    assert not any("逾期" in line for line in lines)
    answer = await talk.say("各支部这周还要干嘛", who="2002")
    assert "· 第一党支部：没有到期的事项" in answer
    assert "此前逾期的不在内，看全部请发送“各支部还差什么”。" in answer
    assert "· 第一党支部：未完成 2 项" in await talk.say("各支部上个月还有哪些没做", who="2002")


@pytest.mark.parametrize("text", ["月底前各支部有什么要做的", "各支部月底前有什么要做的", "月底前所有支部要交什么"])
async def test_of_each_branch_what_falls_due_before_a_day_is_told(talk: Talk, text: str) -> None:
    answer = await talk.say(text, who="2002")
    assert answer.startswith("各支部 2026年6月25日（周四）至2026年6月30日（周二）到期，先到期的在前：")


async def test_of_a_year_twelve_sorts_are_told_and_the_rest_on_request(talk: Talk) -> None:
    head, *lines = (await talk.say("明年有什么要做的", who=SECRETARY)).splitlines()
    assert len(lines) == 13
    assert "· 主题党日：未到办理时间 12 项，最早截止1月29日（周五）" in lines[:12]
    assert lines[12].startswith("另有 ")
    assert lines[12].endswith("项；逐项看请在时间后面说“全部待办”，如“明年全部待办”。")
    whole_head, *whole = (await talk.say("明年全部待办", who=SECRETARY)).splitlines()
    assert whole_head == head
    assert head.endswith(f"到期 {len(whole)} 项：")
    assert sum(line.startswith("· 主题党日：") for line in whole) == 12


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("党费9月什么时候交", "第一党支部 2026年9月1日（周二）至2026年9月30日（周三）到期 1 项：\n· 按月交纳党费"),
        ("11月主题党日几号开", "2026年11月1日（周日）至2026年11月30日（周一）到期 1 项：\n· 主题党日"),
        ("6月主题党日什么时候开", "2026年6月1日（周一）至2026年6月30日（周二）到期 3 项："),
    ],
)
async def test_when_something_of_a_month_to_come_is_due(talk: Talk, text: str, told: str) -> None:
    assert told in await talk.say(text, who=SECRETARY)


async def test_when_something_of_a_month_took_place_is_told_by_its_record(talk: Talk) -> None:
    await talk.say("5月12日党课，到13人")
    assert "#1 党课，5月12日" in await talk.say("5月党课什么时候开的")
    assert "到期" not in await talk.say("11月党课什么时候开的")


@pytest.mark.parametrize("text", ["有没有逾期的", "本月有没有超期的", "哪些过期了还没办"])
async def test_only_what_is_late_is_told_where_that_is_asked(talk: Talk, text: str) -> None:
    everything = await talk.say("全部待办", who=SECRETARY)
    head, *lines, last = (await talk.say(text, who=SECRETARY)).splitlines()
    assert head == f"第一党支部 逾期 {everything.count('：已逾期，')} 项："
    assert all("已逾期" in line for line in lines)
    assert last == "办完后回复一句即可登记。"
    assert await talk.say("谈心谈话有没有逾期的", who=SECRETARY) == "第一党支部：目前没有谈心谈话逾期事项。"


async def test_what_there_is_before_a_day_is_what_falls_due(talk: Talk) -> None:
    answer = await talk.say("年底前还有什么", who=SECRETARY)
    assert answer.startswith("第一党支部 2026年6月25日（周四）至2026年12月31日（周四）到期 ")


@pytest.mark.parametrize("text", ["三会一课完成得怎么样", "今年三会一课完成情况", "三会一课开了几次"])
async def test_of_the_four_meetings_each_is_counted(talk: Talk, text: str) -> None:
    await talk.say("6月12日党课，到20人", who=SECRETARY)
    answer = await talk.say(text, who=SECRETARY)
    assert "党课共 1 次" in answer
    assert all(f"{kind}共 0 次" in answer for kind in ("支部党员大会", "支委会", "党小组会"))
