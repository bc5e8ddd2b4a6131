"""A January meeting that is last year's, told in chat."""

from datetime import datetime

import pytest

from schedules.calendar.zone import SHANGHAI
from tests.handlers.conftest import Talk

JANUARY = datetime(2026, 1, 23, 18, 0, tzinfo=SHANGHAI)


@pytest.fixture
def january(talk: Talk) -> Talk:
    talk.now = JANUARY
    return talk


@pytest.mark.parametrize(
    "text",
    [
        "今天开了组织生活会，到12人，记到去年",
        "今天召开2025年度组织生活会，到12人",
        "1月23日组织生活会，到12人，所属年度2025",
    ],
)
async def test_the_answer_shows_the_year_and_what_it_counts_for(january: Talk, text: str) -> None:
    answer = await january.say(text)
    assert "计入 2025年" in answer
    assert "计入2025年：组织生活会" in answer
    (record,) = await january.ledger()
    assert record.counts_for == "2025"


async def test_a_record_is_booked_later_and_back(january: Talk) -> None:
    await january.say("今天开了组织生活会，到12人")
    answer = await january.say("记到去年")
    assert "所属周期 按日期 → 2025年" in answer
    assert "计入2025年：组织生活会" in answer
    (record,) = await january.ledger()
    assert record.counts_for == "2025"
    assert "所属周期 2025年 → 按日期" in await january.say("别记到去年")
    (record,) = await january.ledger()
    assert record.counts_for is None


async def test_a_period_without_such_a_duty_says_so(january: Talk) -> None:
    assert "2025年没有因此计数的事项" in await january.say("今天警示谈话培训，到12人，记到去年")


async def test_nothing_is_booked_to_what_had_not_begun(january: Talk) -> None:
    assert "还没有开始，不能计入" in await january.say("2025年12月30日开了组织生活会，到12人，记到今年")
    assert await january.ledger() == []
    await january.say("2025年12月30日开了组织生活会，到12人")
    assert "还没有开始，不能计入" in await january.say("记到今年")
    (record,) = await january.ledger()
    assert record.counts_for is None


async def test_who_may_not_change_a_record_may_not_book_it(january: Talk) -> None:
    await january.say("今天开了组织生活会，到12人", who="1001")
    (record,) = await january.ledger()
    assert "没有找到可以改动的这条记录" in await january.say(f"#{record.id} 记到去年", who="1006")
