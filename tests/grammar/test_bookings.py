"""The period that a record is to count for, where it is not that of its day."""

import pytest

from handlers.intents import BY_ITS_DAY, Correct, Reading, RecordActivities, Target, Unclear
from schedules.ledger.activity import ActivityKind
from tests.grammar.sayings import at, intent_of, said_intent

NOW = at("2026-01-23 17:00")

RECORDS = [
    ("2025", "今天下午召开组织生活会，到12人，记到去年"),
    ("2025", "今天下午召开组织生活会，算2025年度的"),
    ("2025", "1月23日组织生活会，到12人，所属年度2025"),
    ("2025", "1月23日组织生活会，到12人。计入上一年度"),
    ("2025", "时间：1月23日\n内容：组织生活会\n所属年度：2025年\n到会12人"),
    ("2025", "1月20日开了组织生活会，归到上年度"),
    ("2025Q4", "今天上党课，李建国主讲，计入四季度"),
    ("2025Q4", "今天上党课，李建国主讲，算上个季度的"),
    ("2025H2", "昨天向工委报送了意识形态工作情况报告，算去年下半年的"),
    ("2025-12", "1月10日交党费1200元，算12月的"),
    ("2025-12", "1月10日交党费1200元，算上个月的"),
    ("2025-12", "1月10日交党费1200元，记到2025-12"),
]
NAMED = [
    ("2025", "今天召开2025年度组织生活会，到12人"),
    ("2025", "昨天开了上年度民主生活会"),
    ("2025", "1月20日，2025年度民主评议党员"),
    ("2025-12", "1月10日交12月份党费1200元"),
    ("2025-11", "昨天补交了去年11月的党费300元"),
]
CHANGES = [
    ("2025", Target(), "记到去年"),
    ("2025", Target(), "这次记到去年吧"),
    ("2025", Target(), "刚才那条是2025年度的"),
    ("2025", Target(), "上一条算去年的"),
    ("2025", Target(), "所属年度改成2025"),
    ("2025", Target(), "所属年度错了，应该是2025"),
    ("2025", Target(number=12), "#12 记到去年"),
    ("2025", Target(number=12), "12 记到 2025"),
    ("2025", Target(kind=ActivityKind.ORG_LIFE, held_on=at("2026-01-22 00:00").date()), "把昨天的组织生活会记到去年"),
    ("2025Q4", Target(), "计入2025Q4"),
    (BY_ITS_DAY, Target(), "别记到去年"),
    (BY_ITS_DAY, Target(), "刚才那条不要算去年的"),
    (BY_ITS_DAY, Target(), "按日期算"),
    (BY_ITS_DAY, Target(), "不对，按日期算"),
    ("2025", Target(), "错了，记到去年"),
]
NO_BOOKING = [
    "今天开了支委会，计入2025年度考核",
    "今天党课，到12人，讲2025年度总结",
    "1月10日交1月党费1200元",
    "今天组织学习2025年度工作报告，到12人",
    "昨天主题党日，到12人，不算请假的",
]


def readings_of(text: str) -> tuple[Reading, ...]:
    intent = intent_of(text, NOW)
    assert isinstance(intent, RecordActivities | Unclear), (text, intent)
    return intent.readings


@pytest.mark.parametrize(("label", "text"), [*RECORDS, *NAMED])
def test_a_record_names_its_period(label: str, text: str) -> None:
    (reading,) = readings_of(text)
    assert reading.counts_for == label
    assert reading.held_on


@pytest.mark.parametrize("text", [text for _, text in RECORDS])
def test_the_words_of_a_booking_are_no_topic(text: str) -> None:
    (reading,) = readings_of(text)
    assert reading.topic in {None, "组织生活会", "意识形态工作情况报告"}


@pytest.mark.parametrize(("label", "target", "text"), CHANGES)
def test_a_record_is_booked_afterwards(label: str, target: Target, text: str) -> None:
    assert intent_of(text, NOW) == Correct(changes=Reading(counts_for=label), target=target)


@pytest.mark.parametrize("text", NO_BOOKING)
def test_other_words_for_a_year_book_nothing(text: str) -> None:
    assert [reading.counts_for for reading in readings_of(text)] == [None]


@pytest.mark.parametrize(
    "text", ["这次会能记到去年吗？", "要不要算去年的", "记到明年", "算到2027年度", "算了", "记到13月"]
)
def test_no_question_and_nothing_ahead_books(text: str) -> None:
    assert said_intent(text, NOW) in {"none", "query", "help", "plan"}


def test_a_correction_may_book_too() -> None:
    intent = intent_of("不对，是1月10日，记到去年", NOW)
    assert isinstance(intent, Correct)
    assert (intent.changes.held_on, intent.changes.counts_for) == (at("2026-01-10 00:00").date(), "2025")
