from datetime import date

import pytest

from schedules.calendar.festivals import Festival, festival_in
from schedules.calendar.spans import add_months, anniversary_in, day_in, span_around, span_in


@pytest.mark.parametrize(
    ("year", "opens", "closes", "label"),
    [
        (2026, (6, 15), (7, 15), "2026-06-15..2026-07-15"),
        (2025, (12, 25), (1, 3), "2025-12-25..2026-01-03"),
        (2026, (11, 1), (1, 31), "2026-11-01..2027-01-31"),
        (2024, (2, 1), (2, 29), "2024-02-01..2024-02-29"),
        (2026, (2, 1), (2, 29), "2026-02-01..2026-02-28"),
    ],
)
def test_spans(year: int, opens: tuple[int, int], closes: tuple[int, int], label: str) -> None:
    assert span_in(year, opens, closes).label == label


def test_days_around_one_day() -> None:
    span = span_around(date(2026, 7, 1), before=16, after=14)
    assert (span.starts_on, span.last_on) == (date(2026, 6, 15), date(2026, 7, 15))


def test_29_february() -> None:
    assert day_in(2028, (2, 29)) == date(2028, 2, 29)
    assert anniversary_in(2027, date(2004, 2, 29)) == date(2027, 2, 28)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("year", "festival", "day"),
    [
        (2024, Festival.CHUNJIE, "2024-02-10"),
        (2025, Festival.CHUNJIE, "2025-01-29"),
        (2026, Festival.CHUXI, "2026-02-16"),
        (2026, Festival.CHUNJIE, "2026-02-17"),
        (2027, Festival.CHUNJIE, "2027-02-06"),
        (2028, Festival.CHUNJIE, "2028-01-26"),
        (2026, Festival.QINGMING, "2026-04-05"),
        (2028, Festival.QINGMING, "2028-04-04"),
        (2026, Festival.DUANWU, "2026-06-19"),
        (2027, Festival.DUANWU, "2027-06-09"),
        (2026, Festival.ZHONGQIU, "2026-09-25"),
        (2025, Festival.ZHONGQIU, "2025-10-06"),
        (2026, Festival.QIYI, "2026-07-01"),
    ],
)
def test_festivals(year: int, festival: Festival, day: str) -> None:
    assert festival_in(year, festival) == date.fromisoformat(day)
