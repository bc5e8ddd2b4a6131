"""Festivals (节日): those of the lunar calendar move, those of the solar one stay."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from borax.calendars.lunardate import LunarDate, TermUtils


class Festival(StrEnum):
    """Festivals that a duty may hang on. 除夕 is the eve of CHUNJIE."""

    YUANDAN = "yuandan"
    CHUXI = "chuxi"
    CHUNJIE = "chunjie"
    YUANXIAO = "yuanxiao"
    QINGMING = "qingming"
    WUYI = "wuyi"
    DUANWU = "duanwu"
    QIYI = "qiyi"
    ZHONGQIU = "zhongqiu"
    GUOQING = "guoqing"


SOLAR = {
    Festival.YUANDAN: (1, 1),
    Festival.WUYI: (5, 1),
    Festival.QIYI: (7, 1),
    Festival.GUOQING: (10, 1),
}
LUNAR = {
    Festival.CHUNJIE: (1, 1),
    Festival.YUANXIAO: (1, 15),
    Festival.DUANWU: (5, 5),
    Festival.ZHONGQIU: (8, 15),
}
QINGMING = 6
"""The number of its solar term, from 小寒 as 0."""


@lru_cache(maxsize=1024)
def festival_in(year: int, festival: Festival) -> date:
    """The day of the festival in that solar year (2026: 端午 on 19 June)."""
    if festival is Festival.CHUXI:
        return festival_in(year, Festival.CHUNJIE) - timedelta(days=1)
    if festival is Festival.QINGMING:
        day: date = TermUtils.day_start_from_term(year, QINGMING)
        return day
    if festival in SOLAR:
        return date(year, *SOLAR[festival])
    moved: date = LunarDate(year, *LUNAR[festival]).to_solar_date()
    return moved
