"""The moon's calendar, up to 2040."""

from datetime import date, timedelta
from functools import cache

_FIRST_YEAR = 2019
_YEARS = [
    "0205:101010010011",
    "0125:0111010010101:4",
    "0212:011010101010",
    "0201:101011010101",
    "0122:0100110110101:2",
    "0210:010010110110",
    "0129:1010010101110:6",
    "0217:101001001110",
    "0206:110100100110",
    "0126:1110100100110:5",
    "0213:110101010011",
    "0203:010110101010",
    "0123:0110101101010:3",
    "0211:100101101101",
    "0131:0100101011101:11",
    "0219:010010101101",
    "0208:101001001101",
    "0128:1101001001011:6",
    "0215:110100100101",
    "0204:110101010010",
    "0124:1101101010100:5",
    "0212:101101011010",
]
"""New year's day, the months with thirty days, and the month that comes twice, of each year."""
_SHORT, _LONG = 29, 30


def latest_moon_day(month: int, day: int, today: date) -> date | None:
    """The latest such day not after today; the table ends in 2040."""
    found = (moon_day(year, month, day) for year in range(today.year, today.year - 3, -1))
    return next((each for each in found if each and each <= today), None)


@cache
def moon_day(year: int, month: int, day: int) -> date | None:
    """A day of the moon's year that begins in a year of the sun."""
    at = year - _FIRST_YEAR
    if not 0 <= at < len(_YEARS):
        return None
    start, lengths, *twice = _YEARS[at].split(":")
    position = month - 1 + (bool(twice) and month > int(twice[0]))
    if not 0 <= position < len(lengths) or not 1 <= day <= _length(lengths[position]):
        return None
    new_year = date(year, int(start[:2]), int(start[2:]))
    return new_year + timedelta(days=sum(_length(mark) for mark in lengths[:position]) + day - 1)


def _length(mark: str) -> int:
    return _LONG if mark == "1" else _SHORT
