"""Numbers, in sentences and as bare answers."""

import pytest

from handlers.grammar.lexicon.time_words import Part
from handlers.grammar.lexicon.times import Clock, on_the_clock
from handlers.grammar.text.numbers import parse_number, value_of
from tests.grammar.sayings import record_of, rows

VALUES = {
    0: ("0", "零", "〇"),
    2: ("2", "二", "两", "贰"),
    10: ("10", "十", "一十", "拾"),
    12: ("12", "十二", "一十二", "壹拾贰"),
    20: ("20", "二十", "廿", "贰拾"),
    25: ("25", "二十五", "廿五", "二五"),
    31: ("31", "三十一", "卅一"),
    105: ("105", "一百零五", "一百〇五"),
    110: ("一百一", "一百一十", "110"),
    350: ("三百五", "三百五十", "叁佰伍拾"),
    1050: ("一千零五十", "1050"),
    1250: ("一千二百五十", "壹仟贰佰伍拾"),
    2026: ("二〇二六", "二零二六", "两千零二十六", "2026"),
    12000: ("一万二", "一万二千", "12000"),
    30000: ("三万", "30000"),
}


@pytest.mark.parametrize(("expected", "text"), rows(VALUES))
def test_value(expected: int, text: str) -> None:
    assert value_of(text) == expected


ANSWERS = {12: ("12", " 12 ", "12人", "十二个", "十二人", "12名", "12位"), 3: ("三", "三户", "3人", "3名")}


@pytest.mark.parametrize(("expected", "text"), rows(ANSWERS))
def test_answer(expected: int, text: str) -> None:
    assert parse_number(text) == expected


@pytest.mark.parametrize("text", ["", "人", "十二点半", "昨天12人", "12/15", "3.5", "-3", "9" * 40, "张三"])
def test_no_answer(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("hour", "part", "expected"),
    [
        (9, None, 9), (2, None, 14), (6, None, 18), (7, None, 7), (12, None, 12), (0, None, 0), (3, Part.MORNING, 3), (3, Part.AFTERNOON, 15),
        (8, Part.EVENING, 20), (12, Part.NOON, 12), (1, Part.NOON, 13), (15, Part.AFTERNOON, 15),
    ],
)  # fmt: skip
def test_hour_of_the_clock(hour: int, part: Part | None, expected: int) -> None:
    assert on_the_clock(Clock(hour=hour, minute=30), part).hour == expected


AMOUNTS = {
    1286: (
        "昨天收齐党费1286元",
        "昨天收党费一千二百八十六元",
        "11月17日党费收缴，合计1,286元",
        "昨天党费收缴1286.00元",
    ),
    1286.5: ("昨天收缴党费1286.5元", "昨天党费收缴，共计1286.50元"),
    860: ("党费昨天收毕，其中现金120，扫码740，一共860",),
    75: ("昨天收党费：王丽20元、李静30元、陈晨25元", "昨天收了王丽党费20元，李静党费30元，陈晨25元"),
    1180: ("昨天收党费1180元，应收1200元", "党费应收1200元，实收1180元，昨天交的", "党费应收1200，实收1180，昨天收的"),
    1000: ("昨天慰问困难党员2户，花了1000",),
    580: ("四月党费五百八昨天才收齐",),
    350: ("昨天党费收了三百五十块", "昨天交党费350块钱"),
    1600: ("昨天走访慰问，发放慰问金¥1,600.00", "昨天走访慰问，花了￥1600元"),
    12000: ("昨天收取特殊党费一万二千元", "昨天收取特殊党费12000元", "昨天收取特殊党费1.2万元"),
}


@pytest.mark.parametrize(("expected", "text"), rows(AMOUNTS))
def test_amount(expected: float, text: str) -> None:
    assert record_of(text)["amount"] == expected


@pytest.mark.parametrize(
    "text", ["昨天主题党日学习了3个文件，12人参加", "昨天第5次支委会，5人参加", "昨天党课讲了2.5小时，12人听课"]
)
def test_other_numbers_are_no_amount(text: str) -> None:
    assert "amount" not in record_of(text)


def test_what_it_comes_to_in_all_ends_the_sum_before_it() -> None:
    assert record_of("昨天慰问老党员三户每户五百一共一千五")["amount"] == 1500
