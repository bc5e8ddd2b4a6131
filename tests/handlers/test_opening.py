"""What follows an event that no record tells of is opened by an officer in chat, after a word of confirmation."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from handlers.ports import UnitOfWork
from schedules.duties.assessing import assess
from schedules.ledger.activity import ActivityState
from schedules.people.organisation import OrganisationId
from tests.handlers.conftest import Talk

SECRETARY = "1001"
ALL = ("jgdw", "zb1", "zb2")
CASES = "zhengji-anli"


async def owed(talk: Talk, duty: str, organisation: str = "zb1") -> list[tuple[str, str]]:
    """The periods of an organisation's duty, with how they stand."""

    def judge(uow: UnitOfWork) -> list[tuple[str, str]]:
        facts = uow.facts.get(OrganisationId(organisation), since=date(2025, 1, 1))
        assert facts
        book = talk.rulebook
        judged = assess(facts, book.catalogue, book.calendar, now=talk.now)
        return [(one.obligation.period.label, one.status) for one in judged if one.obligation.duty.id == duty]

    return list(await talk.database.read(judge))


async def due(talk: Talk) -> set[str]:
    """The organisations that are to be looked at now."""
    return set(await talk.database.write(lambda uow: uow.reviews.claim(due_by=talk.now, limit=9)))


async def test_a_duty_is_opened_by_name_and_confirmed(talk: Talk) -> None:
    asked = await talk.say("发起案例征集，7月10日前报送", who=SECRETARY)
    assert "第一党支部发起“案例、调研报告征集申报”，请于2026年7月10日（周五）前完成" in asked
    assert await owed(talk, CASES) == []
    assert "已发起：案例、调研报告征集申报" in await talk.say("1", who=SECRETARY)
    assert await owed(talk, CASES) == [("2026-06-25..2026-07-10", "open")]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("上级通知征集案例，7月10日前报送", "2026年7月10日（周五）"),
        ("收到案例征集通知，7月底前报", "2026年7月31日（周五）"),
        ("工委要求报送调研报告，月底前完成", "2026年6月30日（周二）"),
        ("需要补选支委", "2026年7月25日（周六）"),
        ("支委缺额，7月底前补选", "2026年7月31日（周五）"),
    ],
)
async def test_a_plain_sentence_of_an_officer_is_offered_to_be_opened(talk: Talk, text: str, last: str) -> None:
    asked = await talk.say(text, who=SECRETARY)
    assert f"请于{last}前完成" in asked
    assert "确认请按“发起”" in asked
    assert await talk.ledger() == []


async def test_what_can_be_opened_is_listed(talk: Talk) -> None:
    listed = await talk.say("发起", who=SECRETARY)
    assert listed.startswith("可以发起的事项：")
    assert "案例、调研报告征集申报" in listed
    assert "心理疏导" not in listed
    assert "请于" in await talk.say("1", who=SECRETARY)


async def test_what_there_is_not_is_said(talk: Talk) -> None:
    assert (await talk.say("发起换届指导", who=SECRETARY)).startswith("没有可以发起的“换届指导”。可以发起的事项：")


async def test_an_opening_is_withdrawn(talk: Talk) -> None:
    await talk.press(f"open:zb1:{CASES}:2026-07-10:yes", who=SECRETARY)
    assert "已撤销" in await talk.say("撤销", who=SECRETARY)
    (record,) = await talk.ledger()
    assert record.state is ActivityState.VOID
    assert await owed(talk, CASES) == []


async def test_the_same_is_not_opened_twice_in_a_day(talk: Talk) -> None:
    await talk.press(f"open:zb1:{CASES}::yes", who=SECRETARY)
    assert "今天已经发起过" in await talk.press(f"open:zb1:{CASES}::yes", who=SECRETARY)
    assert len(await talk.ledger()) == 1


async def test_the_committee_opens_for_a_branch_by_name(talk: Talk) -> None:
    assert "第一党支部发起" in await talk.say("发起 第一党支部 案例征集", who="2002")


@pytest.mark.parametrize("who", ["1003", "1006"])
async def test_only_who_keeps_the_ledger_opens(talk: Talk, who: str) -> None:
    assert "由本组织的书记、副书记、组织委员或党务干事来办" in await talk.say("发起案例征集", who=who)
    assert "发起" not in await talk.say("上级通知征集案例，7月10日前报送", who=who)
    assert "已经过时" in await talk.press(f"open:zb1:{CASES}::yes", who=who)
    assert await talk.ledger() == []


@pytest.mark.parametrize(
    "text",
    [
        "下周二要召开座谈会，征集意见",
        "准备写个调研报告",
        "案例征集通知收到了吗？",
        "昨天报送了典型案例",
        "不需要补选",
        "大家辛苦了",
        "要下雨了，记得带伞",
    ],
)
async def test_other_talk_is_not_taken_for_an_event(talk: Talk, text: str) -> None:
    assert "确认请按“发起”" not in await talk.say(text, who=SECRETARY)


async def test_what_was_set_up_is_a_record(talk: Talk) -> None:
    assert "可以发起的事项" not in await talk.say("发起了一次志愿服务，昨天到10人", who=SECRETARY)
    assert "可以发起的事项" not in await talk.say("启动仪式昨天举行，到30人", who=SECRETARY)


async def test_what_is_over_a_year_away_is_not_opened(talk: Talk) -> None:
    assert "超过一年" in await talk.press(f"open:zb1:{CASES}:2028-01-01:yes", who=SECRETARY)
    assert "已经过时" in await talk.press("open:zb1:dangke::yes", who=SECRETARY)
    assert "已经过时" in await talk.press("open::", who=SECRETARY)


async def test_an_officer_opens_what_also_opens_by_itself(talk: Talk) -> None:
    """A secretary who was appointed before the roster knew it."""
    assert "新任书记任职培训" in await talk.say("发起新任书记任职培训", who=SECRETARY)
    await talk.say("1", who=SECRETARY)
    assert len(await owed(talk, "xinren-shuji-peixun")) == 1


async def test_a_pending_question_comes_first(talk: Talk) -> None:
    await talk.say("前几天开了党课", who=SECRETARY)
    assert "没有看懂这个回答" in await talk.say("收到案例征集通知", who=SECRETARY)


async def test_a_new_branch_has_its_own(talk: Talk) -> None:
    def close(uow: UnitOfWork) -> None:
        organisation = uow.organisations.get(OrganisationId("zb1"))
        assert organisation
        settings = replace(organisation.settings, duties_off=frozenset({CASES}))
        uow.organisations.update(replace(organisation, settings=settings))

    await talk.store(close)
    assert "案例、调研报告征集申报" not in await talk.say("发起", who=SECRETARY)


def review_all(uow: UnitOfWork, at: datetime) -> None:
    for key in ALL:
        uow.reviews.update(OrganisationId(key), next_review_at=at)


async def test_what_a_branch_decides_is_its_committees_to_approve_at_once(talk: Talk) -> None:
    tomorrow = talk.now + timedelta(days=1)
    await talk.store(lambda uow: review_all(uow, tomorrow))
    await talk.say("昨天开了支部党员大会，讨论接收预备党员，到12人", who=SECRETARY)
    assert await due(talk) == {"jgdw"}
    assert await owed(talk, "dangwei-shenpi-3m", "jgdw") == [("2026-06-24..2026-09-24", "open")]
    await talk.say("撤销", who=SECRETARY)
    assert await owed(talk, "dangwei-shenpi-3m", "jgdw") == []


async def test_an_ordinary_record_is_not_reviewed_at_once(talk: Talk) -> None:
    tomorrow = talk.now + timedelta(days=1)
    await talk.store(lambda uow: review_all(uow, tomorrow))
    await talk.say("昨天开了支委会，到5人", who=SECRETARY)
    assert await due(talk) == set()
